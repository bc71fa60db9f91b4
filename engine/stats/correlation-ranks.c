/* engine/stats/correlation-ranks.c - correlations of ranks: Spearman's rho, Kendall's tau-b. */
#include "engine/stats/correlation-ranks.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "engine/base/memory.h"
#include "engine/stats/correlation-pearson.h"
#include "engine/table/radix.h"

static const char what[] = "correlating ranks";

/* Codes of the rows where both are there, the first in the upper half: a << 32 | b. */
static guint64 *
load_pairs(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b, const DsFactor *b_codes,
           gsize *n, GError **error)
{
  guint64 *pairs = ds_try_new(guint64, a->n_rows, what, error);

  *n = 0;
  for (gsize row = 0; pairs && row < a->n_rows; row++) {
    pairs[*n] = (guint64)a_codes->codes[row] << 32 | b_codes->codes[row];
    *n += (gsize)(!ds_column_is_missing(a, row) && !ds_column_is_missing(b, row));
  }
  return pairs;
}

/* [n_codes] how often each code occurs in the half of the pairs that @shift chooses. */
static guint32 *
count_codes(const guint64 *pairs, gsize n, int shift, gsize n_codes, GError **error)
{
  guint32 *counts = ds_try_new0(guint32, n_codes, what, error);

  for (gsize i = 0; counts && i < n; i++)
    counts[(guint32)(pairs[i] >> shift)]++;
  return counts;
}

/* The rank of each pair's half, ties in the middle, as a column. */
static DsColumn *
middle_ranks(const guint64 *pairs, gsize n, int shift, gsize n_codes, GError **error)
{
  g_autofree guint32 *counts = count_codes(pairs, n, shift, n_codes, error);
  g_autofree double *middles = counts ? ds_try_new(double, n_codes, what, error) : NULL;
  double *ranks = middles ? ds_try_new(double, n, what, error) : NULL;
  double before = 0.0;

  if (!ranks)
    return NULL;
  for (gsize code = 0; code < n_codes; code++) {
    middles[code] = before + (counts[code] + 1.0) / 2.0;
    before += counts[code];
  }
  for (gsize i = 0; i < n; i++)
    ranks[i] = middles[(guint32)(pairs[i] >> shift)];
  return ds_column_new_reals(ranks, n);
}

gboolean
ds_spearman(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b, const DsFactor *b_codes,
            DsCorrelation *correlation, DsProgress *progress, GError **error)
{
  gsize n;
  g_autofree guint64 *pairs = load_pairs(a, a_codes, b, b_codes, &n, error);
  g_autoptr(DsColumn) a_ranks = NULL, b_ranks = NULL;

  if (!pairs)
    return FALSE;
  a_ranks = middle_ranks(pairs, n, 32, a_codes->n_codes, error);
  b_ranks = a_ranks ? middle_ranks(pairs, n, 0, b_codes->n_codes, error) : NULL;
  return b_ranks && ds_pearson_of_columns(a_ranks, b_ranks, correlation, progress, error);
}

/* Sums over groups of t equal values. */
typedef struct {
  double pairs;    /* t (t - 1) / 2 */
  double triples;  /* t (t - 1) (t - 2) */
  double variance; /* t (t - 1) (2 t + 5) */
} Ties;

static void
ties_add(Ties *ties, double t)
{
  ties->pairs += t * (t - 1.0) / 2.0;
  ties->triples += t * (t - 1.0) * (t - 2.0);
  ties->variance += t * (t - 1.0) * (2.0 * t + 5.0);
}

static gboolean
find_ties(const guint64 *pairs, gsize n, int shift, gsize n_codes, Ties *ties, GError **error)
{
  g_autofree guint32 *counts = count_codes(pairs, n, shift, n_codes, error);

  *ties = (Ties){ 0 };
  for (gsize code = 0; counts && code < n_codes; code++)
    ties_add(ties, counts[code]);
  return counts != NULL;
}

/* Rows equal in both, of sorted pairs. */
static double
joint_ties(const guint64 *pairs, gsize n)
{
  Ties ties = { 0 };

  for (gsize i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && pairs[j] == pairs[i]; j++)
      ;
    ties_add(&ties, (double)(j - i));
  }
  return ties.pairs;
}

/* Merges the runs [begin, middle) and [middle, end) of @from; counts how often the right one has to
 * pass a larger one of the left. */
static guint64
merge(const guint32 *from, guint32 *to, gsize begin, gsize middle, gsize end)
{
  gsize left = begin, right = middle;
  guint64 passed = 0;

  for (gsize i = begin; i < end; i++)
    if (left < middle && (right >= end || from[left] <= from[right])) {
      to[i] = from[left++];
    } else {
      passed += middle - left;
      to[i] = from[right++];
    }
  return passed;
}

