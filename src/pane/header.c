/* The scene's title, what is minimized, and the clock. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "draw/line.h"
#include "pane/rows.h"

enum {
    NAME_ROOM = 50,
    FORMULA_EXTRA = 6,
    FORMULA_LEAST = 12,
    PASSES_COLS = 70,
    TITLE_LEAST = 8, /* of the title, beside what the net is */
    GAP = 2,
    ELLIPSIS_COLS = 2, /* at the most */
    SEEN_MOST = 100000
};

/* What the clock leaves out, where the net's description needs the room. */
enum leaving { LEAVE_NOTHING, LEAVE_SEEN, LEAVE_EPOCH };

/* How often the chosen runner has been through its data, and the examples that makes. */
static void write_passes(const struct scene_view *scene, enum leaving left_out, char *out,
                         size_t size)
{
    const struct run_view *run = view_chosen(scene->view, scene->snap);
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
    const struct run_view *run = view_chosen(scene->view, scene->snap);

    return run && run->own > 0 ? run->formula : scene->snap->formula;
}

/* The bytes of "net 2-32x20-1 tanh, batch norm, xavier, bce on moons" before its end. */
static int bytes_before(const char *text, int bytes)
{
    int first = (int)strcspn(text, ","), least = (int)strcspn(text, " ");
    char end = bytes > first ? ',' : ' ';

    do
        bytes--;
    while (bytes > least && text[bytes] != end);
    return bytes > least ? bytes : 0;
}

/* How much of what a net is stands in the header. */
enum net_part { NET_ALL, NET_WITHOUT_DATA, NET_WITHOUT_INIT };

static int net_bytes(const struct scene_view *scene, int left_out)
{
    const char *text = formula_of(scene);
    int bytes = (int)strlen(text);

    for (; left_out > 0 && bytes > 0; left_out--)
        bytes = bytes_before(text, bytes);
    return bytes;
}

/* The columns that it takes behind a title; 0 for a landscape, and for nothing. */
static int net_columns(const struct scene_view *scene, int left_out)
{
    int bytes = scene->snap->layers > 0 ? net_bytes(scene, left_out) : 0;

    return bytes == 0 ? 0 : GAP + bytes + (left_out ? ELLIPSIS_COLS : 0);
}

/* Of a title like "Saddle: no minimum" the bytes of the name. */
static int name_bytes(const struct snapshot *snap)
{
    const char *end = strstr(snap->title, ": ");

    return end ? (int)(end - snap->title) : (int)strlen(snap->title);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/*
 * What a net is comes before its title, of which a few letters are enough, but for where
 * its weights and its data come from.
 */
static void write_title_of_net(struct line *l, const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    const char *ellipsis = l->area.canvas->glyphs->ellipsis;
    int room = l->area.cols - l->col, full = text_columns(snap->title), left_out = 0;
    int name = least(name_bytes(snap), full), wanted = name, bytes;
    char title[200];

    while (net_columns(scene, left_out) > 0 &&
           net_columns(scene, left_out) + wanted > room)
        wanted = left_out++ == NET_ALL ? least(name, TITLE_LEAST) : wanted;
    room -= net_columns(scene, left_out);
    bytes = net_bytes(scene, left_out);
    snprintf(title, sizeof title, "%.*s", full <= room ? full : name, snap->title);
    l->style = STYLE_BOLD;
    if (text_columns(title) > room)
        line_text_within(l, ROLE_TITLE, title, room);
    else
        line_text(l, ROLE_TITLE, title);
    l->style = 0;
    if (bytes > 0)
        line_format(l, ROLE_PLAIN, "  %.*s%s", bytes, formula_of(scene),
                    left_out ? ellipsis : "");
}

/* Of a title only the name, where the formula needs the room. */
static void write_title(struct line *l, const struct scene_view *scene)
{
    const struct snapshot *snap = scene->snap;
    const char *formula = formula_of(scene);
    int room = l->area.cols - l->col, cols = text_columns(formula) + FORMULA_EXTRA;
    bool whole = text_columns(snap->title) + cols <= room;

    l->style = STYLE_BOLD;
    line_format(l, ROLE_TITLE, "%.*s", whole ? -1 : name_bytes(snap), snap->title);
    l->style = 0;
    if (formula[0] && l->area.cols - l->col > FORMULA_LEAST)
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
        if (left_out == LEAVE_EPOCH ||
            net_columns(scene, NET_WITHOUT_DATA) + title + 2 <= room)
            return room;
    }
}

void header_draw(const struct area *a, const struct scene_view *scene)
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
    if (room > NAME_ROOM + net_columns(scene, NET_WITHOUT_DATA))
        line_text(&l, ROLE_DIM, "gradscape  ");
    if (scene->snap->layers > 0)
        write_title_of_net(&l, scene);
    else
        write_title(&l, scene);
    l.area.cols = a->cols;
    line_to(&l, room);
    line_text(&l, scene->view->paused ? ROLE_WARN : ROLE_VALUE, clock);
    line_text(&l, ROLE_DIM, seed);
}
