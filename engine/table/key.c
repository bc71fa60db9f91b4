/* engine/table/key.c - rows found by the values of one or several columns. */
#include "engine/table/key.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

/* The finaliser of splitmix64: every bit of the value reaches every bit of the hash. */
static inline guint64
mix(guint64 x)
{
  x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
  return x ^ (x >> 31);
}

static inline guint64
hash_int(gint64 value)
{
  return mix((guint64)value + G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));
}

static inline guint64
hash_real(double value)
{
  guint64 bits;

  if (value >= -9223372036854775808.0 && value < 9223372036854775808.0 &&
      (double)(gint64)value == value)
    return hash_int((gint64)value); /* a whole number is the same key as the int */
  memcpy(&bits, &value, sizeof bits);
  return mix(bits ^ G_GUINT64_CONSTANT(0x5851f42d4c957f2d));
}

guint64
ds_key_hash_int(gint64 value)
{
  return hash_int(value);
}

guint64
ds_key_hash_real(double value)
{
  return hash_real(value);
}

guint64
ds_key_hash_text(const char *text, gsize length)
{
  guint64 hash = length * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) + 1;
  gsize i = 0;

  for (; i + 8 <= length; i += 8) {
    guint64 word;

    memcpy(&word, text + i, 8);
    hash = mix(hash ^ word) + G_GUINT64_CONSTANT(0x632be59bd9b4e019);
  }
  if (i < length) {
    guint64 word = 0;

    memcpy(&word, text + i, length - i);
    hash = mix(hash ^ word) + 1;
  }
  return mix(hash);
}

guint64
ds_key_combine(guint64 so_far, guint64 cell)
{
  return MAX(mix(so_far + cell), 1);
}

gboolean
ds_key_types_fit(DsType a, DsType b)
{
  const gboolean a_is_number = a <= DS_TYPE_BOOL, b_is_number = b <= DS_TYPE_BOOL;

  return a_is_number == b_is_number && (a_is_number || a == b);
}

typedef struct {
  DsColumn *const *columns;
  gsize n_columns, n_rows;
  guint64 *hashes;
  guint64 **of_strings; /* [n_columns] hashes of the distinct strings of coded columns */
} Hashing;

static guint64
cell_hash(const Hashing *hashing, gsize col, gsize row)
{
  const DsColumn *column = hashing->columns[col];
  gsize length;
  const char *text;

  switch (column->type) {
  case DS_TYPE_REAL:
    return hash_real(column->reals[row]);
  case DS_TYPE_BOOL:
    return hash_int(column->bools[row]);
  case DS_TYPE_TEXT:
    if (column->is_coded)
      return hashing->of_strings[col][column->codes[row]];
    text = ds_strings_get(&column->strings, row, &length);
    return ds_key_hash_text(text, length);
  default:
    return hash_int(column->ints[row]);
  }
}

static gboolean
hash_block(gsize block, gpointer data, GError **error)
{
  const Hashing *hashing = data;
  const gsize first = block * DS_BLOCK_ROWS, end = MIN(first + DS_BLOCK_ROWS, hashing->n_rows);

  (void)error;
  for (gsize row = first; row < end; row++)
    hashing->hashes[row] = 1;
  for (gsize col = 0; col < hashing->n_columns; col++)
    for (gsize row = first; row < end; row++) {
      guint64 *hash = &hashing->hashes[row];

      if (ds_column_is_missing(hashing->columns[col], row))
        *hash = 0;
      else if (*hash != 0)
        *hash = ds_key_combine(*hash, cell_hash(hashing, col, row));
    }
  return TRUE;
}

static guint64 *
string_hashes(const DsStrings *strings, GError **error)
{
  guint64 *hashes = ds_try_new(guint64, strings->n, "the keys of a text column", error);

  for (gsize i = 0; hashes && i < strings->n; i++) {
    gsize length;
    const char *text = ds_strings_get(strings, i, &length);

    hashes[i] = ds_key_hash_text(text, length);
  }
  return hashes;
}

