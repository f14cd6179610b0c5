/*
 * Glyphs and colours for a terminal: of those that look the same, the ones that cost the
 * fewest bytes.
 */
#include "term/dress.h"

#include <stddef.h>

/*
 * ncurses takes lines with equal characters for scrolled ones, whatever their colours,
 * and repaints the screen to mend it. The row's number, written into the map in upper and
 * lower halves that look the same, tells lines apart. Blanks need it only where no pane
 * stands beside the map.
 */
enum { ROW_BITS = 10 };

static void tell_rows_apart(struct dressed *it, int row, int col, bool wide_map)
{
    bool one = col < 2 * ROW_BITS && (row >> col % ROW_BITS & 1);

    if (it->paint.style)
        return;
    if (it->glyph == (one ? u'▀' : u'▄')) {
        it->glyph = one ? u'▄' : u'▀';
        it->paint = (struct paint){it->paint.ground, it->paint.ink, 0};
    } else if (it->glyph == ' ' && one && wide_map) {
        it->glyph = u'▀';
        it->paint.ink = it->paint.ground;
    }
}

static bool is_band(struct cell cell)
{
    return cell.ground >= ROLE_BAND && cell.ground < ROLE_COUNT;
}

bool dress_has_wide_map(const struct canvas *c)
{
    size_t middle = (size_t)(c->rows / 2) * (size_t)c->cols;

    return c->cols > 1 && is_band(c->cells[middle + (size_t)c->cols - 2]);
}

static bool shows_ink(uint32_t glyph, unsigned style)
{
    return glyph != ' ' || (style & (STYLE_REVERSE | STYLE_UNDERLINE));
}

/*
 * A blank may have any ink: with that of the cell before it no colour changes between
 * them.
 */
static struct paint blank_after(struct paint before, int ground)
{
    if (before.ground == ground && !shows_ink(' ', before.style))
        return before;
    return (struct paint){COLOUR_OWN, ground, 0};
}

struct dressed dress(struct dressing *d, int row, int col, struct cell cell)
{
    struct dressed it = {cell.glyph, theme_paint(&d->theme, cell)};

    if (col == 0)
        d->before = (struct paint){COLOUR_OWN, COLOUR_OWN, 0};
    if (d->theme.colours > 0 && d->utf8 && is_band(cell))
        tell_rows_apart(&it, row, col, d->wide_map);
    if (!shows_ink(it.glyph, it.paint.style))
        it.paint = blank_after(d->before, it.paint.ground);
    d->before = it.paint;
    return it;
}
