/* engine/stats/moments.c - extremes, mean, spread and shape of a column of numbers. */
#include "engine/stats/moments.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

enum { STRIPE = 1024, LANES = 4 }; /* values loaded at a time; independent sums of a loop */

__extension__ typedef __int128 Wide; /* 2^32 rows of 64 bits fit */

/* A sum that remembers what rounding took from it (D. E. Knuth, TAOCP 2, 4.2.2, theorem B). */
typedef struct {
  double sum, lost;
} Sum;

static inline void
sum_add(Sum *sum, double x)
{
  const double next = sum->sum + x, part = next - sum->sum;

  sum->lost += (sum->sum - (next - part)) + (x - part);
  sum->sum = next;
}

static inline void
sum_merge(Sum *sum, const Sum *other)
{
  sum_add(sum, other->sum);
  sum->lost += other->lost;
}

/* What a block finds. */
typedef struct {
  gsize n, n_plus, n_minus, n_zeros;
  double min, max;
  gint64 first, last;
  Wide total;    /* of ints */
  Sum sum;       /* of reals: finite ones, scaled */
  Sum powers[4]; /* of deviations */
} Part;

typedef struct {
  const DsColumn *column;
  double scale;     /* a power of two */
  double center;    /* of scaled reals */
  gint64 whole;     /* centre of ints */
  gboolean is_wide; /* differences of the ints may not fit 64 bits */
  Part *parts;      /* [n_blocks] */
} Pass;

/* Loads the values that are there of rows [begin, end), as they are summed: reals scaled,
 * ints as differences from the centre. Returns how many. */
static gsize
load(const Pass *pass, gsize begin, gsize end, double *restrict out)
{
  const DsColumn *column = pass->column;
  const double scale = pass->scale;
  gsize n = 0;

  if (column->type == DS_TYPE_REAL) {
    for (gsize row = begin; row < end; row++) {
      out[n] = column->reals[row] * scale;
      n += (gsize)(column->reals[row] == column->reals[row]);
    }
  } else if (column->type == DS_TYPE_BOOL) {
    for (gsize row = begin; row < end; row++) {
      out[n] = (double)(column->bools[row] - pass->whole);
      n += (gsize)!ds_column_is_missing(column, row);
    }
  } else if (pass->is_wide) {
    for (gsize row = begin; row < end; row++) {
      out[n] = (double)column->ints[row] - (double)pass->whole;
      n += (gsize)!ds_column_is_missing(column, row);
    }
  } else {
    for (gsize row = begin; row < end; row++) {
      out[n] = (double)(gint64)((guint64)column->ints[row] - (guint64)pass->whole);
      n += (gsize)!ds_column_is_missing(column, row);
    }
  }
  return n;
}

/* Extremes and counts of reals; NaN (missing) fails every comparison and is not counted. */
static void
scan_reals(const double *restrict x, gsize n, Part *part)
{
  double min[LANES], max[LANES];
  gsize there[LANES] = { 0 }, zeros[LANES] = { 0 };
  gsize plus = 0, minus = 0, i = 0;

  for (gsize j = 0; j < LANES; j++) {
    min[j] = INFINITY;
    max[j] = -INFINITY;
  }
  for (; i + LANES <= n; i += LANES)
    for (gsize j = 0; j < LANES; j++) {
      const double value = x[i + j];

      min[j] = value < min[j] ? value : min[j];
      max[j] = value > max[j] ? value : max[j];
      there[j] += (gsize)(value == value);
      zeros[j] += (gsize)(value == 0.0);
    }
  for (; i < n; i++) {
    min[0] = x[i] < min[0] ? x[i] : min[0];
    max[0] = x[i] > max[0] ? x[i] : max[0];
    there[0] += (gsize)(x[i] == x[i]);
    zeros[0] += (gsize)(x[i] == 0.0);
  }
  for (gsize j = 0; j < LANES; j++) {
    part->min = fmin(part->min, min[j]);
    part->max = fmax(part->max, max[j]);
    part->n += there[j];
    part->n_zeros += zeros[j];
  }
  if (part->min > -INFINITY && part->max < INFINITY)
    return;
  for (i = 0; i < n; i++) {
    plus += (gsize)(x[i] == INFINITY);
    minus += (gsize)(x[i] == -INFINITY);
  }
  part->n_plus += plus;
  part->n_minus += minus;
}

