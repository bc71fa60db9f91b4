/* tests/engine/test-write.c - what is saved reads back the same, or a note says what does not. */
#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/moment.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/base/text.h"
#include "engine/io/open.h"
#include "engine/io/write.h"
#include "engine/table/builder.h"

typedef struct {
  char *folder;
} Place;

static void
set_up(Place *place, gconstpointer data)
{
  (void)data;
  place->folder = g_dir_make_tmp("dayshift-test-XXXXXX", NULL);
}

static void
tear_down(Place *place, gconstpointer data)
{
  g_autofree char *remove = g_strdup_printf("rm -rf '%s'", place->folder);

  (void)data;
  g_assert_true(g_spawn_command_line_sync(remove, NULL, NULL, NULL, NULL));
  g_free(place->folder);
}

static char *
path_in(const Place *place, const char *name)
{
  return g_build_filename(place->folder, name, NULL);
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

/* Everything that has ever gone wrong in a text field. */
static const struct {
  const char *bytes;
  gsize length;
} texts[] = {
#define TEXT(s)                                                                                    \
  {                                                                                                \
    s, sizeof s - 1                                                                                \
  }
  TEXT(""),
  TEXT(" "),
  TEXT("  x "),
  TEXT("\t"),
  TEXT("a,b"),
  TEXT("a;b"),
  TEXT("a|b"),
  TEXT("a\tb"),
  TEXT("\""),
  TEXT("\"\"a\"\""),
  TEXT("a\nb"),
  TEXT("a\r\nb"),
  TEXT("\r"),
  TEXT("\n"),
  TEXT("a\0b"),
  TEXT("\xff"),
  TEXT("\xc3"),
  TEXT("\xc3\xa9"),
  TEXT("NA"),
  TEXT("null"),
  TEXT("?"),
  TEXT("007"),
  TEXT("12"),
  TEXT("-1.5e3"),
  TEXT("1e999"),
  TEXT("true"),
  TEXT("False"),
  TEXT("2024-02-29"),
  TEXT("Infinity"),
  TEXT("-inf"),
  TEXT("#x"),
  TEXT("sep=;"),
  TEXT("{\"a\":1}"),
  TEXT("\\u0041\\"),
  TEXT("\xef\xbb\xbf"),
  TEXT("=1+1"),
  TEXT("\x1b[2J"),
  TEXT("\x7f"),
  TEXT("9223372036854775808"),
  TEXT("2024-02-29 01:02:03"),
  TEXT("a word"),
};

static const char *const names[] = {
  "x",  "X",        "a,b",    "a\nb",  "q\"uote", "1",  "1.5", "2024-01-01", "sep=;",
  "#c", "\xc3\xa9", "select", "a:int", "true",    "NA", "x_2", "a;b;c",      "column_2"
};

static const double reals[] = { 0.0,
                                -0.0,
                                1.0,
                                -1.5,
                                0.1,
                                5e-324,
                                -2.2250738585072011e-308,
                                1e308,
                                1e22,
                                3e-7,
                                123456789012345680.0,
                                1.0 / 3.0 };
static const gint64 ints[] = { 0, 1, -1, G_MAXINT64, G_MININT64, 42, 1000000007 };

static void
add_cell(DsTableBuilder *builder, guint col, DsType type, guint style, DsRandom *random)
{
  const guint64 n = ds_random_below(random, 1000);
  gint64 n_steps;

  if (n % 5 == 0) {
    ds_table_builder_missing(builder, col);
    return;
  }
  switch (type) {
  case DS_TYPE_INT:
    ds_table_builder_int(builder, col, ints[n % G_N_ELEMENTS(ints)]);
    break;
  case DS_TYPE_REAL:
    ds_table_builder_real(builder, col,
                          n % 11 == 0   ? INFINITY
                          : n % 13 == 0 ? -INFINITY
                                        : reals[n % G_N_ELEMENTS(reals)]);
    break;
  case DS_TYPE_BOOL:
    ds_table_builder_int(builder, col, (gint64)(n & 1));
    break;
  case DS_TYPE_DATE: /* 0001-01-01 to 9999-12-31 */
    ds_table_builder_int(builder, col, (gint64)ds_random_below(random, 3652059) - 719162);
    break;
  case DS_TYPE_TIME:
    n_steps = (gint64)ds_random_below(random, 2000000000) - 1000000000;
    /* 8 years around 1970 in quarters of a second, 1,900 in minutes */
    ds_table_builder_int(builder, col,
                         n_steps * (style & DS_MOMENT_NO_SECONDS ? 60000000 : 250000));
    break;
  default:
    ds_table_builder_bytes(builder, col, texts[n % G_N_ELEMENTS(texts)].bytes,
                           texts[n % G_N_ELEMENTS(texts)].length);
  }
}

static guint
random_style(DsType type, DsRandom *random)
{
  guint style = 0;

  if (type == DS_TYPE_BOOL)
    return (guint)ds_random_below(random, 3);
  if (type != DS_TYPE_TIME)
    return 0;
  style = ds_random_below(random, 2) ? DS_MOMENT_ZONED : DS_MOMENT_UNZONED;
  style |= ds_random_below(random, 2) ? DS_MOMENT_T : 0;
  style |= ds_random_below(random, 3) ? 0 : DS_MOMENT_SLASHES;
  return style | (ds_random_below(random, 3) ? 0 : DS_MOMENT_NO_SECONDS);
}

static const DsTable *
random_table(guint64 seed)
{
  DsRandom random = ds_random_new(seed, 0);
  const guint n_columns = 1 + (guint)ds_random_below(&random, 6);
  const gsize n_rows = (gsize)ds_random_below(&random, seed % 10 == 0 ? 2 : 30);
  const gsize first_name = (gsize)ds_random_below(&random, G_N_ELEMENTS(names));
  DsTableBuilder *builder = ds_table_builder_new(NULL);

  for (guint col = 0; col < n_columns; col++) {
    const DsType type = (DsType)ds_random_below(&random, DS_N_TYPES);
    const guint style = random_style(type, &random);

    ds_table_builder_column(builder, names[(first_name + col) % G_N_ELEMENTS(names)], type);
    ds_table_builder_style(builder, col, style);
    for (gsize row = 0; row < n_rows; row++)
      add_cell(builder, col, type, style, &random);
  }
  return ds_table_builder_build(builder);
}

/* What may differ, because the note said so. */
typedef struct {
  gboolean empty_is_missing, zero_has_no_sign, names_change;
} Leave;

static void
assert_same_cell(const DsTable *a, const DsTable *b, gsize row, gsize col, const Leave *leave,
                 guint64 seed, const char *format)
{
  g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);
  const gboolean has_x = ds_table_append_cell(a, row, col, x);
  const gboolean has_y = ds_table_append_cell(b, row, col, y);

  if (leave->empty_is_missing && has_x && x->len == 0 && !has_y)
    return;
  if (leave->zero_has_no_sign && strcmp(x->str, "-0.0") == 0 && strcmp(y->str, "0.0") == 0)
    return;
  /* How a bool was spelled is no part of its value. */
  if (ds_table_stored_column(a, col)->type == DS_TYPE_BOOL && has_x && has_y &&
      g_ascii_strcasecmp(x->str, y->str) == 0)
    return;
  if (has_x != has_y || !g_string_equal(x, y))
    g_error("seed %d, %s: row %d of column %d \"%s\" was \"%s\"%s and reads back \"%s\"%s",
            (int)seed, format, (int)row, (int)col, ds_table_column_name(a, col), x->str,
            has_x ? "" : " (missing)", y->str, has_y ? "" : " (missing)");
}

