/* engine/io/sqlite-read.c - one table of an SQLite file into a table of ours. */
#include "engine/io/sqlite-read.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/io/cells.h"
#include "engine/io/sqlite-open.h"
#include "engine/io/wanted-types.h"

enum {
  MAX_COUNTED = 20,     /* tables whose rows a message counts ... */
  COUNT_USEC = 500000,  /* ... as long as it takes no longer than this */
  RUN_BYTES = 1 << 28,  /* text of a run, so that its pieces can be named by 32 bits */
  CHECK_ROWS = 1 << 12, /* rows between two looks at cancel */
};

/* Rows whose texts lie in one buffer. */
typedef struct {
  char *bytes;
  gsize n_bytes, room;
  DsCells *cells; /* [n_columns] */
  gsize first_row, n_rows;
} Run;

typedef struct {
  DsSqlite *db;
  const char *name; /* of the file */
  const DsSqliteOptions *options;
  char *table;
  DsSqliteStatement *statement;
  gsize n_columns, n_rows;
  GArray *runs;          /* of Run */
  gsize *n_blobs;        /* [n_columns] */
  const char **names;    /* [n_columns] (transfer full each) */
  DsCellsOptions *hints; /* [n_columns] */
  DsColumn **built;
  DsNotes **messages;
} Reading;

static Run *
run_at(const Reading *reading, gsize i)
{
  return &g_array_index(reading->runs, Run, i);
}

static void
reading_clear(Reading *reading)
{
  for (gsize r = 0; reading->runs && r < reading->runs->len; r++) {
    for (gsize col = 0; col < reading->n_columns; col++)
      ds_cells_clear(&run_at(reading, r)->cells[col]);
    g_free(run_at(reading, r)->cells);
    g_free(run_at(reading, r)->bytes);
  }
  for (gsize col = 0; col < reading->n_columns; col++) {
    if (reading->names)
      g_free((gpointer)reading->names[col]);
    if (reading->built)
      ds_column_unref(reading->built[col]);
    if (reading->messages)
      ds_notes_free(reading->messages[col]);
  }
  g_clear_pointer(&reading->runs, g_array_unref);
  g_free(reading->table);
  g_free(reading->n_blobs);
  g_free(reading->names);
  g_free(reading->hints);
  g_free(reading->built);
  g_free(reading->messages);
  sqlite3_finalize(reading->statement);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

gboolean
ds_sqlite_recognise(const char *head, gsize n)
{
  return n >= 16 && memcmp(head, "SQLite format 3", 16) == 0;
}

static int
is_overdue(void *data)
{
  return g_get_monotonic_time() > *(gint64 *)data;
}

/* Rows of @table, -1 when counting them takes too long. */
static gint64
count_rows(DsSqlite *db, const char *table, gint64 *deadline)
{
  g_autofree char *quoted = ds_sqlite_quote(table);
  g_autofree char *sql = g_strconcat("SELECT count(*) FROM ", quoted, NULL);
  g_autoptr(DsSqliteStatement) statement = ds_sqlite_prepare(db, sql, table, NULL);
  gint64 n = -1;

  sqlite3_progress_handler(db, 1000, is_overdue, deadline);
  if (statement && sqlite3_step(statement) == SQLITE_ROW)
    n = sqlite3_column_int64(statement, 0);
  sqlite3_progress_handler(db, 0, NULL, NULL);
  return n;
}

/* "orders (1200 rows), customers (31 rows)" */
static char *
list_tables(DsSqlite *db, GPtrArray *tables)
{
  g_autoptr(GString) list = g_string_new(NULL);
  gint64 deadline = g_get_monotonic_time() + COUNT_USEC;

  for (guint i = 0; i < tables->len && i < MAX_COUNTED; i++) {
    g_autofree char *shown = ds_text_for_terminal(tables->pdata[i], -1);
    const gint64 n = count_rows(db, tables->pdata[i], &deadline);

    g_string_append_printf(list, "%s%s", i > 0 ? ", " : "", shown);
    if (n >= 0)
      g_string_append_printf(list, " (%" G_GINT64_FORMAT " %s)", n, n == 1 ? "row" : "rows");
  }
  if (tables->len > MAX_COUNTED)
    g_string_append_printf(list, " and %u more", tables->len - MAX_COUNTED);
  return g_string_free(g_steal_pointer(&list), FALSE);
}

static char *
find_table(const Reading *reading, GPtrArray *tables, const char *wanted, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(reading->name, -1);
  g_autofree char *shown_wanted = ds_text_for_terminal(wanted, -1);
  g_autofree char *list = NULL;

  for (guint i = 0; i < tables->len; i++)
    if (strcmp(tables->pdata[i], wanted) == 0)
      return g_strdup(tables->pdata[i]);
  for (guint i = 0; i < tables->len; i++)
    if (sqlite3_stricmp(tables->pdata[i], wanted) == 0)
      return g_strdup(tables->pdata[i]);
  list = list_tables(reading->db, tables);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
              "%s: holds no table \"%s\"; it holds %s", shown, shown_wanted, list);
  return NULL;
}

