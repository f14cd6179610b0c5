/* From a command line to a session at the moment that it asks for. */
#include "app/prepare.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/source.h"

static bool set_seed(struct session *s, const struct request *request, struct err *err)
{
    struct buffer line = {0};
    bool done;

    if (!request->has_seed)
        return true;
    buffer_format(&line, "seed %" PRIu64, request->seed);
    done = session_obey(s, line.text, err);
    buffer_free(&line);
    return done;
}

/* NAME=VALUE as a line; both in quotes, so that blanks do not make more words of them. */
static bool set_parameter(struct session *s, const char *setting, struct err *err)
{
    const char *equals = strchr(setting, '=');
    struct buffer line = {0};
    struct err why;
    bool done;

    buffer_format(&line, "set \"%.*s\" \"%s\"", (int)(equals - setting), setting,
                  equals + 1);
    done =
        session_obey(s, line.text, &why) || fail(err, "--set %s: %s", setting, why.text);
    buffer_free(&line);
    return done;
}

static bool go_to(struct session *s, int64_t step, struct err *err)
{
    struct buffer line = {0};
    bool done;

    if (step == 0)
        return true;
    buffer_format(&line, "step %" PRId64, step);
    done = session_obey(s, line.text, err);
    buffer_free(&line);
    return done;
}

static bool act(struct session *s, const char *command, struct err *err)
{
    struct err why;

    return session_obey(s, command, &why) ||
           fail(err, "--do \"%s\": %s", command, why.text);
}

static bool follow(struct session *s, const struct request *request, struct err *err)
{
    if (!set_seed(s, request, err))
        return false;
    for (int i = 0; i < request->sets; i++)
        if (!set_parameter(s, request->set[i], err))
            return false;
    if (!go_to(s, request->at, err))
        return false;
    for (int i = 0; i < request->dos; i++)
        if (!act(s, request->act[i], err))
            return false;
    return true;
}

static bool obey_with(struct session *s, const char *verb, const char *word,
                      struct err *err)
{
    struct buffer line = {0};
    bool done;

    buffer_format(&line, "%s \"%s\"", verb, word);
    done = session_obey(s, line.text, err);
    buffer_free(&line);
    return done;
}

bool prepare_look(struct session *s, const struct request *request, struct err *err)
{
    char colours[16];

    snprintf(colours, sizeof colours, "%d", request->colours);
    return (request->colours < 0 || obey_with(s, "colours", colours, err)) &&
           (!request->glyphs || obey_with(s, "glyphs", request->glyphs, err)) &&
           (!request->theme || obey_with(s, "theme", request->theme, err));
}

/* OPTIMIZERs behind the scene race instead of its own runners. */
static bool race_others(struct session *s, const struct request *request, struct err *err)
{
    for (int i = 1; i < request->operands; i++) {
        while (i == 1 && sim_snapshot(s->sim)->runs > 0)
            if (!obey_with(s, "drop", sim_snapshot(s->sim)->run[0].name, err))
                return false;
        if (!obey_with(s, "race", request->operand[i], err))
            return false;
    }
    return true;
}

static const char FIRST_SCENE[] = "welcome";

static struct session *open_scene(const char *word, enum exit_status *status)
{
    struct err err;
    char *name;
    struct session *s = session_open(word, &name, &err);

    if (!s && !source_is_file(word) && err.line == 0)
        *status = complain(EXIT_USAGE, &err);
    else if (!s)
        *status = complain_of(EXIT_FAILED, name, &err);
    free(name);
    return s;
}

static bool dress(struct session *s, const struct request *request, struct err *err)
{
    return !request->subcommand->dress || request->subcommand->dress(s, request, err);
}

struct session *prepare(const struct request *request, enum exit_status *status)
{
    struct session *s =
        open_scene(request->operands > 0 ? request->operand[0] : FIRST_SCENE, status);
    struct err err;

    if (!s || (dress(s, request, &err) && race_others(s, request, &err) &&
               follow(s, request, &err)))
        return s;
    *status = complain(s->refuted || s->unfiled ? EXIT_FAILED : EXIT_USAGE, &err);
    session_free(s);
    return NULL;
}