static void
assert_same(const DsTable *a, const DsTable *b, const Leave *leave, guint64 seed,
            const char *format)
{
  if (ds_table_n_rows(a) != ds_table_n_rows(b) || ds_table_n_columns(a) != ds_table_n_columns(b))
    g_error("seed %d, %s: %d x %d reads back as %d x %d", (int)seed, format,
            (int)ds_table_n_rows(a), (int)ds_table_n_columns(a), (int)ds_table_n_rows(b),
            (int)ds_table_n_columns(b));
  for (gsize col = 0; col < ds_table_n_columns(a); col++) {
    const DsType wanted = ds_table_stored_column(a, col)->type;
    const DsType type = ds_table_stored_column(b, col)->type;

    if (!leave->names_change)
      g_assert_cmpstr(ds_table_column_name(a, col), ==, ds_table_column_name(b, col));
    if (type != wanted)
      g_error("seed %d, %s: column %d \"%s\" was %s and reads back as %s", (int)seed, format,
              (int)col, ds_table_column_name(a, col), ds_type_name(wanted), ds_type_name(type));
    for (gsize row = 0; row < ds_table_n_rows(a); row++)
      assert_same_cell(a, b, row, col, leave, seed, format);
  }
}

/* Follows the advice of the notes, as a person would: the options of open, and what is lost. */
static void
follow(const DsTable *table, const DsNotes *notes, DsOpenOptions *options, GPtrArray *types,
       Leave *leave)
{
  static const char *const nothing[] = { NULL };

  for (guint i = 0; i < ds_notes_count(notes); i++) {
    const char *note = ds_notes_get(notes, i);

    for (gsize col = 0; strstr(note, "types=") && col < ds_table_n_columns(table); col++) {
      const char *name = ds_table_column_name(table, col);
      const char *type = ds_type_name(ds_table_stored_column(table, col)->type);
      g_autofree char *shown = ds_text_for_terminal(name, -1);
      g_autofree char *entry = g_strdup_printf("%s:%s", shown, type);

      if (strstr(note, entry))
        g_ptr_array_add(types, g_strdup_printf("%s:%s", name, type));
    }
    if (g_str_has_suffix(note, "na="))
      options->csv.na = nothing;
    if (strstr(note, "header=yes"))
      options->csv.header = 1;
    if (strstr(note, "encoding=utf-8"))
      options->csv.encoding = "utf-8";
    if (strstr(note, "skip=0"))
      options->csv.skip_lines = 0;
    if (strstr(note, "delim=tab"))
      options->csv.delimiter = '\t';
    else if (strstr(note, "delim=,"))
      options->csv.delimiter = ',';
    leave->empty_is_missing |= strstr(note, "empty texts") != NULL;
    leave->zero_has_no_sign |= strstr(note, "-0.0") != NULL;
    leave->names_change |= strstr(note, "small from capital") != NULL;
    leave->names_change |= strstr(note, "column names read back changed") != NULL;
  }
  if (types->len > 0) {
    g_ptr_array_add(types, NULL);
    options->csv.types = (const char *const *)types->pdata;
  }
}

