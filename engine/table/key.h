/* engine/table/key.h - rows found by the values of one or several columns. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* Equal keys: numbers by value whatever their type (int 3, real 3.0, true and 1), texts byte for
 * byte, a date only with a date and a time only with a time. A missing value equals nothing. */

guint64 ds_key_hash_int(gint64 value);
guint64 ds_key_hash_real(double value);
guint64 ds_key_hash_text(const char *text, gsize length);

/* The hash of a row's key: begin with 1 and combine with the hash of each cell in turn. */
guint64 ds_key_combine(guint64 so_far, guint64 cell);

/* Whether columns of the two types can ever be equal. */
gboolean ds_key_types_fit(DsType a, DsType b);

/**
 * ds_key_hashes:
 * @columns: [n_columns] of n_rows rows each
 *
 * Returns: (transfer full): [n_rows] a hash of each row's key, never 0 except where one of the
 * values is missing; in parallel. NULL with an error: no memory, cancelled.
 */
guint64 *ds_key_hashes(DsColumn *const *columns, gsize n_columns, gsize n_rows,
                       DsProgress *progress, GError **error);

gboolean ds_key_equal(DsColumn *const *a, gsize row_a, DsColumn *const *b, gsize row_b,
                      gsize n_columns);

/* Rows by hash: those of equal hash come in ascending order. */
typedef struct DsKeyIndex DsKeyIndex;
enum { DS_KEY_NONE = 0xffffffffu };

/* @hashes: (transfer full): as above. NULL with DS_DATA_ERROR_MEMORY. */
DsKeyIndex *ds_key_index_new(guint64 *hashes, gsize n_rows, GError **error);
void ds_key_index_free(DsKeyIndex *index);
guint32 ds_key_index_first(const DsKeyIndex *index, guint64 hash); /* DS_KEY_NONE = none */
guint32 ds_key_index_next(const DsKeyIndex *index, guint32 row);
guint64 ds_key_index_hash(const DsKeyIndex *index, guint32 row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsKeyIndex, ds_key_index_free)
