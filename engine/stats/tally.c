/* engine/stats/tally.c - all values of a column in order: ranks, how many differ, the most
 * frequent.
 */
#include "engine/stats/tally.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/stats/quantile.h"
#include "engine/table/column-keys.h"

enum {
  MAX_SLOTS = 1 << 20, /* counters of a grid: they should stay in the cache */
  MIN_SLOTS = 1 << 10,
  N_TASKS = 8,  /* parts of a long column, each with its own counters */
  SAMPLE = 256, /* values that decide which grid is tried */
  MAX_DECIMALS = 5,
};

typedef struct {
  const DsColumn *column;
  gint64 base;
  double per_unit;
  gsize n_slots, n_tasks, task_rows;
  guint32 *counts; /* [n_tasks x n_slots] */
  gint off_grid;   /* atomic: a value was met that is not on the grid */
} Count;

static inline gint64
nearest_whole(double x)
{
  return (gint64)(x + (x < 0.0 ? -0.5 : 0.5));
}

/* Missing values are skipped as they are NaN. */
static void
count_reals(Count *count, gsize begin, gsize end, guint32 *restrict counts)
{
  const double *x = count->column->reals;
  const double per_unit = count->per_unit;
  gsize n_off = 0;

  for (gsize row = begin; row < end; row++) {
    gint64 whole;

    if (x[row] != x[row])
      continue;
    whole = nearest_whole(x[row] * per_unit);
    n_off += (gsize)((double)whole / per_unit != x[row]);
    counts[whole - count->base]++;
  }
  if (n_off > 0)
    g_atomic_int_set(&count->off_grid, 1);
}

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  Count *count = data;
  const DsColumn *column = count->column;
  const gsize begin = task * count->task_rows, end = MIN(begin + count->task_rows, column->n_rows);
  guint32 *counts = count->counts + task * count->n_slots;

  if (column->type == DS_TYPE_REAL)
    count_reals(count, begin, end, counts);
  else if (column->type == DS_TYPE_BOOL)
    for (gsize row = begin; row < end; row++)
      counts[column->bools[row] - count->base] += (guint32)!ds_column_is_missing(column, row);
  else if (!column->missing)
    for (gsize row = begin; row < end; row++)
      counts[column->ints[row] - count->base]++;
  else
    for (gsize row = begin; row < end; row++)
      if (!ds_column_is_missing(column, row))
        counts[column->ints[row] - count->base]++;
  return TRUE;
}

/* The fewest decimals that write the first values exactly; -1 when they need more. */
static int
sample_decimals(const DsColumn *column)
{
  double per_unit = 1.0;
  int decimals = 0;
  gsize n_seen = 0;

  for (gsize row = 0; row < column->n_rows && n_seen < SAMPLE; row++) {
    const double value = column->reals[row];

    if (value != value)
      continue;
    n_seen++;
    while (!(fabs(value * per_unit) < 0x1p51) ||
           (double)nearest_whole(value * per_unit) / per_unit != value) {
      if (++decimals > MAX_DECIMALS)
        return -1;
      per_unit *= 10.0;
    }
  }
  return decimals;
}

/* Sets base, per_unit and n_slots where the values lie on a grid that is short enough. */
static gboolean
choose_grid(const DsColumn *column, const DsMoments *moments, Count *count)
{
  const gsize limit = CLAMP(4 * moments->n, (gsize)MIN_SLOTS, (gsize)MAX_SLOTS);
  int decimals;
  double span;

  if (moments->n == 0)
    return FALSE;
  if (column->type != DS_TYPE_REAL) {
    count->base = moments->first;
    count->n_slots = (gsize)((guint64)moments->last - (guint64)moments->first);
    return count->n_slots++ < limit;
  }
  if (!(moments->max - moments->min < (double)limit) || fabs(moments->min) > 0x1p40)
    return FALSE;
  decimals = sample_decimals(column);
  if (decimals < 0)
    return FALSE;
  for (count->per_unit = 1.0; decimals > 0; decimals--)
    count->per_unit *= 10.0;
  count->base = nearest_whole(moments->min * count->per_unit);
  span = (double)(nearest_whole(moments->max * count->per_unit) - count->base);
  count->n_slots = (gsize)span + 1;
  return span < (double)limit;
}

/* The key of the value of a slot. */
static guint64
slot_key(const DsTally *tally, gsize slot)
{
  const gint64 whole = tally->base + (gint64)slot;

  return tally->column->type == DS_TYPE_REAL ? ds_key_of_real((double)whole / tally->per_unit)
                                             : ds_key_of_int(whole);
}