static void
check_round_trip(const Place *place, const DsTable *table, const char *name, guint64 seed)
{
  g_autofree char *path = path_in(place, name);
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autoptr(GPtrArray) types = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) error = NULL;
  DsOpenOptions options = DS_OPEN_DETECT;
  DS_TABLE_AUTO again = NULL;
  Leave leave = { 0 };
  guint64 bytes = 0;

  (void)g_unlink(path);
  ds_write(table, path, NULL, &bytes, NULL, notes, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(bytes, >, 0);
  follow(table, notes, &options, types, &leave);
  again = ds_open(path, &options, NULL, NULL, NULL, &error);
  if (error)
    g_error("seed %d, %s: %s", (int)seed, name, error->message);
  assert_same(table, again, &leave, seed, name);
}

static void
test_round_trips(Place *place, gconstpointer data)
{
  const char *name = data;
  const guint64 n = g_test_slow() ? 5000 : 200;
  const gboolean needs_rows = strstr(name, "json") != NULL;

  for (guint64 seed = 1; seed <= n; seed++) {
    DS_TABLE_AUTO table = random_table(seed);

    if (ds_table_n_rows(table) > 0 || !needs_rows)
      check_round_trip(place, table, name, seed);
  }
}

static void
test_empty_json(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = ds_table_builder_build(ds_table_builder_new("a:int"));
  g_autofree char *path = path_in(place, "a.jsonl");
  g_autoptr(DsNotes) notes = ds_notes_new();

  (void)data;
  g_assert_true(ds_write(table, path, NULL, NULL, NULL, notes, NULL));
  g_assert_cmpuint(ds_notes_count(notes), ==, 1);
}

