/*
 * Commands that change how the person looks at the simulation, and never the simulation.
 */
#include "pane/view.h"

#include <math.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/session.h"
#include "base/number.h"
#include "pane/pane.h"

static int dims(struct session *s)
{
    return sim_snapshot(s->sim)->dims;
}

enum { ZOOM_MOST = 64 };

static const double WINDOW_LEAST =
    1e-9; /* of its distance from 0, so that points stay apart */
static const double WINDOW_MOST = 1e100;

static bool may_look(double middle, double half)
{
    return half > WINDOW_LEAST * fmax(fabs(middle), 1e-290) &&
           half + fabs(middle) < WINDOW_MOST;
}

/* Around the cross where there is one, else around the middle. */
static bool zoom(struct session *s, struct words *w, struct err *err)
{
    struct window to = s->view.window;
    double notches, middle, half;

    if (!argument_number(w, &notches, "a number of notches", err) ||
        !argument_end(w, err))
        return false;
    if (notches != rint(notches) || fabs(notches) > ZOOM_MOST)
        return fail(err, "zoom goes by whole notches, %d at the most", ZOOM_MOST);
    for (int axis = 0; axis < dims(s); axis++) {
        half = ldexp(to.high[axis] / 2 - to.low[axis] / 2, -(int)notches);
        middle = s->view.has_cross ? s->view.cross[axis]
                                   : to.low[axis] / 2 + to.high[axis] / 2;
        if (!may_look(middle, half))
            return fail(err, "the map cannot be zoomed any further");
        to.low[axis] = middle - half;
        to.high[axis] = middle + half;
    }
    s->view.window = to;
    return true;
}

/* X and, where the landscape has two dimensions, Y. */
static bool read_pair(struct session *s, struct words *w, double pair[AXES],
                      struct err *err)
{
    for (int axis = 0; axis < dims(s); axis++)
        if (!argument_number(w, &pair[axis], axis ? "Y" : "X", err))
            return false;
    return argument_end(w, err);
}

static bool pan(struct session *s, struct words *w, struct err *err)
{
    struct window to = s->view.window;
    double by[AXES];

    if (!read_pair(s, w, by, err))
        return false;
    for (int axis = 0; axis < dims(s); axis++) {
        double shift = by[axis] * (to.high[axis] - to.low[axis]) / 10;

        to.low[axis] += shift;
        to.high[axis] += shift;
        if (!may_look(to.low[axis] / 2 + to.high[axis] / 2,
                      to.high[axis] / 2 - to.low[axis] / 2))
            return fail(err, "the map cannot be moved that far");
    }
    s->view.window = to;
    return true;
}

static bool window(struct session *s, struct words *w, struct err *err)
{
    struct window to = s->view.window;

    for (int axis = 0; axis < dims(s); axis++) {
        struct word word;
        double range[2];

        if (!argument_word(w, &word, axis ? "Y0:Y1" : "X0:X1", err) ||
            !argument_range(&word, range, err))
            return false;
        to.low[axis] = range[0];
        to.high[axis] = range[1];
    }
    if (!argument_end(w, err))
        return false;
    s->view.window = to;
    return true;
}

static void hold(struct window *box, const double *x, int axes)
{
    for (int axis = 0; axis < axes; axis++) {
        box->low[axis] = fmin(box->low[axis], x[axis]);
        box->high[axis] = fmax(box->high[axis], x[axis]);
    }
}

/*
 * The least box around everywhere that the runners have been, with a margin of an eighth.
 */
static struct window box_of_runs(const struct snapshot *snap)
{
    struct window box = {.low = {INFINITY, INFINITY}, .high = {-INFINITY, -INFINITY}};

    for (int run = 0; run < snap->runs; run++) {
        const struct run_view *r = &snap->run[run];

        for (int i = 0; i < r->trace.count; i++)
            hold(&box, r->trace.samples[i].x, snap->dims);
        hold(&box, r->x, snap->dims);
    }
    for (int axis = 0; axis < snap->dims; axis++) {
        double size = box.high[axis] - box.low[axis];
        double margin =
            fmax(size / 8, 1e-3 * (snap->domain.high[axis] - snap->domain.low[axis]));

        box.low[axis] -= margin;
        box.high[axis] += margin;
    }
    return box;
}

