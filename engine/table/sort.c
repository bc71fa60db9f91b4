/* engine/table/sort.c - the rows of a table in the order of some of its columns. */
#include "engine/table/sort.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/radix.h"
#include "engine/table/text-order.h"

/* Sorts by one key after the other, the least important first; as each step is stable, the order by
 * the later keys stays among rows that the earlier ones find equal. */
typedef struct {
  const DsColumn *column;
  const guint32 *index; /* table row -> stored row, NULL = the same */
  const guint32 *ranks; /* TEXT: of the strings */
  guint64 flip;         /* all ones where descending */
  guint32 *order;       /* [n] table rows in the order so far */
  guint32 *next_order;  /* [n] the order that this step makes */
  DsKeyRow *pairs;      /* [n] */
  gsize n;
  gsize *there; /* [n_blocks]: rows of a block with a value, then where the first of them goes */
} Step;

static inline gsize
stored(const Step *step, guint32 row)
{
  return step->index ? step->index[row] : row;
}

static gboolean
count_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Step *step = data;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, step->n);
  gsize there = end - begin;

  if (step->column->missing)
    for (gsize i = begin; i < end; i++)
      there -= (gsize)ds_column_is_missing(step->column, stored(step, step->order[i]));
  step->there[block] = there;
  return TRUE;
}

/* One plain loop a type: writes the pairs of the values that are there one behind the other. */
#define FILL_PAIRS(key)                                                                            \
  for (gsize i = begin; i < end; i++) {                                                            \
    const guint32 row = step->order[i];                                                            \
    const gsize at = stored(step, row);                                                            \
                                                                                                   \
    if (missing && ((missing[at >> 6] >> (at & 63)) & 1))                                          \
      step->next_order[n_there + missing_to++] = row;                                              \
    else                                                                                           \
      *pair++ = (DsKeyRow){ (key) ^ flip, row };                                                   \
  }

/* Missing rows go straight to where they stay: behind all @n_there others, in their order. */
static gboolean
fill_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Step *step = data;
  const DsColumn *column = step->column;
  const guint64 *missing = column->missing, flip = step->flip;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, step->n);
  const gsize n_there = step->there[ds_block_count(step->n)];
  gsize missing_to = begin - step->there[block];
  DsKeyRow *pair = step->pairs + step->there[block];

  switch (column->type) {
  case DS_TYPE_REAL:
    FILL_PAIRS(ds_key_of_real(column->reals[at]))
    break;
  case DS_TYPE_BOOL:
    FILL_PAIRS((guint64)column->bools[at])
    break;
  case DS_TYPE_TEXT:
    if (column->is_coded)
      FILL_PAIRS((guint64)step->ranks[column->codes[at]])
    else
      FILL_PAIRS((guint64)step->ranks[at])
    break;
  default:
    FILL_PAIRS(ds_key_of_int(column->ints[at]))
  }
  return TRUE;
}

typedef struct {
  const DsKeyRow *pairs;
  guint32 *order;
  gsize n;
} Unpack;

static gboolean
unpack_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Unpack *unpack = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, unpack->n);

  for (gsize i = block * DS_BLOCK_ROWS; i < end; i++)
    unpack->order[i] = unpack->pairs[i].row;
  return TRUE;
}

/* Sorts step->order by the step's column into step->next_order. */
static gboolean
run_step(Step *step, DsKeyRow **pairs, DsKeyRow **scratch, DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(step->n);
  Unpack unpack = { .order = step->next_order };
  gsize next = 0;

  step->pairs = *pairs;
  if (!ds_parallel_for(n_blocks, count_block, step, progress, error))
    return FALSE;
  for (gsize block = 0; block <= n_blocks; block++) {
    const gsize there = block < n_blocks ? step->there[block] : 0;

    step->there[block] = next;
    next += there;
  }
  if (!ds_parallel_for(n_blocks, fill_block, step, progress, error) ||
      !ds_radix_sort_pairs(pairs, scratch, next, progress, error))
    return FALSE;
  unpack.pairs = *pairs;
  unpack.n = next;
  return ds_parallel_for(ds_block_count(next), unpack_block, &unpack, progress, error);
}

static gboolean
sort_by(const DsTable *table, const DsSortKey *key, Step *step, DsKeyRow **pairs,
        DsKeyRow **scratch, DsProgress *progress, GError **error)
{
  g_autofree guint32 *ranks = NULL;
  gsize n_distinct;

  step->column = ds_table_stored_column(table, key->col);
  step->flip = key->is_descending ? G_MAXUINT64 : 0;
  if (step->column->type == DS_TYPE_TEXT) {
    ranks = ds_strings_rank(&step->column->strings, &n_distinct, progress, error);
    if (!ranks)
      return FALSE;
  }
  step->ranks = ranks;
  return run_step(step, pairs, scratch, progress, error);
}

static gboolean
sort_by_all(const DsTable *table, const DsSortKey *keys, gsize n_keys, Step *step,
            DsProgress *progress, GError **error)
{
  g_autofree DsKeyRow *pairs = ds_try_new(DsKeyRow, step->n, "sorting", error);
  g_autofree DsKeyRow *scratch = pairs ? ds_try_new(DsKeyRow, step->n, "sorting", error) : NULL;
  g_autofree gsize *there =
      scratch ? ds_try_new(gsize, ds_block_count(step->n) + 1, "sorting", error) : NULL;

  if (!there)
    return FALSE;
  step->there = there;
  for (gsize i = n_keys; i > 0; i--) {
    guint32 *sorted = step->next_order;

    if (!sort_by(table, &keys[i - 1], step, &pairs, &scratch, progress, error))
      return FALSE;
    step->next_order = step->order;
    step->order = sorted;
    ds_progress_set(progress, n_keys - i + 1, n_keys);
  }
  return TRUE;
}

guint32 *
ds_sort_rows(const DsTable *table, const DsSortKey *keys, gsize n_keys, DsProgress *progress,
             GError **error)
{
  const gsize n = ds_table_n_rows(table);
  Step step = { .index = ds_table_index(table), .n = n };
  g_autofree guint32 *a = ds_try_new(guint32, n, "sorting", error);
  g_autofree guint32 *b = a ? ds_try_new(guint32, n, "sorting", error) : NULL;

  if (!b)
    return NULL;
  for (gsize i = 0; i < n; i++)
    a[i] = (guint32)i;
  step.order = a;
  step.next_order = b;
  ds_progress_stage(progress, "sorting");
  if (!sort_by_all(table, keys, n_keys, &step, progress, error))
    return NULL;
  return step.order == a ? g_steal_pointer(&a) : g_steal_pointer(&b);
}

const DsTable *
ds_sort_table(const DsTable *table, const DsSortKey *keys, gsize n_keys, DsProgress *progress,
              GError **error)
{
  guint32 *rows = ds_sort_rows(table, keys, n_keys, progress, error);

  return rows ? ds_table_with_index(table, rows, ds_table_n_rows(table)) : NULL;
}
