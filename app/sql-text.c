/* app/sql-text.c - names and values as SQL text, for conditions that commands write. */
#include "app/sql-text.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"

static char *
doubled(const char *text, const char *quote)
{
  g_auto(GStrv) parts = g_strsplit(text, quote, -1);
  g_autofree char *twice = g_strconcat(quote, quote, NULL);
  g_autofree char *inside = g_strjoinv(twice, parts);

  return g_strconcat(quote, inside, quote, NULL);
}

char *
ds_sql_name(const char *name)
{
  gboolean is_plain = g_ascii_isalpha(name[0]) || name[0] == '_';

  for (const char *p = name; *p && is_plain; p++)
    is_plain = g_ascii_isalnum(*p) || *p == '_';
  if (is_plain && !sqlite3_keyword_check(name, (int)strlen(name)))
    return g_strdup(name);
  return doubled(name, "\"");
}

char *
ds_sql_text(const char *bytes, gsize length)
{
  GString *hex;

  if (g_utf8_validate_len(bytes, length, NULL)) {
    g_autofree char *text = g_strndup(bytes, length);

    return doubled(text, "'");
  }
  hex = g_string_new("CAST(x'");
  for (gsize i = 0; i < length; i++)
    g_string_append_printf(hex, "%02x", (guchar)bytes[i]);
  g_string_append(hex, "' AS TEXT)");
  return g_string_free(hex, FALSE);
}

/* As engine/query writes times: a fraction only where there is one. */
static char *
time_text(gint64 microseconds)
{
  DsMomentParts at;
  g_autofree char *whole = NULL;

  ds_moment_split(microseconds, &at);
  whole = g_strdup_printf("'%04d-%02d-%02d %02d:%02d:%02d", at.year, at.month, at.day, at.hour,
                          at.minute, at.second);
  if (!at.micro)
    return g_strconcat(whole, "'", NULL);
  return at.micro % 1000 ? g_strdup_printf("%s.%06d'", whole, at.micro)
                         : g_strdup_printf("%s.%03d'", whole, at.micro / 1000);
}

static char *
real_text(double value)
{
  char number[DS_NUMBER_CHARS];

  if (isinf(value))
    return g_strdup(value > 0 ? "9e999" : "-9e999");
  ds_number_format_real(number, value, TRUE);
  return g_strdup(number);
}

char *
ds_sql_cell(const DsColumn *column, gsize stored_row)
{
  char date[DS_MOMENT_CHARS];
  const char *bytes;
  gsize length;

  if (ds_column_is_missing(column, stored_row))
    return NULL;
  switch (column->type) {
  case DS_TYPE_REAL:
    return real_text(column->reals[stored_row]);
  case DS_TYPE_BOOL:
    return g_strdup(column->bools[stored_row] ? "1" : "0");
  case DS_TYPE_DATE:
    ds_moment_format_date(date, column->ints[stored_row]);
    return g_strdup_printf("'%s'", date);
  case DS_TYPE_TIME:
    return time_text(column->ints[stored_row]);
  case DS_TYPE_TEXT:
    bytes = ds_column_text(column, stored_row, &length);
    return bytes ? ds_sql_text(bytes, length) : NULL;
  case DS_TYPE_INT:
  case DS_N_TYPES:
    break;
  }
  return g_strdup_printf("%" G_GINT64_FORMAT, column->ints[stored_row]);
}
