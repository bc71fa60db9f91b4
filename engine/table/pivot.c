/* engine/table/pivot.c - a cross table: the values of one column down, of another across. */
#include "engine/table/pivot.h"

#include "engine/base/memory.h"
#include "engine/base/text.h"

/* What a value is called as a column. (transfer full) */
static char *
name_of(const DsColumn *column, gsize row)
{
  g_autoptr(GString) text = g_string_new(NULL);

  if (!ds_column_append_cell(column, row, text))
    return g_strdup("(missing)");
  if (text->len == 0)
    return g_strdup("(empty)");
  return g_utf8_make_valid(text->str, (gssize)text->len);
}

static DsColumn *
zeros_where_missing(DsColumn *column)
{
  gint64 *values = g_new(gint64, column->n_rows);

  for (gsize row = 0; row < column->n_rows; row++)
    values[row] = column->ints[row]; /* 0 under missing cells */
  return ds_column_new_ints(DS_TYPE_INT, values, column->n_rows, NULL);
}

/* A pivot as it is made: cells are the groups of (row, across). */
typedef struct {
  const DsFactor *down, *across, *cells;
  const DsColumn *values; /* [cells->n_codes] */
  gboolean is_count;
  guint32 *starts; /* [across->n_codes + 1]: of each value's cells in */
  guint32 *order;  /* [cells->n_codes] */
} Pivot;

/* Puts the cells of each value of across side by side. */
static gboolean
order_cells(Pivot *pivot, GError **error)
{
  const gsize n_across = pivot->across->n_codes, n_cells = pivot->cells->n_codes;
  const guint32 *codes = pivot->across->codes, *firsts = pivot->cells->firsts;
  guint32 next = 0;

  pivot->starts = ds_try_new0(guint32, n_across + 1, "a pivot", error);
  pivot->order = pivot->starts ? ds_try_new(guint32, n_cells, "a pivot", error) : NULL;
  if (!pivot->order)
    return FALSE;
  for (gsize cell = 0; cell < n_cells; cell++)
    pivot->starts[codes[firsts[cell]]]++;
  for (gsize code = 0; code <= n_across; code++) {
    next += pivot->starts[code];
    pivot->starts[code] = next; /* its end: filled from behind, it becomes the start */
  }
  for (gsize cell = n_cells; cell > 0; cell--)
    pivot->order[--pivot->starts[codes[firsts[cell - 1]]]] = (guint32)cell - 1;
  return TRUE;
}

/* The column of value @code of across. */
static DsColumn *
column_of(const Pivot *pivot, guint32 code, guint32 *places, DsProgress *progress, GError **error)
{
  const gsize n = pivot->down->n_codes;
  DsColumn *column, *filled;

  for (gsize i = 0; i < n; i++)
    places[i] = G_MAXUINT32;
  for (gsize i = pivot->starts[code]; i < pivot->starts[code + 1]; i++)
    places[pivot->down->codes[pivot->cells->firsts[pivot->order[i]]]] = pivot->order[i];
  column = ds_column_gather(pivot->values, places, n, progress, error);
  if (!column || !pivot->is_count)
    return column;
  filled = zeros_where_missing(column);
  ds_column_unref(column);
  return filled;
}

static gboolean
check_width(const DsFactor *across, const char *name, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  if (across->n_codes <= DS_PIVOT_MAX_COLUMNS)
    return TRUE;
  g_set_error(
      error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
      "column \"%s\" has %" G_GSIZE_FORMAT
      " values, more than the %d columns a pivot may have; put it down the side or use group",
      shown, across->n_codes, DS_PIVOT_MAX_COLUMNS);
  return FALSE;
}

static const DsTable *
pivot_table(const Pivot *pivot, const DsColumn *keys, const char *key_name, const DsColumn *tops,
            DsProgress *progress, GError **error)
{
  const gsize n = pivot->across->n_codes + 1;
  g_autofree guint32 *places = ds_try_new(guint32, pivot->down->n_codes, "a pivot", error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) columns =
      g_ptr_array_new_with_free_func((GDestroyNotify)(gpointer)ds_column_unref);
  DsColumn *column = NULL;

  if (places)
    column = ds_column_gather(keys, pivot->down->firsts, pivot->down->n_codes, progress, error);
  if (!column)
    return NULL;
  g_ptr_array_add(names, g_strdup(key_name));
  g_ptr_array_add(columns, column);
  for (gsize i = 1; i < n; i++) {
    g_autofree char *name = name_of(tops, pivot->across->firsts[i - 1]);

    column = column_of(pivot, (guint32)i - 1, places, progress, error);
    if (!column)
      return NULL;
    g_ptr_array_add(columns, column);
    g_ptr_array_add(names, ds_table_unique_name((const char *const *)names->pdata, i, name));
  }
  return ds_table_new((const char *const *)names->pdata, (DsColumn *const *)columns->pdata, n,
                      pivot->down->n_codes);
}

const DsTable *
ds_pivot(const DsTable *table, gsize row, gsize across, const DsAggregate *aggregate,
         DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autoptr(DsColumn) keys = ds_table_dense_column(table, row, progress, error);
  g_autoptr(DsColumn) tops = keys ? ds_table_dense_column(table, across, progress, error) : NULL;
  g_autoptr(DsFactor) down = tops ? ds_factor_of_column(keys, progress, error) : NULL;
  g_autoptr(DsFactor) over = down ? ds_factor_of_column(tops, progress, error) : NULL;
  g_autoptr(DsFactor) cells = NULL;
  g_autoptr(DsColumn) values = NULL;
  const DsTable *result = NULL;
  Pivot pivot;

  ds_progress_stage(progress, "grouping");
  if (!over || !check_width(over, ds_table_column_name(table, across), error))
    return NULL;
  cells = ds_factor_cross(down, over, progress, error);
  values = cells ? ds_aggregate_column(table, aggregate, cells, progress, notes, error) : NULL;
  if (!values)
    return NULL;
  pivot = (Pivot){ .down = down, .across = over, .cells = cells, .values = values };
  pivot.is_count = aggregate->kind == DS_AGG_COUNT || aggregate->kind == DS_AGG_DISTINCT;
  if (order_cells(&pivot, error))
    result = pivot_table(&pivot, keys, ds_table_column_name(table, row), tops, progress, error);
  g_free(pivot.starts);
  g_free(pivot.order);
  return result;
}
