/*
 * How much nets of one kind differ: to first order in 1 / width the logarithms of |h|^2
 * and |dL/dz|^2 are sums of small independent parts, a few from each layer. What two rows
 * have in common of them is followed forward and back.
 */
#include <math.h>

#include "problem/mean_field_state.h"

/*
 * How a row's layer hands on what is unusual: of log |h|^2 to the next layer, of its own
 * activations to that, of log |dL/dz|^2 to dL/dh below, and of log |h|^2 to the slope.
 */
struct response {
    double hold, take, go, lean;
    double square; /* |h|^2 / N behind it */
};

/*
 * What rows r >= s have in common in layer l, times N: of |f|^2, of |dL/dz|^2, of what
 * layer norm divides by, of either with the other's other, of what the weights do to
 * |dL/dz|, and of what a residual layer brings together forward and back.
 */
struct common {
    double value, slope, scale, here, there, turn, across, back;
    struct response r, s;
};

struct couple {
    struct mean_field *m;
    int r, s;
    struct common layer[DEPTH_MAX];
    /* of log |h|^2 that comes in: [depth + 1] */
    double arrival[DEPTH_MAX + 1];
};

/* part / sqrt(a b), where the product might leave the range. */
static double alike(double part, double a, double b)
{
    return mean_field_share(mean_field_share(part, sqrt(a)), sqrt(b));
}

static struct response response_of(const struct mean_field *m, int l, int r)
{
    const struct mean_level *level = &m->levels[l];
    bool stays = mean_field_passes_on(m, l);
    double came = stays ? level->came[r] : 0, own = level->square[r];
    double square = came + 2 * level->before[r] * level->mean[r] + own;
    double down = m->inner * level->flow[r], up = stays ? level->up[r] : 0;
    double held = m->levelled ? came : came + own * level->value_growth[r];

    return (struct response){.hold = mean_field_share(held, square),
                             .take = mean_field_share(own, square),
                             .go = mean_field_share(down, down + up),
                             .lean = m->levelled ? -1 : level->slope_growth[r],
                             .square = square};
}

/* How log |dL/dh| of each layer leans on log |h|^2 behind it. */
static void find_leanings(struct mean_field *m, int r)
{
    double leaning = 0;

    for (int l = m->depth - 1; l >= 0; l--) {
        struct response own = response_of(m, l, r);

        m->levels[l].leaning[r] = leaning;
        leaning = leaning * own.hold + own.go * own.lean;
    }
}

static double mehler(const double *f, const double *g, double rho)
{
    double sum = 0;

    for (int k = GAUSSIAN_TERMS; k-- > 0;)
        sum = sum * rho + f[k] * g[k];
    return sum;
}

static struct fourths fourths_of(const struct couple *c, int l)
{
    const struct mean_level *level = &c->m->levels[l];
    const double *value = level->value_square, *slope = level->slope_square;
    double rho = c->m->pairs.rho[(size_t)l * (size_t)c->m->rows + (size_t)c->s];
    size_t r = (size_t)c->r * GAUSSIAN_SPECTRUM, s = (size_t)c->s * GAUSSIAN_SPECTRUM;

    if (c->r == c->s)
        return level->fourths[r / GAUSSIAN_SPECTRUM];
    return (struct fourths){.value = mehler(value + r, value + s, rho),
                            .slope = mehler(slope + r, slope + s, rho),
                            .here = mehler(value + r, slope + s, rho),
                            .there = mehler(value + s, slope + r, rho)};
}

/* The products of dL/dh and of dL/dz, as cosines. */
static void find_angles(const struct couple *c, int l, double *above, double *here)
{
    const struct mean_level *level = &c->m->levels[l];
    size_t at = (size_t)l * (size_t)c->m->rows + (size_t)c->s;
    double reach = c->m->pairs.reach[at], slope = c->m->pairs.slopes[at];

    *above = *here = 1;
    if (c->r == c->s)
        return;
    *above = alike(reach, level->up[c->r], level->up[c->s]);
    *here = alike(reach * slope, level->flow[c->r], level->flow[c->s]);
}

/* Of h and its f, which are drawn apart: <h, f> differs from its mean. */
static double across(const struct couple *c, int l)
{
    const struct mean_field *m = c->m;
    const struct mean_level *level = &m->levels[l];
    const double *inputs = m->pairs.inputs + (size_t)l * (size_t)m->rows + c->s;
    double came = inputs[0] / (l > 0 ? m->units : m->inputs);
    double left = inputs[m->rows] / m->units;
    double mean = level->mean[c->r] * level->mean[c->s];

    if (c->r == c->s)
        return 4 * level->came[c->r] * (level->square[c->r] - mean);
    left -= came + level->before[c->r] * level->mean[c->s] +
            level->before[c->s] * level->mean[c->r];
    return 4 * came * (left - mean);
}

