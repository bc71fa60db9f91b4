/* tests/engine/test-table.c - columns, gathering, indexes and the builder. */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/table/builder.h"
#include "engine/table/table.h"

/* Rows 0..n-1: id = row, share = row / 2 (missing each 7th), flag = odd, word = "w<row % 5>"
 * (missing each 11th), long = the row in words. */
static const DsTable *
numbered(gsize n)
{
  DsTableBuilder *builder = ds_table_builder_new("id:int,share:real,flag:bool,word:text");

  for (gsize row = 0; row < n; row++) {
    g_autofree char *word = g_strdup_printf("w%u", (guint)(row % 5));

    ds_table_builder_int(builder, 0, (gint64)row);
    ds_table_builder_real(builder, 1, row % 7 == 6 ? NAN : (double)row / 2.0);
    ds_table_builder_int(builder, 2, row & 1);
    ds_table_builder_text(builder, 3, row % 11 == 10 ? NULL : word);
  }
  return ds_table_builder_build(builder);
}

static DsColumn *
plain_texts(gsize n)
{
  guint64 *offsets = g_new(guint64, n + 1);
  GString *bytes = g_string_new(NULL);
  guint64 *missing = g_new0(guint64, ds_missing_words(n));

  for (gsize row = 0; row < n; row++) {
    offsets[row] = bytes->len;
    if (row % 3 == 2)
      missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
    else
      g_string_append_printf(bytes, "row %u", (guint)row);
  }
  offsets[n] = bytes->len;
  return ds_column_new_texts(offsets, g_string_free(bytes, FALSE), n, missing);
}

static void
test_builder_round_trip(void)
{
  DS_TABLE_AUTO table = numbered(100);

  g_assert_cmpuint(ds_table_n_rows(table), ==, 100);
  g_assert_cmpuint(ds_table_n_columns(table), ==, 4);
  g_assert_cmpint(ds_table_lookup_column(table, "flag"), ==, 2);
  g_assert_cmpint(ds_table_lookup_column(table, "Flag"), ==, -1);
  g_assert_cmpint(ds_table_find_column(table, "Flag", NULL), ==, 2);
  for (gsize row = 0; row < 100; row++) {
    g_autofree char *word = ds_table_text(table, "word", row);

    g_assert_cmpfloat(ds_table_real(table, "id", row), ==, (double)row);
    if (row % 7 == 6)
      g_assert_true(isnan(ds_table_real(table, "share", row)));
    else
      g_assert_cmpfloat(ds_table_real(table, "share", row), ==, (double)row / 2.0);
    if (row % 11 == 10)
      g_assert_null(word);
    else
      g_assert_cmpint(word[1], ==, '0' + (char)(row % 5));
  }
  g_assert_cmpuint(ds_table_stored_column(table, 1)->n_missing, ==, 14);
  g_assert_cmpuint(ds_table_stored_column(table, 3)->strings.n, ==, 5);
}

static void
test_builder_names_unique(void)
{
  DsTableBuilder *builder = ds_table_builder_new("x:int");

  ds_table_builder_column(builder, "x", DS_TYPE_INT);
  ds_table_builder_column(builder, "x", DS_TYPE_TEXT);
  DS_TABLE_AUTO table = ds_table_builder_build(builder);
  g_assert_cmpstr(ds_table_column_name(table, 1), ==, "x_2");
  g_assert_cmpstr(ds_table_column_name(table, 2), ==, "x_3");
}

static void
test_builder_pads(void)
{
  DsTableBuilder *builder = ds_table_builder_new("a:int,b:date,c:bool,d:real,e:text");

  for (int i = 0; i < 70; i++)
    ds_table_builder_int(builder, 0, i);
  DS_TABLE_AUTO table = ds_table_builder_build(builder);
  for (gsize col = 1; col < 5; col++)
    g_assert_cmpuint(ds_table_stored_column(table, col)->n_missing, ==, 70);
}

static void
test_index_composes(void)
{
  DS_TABLE_AUTO table = numbered(1000);
  guint32 *evens = g_new(guint32, 500), *backwards = g_new(guint32, 500);

  for (guint i = 0; i < 500; i++) {
    evens[i] = 2 * i;
    backwards[i] = 499 - i;
  }
  DS_TABLE_AUTO even = ds_table_with_index(table, evens, 500);
  DS_TABLE_AUTO turned = ds_table_with_index(even, backwards, 500);
  DS_TABLE_AUTO head = ds_table_with_index(turned, NULL, 3);
  g_assert_cmpuint(ds_table_n_rows(head), ==, 3);
  g_assert_cmpfloat(ds_table_real(head, "id", 0), ==, 998);
  g_assert_cmpfloat(ds_table_real(head, "id", 2), ==, 994);
  g_autoptr(DsColumn) ids = ds_table_dense_column(turned, 0, NULL, NULL);
  g_assert_cmpint(ids->ints[0], ==, 998);
  g_assert_cmpint(ids->ints[499], ==, 0);
  g_autoptr(DsColumn) again = ds_table_dense_column(turned, 0, NULL, NULL);
  g_assert_true(ids == again); /* remembered */
}

