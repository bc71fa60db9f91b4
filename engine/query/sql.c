/* engine/query/sql.c - a whole query over all open tables. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/query/query.h"
#include "engine/query/runner.h"
#include "engine/query/values.h"

/* Rows of the first block of a result; later ones grow to LAST_ROWS. */
enum { FIRST_ROWS = 256, LAST_ROWS = 1 << 16 };

/* The result so far: blocks of rows, each with the cells of every column. */
typedef struct {
  int n_columns;
  GPtrArray *blocks; /* of DsValues **, [n_columns] each */
  gsize n_rows, room;
} Result;

static void
result_clear(Result *result)
{
  for (guint b = 0; b < result->blocks->len; b++) {
    DsValues **cells = g_ptr_array_index(result->blocks, b);

    for (int col = 0; col < result->n_columns; col++)
      ds_values_free(cells[col]);
    g_free(cells);
  }
  g_ptr_array_unref(result->blocks);
}

static gboolean
add_block(Result *result, GError **error)
{
  const gsize limit = MAX((gsize)FIRST_ROWS, (gsize)(1 << 22) / (gsize)MAX(result->n_columns, 1));
  const gsize wanted = result->blocks->len == 0 ? FIRST_ROWS : MAX(result->n_rows, FIRST_ROWS);
  DsValues **cells = g_new0(DsValues *, (gsize)result->n_columns + 1);

  result->room = MIN(MIN(wanted, limit), LAST_ROWS);
  g_ptr_array_add(result->blocks, cells);
  for (int col = 0; col < result->n_columns; col++) {
    cells[col] = ds_values_new(result->room, error);
    if (!cells[col])
      return FALSE;
  }
  return TRUE;
}

static gboolean
add_row(Result *result, sqlite3_stmt *statement, GError **error)
{
  DsValues **cells;

  if (result->n_rows >= G_MAXUINT32 - 1) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "the query gives more than %u rows; add a WHERE, a GROUP BY or a LIMIT",
                G_MAXUINT32 - 1);
    return FALSE;
  }
  if (result->room == 0 && !add_block(result, error))
    return FALSE;
  cells = g_ptr_array_index(result->blocks, result->blocks->len - 1);
  for (int col = 0; col < result->n_columns; col++)
    if (!ds_values_add(cells[col], statement, col, error))
      return FALSE;
  result->n_rows++;
  result->room--;
  return TRUE;
}

static DsValuesHint
hint_of(sqlite3_stmt *statement, int col)
{
  static const DsValuesHint hints[DS_N_TYPES] = {
    [DS_TYPE_INT] = DS_VALUES_INT,   [DS_TYPE_REAL] = DS_VALUES_REAL,
    [DS_TYPE_BOOL] = DS_VALUES_BOOL, [DS_TYPE_DATE] = DS_VALUES_DATE,
    [DS_TYPE_TIME] = DS_VALUES_TIME, [DS_TYPE_TEXT] = DS_VALUES_TEXT,
  };
  DsType type;

  return ds_vtab_type(sqlite3_column_decltype(statement, col), &type) ? hints[type]
                                                                      : DS_VALUES_UNKNOWN;
}

/* The columns' names as SQLite has them, made valid, non-empty and unique; for g_strfreev(). */
static char **
names_of(sqlite3_stmt *statement, int n)
{
  char **names = g_new0(char *, (gsize)n + 1);

  for (int i = 0; i < n; i++) {
    const char *name = sqlite3_column_name(statement, i);
    g_autofree char *valid =
        name && *name ? g_utf8_make_valid(name, -1) : g_strdup_printf("column_%d", i + 1);

    names[i] = ds_table_unique_name((const char *const *)names, (gsize)i, valid);
  }
  return names;
}

static const DsTable *
result_table(const Result *result, sqlite3_stmt *statement, DsNotes *notes, GError **error)
{
  const gsize n = (gsize)result->n_columns, n_blocks = result->blocks->len;
  g_auto(GStrv) names = names_of(statement, result->n_columns);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);
  g_autofree DsValues **cells = g_new0(DsValues *, n_blocks + 1);

  for (gsize col = 0; col < n; col++) {
    DsColumn *column;

    for (gsize b = 0; b < n_blocks; b++) {
      cells[b] = ((DsValues **)g_ptr_array_index(result->blocks, b))[col];
    }
    column =
        ds_values_column(cells, n_blocks, hint_of(statement, (int)col), names[col], notes, error);
    if (!column)
      return NULL;
    g_ptr_array_add(columns, column);
    for (gsize b = 0; b < n_blocks; b++) { /* what is no longer needed makes room */
      DsValues **block = g_ptr_array_index(result->blocks, b);

      g_clear_pointer(&block[col], ds_values_free);
    }
  }
  return ds_table_new((const char *const *)names, (DsColumn *const *)(gpointer)columns->pdata, n,
                      result->n_rows);
}

/* SQLite sees only the named columns of a very wide table: its * would leave columns out unsaid. */
static gboolean
check_star(const DsQuery *query, GError **error)
{
  const char *sql = query->text.sql;

  for (guint s = 0; s < query->sources->len; s++) {
    const DsSource *source = g_ptr_array_index(query->sources, s);

    if (!source->is_cut || (s != 0 && !ds_tokens_have(sql, query->tokens, source->name)))
      continue;
    for (guint i = 1; i < query->tokens->len; i++) {
      const DsToken *token = &g_array_index(query->tokens, DsToken, i);

      if (ds_token_is(sql, token, "*") &&
          (ds_token_is(sql, token - 1, "select") || ds_token_is(sql, token - 1, "distinct") ||
           ds_token_is(sql, token - 1, "all") || ds_token_is(sql, token - 1, ",") ||
           ds_token_is(sql, token - 1, "."))) {
        g_autofree char *name = ds_text_for_terminal(source->name, -1);

        g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
                    "table \"%s\" has %" G_GSIZE_FORMAT " columns and * takes at most %d; name the "
                    "columns",
                    name, ds_table_n_columns(source->table), DS_SOURCE_COLUMNS);
        return FALSE;
      }
    }
  }
  return TRUE;
}

const DsTable *
ds_query_sql(const DsQueryTables *tables, const char *sql, DsProgress *progress, DsNotes *notes,
             GError **error)
{
  g_autoptr(DsQuery) query = ds_query_new(tables, "query", sql, error);
  g_autoptr(DsRunner) runner = NULL;
  const DsTable *table = NULL;
  Result result = { 0 };
  gboolean ok = TRUE;
  int step = 0;

  if (!query || !check_star(query, error))
    return NULL;
  runner = ds_runner_new(query, "", "", progress, error);
  if (!runner)
    return NULL;
  ds_progress_stage(progress, "querying");
  result.n_columns = sqlite3_column_count(runner->statement);
  result.blocks = g_ptr_array_new();
  while (ok && (step = ds_runner_step(runner, query, error)) == 1)
    ok = add_row(&result, runner->statement, error);
  if (ok && step == 0)
    table = result_table(&result, runner->statement, notes, error);
  result_clear(&result);
  if (table)
    ds_query_note(query, notes);
  return table;
}
