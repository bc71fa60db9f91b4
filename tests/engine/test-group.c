/* tests/engine/test-group.c - grouping, aggregates, cross tables and value counts. */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/stats/frequency.h"
#include "engine/table/builder.h"
#include "engine/table/group.h"
#include "engine/table/pivot.h"
#include "tests/kit/small-table.h"

static const DsTable *
animals(void)
{
  return small_table("kind:text,legs:int,mass:real,born:date,wild:bool", "cat 4 3.5 2020-01-01 0\n"
                                                                         "dog 4 30 2019-05-05 0\n"
                                                                         "cat 4 4.5 2021-03-01 1\n"
                                                                         "- 6 0.25 2020-02-02 1\n"
                                                                         "dog 3 - 2018-01-31 0\n"
                                                                         "cat - 5.5 - -\n");
}

/* Groups @table by @keys ("a b") with @aggregates ("count mean(x)"). */
static const DsTable *
group(const DsTable *table, const char *keys, const char *aggregates, GError **error)
{
  g_auto(GStrv) key_words = g_strsplit(keys, " ", -1);
  g_auto(GStrv) words = g_strsplit(aggregates, " ", -1);
  gsize cols[8], n_keys = 0, n = 0;
  DsAggregate list[16];

  for (; key_words[n_keys] && *key_words[n_keys]; n_keys++)
    cols[n_keys] = (gsize)ds_table_lookup_column(table, key_words[n_keys]);
  for (; words[n] && *words[n]; n++)
    if (!ds_aggregate_parse(words[n], table, &list[n], error))
      return NULL;
  return ds_group(table, cols, n_keys, list, n, NULL, NULL, error);
}

static void
assert_group(const DsTable *table, const char *keys, const char *aggregates, const char *expected)
{
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO result = group(table, keys, aggregates, &error);
  g_autofree char *text = NULL;

  g_assert_no_error(error);
  text = small_table_text(result);
  g_assert_cmpstr(text, ==, expected);
}

/* Values worked out by hand. */
static void
test_aggregates(void)
{
  DS_TABLE_AUTO table = animals();

  assert_group(table, "kind", "", "cat 3\ndog 2\n- 1\n");
  assert_group(table, "kind", "count count(legs) count(mass) distinct(legs)",
               "cat 3 2 3 1\ndog 2 2 1 2\n- 1 1 1 1\n");
  assert_group(table, "kind", "sum(legs) sum(mass) mean(mass)",
               "cat 8 13.5 4.5\ndog 7 30.0 30.0\n- 6 0.25 0.25\n");
  assert_group(table, "kind", "sd(mass) median(mass) q(mass,0.25) q0.25(mass)",
               "cat 1.0 4.5 4.0 4.0\ndog - 30.0 30.0 30.0\n- - 0.25 0.25 0.25\n");
  assert_group(table, "kind", "min(born) max(born) median(born) first(legs) last(mass)",
               "cat 2020-01-01 2021-03-01 2020-07-31 4 5.5\n"
               "dog 2018-01-31 2019-05-05 2018-09-17 4 30.0\n"
               "- 2020-02-02 2020-02-02 2020-02-02 6 0.25\n");
  assert_group(table, "wild legs", "count sum(wild) max(kind)",
               "false 3 1 0 dog\nfalse 4 2 0 dog\ntrue 4 1 1 cat\ntrue 6 1 1 -\n- - 1 - cat\n");
  assert_group(table, "mass", "count", "0.25 1\n3.5 1\n4.5 1\n5.5 1\n30.0 1\n- 1\n");
  assert_group(table, "", "count mean(legs)", "6 4.2\n");
}

static void
test_names(void)
{
  DS_TABLE_AUTO table = animals();
  DS_TABLE_AUTO result = group(
      table, "kind", "count mean(mass) q(mass,0.25) q.125(mass) median(mass) mean(mass)", NULL);
  static const char *const expected[] = { "kind",       "count",       "mean_mass",  "q25_mass",
                                          "q12.5_mass", "median_mass", "mean_mass_2" };

  g_assert_cmpuint(ds_table_n_columns(result), ==, G_N_ELEMENTS(expected));
  for (gsize i = 0; i < G_N_ELEMENTS(expected); i++)
    g_assert_cmpstr(ds_table_column_name(result, i), ==, expected[i]);
}

