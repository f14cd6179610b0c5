/* Eigenvalues and eigenvectors of small symmetric matrices. */
#include "math/eigen.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "math/elementary.h"

enum {
    SWEEPS_MAX = 60,     /* some ten are enough for any matrix */
    SAFE_EXPONENT = 900, /* elements below 2^900 cannot overflow on the way */
};

struct two {
    double high, low; /* their exact sum is meant */
};

/* Knuth's TwoSum: the sum and what rounding took from it. */
static struct two add_exactly(double a, double b)
{
    double sum = a + b, part = sum - a;

    return (struct two){sum, (a - (sum - part)) + (b - part)};
}

/* Half of the digits of a, for Dekker's product; |a| is not near overflow. */
static struct two split(double a)
{
    double t = 134217729.0 * a, high = t - (t - a);

    return (struct two){high, a - high};
}

static struct two multiply_exactly(double a, double b)
{
    struct two s = split(a), t = split(b);
    double product = a * b;
    double error =
        ((s.high * t.high - product) + s.high * t.low + s.low * t.high) + s.low * t.low;

    return (struct two){product, error};
}

/* A number m * 2^e, so that no product overflows or loses digits. */
struct scaled {
    double m;
    int e;
};

static struct scaled scale(double a)
{
    struct scaled s;

    s.m = frexp(a, &s.e);
    return s;
}

static struct two shift(struct two t, int by)
{
    return (struct two){ldexp(t.high, by), ldexp(t.low, by)};
}

/* a * c - b * b to full relative accuracy, also where the products cancel. */
static struct scaled determinant(double a, double b, double c)
{
    struct scaled sa = scale(a), sb = scale(b), sc = scale(c), out;
    struct two p = multiply_exactly(sa.m, sc.m), q = multiply_exactly(sb.m, sb.m);
    int ep = sa.e + sc.e, eq = 2 * sb.e;
    struct two d, low;
    bool p_larger = q.high == 0 || (p.high != 0 && ep > eq);
    int e = p_larger ? ep : eq;

    p = shift(p, ep - e > -2000 ? ep - e : -2000);
    q = shift(q, eq - e > -2000 ? eq - e : -2000);
    d = add_exactly(p.high, -q.high);
    low = add_exactly(p.low, -q.low);
    q = add_exactly(d.high, low.high);
    out = scale(q.high + (q.low + low.low + d.low));
    out.e += e;
    return out;
}

static void exchange(double *a, double *b, int count)
{
    for (int i = 0; i < count; i++) {
        double was = a[i];

        a[i] = b[i];
        b[i] = was;
    }
}

static double value_of(struct scaled s)
{
    return ldexp(s.m, s.e);
}

/* The direction of the eigenvector that goes with difference + root, up to its length. */
struct direction {
    double x, y;
};

static struct direction unit(double x, double y)
{
    double length = math_hypot(x, y);

    return (struct direction){x / length, y / length};
}

/*
 * The eigenvalue of greater size has no cancellation in it; the other is the determinant
 * divided by it. The vector comes from the sum without cancellation, too. After LAPACK's
 * dlaev2.
 */
static void solve_two(const double *a, int exponent, double *values, double *vectors)
{
    double p = ldexp(a[0], -exponent), q = ldexp(a[1], -exponent),
           r = ldexp(a[3], -exponent);
    double root = math_hypot(p - r, q + q), sum = p + r;
    struct scaled large = scale(0.5 * (sum < 0 ? sum - root : sum + root));
    struct scaled small = determinant(a[0], a[1], a[3]);
    struct direction high = {1, 0};

    large.e += exponent;
    if (large.m != 0) {
        small.m /= large.m;
        small.e -= large.e;
    }
    values[0] = value_of(sum < 0 ? large : small);
    values[1] = value_of(sum < 0 ? small : large);
    /* Which is lower is known; rounding may swap such as differ by less than an ulp. */
    if (values[0] > values[1])
        exchange(&values[0], &values[1], 1);
    if (p - r >= 0 && root > 0)
        high = unit(p - r + root, q + q);
    else if (root > 0)
        high = unit(q + q, root - (p - r));
    vectors[0] = 0 - high.y;
    vectors[1] = vectors[2] = high.x;
    vectors[3] = high.y;
}

struct rotation {
    int n;
    double *a, *v; /* the matrix, and the vectors as rows */
    double c, s;
};

