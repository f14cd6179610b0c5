#ifndef TESTS_SCENE_NET_H
#define TESTS_SCENE_NET_H

#include "scene.h"

/* A net to draw, filled in by hand: two runners that tell two arcs of points apart. */

enum { NET_LAYERS = 6, NET_ROWS = 48, NET_TESTS = 16, NET_CELLS = 200 * 200 };

static const char *const scene_layer_names[NET_LAYERS] = {"1", "2", "3", "4", "5", "out"};

static struct {
    double x[(NET_ROWS + NET_TESTS) * AXES], label[NET_ROWS + NET_TESTS];
    struct scatter scatter;
    struct layer_view layer[2][NET_LAYERS];
    double values[NET_CELLS];
    uint8_t said[NET_CELLS], examples[NET_ROWS + NET_TESTS];
    struct fit fit;
} scene_net;

/* The probability of class 1: a wave through the arcs. */
static inline double scene_net_says(double x, double y)
{
    double t = 6 * (0.3 + 0.5 * x - 0.4 * x * x * x - y);

    return 0.5 + 0.5 * t / (1 + fabs(t));
}

/* Two arcs, one above the other; every seventh label is a wrong one. */
static inline void scene_net_points(void)
{
    for (int i = 0; i < NET_ROWS + NET_TESTS; i++) {
        double along = (i * 37 % 64) / 31.5 - 1, bend = 1 - along * along;
        int arc = i % 2;

        scene_net.x[i * AXES] = along + 0.4 * arc;
        scene_net.x[i * AXES + 1] = arc ? 0.3 - bend : bend;
        scene_net.label[i] = i % 7 == 0 ? !arc : arc;
    }
    scene_net.scatter =
        (struct scatter){.inputs = AXES,
                         .classes = 2,
                         .rows = NET_ROWS,
                         .tests = NET_TESTS,
                         .x = scene_net.x,
                         .label = scene_net.label,
                         .low = -0.1,
                         .high = 1.1,
                         .window = {.low = {-1.2, -0.9}, .high = {1.6, 1.2}}};
}

static inline void scene_net_layers(struct scene *s)
{
    for (int r = 0; r < 2; r++) {
        double gradient = r ? 0.1 : 1e-7;

        for (int l = 0; l < NET_LAYERS; l++) {
            scene_net.layer[r][l] = (struct layer_view){
                .name = scene_layer_names[l],
                .gradient = gradient,
                .weight = 3,
                .update = 1e-3,
                .gradient_before = NAN,
                .flow_before = NAN,
                .weight_before = NAN,
                .state = gradient < 1e-4 ? LAYER_VANISHED : LAYER_ALIVE,
            };
            gradient *= r ? 1.5 : 16;
        }
        s->run[r].layer = scene_net.layer[r];
        s->run[r].layers = NET_LAYERS;
        s->run[r].has_data = true;
        s->run[r].figures_steps = s->run[r].steps;
        s->run[r].theory = "";
        s->run[r].twin_of = -1;
        s->run[r].accuracy = r ? 0.875 : 0.5;
        s->run[r].test_accuracy = r ? 0.8125 : 0.5625;
        s->run[r].epoch = 6;
        s->run[r].seen = 320;
    }
}

/* What the pane of the fit asked for. */
static inline void scene_net_answer(struct scene *s, const struct ask *ask)
{
    const struct window *w = &ask->window;

    scene_net.fit = (struct fit){.run = ask->run,
                                 .current = true,
                                 .window = *w,
                                 .cols = ask->cols,
                                 .rows = ask->rows,
                                 .said = scene_net.said,
                                 .values = scene_net.values,
                                 .trained = NET_ROWS,
                                 .held_out = NET_TESTS,
                                 .examples = scene_net.examples,
                                 .version = 1};
    for (int i = 0; i < NET_ROWS + NET_TESTS; i++)
        scene_net.examples[i] =
            scene_net_says(scene_net.x[i * AXES], scene_net.x[i * AXES + 1]) > 0.5;
    for (int k = 0; k < ask->cols * ask->rows && k < NET_CELLS; k++) {
        double across = (k % ask->cols + 0.5) / ask->cols;
        double down = (k / ask->cols + 0.5) / ask->rows;

        scene_net.values[k] =
            scene_net_says(w->low[0] + across * (w->high[0] - w->low[0]),
                           w->high[1] - down * (w->high[1] - w->low[1]));
        scene_net.said[k] = scene_net.values[k] > 0.5;
    }
    s->snap.fit = &scene_net.fit;
}

static inline void scene_open_net(struct scene *s)
{
    scene_open(s, 2);
    s->snap.dims = 0;
    s->snap.constants = s->snap.landmarks = 0;
    s->snap.title = "Two arcs: one net learns";
    s->snap.formula = "net 2-8x5-1 sigmoid, xavier, bce on moons";
    s->snap.layers = NET_LAYERS;
    s->snap.examples = NET_ROWS;
    scene_net_points();
    s->snap.scatter = &scene_net.scatter;
    scene_net_layers(s);
    s->run[0].here = (struct curvature){0};
    s->run[0].finding[0] = (struct finding){
        .name = "vanishing",
        .sentence = "sgd vanishes: layer 1 gets a gradient of 1e-7, the last one 0.105.",
        .advice = "Try relu with he, norm batch, residual on, or fewer layers."};
    s->view.focus = 3;
}

static inline void scene_answer_net(struct scene *s, int cols, int rows)
{
    struct scene_view view = {.snap = &s->snap, .view = &s->view};

    s->asks.count = 0;
    screen_ask(&view, cols, rows, &s->asks);
    for (int i = 0; i < s->asks.count; i++)
        if (s->asks.list[i].kind == ASK_FIT)
            scene_net_answer(s, &s->asks.list[i]);
}

#endif
