/* Cells as text with SGR sequences, each as short as what went before allows. */

#include "base/text.h"
#include "draw/encode.h"

/* What the terminal has been told. */
struct pencil {
    struct buffer *out;
    struct paint now;
};

static const struct paint OWN = {COLOUR_OWN, COLOUR_OWN, 0};

struct style {
    unsigned bit;
    int sgr;
};

static const struct style STYLES[] = {
    {STYLE_BOLD, 1}, {STYLE_UNDERLINE, 4}, {STYLE_REVERSE, 7}};

static void add_parameter(struct buffer *out, int *count, int value)
{
    buffer_format(out, *count > 0 ? ";%d" : "\033[%d", value);
    ++*count;
}

/* base is 30 for ink and 40 for ground. */
static void add_colour(struct buffer *out, int *count, int base, int colour)
{
    if (colour < 0) {
        add_parameter(out, count, base + 9);
    } else if (colour < 8) {
        add_parameter(out, count, base + colour);
    } else if (colour < 16) {
        add_parameter(out, count, base + 60 + colour - 8);
    } else {
        add_parameter(out, count, base + 8);
        add_parameter(out, count, 5);
        add_parameter(out, count, colour);
    }
}

static void change_paint(struct pencil *p, struct paint want)
{
    int count = 0;

    if (p->now.style & ~want.style) {
        add_parameter(p->out, &count, 0);
        p->now = OWN;
    }
    for (size_t i = 0; i < sizeof STYLES / sizeof *STYLES; i++)
        if (want.style & ~p->now.style & STYLES[i].bit)
            add_parameter(p->out, &count, STYLES[i].sgr);
    if (want.ink != p->now.ink)
        add_colour(p->out, &count, 30, want.ink);
    if (want.ground != p->now.ground)
        add_colour(p->out, &count, 40, want.ground);
    if (count > 0)
        buffer_add_text(p->out, "m");
    p->now = want;
}

static int changes(const struct paint *a, const struct paint *b)
{
    return (a->ink != b->ink) + (a->ground != b->ground);
}

/* Of the pictures that look the same, the one that needs the fewest changes. */
static void choose_equal(const struct paint *now, struct paint *want, uint32_t *glyph)
{
    struct paint swapped = {want->ground, want->ink, want->style};

    if (want->style)
        return;
    if (*glyph == u'█' && now->ink != want->ink) {
        want->ground = want->ink;
        *glyph = ' ';
    }
    if ((*glyph == u'▀' || *glyph == u'▄') &&
        changes(now, &swapped) < changes(now, want)) {
        *want = swapped;
        *glyph = *glyph == u'▀' ? u'▄' : u'▀';
    }
    if (*glyph == u'█')
        want->ground = now->ground;
}

/* A blank shows no ink. */
static void ignore_ink(const struct paint *now, struct paint *want)
{
    if (want->style & (STYLE_UNDERLINE | STYLE_REVERSE))
        return;
    want->style = now->style & STYLE_BOLD;
    want->ink = now->style & ~want->style ? COLOUR_OWN : now->ink;
}

static void put_cell(struct pencil *p, const struct theme *theme, struct cell cell)
{
    struct paint want = theme_paint(theme, cell);
    uint32_t glyph = cell.glyph;
    char bytes[4];

    if (glyph == CELL_TAIL)
        return;
    if (theme->colours >= 8)
        choose_equal(&p->now, &want, &glyph);
    if (glyph == ' ')
        ignore_ink(&p->now, &want);
    change_paint(p, want);
    buffer_add(p->out, bytes, text_encode(glyph, bytes));
}

static bool shows_nothing(const struct theme *theme, struct cell cell)
{
    struct paint paint = theme_paint(theme, cell);

    return cell.glyph == ' ' && paint.ground == COLOUR_OWN &&
           !(paint.style & (STYLE_UNDERLINE | STYLE_REVERSE));
}

void encode_ansi(const struct canvas *c, const struct theme *theme, struct buffer *out)
{
    for (int row = 0; row < c->rows; row++) {
        const struct cell *cells = c->cells + (size_t)row * (size_t)c->cols;
        struct pencil pencil = {.out = out, .now = OWN};
        int end = c->cols;

        while (end > 0 && shows_nothing(theme, cells[end - 1]))
            end--;
        for (int col = 0; col < end; col++)
            put_cell(&pencil, theme, cells[col]);
        if (changes(&pencil.now, &OWN) || pencil.now.style)
            buffer_add_text(out, "\033[0m");
        buffer_add_text(out, "\n");
    }
}
