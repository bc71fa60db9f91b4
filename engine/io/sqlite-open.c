/* engine/io/sqlite-open.c - SQLite files opened so that they are only read. */
#include "engine/io/sqlite-open.h"

#include <string.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

enum { WRITE_VERSION = 18, READ_VERSION = 19, WAL = 2, JOURNAL = 1, BUSY_MS = 2000 };

static gboolean
has_content(const char *path, const char *suffix)
{
  g_autofree char *beside = g_strconcat(path, suffix, NULL);
  struct stat info;

  return stat(beside, &info) == 0 && info.st_size > 0;
}

gboolean
ds_sqlite_fail(DsSqlite *db, const char *name, GError **error)
{
  const int code = sqlite3_extended_errcode(db);
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  g_autofree char *said = ds_text_for_terminal(sqlite3_errmsg(db), -1);

  switch (code & 0xff) {
  case SQLITE_NOTADB:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s: is no SQLite file, or is encrypted; decrypt it first", shown);
    break;
  case SQLITE_CORRUPT:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s: is damaged: %s; try sqlite3 with .recover", shown, said);
    break;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: another program has it locked; try again when it is done", shown);
    break;
  case SQLITE_READONLY:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: a write to it was not finished; open it once with the program that wrote it",
                shown);
    break;
  case SQLITE_FULL:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: the disk is full; free some space or save elsewhere", shown);
    break;
  case SQLITE_NOMEM:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
                "%s: SQLite could not get memory; close tables", shown);
    break;
  default:
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: SQLite could not use it: %s; check it with sqlite3", shown, said);
  }
  return FALSE;
}

/* An unpacked file is read where it lies in memory; one in WAL mode from a copy that says it is
 * not, since there is no log beside it. */
static gboolean
attach_memory(DsSqlite *db, DsSource *source, GBytes **memory)
{
  gsize n;
  guchar *copy;

  *memory = ds_source_bytes(source, NULL, NULL);
  copy = (guchar *)(gpointer)g_bytes_get_data(*memory, &n);
  if (n > READ_VERSION && (copy[WRITE_VERSION] == WAL || copy[READ_VERSION] == WAL)) {
    copy = g_malloc(n);
    memcpy(copy, g_bytes_get_data(*memory, NULL), n);
    copy[WRITE_VERSION] = copy[READ_VERSION] = JOURNAL;
    g_bytes_unref(*memory);
    *memory = g_bytes_new_take(copy, n);
  }
  return sqlite3_deserialize(db, "main", copy, (sqlite3_int64)n, (sqlite3_int64)n,
                             SQLITE_DESERIALIZE_READONLY) == SQLITE_OK;
}

static char *
uri_of(const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename(path, NULL);
  g_autofree char *escaped = g_uri_escape_string(absolute, "/", FALSE);
  const gboolean is_written = has_content(path, "-wal") || has_content(path, "-journal");

  return g_strconcat("file:", escaped, "?mode=ro", is_written ? "" : "&immutable=1", NULL);
}

DsSqlite *
ds_sqlite_open(DsSource *source, GBytes **memory, GError **error)
{
  const gboolean is_file = ds_source_fd(source) >= 0;
  const char *name = ds_source_name(source);
  g_autofree char *uri = is_file ? uri_of(name) : g_strdup(":memory:");
  g_autoptr(DsSqlite) db = NULL;

  if (sqlite3_open_v2(uri, &db,
                      (is_file ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_URI |
                          SQLITE_OPEN_NOMUTEX,
                      NULL) != SQLITE_OK ||
      (!is_file && !attach_memory(db, source, memory))) {
    ds_sqlite_fail(db, name, error);
    return NULL;
  }
  sqlite3_busy_timeout(db, BUSY_MS);
  /* A file from a stranger may hold views that call functions; those of SQLite alone may run. */
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return g_steal_pointer(&db);
}

DsSqliteStatement *
ds_sqlite_prepare(DsSqlite *db, const char *sql, const char *name, GError **error)
{
  DsSqliteStatement *statement = NULL;

  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
    ds_sqlite_fail(db, name, error);
  return statement;
}

GPtrArray *
ds_sqlite_tables(DsSqlite *db, const char *name, GError **error)
{
  g_autoptr(DsSqliteStatement) statement = ds_sqlite_prepare(
      db,
      "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE "
      "'sqlite\\_%' ESCAPE '\\' ORDER BY type, rowid",
      name, error);
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func(g_free);
  int code = SQLITE_OK;

  while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW)
    g_ptr_array_add(tables, g_strdup((const char *)sqlite3_column_text(statement, 0)));
  if (statement && code != SQLITE_DONE)
    ds_sqlite_fail(db, name, error);
  return statement && code == SQLITE_DONE ? g_steal_pointer(&tables) : NULL;
}

char *
ds_sqlite_quote(const char *name)
{
  g_autoptr(GString) quoted = g_string_new("\"");

  for (; *name; name++) {
    if (*name == '"')
      g_string_append_c(quoted, '"');
    g_string_append_c(quoted, *name);
  }
  g_string_append_c(quoted, '"');
  return g_string_free(g_steal_pointer(&quoted), FALSE);
}
