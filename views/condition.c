/* views/condition.c - SQL conditions about the cell under the cursor. */
#include "views/condition.h"

#include <string.h>

#include "app/drill.h"

/* `"x" = 'a'` leaves missing cells out whether it is asked for or denied; IS NOT keeps them. */
static void
append_denied(GString *line, const char *condition, const char *value_part)
{
  g_string_append_len(line, condition, value_part - condition);
  if (g_str_has_prefix(value_part, " IS NULL"))
    g_string_append(line, " IS NOT NULL");
  else
    g_string_append_printf(line, " IS NOT %s", value_part + strlen(" = "));
}

/* Behind the name, which may stand in quotes, in which quotes are doubled. */
static const char *
behind_name(const char *condition)
{
  const char *p = condition + 1;

  if (condition[0] != '"')
    return condition + strcspn(condition, " ");
  while (*p && !(p[0] == '"' && p[1] != '"'))
    p += p[0] == '"' ? 2 : 1;
  return *p ? p + 1 : p;
}

gboolean
ds_condition_append(GString *line, const DsTable *table, gsize row, gsize col, gboolean is_it)
{
  const char *name = ds_table_column_name(table, col);
  g_autofree char *condition = ds_drill_value(name, table, name, row, NULL);

  if (!condition)
    return FALSE;
  if (is_it)
    g_string_append(line, condition);
  else
    append_denied(line, condition, behind_name(condition));
  return TRUE;
}