#define SCAN_INTS(values)                                                                          \
  for (gsize row = begin; row < end; row++) {                                                      \
    const gint64 value = (values)[row];                                                            \
    const gboolean is_there = !ds_column_is_missing(column, row);                                  \
                                                                                                   \
    part->total += value; /* 0 where missing */                                                    \
    part->n += (gsize)is_there;                                                                    \
    part->n_zeros += (gsize)(is_there && value == 0);                                              \
    part->first = is_there && value < part->first ? value : part->first;                           \
    part->last = is_there && value > part->last ? value : part->last;                              \
  }

static gboolean
scan_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const DsColumn *column = pass->column;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, column->n_rows);
  Part local = { .min = INFINITY, .max = -INFINITY, .first = G_MAXINT64, .last = G_MININT64 };
  Part *part = &local;

  if (column->type == DS_TYPE_REAL)
    scan_reals(column->reals + begin, end - begin, part);
  else if (column->type == DS_TYPE_BOOL)
    SCAN_INTS(column->bools)
  else
    SCAN_INTS(column->ints)
  pass->parts[block] = local;
  return TRUE;
}

/* Compensated, four chains at once. */
static void
sum_values(const double *restrict x, gsize n, Sum *total)
{
  Sum lanes[LANES] = { { 0 } };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize j = 0; j < LANES; j++)
      sum_add(&lanes[j], x[i + j]);
  for (; i < n; i++)
    sum_add(&lanes[0], x[i]);
  for (gsize j = 0; j < LANES; j++)
    sum_merge(total, &lanes[j]);
}

static gboolean
sum_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const gsize begin = block * DS_BLOCK_ROWS;
  const gsize end = MIN(begin + DS_BLOCK_ROWS, pass->column->n_rows);
  double values[STRIPE];
  Sum sum = { 0 };

  for (gsize row = begin; row < end; row += STRIPE)
    sum_values(values, load(pass, row, MIN(row + STRIPE, end), values), &sum);
  pass->parts[block].sum = sum;
  return TRUE;
}

/* Plain sums: a stripe is short enough that rounding stays below what is lost between stripes. */
static void
sum_powers(const double *restrict x, gsize n, double center, Sum *powers)
{
  double lanes[4][LANES] = { { 0 } };
  gsize i = 0;

  for (; i + LANES <= n; i += LANES)
    for (gsize j = 0; j < LANES; j++) {
      const double d = x[i + j] - center, square = d * d;

      lanes[0][j] += d;
      lanes[1][j] += square;
      lanes[2][j] += square * d;
      lanes[3][j] += square * square;
    }
  for (; i < n; i++) {
    const double d = x[i] - center, square = d * d;

    lanes[0][0] += d;
    lanes[1][0] += square;
    lanes[2][0] += square * d;
    lanes[3][0] += square * square;
  }
  for (gsize p = 0; p < 4; p++)
    sum_add(&powers[p], (lanes[p][0] + lanes[p][1]) + (lanes[p][2] + lanes[p][3]));
}

static gboolean
power_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const gsize begin = block * DS_BLOCK_ROWS;
  const gsize end = MIN(begin + DS_BLOCK_ROWS, pass->column->n_rows);
  double values[STRIPE];
  Sum powers[4] = { { 0 } };

  for (gsize row = begin; row < end; row += STRIPE)
    sum_powers(values, load(pass, row, MIN(row + STRIPE, end), values), pass->center, powers);
  memcpy(pass->parts[block].powers, powers, sizeof powers);
  return TRUE;
}

/* A power of two that brings the largest value near 1 where fourth powers would not fit. */
static double
choose_scale(double min, double max)
{
  const double largest = fmax(fabs(min), fabs(max));
  int exponent;

  if (largest == 0.0 || (largest < 0x1p240 && largest > 0x1p-240))
    return 1.0;
  frexp(largest, &exponent);
  return ldexp(1.0, CLAMP(-exponent, -1020, 1020));
}

/* From sums of powers of deviations d = x - center of n values: removes what is left of the mean
 * (delta) and undoes the scale. */
