/* The settings of the chosen runner, each with its place in its range. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "draw/scale.h"
#include "pane/pane.h"

enum {
    NAME_MOST = 20,
    BESIDE_NAME = 3, /* the mark before it, and a blank on either side */
    VALUE_LEAST = 6,
    VALUE_COLS = 8,
    ROOMY = 30, /* with more room than that beside the name a value gets more, too */
    ROOMY_VALUE_COLS = 12,
    GAUGE_LEAST = 7,
    GAUGE_MOST = 30,
    HELP_ROWS = 7, /* least rows and columns with which the chosen one is explained */
    HELP_COLS = 44,
};

static bool is_own(const struct run_view *run, const struct param *row)
{
    for (int i = 0; run && i < run->own; i++)
        if (run->own_setting[i].row == row)
            return true;
    return false;
}

/* Its settings, then what is common to all and not its own. */
static int count_of(const struct scene_view *scene)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);

    return (run ? run->settings - run->own : 0) + scene->snap->constants;
}

static const struct setting_view *setting_of(const struct scene_view *scene, int i)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);
    const struct setting_view *constant = scene->snap->constant;

    if (run && i < run->settings)
        return &run->setting[i];
    for (i -= run ? run->settings : 0; is_own(run, constant->row) || i > 0; constant++)
        i -= !is_own(run, constant->row);
    return constant;
}

/* By its ratio where a key multiplies; 0 lies at the left end then. */
static double share_of(const struct param *row, double value)
{
    struct axis axis = {row->low, row->high, false};

    if (row->notch_by == NOTCH_MULTIPLY) {
        double least = row->low > 0 ? row->low : row->least > 0 ? row->least : 1e-6;

        if (value < least)
            return 0;
        axis = (struct axis){scale_log10(least), scale_log10(row->high), true};
    }
    return axis_share(&axis, value);
}

static int choices_columns(const struct param *row)
{
    int cols = 0;

    for (int i = 0; row->choices[i]; i++)
        cols += text_columns(row->choices[i]) + 1;
    return cols;
}

/* What stands before choice i; brackets take the place of blanks where room is short. */
static const char *before_choice(int i, int marked, bool roomy)
{
    if (i == marked)
        return i > 0 && roomy ? " [" : "[";
    if (marked >= 0 && i == marked + 1)
        return roomy ? "] " : "]";
    return i > 0 ? " " : "";
}

/* Where there are no colours to tell the chosen one by, it stands in brackets. */
static void write_choices(struct line *l, const struct param *row, double value)
{
    int marked = l->area.canvas->colours == 0 ? (int)value : -1, i = 0;
    bool roomy = choices_columns(row) < l->area.cols - l->col;

    for (; row->choices[i]; i++) {
        line_text(l, ROLE_DIM, before_choice(i, marked, roomy));
        line_text(l, i == (int)value ? ROLE_VALUE : ROLE_DIM, row->choices[i]);
    }
    if (i == marked + 1)
        line_text(l, ROLE_DIM, "]");
}

/* As one would type it, or with fewer digits. */
static void write_digits(double value, int digits, char text[NUMBER_TEXT])
{
    number_short(value, text);
    if ((int)strlen(text) > digits + 1)
        number_brief(value, digits, text);
}

static void write_number(struct line *l, const struct setting_view *s, int cols)
{
    const struct param *row = s->row;
    char text[NUMBER_TEXT];
    int room;

    if (row->kind == PARAM_COUNT && s->value < 1e7)
        snprintf(text, sizeof text, "%.0f", s->value);
    else
        write_digits(s->value, cols > VALUE_COLS ? 6 : 4, text);
    line_text_within(l, ROLE_VALUE, text, cols);
    room = l->area.cols - l->col;
    if (room < GAUGE_LEAST)
        return;
    line_gauge(l, ROLE_VALUE,
               (struct gauge){.cols = room < GAUGE_MOST ? room : GAUGE_MOST,
                              .share = share_of(row, s->value)});
    if (row->unit[0] && l->area.cols - l->col > text_columns(row->unit))
        line_format(l, ROLE_DIM, " %s", row->unit);
}

static void write_value(struct line *l, const struct setting_view *s)
{
    int room = l->area.cols - l->col;
    char text[NUMBER_TEXT];

    if (s->row->kind != PARAM_CHOICE)
        write_number(l, s, room > ROOMY ? ROOMY_VALUE_COLS : VALUE_COLS);
    else if (choices_columns(s->row) <= room)
        write_choices(l, s->row, s->value);
    else
        line_text(l, ROLE_VALUE, param_text(s->row, s->value, text));
}

/* Names give way to values where there is no room for both. */
static int name_columns(const struct scene_view *scene, int cols)
{
    int most = 0, room = cols - BESIDE_NAME - VALUE_LEAST;

    for (int i = 0; i < count_of(scene); i++) {
        int length = text_columns(setting_of(scene, i)->row->name);

        most = length > most ? length : most;
    }
    room = room < NAME_MOST ? room : NAME_MOST;
    return most < room ? most : room;
}

/* What its net has of its own stands out. */
static void write_row(struct line *l, const struct run_view *run,
                      const struct setting_view *s, int name_cols)
{
    bool own = is_own(run, s->row);

    line_glyph(l, ROLE_KEY,
               l->ground == ROLE_CHOSEN ? l->area.canvas->glyphs->chosen : ' ');
    line_glyph(l, ROLE_PLAIN, ' ');
    l->style = own ? STYLE_BOLD : 0;
    line_text_within(l, own ? ROLE_OF_RUNNER(run->slot) : ROLE_PLAIN, s->row->name,
                     name_cols);
    l->style = 0;
    line_glyph(l, ROLE_PLAIN, ' ');
    write_value(l, s);
    line_fill(l);
}

static int rows(const struct scene_view *scene, int cols)
{
    (void)cols;
    return count_of(scene) + 1;
}

/* The row shown first, so that the chosen one is among `shown` with one beside it. */
static int first_of(const struct scene_view *scene, int shown)
{
    int first = scene->view->setting - shown + 2, last = count_of(scene) - shown;

    first = first > last ? last : first;
    return first < 0 ? 0 : first;
}

static void draw(struct area *area, const struct scene_view *scene)
{
    bool explained = area->rows >= HELP_ROWS && area->cols >= HELP_COLS;
    int shown = area->rows - (explained ? 1 : 0);
    int first = first_of(scene, shown), name_cols = name_columns(scene, area->cols);
    struct area list = area_part(area, (struct box){0, 0, area->cols, shown});

    for (int i = first; i < count_of(scene) && i < first + shown; i++) {
        struct line l = line_of(&list, i - first);

        l.ground = i == scene->view->setting ? ROLE_CHOSEN : ROLE_PLAIN;
        write_row(&l, view_chosen(scene->view, scene->snap), setting_of(scene, i),
                  name_cols);
    }
    if (shown < area->rows && scene->view->setting < count_of(scene)) {
        struct line l = line_of(area, shown);

        line_text(&l, ROLE_DIM, setting_of(scene, scene->view->setting)->row->help);
    }
}

static void note(const struct scene_view *scene, char *out, size_t size)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);

    snprintf(out, size, "%s%s", run ? "of " : "", run ? run->name : "");
}

const struct pane pane_parameters = {
    .name = "parameters",
    .title = "parameters",
    .help = "the settings of the chosen runner, each with its place in its range",
    .least = 2,
    .weight = 3,
    .rows = rows,
    .draw = draw,
    .note = note,
};
