#ifndef APP_LIVE_STATE_H
#define APP_LIVE_STATE_H

#include "app/complete.h"
#include "app/menu.h"
#include "app/prompt.h"
#include "app/session.h"
#include "pane/ground.h"
#include "pane/moving.h"
#include "term/backend.h"

struct key_row;

/* What the files of the live screen share, and nobody else sees. */

enum { WAITING_MAX = 64 };

/* A line given while steps are under way that have to be done first. */
struct waiting_line {
    const struct key_row *row; /* of a key, with its count; NULL: the text was typed */
    int64_t count;
    char text[PROMPT_BYTES];
};

struct live {
    struct session *session;
    struct backend *backend;
    struct ability ability;
    struct keys keys;
    struct canvas canvas;
    struct ground kept;        /* of the large pane, */
    const struct sim *kept_of; /* in this simulation */

    struct prompt prompt;
    struct menu menu;
    struct candidates candidates; /* for the word at the cursor, */
    int candidate;                /* of which this one stands there; -1: not completing */
    struct buffer hints;          /* the line of keys */
    int64_t count;                /* typed before a key; 0 for none */
    struct waiting_line waiting[WAITING_MAX];
    int waits;

    bool changed;      /* the screen is older than what it shows */
    bool touched;      /* a key has been pressed since the last frame */
    bool jammed;       /* the terminal takes no more output for now */
    bool working;      /* something that is asked for is missing */
    bool refining;     /* a picture is older or coarser than it could be */
    double spare;      /* seconds that pictures may take now, while the clock runs */
    double refined;    /* when they were last given some, in seconds */
    bool stale;        /* numbers on the screen are older than the runs are */
    bool follows;      /* marks on the screen move with every step */
    double owed;       /* steps that the clock owes, below 1 */
    double credit;     /* seconds that long steps owe to what is asked for */
    double clock;      /* when it was last looked at, in seconds */
    double next_frame; /* not before then, without a key */
    double next_numbers;
    struct canvas numbers; /* as they were shown last */
    double escape_delay;
    int told;       /* the session's message that was seen last, */
    double told_at; /* and when it came, in seconds */
    double heard;   /* when the last bytes came from the keyboard */
    bool hung_up;
    int signal; /* that ends the program; 0 for none */
};

/* Seconds on a clock that only runs forward. */
double live_now(void);

/* A key was pressed. */
void live_press(struct live *l, uint32_t key);

/* Obeys a line, now or when the steps under way are done. */
void live_obey(struct live *l, const char *line);

/* The lines that wait, as far as no steps are under way. */
void live_obey_waiting(struct live *l);

/*
 * Leaves whatever is open, or stops the steps under way; false where there is nothing to
 * leave.
 */
bool live_close(struct live *l);

/* Where keys are looked up, nearest first; ended by NULL. */
enum { CONTEXTS_MAX = 4 };
void live_contexts(const struct live *l, const char *contexts[CONTEXTS_MAX]);

/* Steps that are due, for some milliseconds at the most. */
void live_step(struct live *l);

/*
 * Where steps are long they share the time with what panes ask for. Whose turn it is:
 * whether a step is to come before that.
 */
bool live_steps_first(const struct live *l);

/* Seconds until there is something to do; below 0 for never. */
double live_patience(const struct live *l);

/* Whether the clock is running, and nothing else is under way. */
bool live_plays(const struct live *l);

/* Works on pictures that may lag behind: all the time while paused, else a share of it. */
void live_refine(struct live *l);
double live_refine_patience(const struct live *l); /* seconds; where l->refining */

/* When the next frame may be drawn at the earliest, in seconds. */
double live_frame_time(const struct live *l);

/*
 * While the clock runs a message gives way, after some seconds, to the words of what is
 * happening; an error stays until the next key.
 */
void live_forget(struct live *l);

/* Draws a frame when one is due and the terminal takes it. */
void live_draw(struct live *l);

#endif
