/* A scene at work: lines in, steps done, and what the last line changed. */
#include "app/session.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/arguments.h"
#include "app/command.h"
#include "base/memory.h"
#include "base/text.h"

static const char DEFAULT_GLYPHS[] = "half";

enum { DEFAULT_COLOURS = 256 };

static void drop_goal(struct session *s)
{
    condition_free(s->goal.until);
    s->goal = (struct goal){0};
}

void session_go(struct session *s, int64_t steps, struct condition *until)
{
    s->goal = (struct goal){
        .left = steps, .asked = steps, .at = sim_step_number(s->sim), .until = until};
}

static int count_log(const struct sim *sim)
{
    int64_t step;
    const char *line;
    int count = 0;

    while (sim_log(sim, count, &step, &line))
        count++;
    return count;
}

static struct session *session_new(struct scene *scene, struct sim *sim)
{
    struct session *s = memory_new(1, sizeof *s);

    s->scene = scene;
    s->sim = sim;
    s->ghost_samples = memory_new(GHOSTS_MAX, sizeof *s->ghost_samples);
    s->cols = 80;
    s->rows = 24;
    s->view = (struct view){
        .rows = s->rows,
        .maximized = -1,
        .paused = scene->paused,
        .speed = scene->speed,
        .message = s->message,
        .keys = "",
        .ghost = s->ghost,
        .glyphs = glyphs_find(DEFAULT_GLYPHS),
        .colours = DEFAULT_COLOURS,
        .bands = BANDS_MAX,
    };
    s->theme = (struct theme){.colours = DEFAULT_COLOURS};
    sim_be_patient(sim, PATIENCE_SOME); /* nobody looks at figures yet */
    session_fit(s);
    sim_be_patient(sim, PATIENCE_NONE);
    s->given = count_log(sim);
    return s;
}

static struct session *open_kind(const char *word, enum source_kind kind, char **name,
                                 struct err *err)
{
    struct source source;
    struct scene *scene =
        source_read(&source, word, kind, err) ? scene_read(&source, err) : NULL;
    struct sim *sim = scene ? scene_open(scene, err) : NULL;

    *name = memory_copy_text(source.name);
    source_free(&source);
    if (sim)
        return session_new(scene, sim);
    scene_free(scene);
    return NULL;
}

struct session *session_open(const char *word, char **name, struct err *err)
{
    return open_kind(word, SOURCE_SCENE, name, err);
}

void session_free(struct session *s)
{
    if (!s)
        return;
    drop_goal(s);
    sim_free(s->sim);
    scene_free(s->scene);
    free(s->ghost_samples);
    free(s);
}

void session_tell(struct session *s, const char *text, bool is_error)
{
    text_clean(s->message, sizeof s->message, text);
    s->view.message_is_error = is_error;
    s->told++;
}

void session_tell_outcome(struct session *s, const char *line, const char *text)
{
    size_t shown = strlen(s->message), length = strlen(line);
    bool behind = shown >= length && strcmp(s->message + shown - length, line) == 0;
    struct buffer told = {0};

    if (s->scripted)
        return;
    buffer_format(&told, "%s: %s", behind ? s->message : line, text);
    session_tell(s, told.text, false);
    buffer_free(&told);
}

void session_answer(struct session *s, const char *what, const char *text)
{
    struct buffer told = {0};

    if (!s->live || s->scripted)
        return;
    buffer_format(&told, "%s%s%s", what, text[0] ? ": " : "", text);
    session_tell(s, told.text, false);
    buffer_free(&told);
}

void session_fit(struct session *s)
{
    s->view.window = sim_snapshot(s->sim)->domain;
}

struct scene_view session_look(struct session *s)
{
    const struct snapshot *snap = sim_snapshot(s->sim);
    const struct scene_view look = {.snap = snap, .view = &s->view, .held = &s->held};

    s->view.rows = s->rows;
    if (s->view.run >= snap->runs)
        s->view.run = snap->runs ? snap->runs - 1 : 0;
    if (snap->runs && s->view.setting >= snap->run[s->view.run].settings)
        s->view.setting = 0;
    if (!pane_applies(&look, s->view.focus))
        s->view.focus = pane_in_large_place(&look);
    return look;
}

static bool refuse_place(const struct session *s, const struct command *row, int col,
                         struct err *err)
{
    if (row->places & COMMAND_HEAD)
        return fail_at(err, col,
                       "%s belongs in the head of a scene: it cannot be given later",
                       row->name);
    return fail_at(err, col, "%s is nothing for %s", row->name,
                   s->scripted ? "a scene's script" : "this place");
}

/*
 * An earlier line gets its end, or is broken off; what became of it is no fault of this
 * one.
 */
