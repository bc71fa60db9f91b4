/* engine/query/runner.c - an SQL text about tables: prepared, and run by one or several threads. */
#include "engine/query/runner.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/query/moment-sql.h"

static void
free_source(gpointer source)
{
  ds_source_free(source);
}

DsQuery *
ds_query_new(const DsQueryTables *tables, const char *what, const char *sql, GError **error)
{
  g_autoptr(DsQuery) query = g_new0(DsQuery, 1);
  g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  query->tokens = ds_tokens_new(sql);
  query->sources = g_ptr_array_new_with_free_func(free_source);
  query->current = tables->current >= 0 ? 0 : -1;
  query->text = (DsQueryText){ what, sql, query->tokens, 0, query->sources };
  for (gsize k = 0; k < tables->n; k++) { /* the current one first */
    const gsize current = tables->current >= 0 ? (gsize)tables->current : 0;
    const gsize i = k == 0 ? current : k <= current ? k - 1 : k;
    g_autofree char *name = g_strdup(tables->tables[i].name);

    for (guint copy = 2; !g_hash_table_add(names, g_ascii_strdown(name, -1)); copy++) {
      g_free(name);
      name = g_strdup_printf("%s_%u", tables->tables[i].name, copy);
    }
    g_ptr_array_add(query->sources,
                    ds_source_new(name, tables->tables[i].table, sql, query->tokens));
  }
  return ds_query_text_check(&query->text, error) ? g_steal_pointer(&query) : NULL;
}

void
ds_query_free(DsQuery *query)
{
  if (!query)
    return;
  if (query->tokens)
    g_array_unref(query->tokens);
  if (query->sources)
    g_ptr_array_unref(query->sources);
  g_free(query);
}

/* The type of the column that a token names in one of the sources; FALSE = none. */
static gboolean
column_type(const DsQuery *query, const DsToken *token, DsType *type)
{
  g_autofree char *name = NULL;

  if (token->kind != DS_TOKEN_NAME && token->kind != DS_TOKEN_QUOTED)
    return FALSE;
  name = ds_token_text(query->text.sql, token);
  for (guint i = 0; i < query->sources->len; i++) {
    const DsSource *source = g_ptr_array_index(query->sources, i);
    const gssize col = ds_source_lookup(source, name);

    if (col >= 0) {
      *type = ds_source_column(source, (gsize)col)->type;
      return TRUE;
    }
  }
  return FALSE;
}

/* A column compared with a text that it cannot equal, though the user thinks so. */
static void
note_comparison(const DsQuery *query, const DsToken *column, const DsToken *string, DsNotes *notes)
{
  g_autofree char *text = ds_token_text(query->text.sql, string);
  g_autofree char *shown = ds_text_for_terminal(text, -1);
  g_autofree char *name = NULL;
  char canonical[DS_MOMENT_CHARS];
  DsType type;
  gint64 value;
  guint style;

  if (string->kind != DS_TOKEN_STRING || !column_type(query, column, &type))
    return;
  name = ds_token_text(query->text.sql, column);
  if (type == DS_TYPE_BOOL) {
    ds_notes_add(notes,
                 "\"%s\" is a bool and never equals the text '%s'; compare with true or false",
                 name, shown);
  } else if (type == DS_TYPE_TIME && ds_moment_parse_time(text, strlen(text), &value, &style)) {
    ds_moment_sql_time(canonical, value);
    if (!g_str_equal(canonical, text))
      ds_notes_add(notes, "times compare as the text that SQL sees: write '%s' for '%s'", canonical,
                   shown);
  }
}

void
ds_query_note(const DsQuery *query, DsNotes *notes)
{
  const char *sql = query->text.sql;

  for (guint i = 0; i < query->sources->len; i++)
    ds_source_note(g_ptr_array_index(query->sources, i), sql, query->tokens, notes);
  for (guint i = 0; i + 1 < query->tokens->len; i++) {
    const DsToken *token = &g_array_index(query->tokens, DsToken, i);

    if (token->kind == DS_TOKEN_NAME && ds_token_is(sql, token, "log") &&
        ds_token_is(sql, token + 1, "(")) {
      ds_notes_add(notes, "log() is to base 10, as in SQL; ln() is the natural logarithm");
      break;
    }
  }
  for (guint i = 0; i + 2 < query->tokens->len; i++) {
    const DsToken *token = &g_array_index(query->tokens, DsToken, i);

    if (token[1].kind == DS_TOKEN_SIGN && strchr("=<>!", sql[token[1].start])) {
      note_comparison(query, &token[0], &token[2], notes);
      note_comparison(query, &token[2], &token[0], notes);
    }
  }
}

DsRunner *
ds_runner_new(DsQuery *query, const char *before, const char *after, DsProgress *progress,
              GError **error)
{
  g_autoptr(DsRunner) runner = g_new0(DsRunner, 1);
  g_autofree char *sql = g_strconcat(before, query->text.sql, after, NULL);
  DsQueryText text = query->text; /* several threads prepare the same query */
  int rc;

  runner->connection = ds_connection_new(query->sources, query->current, progress, error);
  if (!runner->connection)
    return NULL;
  text.prefix = strlen(before);
  rc = sqlite3_prepare_v2(runner->connection->db, sql, -1, &runner->statement, NULL);
  if (rc == SQLITE_OK && runner->statement)
    return g_steal_pointer(&runner);
  if (rc == SQLITE_OK) /* nothing but blanks and comments */
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY, "the %s is empty; write one", text.what);
  else
    ds_query_text_fail(&text, runner->connection->db, rc, error);
  return NULL;
}

void
ds_runner_free(DsRunner *runner)
{
  if (!runner)
    return;
  sqlite3_finalize(runner->statement);
  ds_connection_free(runner->connection);
  g_free(runner);
}

void
ds_runner_restart(DsRunner *runner, gsize first, gsize n)
{
  DsBinding *binding = g_ptr_array_index(runner->connection->bindings, 0);

  sqlite3_reset(runner->statement);
  binding->first = first;
  binding->n = n;
}

int
ds_runner_step(DsRunner *runner, const DsQuery *query, GError **error)
{
  const int rc = sqlite3_step(runner->statement);

  if (rc == SQLITE_ROW)
    return 1;
  if (rc == SQLITE_DONE)
    return 0;
  ds_query_text_fail(&query->text, runner->connection->db, rc, error);
  return -1;
}

void
ds_runners_init(DsRunners *runners, DsQuery *query, const char *before, const char *after,
                DsProgress *progress)
{
  *runners = (DsRunners){ .query = query, .before = before, .after = after, .progress = progress };
  g_mutex_init(&runners->lock);
  runners->idle = g_ptr_array_new_with_free_func((GDestroyNotify)ds_runner_free);
}

void
ds_runners_clear(DsRunners *runners)
{
  g_ptr_array_unref(runners->idle);
  g_mutex_clear(&runners->lock);
}

DsRunner *
ds_runners_take(DsRunners *runners, GError **error)
{
  DsRunner *runner = NULL;

  g_mutex_lock(&runners->lock);
  if (runners->idle->len > 0)
    runner = g_ptr_array_steal_index(runners->idle, runners->idle->len - 1);
  g_mutex_unlock(&runners->lock);
  return runner ? runner
                : ds_runner_new(runners->query, runners->before, runners->after, runners->progress,
                                error);
}

void
ds_runners_give(DsRunners *runners, DsRunner *runner)
{
  if (!runner)
    return;
  sqlite3_reset(runner->statement);
  g_mutex_lock(&runners->lock);
  g_ptr_array_add(runners->idle, runner);
  g_mutex_unlock(&runners->lock);
}
