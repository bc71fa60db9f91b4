/* engine/stats/student.c - the tails of Student's t distribution. */
#include "engine/stats/student.h"

#include <float.h>
#include <math.h>

enum { MAX_STEPS = 100000 };

/* Gamma(a + 1/2) / Gamma(a): its asymptotic series where a is large, reached by the recurrence. The
 * series is that of the ratio of two Stirling series; its next term is below 1e-14 from 50 on. */
static double
gamma_ratio(double a)
{
  double factor = 1.0, u;

  for (; a < 50.0; a += 1.0)
    factor *= a / (a + 0.5);
  u = 1.0 / a;
  return factor * sqrt(a) *
         (1.0 + u * (-1.0 / 8.0 +
                     u * (1.0 / 128.0 +
                          u * (5.0 / 1024.0 + u * (-21.0 / 32768.0 + u * (-399.0 / 262144.0))))));
}

/* Keeps a denominator away from 0. */
static inline double
away(double x)
{
  return fabs(x) < DBL_MIN ? DBL_MIN : x;
}

/* The continued fraction of I(x; a, b), which converges quickly for x < (a + 1) / (a + b + 2). */
static double
fraction(double x, double a, double b)
{
  double c = 1.0, d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0)), value = d;

  for (int m = 1; m < MAX_STEPS; m++) {
    const double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
    double step;

    d = 1.0 / away(1.0 + even * d);
    c = away(1.0 + even / c);
    value *= d * c;
    d = 1.0 / away(1.0 + odd * d);
    c = away(1.0 + odd / c);
    step = d * c;
    value *= step;
    if (fabs(step - 1.0) < DBL_EPSILON)
      break;
  }
  return value;
}

double
ds_student_of_correlation(double r, double df)
{
  const double a = df / 2.0, square = r * r, rest = (1.0 - r) * (1.0 + r);
  double front;

  if (isnan(r))
    return NAN;
  if (rest <= 0.0)
    return 0.0;
  if (square == 0.0)
    return 1.0;
  /* rest^a sqrt(square) / B(a, 1/2) */
  front = exp(a * log1p(-square)) * fabs(r) * gamma_ratio(a) / sqrt(G_PI);
  /* the fraction converges on one side; with many degrees of freedom t^2 = 12 is the better border
   */
  if (df > 10000.0 ? square * df > 12.0 : rest < (a + 1.0) / (a + 2.5))
    return front * fraction(rest, a, 0.5) / a;
  return 1.0 - front * fraction(square, 0.5, a) / 0.5;
}
