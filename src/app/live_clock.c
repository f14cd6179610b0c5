/* Time: steps that are due, and how long there is nothing to do. */
#include <math.h>
#include <time.h>

#include "app/live.h"

static const double SLICE = 8e-3; /* seconds; a key waits no longer */
static const double CHECK = 5e-4; /* how often a slice looks at the clock, about */
static const double BACKLOG =
    0.25; /* seconds of steps that are caught up with at the most */

double live_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Does steps until there are none or the slice is over. Returns how many it gave. */
static double step_for_a_slice(struct live *l, double steps,
                               void (*give)(struct live *, int64_t))
{
    double begin = live_now(), last = begin, done = 0;
    int64_t chunk = 1;

    while (done < steps && last - begin < SLICE) {
        double now;

        if ((double)chunk > steps - done)
            chunk = (int64_t)(steps - done);
        give(l, chunk);
        done += (double)chunk;
        now = live_now();
        if (now - last < CHECK)
            chunk *= 2;
        last = now;
    }
    return done;
}

static void give_goal(struct live *l, int64_t steps)
{
    struct err err;

    if (!session_work(l->session, steps, &err))
        session_tell(l->session, err.text, true);
}

static void give_play(struct live *l, int64_t steps)
{
    session_play(l->session, steps);
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
    if (whole < 1)
        return;
    step_for_a_slice(l, whole, give_play);
    l->owed = isinf(speed) ? 0 : l->owed - whole;
    l->changed = true;
}

void live_step(struct live *l)
{
    double now = live_now(), seconds = now - l->clock;

    l->clock = now;
    if (session_is_busy(l->session)) {
        step_for_a_slice(l, (double)l->session->goal.left, give_goal);
        l->changed = true;
    } else if (live_plays(l)) {
        play(l, seconds);
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

    if (session_is_busy(l->session) || l->working || (live_plays(l) && isinf(speed)))
        return 0;
    if (live_plays(l))
        patience = fmax(0, l->clock + (1 - l->owed) / speed - now);
    if (l->changed && !l->jammed)
        patience = soonest(patience, fmax(0, l->next_frame - now));
    if (l->stale)
        patience = soonest(patience, fmax(0, l->next_numbers - now));
    if (l->refining)
        patience = soonest(patience, live_refine_patience(l));
    if (keys_wait(&l->keys))
        patience = soonest(patience, fmax(0, l->heard + l->escape_delay - now));
    return patience;
}
