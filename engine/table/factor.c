/* engine/table/factor.c - a column, or several, as small whole numbers: one for each different
 * value.
 */
#include "engine/table/factor.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/radix.h"
#include "engine/table/text-order.h"

enum {
  MIN_SLOTS = 1 << 10,
  MAX_SLOTS = 1 << 22, /* lookup tables up to here; beyond, values are sorted */
  MAX_TASKS = 8,
  FEW_SLOTS = 1 << 16, /* up to here each task has a table of its own */
};

/* Where codes come from: a slot for each possible value, in order, the last for missing. */
typedef struct {
  const DsColumn *column; /* or NULL: the two factors */
  const DsFactor *a, *b;
  const guint32 *ranks; /* TEXT: of the strings */
  gint64 base;          /* ints: value of slot 0 */
  gsize n_slots;
  gsize n_tasks, task_rows;
  guint32 *firsts; /* [n_tasks x n_slots]: first row, G_MAXUINT32 = none */
  guint32 *map;    /* [n_slots]: slot -> code */
  DsFactor *factor;
} Slots;

static void
slots_of_column(const Slots *slots, gsize begin, gsize end, guint32 *restrict out)
{
  const DsColumn *column = slots->column;
  const guint32 none = (guint32)(slots->n_slots - 1);

  if (column->type == DS_TYPE_TEXT && column->is_coded)
    for (gsize row = begin; row < end; row++)
      out[row] = column->codes[row] < 0 ? none : slots->ranks[column->codes[row]];
  else if (column->type == DS_TYPE_TEXT)
    for (gsize row = begin; row < end; row++)
      out[row] = ds_column_is_missing(column, row) ? none : slots->ranks[row];
  else if (column->type == DS_TYPE_BOOL)
    for (gsize row = begin; row < end; row++)
      out[row] = ds_column_is_missing(column, row) ? none : column->bools[row];
  else
    for (gsize row = begin; row < end; row++)
      out[row] = ds_column_is_missing(column, row)
                     ? none
                     : (guint32)((guint64)column->ints[row] - (guint64)slots->base);
}

static gboolean
fill_slots(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Slots *slots = data;
  const gsize begin = task * slots->task_rows;
  const gsize end = MIN(begin + slots->task_rows, slots->factor->n_rows);
  guint32 *codes = slots->factor->codes, *firsts = slots->firsts + task * slots->n_slots;

  if (slots->column)
    slots_of_column(slots, begin, end, codes);
  else
    for (gsize row = begin; row < end; row++)
      codes[row] = slots->a->codes[row] * (guint32)slots->b->n_codes + slots->b->codes[row];
  for (gsize slot = 0; slot < slots->n_slots; slot++)
    firsts[slot] = G_MAXUINT32;
  for (gsize row = begin; row < end; row++)
    if (firsts[codes[row]] == G_MAXUINT32)
      firsts[codes[row]] = (guint32)row;
  return TRUE;
}

static gboolean
map_slots(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Slots *slots = data;
  const gsize begin = task * slots->task_rows;
  const gsize end = MIN(begin + slots->task_rows, slots->factor->n_rows);
  guint32 *codes = slots->factor->codes;

  for (gsize row = begin; row < end; row++)
    codes[row] = slots->map[codes[row]];
  return TRUE;
}

/* Gives codes to the slots that occur; TRUE when that changes none. */
static gboolean
compress(Slots *slots)
{
  DsFactor *factor = slots->factor;
  gboolean is_same = TRUE;

  for (gsize slot = 0; slot < slots->n_slots; slot++) {
    guint32 first = G_MAXUINT32;

    for (gsize task = 0; task < slots->n_tasks && first == G_MAXUINT32; task++)
      first = slots->firsts[task * slots->n_slots + slot]; /* tasks are in row order */
    if (first == G_MAXUINT32)
      continue;
    is_same = is_same && slot == factor->n_codes;
    slots->map[slot] = (guint32)factor->n_codes;
    factor->firsts[factor->n_codes++] = first;
  }
  return is_same;
}

static DsFactor *
factor_new(gsize n_rows, GError **error)
{
  DsFactor *factor = g_new0(DsFactor, 1);

  factor->n_rows = n_rows;
  factor->codes = ds_try_new(guint32, n_rows, "grouping", error);
  if (factor->codes)
    return factor;
  ds_factor_free(factor);
  return NULL;
}

void
ds_factor_free(DsFactor *factor)
{
  if (!factor)
    return;
  g_free(factor->codes);
  g_free(factor->firsts);
  g_free(factor);
}

