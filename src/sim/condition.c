/* Conditions: formulas over the quantities of the runners. */
#include "sim/condition.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/formula.h"
#include "problem/mean_field.h"
#include "sim/diagnosis.h"
#include "sim/state.h"

enum { TERMS_MAX = 64, TERM_NAME = 64 };

/*
 * One quantity that the condition names: a row of the quantities, a diagnosis, a setting,
 * or a quantity of a layer.
 */
struct term {
    char run[RUN_NAME]; /* empty: the first runner */
    char name[TERM_NAME];
    const struct quantity *quantity;
    const struct diagnosis *diagnosis;
    int setting;
    const struct quantity_of_layers *of_layer;
    char layer[TERM_NAME];
};

struct condition {
    struct formula *formula;
    int terms;
    struct term term[TERMS_MAX];
    double values[TERMS_MAX];
};

static double loss(struct sim *sim, int i)
{
    return run_loss(sim, sim->run[i]);
}

static double grad_norm(struct sim *sim, int i)
{
    return run_grad_norm(sim->run[i]);
}

static double x(struct sim *sim, int i)
{
    return run_x(sim->run[i])[0];
}

static double y(struct sim *sim, int i)
{
    return sim->run[i]->n > 1 ? run_x(sim->run[i])[1] : NAN;
}

static double mean_loss(struct sim *sim, int i)
{
    return sim->run[i]->path.loss;
}

static double average_loss(struct sim *sim, int i)
{
    return run_average_loss(sim, sim->run[i]);
}

static double rate(struct sim *sim, int i)
{
    return run_rate(sim->run[i]);
}

static double evals(struct sim *sim, int i)
{
    return sim->run[i]->evals;
}

static double distance(struct sim *sim, int i)
{
    return run_distance(sim, sim->run[i]);
}

static double steps(struct sim *sim, int i)
{
    return (double)sim->run[i]->steps;
}

static double eigenvalue(struct sim *sim, int i, int k)
{
    struct curvature c;

    if (!sim_has_surface(sim))
        return NAN;
    curvature_of(sim, sim->run[i], &c);
    return c.values[k];
}

static double lambda_min(struct sim *sim, int i)
{
    return eigenvalue(sim, i, 0);
}

static double lambda_max(struct sim *sim, int i)
{
    return eigenvalue(sim, i, sim->problem->n - 1);
}

static double sharpness(struct sim *sim, int i)
{
    const struct sharpness_sample *sample;

    if (sim_has_surface(sim))
        return lambda_max(sim, i);
    sample = sharpness_measure(sim, sim->run[i]);
    return sample ? sample->value : NAN;
}

static double rate_limit(struct sim *sim, int i)
{
    struct curvature c;

    if (!sim_has_surface(sim))
        return sharpness_rate_limit(sim, sim->run[i], sharpness(sim, i));
    curvature_of(sim, sim->run[i], &c);
    return c.rate_limit;
}

static double accuracy(struct sim *sim, int i)
{
    return run_figures(sim, sim->run[i])->accuracy;
}

static double test_loss(struct sim *sim, int i)
{
    return run_figures(sim, sim->run[i])->test_loss;
}

static double test_accuracy(struct sim *sim, int i)
{
    return run_figures(sim, sim->run[i])->test_accuracy;
}

static double ratio(struct sim *sim, int i)
{
    return run_ratio(sim, sim->run[i]);
}

/* What mean-field theory expected of the same, as long as it applies. */
static double theory(struct sim *sim, int i)
{
    struct run *run = sim->run[i];
    const struct mean_field_layer *first = theory_of(sim, run, 0);
    const struct mean_field_layer *last =
        theory_of(sim, run, run_problem(sim, run)->layers - 1);

    return first && last ? first->gradient / last->gradient : NAN;
}

static double epoch(struct sim *sim, int i)
{
    return sim->problem->examples ? (double)sim->run[i]->occasion.epoch : NAN;
}

static double reconstruction(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];

    (void)sim;
    return run->occasion.pretrain ? run->loss : NAN;
}

static double escape_steps(struct sim *sim, int i)
{
    const struct path *p = &sim->run[i]->path;

    return p->saddle_left >= 0 ? p->saddle_took : NAN;
}

static double escape_forecast(struct sim *sim, int i)
{
    const struct run *run = sim->run[i];
    double saddle[AXES];

    if (run->path.saddle_entered >= 0)
        return run->path.saddle_forecast;
    if (path_find_saddle(sim, run, saddle))
        return path_forecast(sim, run, saddle);
    return run->path.saddle_promised;
}

static double grad(struct sim *sim, struct run *run, int l)
{
    return run_layer_gradient(sim, run, l);
}

static double update(struct sim *sim, struct run *run, int l)
{
    return run_layer_update(sim, run, l);
}

static double weight(struct sim *sim, struct run *run, int l)
{
    return run_layer_weight(sim, run, l);
}

