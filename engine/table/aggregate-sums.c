/* engine/table/aggregate-sums.c - counts, sums, means and spreads of groups. */
#include "engine/table/aggregate-sums.h"

#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

enum {
  TASK_BLOCKS = 4,     /* a task is so many blocks, or more where groups are many */
  MAX_CELLS = 1 << 21, /* accumulators of all tasks together */
};

__extension__ typedef __int128 Wide; /* 2^32 rows of 64 bits fit */

/* A group's sum in one task: what there is, and what rounding took from it. */
typedef struct {
  gint64 n;
  double sum, lost;
} Cell;

typedef struct {
  gint64 n;
  Wide sum;
} WideCell;

typedef struct {
  const DsColumn *column;
  const guint32 *codes;
  gsize n_codes, n_tasks, task_rows;
  const double *means; /* second pass: [n_codes] */
  Cell *cells;         /* [n_tasks x n_codes], or */
  WideCell *wide;
} Pass;

static inline void
cell_add(Cell *cell, double x)
{
  const double next = cell->sum + x, part = next - cell->sum;

  cell->lost += (cell->sum - (next - part)) + (x - part);
  cell->sum = next;
}

/* Infinities make the lost part NaN; then the plain sum says what there is to say. */
static inline double
cell_total(const Cell *cell)
{
  return isfinite(cell->lost) ? cell->sum + cell->lost : cell->sum;
}

static void
plan(Pass *pass, const DsColumn *column, const DsFactor *groups)
{
  const gsize n_rows = groups->n_rows, normal = (gsize)TASK_BLOCKS * DS_BLOCK_ROWS;

  *pass = (Pass){ .column = column, .codes = groups->codes, .n_codes = groups->n_codes };
  pass->n_tasks =
      CLAMP((n_rows + normal - 1) / normal, 1, MAX((gsize)MAX_CELLS / MAX(groups->n_codes, 1), 1));
  pass->task_rows = (n_rows + pass->n_tasks - 1) / pass->n_tasks;
}

static gboolean
wide_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const DsColumn *column = pass->column;
  const guint32 *codes = pass->codes;
  const gsize begin = task * pass->task_rows, end = MIN(begin + pass->task_rows, column->n_rows);
  WideCell *cells = pass->wide + task * pass->n_codes;

  if (column->type == DS_TYPE_BOOL)
    for (gsize row = begin; row < end; row++) {
      cells[codes[row]].n += !ds_column_is_missing(column, row);
      cells[codes[row]].sum += column->bools[row]; /* 0 where missing */
    }
  else if (!column->missing)
    for (gsize row = begin; row < end; row++) {
      cells[codes[row]].n++;
      cells[codes[row]].sum += column->ints[row];
    }
  else
    for (gsize row = begin; row < end; row++) {
      cells[codes[row]].n += !ds_column_is_missing(column, row);
      cells[codes[row]].sum += column->ints[row];
    }
  return TRUE;
}

static gboolean
real_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const double *x = pass->column->reals;
  const guint32 *codes = pass->codes;
  const gsize begin = task * pass->task_rows;
  const gsize end = MIN(begin + pass->task_rows, pass->column->n_rows);
  Cell *cells = pass->cells + task * pass->n_codes;

  for (gsize row = begin; row < end; row++)
    if (x[row] == x[row]) {
      cells[codes[row]].n++;
      cell_add(&cells[codes[row]], x[row]);
    }
  return TRUE;
}

/* Squares of deviations from the groups' means. */
#define ADD_SQUARES(value, is_there)                                                               \
  {                                                                                                \
    for (gsize row = begin; row < end; row++)                                                      \
      if (is_there) {                                                                              \
        const double d = (value)-means[codes[row]];                                                \
                                                                                                   \
        cells[codes[row]].n++;                                                                     \
        cell_add(&cells[codes[row]], d *d);                                                        \
      }                                                                                            \
  }

