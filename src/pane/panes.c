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
    ROW(fit) \
    ROW(slice) \
    ROW(sharpness) \
    ROW(layer)
/* clang-format on */

#define DECLARE(name) extern const struct pane pane_##name;
#define POINTER(name) &pane_##name,

PANES(DECLARE)

static const struct pane *const LIST[] = {PANES(POINTER) NULL};

const struct pane *const *panes(void)
{
    return LIST;
}

bool pane_applies(const struct scene_view *scene, int pane)
{
    return !LIST[pane]->applies || LIST[pane]->applies(scene);
}

bool pane_can_be_large(const struct scene_view *scene, int pane)
{
    return (LIST[pane]->large || LIST[pane]->below) && pane_applies(scene, pane);
}

int pane_in_large_place(const struct scene_view *scene)
{
    if (pane_can_be_large(scene, scene->view->large))
        return scene->view->large;
    for (int i = 0; LIST[i]; i++)
        if (LIST[i]->large && pane_applies(scene, i))
            return i;
    return 0;
}
