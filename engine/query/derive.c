/* engine/query/derive.c - the values of an expression as a column. */
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/query/query.h"
#include "engine/query/runner.h"
#include "engine/query/values.h"

typedef struct {
  DsQuery *query;
  const char *name; /* of the new column */
  DsRunners runners;
  gsize n_rows;
  DsValues **cells; /* [n_blocks] */
} Work;

static gboolean
fail_aggregate(GError **error)
{
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
              "the expression gives one value for all rows; write an aggregate with OVER (), as in "
              "mass - avg(mass) OVER ()");
  return FALSE;
}

/* One value a row, in the order of the rows. */
static gboolean
derive_block(gsize block, gpointer data, GError **error)
{
  Work *work = data;
  const gsize first = block * DS_BLOCK_ROWS;
  const gsize n = MIN((gsize)DS_BLOCK_ROWS, work->n_rows - first);
  DsRunner *runner = ds_runners_take(&work->runners, error);
  gboolean ok;
  int step = 0;

  if (!runner)
    return FALSE;
  work->cells[block] = ds_values_new(n, error);
  ok = work->cells[block] != NULL;
  ds_runner_restart(runner, first, n);
  while (ok && (step = ds_runner_step(runner, work->query, error)) == 1)
    ok = ds_values_add(work->cells[block], runner->statement, 1, error);
  ok = ok && step == 0;
  ds_runners_give(&work->runners, runner);
  ds_progress_add(work->runners.progress, n);
  return ok;
}

static DsValuesHint
hint_of(const DsQuery *query, sqlite3_stmt *statement)
{
  static const DsValuesHint hints[DS_N_TYPES] = {
    [DS_TYPE_INT] = DS_VALUES_INT,   [DS_TYPE_REAL] = DS_VALUES_REAL,
    [DS_TYPE_BOOL] = DS_VALUES_BOOL, [DS_TYPE_DATE] = DS_VALUES_DATE,
    [DS_TYPE_TIME] = DS_VALUES_TIME, [DS_TYPE_TEXT] = DS_VALUES_TEXT,
  };
  DsType type;

  if (ds_vtab_type(sqlite3_column_decltype(statement, 1), &type))
    return hints[type];
  return ds_tokens_are_logical(query->text.sql, query->tokens) ? DS_VALUES_BOOL : DS_VALUES_UNKNOWN;
}

static DsColumn *
by_blocks(Work *work, DsValuesHint hint, DsNotes *notes, GError **error)
{
  const gsize n_blocks = ds_block_count(work->n_rows);
  DsColumn *column = NULL;

  work->cells = g_new0(DsValues *, n_blocks + 1);
  ds_progress_stage(work->runners.progress, "deriving");
  ds_progress_set(work->runners.progress, 0, work->n_rows);
  if (ds_parallel_for(n_blocks, derive_block, work, work->runners.progress, error))
    column = ds_values_column(work->cells, n_blocks, hint, work->name, notes, error);
  for (gsize b = 0; b < n_blocks; b++)
    ds_values_free(work->cells[b]);
  g_free(work->cells);
  return column;
}

/* Puts the values, which came in any order, to their rows. */
static DsColumn *
ordered(DsColumn *column, const guint32 *places, gsize n, DsProgress *progress, GError **error)
{
  gboolean is_ordered = TRUE;

  for (gsize row = 0; row < n && is_ordered; row++)
    is_ordered = places[row] == row;
  return is_ordered ? ds_column_ref(column) : ds_column_gather(column, places, n, progress, error);
}

/* In one thread: window functions and subqueries see all rows. A window's values come in its own
 * order, so each is kept with its row. */
static DsColumn *
as_a_whole(Work *work, DsRunner *runner, DsValuesHint hint, DsNotes *notes, GError **error)
{
  const gsize n = work->n_rows;
  g_autoptr(DsValues) cells = ds_values_new(n, error);
  g_autofree guint32 *places =
      cells ? ds_try_new0(guint32, n, "the order of a derived column", error) : NULL;
  g_autoptr(DsColumn) column = NULL;
  int step = 0;

  if (!places)
    return NULL;
  while ((step = ds_runner_step(runner, work->query, error)) == 1) {
    const gint64 row = sqlite3_column_int64(runner->statement, 0) - 1;

    if (row < 0 || row >= (gint64)n || cells->n >= n)
      break;
    places[row] = (guint32)cells->n;
    if (!ds_values_add(cells, runner->statement, 1, error))
      return NULL;
  }
  if (step < 0)
    return NULL;
  if (step > 0 || cells->n != n) {
    fail_aggregate(error);
    return NULL;
  }
  column = ds_values_column(&cells, 1, hint, work->name, notes, error);
  return column ? ordered(column, places, n, work->runners.progress, error) : NULL;
}

/* What kind of expression it is shows where SQLite accepts it: a WHERE takes neither aggregates nor
 * window functions. */
typedef enum { KIND_WRONG, KIND_ROW_BY_ROW, KIND_WINDOW, KIND_AGGREGATE } Kind;

static Kind
kind_of(DsQuery *query, DsProgress *progress, GError **error)
{
  g_autoptr(DsConnection) connection =
      ds_connection_new(query->sources, query->current, progress, error);
  g_autofree char *sql =
      g_strconcat("SELECT 1 FROM \"this\" WHERE (\n", query->text.sql, "\n)", NULL);
  sqlite3_stmt *statement = NULL;
  Kind kind = KIND_ROW_BY_ROW;

  if (!connection)
    return KIND_WRONG;
  if (sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL) != SQLITE_OK) {
    const char *message = sqlite3_errmsg(connection->db);

    if (g_str_has_prefix(message, "misuse of window function"))
      kind = KIND_WINDOW;
    else if (g_str_has_prefix(message, "misuse of aggregate"))
      kind = KIND_AGGREGATE;
  }
  sqlite3_finalize(statement);
  if (kind == KIND_ROW_BY_ROW && ds_tokens_have(query->text.sql, query->tokens, "select"))
    kind = KIND_WINDOW;
  return kind;
}

DsColumn *
ds_query_derive(const DsQueryTables *tables, const char *name, const char *expr,
                DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autoptr(DsQuery) query = NULL;
  g_autofree char *before = NULL;
  const DsSource *source;
  DsRunner *runner;
  DsColumn *column = NULL;
  Work work = { 0 };
  Kind kind;

  g_return_val_if_fail(tables->current >= 0, NULL);
  query = ds_query_new(tables, "expression", expr, error);
  kind = query ? kind_of(query, progress, error) : KIND_WRONG;
  if (kind == KIND_WRONG)
    return NULL;
  source = g_ptr_array_index(query->sources, 0);
  before = g_strdup_printf("SELECT %s, (\n", source->row_name);
  work.query = query;
  work.name = name;
  work.n_rows = ds_table_n_rows(source->table);
  ds_runners_init(&work.runners, query, before, "\n) FROM \"this\"", progress);
  runner = ds_runners_take(&work.runners, error); /* wrong expressions end here */
  if (runner && kind == KIND_AGGREGATE) {
    fail_aggregate(error);
  } else if (runner) {
    const DsValuesHint hint = hint_of(query, runner->statement);

    if (kind == KIND_WINDOW)
      column = as_a_whole(&work, runner, hint, notes, error);
    ds_runners_give(&work.runners, runner);
    runner = NULL;
    if (kind == KIND_ROW_BY_ROW)
      column = by_blocks(&work, hint, notes, error);
  }
  ds_runners_give(&work.runners, runner);
  ds_runners_clear(&work.runners);
  if (column)
    ds_query_note(query, notes);
  return column;
}