/* Which table to read. */
static char *
choose_table(const Reading *reading, DsNotes *notes, GError **error)
{
  g_autoptr(GPtrArray) tables = ds_sqlite_tables(reading->db, reading->name, error);
  const char *wanted = reading->options ? reading->options->table : NULL;
  g_autofree char *shown = ds_text_for_terminal(reading->name, -1);
  g_autofree char *list = NULL;

  if (!tables)
    return NULL;
  if (tables->len == 0) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY,
                "%s: holds no table, there is nothing to read", shown);
    return NULL;
  }
  if (wanted)
    return find_table(reading, tables, wanted, error);
  if (tables->len == 1) {
    g_autofree char *only = ds_text_for_terminal(tables->pdata[0], -1);

    ds_notes_add(notes, "read the only table, \"%s\"", only);
    return g_strdup(tables->pdata[0]);
  }
  list = list_tables(reading->db, tables);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_AMBIGUOUS,
              "%s: holds %u tables: %s; choose one with table=NAME", shown, tables->len, list);
  return NULL;
}

static void
start_run(Reading *reading)
{
  const Run run = { .cells = g_new0(DsCells, reading->n_columns), .first_row = reading->n_rows };

  g_array_append_val(reading->runs, run);
}

/* Copies text into the run; FALSE with an error. */
static gboolean
keep_text(Run *run, const void *text, gsize length, DsPiece *piece, GError **error)
{
  if (!run->bytes || run->n_bytes + length > run->room) {
    const gsize room = MAX((run->n_bytes + length) * 2, 1 << 16);
    char *bytes = ds_try_realloc(run->bytes, room, 1, "the texts of an SQLite table", error);

    if (!bytes)
      return FALSE;
    run->bytes = bytes;
    run->room = room;
  }
  if (length > 0)
    memcpy(run->bytes + run->n_bytes, text, length);
  *piece = (DsPiece){ (guint32)run->n_bytes, (guint32)length };
  run->n_bytes += length;
  return TRUE;
}

static gboolean
read_cell(Reading *reading, Run *run, gsize col, GError **error)
{
  DsSqliteStatement *statement = reading->statement;
  const guint32 row = (guint32)run->n_rows;
  const int at = (int)col;
  DsCellValue value = { 0 };
  const void *text;
  gsize length;

  switch (sqlite3_column_type(statement, at)) {
  case SQLITE_NULL:
    return TRUE;
  case SQLITE_INTEGER:
    value.integer = sqlite3_column_int64(statement, at);
    return ds_cells_add(&run->cells[col], row, DS_CELL_INT, value, error);
  case SQLITE_FLOAT:
    value.real = sqlite3_column_double(statement, at);
    return ds_cells_add(&run->cells[col], row, DS_CELL_REAL, value, error);
  case SQLITE_BLOB:
    reading->n_blobs[col]++;
    text = sqlite3_column_blob(statement, at);
    break;
  default:
    text = sqlite3_column_text(statement, at);
  }
  length = (gsize)sqlite3_column_bytes(statement, at);
  if (length > 0 && !text)
    return ds_sqlite_fail(reading->db, reading->name, error);
  if (reading->options && ds_wanted_na(reading->options->na, text ? text : "", length))
    return TRUE;
  return keep_text(run, text, length, &value.piece, error) &&
         ds_cells_add(&run->cells[col], row, DS_CELL_TEXT, value, error);
}

