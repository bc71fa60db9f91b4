/* engine/io/json-write.c - tables as JSON Lines and as one JSON array of objects. */
#include <math.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/io/format-writers.h"
#include "engine/io/rows-write.h"

/* A string in its quotes. Bytes that are no UTF-8 stay as they are, so that they read back. */
static void
append_string(GString *text, const char *bytes, gsize length)
{
  gsize done = 0;

  g_string_append_c(text, '"');
  for (gsize i = 0; i < length; i++) {
    const guchar c = (guchar)bytes[i];

    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
      continue;
    g_string_append_len(text, bytes + done, (gssize)(i - done));
    done = i + 1;
    if (c == '"' || c == '\\')
      g_string_append_printf(text, "\\%c", c);
    else if (c == '\n')
      g_string_append(text, "\\n");
    else if (c == '\r')
      g_string_append(text, "\\r");
    else if (c == '\t')
      g_string_append(text, "\\t");
    else
      g_string_append_printf(text, "\\u%04x", c);
  }
  g_string_append_len(text, bytes + done, (gssize)(length - done));
  g_string_append_c(text, '"');
}

/* The keys with their quotes and colons, made once. */
typedef struct {
  GPtrArray *keys;
  gboolean is_array;
} Shape;

static void
append_value(GString *text, const DsColumn *column, gsize row)
{
  gsize length, start;
  const char *bytes;

  switch (column->type) {
  case DS_TYPE_TEXT:
    bytes = ds_column_text(column, row, &length);
    append_string(text, bytes, length);
    break;
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    g_string_append_c(text, '"');
    ds_column_append_cell(column, row, text);
    g_string_append_c(text, '"');
    break;
  case DS_TYPE_BOOL:
    g_string_append(text, column->bools[row] ? "true" : "false");
    break;
  case DS_TYPE_REAL:
    if (isinf(column->reals[row])) {
      g_string_append(text, column->reals[row] > 0 ? "\"Infinity\"" : "\"-Infinity\"");
      break;
    }
    G_GNUC_FALLTHROUGH;
  default:
    start = text->len;
    ds_column_append_cell(column, row, text);
    g_assert(text->len > start);
  }
}

static void
append_rows(const DsTable *table, gsize from, gsize to, gpointer data, GString *text)
{
  const Shape *shape = data;
  const gsize n_columns = ds_table_n_columns(table);

  for (gsize row = from; row < to; row++) {
    const gsize stored = ds_table_stored_row(table, row);

    if (shape->is_array)
      g_string_append(text, row == 0 ? "\n" : ",\n");
    g_string_append_c(text, '{');
    for (gsize col = 0; col < n_columns; col++) {
      const DsColumn *column = ds_table_stored_column(table, col);

      if (col > 0)
        g_string_append(text, ", ");
      g_string_append(text, shape->keys->pdata[col]);
      if (ds_column_is_missing(column, stored))
        g_string_append(text, "null");
      else
        append_value(text, column, stored);
    }
    g_string_append_c(text, '}');
    if (!shape->is_array)
      g_string_append_c(text, '\n');
  }
}

/* What a column would become when it is read again; it is read as it is when that is its type. */
typedef struct {
  gsize n_values, n_infinite, n_dates, n_times, n_invalid;
} Seen;

static void
look_at(const DsColumn *column, gsize row, Seen *seen)
{
  gsize length;
  const char *bytes;
  gint64 value;
  guint style;

  seen->n_values++;
  if (column->type == DS_TYPE_REAL)
    seen->n_infinite += isinf(column->reals[row]) != 0;
  if (column->type != DS_TYPE_TEXT)
    return;
  bytes = ds_column_text(column, row, &length);
  seen->n_dates += ds_moment_parse_date(bytes, length, &value) ? 1 : 0;
  seen->n_times += ds_moment_parse_time(bytes, length, &value, &style) ? 1 : 0;
  seen->n_invalid += !g_utf8_validate_len(bytes, length, NULL) && !memchr(bytes, 0, length);
}

/* Whether reading gives the type back without being told. */
static gboolean
keeps_type(const DsColumn *column, const Seen *seen)
{
  if (seen->n_values == 0)
    return column->type == DS_TYPE_TEXT;
  if (column->type == DS_TYPE_REAL)
    return seen->n_infinite < seen->n_values;
  return seen->n_dates < seen->n_values && seen->n_times < seen->n_values;
}

static void
check_column(const DsTable *table, gsize col, GString *types, gsize *n_invalid)
{
  const DsColumn *column = ds_table_stored_column(table, col);
  const gsize n_rows = ds_table_n_rows(table);
  Seen seen = { 0 };

  if (column->type == DS_TYPE_TEXT || column->type == DS_TYPE_REAL || column->n_missing > 0 ||
      n_rows == 0)
    for (gsize row = 0; row < n_rows; row++) {
      const gsize stored = ds_table_stored_row(table, row);

      if (!ds_column_is_missing(column, stored))
        look_at(column, stored, &seen);
      if (column->type != DS_TYPE_TEXT && seen.n_values > seen.n_infinite)
        break; /* one ordinary value settles it */
    }
  else
    seen.n_values = n_rows;
  *n_invalid += seen.n_invalid;
  if (!keeps_type(column, &seen)) {
    g_autofree char *name = ds_text_for_terminal(ds_table_column_name(table, col), -1);

    g_string_append_printf(types, "%s%s:%s", types->len > 0 ? "," : "", name,
                           ds_type_name(column->type));
  }
}

static void
check(const DsTable *table, DsNotes *notes)
{
  g_autoptr(GString) types = g_string_new(NULL);
  gsize n_invalid = 0;

  if (ds_table_n_rows(table) == 0) {
    ds_notes_add(notes, "a table without rows leaves nothing in JSON, not even its column names; "
                        "csv or sqlite keep them");
    return;
  }
  for (gsize col = 0; col < ds_table_n_columns(table); col++)
    check_column(table, col, types, &n_invalid);
  if (types->len > 0)
    ds_notes_add(notes, "JSON does not hold the type of every column: open it with types=%s",
                 types->str);
  if (n_invalid > 0)
    ds_notes_add(notes,
                 "some texts (%" G_GSIZE_FORMAT ") are not valid UTF-8: they read back here, other "
                 "programs may refuse them",
                 n_invalid);
}

static gboolean
write_objects(const DsTable *table, gboolean is_array, DsSink *sink, DsProgress *progress,
              DsNotes *notes, GError **error)
{
  g_autoptr(GPtrArray) keys = g_ptr_array_new_with_free_func(g_free);
  Shape shape = { keys, is_array };

  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);
    GString *key = g_string_new(NULL);

    append_string(key, name, strlen(name));
    g_string_append(key, ": ");
    g_ptr_array_add(keys, g_string_free(key, FALSE));
  }
  check(table, notes);
  return (!is_array || ds_sink_write(sink, "[", 1, error)) &&
         ds_rows_write(table, append_rows, &shape, sink, progress, error) &&
         (!is_array || ds_sink_write(sink, "\n]\n", 3, error));
}

gboolean
ds_write_json(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
              DsProgress *progress, DsNotes *notes, GError **error)
{
  (void)options;
  return write_objects(table, TRUE, sink, progress, notes, error);
}

gboolean
ds_write_jsonl(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
               DsProgress *progress, DsNotes *notes, GError **error)
{
  (void)options;
  return write_objects(table, FALSE, sink, progress, notes, error);
}
