/* tests/engine/test-csv.c - the parallel reader equals one libcsv pass, whatever comes. */
#include <csv.h>
#include <glib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/io/csv.h"

/* Rows of cells as one sequential libcsv pass cuts them. */
typedef struct {
  GPtrArray *rows; /* GPtrArray of GBytes */
  GPtrArray *row;
} Plain;

static void
plain_cell(void *text, size_t length, void *data)
{
  Plain *plain = data;

  if (!plain->row)
    plain->row = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
  g_ptr_array_add(plain->row, g_bytes_new(text, length));
}

static void
plain_row(int ended_by, void *data)
{
  Plain *plain = data;

  (void)ended_by;
  if (plain->row)
    g_ptr_array_add(plain->rows, g_steal_pointer(&plain->row));
}

static GPtrArray *
parse_plainly(const char *bytes, gsize n)
{
  Plain plain = { g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref), NULL };
  struct csv_parser parser;

  csv_init(&parser, 0);
  csv_parse(&parser, bytes, n, plain_cell, plain_row, &plain);
  csv_fini(&parser, plain_cell, plain_row, &plain);
  csv_free(&parser);
  return plain.rows;
}

/* Reads without header, every column as text and nothing missing but the empty cell. */
static const DsTable *
read_raw(const char *bytes, gsize n, gsize n_columns, gsize chunk_bytes, GError **error)
{
  static const char *const no_words[] = { NULL };
  g_autoptr(GBytes) memory = g_bytes_new(bytes, n);
  g_autoptr(DsSource) source = ds_source_new_bytes("random.csv", memory);
  g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
  DsCsvOptions options = { .delimiter = ',',
                           .header = 0,
                           .skip_lines = 0,
                           .na = no_words,
                           .encoding = "utf-8",
                           .chunk_bytes = chunk_bytes };

  for (gsize i = 0; i < n_columns; i++)
    g_ptr_array_add(types, g_strdup_printf("column_%u:text", (guint)i + 1));
  g_ptr_array_add(types, NULL);
  options.types = (const char *const *)types->pdata;
  return ds_csv_read_source(source, &options, NULL, NULL, error);
}

static void
assert_same(const DsTable *table, GPtrArray *rows, gsize n_columns)
{
  g_assert_cmpuint(ds_table_n_rows(table), ==, rows->len);
  for (gsize i = 0; i < rows->len; i++) {
    const GPtrArray *row = rows->pdata[i];

    for (gsize j = 0; j < n_columns; j++) {
      const DsColumn *column = ds_table_stored_column(table, j);
      gsize length = 0, expected = 0;
      const char *cell = ds_column_text(column, i, &length);
      const char *plain = j < row->len ? g_bytes_get_data(row->pdata[j], &expected) : NULL;

      g_assert_cmpuint(length, ==, expected);
      g_assert_true(expected == 0 || memcmp(cell, plain, length) == 0);
    }
  }
}

/* Text made of what parsers trip over. @kind: which characters are frequent. */
static GString *
hostile_text(DsRandom *random, guint kind)
{
  static const char *const alphabets[] = { "ab\",\n\r ",      "a,\n", "\"\"\",\na", "a\",\n\t b\r",
                                           "ab,\n\xc3\xa9\"", "\"\n" };
  const char *alphabet = alphabets[kind % G_N_ELEMENTS(alphabets)];
  const gsize n = 1 + ds_random_below(random, 300);
  GString *text = g_string_new("x"); /* one row at least */

  for (gsize i = 0; i < n; i++) {
    const gsize which = ds_random_below(random, strlen(alphabet) + 1);

    if (which < strlen(alphabet))
      g_string_append_c(text, alphabet[which]);
    else if (ds_random_below(random, 4) == 0)
      g_string_append_c(text, '\0');
  }
  g_string_append_c(text, 'z'); /* a tail of NULs would be cut off */
  return text;
}

