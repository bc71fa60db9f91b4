/* engine/table/aggregate-rows.c - least, greatest, first and last values of groups. */
#include "engine/table/aggregate-rows.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/text-order.h"

enum { MAX_TASKS = 8, FEW_GROUPS = 1 << 16 };

/* Each group's best row so far, G_MAXUINT32 = none; the result is those rows of the column. */
typedef struct {
  const DsColumn *column;
  const DsFactor *groups;
  const guint32 *ranks; /* TEXT, for least and greatest: of the strings */
  DsAggKind kind;
  gsize n_tasks, task_rows;
  guint32 *best; /* [n_tasks x n_codes] */
} Pass;

/* Least keeps the earlier of equals, so does greatest: one rule for any number of tasks. */
static gboolean
is_better(const Pass *pass, gsize row, gsize than)
{
  const DsColumn *column = pass->column;
  gboolean less, more;

  if (column->type == DS_TYPE_REAL) {
    less = column->reals[row] < column->reals[than];
    more = column->reals[row] > column->reals[than];
  } else if (column->type == DS_TYPE_BOOL) {
    less = column->bools[row] < column->bools[than];
    more = column->bools[row] > column->bools[than];
  } else if (column->type == DS_TYPE_TEXT) {
    const guint32 a = pass->ranks[column->is_coded ? (gsize)column->codes[row] : row];
    const guint32 b = pass->ranks[column->is_coded ? (gsize)column->codes[than] : than];

    less = a < b;
    more = a > b;
  } else {
    less = column->ints[row] < column->ints[than];
    more = column->ints[row] > column->ints[than];
  }
  return pass->kind == DS_AGG_MIN ? less : more;
}

#define CHOOSE(improves)                                                                           \
  for (gsize row = begin; row < end; row++) {                                                      \
    const guint32 kept = best[codes[row]];                                                         \
                                                                                                   \
    if (!ds_column_is_missing(column, row) && (kept == G_MAXUINT32 || (improves)))                 \
      best[codes[row]] = (guint32)row;                                                             \
  }

static gboolean
choose_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Pass *pass = data;
  const DsColumn *column = pass->column;
  const guint32 *codes = pass->groups->codes;
  const gsize begin = task * pass->task_rows, end = MIN(begin + pass->task_rows, column->n_rows);
  const gsize n_codes = pass->groups->n_codes;
  guint32 *best = pass->best + task * n_codes;

  for (gsize i = 0; i < n_codes; i++)
    best[i] = G_MAXUINT32;
  switch (pass->kind) {
  case DS_AGG_FIRST:
    CHOOSE(FALSE)
    break;
  case DS_AGG_LAST:
    CHOOSE(TRUE)
    break;
  default:
    if (column->type == DS_TYPE_REAL && pass->kind == DS_AGG_MIN)
      CHOOSE(column->reals[row] < column->reals[kept])
    else if (column->type == DS_TYPE_REAL)
      CHOOSE(column->reals[row] > column->reals[kept])
    else
      CHOOSE(is_better(pass, row, kept))
  }
  return TRUE;
}

/* Joins the tasks, which are in row order, into the first [n_codes]. */
static void
join(const Pass *pass)
{
  const gsize n_codes = pass->groups->n_codes;

  for (gsize i = n_codes; i < pass->n_tasks * n_codes; i++) {
    guint32 *kept = &pass->best[i % n_codes];
    const guint32 row = pass->best[i];

    if (row == G_MAXUINT32)
      continue;
    if (*kept == G_MAXUINT32 || pass->kind == DS_AGG_LAST ||
        (pass->kind != DS_AGG_FIRST && is_better(pass, row, *kept)))
      *kept = row;
  }
}

DsColumn *
ds_aggregate_row(const DsColumn *column, DsAggKind kind, const DsFactor *groups,
                 DsProgress *progress, GError **error)
{
  Pass pass = { .column = column, .groups = groups, .kind = kind };
  g_autofree guint32 *ranks = NULL, *best = NULL;
  gsize n_distinct;

  if (column->type == DS_TYPE_TEXT && (kind == DS_AGG_MIN || kind == DS_AGG_MAX)) {
    ranks = ds_strings_rank(&column->strings, &n_distinct, progress, error);
    if (!ranks)
      return NULL;
    pass.ranks = ranks;
  }
  pass.n_tasks = groups->n_codes <= FEW_GROUPS ? MAX_TASKS : 1;
  pass.task_rows = (column->n_rows + pass.n_tasks - 1) / pass.n_tasks;
  best = ds_try_new(guint32, pass.n_tasks * groups->n_codes, "choosing values of groups", error);
  if (!best)
    return NULL;
  pass.best = best;
  if (!ds_parallel_for(pass.n_tasks, choose_task, &pass, progress, error))
    return NULL;
  join(&pass);
  return ds_column_gather(column, best, groups->n_codes, progress, error);
}
