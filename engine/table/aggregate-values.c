/* engine/table/aggregate-values.c - quantiles and distinct counts of groups. */
#include "engine/table/aggregate-values.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/stats/quantile.h"
#include "engine/table/radix.h"

enum { MAX_TASKS = 8, FEW_GROUPS = 1 << 14, MAX_SEEN = 1 << 24 };

/* The values that are there, those of a group side by side. */
typedef struct {
  const DsColumn *column;
  const DsFactor *groups;
  gsize n_tasks, task_rows;
  gsize *next; /* [n_tasks x n_codes]: how many, then where the next goes */
  gsize *ends; /* [n_codes]: end of each group's values */
  double *values;
  double p;
  double *quantiles; /* [n_codes] */
} Spread;

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Spread *spread = data;
  const gsize begin = task * spread->task_rows;
  const gsize end = MIN(begin + spread->task_rows, spread->column->n_rows);
  gsize *counts = spread->next + task * spread->groups->n_codes;

  for (gsize row = begin; row < end; row++)
    counts[spread->groups->codes[row]] += (gsize)!ds_column_is_missing(spread->column, row);
  return TRUE;
}

static gboolean
spread_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Spread *spread = data;
  const DsColumn *column = spread->column;
  const gsize begin = task * spread->task_rows;
  const gsize end = MIN(begin + spread->task_rows, column->n_rows);
  const guint32 *codes = spread->groups->codes;
  gsize *next = spread->next + task * spread->groups->n_codes;
  double *values = spread->values;

  if (column->type == DS_TYPE_REAL)
    for (gsize row = begin; row < end; row++) {
      if (column->reals[row] == column->reals[row])
        values[next[codes[row]]++] = column->reals[row];
    }
  else
    for (gsize row = begin; row < end; row++)
      if (!ds_column_is_missing(column, row))
        values[next[codes[row]]++] = ds_column_number(column, row);
  return TRUE;
}

/* Turns counts into places: groups in order, within a group the tasks in order. */
static void
place(Spread *spread)
{
  const gsize n_codes = spread->groups->n_codes;
  gsize next = 0;

  for (gsize code = 0; code < n_codes; code++) {
    for (gsize task = 0; task < spread->n_tasks; task++) {
      gsize *cell = &spread->next[task * n_codes + code];
      const gsize count = *cell;

      *cell = next;
      next += count;
    }
    spread->ends[code] = next;
  }
}

static gboolean
quantile_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  enum { GROUPS = 64 };
  const Spread *spread = data;
  const gsize end = MIN((block + 1) * GROUPS, spread->groups->n_codes);

  for (gsize code = block * GROUPS; code < end; code++) {
    const gsize begin = code > 0 ? spread->ends[code - 1] : 0, n = spread->ends[code] - begin;

    spread->quantiles[code] =
        n > 0 ? ds_quantile_of_values(spread->values + begin, n, spread->p) : NAN;
  }
  return TRUE;
}

/* Few groups are many values each: one a block then. */
static gboolean
quantile_of_group(gsize code, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Spread *spread = data;
  const gsize begin = code > 0 ? spread->ends[code - 1] : 0, n = spread->ends[code] - begin;

  spread->quantiles[code] =
      n > 0 ? ds_quantile_of_values(spread->values + begin, n, spread->p) : NAN;
  return TRUE;
}

static gboolean
find_quantiles(Spread *spread, DsProgress *progress, GError **error)
{
  const gsize n_codes = spread->groups->n_codes;

  if (!ds_parallel_for(spread->n_tasks, count_task, spread, progress, error))
    return FALSE;
  place(spread);
  if (!ds_parallel_for(spread->n_tasks, spread_task, spread, progress, error))
    return FALSE;
  if (n_codes <= FEW_GROUPS)
    return ds_parallel_for(n_codes, quantile_of_group, spread, progress, error);
  return ds_parallel_for((n_codes + 63) / 64, quantile_block, spread, progress, error);
}

