/* engine/table/group.c - a table grouped by some of its columns, with aggregates. */
#include "engine/table/group.h"

/* The result as it grows. */
typedef struct {
  GPtrArray *names;   /* owned */
  GPtrArray *columns; /* owned */
} Result;

static void
result_add(Result *result, const char *name, DsColumn *column)
{
  const char *const *taken = (const char *const *)result->names->pdata;

  g_ptr_array_add(result->names, ds_table_unique_name(taken, result->names->len, name));
  g_ptr_array_add(result->columns, column);
}

static gboolean
add_keys(Result *result, const DsTable *table, const gsize *keys, gsize n_keys,
         const DsFactor *groups, DsProgress *progress, GError **error)
{
  for (gsize i = 0; i < n_keys; i++) {
    g_autoptr(DsColumn) column = ds_table_dense_column(table, keys[i], progress, error);
    DsColumn *key =
        column ? ds_column_gather(column, groups->firsts, groups->n_codes, progress, error) : NULL;

    if (!key)
      return FALSE;
    result_add(result, ds_table_column_name(table, keys[i]), key);
  }
  return TRUE;
}

static gboolean
add_aggregates(Result *result, const DsTable *table, const DsAggregate *aggregates,
               gsize n_aggregates, const DsFactor *groups, DsProgress *progress, DsNotes *notes,
               GError **error)
{
  for (gsize i = 0; i < n_aggregates; i++) {
    g_autofree char *name = ds_aggregate_name(&aggregates[i], table);
    DsColumn *column = ds_aggregate_column(table, &aggregates[i], groups, progress, notes, error);

    if (!column)
      return FALSE;
    result_add(result, name, column);
    ds_progress_set(progress, i + 1, n_aggregates);
  }
  return TRUE;
}

const DsTable *
ds_group(const DsTable *table, const gsize *keys, gsize n_keys, const DsAggregate *aggregates,
         gsize n_aggregates, DsProgress *progress, DsNotes *notes, GError **error)
{
  const DsAggregate count = { .kind = DS_AGG_COUNT, .col = -1 };
  g_autoptr(DsFactor) groups = NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) columns =
      g_ptr_array_new_with_free_func((GDestroyNotify)(gpointer)ds_column_unref);
  Result result = { names, columns };

  if (n_aggregates == 0) {
    aggregates = &count;
    n_aggregates = 1;
  }
  ds_progress_stage(progress, "grouping");
  groups = ds_factor_of_table(table, keys, n_keys, progress, error);
  if (!groups || !add_keys(&result, table, keys, n_keys, groups, progress, error) ||
      !add_aggregates(&result, table, aggregates, n_aggregates, groups, progress, notes, error))
    return NULL;
  return ds_table_new((const char *const *)names->pdata, (DsColumn *const *)columns->pdata,
                      columns->len, groups->n_codes);
}
