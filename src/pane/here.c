/*
 * What the ground is like under the chosen runner: slope, curvature, and what they allow.
 */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/pane.h"

enum { DIGITS = 3, LABEL_COLS = 11 };

/* A number for a line; good until the end of the full expression. */
#define N(value) number_brief(value, DIGITS, (char[NUMBER_TEXT]){0})

/* What a line of the pane is about. */
struct here {
    const struct scene_view *scene;
    const struct run_view *run;
    int dims;
};

/* A line with its label, or a text that takes as many as it needs. */
struct item {
    const char *label;
    bool (*applies)(const struct here *h);
    void (*write)(const struct here *h, struct line *l);
    const char *(*text)(const struct here *h);
};

static bool always(const struct here *h)
{
    (void)h;
    return true;
}

static bool is_known(const struct here *h)
{
    return h->run->here.known;
}

static bool has_limit(const struct here *h)
{
    return is_known(h) && !isnan(h->run->here.rate_limit);
}

static bool is_plane(const struct here *h)
{
    return is_known(h) && h->dims > 1;
}

/* The axis that eigenvector k lies along, as an arrow. */
static uint32_t arrow_along(const struct here *h, int k)
{
    const struct glyphs *set = h->scene->view->glyphs;
    const double *v = h->run->here.vectors[k];
    double wide = fabs(v[0]), steep = fabs(v[1]);

    if (steep < wide * 0.4142)
        return set->arrow[0];
    if (wide < steep * 0.4142)
        return set->arrow[2];
    return v[0] * v[1] > 0 ? set->arrow[1] : set->arrow[3];
}

static void write_kind(const struct here *h, struct line *l)
{
    const struct curvature *c = &h->run->here;

    line_format(l, ROLE_TITLE, "%s", point_kind_name(c->kind));
    for (int k = 0; k < h->dims; k++) {
        line_format(l, ROLE_VALUE, " %s%s", c->values[k] > 0 ? "+" : "", N(c->values[k]));
        if (h->dims > 1) {
            line_text(l, ROLE_DIM, " ");
            line_glyph(l, ROLE_VALUE, arrow_along(h, k));
        }
    }
}

static void write_limit(const struct here *h, struct line *l)
{
    double lr = h->run->lr, limit = h->run->here.rate_limit;

    line_format(l, lr > limit ? ROLE_BAD : ROLE_VALUE, "%s", N(lr));
    line_text(l, ROLE_DIM, lr > limit ? "  above the limit " : "  limit ");
    line_format(l, ROLE_VALUE, "%s", N(limit));
}

static void write_loss(const struct here *h, struct line *l)
{
    line_format(l, ROLE_VALUE, "%s", N(h->run->loss));
    line_text(l, ROLE_DIM, "  |g| ");
    line_format(l, ROLE_VALUE, "%s", N(h->run->grad_norm));
}

static void write_pair(const struct here *h, struct line *l, const double *pair)
{
    for (int i = 0; i < h->dims; i++)
        line_format(l, ROLE_VALUE, "%s%s", i ? "  " : "", N(pair[i]));
}

static void write_gradient(const struct here *h, struct line *l)
{
    write_pair(h, l, h->run->grad);
}

static void write_position(const struct here *h, struct line *l)
{
    write_pair(h, l, h->run->x);
}

static bool has_average(const struct here *h)
{
    return h->run->has_average;
}

static void write_average(const struct here *h, struct line *l)
{
    line_format(l, ROLE_VALUE, "%s", N(h->run->average_loss));
    line_text(l, ROLE_DIM, " at ");
    write_pair(h, l, h->run->average);
}

static void write_condition(const struct here *h, struct line *l)
{
    line_format(l, ROLE_VALUE, "%s", N(h->run->here.condition));
}

static void write_hessian(const struct here *h, struct line *l)
{
    const struct curvature *c = &h->run->here;

    line_format(l, ROLE_VALUE, "%s  %s", N(c->hessian[0][0]), N(c->hessian[0][1]));
    line_text(l, ROLE_DIM, " / ");
    line_format(l, ROLE_VALUE, "%s  %s", N(c->hessian[1][0]), N(c->hessian[1][1]));
}

