/* Block elements, frames, shades and braille as rectangles. */
#include "draw/shape.h"

#include <stddef.h>

#include "draw/glyphs.h"

enum { WIDTH = SHAPE_WIDTH, HEIGHT = SHAPE_HEIGHT };

struct drawing {
    uint32_t glyph;
    struct rect rect[4]; /* ended by an empty one */
};

static const struct drawing DRAWINGS[] = {
    {u'─', {{0, 7, 8, 1}}},
    {u'│', {{3, 0, 1, 16}}},
    {u'┌', {{3, 7, 5, 1}, {3, 7, 1, 9}}},
    {u'┐', {{0, 7, 4, 1}, {3, 7, 1, 9}}},
    {u'└', {{3, 0, 1, 8}, {3, 7, 5, 1}}},
    {u'┘', {{3, 0, 1, 8}, {0, 7, 4, 1}}},
    {u'├', {{3, 0, 1, 16}, {3, 7, 5, 1}}},
    {u'┤', {{3, 0, 1, 16}, {0, 7, 4, 1}}},
    {u'┼', {{3, 0, 1, 16}, {0, 7, 8, 1}}},
    {u'═', {{0, 6, 8, 1}, {0, 9, 8, 1}}},
    {u'║', {{2, 0, 1, 16}, {5, 0, 1, 16}}},
    {u'╔', {{2, 6, 6, 1}, {2, 6, 1, 10}, {5, 9, 3, 1}, {5, 9, 1, 7}}},
    {u'╗', {{0, 6, 6, 1}, {5, 6, 1, 10}, {0, 9, 3, 1}, {2, 9, 1, 7}}},
    {u'╚', {{2, 9, 6, 1}, {2, 0, 1, 10}, {5, 6, 3, 1}, {5, 0, 1, 7}}},
    {u'╝', {{0, 9, 6, 1}, {5, 0, 1, 10}, {0, 6, 3, 1}, {2, 0, 1, 7}}},
    {u'■', {{1, 5, 6, 6}}},
};

static void add(struct shape *shape, struct rect rect)
{
    shape->rect[shape->count++] = rect;
}

static struct shape drawn(const struct drawing *drawing)
{
    struct shape shape = {.opacity = 100};

    for (int i = 0; i < 4 && drawing->rect[i].width > 0; i++)
        add(&shape, drawing->rect[i]);
    return shape;
}

/* The dots of a set as equal parts of the cell; round dots leave a margin. */
static struct shape dotted(const struct glyphs *set, unsigned bits, int margin)
{
    struct shape shape = {.opacity = 100};
    int width = WIDTH / set->across, height = HEIGHT / set->down;

    for (int i = 0; i < set->across * set->down; i++)
        if (bits >> i & 1)
            add(&shape, (struct rect){i % set->across * width + margin,
                                      i / set->across * height + margin,
                                      width - 2 * margin, height - 2 * margin});
    return shape;
}

static struct shape filled(int height, int opacity)
{
    return (struct shape){
        .count = 1, .rect = {{0, HEIGHT - height, WIDTH, height}}, .opacity = opacity};
}

struct shape shape_of(uint32_t glyph)
{
    static const char *const dotted_sets[] = {"half", "quadrant", "braille"};

    if (glyph < 0x80)
        return (struct shape){0};
    if (glyph >= u'░' && glyph <= u'▓')
        return filled(HEIGHT, 25 * (int)(glyph - u'░' + 1));
    if (glyph >= u'▁' && glyph <= u'█')
        return filled(HEIGHT / 8 * (int)(glyph - u'▁' + 1), 100);
    for (int i = 0; i < 3; i++) {
        const struct glyphs *set = glyphs_find(dotted_sets[i]);
        unsigned bits = glyph_dots(set, glyph);

        if (bits)
            return dotted(set, bits, set->dots ? 0 : 1);
    }
    for (size_t i = 0; i < sizeof DRAWINGS / sizeof *DRAWINGS; i++)
        if (DRAWINGS[i].glyph == glyph)
            return drawn(&DRAWINGS[i]);
    return (struct shape){0};
}
