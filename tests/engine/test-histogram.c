/* tests/engine/test-histogram.c - bins as numpy.histogram has them, and where we differ on purpose.
 */
#include <math.h>
#include <string.h>

#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/stats/histogram.h"
#include "engine/stats/sparkline.h"
#include "tests/kit/small-table.h"

static char *
histogram(const DsTable *table, const char *bins_text, gssize by, DsNotes *notes)
{
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO result = NULL;
  DsBins bins;

  g_assert_true(ds_bins_parse(bins_text, &bins, &error));
  result = ds_histogram(table, 0, bins, by, NULL, notes, &error);
  g_assert_no_error(error);
  return small_table_text(result);
}

static void
assert_histogram(const char *schema, const char *rows, const char *bins, const char *expected)
{
  DS_TABLE_AUTO table = small_table(schema, rows);
  g_autofree char *text = histogram(table, bins, -1, NULL);

  g_assert_cmpstr(text, ==, expected);
}

/* numpy.histogram([0, 1, 2, 3, 4], 2) is [2, 3]: the last bin is closed. */
static void
test_last_bin_is_closed(void)
{
  assert_histogram("x:real", "0\n1\n2\n3\n4\n-\n", "2", "0.0 2.0 2 0.2\n2.0 4.0 3 0.3\n");
  assert_histogram("x:int", "0\n1\n2\n3\n4\n", "2", "0.0 2.0 2 0.2\n2.0 4.0 3 0.3\n");
}

/* numpy.histogram([0.1 k for k = 0..10], 10): edges are start + i step, values beside an edge go
 * where the comparison with the edge itself sends them, as in NumPy 1.24: [1 1 1 1 1 1 1 1 1 2] for
 * multiples computed as k * 0.1. */
static void
test_values_on_edges(void)
{
  enum { N = 11 };
  double *values = g_new(double, N);
  const char *names[] = { "x" };
  DsColumn *column;
  static const gint64 expected[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 2 };

  for (gsize i = 0; i < N; i++)
    values[i] = (double)i * 0.1;
  column = ds_column_new_reals(values, N);
  {
    DS_TABLE_AUTO table = ds_table_new(names, &column, 1, N);
    DS_TABLE_AUTO result =
        ds_histogram(table, 0, (DsBins){ DS_BINS_COUNT, 10 }, -1, NULL, NULL, NULL);

    for (gsize i = 0; i < 10; i++)
      g_assert_cmpfloat(ds_table_real(result, "count", i), ==, (double)expected[i]);
  }
  ds_column_unref(column);
}

static void
test_few_values(void)
{
  assert_histogram("x:real", "", "auto", "");
  assert_histogram("x:real", "-\n-\n", "10", "");
  assert_histogram("x:real", "7\n", "auto", "6.5 7.5 1 1.0\n");
  assert_histogram("x:real", "7\n7\n7\n", "2", "6.5 7.0 0 0.0\n7.0 7.5 3 2.0\n");
  assert_histogram("x:real", "1e300\n", "auto", "1e+300 1e+300 1 -\n");
}

static void
test_infinities_left_out(void)
{
  DS_TABLE_AUTO table = small_table("x:real", "inf\n1\n-inf\n3\n-\n");
  DS_TABLE_AUTO only = small_table("x:real", "inf\n-inf\n");
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autofree char *text = histogram(table, "2", -1, notes);
  g_autofree char *none = histogram(only, "auto", -1, NULL);

  g_assert_cmpstr(text, ==, "1.0 2.0 1 0.5\n2.0 3.0 1 0.5\n");
  g_assert_cmpuint(ds_notes_count(notes), ==, 2);
  g_assert_nonnull(strstr(ds_notes_get(notes, 0), "2 infinite"));
  g_assert_cmpstr(none, ==, "");
}

static void
test_extreme_ranges(void)
{
  assert_histogram("x:real", "-1.7e308\n1.7e308\n0\n", "2",
                   "-1.7e+308 0.0 1 1.96078431372549e-309\n0.0 1.7e+308 2 3.92156862745098e-309\n");
}

static void
test_dates_have_date_edges(void)
{
  assert_histogram("x:date", "2020-01-01\n2020-01-04\n2020-01-11\n2020-01-10\n-\n", "3",
                   "2020-01-01 2020-01-04 1 0.08333333333333333\n"
                   "2020-01-04 2020-01-07 1 0.08333333333333333\n"
                   "2020-01-07 2020-01-11 2 0.125\n");
  assert_histogram("x:date", "2020-01-01\n2020-01-02\n", "50", "2020-01-01 2020-01-02 2 1.0\n");
  assert_histogram("x:date", "2020-02-29\n", "auto", "2020-02-29 2020-03-01 1 1.0\n");
}

/* numpy: bins='fd' of [0]*8 + [1, 10] has one bin, as the quartiles coincide; auto takes Sturges'.
 */
