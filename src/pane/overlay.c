/* A list in a frame in the middle of the screen, over whatever is there. */
#include "pane/overlay.h"

#include <stddef.h>

#include "base/text.h"
#include "draw/line.h"

enum { EDGES = 2, GAP = 2, LEFT_MOST = 18, TITLE_ROOM = 10 };

/* The whole text of the chosen row stands below the list, where there are rows for it. */
enum { WHOLE_ROWS = 2, WHOLE_FROM = 16 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int greatest(int a, int b)
{
    return a > b ? a : b;
}

static int left_columns(const struct overlay *o)
{
    int cols = 0;

    for (int i = 0; i < o->count; i++)
        if (!o->row[i].heading)
            cols = greatest(cols, text_columns(o->row[i].left));
    return least(cols, LEFT_MOST);
}

static int wanted_columns(const struct overlay *o)
{
    int cols = text_columns(o->title) + text_columns(o->note) + TITLE_ROOM;
    int left = left_columns(o);

    for (int i = 0; i < o->count; i++)
        cols = greatest(cols, greatest(left, text_columns(o->row[i].left)) + 2 * GAP +
                                  text_columns(o->row[i].right) +
                                  text_columns(o->row[i].note) + EDGES + 2);
    return cols;
}

static int head_rows(const struct overlay *o)
{
    return o->filter ? 1 : 0;
}

static int foot_rows(const struct overlay *o, int screen_rows)
{
    return o->filter && screen_rows > WHOLE_FROM ? WHOLE_ROWS : 0;
}

int overlay_room(const struct overlay *o, int screen_rows)
{
    int around = EDGES + head_rows(o) + foot_rows(o, screen_rows);

    return greatest(screen_rows - around - (screen_rows > WHOLE_FROM ? 2 : 0), 1);
}

int overlay_top(const struct overlay *o, int screen_rows)
{
    int room = overlay_room(o, screen_rows), top = o->top;

    if (o->chosen >= 0 && o->chosen < top)
        top = o->chosen;
    if (o->chosen >= top + room)
        top = o->chosen - room + 1;
    return greatest(0, least(top, o->count - room));
}

static void draw_texts(struct line *line, const struct overlay *o,
                       const struct overlay_row *r)
{
    int cols = line->area.cols;

    line_to(line, greatest(1 + left_columns(o), line->col) + GAP);
    line_text(line, ROLE_PLAIN, r->right);
    if (line->col + GAP + text_columns(r->note) <= cols)
        line_right(line, ROLE_DIM, r->note);
}

static void draw_row(const struct area *inside, int row, const struct overlay *o, int i)
{
    const struct overlay_row *r = &o->row[i];
    const struct glyphs *glyphs = inside->canvas->glyphs;
    struct line line = line_of(inside, row);

    if (i == o->chosen)
        line.ground = ROLE_CHOSEN;
    line_glyph(&line, ROLE_FOCUS, i == o->chosen ? glyphs->chosen : ' ');
    line_text(&line, r->heading ? ROLE_TITLE : ROLE_KEY, r->left);
    if (!r->heading)
        draw_texts(&line, o, r);
    line_fill(&line);
}

static void draw_filter(const struct area *inside, const struct overlay *o)
{
    struct line line = line_of(inside, 0);

    line_text(&line, ROLE_DIM, " find: ");
    line_text(&line, ROLE_VALUE, o->filter);
    line_glyph(&line, ROLE_FOCUS, inside->canvas->glyphs->cursor);
    line_fill(&line);
}

static void draw_whole(const struct area *inside, const struct overlay *o, int rows)
{
    struct area foot =
        area_part(inside, (struct box){1, inside->rows - rows, inside->cols - 2, rows});

    if (rows > 0 && o->chosen >= 0)
        area_wrap(&foot, ROLE_DIM, o->row[o->chosen].right);
}

static void draw_rows(const struct area *inside, const struct overlay *o)
{
    int head = head_rows(o), foot = foot_rows(o, inside->canvas->rows);

    if (o->filter)
        draw_filter(inside, o);
    draw_whole(inside, o, foot);
    for (int row = head; row < inside->rows - foot; row++)
        if (o->top + row - head < o->count)
            draw_row(inside, row, o, o->top + row - head);
    if (o->count == 0) {
        struct line line = line_of(inside, head);

        line_text(&line, ROLE_DIM, " nothing is called that");
    }
}

void overlay_draw(struct canvas *canvas, const struct overlay *o)
{
    const struct area whole = area_whole(canvas);
    int cols = least(canvas->cols, wanted_columns(o));
    int rows = least(greatest(o->count, 1), overlay_room(o, canvas->rows));
    const struct frame frame = {.title = o->title, .note = o->note, .focused = true};
    struct area box, inside;

    rows = least(rows + EDGES + head_rows(o) + foot_rows(o, canvas->rows), canvas->rows);
    box = area_part(&whole, (struct box){.col = (canvas->cols - cols) / 2,
                                         .row = (canvas->rows - rows) / 2,
                                         .cols = cols,
                                         .rows = rows});
    area_fill(&box, cell_blank(ROLE_PLAIN));
    inside = area_frame(&box, &frame);
    draw_rows(&inside, o);
}
