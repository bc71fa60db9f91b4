/* engine/table/join.h - the rows of two tables brought together by equal keys. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

typedef enum {
  DS_JOIN_INNER, /* pairs of rows with equal keys */
  DS_JOIN_LEFT,  /* and the left rows without a partner */
  DS_JOIN_OUTER, /* and the right rows without one, at the end */
  DS_JOIN_ANTI,  /* only the left rows without a partner */
} DsJoinHow;

/**
 * ds_table_join:
 * @keys: [n_keys] columns of @left; @right has columns of the same names
 * @right_name: for messages
 *
 * Rows in the order of @left, partners in the order of @right. Keys are equal as engine/table/key.h
 * says: numbers by value, texts byte for byte, a missing key equals nothing. Columns: those of
 * @left, then those of @right without its keys; a name that @left has too gets _2, and a note says
 * so. For DS_JOIN_OUTER the keys of right rows without partner stand in the key columns.
 * Returns: (transfer full). NULL: a key that @right lacks or of a type that can never be equal,
 * more than 4,294,967,294 rows (how many is named), no memory, cancelled.
 */
const DsTable *ds_table_join(const DsTable *left, const DsTable *right, const char *right_name,
                             const gsize *keys, gsize n_keys, DsJoinHow how, DsProgress *progress,
                             DsNotes *notes, GError **error);