static void
test_auto_stays_readable(void)
{
  DS_TABLE_AUTO flat = small_table("x:real", "0\n0\n0\n0\n0\n0\n0\n0\n1\n10\n");
  DS_TABLE_AUTO few = small_table("x:int", "0\n1\n1\n1\n2\n2\n2\n3\n3\n4\n");
  DS_TABLE_AUTO tail = small_table("x:real", "0\n1\n2\n3\n4\n5\n1e6\n");
  g_autoptr(DsNotes) notes = ds_notes_new();
  DsBinning binning;
  g_autofree char *fd = histogram(flat, "fd", -1, NULL);

  g_assert_cmpstr(fd, ==, "0.0 10.0 10 0.1\n");
  g_assert_true(ds_binning_of_column(&binning, ds_table_stored_column(flat, 0),
                                     (DsBins){ DS_BINS_AUTO, 0 }, NULL, notes, NULL));
  g_assert_cmpuint(binning.n_bins, ==, 5); /* ceil(log2(10) + 1) */
  g_assert_cmpuint(ds_notes_count(notes), ==, 1);
  ds_binning_clear(&binning);
  g_assert_true(ds_binning_of_column(&binning, ds_table_stored_column(few, 0),
                                     (DsBins){ DS_BINS_AUTO, 0 }, NULL, NULL, NULL));
  g_assert_cmpuint(binning.n_bins, <=, 4);
  ds_binning_clear(&binning);
  g_assert_true(ds_binning_of_column(&binning, ds_table_stored_column(tail, 0),
                                     (DsBins){ DS_BINS_AUTO, 0 }, NULL, notes, NULL));
  g_assert_cmpuint(binning.n_bins, ==, 100);
  g_assert_nonnull(strstr(ds_notes_get(notes, 1), "long tail"));
  ds_binning_clear(&binning);
}

static void
test_by_shares_bins(void)
{
  DS_TABLE_AUTO table = small_table("x:real,g:text", "0 b\n4 b\n1 a\n1 a\n- a\n3 -\n");
  g_autofree char *text = histogram(table, "2", 1, NULL);

  g_assert_cmpstr(text, ==,
                  "0.0 2.0 2 0.5 a\n2.0 4.0 0 0.0 a\n"
                  "0.0 2.0 1 0.25 b\n2.0 4.0 1 0.25 b\n"
                  "0.0 2.0 0 0.0 -\n2.0 4.0 1 0.5 -\n");
}

/* Against a count by comparing with every edge, on offsets where the place is far from exact. */
static void
test_against_edges(void)
{
  enum { N = 50000, BINS = 37 };
  static const double offsets[] = { 0.0, 1e9, -3e15 };

  for (guint kind = 0; kind < G_N_ELEMENTS(offsets); kind++) {
    DsRandom random = ds_random_new(9, kind);
    double *values = g_new(double, N);
    gint64 counts[BINS], expected[BINS] = { 0 };
    g_autoptr(DsColumn) column = NULL;
    DsBinning binning;

    for (gsize i = 0; i < N; i++)
      values[i] = offsets[kind] + floor(ds_random_real(&random) * 370.0) / 10.0;
    column = ds_column_new_reals(values, N);
    g_assert_true(
        ds_binning_of_column(&binning, column, (DsBins){ DS_BINS_COUNT, BINS }, NULL, NULL, NULL));
    for (gsize i = 0; i < N; i++)
      for (guint bin = 0; bin < binning.n_bins; bin++)
        expected[bin] += values[i] >= binning.edges[bin] &&
                         (values[i] < binning.edges[bin + 1] || bin + 1 == binning.n_bins);
    for (guint threads = 1; threads <= 7; threads += 6) {
      ds_parallel_set_threads(threads);
      g_assert_true(ds_binning_count(&binning, column, NULL, 1, counts, NULL, NULL));
      for (guint bin = 0; bin < binning.n_bins; bin++)
        g_assert_cmpint(counts[bin], ==, expected[bin]);
    }
    ds_parallel_set_threads(0);
    ds_binning_clear(&binning);
  }
}

static void
test_wrong_requests(void)
{
  static const char *const wrong[] = { "0", "-3", "many", "1e3", "100001", "" };
  DS_TABLE_AUTO table = small_table("x:text", "a\n");
  g_autoptr(GError) error = NULL;
  DsBins bins;

  for (guint i = 0; i < G_N_ELEMENTS(wrong); i++) {
    g_autoptr(GError) range = NULL;

    g_assert_false(ds_bins_parse(wrong[i], &bins, &range));
    g_assert_error(range, DS_DATA_ERROR, DS_DATA_ERROR_RANGE);
  }
  g_assert_null(ds_histogram(table, 0, (DsBins){ DS_BINS_AUTO, 0 }, -1, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
}

static void
test_sparkline(void)
{
  const double counts[] = { 0, 1, 7, 3.5, 0.001 };
  g_autofree char *blocks = ds_sparkline(counts, 5, FALSE), *ascii = ds_sparkline(counts, 5, TRUE);
  g_autofree char *turned = ds_sparkline_to_ascii(blocks), *none = ds_sparkline(counts, 1, FALSE);

  g_assert_cmpstr(blocks, ==, " \u2581\u2587\u2584\u2581");
  g_assert_cmpstr(ascii, ==, " .#=.");
  g_assert_cmpstr(turned, ==, ascii);
  g_assert_cmpstr(none, ==, " ");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/stats/histogram/last-bin-is-closed", test_last_bin_is_closed);
  g_test_add_func("/stats/histogram/values-on-edges", test_values_on_edges);
  g_test_add_func("/stats/histogram/none-one-constant", test_few_values);
  g_test_add_func("/stats/histogram/infinities-are-left-out", test_infinities_left_out);
  g_test_add_func("/stats/histogram/extreme-ranges", test_extreme_ranges);
  g_test_add_func("/stats/histogram/dates-have-date-edges", test_dates_have_date_edges);
  g_test_add_func("/stats/histogram/auto-stays-readable", test_auto_stays_readable);
  g_test_add_func("/stats/histogram/by-shares-bins", test_by_shares_bins);
  g_test_add_func("/stats/histogram/agrees-with-its-edges", test_against_edges);
  g_test_add_func("/stats/histogram/wrong-requests", test_wrong_requests);
  g_test_add_func("/stats/sparkline/levels", test_sparkline);
  return g_test_run();
}
