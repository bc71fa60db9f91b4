/* engine/query/rows.c - the rows for which an expression is true. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/query/distinct.h"
#include "engine/query/filter.h"
#include "engine/query/query.h"
#include "engine/query/runner.h"

/* The rows of one block, ascending. */
typedef struct {
  guint32 *rows;
  gsize n;
} Found;

typedef struct {
  DsQuery *query;
  DsRunners runners;
  gsize n_rows, block_rows;
  Found *found; /* [n_blocks] */
} Search;

static int
compare_rows(const void *a, const void *b)
{
  const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

  return (x > y) - (x < y);
}

static gboolean
collect(Search *search, DsRunner *runner, gsize n, Found *found, GError **error)
{
  gsize capacity = 0;
  gboolean is_sorted = TRUE;
  int step;

  while ((step = ds_runner_step(runner, search->query, error)) == 1) {
    const guint32 row = (guint32)(sqlite3_column_int64(runner->statement, 0) - 1);

    if (found->n == capacity) {
      guint32 *rows;

      capacity = MIN(MAX(capacity * 2, 1024), MAX(n, 1));
      rows = ds_try_realloc(found->rows, capacity, sizeof *rows, "the rows of a filter", error);
      if (!rows)
        return FALSE;
      found->rows = rows;
    }
    is_sorted = is_sorted && (found->n == 0 || found->rows[found->n - 1] < row);
    found->rows[found->n++] = row;
  }
  if (!is_sorted) /* an older SQLite may go through an IN list value by value */
    qsort(found->rows, found->n, sizeof *found->rows, compare_rows);
  return step == 0;
}

static gboolean
search_block(gsize block, gpointer data, GError **error)
{
  Search *search = data;
  const gsize first = block * search->block_rows;
  const gsize n = MIN(search->block_rows, search->n_rows - first);
  DsRunner *runner = ds_runners_take(&search->runners, error);
  gboolean ok;

  if (!runner)
    return FALSE;
  ds_runner_restart(runner, first, n);
  ok = collect(search, runner, n, &search->found[block], error);
  ds_runners_give(&search->runners, runner);
  ds_progress_add(search->runners.progress, n);
  return ok;
}

static guint32 *
joined(const Search *search, gsize n_blocks, gsize *n, GError **error)
{
  guint32 *rows;
  gsize total = 0;

  for (gsize b = 0; b < n_blocks; b++)
    total += search->found[b].n;
  rows = ds_try_new(guint32, total, "the rows of a filter", error);
  if (!rows)
    return NULL;
  *n = total;
  total = 0;
  for (gsize b = 0; b < n_blocks; b++) {
    if (search->found[b].n > 0)
      memcpy(rows + total, search->found[b].rows, search->found[b].n * sizeof *rows);
    total += search->found[b].n;
  }
  return rows;
}

/* Row by row through SQLite, in several threads unless a subquery has to see all rows. */
static guint32 *
rows_by_sql(DsQuery *query, gsize *n, DsProgress *progress, GError **error)
{
  const DsSource *source = g_ptr_array_index(query->sources, 0);
  const gboolean is_whole = ds_tokens_have(query->text.sql, query->tokens, "select");
  g_autofree char *before = g_strdup_printf("SELECT %s FROM \"this\" WHERE (\n", source->row_name);
  Search search = { .query = query, .n_rows = ds_table_n_rows(source->table) };
  gsize n_blocks;
  guint32 *rows = NULL;
  DsRunner *first = NULL;

  search.block_rows = is_whole ? MAX(search.n_rows, 1) : DS_BLOCK_ROWS;
  n_blocks = (search.n_rows + search.block_rows - 1) / search.block_rows;
  search.found = g_new0(Found, MAX(n_blocks, 1));
  ds_runners_init(&search.runners, query, before, "\n)", progress);
  first = ds_runners_take(&search.runners, error); /* a wrong one is wrong without rows, too */
  if (first) {
    ds_runners_give(&search.runners, first);
    ds_progress_stage(progress, "filtering");
    ds_progress_set(progress, 0, search.n_rows);
    if (ds_parallel_for(n_blocks, search_block, &search, progress, error))
      rows = joined(&search, n_blocks, n, error);
  }
  for (gsize b = 0; b < n_blocks; b++)
    g_free(search.found[b].rows);
  g_free(search.found);
  ds_runners_clear(&search.runners);
  return rows;
}

/* The question is asked of each distinct text; the answers go to the rows. */
static guint32 *
rows_by_distinct(const DsQuery *query, gssize col, gsize *n, DsProgress *progress, GError **error)
{
  DS_TABLE_AUTO distinct = ds_distinct_table(query, col, error);
  const DsQueryTable one = { "this", distinct };
  const DsQueryTables tables = { &one, 1, 0 };
  g_autoptr(DsQuery) small = NULL;
  g_autofree guint32 *passing = NULL;
  gsize n_passing = 0;

  small = distinct ? ds_query_new(&tables, query->text.what, query->text.sql, error) : NULL;
  passing = small ? rows_by_sql(small, &n_passing, progress, error) : NULL;
  return passing ? ds_distinct_rows(query, col, passing, n_passing, n, error) : NULL;
}

guint32 *
ds_query_filter(const DsQueryTables *tables, const char *expr, gsize *n, DsProgress *progress,
                DsNotes *notes, GError **error)
{
  g_autoptr(DsQuery) query = NULL;
  g_autoptr(DsFilter) filter = NULL;
  guint32 *rows;
  gssize col;

  g_return_val_if_fail(tables->current >= 0, NULL);
  query = ds_query_new(tables, "expression", expr, error);
  if (!query)
    return NULL;
  filter = ds_filter_new(g_ptr_array_index(query->sources, 0), expr, query->tokens);
  col = filter ? -1 : ds_distinct_column(query);
  if (filter)
    rows = ds_filter_rows(filter, n, progress, error);
  else if (col >= 0)
    rows = rows_by_distinct(query, col, n, progress, error);
  else
    rows = rows_by_sql(query, n, progress, error);
  if (rows)
    ds_query_note(query, notes);
  return rows;
}

guint32 *
ds_query_rows(const DsTable *table, const char *expr, gsize *n, DsProgress *progress,
              GError **error)
{
  const DsQueryTable one = { "this", table };
  const DsQueryTables tables = { &one, 1, 0 };

  return ds_query_filter(&tables, expr, n, progress, NULL, error);
}