static gboolean
read_rows(Reading *reading, guint64 expected, DsProgress *progress, GError **error)
{
  Run *run;
  int code;

  start_run(reading);
  run = run_at(reading, 0);
  while ((code = sqlite3_step(reading->statement)) == SQLITE_ROW) {
    if (run->n_bytes > RUN_BYTES) {
      start_run(reading);
      run = run_at(reading, reading->runs->len - 1);
    }
    for (gsize col = 0; col < reading->n_columns; col++)
      if (!read_cell(reading, run, col, error))
        return FALSE;
    run->n_rows++;
    reading->n_rows++;
    if (reading->n_rows % CHECK_ROWS == 0) {
      ds_progress_set(progress, reading->n_rows, MAX(expected, reading->n_rows));
      if (!ds_progress_go_on(progress, error))
        return FALSE;
    }
    if (reading->n_rows >= G_MAXUINT32 - 1) {
      g_autofree char *shown = ds_text_for_terminal(reading->name, -1);

      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                  "%s: has more than %u rows, which is the most; read a part of it", shown,
                  G_MAXUINT32 - 2);
      return FALSE;
    }
  }
  return code == SQLITE_DONE || ds_sqlite_fail(reading->db, reading->name, error);
}

/* About how many rows come, for the progress: the largest rowid, 0 when there is none. */
static guint64
expect_rows(const Reading *reading)
{
  g_autofree char *quoted = ds_sqlite_quote(reading->table);
  g_autofree char *sql = g_strconcat("SELECT max(rowid) FROM ", quoted, NULL);
  g_autoptr(DsSqliteStatement) statement = ds_sqlite_prepare(reading->db, sql, reading->name, NULL);

  if (!statement || sqlite3_step(statement) != SQLITE_ROW)
    return 0;
  return (guint64)MAX(sqlite3_column_int64(statement, 0), 0);
}

/* What the declaration of a column means to us, if anything. */
static gboolean
declared_type(const char *declaration, DsType *type)
{
  static const struct {
    const char *part;
    DsType type;
  } PARTS[] = {
    { "BOOL", DS_TYPE_BOOL }, { "DATETIME", DS_TYPE_TIME }, { "TIMESTAMP", DS_TYPE_TIME },
    { "DATE", DS_TYPE_DATE }, { "INT", DS_TYPE_INT },       { "CHAR", DS_TYPE_TEXT },
    { "CLOB", DS_TYPE_TEXT }, { "TEXT", DS_TYPE_TEXT },     { "REAL", DS_TYPE_REAL },
    { "FLOA", DS_TYPE_REAL }, { "DOUB", DS_TYPE_REAL },
  };
  g_autofree char *upper = declaration ? g_ascii_strup(declaration, -1) : NULL;

  for (gsize i = 0; upper && i < G_N_ELEMENTS(PARTS); i++)
    if (strstr(upper, PARTS[i].part)) {
      *type = PARTS[i].type;
      return TRUE;
    }
  return FALSE;
}

static gboolean
build_column(gsize col, gpointer data, GError **error)
{
  Reading *reading = data;
  const gsize n_runs = reading->runs->len;
  g_autofree DsCellRun *runs = g_new(DsCellRun, n_runs);
  for (gsize r = 0; r < n_runs; r++) {
    const Run *run = run_at(reading, r);

    runs[r] =
        (DsCellRun){ &run->cells[col], run->bytes ? run->bytes : "", run->first_row, run->n_rows };
  }
  reading->messages[col] = ds_notes_new();
  if (reading->n_blobs[col] > 0) {
    g_autofree char *shown = ds_text_for_terminal(reading->names[col], -1);

    ds_notes_add(reading->messages[col],
                 "column \"%s\" holds blobs (%" G_GSIZE_FORMAT "), kept as bytes of text", shown,
                 reading->n_blobs[col]);
  }
  reading->built[col] = ds_cells_build(runs, n_runs, reading->n_rows, &reading->hints[col],
                                       reading->messages[col], error);
  return reading->built[col] != NULL;
}

