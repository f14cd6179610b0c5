/* A row for every runner: its shape, and the numbers to compare. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/pane.h"

enum {
    DIGITS = 3,
    HEAD_COLS = 3,
    NAME_LEAST = 6,
    NAME_SHORT = 10,
    NAME_MOST = 20,
    NARROW = 7
};

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

    snprintf(out, size, "%s",
             gone               ? run_state_name(run->state)
             : isnan(run->loss) ? "-"
                                : N(run->loss));
}

static void write_gradient(const struct run_view *run, char *out, size_t size)
{
    snprintf(out, size, "%s", isnan(run->grad_norm) ? "-" : N(run->grad_norm));
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
    snprintf(out, size, "%s", isnan(run->test_loss) ? "-" : N(run->test_loss));
}

/*
 * What matters most first: as many are shown as there is room for, the first ones beside a
 * short name, the others beside a whole one.
 */
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

enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS, COLUMNS_LEAST = 4 };

static bool is_there(const struct column *column, const struct snapshot *snap)
{
    return !column->applies || column->applies(snap);
}

/* What the columns take that there is room for beside a name of so many. */
static int column_columns(const struct snapshot *snap, int room, int name)
{
    int brief = name < NAME_SHORT ? name : NAME_SHORT, cols = 0;

    for (int i = 0; i < COLUMN_COUNT; i++) {
        int more = is_there(&COLUMNS[i], snap) ? COLUMNS[i].cols : 0;

        if (i > 0 && cols + more > room - (i < COLUMNS_LEAST ? brief : name))
            break;
        cols += more;
    }
    return cols;
}

/* A long name is cut before a column is left out. */
static int name_columns(const struct snapshot *snap, int room)
{
    int most = NAME_LEAST;

    for (int i = 0; i < snap->runs; i++) {
        int cols = text_columns(snap->run[i].name);

        most = cols > most ? cols : most;
    }
    most = most > NAME_MOST ? NAME_MOST : most;
    room -= HEAD_COLS;
    room -= column_columns(snap, room, most);
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

/* A long name gives its middle: it ends in what tells it from others. */
static void write_name(struct line *l, const char *name, int cols)
{
    const char *ellipsis = l->area.canvas->glyphs->ellipsis;
    int length = (int)strlen(name), rest = cols - text_columns(ellipsis);
    char text[64];

    if (length <= cols || cols < NAME_SHORT) {
        line_text_within(l, ROLE_PLAIN, name, cols);
        return;
    }
    snprintf(text, sizeof text, "%.*s%s%s", rest / 2, name, ellipsis,
             name + length - (rest - rest / 2));
    line_text_within(l, ROLE_PLAIN, text, cols);
}

static void write_run(struct line *l, const struct snapshot *snap,
                      const struct run_view *run, int name_cols)
{
    int end = HEAD_COLS + name_cols;

    write_name(l, run->name, name_cols);
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

/* Whom it was made to be compared with; NULL for none. */
static const struct run_view *model_of(const struct snapshot *snap,
                                       const struct run_view *run)
{
    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].slot == run->twin_of)
            return &snap->run[i];
    return NULL;
}

static const struct setting_view *find_setting(const struct run_view *run,
                                               const struct param *row)
{
    for (int i = 0; i < run->settings; i++)
        if (run->setting[i].row == row)
            return &run->setting[i];
    return NULL;
}

static bool is_own(const struct run_view *run, const struct param *row)
{
    for (int i = 0; i < run->own; i++)
        if (run->own_setting[i].row == row)
            return true;
    return false;
}

/* What its net has different from the others', or a twin from its model. */
static bool is_different(const struct snapshot *snap, const struct run_view *run,
                         const struct setting_view *setting)
{
    const struct run_view *model = model_of(snap, run);
    const struct setting_view *other = model ? find_setting(model, setting->row) : NULL;

    return is_own(run, setting->row) || (other && other->value != setting->value);
}

static bool has_different(const struct snapshot *snap, const struct run_view *run)
{
    for (int i = 0; i < run->settings; i++)
        if (is_different(snap, run, &run->setting[i]))
            return true;
    return false;
}

static int different_rows(const struct snapshot *snap)
{
    int count = 0;

    for (int i = 0; i < snap->runs; i++)
        count += has_different(snap, &snap->run[i]);
    return count;
}

static int rows(const struct scene_view *scene, int cols)
{
    (void)cols;
    return scene->snap->runs + 1 + different_rows(scene->snap);
}

/* What is different, under its name; and that whole where it was cut. */
static void write_different(struct line *l, const struct snapshot *snap,
                            const struct run_view *run, bool cut)
{
    char value[NUMBER_TEXT];
    int count = 0;

    line_to(l, HEAD_COLS);
    if (cut)
        line_format(l, ROLE_DIM, "%s: ", run->name);
    for (int i = 0; i < run->settings; i++) {
        const struct setting_view *s = &run->setting[i];

        if (is_different(snap, run, s))
            line_format(l, ROLE_DIM, "%s%s %s", count++ ? ", " : "", s->row->name,
                        param_text(s->row, s->value, value));
    }
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
        if (!roomy || !has_different(snap, &snap->run[i]))
            continue;
        l = line_of(area, row++);
        l.ground = chosen ? ROLE_CHOSEN : ROLE_PLAIN;
        write_different(&l, snap, &snap->run[i],
                        text_columns(snap->run[i].name) > name_cols);
    }
}

/* Exact figures of a large net take a while: then they are of some steps ago. */
static void note(const struct scene_view *scene, char *out, size_t size)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);

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
