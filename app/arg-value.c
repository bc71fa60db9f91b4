/* app/arg-value.c - one argument's value: checked against its row. */
#include "app/arg-value.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

static void
wrong(const DsArg *arg, const char *text, const char *expected, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(text, -1);

  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE, "%s is \"%s\"; give %s", arg->name,
              shown, expected);
}

static gboolean
is_one_of(const char *choices, const char *text)
{
  g_auto(GStrv) each = choices ? g_strsplit(choices, "|", -1) : NULL;

  return each && g_strv_contains((const char *const *)each, text);
}

/* What a number row accepts, in words. (transfer full) */
static char *
number_range(const DsArg *arg)
{
  const char *what = arg->kind == DS_ARG_INT ? "a whole number" : "a number";
  GString *words = g_string_new(what);

  if (arg->min < arg->max && arg->max >= G_MAXUINT32)
    g_string_append_printf(words, " of at least %.15g", arg->min);
  else if (arg->min < arg->max)
    g_string_append_printf(words, " from %.15g to %.15g", arg->min, arg->max);
  if (arg->choices) {
    g_auto(GStrv) each = g_strsplit(arg->choices, "|", -1);
    g_autofree char *either = g_strjoinv(" or ", each);

    g_string_append_printf(words, " or %s", either);
  }
  return g_string_free(words, FALSE);
}

static gboolean
set_number(DsArgValue *value, const DsArg *arg, const char *text, GError **error)
{
  g_autofree char *range = number_range(arg);
  const char *end = NULL;
  gint64 integer = 0;
  double real = 0.0;
  gboolean is_good;

  if (is_one_of(arg->choices, text))
    return TRUE;
  errno = 0;
  if (arg->kind == DS_ARG_INT) {
    integer = g_ascii_strtoll(text, (char **)&end, 10);
    real = (double)integer;
  } else {
    DsNumberKind kind = ds_number_parse(text, strlen(text), &integer, &real);

    end = kind == DS_NUMBER_INT || kind == DS_NUMBER_REAL ? "" : NULL;
  }
  is_good = *text && !g_ascii_isspace(*text) && end && !*end && errno == 0 && isfinite(real);
  if (!is_good || (arg->min < arg->max && (real < arg->min || real > arg->max))) {
    wrong(arg, text, range, error);
    return FALSE;
  }
  value->integer = integer;
  value->real = real;
  return TRUE;
}

static gboolean
set_choice(const DsArg *arg, const char *text, GError **error)
{
  g_auto(GStrv) each = g_strsplit(arg->choices, "|", -1);
  g_autofree char *all = g_strjoinv(", ", each);
  g_autofree char *shown = ds_text_for_terminal(text, -1);
  const char *nearest = ds_text_nearest(text, (const char *const *)each);

  if (g_strv_contains((const char *const *)each, text))
    return TRUE;
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "%s is \"%s\"; did you mean \"%s\"?", arg->name, shown, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE, "%s is \"%s\"; give one of %s",
                arg->name, shown, all);
  return FALSE;
}

static gboolean
set_yesno(DsArgValue *value, const DsArg *arg, const char *text, GError **error)
{
  if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0) {
    wrong(arg, text, "yes or no", error);
    return FALSE;
  }
  value->integer = text[0] == 'y';
  return TRUE;
}

static void
add_text(DsArgValue *value, const char *text)
{
  if (!value->texts) {
    value->texts = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(value->texts, NULL);
  }
  value->texts->pdata[value->texts->len - 1] = g_strdup(text);
  g_ptr_array_add(value->texts, NULL);
}

static gboolean
add_column(DsArgValue *value, const DsArg *arg, const DsTable *table, const char *text,
           GError **error)
{
  const gssize found = ds_table_find_column(table, text, error);
  const gsize col = (gsize)found;

  if (found < 0)
    return FALSE;
  for (guint i = 0; value->columns && i < value->columns->len; i++)
    if (g_array_index(value->columns, gsize, i) == col) {
      wrong(arg, text, "each column once", error);
      return FALSE;
    }
  if (!value->columns)
    value->columns = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_array_append_val(value->columns, col);
  add_text(value, ds_table_column_name(table, col));
  return TRUE;
}

/* One column, or several with commas between where the row takes several, nothing was quoted and
 * no column has the whole as its name. */
static gboolean
set_columns(DsArgValue *value, const DsArg *arg, DsSession *session, const char *text,
            gboolean is_plain, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  g_auto(GStrv) parts = NULL;

  if (!table)
    return FALSE;
  if (arg->kind == DS_ARG_COLUMN && value->columns)
    g_array_set_size(value->columns, 0);
  if (arg->kind == DS_ARG_COLUMN || ds_table_lookup_column(table, text) >= 0 ||
      (!is_plain && g_ascii_isupper(arg->name[0])))
    return add_column(value, arg, table, text, error);
  parts = g_strsplit(text, ",", -1);
  for (guint i = 0; parts[i]; i++)
    if (!add_column(value, arg, table, parts[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
check_table(DsSession *session, const char *text, GError **error)
{
  DS_TABLE_AUTO table = ds_session_table(session, text, error);

  return table != NULL;
}

static char *
expand_home(const char *path)
{
  if (path[0] != '~' || (path[1] && path[1] != '/'))
    return g_strdup(path);
  return g_strconcat(g_get_home_dir(), path + 1, NULL);
}

gboolean
ds_arg_value_set(DsArgValue *value, const DsArg *arg, DsSession *session, const char *text,
                 gboolean is_plain, GError **error)
{
  gboolean is_good = TRUE;

  switch (arg->kind) {
  case DS_ARG_INT:
  case DS_ARG_REAL:
    is_good = set_number(value, arg, text, error);
    break;
  case DS_ARG_CHOICE:
    is_good = set_choice(arg, text, error);
    break;
  case DS_ARG_YESNO:
    is_good = set_yesno(value, arg, text, error);
    break;
  case DS_ARG_COLUMN:
  case DS_ARG_COLUMNS:
    is_good = set_columns(value, arg, session, text, is_plain, error);
    break;
  case DS_ARG_TABLE:
    is_good = check_table(session, text, error);
    break;
  case DS_ARG_TEXTS:
    add_text(value, text);
    break;
  case DS_ARG_TEXT:
  case DS_ARG_PATH:
  case DS_ARG_REST:
  case DS_ARG_EXPR:
  case DS_ARG_COMMAND: /* looked up by who asks, who names the nearest */
  case DS_ARG_OPTION:
    break;
  }
  if (!is_good)
    return FALSE;
  g_free(value->text);
  if (arg->kind == DS_ARG_PATH)
    value->text = expand_home(text);
  else if (arg->kind == DS_ARG_COLUMN)
    value->text = g_strdup(value->texts->pdata[value->texts->len - 2]);
  else
    value->text = g_strdup(text);
  value->is_given = TRUE;
  return TRUE;
}

void
ds_arg_value_clear(DsArgValue *value)
{
  g_free(value->text);
  if (value->texts)
    g_ptr_array_free(value->texts, TRUE);
  if (value->columns)
    g_array_free(value->columns, TRUE);
}
