/* engine/query/functions-sample.c - SQL aggregates over a sample: quantiles, moments, correlation.
 */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/query/functions-provider.h"

/* The values of one group or window frame. A frame that moves drops its oldest rows first, so the
 * values in force are those from `start` on; one that a NULL took part in was never added. */
typedef struct {
  double *x, *y; /* y only for pairs */
  gsize start, n, capacity;
  double p; /* of quantile() */
  gboolean has_failed;
} Sample;

static gboolean
grow(Sample *sample, gboolean is_pair)
{
  const gsize capacity = sample->capacity == 0 ? 64 : sample->capacity * 2;
  double *x =
      ds_try_realloc(sample->x, capacity, sizeof(double), "the values of an aggregate", NULL);
  double *y = NULL;

  if (x)
    sample->x = x;
  if (x && is_pair) {
    y = ds_try_realloc(sample->y, capacity, sizeof(double), "the values of an aggregate", NULL);
    if (y)
      sample->y = y;
  }
  if (!x || (is_pair && !y))
    return FALSE;
  sample->capacity = capacity;
  return TRUE;
}

/* Whether the value is a number. Text that is none is an error, not a zero. */
static gboolean
number(sqlite3_context *context, Sample *sample, sqlite3_value *value, double *result)
{
  const int type = sqlite3_value_numeric_type(value);

  if (type == SQLITE_NULL)
    return FALSE;
  if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) {
    sql_fail(context, "needs numbers and met text");
    sample->has_failed = TRUE;
    return FALSE;
  }
  *result = sqlite3_value_double(value);
  return TRUE;
}

static Sample *
add(sqlite3_context *context, sqlite3_value **argv, gboolean is_pair)
{
  Sample *sample = sqlite3_aggregate_context(context, sizeof *sample);
  double x, y = 0.0;

  if (!sample) {
    sqlite3_result_error_nomem(context);
    return NULL;
  }
  if (sample->has_failed || !number(context, sample, argv[0], &x) ||
      (is_pair && !number(context, sample, argv[1], &y)))
    return sample;
  if (sample->n == sample->capacity && !grow(sample, is_pair)) {
    sqlite3_result_error_nomem(context);
    sample->has_failed = TRUE;
    return sample;
  }
  sample->x[sample->n] = x;
  if (is_pair)
    sample->y[sample->n] = y;
  sample->n++;
  return sample;
}

/* Takes the oldest row away again; for quantile() and corr() alike the first row in is the first
 * row out. */
void
sql_sample_inverse(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  Sample *sample = sqlite3_aggregate_context(context, 0);
  const gboolean is_pair = sample && sample->y != NULL;

  (void)argc;
  if (!sample || sqlite3_value_type(argv[0]) == SQLITE_NULL ||
      (is_pair && sqlite3_value_type(argv[1]) == SQLITE_NULL) || sample->start == sample->n)
    return;
  sample->start++;
  if (sample->start > 1024 && sample->start > sample->n / 2) { /* a long slide: move down */
    const gsize n = sample->n - sample->start;

    memmove(sample->x, sample->x + sample->start, n * sizeof(double));
    if (is_pair)
      memmove(sample->y, sample->y + sample->start, n * sizeof(double));
    sample->n = n;
    sample->start = 0;
  }
}

void
sql_sample_drop(sqlite3_context *context)
{
  Sample *sample = sqlite3_aggregate_context(context, 0);

  if (sample) {
    g_clear_pointer(&sample->x, g_free);
    g_clear_pointer(&sample->y, g_free);
  }
}

static Sample *
current(sqlite3_context *context)
{
  Sample *sample = sqlite3_aggregate_context(context, 0);

  return sample && !sample->has_failed && sample->n > sample->start ? sample : NULL;
}

/* Moves the value of rank @k to x[k], none greater before it and none smaller behind (Hoare's
 * FIND, CACM 4(7), 1961). */
static double
select_rank(double *x, gsize n, gsize k)
{
  gssize low = 0, high = (gssize)n - 1;

  while (low < high) {
    const double a = x[low], b = x[low + (high - low) / 2], c = x[high];
    const double pivot = MAX(MIN(a, b), MIN(MAX(a, b), c)); /* the median of the three */
    gssize i = low, j = high;

    while (i <= j) {
      while (x[i] < pivot)
        i++;
      while (x[j] > pivot)
        j--;
      if (i <= j) {
        const double swap = x[i];

        x[i++] = x[j];
        x[j--] = swap;
      }
    }
    if (j < (gssize)k)
      low = i;
    if ((gssize)k < i)
      high = j;
  }
  return x[k];
}

/* Type 7 (Hyndman and Fan, The American Statistician 50(4), 1996): h = (n - 1) p, linear between
 * the neighbours. */
static void
quantile(sqlite3_context *context, double p)
{
  Sample *sample = current(context);
  g_autofree double *x = NULL;
  gsize n, k;
  double h, low;

  if (!sample)
    return;
  n = sample->n - sample->start;
  x = ds_try_new(double, n, "a quantile", NULL);
  if (!x) {
    sqlite3_result_error_nomem(context);
    return;
  }
  memcpy(x, sample->x + sample->start, n * sizeof *x);
  h = (double)(n - 1) * p;
  k = MIN((gsize)floor(h), n - 1);
  low = select_rank(x, n, k);
  if (h > (double)k && k + 1 < n) {
    double high = x[k + 1];

    for (gsize i = k + 2; i < n; i++)
      high = MIN(high, x[i]); /* those behind k are not smaller: the least is next */
    if (high != low)
      low += (h - (double)k) * (high - low);
  }
  sqlite3_result_double(context, low);
}

