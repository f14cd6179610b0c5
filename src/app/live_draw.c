/*
 * Frames: at most thirty a second, numbers at most five times and less often where they
 * take long, and nothing where nothing changed. After a key one may come before its time,
 * and the next one then comes as much later.
 */
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "app/keymap.h"
#include "app/live.h"

static const double FRAME = 1.0 / 30; /* seconds */
static const double NUMBERS = 1.0 / 5, NUMBERS_LEAST = 1.0 / 2;
static const double SHARE = 0.015; /* of the time, that numbers may take */
static const double WORK =
    8e-3; /* on what panes ask for, at a time; a frame is drawn without the rest */

enum { UNITS = 200 }; /* of work between two looks at the clock */

/* Whether the terminal takes output now; one that nobody reads does not. */
static bool takes_output(const struct live *l)
{
    struct pollfd out = {.fd = l->backend->kind->output(l->backend), .events = POLLOUT};

    return poll(&out, 1, 0) == 1 && (out.revents & POLLOUT);
}

/* Returns the seconds that it took. */
static double work(struct live *l)
{
    double begin = live_now(), taken;

    l->working = true;
    if (live_steps_first(l))
        return 0;
    do {
        l->working = !sim_work(l->session->sim, UNITS);
        taken = live_now() - begin;
    } while (l->working && taken < WORK);
    l->credit -= taken;
    return taken;
}

double live_frame_time(const struct live *l)
{
    return l->touched ? l->next_frame - FRAME : l->next_frame;
}

static void fill_in_view(struct live *l)
{
    struct view *view = &l->session->view;
    const char *contexts[CONTEXTS_MAX];

    live_contexts(l, contexts);
    buffer_clear(&l->hints);
    keymap_hints(contexts, &l->hints);
    view->keys = l->hints.text ? l->hints.text : "";
    view->prompt = l->prompt.open ? l->prompt.text : NULL;
    view->cursor = prompt_column(&l->prompt);
    view->bad = prompt_column_of(&l->prompt, l->prompt.bad);
    view->bad_end = prompt_column_of(&l->prompt, l->prompt.bad_end);
}

static bool fits(const struct canvas *canvas, const struct ability *ability)
{
    return canvas->cols == ability->cols && canvas->rows == ability->rows;
}

/* Everything but the map, if there is one, stays as it was shown last. */
static void keep_numbers(struct live *l, struct box map)
{
    for (int row = 0; row < l->canvas.rows; row++)
        for (int col = 0; col < l->canvas.cols; col++) {
            size_t i = (size_t)row * (size_t)l->canvas.cols + (size_t)col;
            bool moves = row >= map.row && row < map.row + map.rows && col >= map.col &&
                         col < map.col + map.cols;

            if (!moves)
                l->canvas.cells[i] = l->numbers.cells[i];
        }
}

/* They took so many seconds. */
static void remember_numbers(struct live *l, double now, double taken)
{
    size_t cells = (size_t)l->canvas.cols * (size_t)l->canvas.rows;

    if (!fits(&l->numbers, &l->ability))
        canvas_resize(&l->numbers, l->ability.cols, l->ability.rows);
    memcpy(l->numbers.cells, l->canvas.cells, cells * sizeof *l->canvas.cells);
    l->next_numbers = now + fmax(NUMBERS, fmin(NUMBERS_LEAST, taken / SHARE));
    l->touched = false;
    l->stale = false;
}

static bool numbers_are_due(const struct live *l, double now)
{
    return l->touched || now >= l->next_numbers || !fits(&l->numbers, &l->ability);
}

/* Work for panes took some seconds of the frame. */
static void draw_numbers(struct live *l, struct box map, double now, double worked)
{
    if (numbers_are_due(l, now)) {
        remember_numbers(l, now, live_now() - now - worked);
    } else {
        keep_numbers(l, map);
        l->stale = true;
    }
}

/* How far the way back is, where it takes its time. */
static void tell_progress(struct live *l)
{
    const struct sim *sim = l->session->sim;
    int64_t from, now = sim_step_number(sim), to = sim_way(sim, &from);
    char text[80];

    if (!sim_is_seeking(sim) || !sim_steps_are_long(sim))
        return;
    snprintf(text, sizeof text, "back to step %lld: %lld of %lld steps repeated",
             (long long)to, (long long)(now - from), (long long)(to - from));
    session_tell(l->session, text, false);
}

/* Room of the screen's size; the ground of another size or scene is forgotten. */
static void make_room(struct live *l)
{
    if (!fits(&l->canvas, &l->ability)) {
        canvas_resize(&l->canvas, l->ability.cols, l->ability.rows);
        canvas_resize(&l->kept.canvas, l->ability.cols, l->ability.rows);
        l->kept.known = false;
    }
    if (l->kept_of != l->session->sim)
        l->kept.known = false;
    l->kept_of = l->session->sim;
}

static void draw(struct live *l, double now)
{
    struct asks asks = {0};
    struct scene_view look;
    struct box map;
    double worked;

    fill_in_view(l);
    sim_be_patient(l->session->sim,
                   numbers_are_due(l, now) ? PATIENCE_SOME : PATIENCE_MUCH);
    tell_progress(l);
    look = session_look(l->session);
    screen_ask(&look, l->ability.cols, l->ability.rows, &asks);
    sim_ask(l->session->sim, &asks);
    worked = work(l);
    l->refining = !sim_refine(l->session->sim, 0);
    look = session_look(l->session);
    make_room(l);
    map = screen_moving(&look, l->canvas.cols, l->canvas.rows);
    l->follows = map.cols > 0;
    look.kept = &l->kept;
    screen_draw(&l->canvas, &look);
    draw_numbers(l, map, now, worked);
    if (l->menu.kind != MENU_NONE) {
        l->menu.overlay.top = overlay_top(&l->menu.overlay, l->ability.rows);
        overlay_draw(&l->canvas, &l->menu.overlay);
    }
    sim_be_patient(l->session->sim, PATIENCE_SOME);
    l->backend->kind->show(l->backend, &l->canvas, &l->session->theme);
}

void live_draw(struct live *l)
{
    double now = live_now();

    if (l->working && (l->jammed || now < live_frame_time(l))) {
        work(l);
        l->changed = true;
    }
    if (!l->changed && !l->working && !(l->stale && now >= l->next_numbers))
        return;
    if (now < live_frame_time(l))
        return;
    l->jammed = !takes_output(l);
    if (l->jammed)
        return;
    l->changed = false;
    draw(l, now);
    l->next_frame = fmax(now, l->next_frame) + FRAME;
}