static void settle_goal(struct session *s, const struct command *row)
{
    struct err err;

    if (row->places & COMMAND_BREAKS)
        session_stop(s);
    else if (!(row->places & COMMAND_LOOKS) && !session_finish(s, &err))
        session_tell(s, err.text, true);
    s->refuted = false;
}

bool session_command(struct session *s, const char *line, struct err *err)
{
    struct words w = {.line = line};
    struct word name;
    struct command row;
    bool found;

    s->refuted = s->unfiled = false;
    if (!argument_maybe(&w, &name, &found, err))
        return false;
    if (!found)
        return true;
    if (command_find(name.text, &row, err) < 0) {
        err->col = name.col;
        return false;
    }
    if (!(row.places & (s->scripted ? COMMAND_SCRIPT : COMMAND_LIVE)))
        return refuse_place(s, &row, name.col, err);
    settle_goal(s, &row);
    return row.obey(s, &w, err);
}

void session_stop(struct session *s)
{
    drop_goal(s);
    if (sim_is_seeking(s->sim))
        sim_stay(s->sim);
}

bool session_is_busy(const struct session *s)
{
    return s->goal.left > 0 || sim_is_seeking(s->sim);
}

static bool refute_until(struct session *s, struct err *err)
{
    struct buffer values = {0};

    condition_explain(s->goal.until, s->sim, &values);
    fail(err, "not reached within %lld step%s: %s", (long long)s->goal.asked,
         s->goal.asked == 1 ? "" : "s", values.text);
    buffer_free(&values);
    s->refuted = true;
    return false;
}

/* Goes on with a step; true when it is made. */
static bool step_on(struct session *s, struct share *share)
{
    if (share->steps == 0 || share->units <= 0 || !sim_step_on(s->sim, &share->units))
        return false;
    share->steps--;
    return true;
}

/* Takes off what has been made of it; false where it ended in vain. */
static bool count_off(struct session *s, struct err *err)
{
    struct goal *goal = &s->goal;
    int64_t now = sim_step_number(s->sim), made = now - goal->at;

    goal->at = now;
    goal->left -= made;
    if (made == 0 || !goal->until)
        return true;
    if (condition_holds(goal->until, s->sim))
        goal->left = 0;
    else if (goal->left == 0)
        return refute_until(s, err);
    return true;
}

bool session_work_on(struct session *s, struct share *share, struct err *err)
{
    const struct goal *goal = &s->goal;
    bool reached = true, goes_on = goal->left > 0;

    if (sim_is_seeking(s->sim) && !sim_go_on(s->sim, &share->units))
        return true;
    while (goes_on) {
        reached = count_off(s, err);
        goes_on = goal->left > 0 && step_on(s, share);
    }
    if (goal->left == 0)
        drop_goal(s);
    return reached;
}

bool session_work(struct session *s, int64_t steps, struct err *err)
{
    struct share share = {.steps = steps, .units = 0};
    bool reached = true;

    while (share.steps > 0 && session_is_busy(s) && reached) {
        share.units = INT_MAX;
        reached = session_work_on(s, &share, err);
    }
    return reached;
}

bool session_finish(struct session *s, struct err *err)
{
    return session_work(s, INT64_MAX, err);
}

bool session_obey(struct session *s, const char *line, struct err *err)
{
    return session_command(s, line, err) && session_finish(s, err);
}

void session_play(struct session *s, struct share *share)
{
    while (!s->view.paused && step_on(s, share))
        if (sim_is_over(s->sim))
            s->view.paused = true;
}

/* Gives s the scene of other, and other that of s; how the screen looks stays. */
static void exchange(struct session *s, struct session *other)
{
    struct scene *scene = s->scene;
    struct sim *sim = s->sim;

    s->scene = other->scene;
    s->sim = other->sim;
    s->given = other->given;
    s->changes = 0;
    s->view.run = s->view.setting = s->view.layer = s->view.ghosts = 0;
    s->view.has_cross = s->held.known = false;
    s->view.window = other->view.window;
    s->view.paused = other->view.paused;
    s->view.speed = other->view.speed;
    other->scene = scene;
    other->sim = sim;
}

bool session_turn_to(struct session *s, struct words *w, struct err *err)
{
    struct session *other;
    struct word word;
    struct err why;
    char *name;

    if (!argument_word(w, &word, "a scene", err) || !argument_end(w, err))
        return false;
    other = open_kind(word.text, SOURCE_SCENE_LIVE, &name, &why);
    s->unfiled = !other && (source_is_file(word.text) || why.line > 0);
    if (other)
        exchange(s, other);
    else if (why.line > 0)
        fail(err, "%s:%d:%d: %s", name, why.line, why.col, why.text);
    else
        fail(err, "%s: %s", name, why.text);
    free(name);
    session_free(other);
    return other != NULL;
}