static gboolean
square_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const DsColumn *column = pass->column;
  const guint32 *codes = pass->codes;
  const double *means = pass->means;
  const gsize begin = task * pass->task_rows, end = MIN(begin + pass->task_rows, column->n_rows);
  Cell *cells = pass->cells + task * pass->n_codes;

  if (column->type == DS_TYPE_REAL)
    ADD_SQUARES(column->reals[row], column->reals[row] == column->reals[row])
  else if (column->type == DS_TYPE_BOOL)
    ADD_SQUARES(column->bools[row], !ds_column_is_missing(column, row))
  else
    ADD_SQUARES((double)column->ints[row], !ds_column_is_missing(column, row))
  return TRUE;
}

/* Runs @task over doubles and joins the tasks' cells into the first [n_codes]. (transfer full) */
static Cell *
sum_cells(Pass *pass, gboolean (*task)(gsize, gpointer, GError **), DsProgress *progress,
          GError **error)
{
  g_autofree Cell *cells =
      ds_try_new0(Cell, pass->n_tasks * pass->n_codes, "summing groups", error);

  if (!cells)
    return NULL;
  pass->cells = cells;
  if (!ds_parallel_for(pass->n_tasks, task, pass, progress, error))
    return NULL;
  for (gsize i = pass->n_codes; i < pass->n_tasks * pass->n_codes; i++) {
    Cell *all = &cells[i % pass->n_codes];

    all->n += cells[i].n;
    cell_add(all, cells[i].sum);
    all->lost += cells[i].lost;
  }
  return g_steal_pointer(&cells);
}

static WideCell *
sum_wide(Pass *pass, DsProgress *progress, GError **error)
{
  g_autofree WideCell *cells =
      ds_try_new0(WideCell, pass->n_tasks * pass->n_codes, "summing groups", error);

  if (!cells)
    return NULL;
  pass->wide = cells;
  if (!ds_parallel_for(pass->n_tasks, wide_task, pass, progress, error))
    return NULL;
  for (gsize i = pass->n_codes; i < pass->n_tasks * pass->n_codes; i++) {
    cells[i % pass->n_codes].n += cells[i].n;
    cells[i % pass->n_codes].sum += cells[i].sum;
  }
  return g_steal_pointer(&cells);
}

/* Sum and count of each group as doubles; ints are rounded once, at the end. */
static Cell *
sum_groups(const DsColumn *column, const DsFactor *groups, DsProgress *progress, GError **error)
{
  Pass pass;
  g_autofree WideCell *wide = NULL;
  Cell *cells;

  plan(&pass, column, groups);
  if (column->type == DS_TYPE_REAL)
    return sum_cells(&pass, real_task, progress, error);
  wide = sum_wide(&pass, progress, error);
  cells = wide ? ds_try_new0(Cell, pass.n_codes, "summing groups", error) : NULL;
  for (gsize i = 0; cells && i < pass.n_codes; i++)
    cells[i] = (Cell){ wide[i].n, (double)wide[i].sum, 0.0 };
  return cells;
}

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const gsize begin = task * pass->task_rows;
  const gsize end = MIN(begin + pass->task_rows, pass->column->n_rows);
  WideCell *cells = pass->wide + task * pass->n_codes;

  for (gsize row = begin; row < end; row++)
    cells[pass->codes[row]].n += !ds_column_is_missing(pass->column, row);
  return TRUE;
}

DsColumn *
ds_aggregate_count(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                   GError **error)
{
  Pass pass;
  g_autofree WideCell *cells = NULL;
  gint64 *counts;

  plan(&pass, column, groups);
  cells = ds_try_new0(WideCell, pass.n_tasks * pass.n_codes, "counting groups", error);
  pass.wide = cells;
  if (!cells || !ds_parallel_for(pass.n_tasks, count_task, &pass, progress, error))
    return NULL;
  counts = ds_try_new0(gint64, pass.n_codes, "counting groups", error);
  if (!counts)
    return NULL;
  for (gsize i = 0; i < pass.n_tasks * pass.n_codes; i++)
    counts[i % pass.n_codes] += cells[i].n;
  return ds_column_new_ints(DS_TYPE_INT, counts, pass.n_codes, NULL);
}

