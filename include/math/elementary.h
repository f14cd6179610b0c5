#ifndef MATH_ELEMENTARY_H
#define MATH_ELEMENTARY_H

/*
 * The elementary functions, our own: within 2 ulp of the truth over the whole of their
 * domain, the same digits on every machine, whatever its libm, its vectors and the
 * optimization level. Beyond that they are what C says of their namesakes: NaN in, NaN
 * out; NaN outside the domain; signed zeros and infinities as in Annex F. math_pow is
 * exact where the result is. The sign and the payload of a NaN mean nothing. Basic
 * arithmetic, sqrt, fabs, floor and rint are exact in IEEE 754 and are taken from C.
 *
 * The block forms of math/kernels.h run the same code for many numbers at once.
 */

#define MATH_PI 3.14159265358979323846

double math_exp(double x);
double math_expm1(double x);
double math_log(double x); /* natural */
double math_log1p(double x);
double math_pow(double x, double y); /* right for negative x and whole y, too */
double math_sin(double x);           /* for arguments of any size */
double math_cos(double x);
double math_tan(double x);
double math_asin(double x);
double math_acos(double x);
double math_atan(double x);
double math_atan2(double y, double x);
double math_sinh(double x);
double math_cosh(double x);
double math_tanh(double x);
double math_erf(double x);
double math_hypot(double x, double y);
double math_sigmoid(double x);  /* 1 / (1 + exp(-x)) */
double math_softplus(double x); /* log(1 + exp(x)) */

#endif
