/* Draws the ground of a large pane, or shows it as it was drawn last. */
#include "pane/ground.h"

#include <string.h>

#include "draw/encode.h"

static bool same_box(const struct box *a, const struct box *b)
{
    return a->col == b->col && a->row == b->row && a->cols == b->cols &&
           a->rows == b->rows;
}

static bool same_window(const struct window *a, const struct window *b)
{
    for (int axis = 0; axis < AXES; axis++)
        if (a->low[axis] != b->low[axis] || a->high[axis] != b->high[axis])
            return false;
    return true;
}

static bool same_look(const struct field_look *a, const struct field_look *b)
{
    return a->bands == b->bands && a->halves == b->halves;
}

/* Whether the look of one is a look for the other. */
static bool is_of_a_kind(const struct ground_key *a, const struct ground_key *b)
{
    return a->of == b->of && a->kind == b->kind && same_box(&a->box, &b->box) &&
           a->glyphs == b->glyphs && a->colours == b->colours &&
           same_look(&a->best, &b->best);
}

static bool is_same(const struct ground_key *a, const struct ground_key *b)
{
    return is_of_a_kind(a, b) && a->version == b->version && a->done == b->done &&
           same_window(&a->window, &b->window);
}

/* Between two canvases of one size. */
static void copy(const struct canvas *from, struct canvas *to, const struct box *box)
{
    for (int row = box->row; row < box->row + box->rows; row++) {
        size_t at = (size_t)row * (size_t)from->cols + (size_t)box->col;

        memcpy(to->cells + at, from->cells + at, (size_t)box->cols * sizeof *to->cells);
    }
}

static struct ground_key key_of(const struct area *area,
                                const struct ground_picture *picture)
{
    struct ground_key key = picture->key;

    key.box = (struct box){area->col, area->row, area->cols, area->rows};
    key.glyphs = area->canvas->glyphs;
    key.colours = area->canvas->colours;
    return key;
}

void ground_draw(const struct area *area, struct ground *kept,
                 const struct ground_picture *picture)
{
    const struct ground_key key = key_of(area, picture);
    bool keeps = kept && kept->canvas.cols == area->canvas->cols &&
                 kept->canvas.rows == area->canvas->rows;
    bool holds = keeps && kept->known && is_of_a_kind(&kept->key, &key);
    struct field_look look = holds ? kept->look : key.best;

    if (holds && is_same(&kept->key, &key) && kept->cost <= picture->budget) {
        copy(&kept->canvas, area->canvas, &key.box);
        return;
    }
    look = field_draw_within(area, picture->field, look, picture->budget);
    if (!keeps)
        return;
    copy(area->canvas, &kept->canvas, &key.box);
    *kept = (struct ground){.canvas = kept->canvas,
                            .known = true,
                            .cost = encode_cost(area),
                            .key = key,
                            .look = look,
                            .fewer = holds ? kept->fewer : 0};
}