static void turn(const struct rotation *r, double *p, double *q)
{
    double was_p = *p, was_q = *q;

    *p = r->c * was_p - r->s * was_q;
    *q = r->s * was_p + r->c * was_q;
}

/* One Jacobi rotation, which makes the element (p, q) zero. */
static void rotate(struct rotation *r, int p, int q)
{
    double *a = r->a, off = a[p * r->n + q], theta, t;

    theta = (a[q * r->n + q] - a[p * r->n + p]) / (2 * off);
    t = (theta < 0 ? -1 : 1) / (fabs(theta) + math_hypot(theta, 1));
    r->c = 1 / sqrt(1 + t * t);
    r->s = t * r->c;
    for (int k = 0; k < r->n; k++)
        turn(r, &a[k * r->n + p], &a[k * r->n + q]);
    for (int k = 0; k < r->n; k++)
        turn(r, &a[p * r->n + k], &a[q * r->n + k]);
    for (int k = 0; k < r->n; k++)
        turn(r, &r->v[p * r->n + k], &r->v[q * r->n + k]);
    a[p * r->n + q] = a[q * r->n + p] = 0;
}

/* Too small beside both diagonal elements to move either. */
static bool is_negligible(const struct rotation *r, int p, int q)
{
    double off = fabs(r->a[p * r->n + q]) / 16, pp = fabs(r->a[p * r->n + p]);
    double qq = fabs(r->a[q * r->n + q]);

    return pp + off == pp && qq + off == qq;
}

static bool sweep(struct rotation *r)
{
    bool rotated = false;

    for (int p = 0; p < r->n; p++)
        for (int q = p + 1; q < r->n; q++) {
            if (r->a[p * r->n + q] == 0)
                continue;
            if (is_negligible(r, p, q)) {
                r->a[p * r->n + q] = r->a[q * r->n + p] = 0;
                continue;
            }
            rotate(r, p, q);
            rotated = true;
        }
    return rotated;
}

static void solve_many(int n, const double *a, int exponent, double *values,
                       double *vectors)
{
    double scaled[EIGEN_MAX * EIGEN_MAX];
    struct rotation r = {.n = n, .a = scaled, .v = vectors};

    exponent = abs(exponent) > SAFE_EXPONENT ? exponent : 0;
    for (int i = 0; i < n * n; i++) {
        scaled[i] = ldexp(a[i], -exponent);
        vectors[i] = i % (n + 1) == 0;
    }
    for (int k = 0; k < SWEEPS_MAX && sweep(&r); k++)
        ;
    for (int i = 0; i < n; i++)
        values[i] = ldexp(scaled[i * n + i], exponent);
}

static void sort(int n, double *values, double *vectors)
{
    for (int i = 1; i < n; i++)
        for (int k = i; k > 0 && values[k] < values[k - 1]; k--) {
            exchange(&values[k], &values[k - 1], 1);
            exchange(&vectors[k * n], &vectors[(k - 1) * n], n);
        }
}

static void make_positive(int n, double *vector)
{
    int greatest = 0;

    for (int i = 1; i < n; i++)
        if (fabs(vector[i]) > fabs(vector[greatest]))
            greatest = i;
    if (vector[greatest] < 0)
        for (int i = 0; i < n; i++)
            vector[i] = -vector[i];
}

/* The power of two that is next above all elements; false if one is not finite. */
static bool measure(int n, const double *a, int *exponent)
{
    double most = 0;

    for (int i = 0; i < n * n; i++) {
        if (!isfinite(a[i]))
            return false;
        most = fabs(a[i]) > most ? fabs(a[i]) : most;
    }
    frexp(most, exponent);
    return true;
}

static void give_nan(int count, double *out)
{
    for (int i = 0; i < count; i++)
        out[i] = NAN;
}

void eigen_symmetric(int n, const double *a, double *values, double *vectors)
{
    double own[EIGEN_MAX * EIGEN_MAX];
    double *v = vectors ? vectors : own;
    int exponent;

    if (!measure(n, a, &exponent)) {
        give_nan(n, values);
        give_nan(n * n, v);
        return;
    }
    if (n == 2)
        solve_two(a, exponent, values, v);
    else
        solve_many(n, a, exponent, values, v);
    sort(n, values, v);
    for (int i = 0; i < n; i++)
        make_positive(n, &v[i * n]);
}
