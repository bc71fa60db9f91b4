/* engine/query/distinct.c - conditions on one coded text column, asked once a distinct text. */
#include "engine/query/distinct.h"

#include <string.h>

#include "engine/base/memory.h"

/* Below this many rows a string there is nothing to gain. */
enum { ROWS_PER_STRING = 4 };

/* Functions that may give another value for each row though their arguments are the same. */
static gboolean
is_steady(const char *name)
{
  static const char *const fickle[] = { "random", "randomblob", "changes", "total_changes",
                                        "last_insert_rowid" };

  for (gsize i = 0; i < G_N_ELEMENTS(fickle); i++)
    if (g_ascii_strcasecmp(name, fickle[i]) == 0)
      return FALSE;
  return TRUE;
}

/* Whether a bare or quoted name is harmless; @col becomes the column that it means. A column named
 * before must be the same. */
static gboolean
take_name(const DsQuery *query, guint at, gssize *col)
{
  const char *sql = query->text.sql;
  const DsToken *token = &g_array_index(query->tokens, DsToken, at);
  const gboolean is_call = at + 1 < query->tokens->len &&
                           ds_token_is(sql, &g_array_index(query->tokens, DsToken, at + 1), "(");
  g_autofree char *name = ds_token_text(sql, token);
  const gssize found = ds_source_lookup(g_ptr_array_index(query->sources, 0), name);

  if (token->kind == DS_TOKEN_NAME) {
    if (ds_token_is(sql, token, "select"))
      return FALSE;
    if (is_call && !sqlite3_keyword_check(name, (int)strlen(name)))
      return is_steady(name);
    if (sqlite3_keyword_check(name, (int)strlen(name)))
      return found < 0; /* a column called like a word of SQL: leave it to SQLite */
  }
  if (found < 0 || (*col >= 0 && *col != found))
    return FALSE;
  *col = found;
  return TRUE;
}

gssize
ds_distinct_column(const DsQuery *query)
{
  const DsSource *source = g_ptr_array_index(query->sources, 0);
  const DsColumn *column;
  gssize col = -1;

  for (guint i = 0; i < query->tokens->len; i++) {
    const DsToken *token = &g_array_index(query->tokens, DsToken, i);

    if (ds_token_is(query->text.sql, token, "."))
      return -1;
    if ((token->kind == DS_TOKEN_NAME || token->kind == DS_TOKEN_QUOTED) &&
        !take_name(query, i, &col))
      return -1;
  }
  if (col < 0)
    return -1;
  column = ds_source_column(source, (gsize)col);
  return column->is_coded && column->strings.n <= ds_table_n_rows(source->table) / ROWS_PER_STRING
             ? col
             : -1;
}

const DsTable *
ds_distinct_table(const DsQuery *query, gssize col, GError **error)
{
  const DsSource *source = g_ptr_array_index(query->sources, 0);
  const DsColumn *column = ds_source_column(source, (gsize)col);
  const gsize n = column->strings.n;
  gint32 *codes = ds_try_new(gint32, n + 1, "the distinct texts of a column", error);
  const char *const names[] = { source->names[col] };
  g_autoptr(DsColumn) distinct = NULL;

  if (!codes)
    return NULL;
  for (gsize i = 0; i < n; i++)
    codes[i] = (gint32)i;
  codes[n] = -1;
  distinct = ds_column_new_recoded(column, codes, n + 1);
  return ds_table_new(names, &distinct, 1, n + 1);
}

guint32 *
ds_distinct_rows(const DsQuery *query, gssize col, const guint32 *passing, gsize n_passing,
                 gsize *n, GError **error)
{
  const DsSource *source = g_ptr_array_index(query->sources, 0);
  const DsColumn *column = ds_source_column(source, (gsize)col);
  const gsize n_rows = ds_table_n_rows(source->table);
  g_autofree guint8 *passes = g_new0(guint8, column->strings.n + 1);
  guint32 *rows;
  gsize n_found = 0;

  for (gsize i = 0; i < n_passing; i++) /* by code + 1: a missing text is code -1 */
    passes[passing[i] < column->strings.n ? passing[i] + 1 : 0] = 1;
  for (gsize row = 0; row < n_rows; row++)
    n_found += passes[column->codes[ds_table_stored_row(source->table, row)] + 1];
  rows = ds_try_new(guint32, n_found, "the rows of a filter", error);
  if (!rows)
    return NULL;
  *n = n_found;
  for (gsize row = 0, at = 0; at < n_found; row++)
    if (passes[column->codes[ds_table_stored_row(source->table, row)] + 1])
      rows[at++] = (guint32)row;
  return rows;
}
