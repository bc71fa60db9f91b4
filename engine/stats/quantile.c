/* engine/stats/quantile.c - exact quantiles, type 7 (the default of R and NumPy). */
#include "engine/stats/quantile.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/stats/select.h"
#include "engine/table/column-keys.h"

double
ds_quantile_between(double low, double high, double frac)
{
  const double step = high - low;

  if (low == high || frac <= 0.0)
    return low;
  if (!isfinite(step)) /* an infinity, or values further apart than a double can say */
    return isfinite(low) && isfinite(high) ? low * (1.0 - frac) + high * frac : low + high;
  return frac < 0.5 ? low + step * frac : high - step * (1.0 - frac);
}

void
ds_quantile_place(gsize n, double p, gsize *rank, double *frac)
{
  const double place = (double)(n - 1) * p, whole = floor(place);

  *rank = MIN((gsize)whole, n - 1);
  *frac = *rank == n - 1 ? 0.0 : place - whole;
}

double
ds_quantile_of_values(double *values, gsize n, double p)
{
  double frac, low, high = INFINITY;
  gsize rank;

  ds_quantile_place(n, p, &rank, &frac);
  low = ds_select_value(values, n, rank);
  if (frac <= 0.0)
    return low;
  for (gsize i = rank + 1; i < n; i++) /* selecting left the larger ones behind it */
    high = MIN(high, values[i]);
  return ds_quantile_between(low, high, frac);
}

gboolean
ds_quantiles_of_column(const DsColumn *column, const double *p, gsize n_p, double *quantiles,
                       DsProgress *progress, GError **error)
{
  const gsize n = ds_column_count(column);
  g_autofree gsize *ranks = g_new(gsize, 2 * n_p);
  g_autofree guint64 *keys = g_new(guint64, 2 * n_p);

  for (gsize i = 0; i < n_p; i++)
    quantiles[i] = NAN;
  if (n == 0)
    return TRUE;
  for (gsize i = 0; i < n_p; i++) {
    double frac;

    ds_quantile_place(n, p[i], &ranks[2 * i], &frac);
    ranks[2 * i + 1] = MIN(ranks[2 * i] + 1, n - 1);
  }
  if (!ds_select_keys(column, ranks, keys, 2 * n_p, progress, error))
    return FALSE;
  for (gsize i = 0; i < n_p; i++) {
    double frac;

    ds_quantile_place(n, p[i], &ranks[2 * i], &frac);
    quantiles[i] = ds_quantile_between(ds_column_key_number(column, keys[2 * i]),
                                       ds_column_key_number(column, keys[2 * i + 1]), frac);
  }
  return TRUE;
}
