/* tests/engine/test-moments.c - moments and quantiles: certified digits, extremes, any threads. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/stats/moments.h"
#include "engine/stats/quantile.h"
#include "engine/table/column-facts.h"

static DsColumn *
column_of(const double *values, gsize n)
{
  return ds_column_new_reals(g_memdup(values, (guint)(n * sizeof *values)), n);
}

/* Only up to 4 GB fits a guint, which is plenty here. */
static DsMoments
moments_of(const double *values, gsize n)
{
  g_autoptr(DsColumn) column = column_of(values, n);
  g_autoptr(GError) error = NULL;
  DsMoments moments;

  g_assert_true(ds_moments_of_column(column, &moments, NULL, &error));
  g_assert_no_error(error);
  return moments;
}

/* Correct decimal digits, up to 15: -log10 of the relative error (absolute where 0 is exact). */
static double
digits(double value, double exact)
{
  const double error = fabs(value - exact) / (exact == 0.0 ? 1.0 : fabs(exact));

  return error < 1e-15 ? 15.0 : -log10(error);
}

static DsColumn *
read_column(const char *set)
{
  g_autofree char *name = g_strconcat(set, ".csv", NULL);
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "tests", "data", "nist", name, NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GArray *values = g_array_new(FALSE, FALSE, sizeof(double));
  gsize n;

  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  lines = g_strsplit(text, "\n", -1);
  for (guint i = 1; lines[i] && *lines[i]; i++) {
    const double value = g_ascii_strtod(lines[i], NULL);

    g_array_append_val(values, value);
  }
  n = values->len;
  return ds_column_new_reals((double *)(gpointer)g_array_free(values, FALSE), n);
}

