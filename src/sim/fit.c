/*
 * What a net says over the plane of its inputs, made piece by piece from a copy of its
 * weights: a picture that is whole stays until the next one is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "problem/net_copy.h"
#include "sim/layers.h"

/* In multiplications: what a unit of work does, and what pictures may take. */
static const double UNIT = 0x1p15;
static const double FIRST_MOST = 0x1p23;  /* before anything is there to be seen */
static const double MOVING_MOST = 0x1p26; /* when the weights are others than before */

enum { CELLS_AN_EXAMPLE = 4 }; /* at the least: as many are answered for */
enum { LEVELS = 4 }; /* each twice as coarse as the one below; 0 is as fine as asked */

struct sheet {
    struct stamp stamp;
    struct ask ask;
    int level, cols, rows, spots;
    int trained, held_out; /* examples of each part */
    const struct data *data;
    size_t room;
    double *values; /* [room]: of the plane, then of spots, then of examples */
    uint8_t *said;
};

struct fitting {
    bool wanted;
    struct ask ask;
    struct net_copy *copy;
    struct stamp copied;
    bool begun;      /* the other sheet is being filled */
    int shown;       /* the sheet that is whole; its stamp's id is 0 before one is */
    int next, asked; /* cells that are done, and those that the copy works on */
    struct sheet sheet[2];
    double inputs[NET_PREDICT * AXES];
    struct fit view;
};

/* Data */

static void hold(double ends[2], double value)
{
    ends[0] = fmin(ends[0], value);
    ends[1] = fmax(ends[1], value);
}

/* Over every stride-th of count numbers; a margin keeps marks off the edge. */
static void find_ends(const double *v, int count, int stride, double ends[2])
{
    double margin;

    ends[0] = INFINITY;
    ends[1] = -INFINITY;
    for (int i = 0; i < count; i++)
        hold(ends, v[(size_t)i * (size_t)stride]);
    margin = ends[1] > ends[0] ? (ends[1] - ends[0]) / 16 : 0.5;
    ends[0] -= margin;
    ends[1] += margin;
}

void fit_see_data(struct sim *sim)
{
    struct net *net = net_of(sim->problem);
    struct scatter *s = &sim->scatter;
    const struct data *data;
    double ends[2];
    int count;

    if (!net)
        return;
    data = net_data(net);
    count = data->rows + data->tests;
    *s = (struct scatter){.inputs = data->inputs, .classes = data->classes};
    find_ends(data->label, count, 1, ends);
    s->low = ends[0];
    s->high = ends[1];
    for (int axis = 0; axis < AXES && data->inputs <= AXES; axis++) {
        if (axis < data->inputs)
            find_ends(data->x + axis, count, data->inputs, ends);
        s->window.low[axis] = axis < data->inputs ? ends[0] : s->low;
        s->window.high[axis] = axis < data->inputs ? ends[1] : s->high;
    }
}

const struct scatter *fit_scatter(struct sim *sim)
{
    struct net *net = net_of(sim->problem);
    const struct data *data;

    if (!net)
        return NULL;
    data = net_data(net);
    sim->scatter.rows = data->rows;
    sim->scatter.tests = data->tests;
    sim->scatter.x = data->x;
    sim->scatter.label = data->label;
    return &sim->scatter;
}

/* Spots */

static const struct spot XOR[SPOTS_MAX] = {
    {.x = {-1, -1}, .right = 0},
    {.x = {1, -1}, .right = 1},
    {.x = {-1, 1}, .right = 1},
    {.x = {1, 1}, .right = 0},
};

static int spots_of(const struct net *net)
{
    return net_settings_of(net)->data.data == DATA_xor ? SPOTS_MAX : 0;
}

/* What is asked, and what is there */

static struct fitting *fitting_of(struct sim *sim)
{
    struct work *work = &sim->work;

    if (!work->fitting) {
        work->fitting = memory_new(1, sizeof *work->fitting);
        work->fitting->copy = net_copy_new();
    }
    return work->fitting;
}

void fit_free(struct fitting *f)
{
    if (!f)
        return;
    for (int i = 0; i < 2; i++) {
        free(f->sheet[i].values);
        free(f->sheet[i].said);
    }
    net_copy_free(f->copy);
    free(f);
}