void
sql_quantile_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  Sample *sample = sqlite3_aggregate_context(context, sizeof *sample);
  const int type = sqlite3_value_numeric_type(argv[1]);
  const double p = sqlite3_value_double(argv[1]);

  (void)argc;
  if (!sample || sample->has_failed)
    return;
  if ((type != SQLITE_INTEGER && type != SQLITE_FLOAT) || !(p >= 0.0 && p <= 1.0)) {
    g_autofree char *message = g_strdup_printf(
        "was given p = %s; it must be a share from 0 to 1",
        type == SQLITE_NULL ? "missing" : (const char *)sqlite3_value_text(argv[1]));

    sql_fail(context, message);
    sample->has_failed = TRUE;
    return;
  }
  sample->p = p;
  add(context, argv, FALSE);
}

void
sql_quantile_value(sqlite3_context *context)
{
  const Sample *sample = current(context);

  if (sample)
    quantile(context, sample->p);
}

void
sql_median_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, FALSE);
}

void
sql_median_value(sqlite3_context *context)
{
  quantile(context, 0.5);
}

/* Sum with the rounding errors carried along (Neumaier, ZAMM 54, 1974). */
typedef struct {
  double sum, rest;
} Sum;

static void
sum_add(Sum *sum, double value)
{
  const double total = sum->sum + value;

  if (fabs(sum->sum) >= fabs(value))
    sum->rest += (sum->sum - total) + value;
  else
    sum->rest += (value - total) + sum->sum;
  sum->sum = total;
}

static double
sum_value(const Sum *sum)
{
  const double value = sum->sum + sum->rest;

  return isnan(value) ? sum->sum : value; /* infinities leave no error to carry */
}

static double
mean_of(const double *x, gsize n)
{
  Sum sum = { 0 }, rest = { 0 };
  double mean;

  for (gsize i = 0; i < n; i++)
    sum_add(&sum, x[i]);
  mean = sum_value(&sum) / (double)n;
  for (gsize i = 0; i < n; i++)
    sum_add(&rest, x[i] - mean);
  return isfinite(mean) ? mean + sum_value(&rest) / (double)n : mean;
}

/* Sum of the k-th powers of the deviations from the mean. */
static double
power_sum(const double *x, gsize n, double mean, int k)
{
  Sum sum = { 0 };

  for (gsize i = 0; i < n; i++) {
    const double d = x[i] - mean;

    sum_add(&sum, k == 2 ? d * d : k == 3 ? d * d * d : d * d * d * d);
  }
  return sum_value(&sum);
}

static gboolean
variance(sqlite3_context *context, double *result)
{
  const Sample *sample = current(context);
  const double *x;
  gsize n;

  if (!sample || sample->n - sample->start < 2)
    return FALSE;
  x = sample->x + sample->start;
  n = sample->n - sample->start;
  *result = power_sum(x, n, mean_of(x, n), 2) / (double)(n - 1);
  return TRUE;
}

void
sql_sd_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, FALSE);
}

void
sql_sd_value(sqlite3_context *context)
{
  double value;

  if (variance(context, &value))
    sqlite3_result_double(context, sqrt(value));
}

void
sql_var_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, FALSE);
}

void
sql_var_value(sqlite3_context *context)
{
  double value;

  if (variance(context, &value))
    sqlite3_result_double(context, value);
}

/* m_k / m_2^(k/2) of the population moments; FALSE for a constant. */
static gboolean
standard_moment(sqlite3_context *context, int k, double *result)
{
  const Sample *sample = current(context);
  const double *x;
  double n, mean, m2;

  if (!sample)
    return FALSE;
  x = sample->x + sample->start;
  n = (double)(sample->n - sample->start);
  mean = mean_of(x, sample->n - sample->start);
  m2 = power_sum(x, sample->n - sample->start, mean, 2) / n;
  if (!(m2 > 0.0))
    return FALSE;
  *result =
      power_sum(x, sample->n - sample->start, mean, k) / n / (k == 3 ? m2 * sqrt(m2) : m2 * m2);
  return TRUE;
}

void
sql_skewness_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, FALSE);
}

void
sql_skewness_value(sqlite3_context *context)
{
  double value;

  if (standard_moment(context, 3, &value))
    sqlite3_result_double(context, value);
}

void
sql_kurtosis_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, FALSE);
}

void
sql_kurtosis_value(sqlite3_context *context)
{
  double value;

  if (standard_moment(context, 4, &value))
    sqlite3_result_double(context, value - 3.0);
}

void
sql_corr_step(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  add(context, argv, TRUE);
}

void
sql_corr_value(sqlite3_context *context)
{
  const Sample *sample = current(context);
  const double *x, *y;
  double x_mean, y_mean, xx, yy;
  Sum xy = { 0 };
  gsize n;

  if (!sample || sample->n - sample->start < 2)
    return;
  n = sample->n - sample->start;
  x = sample->x + sample->start;
  y = sample->y + sample->start;
  x_mean = mean_of(x, n);
  y_mean = mean_of(y, n);
  xx = power_sum(x, n, x_mean, 2);
  yy = power_sum(y, n, y_mean, 2);
  for (gsize i = 0; i < n; i++)
    sum_add(&xy, (x[i] - x_mean) * (y[i] - y_mean));
  if (xx > 0.0 && yy > 0.0)
    sqlite3_result_double(context, CLAMP(sum_value(&xy) / (sqrt(xx) * sqrt(yy)), -1.0, 1.0));
}
