#ifndef DRAW_ROLE_H
#define DRAW_ROLE_H

/*
 * What a mark on the screen means. Panes speak in roles alone; a theme (draw/theme.h)
 * says how a role looks on a terminal of so many colours. A role serves as ink, as
 * ground, or as either.
 */
enum { RUNNERS_MAX = 8, BANDS_MAX = 12, REGIONS_MAX = 8 };

enum role {
    ROLE_PLAIN, /* text and empty ground: the terminal's own colours */
    ROLE_DIM,   /* what may be overlooked: labels, units */
    ROLE_FRAME,
    ROLE_TITLE,
    ROLE_FOCUS, /* frame and title of the pane that the keys go to */
    ROLE_KEY,   /* a key to press */
    ROLE_VALUE, /* a number that changes */
    ROLE_GOOD,
    ROLE_WARN,
    ROLE_BAD,
    ROLE_AXIS,
    ROLE_CURVE, /* a landscape of one dimension */
    ROLE_TANGENT,
    ROLE_CONTOUR, /* a line between two bands where there are no colours */
    ROLE_GHOST,   /* what was before the last reset */
    ROLE_CROSS,   /* where the start is being moved to */
    ROLE_MINIMUM,
    ROLE_SADDLE,
    ROLE_MAXIMUM,
    ROLE_CHOSEN,    /* ground of the row that the arrow keys change */
    ROLE_BAR,       /* ground of the first and the last line */
    ROLE_ON_RUNNER, /* ink upon a runner's colour as ground */
    ROLE_UNDEFINED, /* ground and ink of a map where the value is not a number */
    ROLE_RUNNER,    /* the first of RUNNERS_MAX: a runner's own colour */
    ROLE_BAND = ROLE_RUNNER +
                RUNNERS_MAX, /* the first of BANDS_MAX grounds of a map, low to high */
    /* the first of REGIONS_MAX inks: a point of that class, upon any region */
    ROLE_POINT = ROLE_BAND + BANDS_MAX,
    /* the first of REGIONS_MAX grounds: where a net says that class, and is sure of it */
    ROLE_REGION = ROLE_POINT + REGIONS_MAX,
    /* the same where it is not */
    ROLE_DOUBT = ROLE_REGION + REGIONS_MAX,
    ROLE_COUNT = ROLE_DOUBT + REGIONS_MAX
};

/* The role of runner number `slot`, 0 to 7. */
#define ROLE_OF_RUNNER(slot) ((enum role)(ROLE_RUNNER + (slot)))

/* Classes beyond REGIONS_MAX begin again with the first role. */
#define ROLE_OF_CLASS(first, k) ((enum role)((first) + (k) % REGIONS_MAX))

/* Attributes, joined by |, beside the colours. */
enum { STYLE_BOLD = 1, STYLE_UNDERLINE = 2, STYLE_REVERSE = 4 };

#endif
