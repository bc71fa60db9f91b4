/* engine/stats/correlation-pearson.c - products of deviations. */
#include "engine/stats/correlation-pearson.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/stats/quantile.h"

enum { STRIPE = 256, LANES = 4 };

/* What a block finds: first means, then sums of products of deviations from them. */
typedef struct {
  gsize n;
  double a, b, aa, ab, bb;
} Part;

typedef struct {
  const DsColumn *a, *b;
  double a_scale, b_scale; /* powers of two that keep squares inside the range of doubles */
  double a_mean, b_mean;
  Part *parts; /* [n_blocks] */
} Pass;

static inline double
value_at(const DsColumn *column, gsize row)
{
  if (column->type == DS_TYPE_REAL)
    return column->reals[row];
  return column->type == DS_TYPE_BOOL ? column->bools[row] : (double)column->ints[row];
}

/* Loads the rows of [begin, end) where both are there, less their means. */
static gsize
load(const Pass *pass, gsize begin, gsize end, double *restrict a, double *restrict b)
{
  gsize n = 0;

  for (gsize row = begin; row < end; row++) {
    a[n] = value_at(pass->a, row) * pass->a_scale - pass->a_mean;
    b[n] = value_at(pass->b, row) * pass->b_scale - pass->b_mean;
    n += (gsize)(!ds_column_is_missing(pass->a, row) && !ds_column_is_missing(pass->b, row));
  }
  return n;
}

static void
add_stripe(const double *restrict a, const double *restrict b, gsize n, Part *part)
{
  double sums[5][LANES] = { { 0 } };

  for (gsize i = 0; i < n; i++) {
    const gsize j = i % LANES;

    sums[0][j] += a[i];
    sums[1][j] += b[i];
    sums[2][j] += a[i] * a[i];
    sums[3][j] += a[i] * b[i];
    sums[4][j] += b[i] * b[i];
  }
  part->n += n;
  part->a += (sums[0][0] + sums[0][1]) + (sums[0][2] + sums[0][3]);
  part->b += (sums[1][0] + sums[1][1]) + (sums[1][2] + sums[1][3]);
  part->aa += (sums[2][0] + sums[2][1]) + (sums[2][2] + sums[2][3]);
  part->ab += (sums[3][0] + sums[3][1]) + (sums[3][2] + sums[3][3]);
  part->bb += (sums[4][0] + sums[4][1]) + (sums[4][2] + sums[4][3]);
}

static gboolean
sum_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, pass->a->n_rows);
  double a[STRIPE], b[STRIPE];
  Part part = { 0 };

  for (gsize row = begin; row < end; row += STRIPE)
    add_stripe(a, b, load(pass, row, MIN(row + STRIPE, end), a, b), &part);
  pass->parts[block] = part;
  return TRUE;
}

static gboolean
sum_blocks(Pass *pass, Part *all, DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(pass->a->n_rows);

  if (!ds_parallel_for(n_blocks, sum_block, pass, progress, error))
    return FALSE;
  *all = (Part){ 0 };
  for (gsize i = 0; i < n_blocks; i++) {
    all->n += pass->parts[i].n;
    all->a += pass->parts[i].a;
    all->b += pass->parts[i].b;
    all->aa += pass->parts[i].aa;
    all->ab += pass->parts[i].ab;
    all->bb += pass->parts[i].bb;
  }
  return TRUE;
}

/* A power of two under which the column's squares neither overflow nor vanish; nearly always 1. */
static gboolean
find_scale(const DsColumn *column, double *scale, DsProgress *progress, GError **error)
{
  const double ends[] = { 0.0, 1.0 };
  double found[2], largest;
  int exponent;

  *scale = 1.0;
  if (column->type != DS_TYPE_REAL)
    return TRUE;
  if (!ds_quantiles_of_column(column, ends, 2, found, progress, error))
    return FALSE;
  largest = fmax(fabs(found[0]), fabs(found[1]));
  if (isfinite(largest) && largest > 0.0 && (largest > 0x1p480 || largest < 0x1p-480)) {
    frexp(largest, &exponent);
    *scale = ldexp(1.0, CLAMP(-exponent, -1020, 1020));
  }
  return TRUE;
}

/* Means in two steps (the second adds what rounding left of the first), then products. */
static gboolean
run_passes(Pass *pass, Part *all, DsProgress *progress, GError **error)
{
  for (guint step = 0; step < 2; step++) {
    if (!sum_blocks(pass, all, progress, error))
      return FALSE;
    pass->a_mean += all->n > 0 ? all->a / (double)all->n : 0.0;
    pass->b_mean += all->n > 0 ? all->b / (double)all->n : 0.0;
  }
  return sum_blocks(pass, all, progress, error);
}

/* ab / sqrt(aa bb): one root rounds less, two where the product leaves the range of doubles. */
static double
ratio(double ab, double aa, double bb)
{
  const double product = aa * bb;
  const double root = isnormal(product) ? sqrt(product) : sqrt(aa) * sqrt(bb);

  return CLAMP(ab / root, -1.0, 1.0);
}

gboolean
ds_pearson_of_columns(const DsColumn *a, const DsColumn *b, DsCorrelation *correlation,
                      DsProgress *progress, GError **error)
{
  g_autofree Part *parts = ds_try_new(Part, ds_block_count(a->n_rows), "correlating", error);
  Pass pass = { .a = a, .b = b, .parts = parts };
  Part all;
  double n, aa, bb, ab;

  if (!parts || !find_scale(a, &pass.a_scale, progress, error) ||
      !find_scale(b, &pass.b_scale, progress, error) || !run_passes(&pass, &all, progress, error))
    return FALSE;
  n = (double)all.n;
  aa = all.aa - all.a * all.a / n; /* what the means still lack */
  bb = all.bb - all.b * all.b / n;
  ab = all.ab - all.a * all.b / n;
  correlation->n = all.n;
  correlation->r = NAN;
  /* a constant whose mean was rounded leaves deviations of some last digits, not 0 */
  if (all.n >= 2 && sqrt(aa / n) > 1e-15 * fabs(pass.a_mean) &&
      sqrt(bb / n) > 1e-15 * fabs(pass.b_mean))
    correlation->r = ratio(ab, aa, bb);
  if (all.n == 2 && !isnan(correlation->r))
    correlation->r = copysign(1.0, correlation->r); /* two points lie on a line */
  return TRUE;
}
