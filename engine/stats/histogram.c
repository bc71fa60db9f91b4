/* engine/stats/histogram.c - how many values lie in each of equally wide bins. */
#include "engine/stats/histogram.h"

#include "engine/base/memory.h"
#include "engine/base/moment.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"
#include "engine/table/factor.h"

enum { MAX_CELLS = 1000000 }; /* rows of the result */

enum { BIN_LOW, BIN_HIGH, COUNT, DENSITY, BY };

/* The type of the edges: the column's own for dates and times. */
static DsType
edge_type(const DsColumn *column)
{
  const gboolean is_moment = column->type == DS_TYPE_DATE || column->type == DS_TYPE_TIME;

  return is_moment ? column->type : DS_TYPE_REAL;
}

static void
append_edge(DsTableBuilder *builder, guint col, const DsColumn *column, double edge)
{
  if (edge_type(column) == DS_TYPE_REAL)
    ds_table_builder_real(builder, col, edge);
  else
    ds_table_builder_int(builder, col, (gint64)edge);
}

/* Density is per unit of the column; microseconds would be too small a unit to read. */
static double
width_of(const DsColumn *column, double low, double high)
{
  return column->type == DS_TYPE_TIME ? (high - low) / 1e6 : high - low;
}

/* One group's bins. */
static void
append_bins(DsTableBuilder *builder, const DsColumn *column, const DsBinning *binning,
            const gint64 *counts, const DsColumn *by, gsize by_row)
{
  gint64 total = 0;

  for (guint i = 0; i < binning->n_bins; i++)
    total += counts[i];
  for (guint i = 0; i < binning->n_bins; i++) {
    const double low = binning->edges[i], high = binning->edges[i + 1];
    const double width = width_of(column, low, high);

    append_edge(builder, BIN_LOW, column, low);
    append_edge(builder, BIN_HIGH, column, high);
    ds_table_builder_int(builder, COUNT, counts[i]);
    if (total > 0 && width > 0.0)
      ds_table_builder_real(builder, DENSITY, (double)counts[i] / (double)total / width);
    else
      ds_table_builder_missing(builder, DENSITY);
    if (by && ds_column_is_missing(by, by_row))
      ds_table_builder_missing(builder, BY);
    else if (by)
      ds_table_builder_cell(builder, BY, by, by_row);
  }
}

static void
note_left_out(const DsBinning *binning, const DsColumn *column, DsNotes *notes)
{
  if (binning->n_infinite > 0)
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " infinite values are left out", binning->n_infinite);
  if (column->n_missing > 0)
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " missing values are left out", column->n_missing);
  if (binning->n_bins == 0)
    ds_notes_add(notes, "the column has no value to count");
}

static gboolean
check_groups(const DsFactor *groups, const DsBinning *binning, const char *name, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  if (binning->n_bins == 0 || groups->n_codes <= (gsize)MAX_CELLS / binning->n_bins)
    return TRUE;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
              "column \"%s\" has %" G_GSIZE_FORMAT
              " values, too many for a histogram each; split by a column with fewer, or give bins=",
              shown, groups->n_codes);
  return FALSE;
}

static const DsTable *
histogram_table(const DsTable *table, const DsColumn *column, const DsBinning *binning, gssize by,
                DsProgress *progress, GError **error)
{
  g_autoptr(DsTableBuilder) builder = ds_table_builder_new("");
  g_autoptr(DsColumn) keys = NULL;
  g_autoptr(DsFactor) groups = NULL;
  g_autofree gint64 *counts = NULL;
  gsize n_groups = 1;

  ds_table_builder_column(builder, "bin_low", edge_type(column));
  ds_table_builder_column(builder, "bin_high", edge_type(column));
  ds_table_builder_column(builder, "count", DS_TYPE_INT);
  ds_table_builder_column(builder, "density", DS_TYPE_REAL);
  if (by >= 0) {
    const char *name = ds_table_column_name(table, (gsize)by);

    keys = ds_table_dense_column(table, (gsize)by, progress, error);
    groups = keys ? ds_factor_of_column(keys, progress, error) : NULL;
    if (!groups || !check_groups(groups, binning, name, error))
      return NULL;
    ds_table_builder_column(builder, name, keys->type);
    n_groups = groups->n_codes;
  }
  counts = ds_try_new(gint64, n_groups * binning->n_bins, "counting into bins", error);
  if (!counts || !ds_binning_count(binning, column, groups ? groups->codes : NULL, n_groups, counts,
                                   progress, error))
    return NULL;
  for (gsize i = 0; i < n_groups; i++)
    append_bins(builder, column, binning, counts + i * binning->n_bins, keys,
                groups ? groups->firsts[i] : 0);
  return ds_table_builder_build(g_steal_pointer(&builder));
}

const DsTable *
ds_histogram(const DsTable *table, gsize col, DsBins bins, gssize by, DsProgress *progress,
             DsNotes *notes, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_table_column_name(table, col), -1);
  g_autoptr(DsColumn) column = ds_table_dense_column(table, col, progress, error);
  const DsTable *result;
  DsBinning binning;

  if (!column)
    return NULL;
  if (column->type == DS_TYPE_TEXT) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
                "column \"%s\" is text and has no histogram; use freq to count its values", shown);
    return NULL;
  }
  ds_progress_stage(progress, "counting");
  if (!ds_binning_of_column(&binning, column, bins, progress, notes, error))
    return NULL;
  note_left_out(&binning, column, notes);
  result = histogram_table(table, column, &binning, by, progress, error);
  ds_binning_clear(&binning);
  return result;
}