static bool fit_runs(struct session *s, struct err *err)
{
    const struct snapshot *snap = sim_snapshot(s->sim);
    struct window box = box_of_runs(snap);

    for (int axis = 0; axis < snap->dims; axis++)
        if (!(box.high[axis] < WINDOW_MOST && box.low[axis] > -WINDOW_MOST))
            return fail(err, "the runners are nowhere that a map could show");
    memcpy(s->view.window.low, box.low, (size_t)snap->dims * sizeof *box.low);
    memcpy(s->view.window.high, box.high, (size_t)snap->dims * sizeof *box.high);
    return true;
}

static bool fit(struct session *s, struct words *w, struct err *err)
{
    struct word word;
    bool found;

    if (!argument_maybe(w, &word, &found, err) || !argument_end(w, err))
        return false;
    if (found && strcmp(word.text, "runs") == 0)
        return fit_runs(s, err);
    if (found && strcmp(word.text, "domain") != 0)
        return fail_at(err, word.col,
                       "\"%s\" cannot be fitted: write fit domain or fit runs",
                       word.text);
    session_fit(s);
    return true;
}

/* The cross appears where the chosen runner is, or in the middle of the map. */
static void show_cross(struct session *s)
{
    const struct snapshot *snap = session_look(s).snap;

    for (int axis = 0; axis < AXES && !s->view.has_cross; axis++)
        s->view.cross[axis] =
            snap->runs ? snap->run[s->view.run].x[axis]
                       : s->view.window.low[axis] / 2 + s->view.window.high[axis] / 2;
    s->view.has_cross = true;
}

static bool cross(struct session *s, struct words *w, struct err *err)
{
    struct words again = *w;
    struct word word;
    bool found;

    if (!argument_maybe(w, &word, &found, err))
        return false;
    if (found && number_is(word.text)) {
        if (!read_pair(s, &again, s->view.cross, err))
            return false;
        s->view.has_cross = true;
        return true;
    }
    if (found && strcmp(word.text, "on") != 0 && strcmp(word.text, "off") != 0)
        return fail_at(err, word.col,
                       "\"%s\" is no place: write cross X Y, cross on or cross off",
                       word.text);
    if (!argument_end(w, err))
        return false;
    if (found && word.text[1] == 'f')
        s->view.has_cross = false;
    else
        show_cross(s);
    return true;
}

static bool aim(struct session *s, struct words *w, struct err *err)
{
    double by[AXES];

    if (!read_pair(s, w, by, err))
        return false;
    show_cross(s);
    for (int axis = 0; axis < dims(s); axis++)
        s->view.cross[axis] +=
            by[axis] * (s->view.window.high[axis] - s->view.window.low[axis]) / 40;
    return true;
}

/* Shortest digits, so that the line that is shown can be typed again. */
static bool plant(struct session *s, struct words *w, struct err *err)
{
    struct buffer line = {0};
    char number[NUMBER_TEXT];
    bool done;

    if (!argument_end(w, err))
        return false;
    if (!s->view.has_cross)
        return fail(err, "there is no cross: write cross on, then aim it");
    buffer_add_text(&line, "start");
    for (int axis = 0; axis < dims(s); axis++)
        buffer_format(&line, " %s", number_short(s->view.cross[axis], number));
    done = session_change(s, line.text, err);
    buffer_free(&line);
    s->view.has_cross = !done;
    return done;
}

static bool wipe(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->view.ghosts = 0;
    return true;
}

const struct command view_commands[] = {
    {
        .name = "zoom",
        .usage = "zoom NOTCHES",
        .help = "the map twice as near a notch; negative for farther",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = zoom,
    },
    {
        .name = "pan",
        .usage = "pan X [Y]",
        .help = "move the map's window by so many tenths of its size",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = pan,
    },
    {
        .name = "window",
        .usage = "window X0:X1 [Y0:Y1]",
        .help = "show exactly this part of the landscape",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = window,
    },
    {
        .name = "fit",
        .usage = "fit [domain|runs]",
        .help = "show the whole domain, or everywhere that runners have been",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = fit,
    },
    {
        .name = "cross",
        .usage = "cross [on|off|X [Y]]",
        .help = "show the cross that chooses a new start, and where",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = cross,
    },
    {
        .name = "aim",
        .usage = "aim X [Y]",
        .help = "move the cross by so many fortieths of the window",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = aim,
    },
    {
        .name = "plant",
        .usage = "plant",
        .help = "make the cross the common start",
        .places = COMMAND_ANY_TIME,
        .obey = plant,
    },
    {
        .name = "wipe",
        .usage = "wipe",
        .help = "wipe away the trails of before the last reset",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = wipe,
    },
    {0},
};
