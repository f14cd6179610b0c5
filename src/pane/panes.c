/* All panes, in the order of their numbers. */
#include "pane/pane.h"

extern const struct pane pane_map, pane_runs, pane_loss, pane_parameters, pane_here,
    pane_layers;

static const struct pane *const LIST[] = {
    &pane_map, &pane_runs, &pane_loss, &pane_parameters, &pane_here, &pane_layers, NULL,
};

const struct pane *const *panes(void)
{
    return LIST;
}