/* The factor of @n_rows rows by looking slots up. */
static DsFactor *
factor_by_slots(Slots *slots, gsize n_rows, DsProgress *progress, GError **error)
{
  g_autoptr(DsFactor) factor = factor_new(n_rows, error);
  g_autofree guint32 *firsts = NULL, *map = NULL;

  if (!factor)
    return NULL;
  slots->factor = factor;
  slots->n_tasks =
      slots->n_slots <= FEW_SLOTS && n_rows > (gsize)MAX_TASKS * DS_BLOCK_ROWS ? MAX_TASKS : 1;
  slots->task_rows = (n_rows + slots->n_tasks - 1) / slots->n_tasks;
  firsts = ds_try_new(guint32, slots->n_tasks * slots->n_slots, "grouping", error);
  map = firsts ? ds_try_new(guint32, slots->n_slots, "grouping", error) : NULL;
  factor->firsts = map ? ds_try_new(guint32, slots->n_slots, "grouping", error) : NULL;
  if (!factor->firsts)
    return NULL;
  slots->firsts = firsts;
  slots->map = map;
  if (!ds_parallel_for(slots->n_tasks, fill_slots, slots, progress, error))
    return NULL;
  if (!compress(slots) && !ds_parallel_for(slots->n_tasks, map_slots, slots, progress, error))
    return NULL;
  return g_steal_pointer(&factor);
}

/* Fills one pair a row, the keys of missing rows left out; returns how many. */
static gsize
fill_pairs(const DsColumn *column, const DsFactor *a, const DsFactor *b, gsize n_rows,
           DsKeyRow *pairs)
{
  gsize n = 0;

  if (!column)
    for (gsize row = 0; row < n_rows; row++)
      pairs[row] = (DsKeyRow){ (guint64)a->codes[row] * b->n_codes + b->codes[row], (guint32)row };
  else if (column->type == DS_TYPE_REAL)
    for (gsize row = 0; row < n_rows; row++) {
      pairs[n] = (DsKeyRow){ ds_key_of_real(column->reals[row]), (guint32)row };
      n += (gsize)(column->reals[row] == column->reals[row]);
    }
  else
    for (gsize row = 0; row < n_rows; row++) {
      pairs[n] = (DsKeyRow){ ds_key_of_int(column->ints[row]), (guint32)row };
      n += (gsize)!ds_column_is_missing(column, row);
    }
  return column ? n : n_rows;
}

/* Codes of sorted pairs, then one more for the rows that have none. */
static gboolean
code_pairs(DsFactor *factor, const DsKeyRow *pairs, gsize n, const DsColumn *column, GError **error)
{
  gsize n_codes = n < factor->n_rows ? 1 : 0;
  guint32 code = 0;

  for (gsize i = 0; i < n; i++)
    n_codes += (gsize)(i == 0 || pairs[i].key != pairs[i - 1].key);
  factor->firsts = ds_try_new(guint32, n_codes, "grouping", error);
  if (!factor->firsts)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    if (i == 0 || pairs[i].key != pairs[i - 1].key) {
      code = (guint32)factor->n_codes++;
      factor->firsts[code] = pairs[i].row; /* the sort is stable */
    }
    factor->codes[pairs[i].row] = code;
  }
  for (gsize row = 0; n < factor->n_rows && row < factor->n_rows; row++)
    if (ds_column_is_missing(column, row)) {
      if (factor->n_codes < n_codes)
        factor->firsts[factor->n_codes++] = (guint32)row;
      factor->codes[row] = (guint32)n_codes - 1;
    }
  return TRUE;
}

static DsFactor *
factor_by_sorting(const DsColumn *column, const DsFactor *a, const DsFactor *b, gsize n_rows,
                  DsProgress *progress, GError **error)
{
  g_autoptr(DsFactor) factor = factor_new(n_rows, error);
  g_autofree DsKeyRow *pairs = factor ? ds_try_new(DsKeyRow, n_rows, "grouping", error) : NULL;
  g_autofree DsKeyRow *scratch = pairs ? ds_try_new(DsKeyRow, n_rows, "grouping", error) : NULL;
  gsize n;

  if (!scratch)
    return NULL;
  n = fill_pairs(column, a, b, n_rows, pairs);
  if (!ds_radix_sort_pairs(&pairs, &scratch, n, progress, error) ||
      !code_pairs(factor, pairs, n, column, error))
    return NULL;
  return g_steal_pointer(&factor);
}

