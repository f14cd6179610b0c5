/* The whole screen: header, panes, plain words, keys. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/encode.h"
#include "draw/line.h"
#include "pane/layout.h"

/* The terminal is set up and given back by some more bytes than the frame's own. */
enum { BYTES_A_CELL = 8, BYTES_BESIDE = 600, BUDGET_LEAST = 200 };

enum { WORDS_GAP = 3 };

enum {
    NAME_ROOM = 50,
    FORMULA_EXTRA = 6,
    FORMULA_LEAST = 12,
    PASSES_COLS = 70,
    TITLE_LEAST = 8, /* of the title, beside what the net is */
    SEEN_MOST = 100000
};

static const char NAME[] = "gradscape", NET[] = "net";
static const char NOBODY[] = "Nobody races: o adds a runner.";

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

static const struct run_view *chosen_run(const struct scene_view *scene)
{
    int i = scene->view->run;

    return i >= 0 && i < scene->snap->runs ? &scene->snap->run[i] : NULL;
}

/* What the clock leaves out, where the net's description needs the room. */
enum leaving { LEAVE_NOTHING, LEAVE_SEEN, LEAVE_EPOCH };

/* How often the chosen runner has been through its data, and the examples that makes. */
static void write_passes(const struct scene_view *scene, enum leaving left_out, char *out,
                         size_t size)
{
    const struct run_view *run = chosen_run(scene);
    char seen[NUMBER_TEXT];

    if (!run || !run->has_data || left_out == LEAVE_EPOCH)
        return;
    if (left_out == LEAVE_SEEN)
        snprintf(out, size, "  epoch %lld", (long long)run->epoch);
    else
        snprintf(out, size, "  epoch %lld  seen %s", (long long)run->epoch,
                 number_brief((double)run->seen, run->seen < SEEN_MOST ? 6 : 3, seen));
}

/* The clock, as long as is left of it. */
static void write_clock(const struct scene_view *scene, enum leaving left_out, char *out,
                        size_t size)
{
    const struct view *view = scene->view;
    char speed[48], text[NUMBER_TEXT], passes[64] = "";

    if (view->paused)
        snprintf(speed, sizeof speed, "paused");
    else if (isinf(view->speed))
        snprintf(speed, sizeof speed, "full speed");
    else
        snprintf(speed, sizeof speed, "%s/s", number_brief(view->speed, 3, text));
    write_passes(scene, left_out, passes, sizeof passes);
    snprintf(out, size, "step %lld%s  %s", (long long)scene->snap->step, passes, speed);
    if (scene->snap->last_step > scene->snap->step)
        snprintf(out, size, "step %lld of %lld%s  %s", (long long)scene->snap->step,
                 (long long)scene->snap->last_step, passes, speed);
}

/* What the chosen runner minimizes. */
static const char *formula_of(const struct scene_view *scene)
{
    const struct run_view *run = chosen_run(scene);

    return run && run->own > 0 ? run->formula : scene->snap->formula;
}

/* Of "net 2-32x20-1 tanh, xavier, bce on moons" as much as makes sense and has room. */
static void write_net(struct line *l, const char *text)
{
    int room = l->area.cols - l->col - 3, bytes = (int)strlen(text);
    int first = (int)strcspn(text, ",");

    while (bytes > room && bytes > 0)
        for (bytes--; bytes > 0 && text[bytes] != (bytes < first ? ' ' : ','); bytes--)
            continue;
    if (bytes > (int)strlen(NET))
        line_format(l, ROLE_PLAIN, "  %.*s", bytes, text);
}

/* The columns of what a net is, its loss and data aside; 0 for a landscape. */
static int net_columns(const struct scene_view *scene)
{
    const char *text = formula_of(scene), *end = strrchr(text, ',');

    return scene->snap->layers == 0 ? 0
                                    : 3 + (end ? (int)(end - text) : text_columns(text));
}

/* Of a title like "Saddle: no minimum" the bytes of the name. */
static int name_bytes(const struct snapshot *snap)
{
    const char *end = strstr(snap->title, ": ");

    return end ? (int)(end - snap->title) : (int)strlen(snap->title);
}

/*
 * Of a title only the name, where the formula needs the room, and of a net's even less.
 */
