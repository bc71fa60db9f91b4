/* engine/table/column-keys.c - the values of a column as order-preserving 64-bit keys. */
#include "engine/table/column-keys.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

/* Writes every key and steps on only where there is one: no branch on what is missing. */
#define LOAD(key, is_there)                                                                        \
  for (gsize row = begin; row < end; row++) {                                                      \
    keys[n] = (key);                                                                               \
    n += (gsize)(is_there);                                                                        \
  }

gsize
ds_column_load_keys(const DsColumn *column, gsize begin, gsize end, guint64 *restrict keys)
{
  const guint64 *missing = column->missing;
  gsize n = 0;

  if (column->type == DS_TYPE_REAL && !missing)
    LOAD(ds_key_of_real(column->reals[row]), TRUE)
  else if (column->type == DS_TYPE_REAL)
    LOAD(ds_key_of_real(column->reals[row]), column->reals[row] == column->reals[row])
  else if (column->type == DS_TYPE_BOOL)
    LOAD(ds_key_of_int(column->bools[row]), !ds_column_is_missing(column, row))
  else if (!missing)
    LOAD(ds_key_of_int(column->ints[row]), TRUE)
  else
    LOAD(ds_key_of_int(column->ints[row]), !((missing[row >> 6] >> (row & 63)) & 1))
  return n;
}

typedef struct {
  const DsColumn *column;
  const gsize *offsets; /* [n_blocks] */
  guint64 *keys;
} Load;

static gboolean
load_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  enum { STRIPE = 1024 }; /* the unconditional last write must not reach the next block's keys */
  const Load *load = data;
  const gsize begin = block * DS_BLOCK_ROWS;
  const gsize end = MIN(begin + DS_BLOCK_ROWS, load->column->n_rows);
  guint64 *to = load->keys + load->offsets[block], stripe[STRIPE];

  if (!load->column->missing) {
    ds_column_load_keys(load->column, begin, end, to);
    return TRUE;
  }
  for (gsize row = begin; row < end; row += STRIPE) {
    const gsize n = ds_column_load_keys(load->column, row, MIN(row + STRIPE, end), stripe);

    memcpy(to, stripe, n * sizeof *to);
    to += n;
  }
  return TRUE;
}

gboolean
ds_column_load_all_keys(const DsColumn *column, guint64 *keys, DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(column->n_rows);
  const gsize n_words = ds_missing_words(column->n_rows), block_words = DS_BLOCK_ROWS / 64;
  g_autofree gsize *offsets = ds_try_new(gsize, n_blocks, "reading a column", error);
  const Load load = { column, offsets, keys };
  gsize n_missing = 0;

  if (!offsets)
    return FALSE;
  for (gsize block = 0; block < n_blocks; block++) {
    const gsize end = MIN((block + 1) * block_words, n_words);

    offsets[block] = block * DS_BLOCK_ROWS - n_missing;
    for (gsize w = block * block_words; column->missing && w < end; w++)
      n_missing += (gsize)__builtin_popcountll(column->missing[w]);
  }
  return ds_parallel_for(n_blocks, load_block, (gpointer)&load, progress, error);
}
