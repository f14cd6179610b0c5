/* A row for every runner: its shape, and the numbers to compare. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/pane.h"

enum { DIGITS = 3, HEAD_COLS = 3, NAME_LEAST = 6, NAME_MOST = 14, NARROW = 7 };

/* A number for a cell of the table; good until the end of the full expression. */
#define N(value) number_brief(value, DIGITS, (char[NUMBER_TEXT]){0})

struct column {
    const char *heading;
    int cols; /* with the blank before it */
    void (*write)(const struct run_view *run, char *out, size_t size);
    bool (*applies)(const struct snapshot *snap); /* NULL: always */
};

static bool has_classes(const struct snapshot *snap)
{
    return snap->scatter && snap->scatter->classes > 0;
}

static bool has_tests(const struct snapshot *snap)
{
    return snap->scatter && snap->scatter->tests > 0;
}

static bool tests_classes(const struct snapshot *snap)
{
    return has_classes(snap) && has_tests(snap);
}

static bool tests_numbers(const struct snapshot *snap)
{
    return !has_classes(snap) && has_tests(snap);
}

static void write_loss(const struct run_view *run, char *out, size_t size)
{
    bool gone = run->state == RUN_DIVERGED;

    snprintf(out, size, "%s", gone ? run_state_name(run->state) : N(run->loss));
}

static void write_gradient(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", N(run->grad_norm));
    if (strlen(out) > NARROW)
        snprintf(out, size, "%s",
                 number_brief(run->grad_norm, 2, (char[NUMBER_TEXT]){0}));
}

static void write_evals(const struct run_view *run, char *out, size_t size)
{
    if (run->evals < 1e5)
        snprintf(out, size, "%.0f", run->evals);
    else
        snprintf(out, size, "%s", number_brief(run->evals, 2, (char[NUMBER_TEXT]){0}));
}

static void write_rate(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", N(run->lr));
}

static void write_distance(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", N(run->distance));
}

static void write_state(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", run_state_name(run->state));
}

/* As much of a hundred as there is, but all of it only where nothing is wrong. */
static void write_share(double share, char *out, size_t size)
{
    if (isnan(share))
        snprintf(out, size, "-");
    else
        snprintf(out, size, "%.0f%%", floor(100 * share + 1e-9));
}

static void write_right(const struct run_view *run, char *out, size_t size)
{
    write_share(run->accuracy, out, size);
}

static void write_tested(const struct run_view *run, char *out, size_t size)
{
    write_share(run->test_accuracy, out, size);
}

static void write_test_loss(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", N(run->test_loss));
}

/* What matters most first: as many are shown as there is room for. */
/* clang-format off */
static const struct column COLUMNS[] = {
    {"f", 9, write_loss, NULL},
    {"right", 6, write_right, has_classes},
    {"test", 6, write_tested, tests_classes},
    {"test f", 9, write_test_loss, tests_numbers},
    {"|g|", 8, write_gradient, NULL},
    {"evals", 6, write_evals, NULL},
    {"state", 10, write_state, NULL},
    {"lr", 9, write_rate, NULL},
    {"moved", 8, write_distance, NULL},
};
/* clang-format on */

enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };

static int name_columns(const struct snapshot *snap, int room)
{
    int most = NAME_LEAST;

    for (int i = 0; i < snap->runs; i++) {
        int cols = text_columns(snap->run[i].name);

        most = cols > most ? cols : most;
    }
    most = most > NAME_MOST ? NAME_MOST : most;
    room -= HEAD_COLS + COLUMNS[0].cols;
    return most < room ? most : room < 1 ? 1 : room;
}

static enum role role_of_state(enum run_state state)
{
    static const enum role roles[] = {[RUN_RUNNING] = ROLE_VALUE,
                                      [RUN_CONVERGED] = ROLE_GOOD,
                                      [RUN_DIVERGED] = ROLE_BAD};

    return roles[state];
}

static void write_before(struct line *l, int end, enum role ink, const char *text)
{
    line_to(l, end - text_columns(text));
    line_text(l, ink, text);
}

static bool is_there(const struct column *column, const struct snapshot *snap)
{
    return !column->applies || column->applies(snap);
}

