/* engine/stats/quantile.h - exact quantiles, type 7 (the default of R and NumPy). */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* Between the two values whose ranks enclose (n - 1) p: R. J. Hyndman, Y. Fan, The American
 * Statistician 50(4):361-365, 1996, definition 7. @frac is 0 .. 1; equal neighbours (infinities
 * too) give that value. */
double ds_quantile_between(double low, double high, double frac);

/* The ranks (from 0) and the fraction for @n >= 1 values. */
void ds_quantile_place(gsize n, double p, gsize *rank, double *frac);

/* The quantile of @values [n], n >= 1, without NaN; puts them in another order. O(n). */
double ds_quantile_of_values(double *values, gsize n, double p);

/**
 * ds_quantiles_of_column:
 * @column: any type but TEXT
 * @p: [n_p] 0 .. 1, in any order
 * @quantiles: (out): [n_p]; NaN where the column has no value
 *
 * Exact, without sorting: counts the leading bits of the keys, then looks only at the values that
 * share those of the wanted ranks. In parallel. FALSE with a cancel or no memory.
 */
gboolean ds_quantiles_of_column(const DsColumn *column, const double *p, gsize n_p,
                                double *quantiles, DsProgress *progress, GError **error);
