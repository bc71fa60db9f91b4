/* tests/engine/test-correlation.c - correlations, their tails, duplicate rows and the overview. */
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/stats/correlation.h"
#include "engine/stats/duplicates.h"
#include "engine/stats/overview.h"
#include "engine/stats/student.h"
#include "engine/stats/summary.h"
#include "engine/stats/text-tally.h"
#include "tests/kit/small-table.h"

/* I(1 - r^2; df / 2, 1 / 2) to 20 digits by mpmath 1.2. */
static void
test_student(void)
{
  static const struct {
    double r, df, p, digits;
  } cases[] = {
    { 0.5, 8, 0.14111328125, 12.5 },
    { 0.9, 28, 1.3166060700263889751e-11, 12.5 },
    { -0.036, 32559, 8.1428998203317513648e-11, 12.5 },
    { 0.3, 998, 3.037483380351122067e-22, 12.5 },
    { 0.001, 1e7, 0.0015653984328396448417, 10 },
    { 0.01, 1e6, 1.5201662808277492242e-23, 10 },
    { 0.8721, 340, 1.441604158557211057e-107, 12.5 },
    { 1e-9, 1e7, 0.99999747686754106236, 12.5 },
    { 0.9999, 2, 0.000099999999999988986588, 12 },
  };

  for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
    g_assert_cmpfloat_with_epsilon(ds_student_of_correlation(cases[i].r, cases[i].df) / cases[i].p,
                                   1.0, pow(10.0, -cases[i].digits));
  g_assert_cmpfloat(ds_student_of_correlation(0.0, 5.0), ==, 1.0);
  g_assert_cmpfloat(ds_student_of_correlation(-1.0, 5.0), ==, 0.0);
  g_assert_true(isnan(ds_student_of_correlation(NAN, 5.0)));
}

static DsCorrelation
correlate(const DsTable *table, DsCorrMethod method)
{
  g_autoptr(DsColumn) a = ds_table_dense_column(table, 0, NULL, NULL);
  g_autoptr(DsColumn) b = ds_table_dense_column(table, 1, NULL, NULL);
  g_autoptr(GError) error = NULL;
  DsCorrelation found = { NAN, NAN, 0 };

  g_assert_true(ds_correlation_of_columns(a, b, method, &found, NULL, &error));
  g_assert_no_error(error);
  return found;
}

/* By hand: ranks 1 2 3 4 5 against 2 1 4 3 5 are rho = 1 - 6 * 4 / 120 = 0.8 and tau = (8 - 2) /
 * 10; of the 120 orders 1 + 4 + 9 have at most two inversions, so p = 2 * 14 / 120. */
static void
test_ranks_by_hand(void)
{
  DS_TABLE_AUTO table = small_table("a:int,b:real", "1 20\n2 10\n3 40\n4 30\n5 1e6\n9 -\n- 7\n");
  const DsCorrelation rho = correlate(table, DS_CORR_SPEARMAN);
  const DsCorrelation tau = correlate(table, DS_CORR_KENDALL);

  g_assert_cmpfloat_with_epsilon(rho.r, 0.8, 1e-15);
  g_assert_cmpfloat_with_epsilon(tau.r, 0.6, 1e-15);
  g_assert_cmpfloat_with_epsilon(tau.p, 28.0 / 120.0, 1e-15);
  g_assert_cmpuint(tau.n, ==, 5);
  g_assert_cmpuint(rho.n, ==, 5);
}

