/* tests/engine/test-sort.c - sorting: stable, missing last, any mix, the same with any threads. */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/table/builder.h"
#include "engine/table/radix.h"
#include "engine/table/sort.h"
#include "engine/table/text-order.h"

/* A table of one column from words; "-" is missing. */
static const DsTable *
table_of(DsType type, const char *const *words, gsize n)
{
  g_autofree char *schema = g_strdup_printf("x:%s", ds_type_name(type));
  DsTableBuilder *builder = ds_table_builder_new(schema);

  for (gsize i = 0; i < n; i++) {
    if (g_str_equal(words[i], "-"))
      ds_table_builder_missing(builder, 0);
    else if (type == DS_TYPE_REAL)
      ds_table_builder_real(builder, 0, g_ascii_strtod(words[i], NULL));
    else if (type == DS_TYPE_TEXT)
      ds_table_builder_text(builder, 0, words[i]);
    else
      ds_table_builder_int(builder, 0, g_ascii_strtoll(words[i], NULL, 10));
  }
  return ds_table_builder_build(builder);
}

static void
assert_order(DsType type, gboolean is_descending, const char *const *words, gsize n,
             const guint32 *expected)
{
  DS_TABLE_AUTO table = table_of(type, words, n);
  const DsSortKey key = { 0, is_descending };
  g_autoptr(GError) error = NULL;
  g_autofree guint32 *rows = ds_sort_rows(table, &key, 1, NULL, &error);

  g_assert_no_error(error);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint(rows[i], ==, expected[i]);
}

static void
test_real_order(void)
{
  const char *words[] = { "2", "-", "-0.0", "0.0", "-inf", "inf", "-1e300", "5e-324", "-5e-324" };
  const guint32 up[] = { 4, 6, 8, 2, 3, 7, 0, 5, 1 };   /* -0.0 equals 0.0: row 2 before row 3 */
  const guint32 down[] = { 5, 0, 7, 2, 3, 8, 6, 4, 1 }; /* ties keep their order, missing last */

  assert_order(DS_TYPE_REAL, FALSE, words, G_N_ELEMENTS(words), up);
  assert_order(DS_TYPE_REAL, TRUE, words, G_N_ELEMENTS(words), down);
}

static void
test_int_order(void)
{
  const char *words[] = { "3", "-9223372036854775808", "-", "9223372036854775807", "3", "-1" };
  const guint32 up[] = { 1, 5, 0, 4, 3, 2 }, down[] = { 3, 0, 4, 5, 1, 2 };

  assert_order(DS_TYPE_INT, FALSE, words, G_N_ELEMENTS(words), up);
  assert_order(DS_TYPE_INT, TRUE, words, G_N_ELEMENTS(words), down);
}

static void
test_text_order(void)
{
  const char *words[] = { "b",        "",           "abcdefgh", "-", "abcdefg",
                          "abcdefgi", "abcdefghij", "B",        "b", "\xc3\xa9" };
  const guint32 up[] = { 1, 7, 4, 2, 6, 5, 0, 8, 9, 3 };
  const guint32 down[] = { 9, 0, 8, 5, 6, 2, 4, 7, 1, 3 };

  assert_order(DS_TYPE_TEXT, FALSE, words, G_N_ELEMENTS(words), up);
  assert_order(DS_TYPE_TEXT, TRUE, words, G_N_ELEMENTS(words), down);
}

/* Strings with long common beginnings and NULs, enough for the radix path, against a plain sort. */
static void
test_ranks_against_comparing(void)
{
  enum { N = 3000 };
  DsRandom random = ds_random_new(7, 0);
  g_autofree guint64 *offsets = g_new0(guint64, N + 1);
  g_autoptr(GString) bytes = g_string_new(NULL);
  g_autoptr(GError) error = NULL;
  DsStrings strings = { .n = N, .offsets = offsets };
  gsize n_distinct = 0;
  g_autofree guint32 *ranks = NULL;

  for (gsize i = 0; i < N; i++) {
    const gsize length = (gsize)ds_random_below(&random, 6);

    if (ds_random_below(&random, 3) > 0)
      g_string_append(bytes, "https://example.org/");
    for (gsize j = 0; j < length; j++)
      g_string_append_c(bytes, "\0ab\xff"[ds_random_below(&random, 4)]);
    offsets[i + 1] = bytes->len;
  }
  strings.bytes = bytes->str;
  ranks = ds_strings_rank(&strings, &n_distinct, NULL, &error);
  g_assert_no_error(error);
  for (gsize i = 0; i + 1 < N; i++)
    for (gsize j = i + 1; j < MIN(i + 40, N); j++) {
      gsize a_length, b_length;
      const char *a = ds_strings_get(&strings, i, &a_length);
      const char *b = ds_strings_get(&strings, j, &b_length);
      const int order = ds_bytes_compare(a, a_length, b, b_length);

      g_assert_cmpint((order > 0) - (order < 0), ==, (ranks[i] > ranks[j]) - (ranks[i] < ranks[j]));
    }
  for (gsize i = 0; i < N; i++)
    g_assert_cmpuint(ranks[i], <, n_distinct);
}

