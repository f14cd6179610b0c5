/* What a net has learnt: its answers over the plane of its inputs, and the examples. */
#include "pane/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/encode.h"
#include "draw/line.h"
#include "pane/edge.h"

enum {
    CELLS_A_POINT = 4, /* at the least */
    COLS_A_CELL = 2,   /* points of a curve */
    HALVINGS = 4,      /* of the number of examples, where they cost too much */
    TITLE_COLS = 8,
    NAME_LEAST = 4
};

static const char TRAIN[] = "train ", TEST[] = "test ", WRONG[] = " wrong ";

/* What the upper edge says of the examples. */
struct legend {
    int classes, letters; /* of how many classes it shows the letters */
    bool wrong;           /* one can be seen to be wrong */
};

static const struct scatter *data_of(const struct scene_view *scene)
{
    return scene->snap->scatter;
}

static bool applies(const struct scene_view *scene)
{
    return scene->snap->layers > 0 && data_of(scene);
}

/* Whether there is a plane, or a line, that can be shown. */
static bool has_picture(const struct scene_view *scene)
{
    return data_of(scene) && data_of(scene)->inputs <= AXES;
}

static bool has_plane(const struct scene_view *scene)
{
    return data_of(scene)->inputs == AXES;
}

static void ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    const struct view *view = scene->view;
    bool halves = view->colours > 0 && view->glyphs->utf8;

    if (!has_picture(scene))
        return;
    asks_add(asks, (struct ask){.kind = ASK_FIT,
                                .run = view->run,
                                .window = data_of(scene)->window,
                                .cols = has_plane(scene) ? cols : cols * COLS_A_CELL,
                                .rows = has_plane(scene) ? rows * (halves ? 2 : 1) : 1});
}

static struct plot plot_of(const struct area *area, const struct scene_view *scene)
{
    const struct window *w = &data_of(scene)->window;

    return (struct plot){.area = *area,
                         .x = axis_between(w->low[0], w->high[0]),
                         .y = axis_between(w->low[1], w->high[1])};
}

