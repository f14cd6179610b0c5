/* Fills in what may be seen of a simulation. */
#include "sim/snapshot.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "problem/net.h"
#include "sim/cure.h"
#include "sim/diagnosis.h"
#include "sim/layers.h"
#include "sim/slice.h"

static const char *formula_of(const struct sim *sim, struct problem *p)
{
    return p->kind->describe ? p->kind->describe(p) : sim->formula;
}

static void see_setting(const struct run *run, struct run_view *view, int i)
{
    const struct optimizer *inner = optimizer_inner(run->optimizer, &run->set);

    if (settings_is_of_data(i) && !view->has_data)
        return;
    if (view->settings < SETTINGS_VIEW_MAX && optimizer_uses(run->optimizer, inner, i))
        view->setting[view->settings++] = (struct setting_view){
            .row = settings_row(i), .value = settings_get(&run->set, i)};
}

/* In the order of the problem's rows, in whatever order they were given. */
static void see_own(const struct sim *sim, const struct run *run, struct run_view *view)
{
    const struct problem *common = sim->problem, *p = run_problem(sim, run);

    view->own = run->own.count;
    view->own_setting = &view->setting[view->settings];
    for (int i = 0; i < common->own_rows; i++)
        if (own_has(&run->own, i))
            view->setting[view->settings++] =
                (struct setting_view){.row = &common->rows[i], .value = p->values[i]};
}

/* What was said of this runner, its rate and its optimizer's own are what people turn. */
static void see_settings(const struct sim *sim, const struct run *run,
                         struct run_view *view)
{
    view->settings = 0;
    see_setting(run, view, SETTING(lr));
    see_own(sim, run, view);
    for (int common = 0; common <= 1; common++)
        for (int i = 0; i < SETTINGS_COUNT; i++)
            if (i != SETTING(lr) && settings_is_common(i) == common)
                see_setting(run, view, i);
}

enum { TWO_ROWS = 152 /* of 80 columns, for a sentence and what to try */ };

static void advise(const struct sim *sim, const struct diagnosis *d,
                   const struct run_view *view, struct finding *finding)
{
    const struct patient who = {.run = view,
                                .runs = sim->runs,
                                .constants = sim->problem->constants,
                                .constant = sim->constants};
    const char *first = d->first && view->steps > 0 ? d->first : "Try";
    const size_t said = strlen(finding->sentence) + strlen(first) + 2;
    char some[CURES_NAMED];

    if (d->advice && (sim_has_surface(sim) || d->of == OF_NETS)) {
        snprintf(finding->advice, sizeof finding->advice, "%s", d->advice);
        return;
    }
    cure_name_some(d->name, &who, said < TWO_ROWS ? TWO_ROWS - said : 0, some);
    if (some[0])
        snprintf(finding->advice, sizeof finding->advice, "%s %s.", first, some);
}

static void see_findings(struct sim *sim, int i, struct run_view *view)
{
    view->findings = 0;
    for (const struct diagnosis *d = diagnoses(); d->name; d++) {
        struct finding *finding = &view->finding[view->findings];

        if (view->findings == FINDINGS_MAX || !diagnosis_holds(d, sim, i))
            continue;
        finding->name = d->name;
        d->say(sim, i, finding->sentence, sizeof finding->sentence);
        advise(sim, d, view, finding);
        view->findings++;
    }
}

static void see_position(struct sim *sim, struct run *run, struct run_view *view)
{
    for (int k = 0; k < run->n && k < AXES; k++) {
        view->x[k] = run_x(run)[k];
        view->grad[k] = run_gradient(run)[k];
    }
    view->loss = run_loss(sim, run);
    view->grad_norm = run_grad_norm(run);
    view->lr = run_rate(run);
    view->evals = run->evals;
    view->steps = run->steps;
    view->distance = run_distance(sim, run);
}

static void see_average(struct sim *sim, struct run *run, struct run_view *view)
{
    const double *mean = run_mean(run);

    view->has_average = mean != NULL;
    for (int k = 0; mean && k < run->n && k < AXES; k++)
        view->average[k] = mean[k];
    view->average_loss = run_average_loss(sim, run);
}

static void see_data(struct sim *sim, struct run *run, struct run_view *view)
{
    const struct figures *figures;

    view->has_data = sim->problem->examples > 0;
    if (!view->has_data)
        return;
    figures = run_figures(sim, run);
    view->figures_steps = run->figures_steps;
    view->accuracy = figures->accuracy;
    view->test_loss = figures->test_loss;
    view->test_accuracy = figures->test_accuracy;
    view->pretrain = run->occasion.pretrain;
    view->reconstruction = view->pretrain ? run->loss : NAN;
    view->epoch = run->occasion.epoch;
    view->seen = run->occasion.epoch * sim->problem->examples + run->occasion.from;
}

static bool can_saturate(struct problem *p, int l)
{
    return net_of(p) && net_saturates(net_of(p), l);
}

static bool can_die(struct problem *p, int l)
{
    return net_of(p) && net_dies(net_of(p), l);
}

