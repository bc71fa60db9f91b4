/* engine/table/text-order.c - the order of texts: by bytes, shorter first where one begins another.
 */
#include "engine/table/text-order.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/radix.h"

enum {
  STEP = 7,         /* bytes of text in a key; the eighth tells where the text ends */
  SHORT_RUN = 192,  /* up to here comparing is quicker than counting digits */
  MAX_DEPTH = 4096, /* bytes; texts that agree further than this are compared whole */
};

typedef struct {
  const DsStrings *strings;
  DsKeyRow *pairs, *scratch;
} Order;

/* Strings [begin, begin + n) of the pairs agree in their first @depth bytes. */
typedef struct {
  gsize begin, n, depth;
} Run;

/* Seven bytes, high first, and how many of them belong to the text (8: it goes on). */
static inline guint64
key_at(const DsStrings *strings, gsize i, gsize depth)
{
  gsize length;
  const char *text = ds_strings_get(strings, i, &length);
  const gsize left = length - MIN(length, depth);
  guint64 key = 0;

  if (left >= 8) {
    memcpy(&key, text + depth, 8);
    return (GUINT64_FROM_BE(key) & ~G_GUINT64_CONSTANT(0xff)) | 8;
  }
  for (gsize j = 0; j < MIN(left, STEP); j++)
    key |= (guint64)(guint8)text[depth + j] << (56 - 8 * j);
  return key | (left > STEP ? 8 : left);
}

static gboolean
fill_keys(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Order *order = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, order->strings->n);

  for (gsize i = block * DS_BLOCK_ROWS; i < end; i++)
    order->pairs[i] = (DsKeyRow){ key_at(order->strings, i, 0), (guint32)i };
  return TRUE;
}

static int
compare_strings(const DsStrings *strings, guint32 a, guint32 b)
{
  gsize a_length, b_length;
  const char *a_text = ds_strings_get(strings, a, &a_length);
  const char *b_text = ds_strings_get(strings, b, &b_length);

  return ds_bytes_compare(a_text, a_length, b_text, b_length);
}

static int
compare_pairs(gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_strings(data, ((const DsKeyRow *)a)->row, ((const DsKeyRow *)b)->row);
}

static gboolean
sort_run(Order *order, const Run *run, DsProgress *progress, GError **error)
{
  DsKeyRow *pairs = order->pairs + run->begin, *scratch = order->scratch + run->begin;
  DsKeyRow *sorted = pairs;

  if (!ds_radix_sort_pairs(&sorted, &scratch, run->n, progress, error))
    return FALSE;
  if (sorted != pairs)
    memcpy(pairs, sorted, run->n * sizeof *pairs);
  return TRUE;
}

/* Finds in a sorted run those that share a key and go on; compares short ones, queues the rest. */
static void
split_run(Order *order, const Run *run, GArray *todo)
{
  DsKeyRow *pairs = order->pairs + run->begin;
  const gsize depth = run->depth + STEP;

  for (gsize i = 0, j; i < run->n; i = j) {
    for (j = i + 1; j < run->n && pairs[j].key == pairs[i].key; j++)
      ;
    if (j - i == 1 || (pairs[i].key & 0xff) <= STEP)
      continue; /* alone, or equal to their end */
    if (j - i <= SHORT_RUN || depth >= MAX_DEPTH) {
      g_qsort_with_data(pairs + i, (gint)(j - i), sizeof *pairs, compare_pairs,
                        (gpointer)order->strings);
    } else {
      const Run deeper = { run->begin + i, j - i, depth };

      for (gsize k = i; k < j; k++)
        pairs[k].key = key_at(order->strings, pairs[k].row, depth);
      g_array_append_val(todo, deeper);
    }
  }
}

static gboolean
sort_all(Order *order, DsProgress *progress, GError **error)
{
  g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(Run));
  const Run all = { 0, order->strings->n, 0 };

  g_array_append_val(todo, all);
  while (todo->len > 0) {
    const Run run = g_array_index(todo, Run, todo->len - 1);

    g_array_set_size(todo, todo->len - 1);
    if (!ds_progress_go_on(progress, error) || !sort_run(order, &run, progress, error))
      return FALSE;
    split_run(order, &run, todo);
  }
  return TRUE;
}

guint32 *
ds_strings_rank(const DsStrings *strings, gsize *n_distinct, DsProgress *progress, GError **error)
{
  Order order = { .strings = strings };
  const gsize n = strings->n;
  g_autofree DsKeyRow *pairs = ds_try_new(DsKeyRow, n, "ordering texts", error);
  g_autofree DsKeyRow *scratch = pairs ? ds_try_new(DsKeyRow, n, "ordering texts", error) : NULL;
  g_autofree guint32 *ranks = scratch ? ds_try_new(guint32, n, "ordering texts", error) : NULL;
  guint32 rank = 0;

  if (!ranks)
    return NULL;
  order.pairs = pairs;
  order.scratch = scratch;
  if (!ds_parallel_for(ds_block_count(n), fill_keys, &order, progress, error) ||
      !sort_all(&order, progress, error))
    return NULL;
  for (gsize i = 0; i < n; i++) {
    if (i > 0 && compare_strings(strings, pairs[i - 1].row, pairs[i].row) != 0)
      rank++;
    ranks[pairs[i].row] = rank;
  }
  *n_distinct = n > 0 ? rank + 1 : 0;
  return g_steal_pointer(&ranks);
}