static void
test_edges(void)
{
  DS_TABLE_AUTO none = small_table("a:real,b:real", "");
  DS_TABLE_AUTO one = small_table("a:real,b:real", "1 2\n");
  DS_TABLE_AUTO two = small_table("a:real,b:real", "1 2\n2 1\n");
  DS_TABLE_AUTO constant = small_table("a:real,b:real", "0.1 2\n0.1 1\n0.1 7\n");
  DS_TABLE_AUTO infinite = small_table("a:real,b:real", "inf 2\n1 1\n2 7\n");
  DS_TABLE_AUTO huge = small_table("a:real,b:real", "1e300 1\n2e300 2\n3e300 3\n");
  DS_TABLE_AUTO offset = small_table("a:real,b:real", "1000000001 3\n1000000002 1\n1000000003 2\n");

  for (guint method = 0; method < 3; method++) {
    g_assert_true(isnan(correlate(none, method).r));
    g_assert_true(isnan(correlate(one, method).r) && isnan(correlate(one, method).p));
    g_assert_cmpfloat(correlate(two, method).r, ==, -1.0);
    g_assert_cmpfloat(correlate(two, method).p, ==, 1.0);
    g_assert_true(isnan(correlate(constant, method).r));
    g_assert_cmpfloat_with_epsilon(correlate(huge, method).r, 1.0, 1e-15);
  }
  g_assert_true(isnan(correlate(infinite, DS_CORR_PEARSON).r));
  /* ranks 3 1 2 against 2 1 3: rho = 1 - 6 * 2 / 24 */
  g_assert_cmpfloat_with_epsilon(correlate(infinite, DS_CORR_SPEARMAN).r, 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon(correlate(offset, DS_CORR_PEARSON).r, -0.5, 1e-15);
}

/* tau-b with ties by counting every pair, and the same bits with 1 and 7 threads. */
static void
test_kendall_by_pairs(void)
{
  enum { N = 400 };
  DsRandom random = ds_random_new(11, 0);
  gint64 *a = g_new(gint64, N), *b = g_new(gint64, N);
  const char *names[] = { "a", "b" };
  DsColumn *columns[2];
  double score = 0.0, a_pairs = 0.0, b_pairs = 0.0;

  for (gsize i = 0; i < N; i++) {
    a[i] = (gint64)ds_random_below(&random, 20);
    b[i] = a[i] + (gint64)ds_random_below(&random, 30);
  }
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < i; j++) {
      const int x = (a[i] > a[j]) - (a[i] < a[j]), y = (b[i] > b[j]) - (b[i] < b[j]);

      score += x * y;
      a_pairs += x != 0;
      b_pairs += y != 0;
    }
  columns[0] = ds_column_new_ints(DS_TYPE_INT, a, N, NULL);
  columns[1] = ds_column_new_ints(DS_TYPE_INT, b, N, NULL);
  {
    DS_TABLE_AUTO table = ds_table_new(names, columns, 2, N);

    g_assert_cmpfloat_with_epsilon(correlate(table, DS_CORR_KENDALL).r,
                                   score / sqrt(a_pairs) / sqrt(b_pairs), 1e-14);
  }
  ds_column_unref(columns[0]);
  ds_column_unref(columns[1]);
}

static void
test_threads_change_nothing(void)
{
  enum { N = 300000 };
  DsRandom random = ds_random_new(12, 0);
  double *values[3];
  const char *names[] = { "a", "b", "c" };
  DsColumn *columns[3];

  for (guint c = 0; c < 3; c++)
    values[c] = g_new(double, N);
  for (gsize i = 0; i < N; i++) {
    values[0][i] = 1e9 + ds_random_real(&random);
    values[1][i] = values[0][i] + 0.3 * ds_random_real(&random);
    values[2][i] = ds_random_below(&random, 9) == 0 ? NAN : floor(9.0 * ds_random_real(&random));
  }
  for (guint c = 0; c < 3; c++)
    columns[c] = ds_column_new_reals(values[c], N);
  for (guint method = 0; method < 3; method++) {
    DS_TABLE_AUTO table = ds_table_new(names, columns, 3, N);
    g_autofree char *one = NULL, *seven = NULL;

    ds_parallel_set_threads(1);
    {
      DS_TABLE_AUTO result = ds_correlate(table, NULL, 0, method, NULL, NULL, NULL);

      one = small_table_text(result);
    }
    ds_parallel_set_threads(7);
    {
      DS_TABLE_AUTO result = ds_correlate(table, NULL, 0, method, NULL, NULL, NULL);

      seven = small_table_text(result);
    }
    ds_parallel_set_threads(0);
    g_assert_cmpstr(one, ==, seven);
  }
  for (guint c = 0; c < 3; c++)
    ds_column_unref(columns[c]);
}