/* Many rows, through an index, in many blocks: the same bytes with any number of threads. */
static void
test_many_rows(Place *place, gconstpointer data)
{
  const gsize n = 100000;
  DsTableBuilder *builder = ds_table_builder_new("i:int,s:text,r:real");
  guint32 *rows = g_new(guint32, n);
  DS_TABLE_AUTO stored = NULL;
  DS_TABLE_AUTO table = NULL;
  DsRandom random = ds_random_new(11, 0);
  g_autofree char *first = NULL;
  gsize n_first = 0;

  (void)data;
  for (gsize row = 0; row < n; row++) {
    ds_table_builder_int(builder, 0, (gint64)row);
    ds_table_builder_text(builder, 1, row % 3 ? "a, \"b\"" : "c");
    ds_table_builder_real(builder, 2, ds_random_real(&random));
    rows[row] = (guint32)(n - 1 - row);
  }
  stored = ds_table_builder_build(builder);
  table = ds_table_with_index(stored, rows, n);
  for (guint threads = 1; threads <= 7; threads += 6) {
    g_autofree char *path = path_in(place, "many.csv"), *content = NULL;
    gsize length;

    ds_parallel_set_threads(threads);
    g_assert_true(ds_write(table, path, NULL, NULL, NULL, NULL, NULL));
    g_assert_true(g_file_get_contents(path, &content, &length, NULL));
    if (first)
      g_assert_true(length == n_first && memcmp(content, first, length) == 0);
    n_first = length;
    g_free(first);
    first = g_steal_pointer(&content);
  }
  ds_parallel_set_threads(0);
  g_assert_true(g_str_has_prefix(first, "i,s,r\n99999,c,"));
  check_round_trip(place, table, "many.jsonl.zst", 0);
  check_round_trip(place, table, "many.csv.gz", 0);
}

static const DsTable *
small_table(void)
{
  DsTableBuilder *builder = ds_table_builder_new("a:int,b:text");

  ds_table_builder_int(builder, 0, 1);
  ds_table_builder_text(builder, 1, "x");
  return ds_table_builder_build(builder);
}