static double flow_theory(struct sim *sim, struct run *run, int l)
{
    const struct mean_field_layer *layer = theory_of(sim, run, l);

    return layer ? layer->flow : NAN;
}

static double gradient_theory(struct sim *sim, struct run *run, int l)
{
    const struct mean_field_layer *layer = theory_of(sim, run, l);

    return layer ? layer->gradient : NAN;
}

static const struct quantity QUANTITIES[] = {
    {"loss", "the exact loss at the position", loss},
    {"mean_loss", "mean of the loss over some ten steps", mean_loss},
    {"average_loss", "the loss at the average of the iterates", average_loss},
    {"grad_norm", "norm of the exact gradient there", grad_norm},
    {"x", "the first coordinate", x},
    {"y", "the second coordinate", y},
    {"lr", "the rate that the next update will use", rate},
    {"evals", "gradient evaluations so far", evals},
    {"distance", "from where the runner started", distance},
    {"steps", "updates done", steps},
    {"lambda_min", "smallest eigenvalue of the Hessian there", lambda_min},
    {"lambda_max", "largest eigenvalue of the Hessian there", lambda_max},
    {"escape_steps", "steps that the last saddle took", escape_steps},
    {"escape_forecast", "steps that theory gave it there", escape_forecast},
    {"sharpness", "largest eigenvalue of the Hessian of the training loss", sharpness},
    {"rate_limit", "greatest rate that theory calls stable there; nan: none", rate_limit},
    {"accuracy", "share of the training part that the net has right", accuracy},
    {"test_loss", "the loss over what is held out", test_loss},
    {"test_accuracy", "share of what is held out that the net has right", test_accuracy},
    {"ratio", "gradient of the first layer's weights over that of the last", ratio},
    {"reconstruction", "mean squared error of the layer that is pre-trained now",
     reconstruction},
    {"theory", "what mean-field theory says of that ratio at the first weights", theory},
    {"epoch", "passes through the data that are finished", epoch},
    {.name = NULL},
};

#define LAYER_ROW(word, what, of)                                            \
    {                                                                        \
        .prefix = word ".", .name = word ".LAYER", .help = what, .value = of \
    }

static const struct quantity_of_layers LAYER_QUANTITIES[] = {
    LAYER_ROW("grad", "norm of the gradient of a net's layer: grad.1, ... grad.out",
              grad),
    LAYER_ROW("flow", "the gradient that flows back through a layer, |dL/dz|",
              run_layer_flow),
    LAYER_ROW("update", "size of a layer's last update, as a share of its weights",
              update),
    LAYER_ROW("weight", "norm of a layer's weights", weight),
    LAYER_ROW("grad_theory",
              "what mean-field theory expected of grad.LAYER; nan where "
              "it does not apply",
              gradient_theory),
    LAYER_ROW("flow_theory", "likewise of flow.LAYER", flow_theory),
    {.name = NULL},
};

const struct quantity *quantities(void)
{
    return QUANTITIES;
}

const struct quantity_of_layers *quantities_of_layers(void)
{
    return LAYER_QUANTITIES;
}

static int find_layer(const struct problem *p, const char *name)
{
    for (int l = 0; l < p->layers; l++)
        if (strcmp(p->layer[l].name, name) == 0)
            return l;
    return -1;
}

static int find_term_run(const struct sim *sim, const struct term *term)
{
    return term->run[0] ? sim_find_run(sim, term->run, strlen(term->run)) : 0;
}

/* That of the runner which the term is about, the common one where there is none. */
static const struct problem *problem_of(const struct sim *sim, const struct term *term)
{
    int i = find_term_run(sim, term);

    return i < 0 || i >= sim->runs ? sim->problem : run_problem(sim, sim->run[i]);
}

static void find_layer_meaning(struct term *term, const struct sim *sim)
{
    for (const struct quantity_of_layers *q = LAYER_QUANTITIES; q->name; q++) {
        size_t length = strlen(q->prefix);

        if (strncmp(term->name, q->prefix, length) != 0 ||
            find_layer(problem_of(sim, term), term->name + length) < 0)
            continue;
        term->of_layer = q;
        strcpy(term->layer, term->name + length);
    }
}

/* The term called name, of any run; true when there is such a thing. */
static bool find_meaning(struct term *term, const struct sim *sim)
{
    for (const struct quantity *q = QUANTITIES; q->name; q++)
        if (strcmp(q->name, term->name) == 0)
            term->quantity = q;
    for (const struct diagnosis *d = diagnoses(); d->name; d++)
        if (strcmp(d->name, term->name) == 0)
            term->diagnosis = d;
    term->setting = settings_find(term->name);
    find_layer_meaning(term, sim);
    return term->quantity || term->diagnosis || term->setting >= 0 || term->of_layer;
}

struct reader {
    struct condition *condition;
    struct sim *sim;
    struct err *unknown; /* of a layer that a net has not; text "" while there is none */
};

