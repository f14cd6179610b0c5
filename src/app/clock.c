/* Commands that let time pass, forward and back. */
#include "app/clock.h"

#include <math.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "app/session.h"

const struct param clock_speed = {
    .name = "speed",
    .kind = PARAM_REAL,
    .low = 0.1,
    .high = 1e4,
    .notch_by = NOTCH_MULTIPLY,
    .notch = 2,
    .unit = "steps/s",
    .help = "steps a second while playing; max for as fast as it goes",
};

static const char UNBOUNDED[] = "max";

bool clock_read_speed(struct words *w, double *speed, struct err *err)
{
    struct word word;
    bool max;

    if (!argument_word(w, &word, "the steps a second, or max,", err))
        return false;
    max = strcmp(word.text, UNBOUNDED) == 0;
    if (max)
        *speed = INFINITY;
    if (max || param_read(&clock_speed, word.text, speed, err))
        return true;
    err->col = word.col;
    return false;
}

double clock_nudge(double speed, int notches)
{
    bool max = isinf(speed);

    if (max && notches >= 0)
        return speed;
    if (!max && notches > 0 && speed >= clock_speed.high)
        return INFINITY;
    return param_notch(&clock_speed, max ? clock_speed.high : speed,
                       max ? notches + 1 : notches);
}

static bool set_speed(struct scene *scene, struct words *w, struct err *err)
{
    return clock_read_speed(w, &scene->speed, err);
}

static bool speed(struct session *s, struct words *w, struct err *err)
{
    double value;

    if (!clock_read_speed(w, &value, err) || !argument_end(w, err))
        return false;
    s->view.speed = value;
    return true;
}

/* The optional number of steps of step, back, faster and slower. */
static bool count(struct words *w, int64_t *steps, struct err *err)
{
    struct count_rule rule = {.what = "a number of steps", .least = 0, .fallback = 1};

    return argument_count(w, &rule, steps, err) && argument_end(w, err);
}

static bool step(struct session *s, struct words *w, struct err *err)
{
    int64_t steps;

    if (!count(w, &steps, err))
        return false;
    session_go(s, steps, NULL);
    return true;
}

/* A short way back is gone before anything else; units of work, some milliseconds. */
enum { AT_ONCE = 1000 };

static bool back(struct session *s, struct words *w, struct err *err)
{
    int64_t steps, now;
    int slice = AT_ONCE;

    if (!count(w, &steps, err))
        return false;
    now = sim_step_number(s->sim);
    s->view.paused = true;
    sim_seek(s->sim, steps > now ? 0 : now - steps);
    sim_go_on(s->sim, &slice);
    return true;
}

static bool play(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->view.paused = false;
    return true;
}

static bool pause_clock(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->view.paused = true;
    return true;
}

static bool toggle(struct session *s, struct words *w, struct err *err)
{
    if (!argument_end(w, err))
        return false;
    s->view.paused = session_is_busy(s) || !s->view.paused;
    session_stop(s);
    return true;
}

static bool change_speed(struct session *s, struct words *w, int sign, struct err *err)
{
    int64_t notches;

    if (!count(w, &notches, err))
        return false;
    s->view.speed = clock_nudge(s->view.speed, sign * (int)(notches > 99 ? 99 : notches));
    return true;
}

static bool faster(struct session *s, struct words *w, struct err *err)
{
    return change_speed(s, w, 1, err);
}

static bool slower(struct session *s, struct words *w, struct err *err)
{
    return change_speed(s, w, -1, err);
}

/*
 * Keeps how the run went: its trace, thinned to what a ghost holds, and its last point.
 */
static void keep_ghost(struct session *s, const struct run_view *run)
{
    const struct trace *trace = &run->trace;
    struct sample *samples = s->ghost_samples[s->view.ghosts];
    int stride = trace->count / (GHOST_SAMPLES - 1) + 1, count = 0;

    for (int i = 0; i < trace->count && count < GHOST_SAMPLES - 1; i += stride)
        samples[count++] = trace->samples[i];
    samples[count++] = (struct sample){
        .x = {run->x[0], run->x[1]}, .loss = run->loss, .grad_norm = run->grad_norm};
    s->ghost[s->view.ghosts++] = (struct ghost){
        .slot = run->slot, .loss = run->loss, .count = count, .samples = samples};
}

static bool reset(struct session *s, struct words *w, struct err *err)
{
    const struct snapshot *snap = sim_snapshot(s->sim);

    if (!argument_end(w, err))
        return false;
    s->view.ghosts = 0;
    for (int i = 0; i < snap->runs && i < GHOSTS_MAX; i++)
        keep_ghost(s, &snap->run[i]);
    sim_reset(s->sim);
    return true;
}

/* While playing, the steps that so much time brings; else nothing moves. */
static bool wait_seconds(struct session *s, struct words *w, struct err *err)
{
    double seconds, steps;

    if (!argument_number(w, &seconds, "a number of seconds", err) ||
        !argument_end(w, err))
        return false;
    if (seconds < 0)
        return fail(err, "time does not run backwards: write wait SECONDS, from 0");
    if (s->view.paused)
        return true;
    steps = floor(seconds * s->view.speed);
    if (!(steps <= 1e9))
        return fail(err, "too many steps to wait for: write until CONDITION max=N");
    session_go(s, (int64_t)steps, NULL);
    return true;
}

enum { SCRIPT = COMMAND_ANY_TIME | COMMAND_ENDS_HEAD };

const struct command clock_commands[] = {
    {
        .name = "step",
        .usage = "step [N]",
        .help = "go N steps",
        .places = SCRIPT,
        .obey = step,
    },
    {
        .name = "back",
        .usage = "back [N]",
        .help = "go N steps back, exactly, and stay there",
        .places = SCRIPT,
        .obey = back,
    },
    {
        .name = "play",
        .usage = "play",
        .help = "let the clock run",
        .places = SCRIPT,
        .obey = play,
    },
    {
        .name = "pause",
        .usage = "pause",
        .help = "stop the clock",
        .places = COMMAND_ANY_TIME | COMMAND_BREAKS,
        .obey = pause_clock,
    },
    {
        .name = "toggle",
        .usage = "toggle",
        .help = "play or pause, whichever is not",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = toggle,
    },
    {
        .name = "reset",
        .usage = "reset",
        .help = "back to the start with all settings; trails stay as ghosts",
        .places = COMMAND_ANY_TIME | COMMAND_BREAKS,
        .obey = reset,
    },
    {
        .name = "speed",
        .usage = "speed N|max",
        .help = "steps a second while playing",
        .places = COMMAND_HEAD | COMMAND_ONCE | COMMAND_ANY_TIME | COMMAND_LOOKS,
        .head = set_speed,
        .obey = speed,
    },
    {
        .name = "faster",
        .usage = "faster [N]",
        .help = "twice the speed, N times over",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = faster,
    },
    {
        .name = "slower",
        .usage = "slower [N]",
        .help = "half the speed, N times over",
        .places = COMMAND_ANY_TIME | COMMAND_LOOKS,
        .obey = slower,
    },
    {
        .name = "wait",
        .usage = "wait SECONDS",
        .help = "in a script, let so much time pass; the clock runs on if it plays",
        .places = SCRIPT,
        .obey = wait_seconds,
    },
    {0},
};