static void
test_errors(void)
{
  static const struct {
    const char *aggregate;
    int code;
    const char *part;
  } cases[] = {
    { "maen(mass)", DS_DATA_ERROR_QUERY, "did you mean mean" },
    { "mean", DS_DATA_ERROR_QUERY, "is no aggregate" },
    { "mean(mass", DS_DATA_ERROR_QUERY, "is no aggregate" },
    { "mean(mas)", DS_DATA_ERROR_NOT_FOUND, "mass" },
    { "mean(kind)", DS_DATA_ERROR_TYPE, "is text" },
    { "sum(born)", DS_DATA_ERROR_TYPE, "is date" },
    { "median(kind)", DS_DATA_ERROR_TYPE, "is text" },
    { "q(mass,25)", DS_DATA_ERROR_RANGE, "from 0 to 1" },
    { "q(mass)", DS_DATA_ERROR_RANGE, "from 0 to 1" },
    { "q1.5(mass)", DS_DATA_ERROR_RANGE, "from 0 to 1" },
  };
  DS_TABLE_AUTO table = animals();

  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    DsAggregate aggregate = { .col = -7 };

    g_assert_false(ds_aggregate_parse(cases[i].aggregate, table, &aggregate, &error));
    g_assert_error(error, DS_DATA_ERROR, cases[i].code);
    g_assert_nonnull(strstr(error->message, cases[i].part));
    g_assert_cmpint(aggregate.col, ==, -7);
  }
}

static void
test_sums_beyond_64_bits(void)
{
  DS_TABLE_AUTO table = small_table("g:text,x:int", "a 9223372036854775807\na 1\nb 5\n");
  DS_TABLE_AUTO fits =
      small_table("g:text,x:int", "a 9223372036854775807\na 1\na -1\nb 9007199254740993\n");
  g_autoptr(DsNotes) notes = ds_notes_new();
  const gsize key = 0;
  DsAggregate sum = { .kind = DS_AGG_SUM, .col = 1 };

  assert_group(fits, "g", "sum(x)", "a 9223372036854775807\nb 9007199254740993\n");
  {
    DS_TABLE_AUTO result = ds_group(table, &key, 1, &sum, 1, NULL, notes, NULL);

    g_assert_cmpfloat(ds_table_real(result, "sum_x", 0), ==, 0x1p63);
    g_assert_cmpuint(ds_notes_count(notes), ==, 1);
  }
}

static void
test_infinities(void)
{
  DS_TABLE_AUTO table = small_table("g:text,x:real", "a inf\na 1\nb inf\nb -inf\n");

  assert_group(table, "g", "sum(x) min(x) max(x) count(x)",
               "a Infinity 1.0 Infinity 2\nb - -Infinity Infinity 2\n");
}

static void
test_empty(void)
{
  DS_TABLE_AUTO table = small_table("g:text,x:real", "");
  DS_TABLE_AUTO gaps = small_table("g:text,x:real", "- -\n- -\n");

  assert_group(table, "g", "count mean(x) median(x) distinct(x) min(x)", "");
  assert_group(table, "", "count", "");
  assert_group(gaps, "g", "count mean(x) sd(x) sum(x) median(x) distinct(x) min(x) first(x)",
               "- 2 - - - - 0 - -\n");
}

/* Random groups of every kind of key: the same digits with 1 and 7 threads, and the sums agree with
 * one plain long double loop. */
static void
test_threads_change_nothing(void)
{
  enum { N = 600000, N_GROUPS = 300 };
  static const char *const names[] = { "k", "x", "n" };
  static const char *const keys[] = { "k", "k n", "x" };
  DsRandom random = ds_random_new(5, 0);
  gint64 *k = g_new(gint64, N), *n = g_new(gint64, N);
  double *x = g_new(double, N);
  long double sums[N_GROUPS] = { 0 };
  DsColumn *columns[3];

  for (gsize i = 0; i < N; i++) {
    k[i] = (gint64)ds_random_below(&random, N_GROUPS);
    n[i] = (gint64)ds_random_below(&random, 100000) - 50000;
    x[i] = 1e9 + floor(ds_random_real(&random) * 5000.0) / 7.0;
    sums[k[i]] += (long double)x[i];
  }
  columns[0] = ds_column_new_ints(DS_TYPE_INT, k, N, NULL);
  columns[1] = ds_column_new_reals(x, N);
  columns[2] = ds_column_new_ints(DS_TYPE_INT, n, N, NULL);
  for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
    DS_TABLE_AUTO table = ds_table_new(names, columns, 3, N);
    const char *aggregates = "count sum(x) mean(x) sd(x) median(x) q(x,0.9) min(x) max(x) first(n) "
                             "last(n) distinct(n) sum(n) sd(n)";
    g_autofree char *one = NULL, *seven = NULL;

    ds_parallel_set_threads(1);
    {
      DS_TABLE_AUTO result = group(table, keys[i], aggregates, NULL);

      one = small_table_text(result);
      for (gsize row = 0; i == 0 && row < N_GROUPS; row++)
        g_assert_cmpfloat(ds_table_real(result, "sum_x", row), ==, (double)sums[row]);
    }
    ds_parallel_set_threads(7);
    {
      DS_TABLE_AUTO result = group(table, keys[i], aggregates, NULL);

      seven = small_table_text(result);
    }
    ds_parallel_set_threads(0);
    g_assert_true(g_str_equal(one, seven));
  }
  for (guint i = 0; i < 3; i++)
    ds_column_unref(columns[i]);
}

