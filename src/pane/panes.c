/* All panes, in the order of their numbers. */
#include "pane/pane.h"

/* The one list: a row here and a file that ends in `const struct pane pane_NAME`. */
/* clang-format off */
#define PANES(ROW) \
    ROW(map) \
    ROW(runs) \
    ROW(loss) \
    ROW(parameters) \
    ROW(here) \
    ROW(layers) \
    ROW(sharpness) \
    ROW(layer) \
    ROW(slice)
/* clang-format on */

#define DECLARE(name) extern const struct pane pane_##name;
#define POINTER(name) &pane_##name,

PANES(DECLARE)

static const struct pane *const LIST[] = {PANES(POINTER) NULL};

const struct pane *const *panes(void)
{
    return LIST;
}
