#ifndef PANE_GROUND_H
#define PANE_GROUND_H

#include "draw/canvas.h"
#include "draw/field.h"
#include "sim/snapshot.h"

/*
 * What a ground depends on: the same, and it is the one that was drawn before.
 */
struct ground_key {
    const void *of;   /* which picture it is */
    uint64_t version; /* another number whenever the field is another */
    uint64_t kind;    /* while it is the same, its look does not become finer again */
    int done;         /* rows of the field */
    struct window window;
    struct box box; /* where it stands on the canvas */
    const struct glyphs *glyphs;
    int colours;
    struct field_look best;
};

/*
 * The ground of the large place (bands under runners, regions under points) as it was
 * drawn last, so that it is drawn again only when it changed, since most frames move a
 * few marks over it, and so that its colours hold still: it may become coarser where more
 * stands upon it, but not finer again. The application gives it a canvas of the screen's
 * size and clears `known` when it opens another scene; the rest is the panes'.
 */
struct ground {
    struct canvas canvas;
    bool known;
    size_t cost; /* encode_cost of the ground alone */
    struct ground_key key;
    struct field_look look;
    int fewer; /* how much the pane leaves out of what stands upon it; as the look */
};

/* What is to be drawn; key.box, glyphs and colours are those of the area. */
struct ground_picture {
    const struct field *field;
    struct ground_key key;
    size_t budget; /* what it may cost */
};

/* Fills the area. Nothing is kept where `kept` is NULL or of another size. */
void ground_draw(const struct area *area, struct ground *kept,
                 const struct ground_picture *picture);

#endif