static void write_title(struct line *l, const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    const char *formula = formula_of(scene);
    int room = l->area.cols - l->col, cols = text_columns(formula) + FORMULA_EXTRA;
    int least = room - net_columns(scene);
    char title[200];

    snprintf(title, sizeof title, "%s", snap->title);
    if (text_columns(title) + cols > room)
        snprintf(title, sizeof title, "%.*s", name_bytes(snap), snap->title);
    l->style = STYLE_BOLD;
    if (snap->layers > 0 && least >= TITLE_LEAST && text_columns(title) > least)
        line_text_within(l, ROLE_TITLE, title, least);
    else
        line_text(l, ROLE_TITLE, title);
    l->style = 0;
    if (snap->layers > 0)
        write_net(l, formula);
    else if (formula[0] && l->area.cols - l->col > FORMULA_LEAST)
        line_format(l, ROLE_PLAIN, "  f = %s", formula);
}

/* The clock with as much as leaves room for the net; returns the columns before it. */
static int fit_clock(const struct scene_view *scene, int cols, char *out, size_t size)
{
    enum leaving left_out = cols < PASSES_COLS ? LEAVE_EPOCH : LEAVE_NOTHING;
    int room;

    for (;; left_out++) {
        int title = left_out == LEAVE_NOTHING ? name_bytes(scene->snap) : TITLE_LEAST;

        write_clock(scene, left_out, out, size);
        room = cols - text_columns(out);
        if (left_out == LEAVE_EPOCH || net_columns(scene) + title + 2 <= room)
            return room;
    }
}

static void draw_header(const struct area *a, const struct scene_view *scene)
{
    struct line l = line_of(a, 0);
    char clock[128], seed[40];
    int room;

    l.ground = ROLE_BAR;
    snprintf(seed, sizeof seed, "  seed %llu ", (unsigned long long)scene->snap->seed);
    room = fit_clock(scene, a->cols - text_columns(seed), clock, sizeof clock);
    area_fill(a, cell_blank(ROLE_BAR));
    l.area.cols = room - 1;
    line_text(&l, ROLE_TITLE, " ");
    if (room > NAME_ROOM + net_columns(scene))
        line_format(&l, ROLE_DIM, "%s  ", NAME);
    write_title(&l, scene);
    l.area.cols = a->cols;
    line_to(&l, room);
    line_text(&l, scene->view->paused ? ROLE_WARN : ROLE_VALUE, clock);
    line_text(&l, ROLE_DIM, seed);
}

/*
 * Of the chosen runner the first finding, else another's, else what the scene is about.
 */
static const struct finding *first_finding(const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    int chosen = scene->view->run;

    if (chosen >= 0 && chosen < snap->runs && snap->run[chosen].findings > 0)
        return &snap->run[chosen].finding[0];
    for (int i = 0; i < snap->runs; i++)
        if (snap->run[i].findings > 0)
            return &snap->run[i].finding[0];
    return NULL;
}

/* What is happening and what to try; where nothing does, what the scene is about. */
static void write_words(const struct scene_view *scene, char *out, size_t size)
{
    const struct finding *found = first_finding(scene);

    if (scene->snap->runs == 0)
        snprintf(out, size, "%s %s", NOBODY, scene->snap->about);
    else if (found)
        snprintf(out, size, "%s %s", found->sentence, found->advice);
    else
        snprintf(out, size, "%s", scene->snap->about);
}

/* One text with what is happening, so that it takes no more rows than it must. */
static void draw_message(const struct area *a, const char *message, const char *words)
{
    char text[768];
    struct line l = line_of(a, 0);

    snprintf(text, sizeof text, "%s%*s%s", message, WORDS_GAP, "", words);
    area_wrap(a, ROLE_PLAIN, text);
    line_text(&l, ROLE_GOOD, message);
}

static void draw_words(const struct area *a, const struct scene_view *scene)
{
    const struct view *view = scene->view;
    const char *message = view->message ? view->message : "";
    struct area inside = area_part(a, (struct box){1, 0, a->cols - 2, a->rows});
    char words[512];

    write_words(scene, words, sizeof words);
    if (view->message_is_error && message[0])
        area_wrap(&inside, ROLE_BAD, message);
    else if (text_columns(message) + WORDS_GAP > inside.cols)
        area_wrap(&inside, ROLE_GOOD, message);
    else if (message[0])
        draw_message(&inside, message, words);
    else
        area_wrap(&inside, ROLE_PLAIN, words);
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
        l.style = at == view->cursor ? STYLE_REVERSE : 0;
        if (at >= skip)
            line_glyph(&l, ROLE_PLAIN, glyph);
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

    snprintf(text, sizeof text, "%s needs %d x %d cells; this is %d x %d", NAME,
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
    draw_header(&header, scene);
    draw_words(&words, scene);
    if (scene->view->prompt)
        draw_prompt(&keys, scene->view);
    else
        draw_keys(&keys, scene->view->keys ? scene->view->keys : "");
    draw_panes(&whole, &layout, scene);
}
