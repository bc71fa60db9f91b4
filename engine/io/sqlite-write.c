/* engine/io/sqlite-write.c - a table into an SQLite file, beside the tables that are there. */
#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/moment.h"
#include "engine/base/text.h"
#include "engine/io/format-writers.h"
#include "engine/io/sqlite-open.h"

enum { CHECK_ROWS = 1 << 12 };

static const char *const declarations[DS_N_TYPES] = {
  [DS_TYPE_INT] = "INTEGER", [DS_TYPE_REAL] = "REAL",      [DS_TYPE_BOOL] = "BOOLEAN",
  [DS_TYPE_DATE] = "DATE",   [DS_TYPE_TIME] = "TIMESTAMP", [DS_TYPE_TEXT] = "TEXT",
};

typedef struct {
  const DsTable *table;
  DsSqlite *db;
  const char *name;   /* of the file, for messages */
  char *table_name;   /* quoted */
  GPtrArray *columns; /* names as SQLite takes them */
} Writing;

static void
writing_clear(Writing *writing)
{
  g_free(writing->table_name);
  g_clear_pointer(&writing->columns, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Writing, writing_clear)

static gboolean
run(const Writing *writing, const char *sql, GError **error)
{
  return sqlite3_exec(writing->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
         ds_sqlite_fail(writing->db, writing->name, error);
}

/* Another program's unfinished business beside the target would be applied to our file. */
static gboolean
check_target(const char *target, GError **error)
{
  static const char *const SUFFIXES[] = { "-wal", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS(SUFFIXES); i++) {
    g_autofree char *path = g_strconcat(target, SUFFIXES[i], NULL);
    g_autofree char *shown = ds_text_for_terminal(path, -1);
    struct stat info;

    if (stat(path, &info) == 0 && info.st_size > 0) {
      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                  "%s lies beside the file: another program is writing to it; close that first",
                  shown);
      return FALSE;
    }
  }
  return TRUE;
}

/* The tables that the target holds already, if it is an SQLite file. */
static gboolean
copy_old(const Writing *writing, const char *target, GError **error)
{
  g_autoptr(DsSource) source = NULL;
  g_autoptr(GBytes) memory = NULL;
  g_autoptr(DsSqlite) old = NULL;
  sqlite3_backup *backup;
  char head[16];
  struct stat info;
  int code;

  if (stat(target, &info) != 0 || info.st_size < (off_t)sizeof head)
    return TRUE;
  source = ds_source_open(target, NULL, error);
  if (!source || ds_source_read(source, 0, head, sizeof head, error) < 0)
    return FALSE;
  if (memcmp(head, "SQLite format 3", sizeof head) != 0)
    return TRUE;
  old = ds_sqlite_open(source, &memory, error);
  if (!old)
    return FALSE;
  backup = sqlite3_backup_init(writing->db, "main", old, "main");
  if (!backup)
    return ds_sqlite_fail(writing->db, writing->name, error);
  do
    code = sqlite3_backup_step(backup, 1024);
  while (code == SQLITE_OK);
  if (sqlite3_backup_finish(backup) != SQLITE_OK || code != SQLITE_DONE)
    return ds_sqlite_fail(writing->db, writing->name, error);
  /* A copy of a file in write-ahead mode would leave its log beside a file of another name. */
  return run(writing, "PRAGMA journal_mode=DELETE", error);
}

/* SQLite takes "x" and "X" for the same column: the second one becomes X_2. */
static GPtrArray *
column_names(const DsTable *table, DsNotes *notes)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  guint n_changed = 0;

  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const char *wanted = ds_table_column_name(table, col);
    char *name = g_strdup(wanted), *folded = g_ascii_strdown(name, -1);

    for (guint i = 2; g_hash_table_contains(taken, folded); i++) {
      g_free(name);
      g_free(folded);
      name = g_strdup_printf("%s_%u", wanted, i);
      folded = g_ascii_strdown(name, -1);
      n_changed += i == 2;
    }
    g_hash_table_add(taken, folded);
    g_ptr_array_add(names, name);
  }
  if (n_changed > 0)
    ds_notes_add(notes,
                 "SQLite does not tell small from capital letters in names: %u columns got a "
                 "number behind theirs",
                 n_changed);
  return g_steal_pointer(&names);
}

/* "shop data-2024.sqlite" gives shop_data_2024. */
static char *
name_of_file(const char *target)
{
  g_autofree char *base = g_path_get_basename(target);
  char *dot = strrchr(base, '.');

  if (dot && dot != base)
    *dot = '\0';
  for (char *p = base; *p; p++)
    if ((guchar)*p < 0x80 && !g_ascii_isalnum(*p))
      *p = '_';
  if (!g_utf8_validate(base, -1, NULL) || g_ascii_strncasecmp(base, "sqlite_", 7) == 0)
    return g_strdup("data");
  return g_steal_pointer(&base);
}

static gboolean
create_table(const Writing *writing, GError **error)
{
  g_autoptr(GString) sql = g_string_new("CREATE TABLE ");
  g_autofree char *drop = g_strconcat("DROP TABLE IF EXISTS ", writing->table_name, NULL);

  g_string_append_printf(sql, "%s (", writing->table_name);
  for (gsize col = 0; col < ds_table_n_columns(writing->table); col++) {
    const DsType type = ds_table_stored_column(writing->table, col)->type;
    g_autofree char *quoted = ds_sqlite_quote(writing->columns->pdata[col]);

    g_string_append_printf(sql, "%s%s %s", col > 0 ? ", " : "", quoted, declarations[type]);
  }
  g_string_append_c(sql, ')');
  return run(writing, drop, error) && run(writing, sql->str, error);
}

