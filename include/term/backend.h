#ifndef TERM_BACKEND_H
#define TERM_BACKEND_H

#include "draw/canvas.h"
#include "draw/theme.h"
#include "term/key.h"

/*
 * What shows canvases to a person. A backend is an instance: its struct begins with
 * struct backend, and its kind says how to use it.
 */
struct backend {
    const struct backend_kind *kind;
};

/* What it can do now; the size changes when the person resizes the terminal. */
struct ability {
    int cols, rows;
    int colours; /* 0, 8, 16, 256 */
    bool utf8;   /* whether more than ASCII can be shown */
};

enum input { INPUT_READ, INPUT_ENDED };

struct backend_kind {
    const char *name;
    struct ability (*ability)(struct backend *b);

    /* Shows the canvas: what changed since the last one. */
    void (*show)(struct backend *b, const struct canvas *canvas,
                 const struct theme *theme);
    void (*forget)(struct backend *b); /* the next show paints everything */

    int (*input)(const struct backend *b);  /* to be polled */
    int (*output)(const struct backend *b); /* the same; show blocks while it is full */
    enum input (*read)(struct backend *b, struct keys *keys); /* after poll said so */

    void (*leave)(struct backend *b); /* gives the terminal back, for now */
    void (*enter)(
        struct backend *b); /* takes it again; the next show paints everything */
    void (*close)(struct backend *b); /* gives it back and frees b */
};

#endif
