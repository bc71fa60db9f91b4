/* engine/stats/select.c - the value of a given rank, without sorting. */
#include "engine/stats/select.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/table/column-keys.h"

enum {
  STRIPE = 256, /* keys loaded at a time */
  LANES = 4,
  BUCKET_BITS = 12, /* counters that fit the first-level cache */
  N_BUCKETS = 1 << BUCKET_BITS,
  MAX_TASKS = 64, /* parts of the column, each with its own counters */
  FEW = 1 << 18,  /* values that are copied and sorted rather than counted once more */
};

double
ds_select_value(double *values, gsize n, gsize rank)
{
  DsRandom random = ds_random_new(n, rank);
  gsize begin = 0, end = n;

  while (end - begin > 1) {
    const double pivot = values[begin + ds_random_below(&random, end - begin)];
    gsize low = begin, i = begin, high = end; /* [begin, low) <, [low, i) ==, [high, end) > */

    while (i < high) {
      const double value = values[i];

      if (value < pivot) {
        values[i++] = values[low];
        values[low++] = value;
      } else if (value > pivot) {
        values[i] = values[--high];
        values[high] = value;
      } else {
        i++;
      }
    }
    if (rank < low)
      end = low;
    else if (rank >= high)
      begin = high;
    else
      break;
  }
  return values[rank];
}

/* Keys low .. high of a column, in tasks of whole blocks. */
typedef struct {
  const DsColumn *column;
  gsize n_tasks, task_rows;
  guint64 low, high;
  int shift;                    /* (key - low) >> shift is the bucket */
  guint32 (*counts)[N_BUCKETS]; /* [n_tasks] */
  guint8 is_wanted[N_BUCKETS];  /* buckets that are copied */
  guint64 *lows, *highs;        /* [n_tasks]: extremes */
  gsize *offsets;               /* [n_tasks]: where a task's copies go */
  guint64 *copies;
} Search;

static inline gsize
task_end(const Search *search, gsize task)
{
  return MIN((task + 1) * search->task_rows, search->column->n_rows);
}

/* Runs @body for each key of the task. */
#define FOR_EACH_KEY(search, task, body)                                                           \
  {                                                                                                \
    const gsize end_ = task_end(search, task);                                                     \
    guint64 stripe_[STRIPE];                                                                       \
                                                                                                   \
    for (gsize row_ = (task) * (search)->task_rows; row_ < end_; row_ += STRIPE) {                 \
      const gsize n_ =                                                                             \
          ds_column_load_keys((search)->column, row_, MIN(row_ + STRIPE, end_), stripe_);          \
                                                                                                   \
      for (gsize i_ = 0; i_ < n_; i_++) {                                                          \
        const guint64 key = stripe_[i_];                                                           \
                                                                                                   \
        body                                                                                       \
      }                                                                                            \
    }                                                                                              \
  }

/* Of reals as they are: four chains of comparisons, which NaN (missing) never wins. */
static void
real_extremes(const double *restrict x, gsize n, guint64 *low, guint64 *high)
{
  double min[LANES], max[LANES];
  gsize i = 0;

  for (gsize j = 0; j < LANES; j++) {
    min[j] = INFINITY;
    max[j] = -INFINITY;
  }
  for (; i + LANES <= n; i += LANES)
    for (gsize j = 0; j < LANES; j++) {
      min[j] = x[i + j] < min[j] ? x[i + j] : min[j];
      max[j] = x[i + j] > max[j] ? x[i + j] : max[j];
    }
  for (; i < n; i++) {
    min[0] = x[i] < min[0] ? x[i] : min[0];
    max[0] = x[i] > max[0] ? x[i] : max[0];
  }
  for (gsize j = 0; j < LANES; j++) {
    *low = MIN(*low, ds_key_of_real(min[j]));
    *high = MAX(*high, ds_key_of_real(max[j]));
  }
}

