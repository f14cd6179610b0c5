/* Time: steps that are due, and how long there is nothing to do. */
#include <math.h>
#include <stdint.h>
#include <time.h>

#include "app/live.h"

static const double SLICE = 8e-3; /* seconds; a key waits no longer */
static const double SHARE = 0.5;  /* of the time of long steps, for what is asked for */
static const double CREDIT = 0.5; /* seconds of it at the most */
static const double BACKLOG =
    0.25; /* seconds of steps that are caught up with at the most */

double live_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

enum { UNITS = 200 }; /* of work between two looks at the clock */

typedef void giver(struct live *l, struct share *share);

/*
 * Does steps until there are none or the slice is over; a long one ends it, so that it is
 * seen before the next begins. Returns how many were made.
 */
static double step_for_a_slice(struct live *l, double steps, giver *give)
{
    const struct sim *sim = l->session->sim;
    double begin = live_now();
    struct share share = {.steps = steps < 1e18 ? (int64_t)steps : INT64_MAX};
    int64_t all = share.steps, before;

    do {
        before = share.steps;
        share.units = UNITS;
        give(l, &share);
        if (share.steps < before && sim_steps_are_long(sim))
            break;
    } while (share.units <= 0 && share.steps > 0 && live_now() - begin < SLICE);
    return (double)(all - share.steps);
}

static void give_goal(struct live *l, struct share *share)
{
    struct err err;

    if (!session_work_on(l->session, share, &err))
        session_tell(l->session, err.text, true);
}

static void give_play(struct live *l, struct share *share)
{
    session_play(l->session, share);
}

/* What was begun is made, whoever broke off the rest. */
static void give_rest(struct live *l, struct share *share)
{
    sim_go_on(l->session->sim, &share->units);
}

bool live_plays(const struct live *l)
{
    return !l->session->view.paused && !session_is_busy(l->session);
}

static void play(struct live *l, double seconds)
{
    double speed = l->session->view.speed, whole;

    l->owed += speed * fmin(seconds, BACKLOG);
    if (isinf(speed))
        l->owed = 1e18;
    whole = floor(l->owed);
    if (whole < 1 && !sim_is_stepping(l->session->sim))
        return;
    if (step_for_a_slice(l, fmax(whole, 1), give_play) > 0)
        *(l->follows ? &l->changed : &l->stale) = true;
    l->owed = isinf(speed) ? 0 : l->owed - whole;
}

bool live_steps_first(const struct live *l)
{
    const struct sim *sim = l->session->sim;

    if (!(session_is_busy(l->session) || live_plays(l)) || !sim_steps_are_long(sim))
        return false;
    return sim_is_stepping(sim) || (l->credit <= 0 && !sim_is_figuring(sim));
}

static void step(struct live *l, double seconds)
{
    if (session_is_busy(l->session)) {
        step_for_a_slice(l, fmax(1, (double)l->session->goal.left), give_goal);
        l->changed = true;
    } else if (live_plays(l)) {
        play(l, seconds);
    } else if (sim_is_stepping(l->session->sim)) {
        step_for_a_slice(l, 1, give_rest);
        l->changed = true;
    }
}

void live_step(struct live *l)
{
    double now = live_now(), seconds = now - l->clock;

    l->clock = now;
    if (!l->working || live_steps_first(l) || !sim_steps_are_long(l->session->sim)) {
        step(l, seconds);
        l->credit = fmin(CREDIT, l->credit + SHARE * (live_now() - now));
    }
    if (!live_plays(l))
        l->owed = 0;
}

static double soonest(double a, double b)
{
    return a < 0 ? b : b < 0 ? a : fmin(a, b);
}

double live_patience(const struct live *l)
{
    double now = live_now(), patience = -1, speed = l->session->view.speed;

    if (session_is_busy(l->session) || l->working || (live_plays(l) && isinf(speed)) ||
        sim_is_stepping(l->session->sim))
        return 0;
    if (live_plays(l))
        patience = fmax(0, l->clock + (1 - l->owed) / speed - now);
    if (l->changed && !l->jammed)
        patience = soonest(patience, fmax(0, live_frame_time(l) - now));
    if (l->stale && !l->jammed)
        patience = soonest(patience, fmax(0, fmax(l->next_numbers, l->next_frame) - now));
    if (l->refining)
        patience = soonest(patience, live_refine_patience(l));
    if (keys_wait(&l->keys))
        patience = soonest(patience, fmax(0, l->heard + l->escape_delay - now));
    return patience;
}