static void
test_wrong_columns(void)
{
  DS_TABLE_AUTO table = small_table("a:real,b:text", "1 x\n");
  const gsize cols[] = { 0, 1 };
  g_autoptr(GError) text = NULL, few = NULL;

  g_assert_null(ds_correlate(table, cols, 2, DS_CORR_PEARSON, NULL, NULL, &text));
  g_assert_error(text, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
  g_assert_null(ds_correlate(table, NULL, 0, DS_CORR_PEARSON, NULL, NULL, &few));
  g_assert_error(few, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY);
}

static gsize
duplicates(const DsTable *table)
{
  gsize n = 99;

  g_assert_true(ds_duplicates_count(table, &n, NULL, NULL));
  return n;
}

static void
test_duplicates(void)
{
  DS_TABLE_AUTO table = small_table("a:real,b:text,c:int,d:bool",
                                    "0.0 x 1 1\n1 x 1 1\n-0.0 x 1 1\n1 - 1 1\n1 - 1 1\n1 '' 1 1\n"
                                    "1 x 1 1\n1 x 1 0\n1 x - 0\n1 x 0 0\n");
  DS_TABLE_AUTO none = small_table("a:real", "");
  guint32 *rows = g_new(guint32, 3);

  g_assert_cmpuint(duplicates(table), ==, 3); /* -0.0 equals 0.0; missing equals missing, not '' */
  g_assert_cmpuint(duplicates(none), ==, 0);
  rows[0] = 1;
  rows[1] = 6;
  rows[2] = 9;
  {
    DS_TABLE_AUTO view = ds_table_with_index(table, rows, 3);

    g_assert_cmpuint(duplicates(view), ==, 1);
  }
}

/* A text column that is not coded, against a table of counts: repeated, single, missing and empty
 * texts; more singles than tops. */
static void
test_text_tally(void)
{
  enum { N = 4000 };
  DsRandom random = ds_random_new(13, 0);
  g_autoptr(GString) bytes = g_string_new(NULL);
  g_autoptr(GHashTable) counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint64 *offsets = g_new0(guint64, N + 1), *missing = g_new0(guint64, ds_missing_words(N));
  g_autoptr(DsColumn) column = NULL;
  DsTextTally tally;

  for (gsize i = 0; i < N; i++) {
    char *text = ds_random_below(&random, 400) == 0
                     ? g_strdup_printf("twice or more %d", (int)ds_random_below(&random, 3))
                     : g_strdup_printf("single %05d", (int)(i * 7919 % N));

    g_string_append(bytes, text);
    offsets[i + 1] = bytes->len;
    if (i % 97 == 5)
      missing[i >> 6] |= G_GUINT64_CONSTANT(1) << (i & 63);
    if (i % 97 == 5)
      g_free(text);
    else
      g_hash_table_insert(counts, text,
                          GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(counts, text)) + 1));
  }
  column = ds_column_new_texts(offsets, g_string_free(g_steal_pointer(&bytes), FALSE), N, missing);
  g_assert_true(ds_text_tally(column, &tally, NULL, NULL));
  g_assert_cmpuint(tally.n_distinct, ==, g_hash_table_size(counts));
  g_assert_cmpuint(tally.n_tops, ==, DS_TALLY_TOPS);
  for (guint i = 0; i < tally.n_tops; i++) {
    gsize length;
    const char *text = ds_column_text(column, tally.tops[i].row, &length);
    g_autofree char *copy = g_strndup(text, length);

    g_assert_cmpint((int)tally.tops[i].count, ==,
                    GPOINTER_TO_INT(g_hash_table_lookup(counts, copy)));
    g_assert_true(i < 3 ? g_str_has_prefix(copy, "twice") : g_str_has_prefix(copy, "single 000"));
    if (i > 3) {
      const char *before = ds_column_text(column, tally.tops[i - 1].row, &length);

      g_assert_cmpint(strncmp(before, text, 12), <, 0);
    }
  }
}

static void
test_overview(void)
{
  DS_TABLE_AUTO table = small_table(
      "number:real,word:text,id:int,flag:bool,day:date,gone:text,same:int,zeros:int,key:text",
      "1 a 1 0 2020-01-05 - 7 0 p\n2 b 2 1 2020-01-02 - 7 0 q\n3 b 3 0 2021-03-04 - 7 0 r\n"
      "4 b 4 0 2020-01-05 - 7 9 s\n");
  static const char *const says[] = {
    "median 2.5, half of them from 1.75 to 3.25",
    "most often b, 75 %",
    "every value is different, 1 to 4",
    "true in 25 %",
    "from 2020-01-02 to 2021-03-04",
    "no value at all",
    "always 7",
    "75 % are 0, the greatest is 9",
    "every value is different",
  };
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO result = ds_overview(table, NULL, notes, NULL);

  for (gsize row = 0; row < G_N_ELEMENTS(says); row++) {
    g_autofree char *text = ds_table_text(result, "says", row);

    g_assert_cmpstr(text, ==, says[row]);
  }
  g_assert_nonnull(strstr(ds_notes_get(notes, 0), "4 rows and 9 columns"));
  g_assert_nonnull(strstr(ds_notes_get(notes, 1), "4 of 36 cells are missing (11.1 %)"));
  g_assert_cmpstr(ds_notes_get(notes, 2), ==, "no row is there twice");
}