static void
test_column_on_chosen_rows(void)
{
  DS_TABLE_AUTO table = numbered(10);
  guint32 *rows = g_new(guint32, 3);
  gint64 *values = g_new(gint64, 3);
  g_autoptr(DsColumn) fresh = NULL;

  rows[0] = 7, rows[1] = 1, rows[2] = 4;
  values[0] = 70, values[1] = 10, values[2] = 40;
  fresh = ds_column_new_ints(DS_TYPE_INT, values, 3, NULL);
  DS_TABLE_AUTO chosen = ds_table_with_index(table, rows, 3);
  DS_TABLE_AUTO more = ds_table_with_column(chosen, 4, "tens", fresh, NULL);
  DS_TABLE_AUTO renamed = ds_table_renamed(more, 0, "number");
  DS_TABLE_AUTO fewer = ds_table_select(renamed, (const gsize[]){ 4, 0 }, 2);

  g_assert_cmpuint(ds_table_n_columns(chosen), ==, 4); /* the older version is as it was */
  g_assert_cmpfloat(ds_table_real(more, "tens", 0), ==, 70);
  g_assert_cmpfloat(ds_table_real(fewer, "tens", 2), ==, 40);
  g_assert_cmpfloat(ds_table_real(fewer, "number", 2), ==, 4);
  g_assert_cmpint(ds_table_lookup_column(fewer, "id"), ==, -1);
  g_assert_cmpuint(ds_table_stored_column(more, 4)->n_missing, ==, 7);
}

/* Every type, against the same rows read one by one, with 1 and 7 threads. */
static void
test_gather_every_type(void)
{
  enum { N = 200000 };
  DS_TABLE_AUTO table = numbered(N);
  g_autoptr(DsColumn) texts = plain_texts(N);
  g_autofree guint32 *rows = g_new(guint32, N);
  DsRandom random = ds_random_new(1, 0);

  for (gsize i = 0; i < N; i++)
    rows[i] = i % 1000 == 999 ? G_MAXUINT32 : (guint32)ds_random_below(&random, N);
  for (guint col = 0; col < 5; col++) {
    const DsColumn *from = col < 4 ? ds_table_stored_column(table, col) : texts;

    for (guint threads = 1; threads <= 7; threads += 6) {
      g_autoptr(GString) wanted = g_string_new(NULL), got = g_string_new(NULL);
      g_autoptr(DsColumn) gathered = NULL;

      ds_parallel_set_threads(threads);
      gathered = ds_column_gather(from, rows, N, NULL, NULL);
      ds_parallel_set_threads(0);
      g_assert_cmpuint(gathered->n_rows, ==, N);
      for (gsize i = 0; i < N; i += 37) {
        g_string_truncate(wanted, 0);
        g_string_truncate(got, 0);
        const gboolean is_there =
            rows[i] != G_MAXUINT32 && ds_column_append_cell(from, rows[i], wanted);

        g_assert_cmpint(ds_column_append_cell(gathered, i, got), ==, is_there);
        g_assert_cmpstr(got->str, ==, wanted->str);
      }
    }
  }
}

static void
test_unknown_column_named(void)
{
  DS_TABLE_AUTO table = numbered(1);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint(ds_table_find_column(table, "shore", &error), ==, -1);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
  g_assert_cmpstr(error->message, ==, "no column \"shore\"; did you mean \"share\"?");
}

static void
test_gather_without_memory(void)
{
  DS_TABLE_AUTO table = numbered(100);
  g_autoptr(DsColumn) texts = plain_texts(100);
  const guint32 rows[] = { 5, 1, 2 };

  for (guint col = 0; col < 5; col++) {
    const DsColumn *from = col < 4 ? ds_table_stored_column(table, col) : texts;

    for (guint nth = 1; nth <= 2; nth++) {
      g_autoptr(GError) error = NULL;

      ds_memory_fail_nth(nth);
      g_assert_null(ds_column_gather(from, rows, 3, NULL, &error));
      g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
    }
  }
  ds_memory_fail_nth(0);
}

static void
test_empty(void)
{
  DS_TABLE_AUTO nothing = ds_table_builder_build(ds_table_builder_new(""));
  DS_TABLE_AUTO no_rows = ds_table_builder_build(ds_table_builder_new("a:int,b:text"));
  g_autoptr(DsColumn) column = ds_table_dense_column(no_rows, 1, NULL, NULL);
  g_autoptr(DsColumn) gathered = ds_column_gather(column, NULL, 0, NULL, NULL);

  g_assert_cmpuint(ds_table_n_columns(nothing), ==, 0);
  g_assert_cmpuint(ds_table_n_rows(no_rows), ==, 0);
  g_assert_cmpuint(gathered->n_rows, ==, 0);
}

int
main(int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/table/builder/round-trip", test_builder_round_trip);
  g_test_add_func("/table/builder/names-unique", test_builder_names_unique);
  g_test_add_func("/table/builder/short-columns-padded", test_builder_pads);
  g_test_add_func("/table/index/composes", test_index_composes);
  g_test_add_func("/table/column/on-chosen-rows", test_column_on_chosen_rows);
  g_test_add_func("/table/column/unknown-name-gets-the-nearest", test_unknown_column_named);
  g_test_add_func("/table/gather/every-type-any-threads", test_gather_every_type);
  g_test_add_func("/table/gather/without-memory", test_gather_without_memory);
  g_test_add_func("/table/empty", test_empty);
  return g_test_run();
}
