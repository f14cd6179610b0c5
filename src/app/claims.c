/* Commands of a script that claim something or speak to the reader. */
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/session.h"
#include "base/number.h"
#include "base/text.h"

static const char LIMIT[] = "max=";

/* The column is one of the condition's text, which stands at `col` of the line. */
static struct condition *read_condition(struct session *s, const char *text, int col,
                                        struct err *err)
{
    struct condition *c = condition_read(text, s->sim, err);

    if (!c)
        err->col = err->col > 0 ? err->col + col - 1 : col;
    return c;
}

/* Cuts `max=N` off the end of the text. */
static bool cut_limit(char *text, int col, int64_t *limit, struct err *err)
{
    char *at = text, *found = NULL;
    double number;

    while ((at = strstr(at, LIMIT))) {
        if (at > text && strchr(" \t", at[-1]))
            found = at;
        at++;
    }
    if (!found)
        return fail_at(err, col,
                       "the most steps to go are missing: write until CONDITION max=N");
    if (!number_read(found + strlen(LIMIT), &number) || number < 0 || number > 1e15 ||
        number != (double)(int64_t)number)
        return fail_at(
            err, col + text_columns(text) - text_columns(found),
            "\"%s\" is no number of steps: write max=N, N a whole number from 0", found);
    *limit = (int64_t)number;
    *found = '\0';
    return true;
}

static bool begin_until(struct session *s, struct condition *until, int64_t limit,
                        struct err *err)
{
    struct buffer values = {0};

    if (condition_holds(until, s->sim)) {
        condition_free(until);
        return true;
    }
    session_go(s, limit, until);
    if (limit > 0)
        return true;
    condition_explain(until, s->sim, &values);
    fail(err, "does not hold and no step may be done: %s", values.text);
    buffer_free(&values);
    condition_free(until);
    s->goal = (struct goal){0};
    s->refuted = true;
    return false;
}

static bool until(struct session *s, struct words *w, struct err *err)
{
    struct condition *condition = NULL;
    int64_t limit = 0;
    int col;
    char *text = argument_text(w, &col, "a condition", err);

    if (text && cut_limit(text, col, &limit, err))
        condition = read_condition(s, text, col, err);
    free(text);
    return condition && begin_until(s, condition, limit, err);
}

static bool refute(struct session *s, struct condition *c, const char *text,
                   struct err *err)
{
    struct buffer values = {0};

    condition_explain(c, s->sim, &values);
    fail(err, "does not hold at step %lld: %s (expect %s)",
         (long long)sim_step_number(s->sim), values.text, text);
    buffer_free(&values);
    s->refuted = true;
    return false;
}

static bool expect(struct session *s, struct words *w, struct err *err)
{
    int col;
    char *text = argument_text(w, &col, "a condition", err);
    struct condition *c = text ? read_condition(s, text, col, err) : NULL;
    bool holds = c && (condition_holds(c, s->sim) || refute(s, c, text, err));

    condition_free(c);
    free(text);
    return holds;
}

static bool say(struct session *s, struct words *w, struct err *err)
{
    int col;
    char *text = argument_text(w, &col, "the text", err);

    if (text)
        session_tell(s, text, false);
    free(text);
    return text != NULL;
}

enum { SCRIPT = COMMAND_ANY_TIME | COMMAND_ENDS_HEAD };

const struct command claim_commands[] = {
    {
        .name = "until",
        .usage = "until CONDITION max=N",
        .help = "step until it holds, at most N steps; fail if it never does",
        .places = SCRIPT,
        .obey = until,
    },
    {
        .name = "expect",
        .usage = "expect CONDITION",
        .help = "fail unless it holds now",
        .places = SCRIPT,
        .obey = expect,
    },
    {
        .name = "say",
        .usage = "say TEXT",
        .help = "tell the reader something",
        .places = SCRIPT,
        .obey = say,
    },
    {
        .name = "ask",
        .usage = "ask TEXT",
        .help = "ask the reader something",
        .places = SCRIPT,
        .obey = say,
    },
    {
        .name = "mark",
        .usage = "mark TEXT",
        .help = "begin a chapter of this name",
        .places = SCRIPT,
        .obey = say,
    },
    {0},
};