/* One bar a value for whole numbers of a short range, exactly. */
static void
test_bars_of_ints(void)
{
  DS_TABLE_AUTO table = small_table("year:int", "2007\n2008\n2008\n2009\n2009\n2009\n2013\n");
  const DsColumnFacts *facts = ds_column_facts(ds_table_stored_column(table, 0), NULL, NULL);
  const double expected[] = { 1, 2, 3, 0, 0, 0, 1 };

  g_assert_cmpuint(facts->n_bars, ==, G_N_ELEMENTS(expected));
  for (guint i = 0; i < facts->n_bars; i++)
    g_assert_cmpfloat(facts->bars[i], ==, expected[i]);
  g_assert_true(ds_column_facts_lookup(ds_table_stored_column(table, 0)) == facts);
}

static void
test_describe_edges(void)
{
  DS_TABLE_AUTO table =
      small_table("x:real,t:text,d:date,big:int",
                  "inf b 2020-01-05 9007199254740993\n1 a 2020-01-02 1\n- - - 2\n");
  DS_TABLE_AUTO none = small_table("x:real,t:text", "");
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO result = ds_describe(table, NULL, 0, NULL, notes, NULL);
  DS_TABLE_AUTO empty = ds_describe(none, NULL, 0, NULL, NULL, NULL);
  g_autofree char *top = ds_table_text(result, "top", 1),
                  *first = ds_table_text(result, "first", 2);
  g_autofree char *last = ds_table_text(result, "last", 2);

  g_assert_cmpfloat(ds_table_real(result, "mean", 0), ==, INFINITY);
  g_assert_true(isnan(ds_table_real(result, "sd", 0)));
  g_assert_cmpstr(top, ==, "a"); /* ties: first in byte order */
  g_assert_true(isnan(ds_table_real(result, "mean", 1)));
  g_assert_cmpstr(first, ==, "2020-01-02");
  g_assert_cmpstr(last, ==, "2020-01-05");
  g_assert_cmpuint(ds_notes_count(notes), ==, 2);
  g_assert_nonnull(strstr(ds_notes_get(notes, 1), "9007199254740993"));
  g_assert_cmpfloat(ds_table_real(empty, "count", 0), ==, 0.0);
  g_assert_cmpfloat(ds_table_real(empty, "distinct", 1), ==, 0.0);
  g_assert_true(isnan(ds_table_real(empty, "min", 0)));
}

/* Whichever large request is refused, each of these ends with the error and leaks nothing. */
static void
test_memory_refused(void)
{
  for (guint what = 0; what < 4; what++)
    for (guint nth = 1;; nth++) {
      DS_TABLE_AUTO table =
          small_table("a:real,b:real,t:text", "1 2 x\n2 1.00000001 y\n3 9 x\n1 2 x\n");
      g_autoptr(GError) error = NULL;
      DS_TABLE_AUTO result = NULL;

      ds_memory_fail_nth(nth);
      if (what == 0)
        result = ds_describe(table, NULL, 0, NULL, NULL, &error);
      else if (what == 1)
        result = ds_overview(table, NULL, NULL, &error);
      else
        result = ds_correlate(table, NULL, 0, what == 2 ? DS_CORR_SPEARMAN : DS_CORR_KENDALL, NULL,
                              NULL, &error);
      ds_memory_fail_nth(0);
      if (result)
        break;
      g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
    }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  gsl_set_error_handler_off();
  g_test_add_func("/stats/student/tails", test_student);
  g_test_add_func("/stats/correlation/ranks-by-hand", test_ranks_by_hand);
  g_test_add_func("/stats/correlation/none-one-two-constant-infinite", test_edges);
  g_test_add_func("/stats/correlation/kendall-by-all-pairs", test_kendall_by_pairs);
  g_test_add_func("/stats/correlation/threads-change-nothing", test_threads_change_nothing);
  g_test_add_func("/stats/correlation/wrong-columns", test_wrong_columns);
  g_test_add_func("/stats/duplicates/what-is-equal", test_duplicates);
  g_test_add_func("/stats/text-tally/against-a-table-of-counts", test_text_tally);
  g_test_add_func("/stats/overview/says", test_overview);
  g_test_add_func("/stats/facts/a-bar-for-each-int", test_bars_of_ints);
  g_test_add_func("/stats/describe/edges", test_describe_edges);
  g_test_add_func("/stats/summary/memory-refused", test_memory_refused);
  return g_test_run();
}
