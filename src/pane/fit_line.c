/* What a net says over one input: a curve through the examples. */
#include "pane/fit.h"

/* Of more than two classes the curve is the class itself. */
static double height(const struct fit_picture *p, int i)
{
    return p->data->classes > 2 ? p->fit->said[i] : p->fit->values[i];
}

static struct point point_of(const struct fit_picture *p, int i)
{
    const struct window *w = &p->fit->window;
    double share = (i + 0.5) / p->fit->cols;

    return (struct point){w->low[0] + share * (w->high[0] - w->low[0]), height(p, i)};
}

static void put_example(const struct fit_picture *p, int row, bool held_out)
{
    int k = p->data->classes > 0 ? (int)p->data->label[row] : 0, at[2];
    enum role ink = p->data->classes > 0 ? ROLE_OF_CLASS(ROLE_POINT, k)
                    : held_out           ? ROLE_VALUE
                                         : ROLE_GHOST;

    if (plot_cell(&p->plot, (struct point){p->data->x[row], p->data->label[row]}, &at[0],
                  &at[1]))
        area_put(&p->plot.area, at[0], at[1],
                 (struct cell){.glyph = glyph_example(k, held_out), .ink = (uint8_t)ink});
}

void fit_draw_line(const struct fit_picture *p)
{
    struct pen pen = {.role = ROLE_CURVE};

    fit_each(p, put_example);
    for (int i = 1; p->fit && i < p->fit->cols; i++)
        plot_line(&p->plot, pen, point_of(p, i - 1), point_of(p, i));
}
