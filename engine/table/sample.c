/* engine/table/sample.c - some rows of a table, drawn at random. */
#include "engine/table/sample.h"

#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/table/key.h"

static const char for_what[] = "a sample";

/* A group of rows: how many it has, how many of them are wanted; both count down while drawing. */
typedef struct {
  guint64 n, wanted;
  double rest; /* of the share that the rounding cut off */
  guint32 id;
} Group;

/* The number of each row's group in order of first appearance. */
static guint32 *
group_rows(const DsTable *table, gsize by, gsize *n_groups, DsProgress *progress, GError **error)
{
  const gsize n = ds_table_n_rows(table);
  g_autoptr(DsColumn) column = ds_table_dense_column(table, by, progress, error);
  g_autoptr(DsKeyIndex) index = NULL;
  g_autofree guint32 *groups = column ? ds_try_new(guint32, n, for_what, error) : NULL;
  guint64 *hashes = groups ? ds_key_hashes(&column, 1, n, progress, error) : NULL;
  guint32 missing = G_MAXUINT32;

  index = hashes ? ds_key_index_new(hashes, n, error) : NULL;
  if (!index)
    return NULL;
  *n_groups = 0;
  for (gsize row = 0; row < n; row++) {
    guint32 first = (guint32)row;

    if (ds_column_is_missing(column, row)) {
      if (missing == G_MAXUINT32)
        missing = (guint32)(*n_groups)++;
      groups[row] = missing;
      continue;
    }
    /* the first row of the same value; hashes that clash are told apart */
    for (first = ds_key_index_first(index, ds_key_index_hash(index, (guint32)row));
         first < row && !ds_key_equal(&column, first, &column, row, 1);
         first = ds_key_index_next(index, first))
      ;
    groups[row] = first < row ? groups[first] : (guint32)(*n_groups)++;
    if (row % 65536 == 0 && !ds_progress_go_on(progress, error))
      return NULL;
  }
  return g_steal_pointer(&groups);
}

/* Greater rests first, earlier groups first among equals. */
static int
compare_rests(const void *a, const void *b)
{
  const Group *x = *(Group *const *)a, *y = *(Group *const *)b;

  if (x->rest != y->rest)
    return x->rest < y->rest ? 1 : -1;
  return (x->id > y->id) - (x->id < y->id);
}

/* Each group's share of the wanted rows; what rounding down left goes to the greatest rests. */
static void
share_out(Group *groups, gsize n_groups, gsize n_rows, gsize n_wanted)
{
  g_autofree Group **order = g_new(Group *, n_groups + 1);
  guint64 given = 0;

  for (gsize i = 0; i < n_groups; i++) {
    const double share = (double)groups[i].n * (double)n_wanted / (double)n_rows;

    groups[i].wanted = MIN((guint64)share, groups[i].n);
    groups[i].rest = share - (double)groups[i].wanted;
    groups[i].id = (guint32)i;
    given += groups[i].wanted;
    order[i] = &groups[i];
  }
  qsort(order, n_groups, sizeof *order, compare_rests);
  for (gsize i = 0; given < n_wanted; i = (i + 1) % n_groups)
    if (order[i]->wanted < order[i]->n) {
      order[i]->wanted++;
      given++;
    }
}

guint32 *
ds_sample_rows(const DsTable *table, gsize n_wanted, gssize by, guint64 seed, gsize *n,
               DsProgress *progress, GError **error)
{
  const gsize n_rows = ds_table_n_rows(table);
  DsRandom random = ds_random_new(seed, 0);
  g_autofree guint32 *of_row = NULL;
  g_autofree Group *groups = NULL;
  gsize n_groups = 1, n_drawn = 0;
  guint32 *rows;

  n_wanted = MIN(n_wanted, n_rows);
  ds_progress_stage(progress, "sampling");
  if (by >= 0 && !(of_row = group_rows(table, (gsize)by, &n_groups, progress, error)))
    return NULL;
  groups = g_new0(Group, n_groups + 1);
  for (gsize row = 0; of_row && row < n_rows; row++)
    groups[of_row[row]].n++;
  if (!of_row)
    groups[0].n = n_rows;
  if (n_wanted > 0)
    share_out(groups, n_groups, n_rows, n_wanted);
  rows = ds_try_new(guint32, n_wanted, for_what, error);
  for (gsize row = 0; rows && row < n_rows && n_drawn < n_wanted; row++) {
    Group *group = &groups[of_row ? of_row[row] : 0];

    if (group->wanted > 0 && ds_random_below(&random, group->n) < group->wanted) {
      rows[n_drawn++] = (guint32)row;
      group->wanted--;
    }
    group->n--;
    if (row % 65536 == 0 && !ds_progress_go_on(progress, error)) {
      g_free(rows);
      return NULL;
    }
  }
  *n = n_drawn;
  return rows;
}
