/* app/drill.c - from a row of a result to the rows behind it: the common conditions. */
#include "app/drill.h"

#include <string.h>

#include "app/sql-text.h"
#include "engine/base/text.h"

char *
ds_drill_value(const char *column, const DsTable *result, const char *key, gsize row,
               GError **error)
{
  const gssize col = ds_table_lookup_column(result, key);
  g_autofree char *name = ds_sql_name(column);
  g_autofree char *value = NULL;

  if (col < 0) {
    g_autofree char *shown = ds_text_for_terminal(key, -1);

    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "this result has no column \"%s\" any more; undo what took it away", shown);
    return NULL;
  }
  value = ds_sql_cell(ds_table_stored_column(result, (gsize)col), ds_table_stored_row(result, row));
  return value ? g_strdup_printf("%s = %s", name, value) : g_strdup_printf("%s IS NULL", name);
}

/* Adds a condition; @more: (transfer full), NULL = there was an error, which is passed on. */
static gboolean
join(GString *condition, char *more)
{
  if (more)
    g_string_append_printf(condition, "%s%s", condition->len ? " and " : "", more);
  g_free(more);
  return more != NULL;
}

/* Where a command has looked at some rows only, a condition starts with that. (transfer full) */
static GString *
start_with_where(const DsBehind *behind)
{
  const char *where = ds_args_text(behind->args, "where");
  GString *condition = g_string_new(NULL);

  if (where)
    g_string_printf(condition, "(%s)", where);
  return condition;
}

/* The value of by=, where it was given. */
static gboolean
join_by(GString *condition, const DsBehind *behind, gsize row, GError **error)
{
  const char *by = ds_args_text(behind->args, "by");

  return !by || join(condition, ds_drill_value(by, behind->result, by, row, error));
}

char *
ds_drill_freq(const DsBehind *behind, gsize row, GError **error)
{
  g_autoptr(GString) condition = start_with_where(behind);
  const char *column = ds_args_text(behind->args, "COL");

  if (!join(condition, ds_drill_value(column, behind->result, "value", row, error)) ||
      !join_by(condition, behind, row, error))
    return NULL;
  return g_string_free(g_steal_pointer(&condition), FALSE);
}

/* Whether no bin of the result ends above that of @row. */
static gboolean
is_last_bin(const DsTable *result, gsize row)
{
  const double high = ds_table_real(result, "bin_high", row);

  for (gsize i = 0; i < ds_table_n_rows(result); i++)
    if (ds_table_real(result, "bin_high", i) > high)
      return FALSE;
  return TRUE;
}

char *
ds_drill_hist(const DsBehind *behind, gsize row, GError **error)
{
  g_autoptr(GString) condition = start_with_where(behind);
  g_autofree char *name = ds_sql_name(ds_args_text(behind->args, "COL"));
  const gssize low = ds_table_lookup_column(behind->result, "bin_low");
  const gssize high = ds_table_lookup_column(behind->result, "bin_high");
  const gsize stored = ds_table_stored_row(behind->result, row);
  g_autofree char *from = NULL, *to = NULL;

  if (low < 0 || high < 0) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "this result has no bins any more; undo what took them away");
    return NULL;
  }
  from = ds_sql_cell(ds_table_stored_column(behind->result, (gsize)low), stored);
  to = ds_sql_cell(ds_table_stored_column(behind->result, (gsize)high), stored);
  if (!from || !to)
    join(condition, g_strdup_printf("%s IS NULL", name)); /* the row that counts missing values */
  else
    join(condition, g_strdup_printf("%s >= %s and %s %s %s", name, from, name,
                                    is_last_bin(behind->result, row) ? "<=" : "<", to));
  if (!join_by(condition, behind, row, error))
    return NULL;
  return g_string_free(g_steal_pointer(&condition), FALSE);
}

char *
ds_drill_group(const DsBehind *behind, gsize row, GError **error)
{
  g_autoptr(GString) condition = start_with_where(behind);
  guint n;
  const char *const *words = ds_args_texts(behind->args, "COL", &n);

  for (guint i = 0; i < n && strcmp(words[i], ":") != 0; i++)
    if (ds_table_lookup_column(behind->parent, words[i]) >= 0 &&
        !join(condition, ds_drill_value(words[i], behind->result, words[i], row, error)))
      return NULL;
  if (!condition->len) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "this row stands for the whole table; back goes there");
    return NULL;
  }
  return g_string_free(g_steal_pointer(&condition), FALSE);
}
