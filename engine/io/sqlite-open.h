/* engine/io/sqlite-open.h - SQLite files opened so that they are only read; for sqlite-*.c. */
#pragma once
#include <sqlite3.h>

#include "engine/io/source.h"

typedef sqlite3 DsSqlite;
typedef sqlite3_stmt DsSqliteStatement;

/* See ds_sqlite_read(). @memory is what the connection reads when @source is not a file, and must
 * live as long as it. */
DsSqlite *ds_sqlite_open(DsSource *source, GBytes **memory, GError **error);

/* The statement, or NULL with an error that names @name and what SQLite says. */
DsSqliteStatement *ds_sqlite_prepare(DsSqlite *db, const char *sql, const char *name,
                                     GError **error);

/* The error for the result code @db stands at; always returns FALSE. */
gboolean ds_sqlite_fail(DsSqlite *db, const char *name, GError **error);

/* Names of what can be read, in order of their making: tables, then views. */
GPtrArray *ds_sqlite_tables(DsSqlite *db, const char *name, GError **error);

/* @name in double quotes, for SQL. */
char *ds_sqlite_quote(const char *name);

static inline void
ds_sqlite_close(DsSqlite *db)
{
  sqlite3_close_v2(db);
}

static inline void
ds_sqlite_finalize(DsSqliteStatement *statement)
{
  sqlite3_finalize(statement);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSqlite, ds_sqlite_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSqliteStatement, ds_sqlite_finalize)
