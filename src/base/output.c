/* Files that are written whole or not at all. */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { DRAFTS_MAX = 100 };

static bool refuse(struct err *err, const char *path, const char *why)
{
    return fail(err, "cannot write %s: %s", path ? path : "standard output", why);
}

static sigset_t deadly_signals(void)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

static void hold_signals(int how)
{
    sigset_t set = deadly_signals();

    sigprocmask(how, &set, NULL);
}

/* A name beside the path that is unlikely to be taken; short, whatever the path's own. */
static char *draft_name(const char *path, int attempt)
{
    const char *slash = strrchr(path, '/');
    struct buffer name = {0};

    buffer_add(&name, path, slash ? (size_t)(slash - path) + 1 : 0);
    buffer_format(&name, ".gradscape.%ld.%d", (long)getpid(), attempt);
    return name.text;
}

static int open_draft(struct output *out)
{
    for (int attempt = 0; attempt < DRAFTS_MAX; attempt++) {
        int fd;

        out->draft = draft_name(out->path, attempt);
        fd = open(out->draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0)
            return fd;
        free(out->draft);
        out->draft = NULL;
        if (errno != EEXIST)
            break;
    }
    return -1;
}

/* The new file is for the same eyes as the one whose place it takes. */
static int keep_rights(int fd, const struct stat *there)
{
    bool owned = fd >= 0 && (fchown(fd, there->st_uid, there->st_gid) == 0 ||
                             fchown(fd, (uid_t)-1, there->st_gid) == 0);

    if (fd >= 0)
        fchmod(fd, there->st_mode & (owned ? 0777 : 0707));
    return fd;
}

static int open_path(struct output *out, const char *path)
{
    struct stat there;
    char *real;

    if (stat(path, &there) != 0) {
        out->path = memory_copy_text(path);
        return open_draft(out);
    }
    if (!S_ISREG(there.st_mode)) {
        out->path = memory_copy_text(path);
        return open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    }
    if (access(path, W_OK) != 0)
        return -1;
    real = realpath(path, NULL);
    out->path = real ? real : memory_copy_text(path);
    return keep_rights(open_draft(out), &there);
}

bool output_open(struct output *out, const char *path, struct err *err)
{
    int fd;

    *out = (struct output){.file = stdout};
    if (!path || strcmp(path, "-") == 0)
        return true;
    hold_signals(SIG_BLOCK);
    fd = open_path(out, path);
    if (fd >= 0)
        out->file = fdopen(fd, "w");
    if (fd >= 0 && out->file)
        return true;
    refuse(err, path, strerror(errno));
    out->file = NULL;
    output_drop(out);
    return false;
}

bool output_is_interrupted(const struct output *out)
{
    sigset_t waiting;

    if (!out->draft || sigpending(&waiting) != 0)
        return false;
    return sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1 ||
           sigismember(&waiting, SIGHUP) == 1;
}

/* Standard output stays open: its buffer is all that has to reach the system here. */
static bool finish(struct output *out)
{
    bool whole = fflush(out->file) == 0 && !ferror(out->file);

    if (out->path && out->file) {
        whole = fclose(out->file) == 0 && whole;
        out->file = NULL;
    }
    return whole;
}

bool output_close(struct output *out, struct err *err)
{
    bool done;

    errno = 0;
    done = finish(out) && (!out->draft || rename(out->draft, out->path) == 0);
    if (!done) {
        refuse(err, out->path,
               errno ? strerror(errno) : "not all of it could be written");
    } else {
        free(out->draft);
        out->draft = NULL;
    }
    output_drop(out);
    return done;
}

void output_drop(struct output *out)
{
    bool held = out->file != stdout;

    if (out->file && out->path)
        fclose(out->file);
    if (out->draft)
        unlink(out->draft);
    free(out->draft);
    free(out->path);
    *out = (struct output){0};
    if (held)
        hold_signals(SIG_UNBLOCK);
}