/* Two keys in different directions over a table that has an index already. */
static void
test_mixed_keys_on_an_index(void)
{
  g_autoptr(DsTableBuilder) builder = ds_table_builder_new("g:text,v:int");
  const char *groups[] = { "b", "a", "b", "a", "c" };
  const gint64 values[] = { 1, 2, 3, 4, 5 };
  const DsSortKey keys[] = { { 0, FALSE }, { 1, TRUE } };
  const gint64 expected[] = { 4, 2, 3, 1 };
  guint32 *chosen = g_new(guint32, 4);
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < 5; i++) {
    ds_table_builder_text(builder, 0, groups[i]);
    ds_table_builder_int(builder, 1, values[i]);
  }
  for (guint32 i = 0; i < 4; i++)
    chosen[i] = 3 - i;
  {
    DS_TABLE_AUTO table = ds_table_builder_build(g_steal_pointer(&builder));
    DS_TABLE_AUTO view = ds_table_with_index(table, chosen, 4);
    DS_TABLE_AUTO sorted = ds_sort_table(view, keys, 2, NULL, &error);

    g_assert_no_error(error);
    for (gsize i = 0; i < 4; i++)
      g_assert_cmpfloat(ds_table_real(sorted, "v", i), ==, (double)expected[i]);
  }
}

static void
test_nothing_to_sort(void)
{
  DS_TABLE_AUTO table = table_of(DS_TYPE_TEXT, NULL, 0);
  const DsSortKey key = { 0, FALSE };
  g_autofree guint32 *rows = ds_sort_rows(table, &key, 1, NULL, NULL);

  g_assert_nonnull(rows);
}

/* Many ties and several chunks: ordered, stable, and the same with 1 and 7 threads. */
static void
test_threads_change_nothing(void)
{
  enum { N = 700000 };
  DsRandom random = ds_random_new(1, 0);
  double *values = g_new(double, N);
  const char *names[] = { "x" };
  const DsSortKey key = { 0, FALSE };
  g_autofree guint32 *one = NULL, *seven = NULL;
  DsColumn *column;

  for (gsize i = 0; i < N; i++)
    values[i] = ds_random_below(&random, 10) == 0 ? NAN : (double)ds_random_below(&random, 5000);
  column = ds_column_new_reals(values, N);
  {
    DS_TABLE_AUTO table = ds_table_new(names, &column, 1, N);

    ds_parallel_set_threads(1);
    one = ds_sort_rows(table, &key, 1, NULL, NULL);
    ds_parallel_set_threads(7);
    seven = ds_sort_rows(table, &key, 1, NULL, NULL);
    ds_parallel_set_threads(0);
  }
  g_assert_true(memcmp(one, seven, (gsize)N * sizeof *one) == 0);
  for (gsize i = 1; i < N; i++) {
    const double a = values[one[i - 1]], b = values[one[i]];

    g_assert_true(isnan(b) || a <= b);
    if (a == b || (isnan(a) && isnan(b)))
      g_assert_cmpuint(one[i - 1], <, one[i]);
  }
  ds_column_unref(column);
}

static void
test_keys_keep_order(void)
{
  const double values[] = { -INFINITY, -2.5, -5e-324, 0.0, 5e-324, 1.0, INFINITY };

  g_assert_cmpuint(ds_key_of_real(-0.0), ==, ds_key_of_real(0.0));
  for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
    g_assert_cmpfloat(ds_key_to_real(ds_key_of_real(values[i])), ==, values[i]);
    if (i > 0)
      g_assert_cmpuint(ds_key_of_real(values[i - 1]), <, ds_key_of_real(values[i]));
  }
}

/* Whichever large request is refused, sorting ends with the error and leaks nothing. */
static void
test_memory_refused(void)
{
  const char *words[] = { "b", "a", "-" };
  DS_TABLE_AUTO table = table_of(DS_TYPE_TEXT, words, 3);
  const DsSortKey key = { 0, FALSE };
  guint nth = 1;

  for (;; nth++) {
    g_autoptr(GError) error = NULL;
    g_autofree guint32 *rows = NULL;

    ds_memory_fail_nth(nth);
    rows = ds_sort_rows(table, &key, 1, NULL, &error);
    ds_memory_fail_nth(0);
    if (rows)
      break;
    g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
  g_assert_cmpuint(nth, >, 5);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/table/sort/real-missing-last-in-both-directions", test_real_order);
  g_test_add_func("/table/sort/int-extremes", test_int_order);
  g_test_add_func("/table/sort/text-by-bytes", test_text_order);
  g_test_add_func("/table/sort/ranks-agree-with-comparing", test_ranks_against_comparing);
  g_test_add_func("/table/sort/mixed-keys-on-an-index", test_mixed_keys_on_an_index);
  g_test_add_func("/table/sort/no-rows", test_nothing_to_sort);
  g_test_add_func("/table/sort/threads-change-nothing", test_threads_change_nothing);
  g_test_add_func("/table/sort/keys-keep-order", test_keys_keep_order);
  g_test_add_func("/table/sort/memory-refused", test_memory_refused);
  return g_test_run();
}