static void
test_equals_one_pass(void)
{
  DsRandom random = ds_random_new(11, 0);
  const guint n_texts = g_test_slow() ? 20000 : 1500;

  for (guint i = 0; i < n_texts; i++) {
    g_autoptr(GString) text = hostile_text(&random, i);
    g_autoptr(GPtrArray) rows = parse_plainly(text->str, text->len);
    const gsize n_columns = ((const GPtrArray *)rows->pdata[0])->len;
    const gsize chunk_bytes =
        i % 3 == 0 ? 1 + ds_random_below(&random, 8) : 8 + ds_random_below(&random, 60);
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = NULL;

    ds_parallel_set_threads(1 + i % 8);
    table = read_raw(text->str, text->len, n_columns, chunk_bytes, &error);
    g_assert_no_error(error);
    assert_same(table, rows, n_columns);
  }
  ds_parallel_set_threads(0);
}

static char *
dump(const DsTable *table)
{
  GString *text = g_string_new(NULL);

  for (gsize j = 0; j < ds_table_n_columns(table); j++)
    g_string_append_printf(text, "%s:%s ", ds_table_column_name(table, j),
                           ds_type_name(ds_table_stored_column(table, j)->type));
  for (gsize i = 0; i < ds_table_n_rows(table); i++)
    for (gsize j = 0; j < ds_table_n_columns(table); j++) {
      g_string_append_c(text, j ? '|' : '\n');
      if (!ds_table_append_cell(table, i, j, text))
        g_string_append(text, "<missing>");
    }
  return g_string_free(text, FALSE);
}

/* Values of all types, some of which change late; the result is that of one chunk. */
static GString *
typed_text(DsRandom *random)
{
  static const char *const odd[] = { "",
                                     "NA",
                                     "?",
                                     "x",
                                     "1.5",
                                     "007",
                                     "inf",
                                     "true",
                                     "False",
                                     "2020-01-02",
                                     "9007199254740993",
                                     "1e400",
                                     "\"a\nb\"",
                                     "2020-01-02T03:04:05Z",
                                     "a\"b",
                                     "\"q\"r" };
  GString *text = g_string_new("i,r,b,d,t,s\n");
  const gsize n_rows = 5 + ds_random_below(random, 40);

  for (gsize i = 0; i < n_rows; i++)
    for (gsize j = 0; j < 6; j++) {
      const guint64 value = ds_random_below(random, 1000);

      if (ds_random_below(random, 60) == 0)
        g_string_append(text, odd[ds_random_below(random, G_N_ELEMENTS(odd))]);
      else if (j == 0)
        g_string_append_printf(text, "%u", (guint)value);
      else if (j == 1)
        g_string_append_printf(text, "%u.5", (guint)value);
      else if (j == 2)
        g_string_append(text, value % 2 ? "true" : "false");
      else if (j == 3)
        g_string_append_printf(text, "2020-01-%02u", 1 + (guint)value % 28);
      else if (j == 4)
        g_string_append_printf(text, "2020-01-01T00:00:%02uZ", (guint)value % 60);
      else
        g_string_append_printf(text, "w%u", (guint)value % 9);
      g_string_append_c(text, j < 5 ? ',' : '\n');
    }
  return text;
}

static void
test_types_do_not_depend_on_chunks(void)
{
  DsRandom random = ds_random_new(12, 0);
  const guint n_texts = g_test_slow() ? 5000 : 400;

  for (guint i = 0; i < n_texts; i++) {
    g_autoptr(GString) text = typed_text(&random);
    g_autoptr(GBytes) memory = g_bytes_new(text->str, text->len);
    g_autoptr(DsSource) source = ds_source_new_bytes("typed.csv", memory);
    DsCsvOptions options = { .delimiter = ',', .header = 1, .skip_lines = 0 };
    g_autoptr(GError) error = NULL;
    g_autofree char *expected = NULL, *got = NULL;
    DS_TABLE_AUTO whole = NULL;
    DS_TABLE_AUTO parts = NULL;

    whole = ds_csv_read_source(source, &options, NULL, NULL, &error);
    g_assert_no_error(error);
    ds_parallel_set_threads(1 + i % 8);
    options.chunk_bytes = 1 + ds_random_below(&random, 200);
    parts = ds_csv_read_source(source, &options, NULL, NULL, &error);
    g_assert_no_error(error);
    expected = dump(whole);
    got = dump(parts);
    g_assert_cmpstr(got, ==, expected);
  }
  ds_parallel_set_threads(0);
}