static struct fit_picture picture_of(const struct area *area,
                                     const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;

    return (struct fit_picture){
        .plot = plot_of(area, scene),
        .data = data_of(scene),
        .fit = snap->fit && snap->fit->run == scene->view->run ? snap->fit : NULL,
        .run = view_chosen(scene->view, snap),
        .view = scene->view,
        .kept = scene->kept,
        .budget = scene->budget};
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* In the shares of the data, so that neither part hides the other. */
struct examples fit_examples(const struct fit_picture *p)
{
    int room = p->plot.area.cols * p->plot.area.rows / CELLS_A_POINT >> p->fewer;
    int all = p->data->rows + p->data->tests;
    double share = all > room ? (double)room / all : 1;

    return (struct examples){
        .trained = least(p->data->rows, (int)ceil(share * p->data->rows)),
        .held_out = least(p->data->tests, (int)ceil(share * p->data->tests))};
}

void fit_each(const struct fit_picture *p, fit_visit *visit)
{
    struct examples e = fit_examples(p);

    for (int i = 0; i < e.trained; i++)
        visit(p, i, false);
    for (int i = 0; i < e.held_out; i++)
        visit(p, p->data->rows + i, true);
}

int fit_cell(const struct fit_picture *p, const double *x)
{
    const struct fit *fit = p->fit;
    double place[AXES];

    if (!fit)
        return -1;
    for (int axis = 0; axis < AXES; axis++)
        place[axis] = (x[axis] - fit->window.low[axis]) /
                      (fit->window.high[axis] - fit->window.low[axis]);
    place[0] *= fit->cols;
    place[1] = (1 - place[1]) * fit->rows;
    if (!(place[0] >= 0 && place[0] < fit->cols && place[1] >= 0 && place[1] < fit->rows))
        return -1;
    return (int)place[1] * fit->cols + (int)place[0];
}

static void write_why_not(const struct area *area, const struct scene_view *scene)
{
    char text[240];

    snprintf(text, sizeof text,
             "No picture: these data have %d inputs, and a plane has two. Its loss and "
             "its accuracy, here and on what was held out, say what it has learnt.",
             data_of(scene)->inputs);
    area_wrap(area, ROLE_DIM, text);
}

/* As many as they were, since a number that comes and goes would flicker. */
static int fewer_before(const struct fit_picture *p)
{
    return p->kept && p->kept->known && p->kept->key.of == &pane_fit ? p->kept->fewer : 0;
}

/* Examples cost bytes, too: where it is too much, fewer of them are drawn. */
static void draw_plane(const struct area *area, struct fit_picture *p, size_t budget)
{
    p->budget = budget / 3 * 2;
    p->fewer = fewer_before(p);
    fit_draw_plane(p);
    while (p->fewer < HALVINGS && encode_cost(area) > budget) {
        p->fewer++;
        area_fill(area, cell_blank(ROLE_PLAIN));
        fit_draw_plane(p);
    }
    if (p->kept)
        p->kept->fewer = p->fewer;
}

/* The examples are there at once, what a large net says of the plane takes a while. */
static void write_waiting(const struct area *area)
{
    struct line l = line_of(area, area->rows - 1);

    line_text(&l, ROLE_PLAIN, "what the net says is being worked out");
}

static void draw(struct area *area, const struct scene_view *scene)
{
    struct fit_picture p;

    if (!has_picture(scene)) {
        write_why_not(area, scene);
        return;
    }
    p = picture_of(area, scene);
    if (has_plane(scene))
        draw_plane(area, &p, scene->budget);
    else
        fit_draw_line(&p);
    if (!p.fit)
        write_waiting(area);
}

/* The letters of the first classes: o x .. */
static void write_letters(struct line *l, const struct legend *legend, bool held_out)
{
    for (int k = 0; k < legend->letters; k++) {
        line_glyph(l, legend->classes ? ROLE_OF_CLASS(ROLE_POINT, k) : ROLE_DIM,
                   glyph_example(k, held_out));
        line_text(l, ROLE_DIM, " ");
    }
    line_format(l, ROLE_DIM, "%s%s", legend->letters < legend->classes ? ".. " : "",
                held_out ? TEST : TRAIN);
}

/* A wrong one as it looks among the others. */
static void write_wrong(struct line *l, const struct view *view)
{
    enum role ground = l->ground;

    l->ground = view->colours > 0 ? ROLE_POINT : ground;
    l->style = view->colours > 0 ? 0 : STYLE_REVERSE;
    line_glyph(l, view->colours > 0 ? ROLE_ON_RUNNER : ROLE_POINT,
               glyph_example(0, false));
    l->ground = ground;
    l->style = 0;
    line_text(l, ROLE_DIM, WRONG);
}

static int legend_cols(const struct legend *legend)
{
    int letters = 2 * legend->letters + (legend->letters < legend->classes ? 3 : 0);

    return 1 + 2 * letters + (int)(strlen(TRAIN) + strlen(TEST)) +
           (legend->wrong ? 1 + (int)strlen(WRONG) : 0);
}

/* Whose picture it is, behind the title, in so many columns at the most. */
static void write_owner(const struct area *framed, const struct scene_view *scene,
                        int cols)
{
    const struct run_view *run = picture_of(framed, scene).run;
    struct line l = line_of(framed, 0);
    int name = run ? text_columns(run->name) : 0;

    l.col = TITLE_COLS - 2;
    if (name == 0 || cols < NAME_LEAST + 2)
        return;
    line_text(&l, ROLE_DIM, " ");
    line_text_within(&l, ROLE_OF_RUNNER(run->slot), run->name, least(name, cols - 2));
    line_text(&l, ROLE_DIM, " ");
}

/* As many letters as there is room for, upon the upper edge, beside the runner's name. */
static void write_legend(const struct area *framed, const struct scene_view *scene)
{
    const struct scatter *data = data_of(scene);
    struct legend legend = {.classes = data->classes,
                            .letters = data->classes < 1 ? 1 : data->classes,
                            .wrong = data->classes > 0 && has_plane(scene)};
    int room = framed->cols - TITLE_COLS;
    struct line l = line_of(framed, 0);

    while (legend.letters > 1 && legend_cols(&legend) > room)
        legend.letters--;
    legend.wrong = legend.wrong && legend_cols(&legend) + NAME_LEAST <= room;
    if (legend_cols(&legend) > room) {
        write_owner(framed, scene, room);
        return;
    }
    l.col = framed->cols - 2 - legend_cols(&legend);
    write_owner(framed, scene, l.col - TITLE_COLS + 2);
    line_text(&l, ROLE_DIM, " ");
    write_letters(&l, &legend, false);
    write_letters(&l, &legend, true);
    if (legend.wrong)
        write_wrong(&l, scene->view);
}

static void edge(struct area *framed, const struct scene_view *scene)
{
    struct area inside =
        area_part(framed, (struct box){1, 1, framed->cols - 2, framed->rows - 2});
    struct plot plot;

    if (!has_picture(scene))
        return;
    plot = plot_of(&inside, scene);
    edge_write_numbers(framed, &plot, !scene->shares_edge);
    write_legend(framed, scene);
}

const struct pane pane_fit = {
    .name = "fit",
    .title = "fit",
    .help = "what a net says over the plane of its inputs, and the examples: small "
            "letters train, capitals test",
    .least = 5,
    .weight = 9,
    .large = true,
    .applies = applies,
    .ask = ask,
    .draw = draw,
    .edge = edge,
};