/* Sets base and n_slots where the ints' range is short. */
static gboolean
choose_range(const DsColumn *column, Slots *slots)
{
  gint64 first = G_MAXINT64, last = G_MININT64;
  guint64 span;

  for (gsize row = 0; row < column->n_rows; row++) {
    const gboolean is_there = !ds_column_is_missing(column, row);

    first = is_there && column->ints[row] < first ? column->ints[row] : first;
    last = is_there && column->ints[row] > last ? column->ints[row] : last;
  }
  span = first > last ? 0 : (guint64)last - (guint64)first;
  slots->base = first;
  slots->n_slots = (gsize)MIN(span, (guint64)MAX_SLOTS) + 2;
  return span < CLAMP(4 * column->n_rows, (gsize)MIN_SLOTS, (gsize)MAX_SLOTS);
}

DsFactor *
ds_factor_of_column(const DsColumn *column, DsProgress *progress, GError **error)
{
  Slots slots = { .column = column };
  g_autofree guint32 *ranks = NULL;

  switch (column->type) {
  case DS_TYPE_REAL:
    return factor_by_sorting(column, NULL, NULL, column->n_rows, progress, error);
  case DS_TYPE_TEXT:
    ranks = ds_strings_rank(&column->strings, &slots.n_slots, progress, error);
    if (!ranks)
      return NULL;
    slots.ranks = ranks;
    slots.n_slots++;
    break;
  case DS_TYPE_BOOL:
    slots.n_slots = 3;
    break;
  default:
    if (!choose_range(column, &slots))
      return factor_by_sorting(column, NULL, NULL, column->n_rows, progress, error);
  }
  return factor_by_slots(&slots, column->n_rows, progress, error);
}

DsFactor *
ds_factor_cross(const DsFactor *a, const DsFactor *b, DsProgress *progress, GError **error)
{
  const gsize limit = CLAMP(4 * a->n_rows, (gsize)MIN_SLOTS, (gsize)MAX_SLOTS);
  Slots slots = { .a = a, .b = b };

  if (b->n_codes > 0 && a->n_codes > limit / b->n_codes)
    return factor_by_sorting(NULL, a, b, a->n_rows, progress, error);
  slots.n_slots = a->n_codes * b->n_codes;
  return factor_by_slots(&slots, a->n_rows, progress, error);
}

/* All rows alike. */
static DsFactor *
factor_of_nothing(gsize n_rows, GError **error)
{
  DsFactor *factor = factor_new(n_rows, error);

  if (!factor)
    return NULL;
  for (gsize row = 0; row < n_rows; row++)
    factor->codes[row] = 0;
  factor->firsts = g_new0(guint32, 1);
  factor->n_codes = n_rows > 0 ? 1 : 0;
  return factor;
}

DsFactor *
ds_factor_of_table(const DsTable *table, const gsize *cols, gsize n_cols, DsProgress *progress,
                   GError **error)
{
  g_autoptr(DsFactor) all = NULL;

  if (n_cols == 0)
    return factor_of_nothing(ds_table_n_rows(table), error);
  for (gsize i = 0; i < n_cols; i++) {
    g_autoptr(DsColumn) column = ds_table_dense_column(table, cols[i], progress, error);
    g_autoptr(DsFactor) one = column ? ds_factor_of_column(column, progress, error) : NULL;
    DsFactor *crossed;

    if (!one)
      return NULL;
    crossed = all ? ds_factor_cross(all, one, progress, error) : g_steal_pointer(&one);
    if (!crossed)
      return NULL;
    ds_factor_free(all);
    all = crossed;
  }
  return g_steal_pointer(&all);
}

typedef struct {
  const DsFactor *factor;
  gsize n_tasks, task_rows;
  gint64 *counts; /* [n_tasks x n_codes] */
} Counting;

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Counting *counting = data;
  const gsize begin = task * counting->task_rows;
  const gsize end = MIN(begin + counting->task_rows, counting->factor->n_rows);
  gint64 *counts = counting->counts + task * counting->factor->n_codes;

  for (gsize row = begin; row < end; row++)
    counts[counting->factor->codes[row]]++;
  return TRUE;
}

gint64 *
ds_factor_counts(const DsFactor *factor, DsProgress *progress, GError **error)
{
  const gsize n_codes = factor->n_codes;
  Counting counting = { .factor = factor, .n_tasks = n_codes <= FEW_SLOTS ? MAX_TASKS : 1 };

  counting.task_rows = (factor->n_rows + counting.n_tasks - 1) / counting.n_tasks;
  counting.counts = ds_try_new0(gint64, counting.n_tasks * n_codes, "counting groups", error);
  if (!counting.counts)
    return NULL;
  if (!ds_parallel_for(counting.n_tasks, count_task, &counting, progress, error)) {
    g_free(counting.counts);
    return NULL;
  }
  for (gsize task = 1; task < counting.n_tasks; task++)
    for (gsize code = 0; code < n_codes; code++)
      counting.counts[code] += counting.counts[task * n_codes + code];
  return counting.counts;
}