/* What is known of column @col before its values are. */
static DsCellsOptions
hints_of(const Reading *reading, gsize col)
{
  DsCellsOptions hints = { .name = reading->names[col], .source = reading->name };

  hints.has_declared =
      declared_type(sqlite3_column_decltype(reading->statement, (int)col), &hints.declared);
  hints.is_forced = reading->options &&
                    ds_wanted_type_lookup(reading->options->types, hints.name, &hints.declared);
  return hints;
}

/* SELECT * of the table, and the names of its columns. */
static gboolean
start_reading(Reading *reading, GError **error)
{
  g_autofree char *quoted = ds_sqlite_quote(reading->table);
  g_autofree char *sql = g_strconcat("SELECT * FROM ", quoted, NULL);
  gsize n;

  reading->statement = ds_sqlite_prepare(reading->db, sql, reading->name, error);
  if (!reading->statement)
    return FALSE;
  n = reading->n_columns = (gsize)sqlite3_column_count(reading->statement);
  reading->runs = g_array_new(FALSE, FALSE, sizeof(Run));
  reading->n_blobs = g_new0(gsize, n);
  reading->names = g_new0(const char *, n + 1);
  reading->hints = g_new0(DsCellsOptions, n + 1);
  reading->built = g_new0(DsColumn *, n + 1);
  reading->messages = g_new0(DsNotes *, n + 1);
  for (gsize col = 0; col < n; col++) {
    const char *name = sqlite3_column_name(reading->statement, (int)col);
    g_autofree char *valid = g_utf8_make_valid(name && name[0] ? name : "column", -1);

    reading->names[col] = ds_table_unique_name(reading->names, col, valid);
    reading->hints[col] = hints_of(reading, col);
  }
  return !reading->options ||
         ds_wanted_types_check(reading->options->types, reading->names, n, error);
}

static gboolean
is_unchanged(int fd, const struct stat *before)
{
  struct stat now;

  return fstat(fd, &now) != 0 ||
         (now.st_size == before->st_size && now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
          now.st_mtim.tv_nsec == before->st_mtim.tv_nsec);
}

const DsTable *
ds_sqlite_read(DsSource *source, const DsSqliteOptions *options, DsProgress *progress,
               DsNotes *notes, GError **error)
{
  const int fd = ds_source_fd(source);
  g_autoptr(GBytes) memory = NULL; /* outlives the connection: cleanups run backwards */
  g_autoptr(DsSqlite) db = NULL;
  g_auto(Reading) reading = { .name = ds_source_name(source), .options = options };
  struct stat before = { 0 };

  if (fd >= 0)
    (void)fstat(fd, &before);
  reading.db = db = ds_sqlite_open(source, &memory, error);
  reading.table = db ? choose_table(&reading, notes, error) : NULL;
  if (!reading.table || !start_reading(&reading, error))
    return NULL;
  ds_progress_stage(progress, "reading");
  if (!read_rows(&reading, expect_rows(&reading), progress, error))
    return NULL;
  if (fd >= 0 && !is_unchanged(fd, &before)) {
    g_autofree char *shown = ds_text_for_terminal(reading.name, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: changed while it was read; try again when nobody writes to it", shown);
    return NULL;
  }
  if (!ds_parallel_for(reading.n_columns, build_column, &reading, progress, error))
    return NULL;
  for (gsize col = 0; col < reading.n_columns; col++)
    ds_notes_append(notes, reading.messages[col]);
  return ds_table_new(reading.names, reading.built, reading.n_columns, reading.n_rows);
}