/* The run of which a picture is wanted and can be made, or NULL. */
static struct run *run_of(const struct sim *sim)
{
    const struct fitting *f = sim->work.fitting;
    struct net *net;

    if (!f || !f->wanted || f->ask.run < 0 || f->ask.run >= sim->runs)
        return NULL;
    net = net_of(run_problem(sim, sim->run[f->ask.run]));
    return net && net_data(net)->inputs <= AXES ? sim->run[f->ask.run] : NULL;
}

static bool same_window(const struct ask *a, const struct ask *b)
{
    return memcmp(&a->window, &b->window, sizeof a->window) == 0;
}

static bool same_ask(const struct ask *a, const struct ask *b)
{
    return a->cols == b->cols && a->rows == b->rows && same_window(a, b);
}

void fit_ask(struct sim *sim, const struct ask *ask)
{
    struct fitting *f = fitting_of(sim);

    f->wanted = ask->cols > 0 && ask->rows > 0;
    f->ask = *ask;
}

void fit_ask_none(struct sim *sim)
{
    if (sim->work.fitting)
        sim->work.fitting->wanted = false;
}

bool fit_is_there(const struct sim *sim)
{
    const struct run *run = run_of(sim);
    const struct fitting *f = sim->work.fitting;

    return !run || (f->sheet[f->shown].stamp.id == run->id &&
                    same_window(&f->sheet[f->shown].ask, &f->ask));
}

bool fit_is_done(const struct sim *sim)
{
    const struct run *run = run_of(sim);
    const struct sheet *shown;
    struct stamp now;

    if (!run)
        return true;
    shown = &sim->work.fitting->sheet[sim->work.fitting->shown];
    now = stamp_of(sim, run);
    return shown->level == 0 && same_stamp(&shown->stamp, &now) &&
           same_ask(&shown->ask, &sim->work.fitting->ask);
}

/* Making a picture */

static int coarser(int count, int level)
{
    return (count + (1 << level) - 1) >> level;
}

static double cost(const struct fitting *f, const struct problem *p, int level)
{
    return (double)coarser(f->ask.cols, level) * coarser(f->ask.rows, level) * p->n;
}

/* One finer where the weights are the same, else what is cheap enough. */
static int level_of(const struct sim *sim, const struct run *run)
{
    const struct fitting *f = sim->work.fitting;
    const struct sheet *shown = &f->sheet[f->shown];
    struct stamp now = stamp_of(sim, run);
    double most = fit_is_there(sim) ? MOVING_MOST : FIRST_MOST;
    int level = 0;

    if (same_stamp(&shown->stamp, &now) && same_ask(&shown->ask, &f->ask))
        return shown->level > 0 ? shown->level - 1 : 0;
    while (level < LEVELS - 1 && cost(f, run_problem(sim, run), level) > most)
        level++;
    return level;
}

static int sheet_total(const struct sheet *s)
{
    return s->cols * s->rows + s->spots + s->trained + s->held_out;
}

static void make_room(struct sheet *s)
{
    size_t room = (size_t)sheet_total(s);

    if (room <= s->room)
        return;
    s->values = memory_resize(s->values, room, sizeof *s->values);
    s->said = memory_resize(s->said, room, sizeof *s->said);
    s->room = room;
}

/* The first ones of each part, in the shares that the parts have. */
static void choose_examples(struct sheet *s)
{
    const struct data *d = s->data;
    double all = d->rows + d->tests, room = s->ask.cols * s->ask.rows / CELLS_AN_EXAMPLE;
    double share = d->classes == 0 || d->inputs != AXES ? 0 : fmin(1, room / all);

    s->trained = (int)fmin(d->rows, ceil(share * d->rows));
    s->held_out = (int)fmin(d->tests, ceil(share * d->tests));
}

static void begin_sheet(struct sim *sim, struct run *run)
{
    struct fitting *f = sim->work.fitting;
    struct sheet *s = &f->sheet[!f->shown];
    struct net *net = net_of(run_problem(sim, run));

    s->stamp = stamp_of(sim, run);
    s->ask = f->ask;
    s->level = level_of(sim, run);
    s->cols = coarser(f->ask.cols, s->level);
    s->rows = net_data(net)->inputs == 1 ? 1 : coarser(f->ask.rows, s->level);
    s->spots = spots_of(net);
    s->data = net_data(net);
    choose_examples(s);
    make_room(s);
    f->next = f->asked = 0;
    f->begun = true;
    if (same_stamp(&f->copied, &s->stamp))
        return;
    net_copy_take(f->copy, net, run_x(run));
    f->copied = s->stamp;
}

