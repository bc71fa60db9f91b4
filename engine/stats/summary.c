/* engine/stats/summary.c - the profile of a table: one row a column. */
#include "engine/stats/summary.h"

#include <math.h>

#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"
#include "engine/table/column-facts.h"

enum { BIG_ROWS = 4000000 }; /* from here the scratch of two columns at once is too much */

#define MAX_EXACT_INT (G_GINT64_CONSTANT(1) << 53)

typedef struct {
  const DsTable *table;
  const gsize *cols;
  DsProgress *progress;
} Prepare;

static gboolean
prepare_column(gsize i, gpointer data, GError **error)
{
  const Prepare *prepare = data;
  g_autoptr(DsColumn) column =
      ds_table_dense_column(prepare->table, prepare->cols[i], prepare->progress, error);

  if (!column || !ds_column_facts(column, prepare->progress, error))
    return FALSE;
  ds_progress_add(prepare->progress, 1);
  return TRUE;
}

gboolean
ds_prepare_facts(const DsTable *table, const gsize *cols, gsize n_cols, DsProgress *progress,
                 GError **error)
{
  Prepare prepare = { table, cols, progress };

  ds_progress_stage(progress, "describing");
  ds_progress_set(progress, 0, n_cols);
  if (n_cols > 1 && ds_table_n_rows(table) < BIG_ROWS)
    return ds_parallel_for(n_cols, prepare_column, &prepare, progress, error);
  for (gsize i = 0; i < n_cols; i++)
    if (!prepare_column(i, &prepare, error))
      return FALSE;
  return TRUE;
}

/* Columns of the result, in the order of their schema. */
enum {
  COLUMN,
  TYPE,
  COUNT,
  MISSING,
  DISTINCT,
  MEAN,
  SD,
  MIN_,
  Q1,
  MEDIAN,
  Q3,
  MAX_,
  SKEWNESS,
  KURTOSIS,
  ZEROS,
  TOP,
  TOP_COUNT,
  FIRST,
  LAST
};

static const char schema[] =
    "column:text,type:text,count:int,missing:int,distinct:int,mean:real,sd:real,min:real,q1:real,"
    "median:real,q3:real,max:real,skewness:real,kurtosis:real,zeros:int,top:text,top_count:int,"
    "first:text,last:text";

static void
append_row_text(DsTableBuilder *builder, guint col, const DsColumn *column, gsize row)
{
  g_autoptr(GString) text = g_string_new(NULL);

  if (ds_column_append_cell(column, row, text))
    ds_table_builder_bytes(builder, col, text->str, text->len);
}

static void
append_numbers(DsTableBuilder *builder, const DsColumnFacts *facts)
{
  const DsMoments *m = &facts->moments;

  ds_table_builder_real(builder, MEAN, m->mean);
  ds_table_builder_real(builder, SD, m->sd);
  ds_table_builder_real(builder, MIN_, m->min);
  ds_table_builder_real(builder, Q1, facts->q1);
  ds_table_builder_real(builder, MEDIAN, facts->median);
  ds_table_builder_real(builder, Q3, facts->q3);
  ds_table_builder_real(builder, MAX_, m->max);
  ds_table_builder_real(builder, SKEWNESS, m->skewness);
  ds_table_builder_real(builder, KURTOSIS, m->kurtosis);
  ds_table_builder_int(builder, ZEROS, (gint64)m->n_zeros);
}

/* The column's own way to write a value that need not be one of its cells. */
static void
append_moment(DsTableBuilder *builder, guint col, const DsColumn *column, gint64 value)
{
  gint64 *values = g_new(gint64, 1);
  DsColumn *cell;

  values[0] = value;
  cell = ds_column_new_ints(column->type, values, 1, NULL);
  ds_column_set_style(cell, column->style);
  append_row_text(builder, col, cell, 0);
  ds_column_unref(cell);
}

static void
note_limits(const char *name, const DsColumn *column, const DsMoments *m, DsNotes *notes)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  if (m->n_infinite > 0)
    ds_notes_add(notes, "\"%s\" holds %" G_GSIZE_FORMAT " infinite values; they have no mean or sd",
                 shown, m->n_infinite);
  if (column->type == DS_TYPE_INT && (m->first < -MAX_EXACT_INT || m->last > MAX_EXACT_INT))
    ds_notes_add(notes,
                 "\"%s\" goes from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                 "; min, quartiles and max are shown as the nearest doubles",
                 shown, m->first, m->last);
}

/* Appends the row of one column and pads its shorter cells. */
static gboolean
append_column(DsTableBuilder *builder, const DsTable *table, gsize col, DsProgress *progress,
              DsNotes *notes, GError **error)
{
  g_autoptr(DsColumn) column = ds_table_dense_column(table, col, progress, error);
  const DsColumnFacts *facts = column ? ds_column_facts(column, progress, error) : NULL;
  const gsize done = ds_table_builder_rows(builder, COLUMN) + 1;

  if (!facts)
    return FALSE;
  ds_table_builder_text(builder, COLUMN, ds_table_column_name(table, col));
  ds_table_builder_text(builder, TYPE, ds_type_name(column->type));
  ds_table_builder_int(builder, COUNT, (gint64)ds_column_count(column));
  ds_table_builder_int(builder, MISSING, (gint64)column->n_missing);
  ds_table_builder_int(builder, DISTINCT, (gint64)facts->n_distinct);
  if (column->type == DS_TYPE_INT || column->type == DS_TYPE_REAL || column->type == DS_TYPE_BOOL)
    append_numbers(builder, facts);
  if ((column->type == DS_TYPE_DATE || column->type == DS_TYPE_TIME) && facts->moments.n > 0) {
    append_moment(builder, FIRST, column, facts->moments.first);
    append_moment(builder, LAST, column, facts->moments.last);
  }
  if (facts->n_tops > 0) {
    append_row_text(builder, TOP, column, facts->tops[0].row);
    ds_table_builder_int(builder, TOP_COUNT, (gint64)facts->tops[0].count);
  }
  note_limits(ds_table_column_name(table, col), column, &facts->moments, notes);
  for (guint i = 0; i <= LAST; i++)
    if (ds_table_builder_rows(builder, i) < done)
      ds_table_builder_missing(builder, i);
  return TRUE;
}

const DsTable *
ds_describe(const DsTable *table, const gsize *cols, gsize n_cols, DsProgress *progress,
            DsNotes *notes, GError **error)
{
  g_autoptr(DsTableBuilder) builder = ds_table_builder_new(schema);
  g_autofree gsize *all = NULL;

  if (n_cols == 0) {
    n_cols = ds_table_n_columns(table);
    all = g_new(gsize, n_cols);
    for (gsize i = 0; i < n_cols; i++)
      all[i] = i;
    cols = all;
  }
  if (!ds_prepare_facts(table, cols, n_cols, progress, error))
    return NULL;
  for (gsize i = 0; i < n_cols; i++)
    if (!append_column(builder, table, cols[i], progress, notes, error))
      return NULL;
  return ds_table_builder_build(g_steal_pointer(&builder));
}