/*
 * The variance of z over the units, which layer norm divides by, differs among nets even
 * if |h|^2 does not.
 */
static double scale(const struct couple *c, int l)
{
    const struct mean_field *m = c->m;
    double rho = m->pairs.rho[(size_t)l * (size_t)m->rows + (size_t)c->s];

    if (!m->levelled || m->sphere)
        return 0;
    return c->r == c->s ? 2 : 2 * rho * rho;
}

static void meet(struct couple *c, int l)
{
    const struct mean_field *m = c->m;
    const struct mean_level *level = &m->levels[l];
    struct fourths fourths = fourths_of(c, l);
    double mask = c->r == c->s ? 1 / m->keep : 1, above, here;
    double value_r = level->square[c->r] * m->keep,
           slope_r = level->slope[c->r] * m->keep;
    double value_s = level->square[c->s] * m->keep,
           slope_s = level->slope[c->s] * m->keep;
    struct common *of = &c->layer[l];

    *of = (struct common){.r = response_of(m, l, c->r), .s = response_of(m, l, c->s)};
    find_angles(c, l, &above, &here);
    of->value =
        mean_field_share(mean_field_share(mask * fourths.value, value_r), value_s) - 1;
    of->slope =
        (mean_field_share(mean_field_share(mask * fourths.slope, slope_r), slope_s) - 1) *
        (1 + 2 * above * above);
    of->here =
        mean_field_share(mean_field_share(mask * fourths.here, value_r), slope_s) - 1;
    of->there =
        mean_field_share(mean_field_share(mask * fourths.there, value_s), slope_r) - 1;
    of->scale = scale(c, l);
    of->turn = m->sphere ? 0 : 2 * here * here;
    if (!mean_field_passes_on(m, l))
        return;
    of->across =
        mean_field_share(mean_field_share(across(c, l), of->r.square), of->s.square);
    of->back =
        4 * above * here * sqrt(of->r.go * (1 - of->r.go) * of->s.go * (1 - of->s.go));
}

/* What is new in log |h|^2 behind layer l. */
static double fresh(const struct common *of)
{
    return of->r.take * of->s.take * of->value + of->across;
}

static void go_forward(struct couple *c)
{
    c->arrival[0] = 0;
    for (int l = 0; l < c->m->depth; l++) {
        const struct common *of = &c->layer[l];

        c->arrival[l + 1] = of->r.hold * of->s.hold * c->arrival[l] + fresh(of);
    }
}

static double *row_of(double *list, int l, int r)
{
    return list + (size_t)l * SPREAD_ROWS + (size_t)r;
}

static double *place(const struct couple *c, double *list, int l)
{
    return list + ((size_t)l * SPREAD_ROWS + (size_t)c->r) * SPREAD_ROWS + (size_t)c->s;
}

/* From what dL/dh of layer l varies by on its own account to that below it. */
static double go_back(const struct couple *c, int l, double own)
{
    const struct mean_level *level = &c->m->levels[l];
    const struct common *of = &c->layer[l];
    double lean_r = level->leaning[c->r], lean_s = level->leaning[c->s];
    double all_r = lean_r * of->r.hold + of->r.lean;
    double all_s = lean_s * of->s.hold + of->s.lean;
    double old = c->arrival[l], varies;
    double here = lean_r * of->r.take * of->here, there = lean_s * of->s.take * of->there;

    own += lean_r * lean_s * fresh(of);
    varies = own + of->slope + of->scale + here + there + all_r * all_s * old;
    *place(c, c->m->flow_varies, l) = varies / c->m->units;
    *place(c, c->m->gradient_varies, l) =
        (varies + old * (1 + all_r + all_s)) / c->m->units;
    return own + of->r.go * of->s.go * (of->slope + of->scale + of->turn) +
           of->s.go * here + of->r.go * there + of->back;
}

static double error_angle(const struct couple *c)
{
    const struct mean_field *m = c->m;
    const double *r = m->error + (size_t)c->r * (size_t)m->outputs;
    const double *s = m->error + (size_t)c->s * (size_t)m->outputs;
    double both = 0, one = 0, other = 0;

    for (int i = 0; i < m->outputs; i++) {
        both += r[i] * s[i];
        one += r[i] * r[i];
        other += s[i] * s[i];
    }
    return alike(both, one, other);
}

/*
 * What the mean of a logarithm has beside the logarithm of the mean, by what it varies,
 * and by what bends its law: of log |h|^2 that comes into each layer.
 */
static double bent(const struct couple *c, int l, const double *bend)
{
    double shift = c->m->levelled ? 0 : bend[c->r] * c->arrival[l] / 2;

    c->m->bent_most = fmax(c->m->bent_most, fabs(shift) / c->m->units);
    return shift;
}

