/* tests/engine/test-sqlite-read.c - tables of SQLite files, and files that are none. */
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/io/sqlite-read.h"

typedef struct {
  char *folder, *path;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
  const char *script = data;
  sqlite3 *db = NULL;
  char *message = NULL;

  place->folder = g_dir_make_tmp("dayshift-test-XXXXXX", NULL);
  place->path = g_build_filename(place->folder, "a shop%?.sqlite", NULL);
  if (!script)
    return;
  g_assert_cmpint(sqlite3_open(place->path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db, script, NULL, NULL, &message), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
  g_autoptr(GDir) dir = g_dir_open(place->folder, 0, NULL);
  const char *name;

  (void)data;
  while ((name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(place->folder, name, NULL);

    g_unlink(path);
  }
  g_rmdir(place->folder);
  g_free(place->path);
  g_free(place->folder);
}

static const DsTable *
read_place(const Place *place, const DsSqliteOptions *options, DsNotes *notes, GError **error)
{
  g_autoptr(DsSource) source = ds_source_open(place->path, NULL, error);

  return source ? ds_sqlite_read(source, options, NULL, notes, error) : NULL;
}

static char *
describe(const DsTable *table)
{
  g_autoptr(GString) text = g_string_new(NULL);

  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    g_string_append_printf(text, "%s:%s", ds_table_column_name(table, col),
                           ds_type_name(ds_table_stored_column(table, col)->type));
    for (gsize row = 0; row < ds_table_n_rows(table); row++) {
      g_string_append_c(text, ' ');
      if (!ds_table_append_cell(table, row, col, text))
        g_string_append(text, "·");
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static guint
count_files(const Place *place)
{
  g_autoptr(GDir) dir = g_dir_open(place->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name(dir))
    n++;
  return n;
}

#define TYPES                                                                                      \
  "CREATE TABLE t(i INTEGER, r REAL, m, big, mix, s TEXT, b BOOLEAN, d DATE, w TIMESTAMP, "        \
  "bl BLOB, bad_date DATE, none INTEGER, \"x y\" \"\");"                                           \
  "INSERT INTO t VALUES(1, 2, 3, 9007199254740993, 1, '2024-01-01', 1, '2024-02-29', "             \
  "'2024-02-29 01:02:03', x'41ff', '2024-02-30', NULL, 5);"                                        \
  "INSERT INTO t VALUES(-9223372036854775808, 1e308, 0.5, 0.5, 'x', '', 0, NULL, "                 \
  "'1999-12-31 23:59:59', 'y', 'soon', NULL, NULL);"

static void
test_types(Place *place, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO table = read_place(place, NULL, notes, &error);
  g_autofree char *got = NULL;

  (void)data;
  g_assert_no_error(error);
  got = describe(table);
  g_assert_true(strstr(got, "i:int 1 -9223372036854775808\nr:real 2.0 1e+308\nm:real 3.0 0.5\n"
                            "big:text 9007199254740993 0.5\nmix:text 1 x\ns:text 2024-01-01 \n"
                            "b:bool true false\nd:date 2024-02-29 ·\n"
                            "w:time 2024-02-29 01:02:03 1999-12-31 23:59:59\n"
                            "bl:text ") == got);
  g_assert_nonnull(strstr(got, "bad_date:text 2024-02-30 soon\nnone:int · ·\nx y:int 5 ·\n"));
  g_assert_cmpuint(ds_notes_count(notes), ==, 4);
  g_assert_cmpstr(ds_notes_get(notes, 0), ==, "read the only table, \"t\"");
  g_assert_cmpstr(ds_notes_get(notes, 1), ==,
                  "column \"big\" holds integers (1), reals (1): kept as text");
  g_assert_cmpstr(ds_notes_get(notes, 3), ==, "column \"bl\" holds blobs (1), kept as bytes of text");
  g_assert_cmpuint(count_files(place), ==, 1);
}

#define THREE                                                                                      \
  "CREATE TABLE orders(id INTEGER); INSERT INTO orders VALUES(1),(2);"                             \
  "CREATE TABLE \"odd \"\"name\"(x); CREATE VIEW v AS SELECT id + 1 AS next FROM orders;"

static void
test_which_table(Place *place, gconstpointer data)
{
  g_autoptr(GError) none_given = NULL, wrong = NULL, error = NULL;
  DS_TABLE_AUTO none = read_place(place, NULL, NULL, &none_given);
  DS_TABLE_AUTO bad = read_place(place, &(DsSqliteOptions){ .table = "order" }, NULL, &wrong);
  DS_TABLE_AUTO view = read_place(place, &(DsSqliteOptions){ .table = "v" }, NULL, &error);
  DS_TABLE_AUTO any_case = read_place(place, &(DsSqliteOptions){ .table = "ORDERS" }, NULL, &error);
  DS_TABLE_AUTO odd = read_place(place, &(DsSqliteOptions){ .table = "odd \"name" }, NULL, &error);
  g_autofree char *got = NULL;

  (void)data;
  g_assert_no_error(error);
  g_assert_null(none);
  g_assert_error(none_given, DS_DATA_ERROR, DS_DATA_ERROR_AMBIGUOUS);
  g_assert_true(g_str_has_suffix(
      none_given->message, "holds 3 tables: orders (2 rows), odd \"name (0 rows), v (2 rows); "
                           "choose one with table=NAME"));
  g_assert_null(bad);
  g_assert_error(wrong, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
  got = describe(view);
  g_assert_cmpstr(got, ==, "next:int 2 3\n");
  g_assert_cmpuint(ds_table_n_rows(any_case), ==, 2);
  g_assert_cmpuint(ds_table_n_rows(odd), ==, 0);
  g_assert_cmpuint(ds_table_n_columns(odd), ==, 1);
}

static void
test_options(Place *place, gconstpointer data)
{
  const char *const types[] = { "i:real", "s:date", NULL }, *const na[] = { "", NULL };
  const char *const wrong[] = { "s:int", NULL };
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table =
      read_place(place, &(DsSqliteOptions){ .types = types, .na = na }, NULL, &error);
  DS_TABLE_AUTO none = NULL;

  (void)data;
  g_assert_no_error(error);
  g_assert_cmpint(ds_table_stored_column(table, 0)->type, ==, DS_TYPE_REAL);
  g_assert_cmpint(ds_table_stored_column(table, 5)->type, ==, DS_TYPE_DATE);
  g_assert_cmpuint(ds_table_stored_column(table, 5)->n_missing, ==, 1);
  none = read_place(place, &(DsSqliteOptions){ .types = wrong }, NULL, &error);
  g_assert_null(none);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
}

/* In write-ahead mode the newest rows lie in the log beside the file: they are read too. */
static void
test_write_ahead_log(Place *place, gconstpointer data)
{
  sqlite3 *writer = NULL;
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO during = NULL;
  DS_TABLE_AUTO after = NULL;

  (void)data;
  g_assert_cmpint(sqlite3_open(place->path, &writer), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(writer,
                               "PRAGMA journal_mode=WAL; CREATE TABLE t(x);"
                               "INSERT INTO t VALUES(1);",
                               NULL, NULL, NULL),
                  ==, SQLITE_OK);
  during = read_place(place, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ds_table_n_rows(during), ==, 1);
  g_assert_cmpint(sqlite3_close(writer), ==, SQLITE_OK);
  g_assert_cmpuint(count_files(place), ==, 1);
  after = read_place(place, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ds_table_n_rows(after), ==, 1);
  g_assert_cmpuint(count_files(place), ==, 1);
}

static void
test_in_memory(Place *place, gconstpointer data)
{
  g_autofree char *content = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DsSource) source = NULL;
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;
  gsize n;

  (void)data;
  g_assert_true(g_file_get_contents(place->path, &content, &n, NULL));
  g_assert_true(ds_sqlite_recognise(content, n));
  content[18] = content[19] = 2; /* as if it were in write-ahead mode */
  bytes = g_bytes_new(content, n);
  source = ds_source_new_bytes("shop.zip:shop.sqlite", bytes);
  table = ds_sqlite_read(source, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ds_table_n_rows(table), ==, 2);
}

/* Cut or changed anywhere, the file is an error or a table, never a crash. */
static void
test_damage(Place *place, gconstpointer data)
{
  g_autofree char *content = NULL;
  gsize n;

  (void)data;
  g_assert_true(g_file_get_contents(place->path, &content, &n, NULL));
  for (gsize at = 0; at < n; at += at < 120 ? 1 : 97) {
    g_autoptr(GBytes) cut = g_bytes_new(content, at);
    g_autofree char *changed = g_malloc(n);
    g_autoptr(GBytes) damaged = NULL;

    memcpy(changed, content, n);
    changed[at] ^= 0x55;
    damaged = g_bytes_new(changed, n);
    for (int i = 0; i < 2; i++) {
      g_autoptr(DsSource) source = ds_source_new_bytes("cut.sqlite", i ? cut : damaged);
      g_autoptr(GError) error = NULL;
      DS_TABLE_AUTO table = ds_sqlite_read(source, NULL, NULL, NULL, &error);

      g_assert_true((table == NULL) == (error != NULL));
    }
  }
}

static void
test_refused_memory(Place *place, gconstpointer data)
{
  const guint before = ds_memory_requests();
  G_GNUC_UNUSED DS_TABLE_AUTO whole = read_place(place, NULL, NULL, NULL);
  const guint n = ds_memory_requests() - before;

  (void)data;
  for (guint nth = 1; nth <= n; nth++) {
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = NULL;

    ds_memory_fail_nth(nth);
    table = read_place(place, NULL, NULL, &error);
    ds_memory_fail_nth(0);
    g_assert_null(table);
    g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
}

static void
test_no_table(Place *place, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = read_place(place, NULL, NULL, &error);

  (void)data;
  g_assert_null(table);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY);
}

#define ADD(path, script, test) g_test_add(path, Place, script, place_set_up, test, place_tear_down)

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("/sqlite/read/types", TYPES, test_types);
  ADD("/sqlite/read/which-table", THREE, test_which_table);
  ADD("/sqlite/read/options", TYPES, test_options);
  ADD("/sqlite/read/write-ahead-log", NULL, test_write_ahead_log);
  ADD("/sqlite/read/in-memory", TYPES, test_in_memory);
  ADD("/sqlite/read/damage", TYPES, test_damage);
  ADD("/sqlite/read/refused-memory", TYPES, test_refused_memory);
  ADD("/sqlite/read/no-table", "VACUUM; PRAGMA user_version = 1;", test_no_table);
  return g_test_run();
}
