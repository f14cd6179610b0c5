#ifndef PANE_LAYER_QUANTITY_H
#define PANE_LAYER_QUANTITY_H

#include "pane/view.h"

/*
 * What the bars of a net's layers can show: one row a quantity, one bar a layer. To add
 * one: a row in layer_quantities.c.
 */

/* What a layer says of a quantity; nan for what is not known. */
struct reading {
    double value;  /* where the bar ends */
    double from;   /* where it begins; used on an axis that is not logarithmic */
    double middle; /* marked on the bar; nan for none */
    double before; /* what it was at the step before, exactly */
    bool theory;   /* the rest is there */
    double expected, low, high; /* two nets of three lie between low and high */
};

enum quantity_scale {
    QUANTITY_DECADES,   /* logarithmic, whole decades */
    QUANTITY_FROM_ZERO, /* linear, 0 is on it */
    QUANTITY_SHARE      /* 0 to 1 */
};

struct layer_quantity {
    const char *name;    /* gradient: the word of `quantity` */
    const char *sign;    /* |dL/dW| */
    const char *help;    /* one line */
    const char *unknown; /* said where no layer has a value, */
    const char *none;    /* and where none can have one; NULL: as unknown */
    enum quantity_scale scale;
    bool hidden; /* the output layer's is of another size: the axis leaves it out */
    bool dies;   /* bars of layers that get no gradient are hatched */
    double line; /* drawn across all bars, to compare them with; nan for none, */
    const char *line_means; /* and what it says: "0.001 is a healthy pace" */
    struct reading (*read)(const struct layer_view *layer);
    /* Its value in words; NULL: as a number. */
    void (*tell)(const struct layer_view *layer, char *out, size_t size);
    enum ask_kind ask; /* what has to be asked for */
};

/* All of them, ended by a NULL name. */
const struct layer_quantity *layer_quantities(void);

/* The one that is looked at. */
const struct layer_quantity *layer_quantity_chosen(const struct view *view);

/* What it says of a layer, as short text: 1.2e-08, "mean 0.1 sd 0.4". */
void layer_quantity_tell(const struct layer_quantity *quantity,
                         const struct layer_view *layer, char *out, size_t size);

/* The same with two digits, to stand beside another's: 1.2e-08, "mean 0.1". */
void layer_quantity_tell_briefly(const struct layer_quantity *quantity,
                                 const struct layer_view *layer, char *out, size_t size);

#endif