static void write_headings(const struct area *area, const struct snapshot *snap,
                           int name_cols)
{
    struct line l = line_of(area, 0);
    int end = HEAD_COLS + name_cols;

    for (int i = 0; i < COLUMN_COUNT; i++) {
        end += is_there(&COLUMNS[i], snap) ? COLUMNS[i].cols : 0;
        if (is_there(&COLUMNS[i], snap) && end <= area->cols)
            write_before(&l, end, ROLE_DIM, COLUMNS[i].heading);
    }
}

static void write_head(struct line *l, const struct run_view *run, bool chosen)
{
    enum role ground = l->ground;

    line_glyph(l, ROLE_KEY, chosen ? l->area.canvas->glyphs->chosen : ' ');
    l->style = STYLE_BOLD;
    l->ground = ROLE_OF_RUNNER(run->slot);
    line_glyph(l, ROLE_ON_RUNNER, glyph_runner(run->slot));
    l->style = 0;
    l->ground = ground;
    line_glyph(l, ROLE_PLAIN, ' ');
}

static void write_run(struct line *l, const struct snapshot *snap,
                      const struct run_view *run, int name_cols)
{
    int end = HEAD_COLS + name_cols;

    line_text_within(l, ROLE_PLAIN, run->name, name_cols);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        char text[64];

        if (!is_there(&COLUMNS[i], snap))
            continue;
        end += COLUMNS[i].cols;
        if (end > l->area.cols)
            break;
        COLUMNS[i].write(run, text, sizeof text);
        write_before(l, end, role_of_state(run->state), text);
    }
    line_fill(l);
}

static int own_rows(const struct snapshot *snap)
{
    int count = 0;

    for (int i = 0; i < snap->runs; i++)
        count += snap->run[i].own > 0;
    return count;
}

static int rows(const struct scene_view *scene, int cols)
{
    (void)cols;
    return scene->snap->runs + 1 + own_rows(scene->snap);
}

/* What its net has different from the others', under its name. */
static void write_own(struct line *l, const struct run_view *run)
{
    char value[NUMBER_TEXT];

    line_to(l, HEAD_COLS);
    for (int i = 0; i < run->own; i++)
        line_format(
            l, ROLE_DIM, "%s%s %s", i ? ", " : "", run->own_setting[i].row->name,
            param_text(run->own_setting[i].row, run->own_setting[i].value, value));
    line_fill(l);
}

/* The first runner that is shown: the chosen one is, always. */
static int first_of(const struct scene_view *scene, int shown)
{
    int chosen = scene->view->run;

    return chosen >= shown ? chosen - shown + 1 : 0;
}

static void draw(struct area *area, const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    int name_cols = name_columns(snap, area->cols);
    int top = area->rows > snap->runs ? 1 : 0;
    int first = first_of(scene, area->rows - top), row = top;
    bool roomy = area->rows >= rows(scene, area->cols);

    if (top)
        write_headings(area, snap, name_cols);
    for (int i = first; i < snap->runs; i++) {
        struct line l = line_of(area, row++);
        bool chosen = i == scene->view->run;

        l.ground = chosen ? ROLE_CHOSEN : ROLE_PLAIN;
        write_head(&l, &snap->run[i], chosen);
        write_run(&l, snap, &snap->run[i], name_cols);
        if (!roomy || snap->run[i].own == 0)
            continue;
        l = line_of(area, row++);
        l.ground = chosen ? ROLE_CHOSEN : ROLE_PLAIN;
        write_own(&l, &snap->run[i]);
    }
}

/* Exact figures of a large net take a while: then they are of some steps ago. */
static void note(const struct scene_view *scene, char *out, size_t size)
{
    const struct snapshot *snap = scene->snap;
    int i = scene->view->run;
    const struct run_view *run = i >= 0 && i < snap->runs ? &snap->run[i] : NULL;

    if (!run || !run->has_data || run->figures_steps == run->steps)
        return;
    if (run->figures_steps < 0)
        snprintf(out, size, "f is on its way");
    else
        snprintf(out, size, "f of step %lld", (long long)run->figures_steps);
}

const struct pane pane_runs = {
    .name = "runs",
    .title = "runs",
    .help = "a row for every runner: loss, gradient, state, evaluations, rate, way from "
            "the start; for a net the share that it gets right, and in the test",
    .least = 2,
    .weight = 100,
    .rows = rows,
    .draw = draw,
    .note = note,
};
