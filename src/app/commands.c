/* All commands of the language in one list: the application's and the simulation's. */
#include "app/command.h"

#include <string.h>

#include "app/session.h"
#include "base/nearest.h"
#include "sim/sim.h"

static const struct command *const LISTS[] = {
    head_commands,   net_commands,  clock_commands, claim_commands,
    choice_commands, view_commands, pane_commands,  look_commands,
    plane_commands,  file_commands, live_commands,  measure_commands,
};

enum { LISTS_COUNT = sizeof LISTS / sizeof *LISTS };

int command_sim_number(const char *name)
{
    const struct sim_command_row *rows = sim_commands();

    for (int i = 0; rows[i].name; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

static bool obey_sim(struct session *session, struct words *w, struct err *err)
{
    return session_change(session, w->line, err);
}

/* What the simulation and the lists say of the command together. */
static struct command joined(const struct sim_command_row *sim)
{
    struct command row = {
        .name = sim->name,
        .usage = sim->usage,
        .help = sim->help,
        .places = COMMAND_HEAD | COMMAND_ANY_TIME,
        .obey = obey_sim,
    };

    for (int l = 0; l < LISTS_COUNT; l++)
        for (const struct command *c = LISTS[l]; c->name; c++)
            if (!c->usage && strcmp(c->name, sim->name) == 0) {
                row.places |= c->places;
                row.head = c->head;
                row.obey = c->obey ? c->obey : obey_sim;
            }
    return row;
}

bool command_row(int i, struct command *row)
{
    const struct sim_command_row *sim = sim_commands();

    for (int l = 0; l < LISTS_COUNT; l++)
        for (const struct command *c = LISTS[l]; c->name; c++) {
            if (c->usage && i-- == 0) {
                *row = *c;
                return true;
            }
        }
    for (; sim->name; sim++)
        if (i-- == 0) {
            *row = joined(sim);
            return true;
        }
    return false;
}

int command_find(const char *name, struct command *row, struct err *err)
{
    struct nearest near = nearest_begin(name);
    char hint[NEAREST_HINT];

    for (int i = 0; command_row(i, row); i++) {
        if (strcmp(row->name, name) == 0)
            return i;
        nearest_offer(&near, row->name);
    }
    fail(err, "there is no command \"%s\"%s", name, nearest_hint(&near, hint));
    return -1;
}
