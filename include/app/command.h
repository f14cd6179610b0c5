#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdbool.h>

#include "base/words.h"

struct scene;
struct session;

/* Where a command may stand. */
enum command_place {
    COMMAND_HEAD = 1,       /* in a scene's head */
    COMMAND_ONCE = 2,       /* there only once */
    COMMAND_LIVE = 4,       /* at the prompt, bound to a key, with --do */
    COMMAND_SCRIPT = 8,     /* in a scene's script */
    COMMAND_ENDS_HEAD = 16, /* the first of these begins the script */
    COMMAND_BREAKS = 32,    /* drops what is left to do, where others wait for its end */
    COMMAND_LOOKS = 64,     /* it leaves the simulation alone: need not wait for steps */
    COMMAND_ANY_TIME = COMMAND_LIVE | COMMAND_SCRIPT
};

/*
 * One command of the language. The rows stand beside the functions that obey them;
 * commands.c lists them all together with those of the simulation. `words` stands after
 * the command's name, and messages carry the column within its line.
 */
struct command {
    const char *name;  /* NULL ends a list */
    const char *usage; /* step [N]; NULL: the simulation's row of this name says more */
    const char *help;  /* one line */
    int places;        /* of enum command_place */
    /*
     * NULL in a row of the head: the simulation gets the line when the scene is opened.
     */
    bool (*head)(struct scene *scene, struct words *words, struct err *err);

    bool (*obey)(struct session *session, struct words *words, struct err *err);
};

/* The lists. */
extern const struct command head_commands[], net_commands[], clock_commands[],
    claim_commands[], choice_commands[], view_commands[], pane_commands[],
    look_commands[], plane_commands[], file_commands[], live_commands[],
    measure_commands[];

enum { COMMANDS_MAX = 80 };

/* Row i of all commands, those of the simulation included; false past the last. */
bool command_row(int i, struct command *row);

/*
 * The number of the command of this name and its row; -1 and an err that names the
 * nearest one.
 */
int command_find(const char *name, struct command *row, struct err *err);

/*
 * Where a simulation's command stands in its own table, -1 for one that is not the
 * simulation's.
 */
int command_sim_number(const char *name);

#endif