static DsColumn *
reals_of_wide(const WideCell *cells, gsize n, GError **error)
{
  double *sums = ds_try_new(double, n, "summing groups", error);

  for (gsize i = 0; sums && i < n; i++)
    sums[i] = cells[i].n > 0 ? (double)cells[i].sum : NAN;
  return sums ? ds_column_new_reals(sums, n) : NULL;
}

/* Exact sums of ints; where one needs more than 64 bits, all become reals and a note says so. */
static DsColumn *
sum_ints(const DsColumn *column, const DsFactor *groups, DsProgress *progress, DsNotes *notes,
         GError **error)
{
  const gsize n = groups->n_codes;
  Pass pass;
  g_autofree WideCell *cells = NULL;
  g_autofree guint64 *missing = NULL;
  gint64 *sums;

  plan(&pass, column, groups);
  cells = sum_wide(&pass, progress, error);
  if (!cells)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (cells[i].sum > G_MAXINT64 || cells[i].sum < G_MININT64) {
      ds_notes_add(notes, "a sum needs more than 64 bits: the sums are shown as real numbers");
      return reals_of_wide(cells, n, error);
    }
  missing = ds_try_new0(guint64, ds_missing_words(n), "summing groups", error);
  sums = missing ? ds_try_new(gint64, n, "summing groups", error) : NULL;
  if (!sums)
    return NULL;
  for (gsize i = 0; i < n; i++) {
    sums[i] = (gint64)cells[i].sum;
    if (cells[i].n == 0)
      missing[i >> 6] |= G_GUINT64_CONSTANT(1) << (i & 63);
  }
  return ds_column_new_ints(DS_TYPE_INT, sums, n, g_steal_pointer(&missing));
}

DsColumn *
ds_aggregate_sum(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                 DsNotes *notes, GError **error)
{
  g_autofree Cell *cells = NULL;
  double *sums;

  if (column->type != DS_TYPE_REAL)
    return sum_ints(column, groups, progress, notes, error);
  cells = sum_groups(column, groups, progress, error);
  sums = cells ? ds_try_new(double, groups->n_codes, "summing groups", error) : NULL;
  for (gsize i = 0; sums && i < groups->n_codes; i++)
    sums[i] = cells[i].n > 0 ? cell_total(&cells[i]) : NAN;
  return sums ? ds_column_new_reals(sums, groups->n_codes) : NULL;
}

/* [n_codes] means, NaN for groups without a value. */
static double *
group_means(const DsColumn *column, const DsFactor *groups, DsProgress *progress, GError **error)
{
  g_autofree Cell *cells = sum_groups(column, groups, progress, error);
  double *means = cells ? ds_try_new(double, groups->n_codes, "summing groups", error) : NULL;

  for (gsize i = 0; means && i < groups->n_codes; i++)
    means[i] = cells[i].n > 0 ? cell_total(&cells[i]) / (double)cells[i].n : NAN;
  return means;
}

DsColumn *
ds_aggregate_mean(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                  GError **error)
{
  double *means = group_means(column, groups, progress, error);

  return means ? ds_column_new_reals(means, groups->n_codes) : NULL;
}

DsColumn *
ds_aggregate_sd(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                GError **error)
{
  g_autofree double *means = group_means(column, groups, progress, error);
  g_autofree Cell *cells = NULL;
  Pass pass;
  double *sds;

  if (!means)
    return NULL;
  plan(&pass, column, groups);
  pass.means = means;
  cells = sum_cells(&pass, square_task, progress, error);
  sds = cells ? ds_try_new(double, pass.n_codes, "summing groups", error) : NULL;
  for (gsize i = 0; sds && i < pass.n_codes; i++)
    sds[i] = cells[i].n > 1 ? sqrt(cell_total(&cells[i]) / (double)(cells[i].n - 1)) : NAN;
  return sds ? ds_column_new_reals(sds, pass.n_codes) : NULL;
}
