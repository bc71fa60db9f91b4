/* engine/stats/overview.c - a table on one page, in words. */
#include "engine/stats/overview.h"

#include <math.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/stats/duplicates.h"
#include "engine/stats/sparkline.h"
#include "engine/stats/summary.h"
#include "engine/table/builder.h"

enum { VALUE_CELLS = 30, DIGITS = 4 };

/* A cell for a sentence: short, printable. (transfer full) */
static char *
cell_words(const DsColumn *column, gsize row)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *shown = NULL;
  char number[DS_NUMBER_CHARS];

  if (column->type == DS_TYPE_REAL) {
    ds_number_format_short(number, column->reals[row], DIGITS + 2);
    return g_strdup(number);
  }
  ds_column_append_cell(column, row, text);
  shown = ds_text_for_terminal(text->str, (gssize)text->len);
  return *shown ? ds_text_fit(shown, VALUE_CELLS, FALSE) : g_strdup("the empty text");
}

typedef struct {
  char text[DS_NUMBER_CHARS];
} Short;

static Short
shorten(double value)
{
  Short number;

  ds_number_format_short(number.text, value, DIGITS);
  return number;
}

/* "44.2 %", never 0 % or 100 % for what is not none or all. */
static Short
percent(gsize part, gsize whole)
{
  const double share = 100.0 * (double)part / (double)MAX(whole, 1);
  Short text;

  if (part > 0 && share < 0.1)
    g_strlcpy(text.text, "under 0.1 %", sizeof text.text);
  else if (part < whole && share > 99.9)
    g_strlcpy(text.text, "over 99.9 %", sizeof text.text);
  else
    g_snprintf(text.text, sizeof text.text, "%s %%", shorten(round(share * 10.0) / 10.0).text);
  return text;
}

static char *
says_moment(const DsColumn *column, const DsColumnFacts *facts)
{
  char first[DS_MOMENT_CHARS], last[DS_MOMENT_CHARS];

  if (column->type == DS_TYPE_DATE) {
    ds_moment_format_date(first, facts->moments.first);
    ds_moment_format_date(last, facts->moments.last);
  } else {
    ds_moment_format_time(first, facts->moments.first, column->style);
    ds_moment_format_time(last, facts->moments.last, column->style);
  }
  return g_strdup_printf("from %s to %s", first, last);
}

static char *
says_number(const DsColumn *column, const DsColumnFacts *facts)
{
  const DsMoments *m = &facts->moments;

  if (m->n_infinite > 0)
    return g_strdup_printf("%s are infinite", percent(m->n_infinite, m->n).text);
  if (2 * m->n_zeros > m->n)
    return g_strdup_printf("%s are 0, the greatest is %s", percent(m->n_zeros, m->n).text,
                           shorten(m->max).text);
  if (column->type == DS_TYPE_INT && facts->n_distinct == m->n && m->n > 2)
    return g_strdup_printf("every value is different, %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                           m->first, m->last);
  if (fabs(m->skewness) > 3.0)
    return g_strdup_printf("long tail: median %s, but as far as %s", shorten(facts->median).text,
                           shorten(m->skewness > 0.0 ? m->max : m->min).text);
  return g_strdup_printf("median %s, half of them from %s to %s", shorten(facts->median).text,
                         shorten(facts->q1).text, shorten(facts->q3).text);
}

static char *
says_text(const DsColumn *column, const DsColumnFacts *facts)
{
  const gsize count = ds_column_count(column);
  g_autofree char *top = cell_words(column, facts->tops[0].row);

  if (facts->n_distinct == count && count > 2)
    return g_strdup("every value is different");
  return g_strdup_printf("most often %s, %s", top, percent(facts->tops[0].count, count).text);
}

char *
ds_overview_says(const DsColumn *column, const DsColumnFacts *facts)
{
  const gsize count = ds_column_count(column);
  gsize n_true;

  if (column->n_rows == 0)
    return g_strdup("no rows");
  if (count == 0)
    return g_strdup("no value at all");
  if (2 * column->n_missing > column->n_rows)
    return g_strdup_printf("%s are missing", percent(column->n_missing, column->n_rows).text);
  if (facts->n_distinct == 1) {
    g_autofree char *only = cell_words(column, facts->tops[0].row);

    return g_strdup_printf("always %s", only);
  }
  switch (column->type) {
  case DS_TYPE_TEXT:
    return says_text(column, facts);
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    return says_moment(column, facts);
  case DS_TYPE_BOOL:
    n_true = count - facts->moments.n_zeros;
    return g_strdup_printf("true in %s", percent(n_true, count).text);
  default:
    return says_number(column, facts);
  }
}

static gboolean
note_table(const DsTable *table, DsProgress *progress, DsNotes *notes, GError **error)
{
  const gsize n_rows = ds_table_n_rows(table), n_columns = ds_table_n_columns(table);
  g_autofree char *memory = g_format_size_full(ds_table_memory(table), G_FORMAT_SIZE_IEC_UNITS);
  gsize n_missing = 0, n_duplicates;

  for (gsize col = 0; col < n_columns; col++) {
    g_autoptr(DsColumn) column = ds_table_dense_column(table, col, progress, error);

    if (!column)
      return FALSE;
    n_missing += column->n_missing;
  }
  if (!ds_duplicates_count(table, &n_duplicates, progress, error))
    return FALSE;
  ds_notes_add(notes, "%" G_GSIZE_FORMAT " row%s and %" G_GSIZE_FORMAT " column%s, %s in memory",
               n_rows, n_rows == 1 ? "" : "s", n_columns, n_columns == 1 ? "" : "s", memory);
  if (n_missing == 0)
    ds_notes_add(notes, "no cell is missing");
  else
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " cells are missing (%s)",
                 n_missing, n_rows * n_columns, percent(n_missing, n_rows * n_columns).text);
  if (n_duplicates == 0)
    ds_notes_add(notes, "no row is there twice");
  else
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " row%s an earlier one", n_duplicates,
                 n_duplicates == 1 ? " repeats" : "s repeat");
  return TRUE;
}

const DsTable *
ds_overview(const DsTable *table, DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autoptr(DsTableBuilder) builder =
      ds_table_builder_new("column:text,type:text,missing:int,distinct:int,shape:text,says:text");
  const gsize n_columns = ds_table_n_columns(table);
  g_autofree gsize *cols = g_new(gsize, n_columns);

  for (gsize i = 0; i < n_columns; i++)
    cols[i] = i;
  if (!ds_prepare_facts(table, cols, n_columns, progress, error))
    return NULL;
  for (gsize i = 0; i < n_columns; i++) {
    g_autoptr(DsColumn) column = ds_table_dense_column(table, i, progress, error);
    const DsColumnFacts *facts = column ? ds_column_facts(column, progress, error) : NULL;
    g_autofree char *shape = NULL, *says = NULL;

    if (!facts)
      return NULL;
    shape = ds_sparkline(facts->bars, facts->n_bars, FALSE);
    says = ds_overview_says(column, facts);
    ds_table_builder_text(builder, 0, ds_table_column_name(table, i));
    ds_table_builder_text(builder, 1, ds_type_name(column->type));
    ds_table_builder_int(builder, 2, (gint64)column->n_missing);
    ds_table_builder_int(builder, 3, (gint64)facts->n_distinct);
    ds_table_builder_text(builder, 4, shape);
    ds_table_builder_text(builder, 5, says);
  }
  if (!note_table(table, progress, notes, error))
    return NULL;
  return ds_table_builder_build(g_steal_pointer(&builder));
}
