/* The command line that comes to this very moment. */
#include <inttypes.h>
#include <string.h>

#include "app/arguments.h"
#include "app/session.h"
#include "base/buffer.h"

/* Quoted for a shell: between apostrophes, which are written '\'' themselves. */
static void add_word(struct buffer *out, const char *word)
{
    if (word[0] && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-_./=") == strlen(word)) {
        buffer_add_text(out, word);
        return;
    }
    buffer_add_text(out, "'");
    for (; *word; word++)
        buffer_add(out, *word == '\'' ? "'\\''" : word, *word == '\'' ? 4 : 1);
    buffer_add_text(out, "'");
}

static void add_command(struct buffer *out, const char *line)
{
    buffer_add_text(out, " --do ");
    add_word(out, line);
}

static void add_steps(struct buffer *out, int64_t steps)
{
    struct buffer line = {0};

    if (steps == 0)
        return;
    buffer_format(&line, "step %" PRId64, steps);
    add_command(out, line.text);
    buffer_free(&line);
}

void session_moment(struct session *s, struct buffer *out)
{
    int64_t now = 0, step;
    const char *line;

    buffer_add_text(out, "gradscape ");
    add_word(out, s->scene->name);
    for (int i = s->given; sim_log(s->sim, i, &step, &line); i++) {
        add_steps(out, step - now);
        add_command(out, line);
        now = step;
    }
    add_steps(out, sim_step_number(s->sim) - now);
}

bool session_show_moment(struct session *s, struct words *w, struct err *err)
{
    struct buffer line = {0};

    if (!argument_end(w, err))
        return false;
    session_moment(s, &line);
    session_tell(s, line.text, false);
    buffer_free(&line);
    return true;
}
