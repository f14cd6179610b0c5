#ifndef MATH_LANCZOS_H
#define MATH_LANCZOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The algebraically largest eigenvalues of a symmetric operator that is known by its
 * products alone, with their vectors: Lanczos (1950), every vector orthogonalized twice
 * against all before it, restarted from the best vectors when the basis is full (Wu &
 * Simon, "Thick-restart Lanczos method for large symmetric eigenvalue problems", 2000).
 *
 * It asks for one product at a time and does its own work in pieces, so that whoever has
 * other things to do can do them in between. The same plan and operator give the same
 * bits.
 */
struct lanczos;

enum { LANCZOS_BASIS = 16 }; /* most vectors of the basis */

struct lanczos_plan {
    size_t n;         /* dimensions, at least 1 */
    int wanted;       /* eigenvalues, 1 to 4 */
    int basis;        /* vectors at the most, wanted + 2 to LANCZOS_BASIS */
    int products;     /* when to give up */
    double tolerance; /* |A v - lambda v| against the largest |lambda| that was seen */
    uint64_t seed;    /* of the vector that it begins with */
};

/* Bytes that it takes; all of them are taken at once. */
size_t lanczos_bytes(const struct lanczos_plan *plan);

struct lanczos *lanczos_new(const struct lanczos_plan *plan);
void lanczos_free(struct lanczos *l); /* NULL is fine */

/* Begins anew, with another operator of as many dimensions. */
void lanczos_begin(struct lanczos *l);

/*
 * LANCZOS_PRODUCT: the operator times v[n] has to be in out[n] before the next call.
 * LANCZOS_BUSY: call again; a piece of its own work was done, some 10 n operations.
 * LANCZOS_DONE: the results are there.
 */
enum lanczos_state { LANCZOS_PRODUCT, LANCZOS_BUSY, LANCZOS_DONE };

struct lanczos_request {
    const double *v; /* [n], of unit length; borrowed until the next call */
    double *out;     /* [n] */
};

enum lanczos_state lanczos_go_on(struct lanczos *l, struct lanczos_request *request);

/* Results, i < wanted and i < n, the largest first; nan where a product was not finite.
 */
double lanczos_value(const struct lanczos *l, int i);
double lanczos_residual(const struct lanczos *l, int i);      /* |A v - lambda v| */
const double *lanczos_vector(const struct lanczos *l, int i); /* [n], unit length */
/* The least v A v that was met, v of unit length: no eigenvalue bound, but a witness. */
double lanczos_lowest(const struct lanczos *l);
bool lanczos_converged(const struct lanczos *l);
int lanczos_products(const struct lanczos *l); /* asked for so far */

#endif
