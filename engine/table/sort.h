/* engine/table/sort.h - the rows of a table in the order of some of its columns. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

typedef struct {
  gsize col;
  gboolean is_descending;
} DsSortKey;

/**
 * ds_sort_rows:
 * @keys: [n_keys] columns, the first is the most important; n_keys >= 1
 *
 * Numbers, dates and times by value (-0.0 equals 0.0), false before true, texts by their bytes.
 * Stable, also where descending: rows that are equal keep their order. Missing values come last in
 * either direction.
 *
 * Returns: (transfer full): [n_rows] positions among @table's rows, as ds_table_with_index() takes
 * them; NULL with DS_DATA_ERROR_MEMORY or a cancel. Radix sort, in parallel; about 36 bytes a row.
 */
guint32 *ds_sort_rows(const DsTable *table, const DsSortKey *keys, gsize n_keys,
                      DsProgress *progress, GError **error);

/* The table with its rows in that order (transfer full); it shares all columns. */
const DsTable *ds_sort_table(const DsTable *table, const DsSortKey *keys, gsize n_keys,
                             DsProgress *progress, GError **error);
