#ifndef PANE_FIT_PARTS_H
#define PANE_FIT_PARTS_H

#include "draw/plot.h"
#include "pane/ground.h"
#include "pane/pane.h"

/* The fit's own parts: regions and surfaces over two inputs, a curve over one. */
struct fit_picture {
    struct plot plot;
    const struct scatter *data;
    const struct fit *fit; /* NULL: not there yet */
    const struct run_view *run;
    const struct view *view;
    struct ground *kept;
    size_t budget; /* of the ground */
    int fewer;     /* how often the number of examples was halved */
};

extern const struct pane pane_fit;

/* How many examples are drawn: a part of them, where all would hide what is below. */
struct examples {
    int trained, held_out; /* the first so many of each part: they come in random order */
};

struct examples fit_examples(const struct fit_picture *p);

/* Visits those examples, the held out ones last. */
typedef void fit_visit(const struct fit_picture *p, int row, bool held_out);
void fit_each(const struct fit_picture *p, fit_visit *visit);

/* The cell of the fit that x lies in; -1 outside and where there is none. */
int fit_cell(const struct fit_picture *p, const double *x);

/* Over two inputs, and over one. */
void fit_draw_plane(const struct fit_picture *p);
void fit_draw_line(const struct fit_picture *p);

#endif
