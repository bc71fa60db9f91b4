/* engine/stats/student.h - the tails of Student's t distribution. */
#pragma once
#include <glib.h>

/**
 * ds_student_of_correlation:
 * @r: a correlation, -1 .. 1
 * @df: degrees of freedom, > 0
 *
 * Returns: the two-sided probability of |r| or more where there is none, that is of
 * t = r sqrt(df / (1 - r^2)): the incomplete beta function I(1 - r^2; df / 2, 1 / 2) by its
 * continued fraction (M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.5.8 and
 * 26.7.1). Relative errors stay under 1e-12 up to ten thousand degrees of freedom and under 1e-10
 * for ten million, far out too, where GSL's gsl_cdf_tdist_Q keeps eight digits. 0 below the least
 * double; NaN for NaN.
 */
double ds_student_of_correlation(double r, double df);