static void
finish(const Pass *pass, const Sum *powers, double n, DsMoments *moments)
{
  const double delta = (powers[0].sum + powers[0].lost) / n;
  const double s2 = (powers[1].sum + powers[1].lost) / n;
  const double s3 = (powers[2].sum + powers[2].lost) / n;
  const double s4 = (powers[3].sum + powers[3].lost) / n;
  const double square = delta * delta;
  const double m2 = s2 - square, m3 = s3 - 3.0 * delta * s2 + 2.0 * square * delta;
  const double m4 = s4 - 4.0 * delta * s3 + 6.0 * square * s2 - 3.0 * square * square;
  const gboolean is_real = pass->column->type == DS_TYPE_REAL;
  const gboolean is_constant =
      is_real ? moments->min == moments->max : moments->first == moments->last;

  if (is_real)
    moments->mean = (pass->center + delta) / pass->scale;
  else
    moments->mean = (double)pass->whole + delta;
  if (is_constant)
    moments->mean = moments->min;
  if (n < 2)
    return;
  moments->sd = is_constant ? 0.0 : sqrt(m2 * n / (n - 1.0)) / pass->scale;
  if (moments->sd > 0.0) {
    moments->skewness = m3 / m2 / sqrt(m2);
    moments->kurtosis = m4 / m2 / m2 - 3.0;
  }
}

/* Joins the blocks' scans in order. */
static void
merge_scans(const Part *parts, gsize n_blocks, Part *all)
{
  *all = (Part){ .min = INFINITY, .max = -INFINITY, .first = G_MAXINT64, .last = G_MININT64 };
  for (gsize i = 0; i < n_blocks; i++) {
    all->n += parts[i].n;
    all->n_plus += parts[i].n_plus;
    all->n_minus += parts[i].n_minus;
    all->n_zeros += parts[i].n_zeros;
    all->min = fmin(all->min, parts[i].min);
    all->max = fmax(all->max, parts[i].max);
    all->first = MIN(all->first, parts[i].first);
    all->last = MAX(all->last, parts[i].last);
    all->total += parts[i].total;
  }
}

/* Sets the centre: the exact mean of ints rounded to a whole, the compensated one of reals. */
static gboolean
find_center(Pass *pass, const Part *all, DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(pass->column->n_rows);
  Sum sum = { 0 };

  if (pass->column->type != DS_TYPE_REAL) {
    pass->whole = (gint64)(all->total / (Wide)all->n);
    pass->is_wide = all->first < 0 && all->last > G_MAXINT64 + all->first;
    return TRUE;
  }
  pass->scale = choose_scale(all->min, all->max);
  if (!ds_parallel_for(n_blocks, sum_block, pass, progress, error))
    return FALSE;
  for (gsize i = 0; i < n_blocks; i++)
    sum_merge(&sum, &pass->parts[i].sum);
  pass->center = (sum.sum + sum.lost) / (double)all->n;
  return TRUE;
}

static gboolean
find_moments(Pass *pass, DsMoments *moments, DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(pass->column->n_rows);
  Sum powers[4] = { { 0 } };
  Part all;

  if (!ds_parallel_for(n_blocks, scan_block, pass, progress, error))
    return FALSE;
  merge_scans(pass->parts, n_blocks, &all);
  moments->n = all.n;
  moments->n_zeros = all.n_zeros;
  moments->n_infinite = all.n_plus + all.n_minus;
  if (all.n == 0)
    return TRUE;
  moments->first = all.first;
  moments->last = all.last;
  moments->min = pass->column->type == DS_TYPE_REAL ? all.min + 0.0 : (double)all.first;
  moments->max = pass->column->type == DS_TYPE_REAL ? all.max + 0.0 : (double)all.last;
  if (moments->n_infinite > 0) {
    if (all.n_plus == 0 || all.n_minus == 0)
      moments->mean = all.n_plus > 0 ? INFINITY : -INFINITY;
    return TRUE;
  }
  if (!find_center(pass, &all, progress, error) ||
      !ds_parallel_for(n_blocks, power_block, pass, progress, error))
    return FALSE;
  for (gsize i = 0; i < n_blocks; i++)
    for (gsize p = 0; p < 4; p++)
      sum_merge(&powers[p], &pass->parts[i].powers[p]);
  finish(pass, powers, (double)all.n, moments);
  return TRUE;
}

gboolean
ds_moments_of_column(const DsColumn *column, DsMoments *moments, DsProgress *progress,
                     GError **error)
{
  g_autofree Part *parts =
      ds_try_new(Part, ds_block_count(column->n_rows), "summing a column", error);
  Pass pass = { .column = column, .scale = 1.0, .parts = parts };
  DsMoments found = {
    .min = NAN, .max = NAN, .mean = NAN, .sd = NAN, .skewness = NAN, .kurtosis = NAN
  };

  if (!parts || !find_moments(&pass, &found, progress, error))
    return FALSE;
  *moments = found;
  return TRUE;
}