/* Each large request is refused once: an error that says so, or a table, never a crash. */
static void
test_memory_refused(void)
{
  DsRandom random = ds_random_new(13, 0);
  g_autoptr(GString) text = typed_text(&random);
  g_autoptr(GBytes) memory = g_bytes_new(text->str, text->len);
  g_autoptr(DsSource) source = ds_source_new_bytes("typed.csv", memory);
  gboolean was_refused = TRUE;

  ds_parallel_set_threads(1);
  for (guint nth = 1; was_refused; nth++) {
    const guint before = ds_memory_requests();
    DsCsvOptions options = { .delimiter = ',', .header = 1, .skip_lines = 0, .chunk_bytes = 64 };
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = NULL;

    ds_memory_fail_nth(nth);
    table = ds_csv_read_source(source, &options, NULL, NULL, &error);
    was_refused = ds_memory_requests() - before >= nth;
    ds_memory_fail_nth(0);
    if (!table)
      g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
  ds_parallel_set_threads(0);
}

static void
test_cancel(void)
{
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autoptr(GBytes) memory = g_bytes_new_static("a,b\n1,2\n", 8);
  g_autoptr(DsSource) source = ds_source_new_bytes("small.csv", memory);
  g_autoptr(GError) error = NULL;

  ds_progress_cancel(progress);
  g_assert_null(ds_csv_read_source(source, NULL, progress, NULL, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A large file shows its first rows before the rest. */
static void
test_first_block_is_published(void)
{
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autoptr(GString) text = g_string_new("id,x\n");
  g_autoptr(GBytes) memory = NULL;
  g_autoptr(DsSource) source = NULL;
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;
  DS_TABLE_AUTO preview = NULL;

  for (int i = 0; i < 300000; i++)
    g_string_append_printf(text, "%d,%d.25\n", i, i);
  g_string_append(text, "300000,last\n");
  memory = g_bytes_new(text->str, text->len);
  source = ds_source_new_bytes("large.csv", memory);
  table = ds_csv_read_source(source, NULL, progress, NULL, &error);
  g_assert_no_error(error);
  preview = ds_progress_take_preview(progress);
  g_assert_nonnull(preview);
  g_assert_cmpuint(ds_table_n_rows(preview), >, 10000);
  g_assert_cmpint(ds_table_stored_column(preview, 1)->type, ==, DS_TYPE_REAL);
  g_assert_cmpuint(ds_table_n_rows(table), ==, 300001);
  g_assert_cmpint(ds_table_stored_column(table, 1)->type, ==, DS_TYPE_TEXT);
}

static void
test_types_given(void)
{
  static const char *const zip[] = { "zip:int", NULL }, *const wrong[] = { "x:int", NULL },
                           *const nobody[] = { "zap:int", NULL };
  g_autoptr(GBytes) memory = g_bytes_new_static("zip,x\n00501,1\n00502,b\n", 22);
  g_autoptr(DsSource) source = ds_source_new_bytes("zip.csv", memory);
  DsCsvOptions options = { .header = -1, .skip_lines = -1, .types = zip };
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = ds_csv_read_source(source, &options, NULL, NULL, &error);

  g_assert_no_error(error);
  g_assert_true(ds_table_real(table, "zip", 0) == 501);
  options.types = wrong;
  g_assert_null(ds_csv_read_source(source, &options, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
  g_assert_cmpstr(
      error->message, ==,
      "zip.csv:3: column \"x\" holds \"b\" where an int was expected; try types=x:text");
  g_clear_error(&error);
  options.types = nobody;
  g_assert_null(ds_csv_read_source(source, &options, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/io/csv/equals-one-libcsv-pass", test_equals_one_pass);
  g_test_add_func("/io/csv/types-do-not-depend-on-chunks", test_types_do_not_depend_on_chunks);
  g_test_add_func("/io/csv/refused-memory-is-an-error", test_memory_refused);
  g_test_add_func("/io/csv/cancel", test_cancel);
  g_test_add_func("/io/csv/first-block-is-published", test_first_block_is_published);
  g_test_add_func("/io/csv/types-given", test_types_given);
  return g_test_run();
}