/* Adds up the tasks' counters, finds the most frequent value, leaves running sums. */
static void
finish_counts(DsTally *tally, const Count *count)
{
  guint32 *below = count->counts;
  guint32 next = 0;
  gsize top_slot = 0;

  for (gsize slot = 0; slot < count->n_slots; slot++) {
    guint32 n = 0;

    for (gsize task = 0; task < count->n_tasks; task++)
      n += count->counts[task * count->n_slots + slot];
    if (n > 0)
      tally->n_distinct++;
    if (n > tally->top_count) {
      tally->top_count = n;
      top_slot = slot;
    }
    below[slot] = next; /* counters of this slot have been read */
    next += n;
  }
  tally->base = count->base;
  tally->per_unit = count->per_unit;
  tally->n_slots = count->n_slots;
  tally->below = below;
  tally->top_key = slot_key(tally, top_slot);
}

/* TRUE with tally->below unset: the values are not on the grid after all. */
static gboolean
count_values(DsTally *tally, Count *count, DsProgress *progress, GError **error)
{
  const DsColumn *column = tally->column;

  count->column = column;
  count->n_tasks = column->n_rows > (gsize)N_TASKS * DS_BLOCK_ROWS ? N_TASKS : 1;
  count->task_rows = (column->n_rows + count->n_tasks - 1) / count->n_tasks;
  count->counts =
      ds_try_new0(guint32, count->n_tasks * count->n_slots + 1, "counting values", error);
  if (!count->counts)
    return FALSE;
  if (!ds_parallel_for(count->n_tasks, count_task, count, progress, error)) {
    g_free(count->counts);
    return FALSE;
  }
  if (g_atomic_int_get(&count->off_grid))
    g_free(count->counts);
  else
    finish_counts(tally, count);
  return TRUE;
}

static void
walk_keys(DsTally *tally)
{
  const guint64 *keys = tally->keys;
  const gsize n = tally->n;

  for (gsize i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && keys[j] == keys[i]; j++)
      ;
    tally->n_distinct++;
    if (j - i > tally->top_count) {
      tally->top_count = j - i;
      tally->top_key = keys[i];
    }
  }
}

static gboolean
sort_values(DsTally *tally, DsProgress *progress, GError **error)
{
  g_autofree guint64 *keys = ds_try_new(guint64, tally->n, "ordering a column", error);
  g_autofree guint64 *scratch =
      keys ? ds_try_new(guint64, tally->n, "ordering a column", error) : NULL;

  if (!scratch || !ds_column_load_all_keys(tally->column, keys, progress, error) ||
      !ds_radix_sort_keys(&keys, &scratch, tally->n, progress, error))
    return FALSE;
  tally->keys = g_steal_pointer(&keys);
  walk_keys(tally);
  return TRUE;
}

gboolean
ds_tally_init(DsTally *tally, const DsColumn *column, const DsMoments *moments,
              DsProgress *progress, GError **error)
{
  Count count = { .per_unit = 1.0 };

  *tally = (DsTally){ .column = column, .n = moments->n };
  if (choose_grid(column, moments, &count) && !count_values(tally, &count, progress, error))
    return FALSE;
  return tally->below || sort_values(tally, progress, error);
}

void
ds_tally_clear(DsTally *tally)
{
  g_clear_pointer(&tally->keys, g_free);
  g_clear_pointer(&tally->below, g_free);
}

/* The last slot whose values begin at or below @rank. */
static gsize
slot_of_rank(const DsTally *tally, gsize rank)
{
  gsize low = 0, high = tally->n_slots;

  while (high - low > 1) {
    const gsize middle = low + (high - low) / 2;

    if (tally->below[middle] <= rank)
      low = middle;
    else
      high = middle;
  }
  return low;
}

double
ds_tally_value(const DsTally *tally, gsize rank)
{
  const guint64 key = tally->keys ? tally->keys[rank] : slot_key(tally, slot_of_rank(tally, rank));

  return ds_column_key_number(tally->column, key);
}

double
ds_tally_quantile(const DsTally *tally, double p)
{
  double frac, low;
  gsize rank;

  if (tally->n == 0)
    return NAN;
  ds_quantile_place(tally->n, p, &rank, &frac);
  low = ds_tally_value(tally, rank);
  return frac > 0.0 ? ds_quantile_between(low, ds_tally_value(tally, rank + 1), frac) : low;
}

gsize
ds_tally_below(const DsTally *tally, double x)
{
  gsize low = 0, high = tally->n;

  while (low < high) {
    const gsize middle = low + (high - low) / 2;

    if (ds_tally_value(tally, middle) < x)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}
