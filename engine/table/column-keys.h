/* engine/table/column-keys.h - the values of a column as order-preserving 64-bit keys. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"
#include "engine/table/radix.h"

/* For every type but TEXT. Missing values have no key: they are left out, order is kept. */

/* Writes the keys of rows [begin, end) to @keys [end - begin]; returns how many there are. */
gsize ds_column_load_keys(const DsColumn *column, gsize begin, gsize end, guint64 *keys);

/* Writes all keys to @keys [ds_column_count(column)], in parallel; FALSE with a cancel, no memory.
 */
gboolean ds_column_load_all_keys(const DsColumn *column, guint64 *keys, DsProgress *progress,
                                 GError **error);

/* The value behind a key as a double (INT beyond 2^53 rounded). */
static inline double
ds_column_key_number(const DsColumn *column, guint64 key)
{
  return column->type == DS_TYPE_REAL ? ds_key_to_real(key) : (double)ds_key_to_int(key);
}

static inline guint64
ds_column_row_key(const DsColumn *column, gsize row)
{
  if (column->type == DS_TYPE_REAL)
    return ds_key_of_real(column->reals[row]);
  return ds_key_of_int(column->type == DS_TYPE_BOOL ? column->bools[row] : column->ints[row]);
}