/* Discordant pairs: inversions of b when the rows are in the order of (a, b). */
static gboolean
count_discordant(const guint64 *pairs, gsize n, guint64 *discordant, DsProgress *progress,
                 GError **error)
{
  g_autofree guint32 *from = ds_try_new(guint32, n, what, error);
  g_autofree guint32 *to = from ? ds_try_new(guint32, n, what, error) : NULL;

  if (!to)
    return FALSE;
  *discordant = 0;
  for (gsize i = 0; i < n; i++)
    from[i] = (guint32)pairs[i];
  for (gsize width = 1; width < n; width *= 2) {
    guint32 *merged = to;

    for (gsize begin = 0; begin < n; begin += 2 * width) {
      if ((begin & 0xfffff) == 0 && !ds_progress_go_on(progress, error))
        return FALSE;
      *discordant += merge(from, to, begin, MIN(begin + width, n), MIN(begin + 2 * width, n));
    }
    to = from;
    from = merged;
  }
  return TRUE;
}

/* Two-sided p of @c discordant pairs among n ranks without ties: permutations by their number of
 * inversions, one rank after the other. */
static double
exact_p(gsize n, double c)
{
  const gsize n_pairs = n * (n - 1) / 2, limit = (gsize)MIN(c, (double)n_pairs - c);
  g_autofree double *share = NULL, *next = NULL;
  double sum = 0.0;

  if (4.0 * c == 2.0 * (double)n_pairs)
    return 1.0;
  if (limit <= 1) /* 2 / n! and 2 / (n - 1)! whatever n is */
    return MIN(1.0, 2.0 * exp(-gsl_sf_lnfact((guint)n - (guint)limit)));
  share = g_new0(double, limit + 1);
  next = g_new0(double, limit + 1);
  share[0] = 1.0;
  for (gsize rank = 2; rank <= n; rank++) {
    double *made = next, window = 0.0;

    for (gsize k = 0; k <= limit; k++) {
      window += share[k] - (k >= rank ? share[k - rank] : 0.0);
      next[k] = window / (double)rank;
    }
    next = share;
    share = made;
  }
  for (gsize k = 0; k <= limit; k++)
    sum += share[k];
  return MIN(1.0, 2.0 * sum);
}

static double
normal_p(double score, double n, const Ties *a, const Ties *b)
{
  const double m = n * (n - 1.0);
  double variance = (m * (2.0 * n + 5.0) - a->variance - b->variance) / 18.0;

  variance += 2.0 * a->pairs * b->pairs / m;
  if (n > 2.0)
    variance += a->triples * b->triples / (9.0 * m * (n - 2.0));
  return variance > 0.0 ? 2.0 * gsl_cdf_ugaussian_Q(fabs(score) / sqrt(variance)) : NAN;
}

/* tau-b and its p from the counted pairs. */
static void
finish_kendall(DsCorrelation *correlation, gsize n, const Ties *a, const Ties *b, double joint,
               guint64 discordant)
{
  const double total = (double)n * ((double)n - 1.0) / 2.0, minus = (double)discordant;
  const double score = total - a->pairs - b->pairs + joint - 2.0 * minus;
  const gboolean has_ties = a->pairs > 0.0 || b->pairs > 0.0;

  correlation->n = n;
  correlation->r = correlation->p = NAN;
  if (n < 2 || a->pairs == total || b->pairs == total)
    return;
  correlation->r = CLAMP(score / sqrt(total - a->pairs) / sqrt(total - b->pairs), -1.0, 1.0);
  if (!has_ties && (n <= 33 || MIN(minus, total - minus) <= 1.0))
    correlation->p = exact_p(n, minus);
  else
    correlation->p = normal_p(score, (double)n, a, b);
}

gboolean
ds_kendall(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b, const DsFactor *b_codes,
           DsCorrelation *correlation, DsProgress *progress, GError **error)
{
  gsize n;
  guint64 discordant;
  g_autofree guint64 *pairs = load_pairs(a, a_codes, b, b_codes, &n, error);
  g_autofree guint64 *scratch = pairs ? ds_try_new(guint64, n, what, error) : NULL;
  Ties a_ties, b_ties;

  if (!scratch || !find_ties(pairs, n, 32, a_codes->n_codes, &a_ties, error) ||
      !find_ties(pairs, n, 0, b_codes->n_codes, &b_ties, error) ||
      !ds_radix_sort_keys(&pairs, &scratch, n, progress, error) ||
      !count_discordant(pairs, n, &discordant, progress, error))
    return FALSE;
  finish_kendall(correlation, n, &a_ties, &b_ties, joint_ties(pairs, n), discordant);
  return TRUE;
}
