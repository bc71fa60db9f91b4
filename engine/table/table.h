/* engine/table/table.h - an immutable table: named columns and, where rows were chosen, an index.
 */
#pragma once
#include <glib.h>

#include "engine/base/progress.h"
#include "engine/table/column.h"

/* Reference-counted and const everywhere once built: threads read it without a lock. Column names
 * are valid UTF-8, non-empty, unique byte for byte. At most G_MAXUINT32 - 1 rows (a reader says
 * so). */
typedef struct DsTable DsTable;

const DsTable *ds_table_ref(const DsTable *table);
void ds_table_unref(const DsTable *table);

gsize ds_table_n_rows(const DsTable *table);
gsize ds_table_n_columns(const DsTable *table);
const char *ds_table_column_name(const DsTable *table, gsize col); /* (transfer none) */

/* Position of the column called exactly @name; -1 when there is none (never an error). */
gssize ds_table_lookup_column(const DsTable *table, const char *name);

/* The same, but an error that names the nearest: no column "bill_lenght" in penguins; did you mean
 * "bill_length"? Falls back to a match without case when that is unique. */
gssize ds_table_find_column(const DsTable *table, const char *name, GError **error);

/* The stored column, whose rows are in stored order: only together with ds_table_index(). */
const DsColumn *ds_table_stored_column(const DsTable *table, gsize col);

/* [n_rows] stored positions, all different, or NULL when the rows are the stored ones in order. */
const guint32 *ds_table_index(const DsTable *table);

/* Stored position of row @row. */
static inline gsize ds_table_stored_row(const DsTable *table, gsize row);

/**
 * ds_table_dense_column:
 * Returns: (transfer full): the column with exactly the table's rows in the table's order; the
 * stored one where there is no index, otherwise gathered (in parallel, remembered by the table, so
 * asking again is free). What statistics run on. NULL with an error: no memory, cancelled.
 */
DsColumn *ds_table_dense_column(const DsTable *table, gsize col, DsProgress *progress,
                                GError **error);

/* One cell as text for files (see ds_column_append_cell); FALSE where missing. */
gboolean ds_table_append_cell(const DsTable *table, gsize row, gsize col, GString *text);

/* Shorthands for result tables, tests and panes: by column name; NaN / NULL where missing or no
 * such column. ds_table_text: (transfer full), text for files. */
double ds_table_real(const DsTable *table, const char *column, gsize row);
char *ds_table_text(const DsTable *table, const char *column, gsize row);

/* New tables that share columns (all transfer full; O(columns), never copying values). */
const DsTable *ds_table_with_index(const DsTable *table, guint32 *rows, gsize n_rows);
/* ^ @rows: (transfer full): positions among @table's ROWS (composed with its own index here), all
 *   different; NULL with n_rows = n: the first n. */
const DsTable *ds_table_select(const DsTable *table, const gsize *cols, gsize n_cols);
const DsTable *ds_table_with_column(const DsTable *table, gsize col, const char *name,
                                    DsColumn *dense, GError **error);
/* ^ replaces column @col, or appends when col == n_columns; @dense has the table's rows in the
 * table's order (transfer none) and is scattered to stored order where there is an index. */
const DsTable *ds_table_renamed(const DsTable *table, gsize col, const char *name);

/* A table without index from columns (references taken). Names must be unique. */
const DsTable *ds_table_new(const char *const *names, DsColumn *const *columns, gsize n_columns,
                            gsize n_rows);

/* A name that no column of the first @n of @names has: @wanted, else @wanted_2, _3 ... */
char *ds_table_unique_name(const char *const *names, gsize n, const char *wanted);

gsize ds_table_memory(const DsTable *table);

static inline gsize
ds_table_stored_row(const DsTable *table, gsize row)
{
  const guint32 *index = ds_table_index(table);

  return index ? index[row] : row;
}

static inline void
ds_table_cleanup(const DsTable **table)
{
  if (*table)
    ds_table_unref(*table);
}

/* g_autoptr does not take const types: write `DS_TABLE_AUTO table = ...;` */
#define DS_TABLE_AUTO __attribute__((cleanup(ds_table_cleanup))) const DsTable *
