/* app/output-json.c - a result as JSON: one line a command. */
#include <math.h>
#include <string.h>

#include "app/output.h"
#include "engine/base/number.h"

/* A reader gets the same text from an escape; a terminal that the line goes to obeys none of these:
 * C1 controls, line separators, marks that turn the direction of the line. */
static gboolean
is_escaped(gunichar c)
{
  return (c >= 0x80 && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Bytes that are no UTF-8 become <FF>, as everywhere else they are shown: JSON has no other way to
 * say them. */
static void
append_string(GString *text, const char *bytes, gsize length)
{
  const char *p = bytes, *end = bytes + length;

  g_string_append_c(text, '"');
  while (p < end) {
    const guchar c = (guchar)*p;

    if (c >= 0x80) {
      const gunichar wide = g_utf8_get_char_validated(p, end - p);

      if (wide == (gunichar)-1 || wide == (gunichar)-2) {
        g_string_append_printf(text, "<%02X>", c);
        p++;
      } else {
        const char *next = g_utf8_next_char(p);

        if (is_escaped(wide))
          g_string_append_printf(text, "\\u%04x", wide);
        else
          g_string_append_len(text, p, next - p);
        p = next;
      }
      continue;
    }
    if (c == '"' || c == '\\')
      g_string_append_c(text, '\\');
    if (c == '\n')
      g_string_append(text, "\\n");
    else if (c == '\r')
      g_string_append(text, "\\r");
    else if (c == '\t')
      g_string_append(text, "\\t");
    else if (c < 0x20 || c == 0x7f)
      g_string_append_printf(text, "\\u%04x", c);
    else
      g_string_append_c(text, (char)c);
    p++;
  }
  g_string_append_c(text, '"');
}

/* The shortest decimal that is the same double: it carries all 17 digits there are to carry. */
static void
append_real(GString *text, double value)
{
  char number[DS_NUMBER_CHARS];

  if (isinf(value)) {
    g_string_append(text, value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    return;
  }
  ds_number_format_real(number, value, TRUE);
  g_string_append(text, number);
}

static void
append_cell(GString *text, const DsColumn *column, gsize stored, GString *cell)
{
  const char *bytes;
  gsize length;

  if (ds_column_is_missing(column, stored)) {
    g_string_append(text, "null");
    return;
  }
  switch (column->type) {
  case DS_TYPE_INT:
    g_string_append_printf(text, "%" G_GINT64_FORMAT, column->ints[stored]);
    break;
  case DS_TYPE_REAL:
    append_real(text, column->reals[stored]);
    break;
  case DS_TYPE_BOOL:
    g_string_append(text, column->bools[stored] ? "true" : "false");
    break;
  case DS_TYPE_TEXT:
    bytes = ds_column_text(column, stored, &length);
    if (bytes)
      append_string(text, bytes, length);
    else
      g_string_append(text, "null");
    break;
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
  case DS_N_TYPES:
    g_string_truncate(cell, 0);
    ds_column_append_cell(column, stored, cell);
    append_string(text, cell->str, cell->len);
    break;
  }
}

static void
append_row(GString *text, const DsTable *table, gsize row, GString *cell)
{
  const gsize stored = ds_table_stored_row(table, row);

  g_string_append(text, row ? ", {" : "{");
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);

    if (col)
      g_string_append(text, ", ");
    append_string(text, name, strlen(name));
    g_string_append(text, ": ");
    append_cell(text, ds_table_stored_column(table, col), stored, cell);
  }
  g_string_append_c(text, '}');
}

static gboolean
write_json(DsOutput *output, const DsResult *result, GString *text, GError **error)
{
  const DsTable *table = result->table;
  GString *cell = g_string_new(NULL);
  gboolean is_done = TRUE;

  g_string_append(text, "{\"command\": ");
  append_string(text, result->command, strlen(result->command));
  g_string_append(text, ", \"columns\": [");
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);

    if (col)
      g_string_append(text, ", ");
    append_string(text, name, strlen(name));
  }
  g_string_append(text, "], \"rows\": [");
  for (gsize row = 0; row < ds_table_n_rows(table) && is_done; row++) {
    append_row(text, table, row, cell);
    is_done = ds_output_flush(output, text, error);
  }
  g_string_append(text, "], \"notes\": [");
  for (guint i = 0; i < ds_notes_count(result->notes); i++) {
    const char *note = ds_notes_get(result->notes, i);

    if (i)
      g_string_append(text, ", ");
    append_string(text, note, strlen(note));
  }
  g_string_append(text, "]}\n");
  g_string_free(cell, TRUE);
  return is_done;
}

const DsOutputFormat ds_output_json = { "json", write_json };
