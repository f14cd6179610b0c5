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

enum { ROWS_BESIDE = 7 }; /* three edges, the header, two of words, the keys */

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

/* Whether the screen has rows for one pane above another, each in a frame. */
static bool has_room(const struct view *view, int upper, int lower)
{
    return view->rows == 0 ||
           view->rows >= LIST[upper]->least + LIST[lower]->least + ROWS_BESIDE;
}

/* What stands below the large pane comes first where there is no room for both. */
int pane_in_large_place(const struct scene_view *scene)
{
    const struct view *view = scene->view;
    int first = 0;

    if (pane_can_be_large(scene, view->large))
        return view->large;
    while (LIST[first] && !(LIST[first]->large && pane_applies(scene, first)))
        first++;
    if (!LIST[first] || view->focus == first)
        return LIST[first] ? first : 0;
    for (int i = 0; LIST[i]; i++)
        if (LIST[i]->below && pane_applies(scene, i) && !has_room(view, first, i))
            return i;
    return first;
}