guint64 *
ds_key_hashes(DsColumn *const *columns, gsize n_columns, gsize n_rows, DsProgress *progress,
              GError **error)
{
  Hashing hashing = { columns, n_columns, n_rows, NULL, g_new0(guint64 *, n_columns + 1) };
  gboolean ok = TRUE;

  hashing.hashes = ds_try_new(guint64, n_rows, "the keys of a table", error);
  ok = hashing.hashes != NULL;
  for (gsize col = 0; ok && col < n_columns; col++)
    if (columns[col]->is_coded) {
      hashing.of_strings[col] = string_hashes(&columns[col]->strings, error);
      ok = hashing.of_strings[col] != NULL;
    }
  ok = ok && ds_parallel_for(ds_block_count(n_rows), hash_block, &hashing, progress, error);
  for (gsize col = 0; col < n_columns; col++)
    g_free(hashing.of_strings[col]);
  g_free(hashing.of_strings);
  if (!ok)
    g_clear_pointer(&hashing.hashes, g_free);
  return hashing.hashes;
}

/* Exact, also for an int beyond 2^53 beside a double. */
static gboolean
int_equals_real(gint64 integer, double real)
{
  return real >= -9223372036854775808.0 && real < 9223372036854775808.0 && floor(real) == real &&
         (gint64)real == integer;
}

static gint64
cell_int(const DsColumn *column, gsize row)
{
  return column->type == DS_TYPE_BOOL ? column->bools[row] : column->ints[row];
}

static gboolean
cells_equal(const DsColumn *a, gsize row_a, const DsColumn *b, gsize row_b)
{
  if (ds_column_is_missing(a, row_a) || ds_column_is_missing(b, row_b) ||
      !ds_key_types_fit(a->type, b->type))
    return FALSE;
  if (a->type == DS_TYPE_TEXT) {
    gsize a_length, b_length;
    const char *a_text = ds_column_text(a, row_a, &a_length);
    const char *b_text = ds_column_text(b, row_b, &b_length);

    return a_length == b_length && memcmp(a_text, b_text, a_length) == 0;
  }
  if (a->type == DS_TYPE_REAL && b->type == DS_TYPE_REAL)
    return a->reals[row_a] == b->reals[row_b];
  if (a->type == DS_TYPE_REAL)
    return int_equals_real(cell_int(b, row_b), a->reals[row_a]);
  if (b->type == DS_TYPE_REAL)
    return int_equals_real(cell_int(a, row_a), b->reals[row_b]);
  return cell_int(a, row_a) == cell_int(b, row_b);
}

gboolean
ds_key_equal(DsColumn *const *a, gsize row_a, DsColumn *const *b, gsize row_b, gsize n_columns)
{
  for (gsize i = 0; i < n_columns; i++)
    if (!cells_equal(a[i], row_a, b[i], row_b))
      return FALSE;
  return TRUE;
}

struct DsKeyIndex {
  guint64 *hashes; /* [n_rows] */
  guint32 *heads;  /* [mask + 1] first row of each chain */
  guint32 *next;   /* [n_rows] */
  gsize mask;
};

DsKeyIndex *
ds_key_index_new(guint64 *hashes, gsize n_rows, GError **error)
{
  g_autoptr(DsKeyIndex) index = g_new0(DsKeyIndex, 1);
  gsize n_heads = 16;

  index->hashes = hashes;
  while (n_heads < n_rows)
    n_heads *= 2;
  index->mask = n_heads - 1;
  index->heads = ds_try_new(guint32, n_heads, "an index of keys", error);
  index->next = index->heads ? ds_try_new(guint32, n_rows, "an index of keys", error) : NULL;
  if (!index->next)
    return NULL;
  memset(index->heads, 0xff, n_heads * sizeof *index->heads);
  for (gsize row = n_rows; row-- > 0;) { /* backwards, so that chains go forwards */
    guint32 *head = &index->heads[hashes[row] & index->mask];

    if (hashes[row] == 0)
      continue;
    index->next[row] = *head;
    *head = (guint32)row;
  }
  return g_steal_pointer(&index);
}

void
ds_key_index_free(DsKeyIndex *index)
{
  if (!index)
    return;
  g_free(index->hashes);
  g_free(index->heads);
  g_free(index->next);
  g_free(index);
}

static guint32
same_hash(const DsKeyIndex *index, guint32 row, guint64 hash)
{
  while (row != DS_KEY_NONE && index->hashes[row] != hash)
    row = index->next[row];
  return row;
}

guint32
ds_key_index_first(const DsKeyIndex *index, guint64 hash)
{
  return hash == 0 ? DS_KEY_NONE : same_hash(index, index->heads[hash & index->mask], hash);
}

guint32
ds_key_index_next(const DsKeyIndex *index, guint32 row)
{
  return same_hash(index, index->next[row], index->hashes[row]);
}

guint64
ds_key_index_hash(const DsKeyIndex *index, guint32 row)
{
  return index->hashes[row];
}
