/*
 * Shares out the screen: one pane large, the others in columns beside it or below.
 */
#include "pane/layout.h"

enum {
    WORDS_ROWS_FROM = 20, /* from so many rows on the plain words get two of them, */
    NARROW_COLS = 64,     /* on so narrow a screen always, */
    NARROW_ROWS = 16,     /* and there from so many on three */
    STACKED_COLS = 64,    /* below, the other panes stand under the map */
    STACKED_ROWS = 20,
    SIDE_LEAST = 34,
    SIDE_MOST = 76,
    SMALL_SIDE = 20,
    TWO_SIDES_COLS =
        110, /* from here on, and with few rows, there are two columns beside the map */
    TWO_SIDES_ROWS = 24,
    IDLE_ROWS = 36, /* from here on there is room for panes with little to show */
};

/* Panes that stand in one column, and how many rows each has inside its frame. */
struct column {
    struct box box;
    int count;
    int pane[PANES_MAX], inside[PANES_MAX];
};

static int pane_count(void)
{
    int count = 0;

    while (panes()[count])
        count++;
    return count;
}

static bool is_worth_it(const struct scene_view *scene, int i, int rows)
{
    return rows >= IDLE_ROWS || i == scene->view->focus || !panes()[i]->idle ||
           !panes()[i]->idle(scene);
}

/* The panes of the other places on a screen of so many rows, in their order; how many. */
static int others_of(const struct scene_view *scene, int rows, int others[PANES_MAX])
{
    int count = 0;

    for (int i = 0; i < pane_count() && count < PANES_MAX; i++)
        if (!panes()[i]->large && !panes()[i]->below && pane_applies(scene, i) &&
            is_worth_it(scene, i, rows))
            others[count++] = i;
    return count;
}

static int rows_wanted(const struct scene_view *scene, const struct column *c, int i)
{
    const struct pane *pane = panes()[c->pane[i]];

    return pane->rows ? pane->rows(scene, c->box.cols - 2) : c->box.rows;
}

static int rows_taken(const struct column *c)
{
    int taken = 1;

    for (int i = 0; i < c->count; i++)
        taken += c->inside[i] + 1;
    return taken;
}

static void remove_pane(struct column *c, int i)
{
    c->count--;
    for (; i < c->count; i++) {
        c->pane[i] = c->pane[i + 1];
        c->inside[i] = c->inside[i + 1];
    }
}

/* The last panes go first, the focused one stays. */
static void drop_what_does_not_fit(const struct scene_view *scene, struct column *c)
{
    for (int i = c->count - 1; i >= 0 && c->count > 1 && rows_taken(c) > c->box.rows; i--)
        if (c->pane[i] != scene->view->focus)
            remove_pane(c, i);
}

/*
 * The pane that comes next when one more row is given away; -1 when all have what they
 * want.
 */
static int neediest(const struct scene_view *scene, const struct column *c)
{
    int best = -1;

    for (int i = 0; i < c->count; i++) {
        const struct pane *pane = panes()[c->pane[i]];

        if (c->inside[i] >= rows_wanted(scene, c, i))
            continue;
        if (best < 0 || c->inside[i] * panes()[c->pane[best]]->weight <
                            c->inside[best] * pane->weight)
            best = i;
    }
    return best;
}

static void share_rows(const struct scene_view *scene, struct column *c)
{
    for (int i = 0; i < c->count; i++)
        c->inside[i] = panes()[c->pane[i]]->least;
    drop_what_does_not_fit(scene, c);
    while (rows_taken(c) < c->box.rows) {
        int i = neediest(scene, c);

        c->inside[i < 0 ? c->count - 1 : i]++;
    }
}

static void place_column(const struct scene_view *scene, struct column *c,
                         struct layout *out)
{
    int row = c->box.row, end = c->box.row + c->box.rows;

    if (c->count == 0)
        return;
    share_rows(scene, c);
    for (int i = 0; i < c->count; i++) {
        struct box box = {c->box.col, row, c->box.cols, c->inside[i] + 2};

        if (i == c->count - 1)
            box.rows = end - row;
        out->placed[out->count++] =
            (struct placed){.pane = c->pane[i], .box = box, .joined = i > 0};
        row += box.rows - 1;
    }
}

static void add_pane(struct column *c, int pane)
{
    c->pane[c->count++] = pane;
}

/* The large pane, and what stands below it unless it is the large one itself. */
static void add_large(const struct scene_view *scene, struct column *c)
{
    int large = pane_in_large_place(scene);

    add_pane(c, large);
    for (int i = 0; i < pane_count(); i++)
        if (i != large && panes()[i]->below && pane_applies(scene, i))
            add_pane(c, i);
}

/*
 * One pane beside the map: the focused one or, when that is the map, the first of the
 * others.
 */
static void place_small(const struct scene_view *scene, struct box body,
                        struct layout *out)
{
    struct column map = {.box = body}, side = {.box = body};
    int others[PANES_MAX], count = others_of(scene, body.rows, others),
                           chosen = others[0];