/*
 * grad.1 of the first runner begins like a runner's name; a runner that is called so
 * comes first.
 */
static bool begins_layer(const struct sim *sim, const char *name)
{
    for (const struct quantity_of_layers *q = LAYER_QUANTITIES; q->name; q++) {
        size_t length = strlen(q->prefix);

        if (strncmp(name, q->prefix, length) == 0)
            return sim_find_run(sim, name, length - 1) < 0;
    }
    return false;
}

static bool take_name(const struct sim *sim, struct term *term, const char *name,
                      size_t length)
{
    const char *dot = begins_layer(sim, name) ? NULL : memchr(name, '.', length);
    size_t run = dot ? (size_t)(dot - name) : 0, rest = dot ? length - run - 1 : length;

    if (run >= RUN_NAME || rest >= TERM_NAME || (dot && run == 0))
        return false;
    memcpy(term->run, name, run);
    memcpy(term->name, dot ? dot + 1 : name, rest);
    return true;
}

/* grad.9 of a net of two layers: says which there are. */
static void refuse_layer(const struct reader *reader, const struct term *term)
{
    const struct problem *p = problem_of(reader->sim, term);
    int hidden = p->layers - 1;

    for (const struct quantity_of_layers *q = LAYER_QUANTITIES; q->name; q++) {
        size_t length = strlen(q->prefix);

        if (hidden < 0 || strncmp(term->name, q->prefix, length) != 0)
            continue;
        if (hidden > 2)
            fail(reader->unknown, "no layer is called %s: the net has 1 to %d, out",
                 term->name + length, hidden);
        else
            fail(reader->unknown, "no layer is called %s: the net has %sout",
                 term->name + length, (const char *[]){"", "1, ", "1, 2, "}[hidden]);
    }
}

static bool same_term(const struct term *a, const struct term *b)
{
    return strcmp(a->run, b->run) == 0 && strcmp(a->name, b->name) == 0;
}

static int find(const void *context, const char *name, size_t length)
{
    const struct reader *reader = context;
    struct condition *c = reader->condition;
    struct term term = {.setting = -1};

    if (!take_name(reader->sim, &term, name, length) ||
        find_term_run(reader->sim, &term) < 0)
        return -1;
    if (!find_meaning(&term, reader->sim)) {
        if (!reader->unknown->text[0])
            refuse_layer(reader, &term);
        return -1;
    }
    for (int i = 0; i < c->terms; i++)
        if (same_term(&c->term[i], &term))
            return i;
    if (c->terms == TERMS_MAX)
        return -1;
    c->term[c->terms] = term;
    return c->terms++;
}

struct condition *condition_read(const char *text, struct sim *sim, struct err *err)
{
    struct condition *c = memory_new(1, sizeof *c);
    struct err unknown = {0};
    const struct reader reader = {.condition = c, .sim = sim, .unknown = &unknown};
    const struct formula_scope scope = {
        .conditions = true,
        .find = find,
        .context = &reader,
        .expected =
            "a quantity (loss, grad_norm, x, ...) or a diagnosis of a runner that races: "
            "`list conditions` names them"};

    c->formula = formula_read(text, &scope, err);
    if (c->formula)
        return c;
    if (unknown.text[0])
        fail_at(err, err->col, "%s", unknown.text);
    condition_free(c);
    return NULL;
}

void condition_free(struct condition *c)
{
    if (!c)
        return;
    formula_free(c->formula);
    free(c);
}

/* A runner that has been dropped since has no numbers. */
static double value_of(struct sim *sim, const struct term *term)
{
    int i = find_term_run(sim, term);

    if (i < 0 || i >= sim->runs)
        return NAN;
    if (term->quantity)
        return term->quantity->value(sim, i);
    if (term->diagnosis)
        return diagnosis_holds(term->diagnosis, sim, i);
    if (term->of_layer) {
        int l = find_layer(run_problem(sim, sim->run[i]), term->layer);

        return l < 0 ? NAN : term->of_layer->value(sim, sim->run[i], l);
    }
    return settings_get(&sim->run[i]->set, term->setting);
}

static void measure(struct condition *c, struct sim *sim)
{
    sharpness_finish_due(sim);
    for (int i = 0; i < c->terms; i++)
        c->values[i] = value_of(sim, &c->term[i]);
}

bool condition_holds(struct condition *c, struct sim *sim)
{
    double value;

    measure(c, sim);
    value = formula_value(c->formula, c->values);
    return !isnan(value) && value != 0;
}

void condition_explain(struct condition *c, struct sim *sim, struct buffer *out)
{
    char number[NUMBER_TEXT];

    measure(c, sim);
    for (int i = 0; i < c->terms; i++) {
        const struct term *t = &c->term[i];

        buffer_format(out, "%s%s%s%s = %s", i ? ", " : "", t->run, t->run[0] ? "." : "",
                      t->name, number_short(c->values[i], number));
    }
}