/* The middle of cell i of so many from low to high. */
static double middle(double low, double high, double place)
{
    return low + (high - low) * place;
}

static void find_inputs(const struct sheet *s, int i, double x[AXES])
{
    const struct window *w = &s->ask.window;
    int plane = s->cols * s->rows, example = i - plane - s->spots;
    int row = example < s->trained ? example : s->data->rows + example - s->trained;

    if (i >= plane) {
        memcpy(x, example < 0 ? XOR[i - plane].x : s->data->x + (size_t)row * AXES,
               AXES * sizeof *x);
        return;
    }
    x[0] = middle(w->low[0], w->high[0], (i % s->cols + 0.5) / s->cols);
    x[1] = middle(w->high[1], w->low[1], (i / s->cols + 0.5) / s->rows);
}

static void ask_more(struct fitting *f, int inputs, int left)
{
    double x[AXES];

    f->asked = left < NET_PREDICT ? left : NET_PREDICT;
    for (int i = 0; i < f->asked; i++) {
        find_inputs(&f->sheet[!f->shown], f->next + i, x);
        memcpy(f->inputs + (size_t)i * (size_t)inputs, x, (size_t)inputs * sizeof *x);
    }
    net_copy_ask(f->copy, f->asked, f->inputs);
}

static void take_answers(struct fitting *f)
{
    struct sheet *s = &f->sheet[!f->shown];

    for (int i = 0; i < f->asked; i++) {
        struct saying saying = net_copy_read(f->copy, i);

        s->said[f->next + i] = (uint8_t)saying.said;
        s->values[f->next + i] = saying.value;
    }
    f->next += f->asked;
    f->asked = 0;
}

static void show(struct fitting *f)
{
    f->shown = !f->shown;
    f->begun = false;
    f->view.version++;
}

/* What was begun counts no more where a command, another run or window came between. */
static bool goes_on(const struct sim *sim, const struct run *run)
{
    const struct fitting *f = sim->work.fitting;
    const struct sheet *s = &f->sheet[!f->shown];

    return f->begun && s->stamp.id == run->id && s->stamp.changes == sim->changes &&
           same_ask(&s->ask, &f->ask);
}

void fit_work(struct sim *sim, int *slice)
{
    struct run *run = run_of(sim);
    struct fitting *f = sim->work.fitting;
    double left = *slice * UNIT, begun = left;
    const struct sheet *s;
    int total;

    if (!run || *slice <= 0)
        return;
    if (!goes_on(sim, run))
        begin_sheet(sim, run);
    s = &f->sheet[!f->shown];
    total = sheet_total(s);
    while (f->next < total && net_copy_work(f->copy, &left)) {
        take_answers(f);
        if (f->next < total)
            ask_more(f, sim->scatter.inputs, total - f->next);
    }
    if (f->next == total)
        show(f);
    *slice -= 1 + (int)((begun - left) / UNIT);
}

static void see_spots(struct fitting *f)
{
    const struct sheet *s = &f->sheet[f->shown];
    struct fit *view = &f->view;

    view->spots = s->spots;
    for (int i = 0; i < view->spots; i++) {
        view->spot[i] = XOR[i];
        view->spot[i].said = s->said[s->cols * s->rows + i];
        view->spot[i].value = s->values[s->cols * s->rows + i];
    }
}

const struct fit *fit_view(struct sim *sim)
{
    const struct run *run = run_of(sim);
    struct fitting *f = sim->work.fitting;
    const struct sheet *s;

    if (!run || !fit_is_there(sim))
        return NULL;
    s = &f->sheet[f->shown];
    f->view.run = f->ask.run;
    f->view.steps = s->stamp.steps;
    f->view.current = fit_is_done(sim);
    f->view.window = s->ask.window;
    f->view.cols = s->cols;
    f->view.rows = s->rows;
    f->view.said = s->said;
    f->view.values = s->values;
    f->view.trained = s->trained;
    f->view.held_out = s->held_out;
    f->view.examples = s->said + s->cols * s->rows + s->spots;
    see_spots(f);
    return &f->view;
}