    for (int i = 0; i < count; i++)
        if (others[i] == scene->view->focus)
            chosen = others[i];
    side.box.cols = SMALL_SIDE;
    map.box.cols = body.cols - SMALL_SIDE;
    side.box.col += map.box.cols;
    add_large(scene, &map);
    add_pane(&side, chosen);
    place_column(scene, &map, out);
    place_column(scene, &side, out);
}

/* The map has a frame of its own, because it is drawn last. */
static void place_stacked(const struct scene_view *scene, struct box body,
                          struct layout *out)
{
    struct column map = {.box = body}, below = {.box = body};
    int others[PANES_MAX], count = others_of(scene, body.rows, others);

    map.box.rows = body.rows * 45 / 100;
    below.box.row += map.box.rows;
    below.box.rows -= map.box.rows;
    add_large(scene, &map);
    for (int i = 0; i < count; i++)
        add_pane(&below, others[i]);
    place_column(scene, &map, out);
    place_column(scene, &below, out);
}

/* The map, and `sides` columns beside it. */
static void place_beside(const struct scene_view *scene, struct box body,
                         struct layout *out)
{
    int sides = body.cols >= TWO_SIDES_COLS && body.rows < TWO_SIDES_ROWS ? 2 : 1;
    int width = body.cols * (sides == 2 ? 30 : 45) / 100;
    struct column map = {.box = body}, side[2] = {{.box = body}, {.box = body}};
    int others[PANES_MAX], count = others_of(scene, body.rows, others);

    width = width < SIDE_LEAST ? SIDE_LEAST : width > SIDE_MOST ? SIDE_MOST : width;
    map.box.cols = body.cols - sides * width;
    add_large(scene, &map);
    place_column(scene, &map, out);
    for (int i = 0; i < count; i++)
        add_pane(&side[i * sides / count], others[i]);
    for (int k = 0; k < sides; k++) {
        side[k].box.col = map.box.cols + k * width;
        side[k].box.cols = width;
        place_column(scene, &side[k], out);
    }
}

/* A way to place panes, and the least room that it needs. */
struct arrangement {
    struct layout_row row;
    int cols, rows;
    void (*place)(const struct scene_view *scene, struct box body, struct layout *out);
};

static void place_fitting(const struct scene_view *scene, struct box body,
                          struct layout *out)
{
    if (body.cols >= STACKED_COLS)
        place_beside(scene, body, out);
    else if (body.rows >= STACKED_ROWS)
        place_stacked(scene, body, out);
    else
        place_small(scene, body, out);
}

static const struct arrangement ARRANGEMENTS[] = {
    {{"fitting", "whatever suits the size of the screen"}, 0, 0, place_fitting},
    {{"beside", "the other panes in columns beside the map"},
     STACKED_COLS,
     0,
     place_beside},
    {{"stacked", "the other panes below the map"}, 0, STACKED_ROWS, place_stacked},
    {{"pair", "the map, and the focused pane beside it"}, 0, 0, place_small},
};

enum { ARRANGEMENT_COUNT = sizeof ARRANGEMENTS / sizeof *ARRANGEMENTS };

bool layout_row(int i, struct layout_row *row)
{
    if (i < 0 || i >= ARRANGEMENT_COUNT)
        return false;
    *row = ARRANGEMENTS[i].row;
    return true;
}

static const struct arrangement *arrangement_of(const struct scene_view *scene,
                                                struct box body)
{
    int i = scene->view->layout;
    const struct arrangement *chosen =
        &ARRANGEMENTS[i > 0 && i < ARRANGEMENT_COUNT ? i : 0];

    return body.cols >= chosen->cols && body.rows >= chosen->rows ? chosen : ARRANGEMENTS;
}

static void place_panes(const struct scene_view *scene, struct box body,
                        struct layout *out)
{
    int alone = scene->view->maximized;

    if (alone >= 0 && alone < pane_count() && pane_applies(scene, alone))
        out->placed[out->count++] = (struct placed){.pane = alone, .box = body};
    else
        arrangement_of(scene, body)->place(scene, body, out);
}

struct layout layout_of(const struct scene_view *scene, int cols, int rows)
{
    struct layout out = {.too_small =
                             cols < SCREEN_COLS_LEAST || rows < SCREEN_ROWS_LEAST};
    bool narrow = cols < NARROW_COLS;
    int words = 1 + (rows >= WORDS_ROWS_FROM || narrow) + (narrow && rows >= NARROW_ROWS);

    if (out.too_small)
        return out;
    out.header = (struct box){0, 0, cols, 1};
    out.words = (struct box){0, rows - 1 - words, cols, words};
    out.keys = (struct box){0, rows - 1, cols, 1};
    place_panes(scene, (struct box){0, 1, cols, rows - 2 - words}, &out);
    return out;
}