/* The exact value of a quantity from certified.csv (rational arithmetic on the decimal data). */
static double
exact_value(const char *set, const char *quantity)
{
  g_autofree char *path =
      g_test_build_filename(G_TEST_DIST, "tests", "data", "nist", "certified.csv", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  lines = g_strsplit(text, "\n", -1);
  for (guint i = 1; lines[i]; i++) {
    g_auto(GStrv) fields = g_strsplit(lines[i], ",", 5);

    if (g_strv_length(fields) == 5 && g_str_equal(fields[0], set) &&
        g_str_equal(fields[2], quantity))
      return g_ascii_strtod(fields[4], NULL);
  }
  g_assert_not_reached();
}

/* NIST StRD univariate. The digits asked for are what the doubles nearest to the decimal data
 * allow: 10000000.2 +- 0.1 has a spacing of 1.9e-9, so sd can hold 8 of its digits. */
static void
test_nist(void)
{
  static const struct {
    const char *set;
    double sd_digits, shape_digits;
  } sets[] = {
    { "lew", 14.5, 13.0 },      { "lottery", 14.5, 13.0 }, { "mavro", 12.5, 11.5 },
    { "michelso", 13.0, 11.5 }, { "numacc1", 15.0, 15.0 }, { "numacc2", 14.0, 13.0 },
    { "numacc3", 9.0, 8.5 },    { "numacc4", 8.0, 7.5 },   { "pidigits", 14.5, 13.0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS(sets); i++) {
    const char *set = sets[i].set;
    g_autoptr(DsColumn) column = read_column(set);
    DsMoments m;

    g_assert_true(ds_moments_of_column(column, &m, NULL, NULL));
    g_test_message("%s: mean %.1f sd %.1f g1 %.1f g2 %.1f digits", set,
                   digits(m.mean, exact_value(set, "mean")), digits(m.sd, exact_value(set, "sd")),
                   digits(m.skewness, exact_value(set, "skewness_g1")),
                   digits(m.kurtosis, exact_value(set, "kurtosis_excess_g2")));
    g_assert_cmpfloat((double)m.n, ==, exact_value(set, "n"));
    g_assert_cmpfloat(digits(m.mean, exact_value(set, "mean")), >=, 14.9);
    g_assert_cmpfloat(digits(m.sd, exact_value(set, "sd")), >=, sets[i].sd_digits);
    g_assert_cmpfloat(digits(m.skewness, exact_value(set, "skewness_g1")), >=,
                      sets[i].shape_digits);
    g_assert_cmpfloat(digits(m.kurtosis, exact_value(set, "kurtosis_excess_g2")), >=,
                      sets[i].shape_digits);
  }
}

static void
test_few_values(void)
{
  const double one[] = { 3.25 }, gaps[] = { NAN, NAN }, constant[] = { 0.1, 0.1, 0.1 };
  DsMoments m = moments_of(one, 0);

  g_assert_cmpuint(m.n, ==, 0);
  g_assert_true(isnan(m.mean) && isnan(m.min) && isnan(m.max) && isnan(m.sd));
  m = moments_of(gaps, 2);
  g_assert_true(m.n == 0 && isnan(m.mean));
  m = moments_of(one, 1);
  g_assert_cmpfloat(m.mean, ==, 3.25);
  g_assert_true(isnan(m.sd) && isnan(m.skewness));
  m = moments_of(constant, 3);
  g_assert_cmpfloat(m.mean, ==, 0.1);
  g_assert_cmpfloat(m.sd, ==, 0.0);
  g_assert_true(isnan(m.skewness) && isnan(m.kurtosis));
}

static void
test_infinities(void)
{
  const double one_side[] = { 1.0, INFINITY, 2.0 }, both[] = { -INFINITY, 0.0, INFINITY };
  DsMoments m = moments_of(one_side, 3);

  g_assert_cmpfloat(m.mean, ==, INFINITY);
  g_assert_cmpfloat(m.min, ==, 1.0);
  g_assert_cmpuint(m.n_infinite, ==, 1);
  g_assert_true(isnan(m.sd));
  m = moments_of(both, 3);
  g_assert_true(isnan(m.mean));
  g_assert_cmpuint(m.n_infinite, ==, 2);
  g_assert_cmpuint(m.n_zeros, ==, 1);
}

/* {1, 2, 3, 4} times a power of two: sd is sqrt(5/3), g1 0, g2 -1.36 (m4 / m2^2 = 2.5625 / 1.5625)
 * whatever the power; plain fourth powers would be infinite or 0. */
static void
test_far_exponents(void)
{
  static const int exponents[] = { -1020, -500, 0, 500, 1021 };

  for (guint i = 0; i < G_N_ELEMENTS(exponents); i++) {
    const double unit = ldexp(1.0, exponents[i]);
    const double values[] = { unit, 2 * unit, 3 * unit, 4 * unit };
    DsMoments m;

    if (!isfinite(values[3]))
      continue;
    m = moments_of(values, 4);
    g_assert_cmpfloat(m.mean, ==, 2.5 * unit);
    g_assert_cmpfloat_with_epsilon(m.sd / unit, sqrt(5.0 / 3.0), 1e-15);
    g_assert_cmpfloat_with_epsilon(m.skewness, 0.0, 1e-15);
    g_assert_cmpfloat_with_epsilon(m.kurtosis, -1.36, 1e-14);
  }
}

/* Ints are summed exactly: neither a 2^62 offset nor the full range loses the spread. */
static void
test_int_offsets(void)
{
  const gint64 offset = G_GINT64_CONSTANT(1) << 62;
  gint64 *near = g_new(gint64, 4), *wide = g_new(gint64, 2);
  g_autoptr(DsColumn) a = NULL, b = NULL;
  DsMoments m;

  for (gint64 i = 0; i < 4; i++)
    near[i] = offset + i;
  a = ds_column_new_ints(DS_TYPE_INT, near, 4, NULL);
  g_assert_true(ds_moments_of_column(a, &m, NULL, NULL));
  g_assert_cmpfloat_with_epsilon(m.sd, sqrt(5.0 / 3.0), 1e-15);
  g_assert_cmpint(m.last, ==, offset + 3);
  wide[0] = G_MININT64;
  wide[1] = G_MAXINT64;
  b = ds_column_new_ints(DS_TYPE_INT, wide, 2, NULL);
  g_assert_true(ds_moments_of_column(b, &m, NULL, NULL));
  g_assert_cmpfloat_with_epsilon(m.sd / 0x1p64, sqrt(0.5), 1e-15);
}

static int
compare_doubles(gconstpointer a, gconstpointer b)
{
  const double left = *(const double *)a, right = *(const double *)b;

  return (left > right) - (left < right);
}

/* Quantiles by selecting, by tallying and by sorting in the C library agree exactly, on data with
 * ties, on decimals, on wide reals; 1 and 7 threads give the same bits of everything. */
static void
test_quantiles_agree(void)
{
  enum { N = 300000 };
  const double p[] = { 0.0, 0.25, 0.5, 0.75, 1.0, 0.001, 0.999 };
  g_autofree double *values = g_new(double, N);
  g_autofree double *sorted = g_new(double, N);

  for (guint kind = 0; kind < 3; kind++) {
    DsRandom random = ds_random_new(3, kind);
    double one[7], seven[7];
    g_autoptr(DsColumn) a = NULL, b = NULL;
    const DsColumnFacts *facts, *again;

    for (gsize i = 0; i < N; i++) {
      const double u = ds_random_real(&random);

      values[i] = kind == 0 ? floor(u * 40.0) : kind == 1 ? floor(u * 1e5) / 100.0 : tan(3.0 * u);
    }
    memcpy(sorted, values, (gsize)N * sizeof *sorted);
    qsort(sorted, N, sizeof *sorted, compare_doubles);
    a = column_of(values, N);
    b = column_of(values, N);
    ds_parallel_set_threads(1);
    g_assert_true(ds_quantiles_of_column(a, p, 7, one, NULL, NULL));
    facts = ds_column_facts(a, NULL, NULL);
    ds_parallel_set_threads(7);
    g_assert_true(ds_quantiles_of_column(b, p, 7, seven, NULL, NULL));
    again = ds_column_facts(b, NULL, NULL);
    ds_parallel_set_threads(0);
    g_assert_true(memcmp(one, seven, sizeof one) == 0);
    g_assert_true(memcmp(facts, again, sizeof *facts) == 0);
    for (guint i = 0; i < 7; i++) {
      const double place = (N - 1) * p[i], low = sorted[(gsize)place];
      const double high = sorted[MIN((gsize)place + 1, N - 1)], frac = place - floor(place);

      g_assert_cmpfloat(one[i], ==, ds_quantile_between(low, high, frac));
    }
    g_assert_cmpfloat(facts->q1, ==, one[1]);
    g_assert_cmpfloat(facts->median, ==, one[2]);
    g_assert_cmpfloat(facts->q3, ==, one[3]);
    g_assert_cmpfloat(ds_quantile_of_values(values, N, 0.25), ==, one[1]);
  }
}

static void
test_quantile_edges(void)
{
  double ends[] = { -INFINITY, INFINITY }, huge[] = { -G_MAXDOUBLE, G_MAXDOUBLE }, one[] = { 7.0 };
  double ties[] = { INFINITY, INFINITY, 1.0 };

  g_assert_true(isnan(ds_quantile_of_values(ends, 2, 0.5)));
  g_assert_cmpfloat(ds_quantile_of_values(huge, 2, 0.5), ==, 0.0);
  g_assert_cmpfloat(ds_quantile_of_values(one, 1, 0.9), ==, 7.0);
  g_assert_cmpfloat(ds_quantile_of_values(ties, 3, 0.75), ==, INFINITY);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/stats/moments/nist-certified-digits", test_nist);
  g_test_add_func("/stats/moments/none-one-constant", test_few_values);
  g_test_add_func("/stats/moments/infinities", test_infinities);
  g_test_add_func("/stats/moments/far-exponents", test_far_exponents);
  g_test_add_func("/stats/moments/int-offsets", test_int_offsets);
  g_test_add_func("/stats/quantile/three-ways-agree-with-any-threads", test_quantiles_agree);
  g_test_add_func("/stats/quantile/edges", test_quantile_edges);
  return g_test_run();
}
