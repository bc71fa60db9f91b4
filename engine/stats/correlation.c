/* engine/stats/correlation.c - how strongly two columns go together. */
#include "engine/stats/correlation.h"

#include <math.h>

#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/stats/correlation-pearson.h"
#include "engine/stats/correlation-ranks.h"
#include "engine/stats/student.h"
#include "engine/table/builder.h"

/* From here one pair at a time, so that its loops use all cores and its scratch is there once. */
enum { BIG_ROWS = 2000000 };

/* Two points always lie on a line, which says nothing. */
static double
p_of(double r, gsize n)
{
  return n == 2 && !isnan(r) ? 1.0 : ds_student_of_correlation(r, (double)n - 2.0);
}

/* @a_codes, @b_codes are needed by the methods of ranks only. */
static gboolean
correlate_pair(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b,
               const DsFactor *b_codes, DsCorrMethod method, DsCorrelation *correlation,
               DsProgress *progress, GError **error)
{
  if (method == DS_CORR_KENDALL)
    return ds_kendall(a, a_codes, b, b_codes, correlation, progress, error);
  if (method == DS_CORR_PEARSON
          ? !ds_pearson_of_columns(a, b, correlation, progress, error)
          : !ds_spearman(a, a_codes, b, b_codes, correlation, progress, error))
    return FALSE;
  correlation->p = p_of(correlation->r, correlation->n);
  return TRUE;
}

gboolean
ds_correlation_of_columns(const DsColumn *a, const DsColumn *b, DsCorrMethod method,
                          DsCorrelation *correlation, DsProgress *progress, GError **error)
{
  g_autoptr(DsFactor) a_codes = NULL, b_codes = NULL;

  if (method != DS_CORR_PEARSON) {
    a_codes = ds_factor_of_column(a, progress, error);
    b_codes = a_codes ? ds_factor_of_column(b, progress, error) : NULL;
    if (!b_codes)
      return FALSE;
  }
  return correlate_pair(a, a_codes, b, b_codes, method, correlation, progress, error);
}

typedef struct {
  gsize n_cols;
  DsColumn **columns; /* [n_cols] */
  DsFactor **factors; /* [n_cols], or of NULLs */
  DsCorrMethod method;
  DsCorrelation *results; /* [n_pairs] */
  gsize (*pairs)[2];      /* [n_pairs] */
  DsProgress *progress;
} Matrix;

static gboolean
run_pair(gsize pair, gpointer data, GError **error)
{
  const Matrix *m = data;
  const gsize a = m->pairs[pair][0], b = m->pairs[pair][1];

  if (!correlate_pair(m->columns[a], m->factors[a], m->columns[b], m->factors[b], m->method,
                      &m->results[pair], m->progress, error))
    return FALSE;
  ds_progress_add(m->progress, 1);
  return TRUE;
}

static gboolean
run_pairs(Matrix *m, gsize n_pairs, GError **error)
{
  ds_progress_stage(m->progress, "correlating");
  ds_progress_set(m->progress, 0, n_pairs);
  if (m->columns[0]->n_rows < BIG_ROWS)
    return ds_parallel_for(n_pairs, run_pair, m, m->progress, error);
  for (gsize pair = 0; pair < n_pairs; pair++)
    if (!run_pair(pair, m, error))
      return FALSE;
  return TRUE;
}

static gboolean
load_columns(Matrix *m, const DsTable *table, const gsize *cols, GError **error)
{
  for (gsize i = 0; i < m->n_cols; i++) {
    m->columns[i] = ds_table_dense_column(table, cols[i], m->progress, error);
    if (!m->columns[i])
      return FALSE;
    if (m->method != DS_CORR_PEARSON) {
      m->factors[i] = ds_factor_of_column(m->columns[i], m->progress, error);
      if (!m->factors[i])
        return FALSE;
    }
  }
  return TRUE;
}

static const DsTable *
matrix_table(const Matrix *m, const DsTable *table, const gsize *cols, gsize n_pairs)
{
  g_autoptr(DsTableBuilder) builder = ds_table_builder_new("a:text,b:text,r:real,p:real,n:int");

  for (gsize i = 0; i < n_pairs; i++) {
    const DsCorrelation *found = &m->results[i];

    ds_table_builder_text(builder, 0, ds_table_column_name(table, cols[m->pairs[i][0]]));
    ds_table_builder_text(builder, 1, ds_table_column_name(table, cols[m->pairs[i][1]]));
    ds_table_builder_real(builder, 2, found->r);
    ds_table_builder_real(builder, 3, found->p);
    ds_table_builder_int(builder, 4, (gint64)found->n);
  }
  return ds_table_builder_build(g_steal_pointer(&builder));
}

static const DsTable *
correlate_columns(const DsTable *table, const gsize *cols, gsize n_cols, DsCorrMethod method,
                  DsProgress *progress, GError **error)
{
  const gsize n_pairs = n_cols * (n_cols - 1) / 2;
  g_autofree gsize *pairs = g_new(gsize, 2 * n_pairs);
  g_autofree DsCorrelation *results = g_new0(DsCorrelation, n_pairs);
  Matrix m = { .n_cols = n_cols, .method = method, .results = results, .progress = progress };
  const DsTable *result = NULL;
  gsize next = 0;

  m.pairs = (gpointer)pairs;
  for (gsize a = 0; a < n_cols; a++)
    for (gsize b = a + 1; b < n_cols; b++) {
      m.pairs[next][0] = a;
      m.pairs[next++][1] = b;
    }
  m.columns = g_new0(DsColumn *, n_cols);
  m.factors = g_new0(DsFactor *, n_cols);
  if (load_columns(&m, table, cols, error) && run_pairs(&m, n_pairs, error))
    result = matrix_table(&m, table, cols, n_pairs);
  for (gsize i = 0; i < n_cols; i++) {
    ds_column_unref(m.columns[i]);
    ds_factor_free(m.factors[i]);
  }
  g_free(m.columns);
  g_free(m.factors);
  return result;
}

/* All columns of numbers. (transfer full) */
static gsize *
number_columns(const DsTable *table, gsize *n)
{
  gsize *cols = g_new(gsize, ds_table_n_columns(table));

  *n = 0;
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const DsType type = ds_table_stored_column(table, col)->type;

    if (type == DS_TYPE_INT || type == DS_TYPE_REAL)
      cols[(*n)++] = col;
  }
  return cols;
}

const DsTable *
ds_correlate(const DsTable *table, const gsize *cols, gsize n_cols, DsCorrMethod method,
             DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autofree gsize *numbers = NULL;

  if (n_cols == 0)
    cols = numbers = number_columns(table, &n_cols);
  for (gsize i = 0; i < n_cols; i++)
    if (ds_table_stored_column(table, cols[i])->type == DS_TYPE_TEXT) {
      g_autofree char *shown = ds_text_for_terminal(ds_table_column_name(table, cols[i]), -1);

      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
                  "column \"%s\" is text and has no correlation; name columns of numbers", shown);
      return NULL;
    }
  if (n_cols < 2) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY,
                "there are fewer than two columns of numbers; name two columns");
    return NULL;
  }
  if (ds_table_n_rows(table) < 3)
    ds_notes_add(notes, "fewer than three rows say nothing about correlation");
  return correlate_columns(table, cols, n_cols, method, progress, error);
}