static void shift_forward(const struct couple *c, double *out)
{
    out[0] = 0;
    for (int l = 0; l < c->m->depth; l++) {
        const struct common *of = &c->layer[l];
        double bend = bent(c, l, c->m->levels[l].value_bend);

        out[l + 1] = of->r.hold * out[l] + bend - fresh(of) / 2;
    }
}

/* Of one row with itself, where the square keeps the mean that an endless net has. */
static void shift_plainly(const struct couple *c)
{
    for (int l = 0; l <= c->m->depth; l++) {
        *row_of(c->m->flow_shifts, l, c->r) = -*place(c, c->m->flow_varies, l) / 2;
        *row_of(c->m->gradient_shifts, l, c->r) =
            -*place(c, c->m->gradient_varies, l) / 2;
    }
}

/* Of one row with itself, layer after layer. */
static void shift_row(struct couple *c, double turn)
{
    struct mean_field *m = c->m;
    double forward[DEPTH_MAX + 1], shift = -turn / 2, rough = 0;

    shift_forward(c, forward);
    *row_of(m->gradient_shifts, m->depth, c->r) = forward[m->depth] / m->units;
    for (int l = m->depth - 1; l >= 0; l--) {
        const struct common *of = &c->layer[l];
        double bend = bent(c, l, m->levels[l].slope_bend);

        rough += (of->slope + of->turn) * (of->slope + of->turn) / 4;
        shift += of->r.lean * forward[l] + bend - of->slope / 2;
        *row_of(m->flow_shifts, l, c->r) = shift / m->units;
        *row_of(m->gradient_shifts, l, c->r) = (shift + forward[l]) / m->units;
        shift -= of->turn / 2;
    }
    m->rough = fmax(m->rough, rough / (m->units * m->units));
}

static void spread_pair(struct mean_field *m, int r, int s)
{
    struct couple c = {.m = m, .r = r, .s = s};
    double angle = error_angle(&c), turn = m->sphere ? 0 : 2 * angle * angle, own = turn;

    for (int l = 0; l < m->depth; l++)
        meet(&c, l);
    go_forward(&c);
    *place(&c, m->gradient_varies, m->depth) = c.arrival[m->depth] / m->units;
    for (int l = m->depth - 1; l >= 0; l--)
        own = go_back(&c, l, own);
    if (r == s && !m->residual)
        shift_row(&c, turn);
    else if (r == s)
        shift_plainly(&c);
}

void mean_field_spread(struct mean_field *m, int r)
{
    find_leanings(m, r);
    for (int s = 0; s <= r; s++)
        spread_pair(m, r, s);
}

static double weight_of(const struct mean_field *m, int l, int r)
{
    const double *error = m->error + (size_t)r * (size_t)m->outputs;
    double sum = 0;

    if (l < m->depth)
        return sqrt(m->levels[l].flow[r]);
    for (int i = 0; i < m->outputs; i++)
        sum += error[i] * error[i];
    return sqrt(sum);
}

/* Covariance of rows r and s, either before the other. */
static double covariance(const double *list, int l, int r, int s)
{
    int late = r > s ? r : s, early = r > s ? s : r;

    return list[((size_t)l * SPREAD_ROWS + (size_t)late) * SPREAD_ROWS + (size_t)early];
}

/* The rows' shares of |dL/dz|^2 to out[SPREAD_ROWS]; returns how many rows. */
static int share_out(const struct mean_field *m, int l, double *out)
{
    int rows = m->rows < SPREAD_ROWS ? m->rows : SPREAD_ROWS;
    double most = 0, sum = 0;

    for (int r = 0; r < rows; r++)
        most = fmax(most, weight_of(m, l, r));
    for (int r = 0; r < rows; r++) {
        out[r] = mean_field_share(weight_of(m, l, r), most);
        out[r] *= out[r];
        sum += out[r];
    }
    for (int r = 0; r < rows; r++)
        out[r] = mean_field_share(out[r], sum);
    return rows;
}

struct mean_field_stray mean_field_spread_of(const struct mean_field *m, int l,
                                             bool gradient)
{
    const double *varies = gradient ? m->gradient_varies : m->flow_varies;
    const double *shifts = gradient ? m->gradient_shifts : m->flow_shifts;
    struct mean_field_stray stray = {0};
    double part[SPREAD_ROWS];
    int rows = share_out(m, l, part);

    for (int r = 0; r < rows; r++) {
        stray.shift += part[r] * (shifts[(size_t)l * SPREAD_ROWS + (size_t)r] +
                                  covariance(varies, l, r, r) / 2);
        for (int s = 0; s < rows; s++)
            stray.variance += part[r] * part[s] * covariance(varies, l, r, s);
    }
    stray.variance = fmax(stray.variance, 0);
    stray.shift -= stray.variance / 2;
    return stray;
}
