/* Reads the text of a scene or of data from a file, standard input or the program itself. */
#include "app/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/library.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"

enum { CHUNK = 1 << 16 };

static bool ends_in(const char *word, const char *ending)
{
    size_t length = strlen(word), tail = strlen(ending);

    return length >= tail && strcmp(word + length - tail, ending) == 0;
}

bool source_is_file(const char *word)
{
    return strcmp(word, "-") == 0 || strchr(word, '/') || ends_in(word, ".scene");
}

/* What messages call it, and what it may be read from. */
static const struct wanted {
    const char *name;
    bool any; /* or else an ordinary file alone */
} WANTED[] = {
    [SOURCE_SCENE] = {"scene", true},
    [SOURCE_SCENE_LIVE] = {"scene", false},
    [SOURCE_DATA] = {"data set", false},
};

static bool check_kind(int fd, const struct wanted *wanted, struct err *err)
{
    struct stat there;

    if (fstat(fd, &there) != 0)
        return fail(err, "cannot be read: %s", strerror(errno));
    if (S_ISDIR(there.st_mode))
        return fail(err, "a folder, no %s: name a file", wanted->name);
    return wanted->any || S_ISREG(there.st_mode) ||
           fail(err, "no ordinary file, as a %s must be here", wanted->name);
}

static bool read_all(int fd, struct buffer *text, const struct wanted *wanted,
                     struct err *err)
{
    char chunk[CHUNK];
    ssize_t got;

    do {
        got = read(fd, chunk, sizeof chunk);
        if (got > 0)
            buffer_add(text, chunk, (size_t)got);
        if (text->used > SOURCE_MOST)
            return fail(err, "longer than %d MB, the most that a %s may have",
                        SOURCE_MOST >> 20, wanted->name);
    } while (got > 0 || (got < 0 && errno == EINTR));
    return got == 0 || fail(err, "cannot be read: %s", strerror(errno));
}

/* The place of the first NUL byte, which no text has. */
static bool check_text(const struct buffer *text, const struct wanted *wanted,
                       struct err *err)
{
    const char *start = text->text, *nul = start ? memchr(start, '\0', text->used) : NULL;
    int line = 1, col = 1;

    if (!nul)
        return true;
    for (const char *c = start; c < nul; c++) {
        col = *c == '\n' ? 1 : col + ((*c & 0xC0) != 0x80);
        line += *c == '\n';
    }
    fail_at(err, col, "a NUL byte: this is no text, so it is no %s", wanted->name);
    err->line = line;
    return false;
}

static bool read_file(struct source *source, const char *path,
                      const struct wanted *wanted, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    int at_once = wanted->any ? 0 : O_NONBLOCK; /* a pipe would wait for who writes */
    int fd =
        is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC | at_once);
    struct buffer text = {0};
    bool done;

    if (fd < 0)
        return fail(err, "cannot be read: %s", strerror(errno));
    done = check_kind(fd, wanted, err) && read_all(fd, &text, wanted, err) &&
           check_text(&text, wanted, err);
    if (!is_stdin)
        close(fd);
    buffer_add(&text, "", 0);
    source->text = text.text;
    return done;
}

static bool read_built_in(struct source *source, const char *name, struct err *err)
{
    const struct library_scene *scene = library_find(name);
    struct nearest near = nearest_begin(name);
    char hint[NEAREST_HINT];

    if (scene) {
        source->text = memory_copy_text(scene->text);
        return true;
    }
    for (scene = library_scenes; scene->name; scene++)
        nearest_offer(&near, scene->name);
    return fail(
        err,
        "no scene is called \"%s\"%s (`gradscape list scenes` has them; a file's name "
        "has a slash or ends in .scene)",
        name, nearest_hint(&near, hint));
}

bool source_read(struct source *source, const char *word, enum source_kind kind,
                 struct err *err)
{
    size_t size = strlen(word) + 1;

    *source = (struct source){.name = memory_new(size, 1)};
    text_clean(source->name, size, word);
    return source_is_file(word) ? read_file(source, word, &WANTED[kind], err)
                                : read_built_in(source, word, err);
}

void source_free(struct source *source)
{
    free(source->name);
    free(source->text);
    *source = (struct source){0};
}
