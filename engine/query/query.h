/* engine/query/query.h - SQL over tables: conditions, derived columns, whole queries. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

/* What an expression or query may name. In SQL the current table is also called `this`; names are
 * taken without case. Types there: int INTEGER, real REAL, bool 0 and 1, date text 'YYYY-MM-DD',
 * time text 'YYYY-MM-DD HH:MM:SS' (.fff or .ffffff behind it where not zero), text TEXT; missing
 * NULL; `rowid` is the row counted from 1. Functions beyond SQLite's own: function-list.h. Errors
 * are DS_DATA_ERROR_QUERY and name the part, its place and what is near; or memory, or a cancel. */
typedef struct {
  const char *name;
  const DsTable *table;
} DsQueryTable;

typedef struct {
  const DsQueryTable *tables; /* [n] */
  gsize n;
  gssize current; /* -1 = none */
} DsQueryTables;

/**
 * ds_query_filter:
 * @tables: current >= 0
 * @expr: an SQL expression over the columns of the current table; subqueries may name the others
 * @n: (out): how many
 *
 * The rows (positions among the table's rows, ascending) for which @expr is true, not 0 and not
 * missing. Simple conditions run on whole columns; text conditions on one coded column run once a
 * distinct text; the rest row by row in several threads.
 * Returns: (transfer full): never NULL on success.
 */
guint32 *ds_query_filter(const DsQueryTables *tables, const char *expr, gsize *n,
                         DsProgress *progress, DsNotes *notes, GError **error);

/* The same for one table alone, without notes: the where= of other commands. */
guint32 *ds_query_rows(const DsTable *table, const char *expr, gsize *n, DsProgress *progress,
                       GError **error);

/**
 * ds_query_derive:
 * @name: what the column will be called, for the notes
 *
 * Returns: (transfer full): the values of @expr, one a row of the current table, in its order. The
 * narrowest type that holds them: bool for a comparison or logical operator at the top or a bool
 * column alone, int, real, date or time where all are their text, else text. Window functions see
 * the whole table; an aggregate without OVER is an error.
 */
DsColumn *ds_query_derive(const DsQueryTables *tables, const char *name, const char *expr,
                          DsProgress *progress, DsNotes *notes, GError **error);

/**
 * ds_query_sql:
 * @sql: one SELECT, WITH ... SELECT, VALUES or EXPLAIN
 *
 * Returns: (transfer full): its result. A column that is a table's column keeps its type, others
 * are as for derive (comparisons stay int); names are made unique.
 */
const DsTable *ds_query_sql(const DsQueryTables *tables, const char *sql, DsProgress *progress,
                            DsNotes *notes, GError **error);
