/* Commands that measure what a step does not need to know. */
#include "app/arguments.h"
#include "app/command.h"
#include "app/session.h"

static bool sharpness(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    if (!sim_measure(s->sim))
        session_tell(s, "sharpness: a landscape's curvature is known; see the pane here",
                     false);
    return true;
}

const struct command measure_commands[] = {
    {
        .name = "sharpness",
        .usage = "sharpness",
        .help =
            "measure every net's sharpness where it stands: the largest eigenvalue of "
            "its Hessian",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = sharpness,
    },
    {0},
};
