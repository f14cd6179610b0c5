/* The whole screen: header, panes, plain words, keys. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/encode.h"
#include "draw/line.h"
#include "pane/layout.h"
#include "pane/rows.h"

/* The terminal is set up and given back by some more bytes than the frame's own. */
enum { BYTES_A_CELL = 8, BYTES_BESIDE = 600, BUDGET_LEAST = 200 };

void screen_ask(const struct scene_view *scene, int cols, int rows, struct asks *asks)
{
    struct layout layout = layout_of(scene, cols, rows);

    for (int i = 0; i < layout.count; i++) {
        const struct pane *pane = panes()[layout.placed[i].pane];
        const struct box *box = &layout.placed[i].box;

        if (pane->ask && box->cols > 2 && box->rows > 2)
            pane->ask(scene, box->cols - 2, box->rows - 2, asks);
    }
}

/* Draws its frame; returns the inside. */
static struct area frame_pane(const struct area *whole, const struct placed *placed,
                              const struct scene_view *scene)
{
    const struct pane *pane = panes()[placed->pane];
    struct area framed = area_part(whole, placed->box);
    char note[160] = "";

    if (pane->note)
        pane->note(scene, note, sizeof note);
    return area_frame(&framed,
                      &(struct frame){.number = placed->pane + 1,
                                      .title = pane->title,
                                      .note = note[0] ? note : NULL,
                                      .focused = placed->pane == scene->view->focus,
                                      .joined = placed->joined});
}

static void fill_pane(const struct area *whole, const struct placed *placed,
                      struct area *inside, const struct scene_view *scene)
{
    const struct pane *pane = panes()[placed->pane];
    struct area framed = area_part(whole, placed->box);

    pane->draw(inside, scene);
    if (pane->edge)
        pane->edge(&framed, scene);
}

/* Where the cursor stays in sight of a long line, its beginning is left out. */
static void draw_prompt(const struct area *a, const struct view *view)
{
    struct line l = line_of(a, 0);
    const char *text = view->prompt;
    int skip = view->cursor + 3 - a->cols, at = 0;
    uint32_t glyph;
    size_t length;

    line_glyph(&l, ROLE_KEY, ':');
    for (; (length = text_decode(text, &glyph)) > 0; text += length, at++) {
        bool bad = at >= view->bad && at < view->bad_end;

        l.style = at == view->cursor ? STYLE_REVERSE : bad ? STYLE_UNDERLINE : 0;
        if (at >= skip)
            line_glyph(&l, bad ? ROLE_BAD : ROLE_PLAIN, glyph);
    }
    l.style = STYLE_REVERSE;
    if (view->cursor >= at)
        line_glyph(&l, ROLE_PLAIN, ' ');
}

/* The bytes of a pair of a key and its word; two blanks stand between pairs. */
static int pair_bytes(const char *keys)
{
    const char *end = strstr(keys, "  ");

    return (int)(end ? (size_t)(end - keys) : strlen(keys));
}

static const char *next_pair(const char *keys)
{
    keys += pair_bytes(keys);
    return keys + strspn(keys, " ");
}

static void write_pair(struct line *l, const char *keys)
{
    int key = (int)strcspn(keys, " ");

    line_format(l, ROLE_KEY, "%s%.*s", l->col > 1 ? "  " : "", key, keys);
    line_format(l, ROLE_PLAIN, "%.*s", pair_bytes(keys) - key, keys + key);
}

/* The last two pairs are always there; of the others as many as fit. */
static void draw_keys(const struct area *a, const char *keys)
{
    struct line l = line_of(a, 0);
    const char *last = keys;

    l.ground = ROLE_BAR;
    area_fill(a, cell_blank(ROLE_BAR));
    l.col = 1;
    while (*last && *next_pair(last) && *next_pair(next_pair(last)))
        last = next_pair(last);
    for (; *keys; keys = next_pair(keys))
        if (keys >= last || l.col + pair_bytes(keys) + (int)strlen(last) + 4 <= a->cols)
            write_pair(&l, keys);
}

static void draw_too_small(const struct area *whole)
{
    char text[80];

    snprintf(text, sizeof text, "gradscape needs %d x %d cells; this is %d x %d",
             SCREEN_COLS_LEAST, SCREEN_ROWS_LEAST, whole->cols, whole->rows);
    area_wrap(whole, ROLE_PLAIN, text);
}

/* What is left for the large pane when all others are drawn. */
static size_t budget_of(const struct area *whole, const struct area *left)
{
    size_t cells = (size_t)whole->cols * (size_t)whole->rows;
    size_t most = cells * BYTES_A_CELL;
    size_t taken = encode_cost(whole) - encode_cost(left) + BYTES_BESIDE;

    return most > taken + BUDGET_LEAST ? most - taken : BUDGET_LEAST;
}

/* The large one is filled last, with what the others leave of the frame's bytes. */
static void draw_panes(const struct area *whole, const struct layout *layout,
                       const struct scene_view *scene)
{
    struct area inside[PANES_MAX];
    struct scene_view own = *scene;

    for (int i = 0; i < layout->count; i++) {
        const struct placed *placed = &layout->placed[i];

        inside[i] = frame_pane(whole, placed, scene);
        if (!panes()[placed->pane]->large)
            fill_pane(whole, placed, &inside[i], scene);
    }
    for (int i = 0; i < layout->count; i++) {
        const struct placed *placed = &layout->placed[i];
        struct area left = area_part(whole, placed->box);

        if (!panes()[placed->pane]->large)
            continue;
        own.budget = budget_of(whole, &left);
        own.shares_edge = i + 1 < layout->count && layout->placed[i + 1].joined;
        fill_pane(whole, placed, &inside[i], &own);
    }
}

void screen_draw(struct canvas *canvas, const struct scene_view *scene)
{
    struct layout layout = layout_of(scene, canvas->cols, canvas->rows);
    struct area whole, header, words, keys;

    canvas->glyphs = scene->view->glyphs;
    canvas->colours = scene->view->colours;
    canvas_clear(canvas);
    whole = area_whole(canvas);
    if (layout.too_small) {
        draw_too_small(&whole);
        return;
    }
    header = area_part(&whole, layout.header);
    words = area_part(&whole, layout.words);
    keys = area_part(&whole, layout.keys);
    header_draw(&header, scene);
    words_draw(&words, scene);
    if (scene->view->prompt)
        draw_prompt(&keys, scene->view);
    else
        draw_keys(&keys, scene->view->keys ? scene->view->keys : "");
    draw_panes(&whole, &layout, scene);
}
