/* What can be seen of each layer: the list, and how each is read from the snapshot. */
#include "pane/layer_quantity.h"

#include <math.h>
#include <stdio.h>

#include "base/number.h"

enum { DIGITS = 3, BRIEF_DIGITS = 2 };

static struct reading plain(double value, double before)
{
    return (struct reading){.value = value, .middle = NAN, .before = before};
}

static struct reading gradient(const struct layer_view *l)
{
    return (struct reading){.value = l->gradient,
                            .middle = NAN,
                            .before = l->gradient_before,
                            .theory = l->theory && !isnan(l->gradient_theory),
                            .expected = l->gradient_theory,
                            .low = l->gradient_low,
                            .high = l->gradient_high};
}

static struct reading flow(const struct layer_view *l)
{
    return (struct reading){.value = l->flow,
                            .middle = NAN,
                            .before = l->flow_before,
                            .theory = l->theory,
                            .expected = l->flow_theory,
                            .low = l->flow_low,
                            .high = l->flow_high};
}

static struct reading weight(const struct layer_view *l)
{
    return plain(l->weight, l->weight_before);
}

static struct reading activation(const struct layer_view *l)
{
    return (struct reading){.value = l->known ? l->mean + l->spread : NAN,
                            .from = l->mean - l->spread,
                            .middle = l->mean,
                            .before = NAN};
}

static void tell_activation(const struct layer_view *l, char *out, size_t size)
{
    char mean[NUMBER_TEXT], spread[NUMBER_TEXT];

    snprintf(out, size, "mean %s sd %s", number_brief(l->mean, 2, mean),
             number_brief(l->spread, 2, spread));
}

/* A unit can die or reach an end, by its activation. */
static struct reading silent(const struct layer_view *l)
{
    return plain(l->known ? isnan(l->dead) ? l->saturated : l->dead : NAN, NAN);
}

static void tell_silent(const struct layer_view *l, char *out, size_t size)
{
    snprintf(out, size, "%.0f%% %s", 100 * silent(l).value,
             isnan(l->dead) ? "saturated" : "dead");
}

/* There is none before the first step. */
static struct reading update(const struct layer_view *l)
{
    return plain(isnan(l->gradient_before) ? NAN : l->update, NAN);
}

static struct reading jacobian(const struct layer_view *l)
{
    return plain(l->jacobian, NAN);
}

static struct reading product(const struct layer_view *l)
{
    return plain(l->product, NAN);
}

static const char UNMEASURED[] =
    "the Jacobians are being measured, sooner while nothing moves";

static const struct layer_quantity ROWS[] = {
    {.name = "gradient",
     .sign = "|dL/dW|",
     .help = "the gradient of each layer's weights, which is what moves them",
     .unknown = "there is no number here",
     .scale = QUANTITY_DECADES,
     .dies = true,
     .line = NAN,
     .read = gradient,
     .ask = ASK_THEORY},
    {.name = "flow",
     .sign = "|dL/dz|",
     .help = "the gradient that flows back through each layer, of which theory speaks",
     .unknown = "there is no number here",
     .scale = QUANTITY_DECADES,
     .dies = true,
     .line = NAN,
     .read = flow,
     .ask = ASK_THEORY},
    {.name = "weight",
     .sign = "|W|",
     .help = "the size of each layer's weights",
     .unknown = "there is no number here",
     .scale = QUANTITY_FROM_ZERO,
     .line = NAN,
     .read = weight,
     .ask = ASK_LAYERS},
    {.name = "activation",
     .sign = "activations",
     .help = "what each layer's units give: mean, and spread above and below it",
     .unknown = "nobody looks into the layers of a runner that has diverged",
     .scale = QUANTITY_FROM_ZERO,
     .hidden = true,
     .line = 0,
     .read = activation,
     .tell = tell_activation,
     .ask = ASK_LAYERS},
    {.name = "silent",
     .sign = "idle",
     .help = "the share of each layer that is dead (relu) or at its ends (tanh, sigmoid)",
     .unknown = "nobody looks into the layers of a runner that has diverged",
     .none = "units of this activation neither die nor come to an end",
     .scale = QUANTITY_SHARE,
     .line = NAN,
     .read = silent,
     .tell = tell_silent,
     .ask = ASK_LAYERS},
    {.name = "update",
     .sign = "|update|/|W|",
     .help = "how far the last step moved each layer; 0.001 is a healthy pace",
     .unknown = "no step has been taken with this net yet: n takes one",
     .scale = QUANTITY_DECADES,
     .dies = true,
     .line = 1e-3,
     .line_means = "0.001 is a good pace",
     .read = update,
     .ask = ASK_LAYERS},
    {.name = "jacobian",
     .sign = "stretch |J|",
     .help =
         "how much each layer stretches at most: its Jacobian's largest singular value",
     .unknown = UNMEASURED,
     .scale = QUANTITY_FROM_ZERO,
     .line = 1,
     .line_means = "1 keeps the size",
     .read = jacobian,
     .ask = ASK_JACOBIAN},
    {.name = "product",
     .sign = "stretch |J..J|",
     .help =
         "the same of all that follows each layer: what becomes of a gradient on its way",
     .unknown = UNMEASURED,
     .scale = QUANTITY_DECADES,
     .line = 1,
     .line_means = "1 keeps the size",
     .read = product,
     .ask = ASK_JACOBIAN},
    {.name = NULL},
};

enum { COUNT = sizeof ROWS / sizeof *ROWS - 1 };

const struct layer_quantity *layer_quantities(void)
{
    return ROWS;
}

const struct layer_quantity *layer_quantity_chosen(const struct view *view)
{
    int i = view->quantity;

    return &ROWS[i >= 0 && i < COUNT ? i : 0];
}

void layer_quantity_tell(const struct layer_quantity *quantity,
                         const struct layer_view *layer, char *out, size_t size)
{
    double value = quantity->read(layer).value;
    char number[NUMBER_TEXT];

    if (isnan(value))
        snprintf(out, size, "-");
    else if (quantity->tell)
        quantity->tell(layer, out, size);
    else
        snprintf(out, size, "%s", number_brief(value, DIGITS, number));
}

void layer_quantity_tell_briefly(const struct layer_quantity *quantity,
                                 const struct layer_view *layer, char *out, size_t size)
{
    struct reading r = quantity->read(layer);
    char number[NUMBER_TEXT];

    if (isnan(r.value))
        snprintf(out, size, "-");
    else if (quantity->scale == QUANTITY_SHARE)
        snprintf(out, size, "%.0f%%", 100 * r.value);
    else if (!isnan(r.middle))
        snprintf(out, size, "mean %s", number_brief(r.middle, BRIEF_DIGITS, number));
    else
        snprintf(out, size, "%s", number_brief(r.value, BRIEF_DIGITS, number));
}