static DsSqliteStatement *
prepare_insert(const Writing *writing, GError **error)
{
  g_autoptr(GString) sql = g_string_new("INSERT INTO ");

  g_string_append_printf(sql, "%s VALUES (", writing->table_name);
  for (gsize col = 0; col < ds_table_n_columns(writing->table); col++)
    g_string_append(sql, col > 0 ? ", ?" : "?");
  g_string_append_c(sql, ')');
  return ds_sqlite_prepare(writing->db, sql->str, writing->name, error);
}

static int
bind_cell(DsSqliteStatement *insert, int at, const DsColumn *column, gsize row)
{
  char moment[DS_MOMENT_CHARS];
  gsize length;
  const char *text;
  int n;

  if (ds_column_is_missing(column, row))
    return sqlite3_bind_null(insert, at);
  switch (column->type) {
  case DS_TYPE_INT:
    return sqlite3_bind_int64(insert, at, column->ints[row]);
  case DS_TYPE_REAL:
    return sqlite3_bind_double(insert, at, column->reals[row]);
  case DS_TYPE_BOOL:
    return sqlite3_bind_int(insert, at, column->bools[row]);
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    n = column->type == DS_TYPE_DATE
            ? ds_moment_format_date(moment, column->ints[row])
            : ds_moment_format_time(moment, column->ints[row], column->style);
    return sqlite3_bind_text(insert, at, moment, n, SQLITE_TRANSIENT);
  default:
    text = ds_column_text(column, row, &length);
    return sqlite3_bind_text64(insert, at, length > 0 ? text : "", length, SQLITE_STATIC,
                               SQLITE_UTF8);
  }
}

static gboolean
insert_rows(const Writing *writing, DsProgress *progress, GError **error)
{
  const DsTable *table = writing->table;
  const gsize n_rows = ds_table_n_rows(table), n_columns = ds_table_n_columns(table);
  g_autoptr(DsSqliteStatement) insert = prepare_insert(writing, error);

  if (!insert)
    return FALSE;
  for (gsize row = 0; row < n_rows; row++) {
    const gsize stored = ds_table_stored_row(table, row);

    for (gsize col = 0; col < n_columns; col++)
      if (bind_cell(insert, (int)col + 1, ds_table_stored_column(table, col), stored) != SQLITE_OK)
        return ds_sqlite_fail(writing->db, writing->name, error);
    if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) != SQLITE_OK)
      return ds_sqlite_fail(writing->db, writing->name, error);
    if (row % CHECK_ROWS == 0) {
      ds_progress_set(progress, row, n_rows);
      if (!ds_progress_go_on(progress, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* SQLite stores whole reals as integers, which have no -0. */
static void
note_zeros(const DsTable *table, DsNotes *notes)
{
  gsize n = 0;

  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const DsColumn *column = ds_table_stored_column(table, col);

    for (gsize row = 0; column->reals && row < ds_table_n_rows(table); row++) {
      const double value = column->reals[ds_table_stored_row(table, row)];

      n += value == 0.0 && signbit(value);
    }
  }
  if (n > 0)
    ds_notes_add(notes, "values of -0.0 (%" G_GSIZE_FORMAT ") read back as 0.0 from SQLite", n);
}

static gboolean
check_columns(const Writing *writing, GError **error)
{
  const int most = sqlite3_limit(writing->db, SQLITE_LIMIT_COLUMN, -1);
  const gsize n = ds_table_n_columns(writing->table);
  g_autofree char *shown = NULL;

  if (n > 0 && n <= (gsize)most)
    return TRUE;
  shown = ds_text_for_terminal(writing->name, -1);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
              "%s: SQLite takes 1 to %d columns, the table has %" G_GSIZE_FORMAT
              "; save it as csv or jsonl",
              shown, most, n);
  return FALSE;
}

gboolean
ds_write_sqlite(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                DsProgress *progress, DsNotes *notes, GError **error)
{
  const char *target = ds_sink_target(sink), *own = ds_sink_own_path(sink, error);
  g_auto(Writing) writing = { .table = table, .name = target };
  g_autofree char *table_name = options->table ? g_strdup(options->table) : name_of_file(target);
  g_autoptr(DsSqlite) db = NULL;

  if (!own || !check_target(target, error))
    return FALSE;
  if (sqlite3_open_v2(own, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return ds_sqlite_fail(db, target, error);
  writing.db = db;
  writing.columns = column_names(table, notes);
  writing.table_name = ds_sqlite_quote(table_name);
  ds_progress_stage(progress, "writing");
  /* The file is nobody's yet: what a rollback journal protects, deleting the file does. */
  if (!check_columns(&writing, error) || !copy_old(&writing, target, error) ||
      !run(&writing, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN", error) ||
      !create_table(&writing, error) || !insert_rows(&writing, progress, error) ||
      !run(&writing, "COMMIT", error))
    return FALSE;
  note_zeros(table, notes);
  return TRUE;
}
