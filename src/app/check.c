/* gradscape check: runs the scripts of scenes and holds every claim in them. */
#include <stdio.h>
#include <stdlib.h>

#include "app/session.h"
#include "app/subcommand.h"

/* Goes on after a claim that does not hold, stops at a line that cannot be obeyed. */
static bool run_script(struct session *s)
{
    const struct scene *scene = s->scene;
    bool holds = true;

    s->view.paused = true;
    s->scripted = true;
    for (int i = 0; i < scene->scripts; i++) {
        struct err err;

        if (session_obey(s, scene->script[i].text, &err))
            continue;
        err_move(&err, scene->script[i].number, 1);
        complain_of(EXIT_FAILED, scene->name, &err);
        holds = false;
        if (!s->refuted)
            break;
    }
    return holds;
}

static enum exit_status check(const char *word)
{
    struct err err;
    char *name;
    struct session *s = session_open(word, &name, &err);
    enum exit_status status = EXIT_FAILED;

    if (!s && !source_is_file(word) && err.line == 0)
        status = complain(EXIT_USAGE, &err);
    else if (!s)
        complain_of(EXIT_FAILED, name, &err);
    else if (run_script(s))
        status = EXIT_DONE;
    free(name);
    session_free(s);
    return status;
}

static enum exit_status run(const struct request *request)
{
    enum exit_status worst = EXIT_DONE;

    for (int i = 0; i < request->operands; i++) {
        enum exit_status status = check(request->operand[i]);

        if (status > worst)
            worst = status;
    }
    return worst;
}

static const struct option *const OPTIONS[] = {NULL};

const struct subcommand check_subcommand = {
    .name = "check",
    .operands = "SCENE...",
    .least = 1,
    .most = 1 << 30,
    .kind = "scenes",
    .options = OPTIONS,
    .help = "run the scripts of scenes and hold every claim; one line a failure",
    .run = run,
};
