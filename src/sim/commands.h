#ifndef SIM_COMMANDS_H
#define SIM_COMMANDS_H

#include "base/nearest.h"
#include "base/words.h"
#include "sim/state.h"

/* What the files of the commands share: arguments, and runners as they enter the race. */

/* One more word, or false with an err that says what is missing. */
bool command_need(struct words *w, struct word *word, const char *what, struct err *err);
bool command_end(struct words *w, struct err *err);

struct entrant {
    const struct sim *sim;
    const struct optimizer *optimizer, *inner;
    struct settings set;
    struct own own;
    char name[RUN_NAME];
    const struct run *leaves; /* for it, and may leave its name; NULL: nobody */
    int twin_of, twin_in;     /* as in struct run */
    int64_t pretrain_steps;
};

/* One that is as this run is now, without its name. */
struct entrant entrant_of(const struct sim *sim, const struct run *run);

/* NAME=VALUE: a setting of its optimizer or of every runner, or of its own problem. */
bool entrant_set(struct entrant *e, const char *name, const char *value, struct err *err);

/* What may have been meant by name, of all that a runner can have. */
struct nearest entrant_nearest(const struct sim *sim, const char *name);
/* Says that nothing is called so, and what may have been meant. */
bool entrant_refuse(const struct nearest *near, struct err *err);

/* OPTIMIZER [name=value ...] [as=NAME] to the end of the line, but for its name. */
bool entrant_read(struct words *w, struct entrant *e, struct err *err);
/* A name after its optimizer that nobody has yet. */
void entrant_find_name(struct entrant *e);

/* From the common start on; false where there is no room. It needs a name. */
bool entrant_enter(struct sim *sim, const struct entrant *e, struct err *err);

/* The commands: see their rows. */
bool command_race(struct sim *sim, const char *arguments, struct err *err);
bool command_compare(struct sim *sim, const char *arguments, struct err *err);
bool command_replace(struct sim *sim, const char *arguments, struct err *err);
bool command_pretrain(struct sim *sim, const char *arguments, struct err *err);

#endif
