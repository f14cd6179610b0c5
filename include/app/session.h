#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/scene.h"
#include "base/buffer.h"
#include "base/words.h"
#include "draw/theme.h"
#include "pane/held.h"
#include "pane/pane.h"
#include "sim/condition.h"
#include "sim/sim.h"

/*
 * One scene at work: the simulation, how the person looks at it, and the clock.
 * Everything that a key, the prompt, a script or the command line can do is a line of the
 * language given to session_command, and there is no other way to change anything here.
 */

enum { GHOSTS_MAX = RUNS_MAX, GHOST_SAMPLES = 512, CHANGES_MAX = RUNS_MAX };

/* A parameter that the last line changed, as `set` names it. */
struct change {
    char name[80];
    const struct param *row;
    double before, after;
};

/* Steps that are still to be done for the line that asked for them. */
struct goal {
    int64_t left;            /* steps at the most; 0 for nothing to do */
    int64_t asked;           /* as the line said */
    int64_t at;              /* the step number at which so many are left */
    struct condition *until; /* NULL: all of them */
};

struct session {
    struct scene *scene;
    struct sim *sim;
    struct view view;
    struct theme theme;
    struct held_axis held; /* of the layers' bars */
    struct goal goal;
    int changes;
    /* of the last line that changed a parameter; for `swap` */
    struct change change[CHANGES_MAX];
    struct ghost ghost[GHOSTS_MAX];
    struct sample (*ghost_samples)[GHOST_SAMPLES]; /* [GHOSTS_MAX] */
    char message[256];                             /* what view.message shows */
    int told;                                      /* how many messages there have been */
    bool refuted;  /* what failed last was a claim, not a mistake */
    bool unfiled;  /* what failed last was a file, not a mistake */
    bool scripted; /* lines come from a scene's script, which may not touch files */
    bool quit;
    struct live *live; /* the screen that it is on; NULL: none */
    int given;         /* entries of the simulation's log that the scene's head made */
    int cols, rows;    /* of the screen, for pictures */
};

/*
 * Opens SCENE as the command line names it. NULL and an err with its place otherwise;
 * `name` then gets what messages call the scene, and the caller frees it in either case.
 */
struct session *session_open(const char *word, char **name, struct err *err);
void session_free(struct session *session); /* NULL is fine */

/*
 * Obeys one line, after finishing what an earlier one left to do (pause, toggle, reset,
 * open and quit break it off instead). `step` and `until` only set a goal: session_work
 * or session_finish go on with it. An err's column is one of the line's.
 */
bool session_command(struct session *session, const char *line, struct err *err);

/* At most so many steps from here, until the condition holds (NULL: all), which is taken. */
void session_go(struct session *session, int64_t steps, struct condition *until);

/* True while there are steps left to do, or to be repeated on the way back. */
bool session_is_busy(const struct session *session);

/*
 * Does at most `steps` of what is left. False and an err when an `until` was not reached.
 */
bool session_work(struct session *session, int64_t steps, struct err *err);
bool session_finish(struct session *session, struct err *err);

/*
 * What may be done now: so many steps, and so many units of work (sim/sim.h). Counted
 * down; a step that is not made when the units are used up is gone on with next time.
 */
struct share {
    int64_t steps;
    int units;
};

/*
 * The same within a share. A step under way that something else has finished since counts
 * as much as one that is made here.
 */
bool session_work_on(struct session *session, struct share *share, struct err *err);

/*
 * Forgets the steps that are still to be done, and stays where a way back has led: what
 * COMMAND_BREAKS does.
 */
void session_stop(struct session *session);

/* session_command and session_finish. */
bool session_obey(struct session *session, const char *line, struct err *err);

/*
 * Steps the playing clock is to do now; nothing while paused or when all runners have
 * diverged.
 */
void session_play(struct session *session, struct share *share);

/* Shows a line of text until the next one; cleaned. */
void session_tell(struct session *session, const char *text, bool is_error);

/*
 * Shows what a line came to: behind the line where that is shown, else with it. A script
 * says what it wants itself.
 */
void session_tell_outcome(struct session *session, const char *line, const char *text);

/*
 * Shows a person at the keys what was chosen or set, in the place of the line; anywhere
 * else nothing.
 */
void session_answer(struct session *session, const char *what, const char *text);

/* Gives a line to the simulation and remembers what it changed, for `swap`. */
bool session_change(struct session *session, const char *line, struct err *err);

/* The whole domain, as the scene has it, becomes the map's window. */
void session_fit(struct session *session);

/*
 * Adds the command line that comes to this very moment: gradscape saddle --do "step 20"
 * ...
 */
void session_moment(struct session *session, struct buffer *out);

/* The command `moment`: shows that command line. */
bool session_show_moment(struct session *session, struct words *words, struct err *err);

/* The command `open SCENE`: another scene, looked at in the same manner. */
bool session_turn_to(struct session *session, struct words *words, struct err *err);

/*
 * What the view and the simulation say now, for a pane. Borrowed until the next change.
 */
struct scene_view session_look(struct session *session);

#endif