static void
test_rights(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = small_table();
  g_autofree char *path = path_in(place, "a.csv"), *link = path_in(place, "link.csv");
  const mode_t old_mask = umask(0027);
  struct stat info;

  (void)data;
  g_assert_true(ds_write(table, path, NULL, NULL, NULL, NULL, NULL));
  umask(old_mask);
  g_assert_cmpint(stat(path, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0640); /* 0666 without the mask */
  g_assert_cmpint(g_chmod(path, 0604), ==, 0);
  g_assert_cmpint(symlink("a.csv", link), ==, 0);
  g_assert_true(ds_write(table, link, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpint(lstat(link, &info), ==, 0);
  g_assert_true(S_ISLNK(info.st_mode)); /* followed, not replaced */
  g_assert_cmpint(stat(path, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0604);
  g_assert_cmpuint(count_files(place), ==, 2);
}

static void
assert_refused(const char *path, const char *format, int code, const char *part)
{
  DS_TABLE_AUTO table = small_table();
  const DsWriteOptions options = { .format = format };
  g_autoptr(GError) error = NULL;

  g_assert_false(ds_write(table, path, &options, NULL, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, code);
  g_assert_nonnull(strstr(error->message, part));
}

static void
test_refusals(Place *place, gconstpointer data)
{
  g_autofree char *nowhere = path_in(place, "no/such/a.csv"), *bad = path_in(place, "a.xyz");

  (void)data;
  assert_refused(nowhere, NULL, DS_DATA_ERROR_IO, "there is no such folder");
  assert_refused(place->folder, "csv", DS_DATA_ERROR_IO, "is a folder");
  assert_refused(bad, NULL, DS_DATA_ERROR_NOT_FOUND, "add format= and one of sqlite, jsonl");
  assert_refused(bad, "parquet", DS_DATA_ERROR_NOT_FOUND, "there is no format \"parquet\"");
  assert_refused("/dev/full", "csv", DS_DATA_ERROR_IO, "the disk is full");
  assert_refused("/dev/full", "sqlite", DS_DATA_ERROR_IO, "needs a plain file");
  g_assert_cmpuint(count_files(place), ==, 0);
}

static void
test_cancel(Place *place, gconstpointer data)
{
  const char *const files[] = { "a.csv", "a.json", "a.sqlite", "a.csv.gz", NULL };
  g_autoptr(DsProgress) progress = ds_progress_new();
  DS_TABLE_AUTO table = small_table();

  (void)data;
  ds_progress_cancel(progress);
  for (gsize i = 0; files[i]; i++) {
    g_autofree char *path = path_in(place, files[i]), *content = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, "old", -1, NULL));
    g_assert_false(ds_write(table, path, NULL, NULL, progress, NULL, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_true(g_file_get_contents(path, &content, NULL, NULL));
    g_assert_cmpstr(content, ==, "old");
    g_assert_cmpuint(count_files(place), ==, i + 1);
  }
}

static void
test_sqlite_keeps_tables(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = small_table();
  DS_TABLE_AUTO other = NULL;
  DS_TABLE_AUTO mine = NULL;
  g_autofree char *path = path_in(place, "my shop.sqlite");
  DsOpenOptions options = DS_OPEN_DETECT;
  g_autoptr(GError) error = NULL;
  sqlite3 *db = NULL;

  (void)data;
  g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
  g_assert_cmpint(sqlite3_exec(db,
                               "PRAGMA journal_mode=WAL; CREATE TABLE other(x);"
                               "INSERT INTO other VALUES(7); CREATE TABLE my_shop(y)",
                               NULL, NULL, NULL),
                  ==, SQLITE_OK);
  g_assert_false(ds_write(table, path, NULL, NULL, NULL, NULL, &error));
  g_assert_nonnull(strstr(error->message, "another program is writing to it"));
  g_assert_cmpint(sqlite3_close(db), ==, SQLITE_OK);
  for (int i = 0; i < 2; i++)
    g_assert_true(ds_write(table, path, NULL, NULL, NULL, NULL, NULL));
  g_assert_cmpuint(count_files(place), ==, 1);
  options.table = "other";
  other = ds_open(path, &options, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat(ds_table_real(other, "x", 0), ==, 7.0);
  options.table = "my_shop";
  mine = ds_open(path, &options, NULL, NULL, NULL, NULL);
  g_assert_cmpfloat(ds_table_real(mine, "a", 0), ==, 1.0);
}

#define ADD(path, data, test) g_test_add(path, Place, data, set_up, test, tear_down)

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("/write/round-trip/csv", "t.csv", test_round_trips);
  ADD("/write/round-trip/tsv", "t.tsv", test_round_trips);
  ADD("/write/round-trip/csv-gz", "t.csv.gz", test_round_trips);
  ADD("/write/round-trip/jsonl", "t.jsonl", test_round_trips);
  ADD("/write/round-trip/json", "t.json", test_round_trips);
  ADD("/write/round-trip/sqlite", "t.sqlite", test_round_trips);
  ADD("/write/round-trip/many-rows", NULL, test_many_rows);
  ADD("/write/json/no-rows-is-noted", NULL, test_empty_json);
  ADD("/write/file/rights-and-links", NULL, test_rights);
  ADD("/write/file/refusals", NULL, test_refusals);
  ADD("/write/file/cancel-leaves-the-old", NULL, test_cancel);
  ADD("/write/sqlite/keeps-other-tables", NULL, test_sqlite_keeps_tables);
  return g_test_run();
}