static gboolean
extremes_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Search *search = data;
  const gsize begin = task * search->task_rows;
  guint64 low = G_MAXUINT64, high = 0;

  if (search->column->type == DS_TYPE_REAL)
    real_extremes(search->column->reals + begin, task_end(search, task) - begin, &low, &high);
  else
    FOR_EACH_KEY(search, task, {
      low = MIN(low, key);
      high = MAX(high, key);
    })
  search->lows[task] = low;
  search->highs[task] = high;
  return TRUE;
}

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Search *search = data;
  const guint64 low = search->low, width = search->high - search->low;
  const int shift = search->shift;
  guint32 *counts = search->counts[task];

  memset(counts, 0, sizeof search->counts[task]);
  FOR_EACH_KEY(search, task, {
    if (key - low <= width)
      counts[(key - low) >> shift]++;
  })
  return TRUE;
}

static gboolean
copy_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Search *search = data;
  const guint64 low = search->low, width = search->high - search->low;
  const int shift = search->shift;
  guint64 *to = search->copies + search->offsets[task];

  FOR_EACH_KEY(search, task, {
    if (key - low <= width && search->is_wanted[(key - low) >> shift])
      *to++ = key;
  })
  return TRUE;
}

/* A wanted rank and where its key goes; before: keys below its bucket, copied: of these copied. */
typedef struct {
  gsize rank, before, copied;
  guint64 *key;
} Wish;

static int
compare_wishes(gconstpointer a, gconstpointer b)
{
  const gsize left = ((const Wish *)a)->rank, right = ((const Wish *)b)->rank;

  return (left > right) - (left < right);
}

/* Copies the keys of the wanted buckets, @n in all, sorts them, and answers the wishes that lie in
 * one of them. */
static gboolean
answer_by_sorting(Search *search, gsize n, const Wish *wishes, gsize n_wishes, DsProgress *progress,
                  GError **error)
{
  g_autofree guint64 *copies = ds_try_new(guint64, n, "selecting values", error);
  g_autofree guint64 *scratch = copies ? ds_try_new(guint64, n, "selecting values", error) : NULL;
  gsize next = 0;

  if (!scratch)
    return FALSE;
  for (gsize task = 0; task < search->n_tasks; task++) {
    search->offsets[task] = next;
    for (gsize bucket = 0; bucket < N_BUCKETS; bucket++)
      next += search->is_wanted[bucket] ? search->counts[task][bucket] : 0;
  }
  search->copies = copies;
  if (!ds_parallel_for(search->n_tasks, copy_task, search, progress, error) ||
      !ds_radix_sort_keys(&copies, &scratch, n, progress, error))
    return FALSE;
  for (gsize i = 0; i < n_wishes; i++)
    if (wishes[i].copied != G_MAXSIZE)
      *wishes[i].key = copies[wishes[i].copied + wishes[i].rank - wishes[i].before];
  return TRUE;
}

static gboolean search_range(const Search *outer, guint64 low, guint64 high, gsize before,
                             Wish *wishes, gsize n_wishes, DsProgress *progress, GError **error);

/* The wishes that fall into a bucket of @n keys: answered where it is one key wide, searched deeper
 * where they are many, else left for the copies, of which there are @copied so far. */
static gboolean
answer_bucket(Search *search, gsize bucket, gsize n, gsize before, gsize copied, Wish *wishes,
              gsize n_wishes, DsProgress *progress, GError **error)
{
  const guint64 low = search->low + ((guint64)bucket << search->shift);
  const guint64 last = low + (((guint64)1 << search->shift) - 1);

  for (gsize i = 0; i < n_wishes; i++) {
    wishes[i].before = before;
    wishes[i].copied = search->shift > 0 && n <= FEW ? copied : G_MAXSIZE;
    *wishes[i].key = low;
  }
  if (search->shift == 0)
    return TRUE;
  if (n > FEW)
    return search_range(search, low, MIN(last, search->high), before, wishes, n_wishes, progress,
                        error);
  search->is_wanted[bucket] = 1;
  return TRUE;
}

