/* engine/stats/duplicates.h - rows that are the same in every column. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/**
 * ds_duplicates_count:
 * @n_duplicates: (out): rows that equal an earlier one in all columns (two missing cells are equal)
 *
 * Exact: rows are sorted by a hash, and those that share one are compared cell by cell; a table
 * without columns has none. 32 bytes a row while it runs. FALSE with a cancel or no memory.
 */
gboolean ds_duplicates_count(const DsTable *table, gsize *n_duplicates, DsProgress *progress,
                             GError **error);
