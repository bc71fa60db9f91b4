/* engine/stats/moments.h - extremes, mean, spread and shape of a column of numbers. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* What is undefined is NaN: everything without a value, sd with one value, skewness and kurtosis of
 * a constant. */
typedef struct {
  gsize n;            /* values that are there, infinite ones too */
  gsize n_infinite;   /* of either sign */
  gsize n_zeros;      /* -0.0 too */
  double min, max;    /* infinities count; INT beyond 2^53 is rounded here, exact below */
  gint64 first, last; /* INT, DATE, TIME, BOOL: the exact extremes */
  double mean, sd;    /* sd with n - 1 */
  double skewness;    /* g1 = m3 / m2^(3/2), population moments */
  double kurtosis;    /* g2 = m4 / m2^2 - 3: 0 for a normal distribution */
} DsMoments;

/**
 * ds_moments_of_column:
 * @column: INT, REAL, BOOL (0 and 1), DATE (days) or TIME (microseconds)
 * @moments: (out): set on success only
 *
 * Missing values take no part. With infinities of one sign the mean is that infinity, with both it
 * is undefined, and so is everything that needs deviations from it.
 *
 * The mean comes from a compensated sum (INT: an exact one), the others from powers of deviations
 * from it, corrected by what the deviations still sum to (T. F. Chan, G. H. Golub, R. J. LeVeque,
 * The American Statistician 37(3):242-247, 1983, the corrected two-pass algorithm). Values are
 * scaled by a power of two where their powers would leave the range of doubles.
 * In parallel, the same digits with any number of threads. FALSE with a cancel or no memory.
 */
gboolean ds_moments_of_column(const DsColumn *column, DsMoments *moments, DsProgress *progress,
                              GError **error);
