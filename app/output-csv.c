/* app/output-csv.c - a result as CSV: header and rows only, notes go to standard error. */
#include <string.h>

#include "app/output.h"
#include "engine/base/text.h"

/* Text that would read back as something else is quoted: separators, quotes, line breaks, blanks at
 * an end, and the empty text, which without quotes is a missing value. */
static void
append_field(GString *text, const char *field, gsize length)
{
  gboolean is_quoted = length == 0 || field[0] == ' ' || field[0] == '\t' ||
                       field[length - 1] == ' ' || field[length - 1] == '\t';

  for (gsize i = 0; i < length && !is_quoted; i++)
    is_quoted = field[i] == ',' || field[i] == '"' || field[i] == '\n' || field[i] == '\r';
  if (!is_quoted) {
    g_string_append_len(text, field, (gssize)length);
    return;
  }
  g_string_append_c(text, '"');
  for (gsize i = 0; i < length; i++) {
    if (field[i] == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, field[i]);
  }
  g_string_append_c(text, '"');
}

/* A file or a pipe gets the bytes of the data; a terminal would obey some of them. */
static void
append_text(const DsOutput *output, GString *text, const char *field, gsize length)
{
  if (output->is_terminal) {
    g_autofree char *shown = ds_text_for_terminal(field, (gssize)length);

    append_field(text, shown, strlen(shown));
  } else {
    append_field(text, field, length);
  }
}

static gboolean
write_csv(DsOutput *output, const DsResult *result, GString *text, GError **error)
{
  const DsTable *table = result->table;
  const gsize n_cols = ds_table_n_columns(table);
  GString *cell = g_string_new(NULL);
  gboolean is_done = TRUE;

  if (n_cols && output->n_written)
    g_string_append_c(text, '\n'); /* a blank line between the tables of two commands */
  for (gsize col = 0; col < n_cols; col++) {
    const char *name = ds_table_column_name(table, col);

    if (col)
      g_string_append_c(text, ',');
    append_text(output, text, name, strlen(name));
  }
  if (n_cols)
    g_string_append_c(text, '\n');
  for (gsize row = 0; row < ds_table_n_rows(table) && n_cols && is_done; row++) {
    for (gsize col = 0; col < n_cols; col++) {
      if (col)
        g_string_append_c(text, ',');
      g_string_truncate(cell, 0);
      if (ds_table_append_cell(table, row, col, cell))
        append_text(output, text, cell->str, cell->len);
      else if (n_cols == 1)
        g_string_append(text, "NA"); /* an empty line would be no row at all */
    }
    g_string_append_c(text, '\n');
    is_done = ds_output_flush(output, text, error);
  }
  ds_output_notes_aside(result);
  g_string_free(cell, TRUE);
  return is_done;
}

const DsOutputFormat ds_output_csv = { "csv", write_csv };
