#ifndef MATH_EIGEN_H
#define MATH_EIGEN_H

enum { EIGEN_MAX = 16 };

/*
 * Eigenvalues and eigenvectors of the symmetric matrix a[n * n], n <= EIGEN_MAX, by
 * cyclic Jacobi rotations (Golub & Van Loan, 8.5); in closed form and to full relative
 * accuracy for n <= 2.
 *
 * values[n] ascend; vectors[k * n .. k * n + n - 1] is the unit eigenvector of values[k],
 * its first component of greatest size positive. vectors may be NULL. Not finite in, NaN
 * out.
 */
void eigen_symmetric(int n, const double *a, double *values, double *vectors);

#endif
