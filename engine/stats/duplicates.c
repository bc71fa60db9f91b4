/* engine/stats/duplicates.c - rows that are the same in every column. */
#include "engine/stats/duplicates.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/column-facts.h"
#include "engine/table/radix.h"
#include "engine/table/text-hash.h"
#include "engine/table/text-order.h"

typedef struct {
  const DsTable *table;
  DsKeyRow *pairs; /* [n_rows]; rows are stored ones */
} Hashes;

enum { MISSING_WORD = 0x5bd1e995 };

/* Hashes are cut to 40 bits: three rounds of sorting less; equal ones are compared anyway. */
#define SORTED_BITS (~G_GUINT64_CONSTANT(0xffffff))

/* Mixes one column into the hashes of a block; codes stand for their strings. */
static void
mix_column(const DsColumn *column, DsKeyRow *pairs, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    const gsize row = pairs[i].row;
    guint64 word = MISSING_WORD;
    gsize length;

    if (!ds_column_is_missing(column, row))
      switch (column->type) {
      case DS_TYPE_REAL:
        word = ds_key_of_real(column->reals[row]);
        break;
      case DS_TYPE_BOOL:
        word = column->bools[row];
        break;
      case DS_TYPE_TEXT:
        if (column->is_coded) {
          word = (guint64)column->codes[row];
        } else {
          const char *text = ds_strings_get(&column->strings, row, &length);

          word = ds_hash_bytes(text, length);
        }
        break;
      default:
        word = (guint64)column->ints[row];
      }
    pairs[i].key = ds_hash_word(pairs[i].key, word);
  }
}

static gboolean
hash_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Hashes *hashes = data;
  const gsize begin = block * DS_BLOCK_ROWS;
  const gsize end = MIN(begin + DS_BLOCK_ROWS, ds_table_n_rows(hashes->table));

  for (gsize row = begin; row < end; row++)
    hashes->pairs[row] = (DsKeyRow){ 0, (guint32)ds_table_stored_row(hashes->table, row) };
  for (gsize col = 0; col < ds_table_n_columns(hashes->table); col++)
    mix_column(ds_table_stored_column(hashes->table, col), hashes->pairs + begin, end - begin);
  for (gsize row = begin; row < end; row++)
    hashes->pairs[row].key = ds_hash_word(hashes->pairs[row].key, 0) & SORTED_BITS;
  return TRUE;
}

static gboolean
same_cell(const DsColumn *column, gsize a, gsize b)
{
  const gboolean a_missing = ds_column_is_missing(column, a);
  gsize a_length, b_length;
  const char *a_text, *b_text;

  if (a_missing || ds_column_is_missing(column, b))
    return a_missing && ds_column_is_missing(column, b);
  switch (column->type) {
  case DS_TYPE_REAL:
    return column->reals[a] == column->reals[b];
  case DS_TYPE_BOOL:
    return column->bools[a] == column->bools[b];
  case DS_TYPE_TEXT:
    if (column->is_coded)
      return column->codes[a] == column->codes[b];
    a_text = ds_strings_get(&column->strings, a, &a_length);
    b_text = ds_strings_get(&column->strings, b, &b_length);
    return ds_bytes_compare(a_text, a_length, b_text, b_length) == 0;
  default:
    return column->ints[a] == column->ints[b];
  }
}

static gboolean
same_row(const DsTable *table, gsize a, gsize b)
{
  for (gsize col = 0; col < ds_table_n_columns(table); col++)
    if (!same_cell(ds_table_stored_column(table, col), a, b))
      return FALSE;
  return TRUE;
}

/* Rows of one hash: each different row is kept in front; nearly always there is but one. */
static gsize
count_run(const DsTable *table, DsKeyRow *run, gsize n)
{
  gsize n_different = 0;

  for (gsize i = 0; i < n; i++) {
    gsize j = 0;

    while (j < n_different && !same_row(table, run[j].row, run[i].row))
      j++;
    if (j == n_different)
      run[n_different++] = run[i];
  }
  return n - n_different;
}

/* A column whose values are all different, if that is known already, spares the work. */
static gboolean
has_key_column(const DsTable *table)
{
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const DsColumn *column = ds_table_stored_column(table, col);
    const DsColumnFacts *facts = ds_column_facts_lookup(column);

    if (facts && facts->n_distinct == column->n_rows)
      return TRUE;
  }
  return FALSE;
}

gboolean
ds_duplicates_count(const DsTable *table, gsize *n_duplicates, DsProgress *progress, GError **error)
{
  const gsize n = ds_table_n_rows(table);
  g_autofree DsKeyRow *pairs = NULL, *scratch = NULL;
  Hashes hashes = { .table = table };

  *n_duplicates = 0;
  if (ds_table_n_columns(table) == 0 || has_key_column(table))
    return TRUE;
  pairs = ds_try_new(DsKeyRow, n, "comparing rows", error);
  scratch = pairs ? ds_try_new(DsKeyRow, n, "comparing rows", error) : NULL;
  hashes.pairs = pairs;
  if (!scratch || !ds_parallel_for(ds_block_count(n), hash_block, &hashes, progress, error) ||
      !ds_radix_sort_pairs(&pairs, &scratch, n, progress, error))
    return FALSE;
  for (gsize i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && pairs[j].key == pairs[i].key; j++)
      ;
    *n_duplicates += j - i > 1 ? count_run(table, pairs + i, j - i) : 0;
  }
  return TRUE;
}