static gboolean
answer_buckets(Search *search, gsize before, Wish *wishes, gsize n_wishes, DsProgress *progress,
               GError **error)
{
  gsize answered = 0, copied = 0;

  for (gsize bucket = 0; bucket < N_BUCKETS && answered < n_wishes; bucket++) {
    gsize n = 0, here = 0;

    for (gsize task = 0; task < search->n_tasks; task++)
      n += search->counts[task][bucket];
    while (answered + here < n_wishes && wishes[answered + here].rank < before + n)
      here++;
    if (here > 0 &&
        !answer_bucket(search, bucket, n, before, copied, wishes + answered, here, progress, error))
      return FALSE;
    if (search->is_wanted[bucket])
      copied += n;
    answered += here;
    before += n;
  }
  return copied == 0 || answer_by_sorting(search, copied, wishes, n_wishes, progress, error);
}

/* Counts the keys low .. high, of which @before are smaller than low in the whole column, and
 * answers the wishes, which are in order and all in this range. */
static gboolean
search_range(const Search *outer, guint64 low, guint64 high, gsize before, Wish *wishes,
             gsize n_wishes, DsProgress *progress, GError **error)
{
  g_autofree Search *search = g_memdup(outer, sizeof *outer);
  g_autofree guint32 *counts =
      ds_try_new(guint32, search->n_tasks * N_BUCKETS, "selecting values", error);

  if (!counts)
    return FALSE;
  search->low = low;
  search->high = high;
  search->counts = (gpointer)counts;
  search->shift = 0;
  memset(search->is_wanted, 0, sizeof search->is_wanted);
  while (((high - low) >> search->shift) >= N_BUCKETS)
    search->shift++;
  if (!ds_parallel_for(search->n_tasks, count_task, search, progress, error))
    return FALSE;
  return answer_buckets(search, before, wishes, n_wishes, progress, error);
}

/* Ranks at either end are known from the extremes; the others are searched for. */
static gboolean
search_inner(const Search *search, guint64 low, guint64 high, const gsize *ranks, guint64 *keys,
             gsize n_ranks, DsProgress *progress, GError **error)
{
  const gsize last = ds_column_count(search->column) - 1;
  g_autofree Wish *wishes = g_new(Wish, n_ranks);
  gsize n = 0;

  for (gsize i = 0; i < n_ranks; i++)
    if (ranks[i] == 0 || low == high)
      keys[i] = low;
    else if (ranks[i] == last)
      keys[i] = high;
    else
      wishes[n++] = (Wish){ .rank = ranks[i], .key = &keys[i] };
  if (n == 0)
    return TRUE;
  qsort(wishes, n, sizeof *wishes, compare_wishes);
  return search_range(search, low, high, 0, wishes, n, progress, error);
}

gboolean
ds_select_keys(const DsColumn *column, const gsize *ranks, guint64 *keys, gsize n_ranks,
               DsProgress *progress, GError **error)
{
  const gsize n_blocks = ds_block_count(column->n_rows);
  const gsize task_blocks = MAX((n_blocks + MAX_TASKS - 1) / MAX_TASKS, 1);
  guint64 lows[MAX_TASKS], highs[MAX_TASKS], low = G_MAXUINT64, high = 0;
  gsize offsets[MAX_TASKS];
  g_autofree Search *search = g_new0(Search, 1);

  *search = (Search){ .column = column, .lows = lows, .highs = highs, .offsets = offsets };
  search->task_rows = task_blocks * DS_BLOCK_ROWS;
  search->n_tasks = (n_blocks + task_blocks - 1) / task_blocks;
  if (!ds_parallel_for(search->n_tasks, extremes_task, search, progress, error))
    return FALSE;
  for (gsize task = 0; task < search->n_tasks; task++) {
    low = MIN(low, lows[task]);
    high = MAX(high, highs[task]);
  }
  return search_inner(search, low, high, ranks, keys, n_ranks, progress, error);
}