/* Doubles of days or microseconds as their type again. */
static DsColumn *
moments_of(DsType type, const double *values, gsize n, guint style, GError **error)
{
  g_autofree gint64 *moments = ds_try_new(gint64, n, "quantiles of groups", error);
  g_autofree guint64 *missing =
      moments ? ds_try_new0(guint64, ds_missing_words(n), "quantiles of groups", error) : NULL;
  DsColumn *column;

  if (!missing)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    moments[i] = isnan(values[i]) ? 0 : (gint64)floor(values[i]);
    if (isnan(values[i]))
      missing[i >> 6] |= G_GUINT64_CONSTANT(1) << (i & 63);
  }
  column = ds_column_new_ints(type, g_steal_pointer(&moments), n, g_steal_pointer(&missing));
  ds_column_set_style(column, style);
  return column;
}

DsColumn *
ds_aggregate_quantile(const DsColumn *column, double p, const DsFactor *groups,
                      DsProgress *progress, GError **error)
{
  static const char what[] = "quantiles of groups";
  const gsize n_codes = groups->n_codes;
  Spread spread = { .column = column, .groups = groups, .p = p };
  g_autofree gsize *next = NULL, *ends = NULL;
  g_autofree double *values = NULL, *quantiles = NULL;

  spread.n_tasks = n_codes <= FEW_GROUPS ? MAX_TASKS : 1;
  spread.task_rows = (column->n_rows + spread.n_tasks - 1) / spread.n_tasks;
  next = ds_try_new0(gsize, spread.n_tasks * n_codes, what, error);
  ends = next ? ds_try_new(gsize, n_codes, what, error) : NULL;
  values = ends ? ds_try_new(double, ds_column_count(column), what, error) : NULL;
  quantiles = values ? ds_try_new(double, n_codes, what, error) : NULL;
  if (!quantiles)
    return NULL;
  spread.next = next;
  spread.ends = ends;
  spread.values = values;
  spread.quantiles = quantiles;
  if (!find_quantiles(&spread, progress, error))
    return NULL;
  if (column->type == DS_TYPE_DATE || column->type == DS_TYPE_TIME)
    return moments_of(column->type, quantiles, n_codes, column->style, error);
  return ds_column_new_reals(g_steal_pointer(&quantiles), n_codes);
}

/* Marks each pair of group and value once. */
static gboolean
count_by_marks(const DsColumn *column, const DsFactor *groups, const DsFactor *values,
               gint64 *counts, GError **error)
{
  g_autofree guint8 *seen =
      ds_try_new0(guint8, groups->n_codes * values->n_codes, "distinct values of groups", error);

  if (!seen)
    return FALSE;
  for (gsize row = 0; row < column->n_rows; row++) {
    guint8 *mark = &seen[(gsize)groups->codes[row] * values->n_codes + values->codes[row]];

    if (!*mark && !ds_column_is_missing(column, row)) {
      *mark = 1;
      counts[groups->codes[row]]++;
    }
  }
  return TRUE;
}

/* The same by crossing the two: each code of the cross is one pair. */
static gboolean
count_by_cross(const DsColumn *column, const DsFactor *groups, const DsFactor *values,
               gint64 *counts, DsProgress *progress, GError **error)
{
  g_autoptr(DsFactor) pairs = ds_factor_cross(groups, values, progress, error);

  if (!pairs)
    return FALSE;
  for (gsize code = 0; code < pairs->n_codes; code++)
    if (!ds_column_is_missing(column, pairs->firsts[code]))
      counts[groups->codes[pairs->firsts[code]]]++;
  return TRUE;
}

DsColumn *
ds_aggregate_distinct(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                      GError **error)
{
  g_autoptr(DsFactor) values = ds_factor_of_column(column, progress, error);
  g_autofree gint64 *counts =
      values ? ds_try_new0(gint64, groups->n_codes, "distinct values of groups", error) : NULL;
  gboolean ok;

  if (!counts)
    return NULL;
  if (values->n_codes == 0 || groups->n_codes <= (gsize)MAX_SEEN / values->n_codes)
    ok = count_by_marks(column, groups, values, counts, error);
  else
    ok = count_by_cross(column, groups, values, counts, progress, error);
  if (!ok)
    return NULL;
  return ds_column_new_ints(DS_TYPE_INT, g_steal_pointer(&counts), groups->n_codes, NULL);
}