static void write_direction(const struct here *h, struct line *l, int k)
{
    const struct curvature *c = &h->run->here;

    line_format(l, ROLE_PLAIN, "%s %s along ",
                c->values[k] > 0   ? "rises"
                : c->values[k] < 0 ? "falls"
                                   : "flat",
                N(c->values[k]));
    line_format(l, ROLE_VALUE, "(%s, %s) ", N(c->vectors[k][0]), N(c->vectors[k][1]));
    line_glyph(l, ROLE_VALUE, arrow_along(h, k));
}

static void write_steepest(const struct here *h, struct line *l)
{
    write_direction(h, l, h->dims - 1);
}

static void write_flattest(const struct here *h, struct line *l)
{
    write_direction(h, l, 0);
}

static const char *rule_text(const struct here *h)
{
    return h->run->rule;
}

static const char *paper_text(const struct here *h)
{
    return h->run->paper;
}

/* What matters most first: as many are shown as there are rows. */
static const struct item ITEMS[] = {
    {"curvature", is_known, write_kind, NULL},
    {"lr", has_limit, write_limit, NULL},
    {"f", always, write_loss, NULL},
    {"average", has_average, write_average, NULL},
    {"gradient", always, write_gradient, NULL},
    {"at", always, write_position, NULL},
    {"condition", is_plane, write_condition, NULL},
    {"least", is_plane, write_flattest, NULL},
    {"most", is_plane, write_steepest, NULL},
    {"Hessian", is_plane, write_hessian, NULL},
    {"rule", always, NULL, rule_text},
    {"paper", always, NULL, paper_text},
};

enum { ITEM_COUNT = sizeof ITEMS / sizeof *ITEMS };

static struct here here_of(const struct scene_view *scene)
{
    return (struct here){.scene = scene,
                         .run = view_chosen(scene->view, scene->snap),
                         .dims = scene->snap->dims};
}

/* The rows of an item in an area of so many columns. */
static int item_rows(const struct here *h, const struct item *item, int cols)
{
    struct area text = {.cols = cols - LABEL_COLS - 1};

    if (!item->applies(h))
        return 0;
    return item->text ? area_wrap(&text, -1, item->text(h)) : 1;
}

static int rows(const struct scene_view *scene, int cols)
{
    struct here h = here_of(scene);
    int count = 0;

    for (int i = 0; h.run && i < ITEM_COUNT; i++)
        count += item_rows(&h, &ITEMS[i], cols);
    return count;
}

static void ask(const struct scene_view *scene, int cols, int rows_shown,
                struct asks *asks)
{
    (void)cols;
    (void)rows_shown;
    asks_add(asks, (struct ask){.kind = ASK_CURVATURE, .run = scene->view->run});
}

static void draw_item(const struct area *area, const struct here *h,
                      const struct item *item)
{
    struct area right = area_part(
        area, (struct box){LABEL_COLS + 1, 0, area->cols - LABEL_COLS - 1, area->rows});
    struct line label = line_of(area, 0), l = line_of(&right, 0);

    label.col = 1;
    line_text(&label, ROLE_DIM, item->label);
    if (item->text)
        area_wrap(&right, ROLE_PLAIN, item->text(h));
    else
        item->write(h, &l);
}

static void draw(struct area *area, const struct scene_view *scene)
{
    struct here h = here_of(scene);

    for (int i = 0, row = 0; h.run && i < ITEM_COUNT && row < area->rows; i++) {
        int taken = item_rows(&h, &ITEMS[i], area->cols);
        struct area part = area_part(area, (struct box){0, row, area->cols, taken});

        if (taken > 0)
            draw_item(&part, &h, &ITEMS[i]);
        row += taken;
    }
}

static void note(const struct scene_view *scene, char *out, size_t size)
{
    struct here h = here_of(scene);

    snprintf(out, size, "%s%s", h.run ? "under " : "", h.run ? h.run->name : "");
}

static bool applies(const struct scene_view *scene)
{
    return scene->snap->dims > 0;
}

const struct pane pane_here = {
    .name = "here",
    .title = "here",
    .help = "the ground under the chosen runner: slope, curvature, the kind of point, "
            "the rate's limit",
    .applies = applies,
    .least = 2,
    .weight = 2,
    .rows = rows,
    .ask = ask,
    .draw = draw,
    .note = note,
};
