/* The part of the screen that is drawn at every frame. */
#include "pane/moving.h"

#include "pane/layout.h"

struct box screen_moving(const struct scene_view *scene, int cols, int rows)
{
    const struct layout layout = layout_of(scene, cols, rows);

    for (int i = 0; i < layout.count && !layout.too_small; i++) {
        struct box box = layout.placed[i].box;

        if (panes()[layout.placed[i].pane]->moves)
            return (struct box){box.col + 1, box.row + 1, box.cols - 2, box.rows - 2};
    }
    return (struct box){0};
}