/* What each layer does costs an evaluation, so it waits until somebody asks. */
static void see_layers(struct sim *sim, int i, struct run_view *view)
{
    struct run *run = sim->run[i];
    struct problem *p = run_problem(sim, run);
    struct layer_view *list = sim->layers + (size_t)i * (size_t)sim->deepest;
    bool looked =
        sim->work.wants_layers && !run->diverged && layers_look_at_all(sim, run);

    view->layers = p->layers;
    view->layer = list;
    for (int l = 0; l < p->layers; l++) {
        const struct layer_past none = {0};
        const struct layer_past *work = looked ? &run_layers_past(run)[l] : &none;

        list[l] =
            (struct layer_view){.name = p->layer[l].name,
                                .gradient = run_layer_gradient(sim, run, l),
                                .weight = run_layer_weight(sim, run, l),
                                .update = run_layer_update(sim, run, l),
                                .known = looked,
                                .mean = work->mean,
                                .spread = work->spread,
                                .saturated = can_saturate(p, l) ? work->saturated : NAN,
                                .dead = can_die(p, l) ? work->dead : NAN};
    }
    for (int l = p->layers; l < sim->deepest; l++)
        list[l] = (struct layer_view){.name = ""};
    layers_see(sim, run, list);
    stretching_see(sim, run, view, list);
    view->theory = theory_see(sim, run, list);
}

static void see_run(struct sim *sim, int i, struct run_view *view)
{
    struct run *run = sim->run[i];

    memset(view, 0, sizeof *view);
    strcpy(sim->names[i], run->name);
    view->name = sim->names[i];
    view->optimizer = run->optimizer->name;
    view->rule = run->optimizer->rule;
    view->paper = run->optimizer->paper;
    view->slot = run->slot;
    view->twin_of = run->twin_of - 1;
    view->formula = formula_of(sim, run_problem(sim, run));
    view->state = run_state_of(sim, run);
    run_verdict(sim, run, sim->verdicts[i], VERDICT);
    view->verdict = sim->verdicts[i];
    see_position(sim, run, view);
    see_data(sim, run, view);
    see_layers(sim, i, view);
    see_average(sim, run, view);
    see_settings(sim, run, view);
    see_findings(sim, i, view);
    view->trace = trail_view(&sim->trails[run->slot], run->steps);
    if (run->layers > 0)
        sharpness_see(sim, run, &view->sharpness);
    if (sim->work.wants_curvature && sim_has_surface(sim))
        curvature_of(sim, run, &view->here);
    view->has_next = sim->work.wants_next && !run->diverged && sim_has_surface(sim);
    if (view->has_next)
        run_forecast(sim, run, view->next);
}

/* Of the deepest net that somebody trains, else of the one that there is. */
static int most_layers(const struct sim *sim)
{
    int most = sim->runs ? 0 : sim->problem->layers;

    for (int i = 0; i < sim->runs; i++)
        most = sim->views[i].layers > most ? sim->views[i].layers : most;
    return most;
}

/* A step under way has changed the runs, though it is not made yet. */
static bool is_valid(struct sim *sim)
{
    bool shown = sim->stride.on ? sim->seen : sim->stands;

    if (sim_is_stepping(sim) && !(sim->patience && shown))
        sim_finish_step(sim);
    return sim_is_stepping(sim);
}

const struct snapshot *sim_snapshot(struct sim *sim)
{
    const struct work *work = &sim->work;
    bool asked = work->wants_landmarks && work->landmarks.known;
    const struct landmarks *marks = asked ? &work->landmarks : NULL;

    if (is_valid(sim)) {
        sim->snapshot.complete = false;
        return &sim->snapshot;
    }
    sim->hurries = true;
    for (int i = 0; i < sim->problem->constants; i++)
        sim->constants[i] = (struct setting_view){.row = &sim->problem->rows[i],
                                                  .value = sim->problem->values[i]};
    for (int i = 0; i < sim->runs; i++)
        see_run(sim, i, &sim->views[i]);
    sim->snapshot = (struct snapshot){.title = sim->title,
                                      .about = sim->about,
                                      .formula = formula_of(sim, sim->problem),
                                      .dims = sim_has_surface(sim) ? sim->problem->n : 0,
                                      .layers = most_layers(sim),
                                      .examples = sim->problem->examples,
                                      .note = sim->note,
                                      .domain = sim->plan.domain,
                                      .start = {sim->start[0], sim->start[1]},
                                      .seed = sim->seed,
                                      .step = sim->step,
                                      .last_step = sim->furthest,
                                      .target = sim->target,
                                      .over = sim_is_over(sim),
                                      .constants = sim->problem->constants,
                                      .constant = sim->constants,
                                      .own_constants = sim->problem->own_rows,
                                      .runs = sim->runs,
                                      .run = sim->views,
                                      .raster = work->wants_raster ? &work->raster : NULL,
                                      .slice = slice_view(sim),
                                      .landmarks = marks ? marks->count : 0,
                                      .landmark = marks ? marks->list : NULL,
                                      .scatter = fit_scatter(sim),
                                      .fit = fit_view(sim),
                                      .histograms = histograms_view(sim),
                                      .complete = work_is_done(sim)};
    sim->hurries = false;
    sim->seen = sim->stands = true;
    return &sim->snapshot;
}
