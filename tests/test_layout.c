/* Which panes stand where: in every kind of scene, at every size that people have. */
#include "pane/layout.h"
#include "scene_net.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct scene scene;

static void open_scene(int dims)
{
    if (dims > 0)
        scene_open(&scene, dims);
    else
        scene_open_net(&scene);
}

static int number_of(const char *name)
{
    int i = 0;

    while (panes()[i] && strcmp(panes()[i]->name, name) != 0)
        i++;
    assert_non_null(panes()[i]);
    return i;
}

static struct layout layout_at(int cols, int rows)
{
    const struct scene_view view = {.snap = &scene.snap, .view = &scene.view};

    scene.view.rows = rows;
    return layout_of(&view, cols, rows);
}

/* Their names in the order of the columns: fit layers | runs loss */
static void write_layout(const struct layout *l, char *out, size_t size)
{
    size_t used = 0;
    int col = 0;

    out[0] = '\0';
    for (int i = 0; i < l->count; i++) {
        const struct placed *p = &l->placed[i];

        used += (size_t)snprintf(out + used, size - used, "%s%s%s",
                                 i && p->box.col != col ? "| " : "",
                                 panes()[p->pane]->name, i + 1 < l->count ? " " : "");
        col = p->box.col;
    }
}

static void the_panes_suit_scene_and_size(void **state)
{
    static const struct {
        int dims, cols, rows;
        const char *focus, *large, *panes;
    } ROWS[] = {
        {2, 80, 24, "parameters", "map", "map | runs loss parameters here"},
        {2, 40, 12, "loss", "map", "map | loss"},
        {0, 80, 24, "parameters", "map", "fit layers | runs loss parameters"},
        {0, 100, 30, "parameters", "map", "fit layers | runs loss parameters"},
        {0, 120, 40, "parameters", "map",
         "fit layers | runs loss parameters sharpness layer"},
        {0, 200, 60, "parameters", "map",
         "fit layers | runs loss parameters sharpness layer"},
        {0, 120, 20, "parameters", "map", "fit layers | runs loss | parameters"},
        {0, 80, 24, "layer", "map", "fit layers | runs loss parameters layer"},
        {0, 80, 24, "sharpness", "map", "fit layers | runs loss parameters sharpness"},
        {0, 80, 24, "fit", "slice", "slice layers | runs loss parameters"},
        {0, 80, 24, "runs", "layers", "layers | runs loss parameters"},
        {0, 60, 20, "parameters", "map", "fit layers | parameters"},
        {0, 40, 12, "parameters", "map", "layers | parameters"},
        {0, 40, 12, "layers", "map", "layers | runs"},
        {0, 40, 12, "loss", "slice", "slice | loss"},
    };
    char got[200];

    (void)state;
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
        struct layout layout;

        open_scene(ROWS[i].dims);
        scene.view.focus = number_of(ROWS[i].focus);
        scene.view.large = number_of(ROWS[i].large);
        layout = layout_at(ROWS[i].cols, ROWS[i].rows);
        write_layout(&layout, got, sizeof got);
        assert_string_equal(got, ROWS[i].panes);
    }
}

/* Alone, each that has something to show of the scene. */
static void a_maximized_pane_stands_alone(void **state)
{
    (void)state;
    for (int dims = 0; dims <= 2; dims++)
        for (int i = 0; panes()[i]; i++) {
            const struct scene_view view = {.snap = &scene.snap, .view = &scene.view};
            struct layout layout;

            open_scene(dims);
            scene.view.maximized = i;
            layout = layout_at(80, 24);
            if (pane_applies(&view, i)) {
                assert_int_equal(layout.count, 1);
                assert_int_equal(layout.placed[0].pane, i);
            } else {
                assert_true(layout.count > 1);
            }
        }
}

/* Frames of one column share an edge, those of two do not; nothing else overlaps. */
static void panes_fill_the_body(void **state)
{
    (void)state;
    for (int dims = 0; dims <= 2; dims++)
        for (int cols = 40; cols <= 220; cols += 3)
            for (int rows = 12; rows <= 70; rows++) {
                static unsigned char seen[70][220];
                struct layout l;
                int body;

                open_scene(dims);
                l = layout_at(cols, rows);
                body = rows - 2 - l.words.rows;
                memset(seen, 0, sizeof seen);
                for (int i = 0; i < l.count; i++)
                    for (int r = l.placed[i].joined; r < l.placed[i].box.rows; r++)
                        for (int c = 0; c < l.placed[i].box.cols; c++)
                            seen[l.placed[i].box.row + r][l.placed[i].box.col + c]++;
                for (int r = 1; r <= body; r++)
                    for (int c = 0; c < cols; c++)
                        assert_int_equal(seen[r][c], 1);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_panes_suit_scene_and_size),
        cmocka_unit_test(a_maximized_pane_stands_alone),
        cmocka_unit_test(panes_fill_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