static void
test_pivot(void)
{
  DS_TABLE_AUTO table = animals();
  static const struct {
    const char *aggregate, *expected;
  } cases[] = {
    { "count", "cat 0 2 0 1\ndog 1 1 0 0\n- 0 0 1 0\n" },
    { "sum(mass)", "cat - 8.0 - 5.5\ndog - 30.0 - -\n- - - 0.25 -\n" },
    { "distinct(mass)", "cat 0 2 0 1\ndog 0 1 0 0\n- 0 0 1 0\n" },
  };
  static const char *const names[] = { "kind", "3", "4", "6", "(missing)" };

  for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
    DsAggregate aggregate;

    g_assert_true(ds_aggregate_parse(cases[i].aggregate, table, &aggregate, NULL));
    {
      DS_TABLE_AUTO result = ds_pivot(table, 0, 1, &aggregate, NULL, NULL, NULL);
      g_autofree char *text = small_table_text(result);

      g_assert_cmpstr(text, ==, cases[i].expected);
      for (gsize col = 0; col < G_N_ELEMENTS(names); col++)
        g_assert_cmpstr(ds_table_column_name(result, col), ==, names[col]);
    }
  }
}

static void
test_frequency(void)
{
  DS_TABLE_AUTO table = small_table("x:text,g:int", "b 1\na 1\n- 1\nb 2\nc 1\na 2\n- 2\n- 2\n");
  DS_TABLE_AUTO all = ds_frequency(table, 0, -1, NULL, NULL);
  DS_TABLE_AUTO split = ds_frequency(table, 0, 1, NULL, NULL);
  g_autofree char *all_text = small_table_text(all), *split_text = small_table_text(split);

  g_assert_cmpstr(all_text, ==, "a 2 25.0 25.0\nb 2 25.0 50.0\nc 1 12.5 62.5\n- 3 37.5 100.0\n");
  g_assert_cmpstr(split_text, ==,
                  "a 1 25.0 25.0 1\nb 1 25.0 50.0 1\nc 1 25.0 75.0 1\n- 1 25.0 100.0 1\n"
                  "a 1 25.0 25.0 2\nb 1 25.0 50.0 2\n- 2 50.0 100.0 2\n");
  g_assert_cmpstr(ds_table_column_name(split, 4), ==, "g");
}

/* Whichever large request is refused, grouping ends with the error and leaks nothing. */
static void
test_memory_refused(void)
{
  DS_TABLE_AUTO table = animals();
  guint nth = 1;

  for (;; nth++) {
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO result = NULL;

    ds_memory_fail_nth(nth);
    result = group(
        table, "kind legs mass",
        "count(mass) sum(legs) mean(mass) sd(mass) median(mass) distinct(born) min(kind)", &error);
    ds_memory_fail_nth(0);
    if (result)
      break;
    g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
  g_assert_cmpuint(nth, >, 20);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/table/group/aggregates", test_aggregates);
  g_test_add_func("/table/group/names-of-results", test_names);
  g_test_add_func("/table/group/errors-name-the-part", test_errors);
  g_test_add_func("/table/group/int-sums-are-exact", test_sums_beyond_64_bits);
  g_test_add_func("/table/group/infinities", test_infinities);
  g_test_add_func("/table/group/no-rows-no-values", test_empty);
  g_test_add_func("/table/group/threads-change-nothing", test_threads_change_nothing);
  g_test_add_func("/table/pivot/cells-without-rows", test_pivot);
  g_test_add_func("/stats/frequency/missing-last", test_frequency);
  g_test_add_func("/table/group/memory-refused", test_memory_refused);
  return g_test_run();
}
