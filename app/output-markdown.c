/* app/output-markdown.c - a result as a Markdown table (pipes), notes as a list below it. */
#include <string.h>

#include "app/cell.h"
#include "app/output.h"
#include "engine/base/text.h"

/* What would end the cell or start markup is escaped. */
static void
append_escaped(GString *text, const char *string)
{
  for (const char *p = string; *p; p++) {
    if (strchr("|\\`*_<[", *p))
      g_string_append_c(text, '\\');
    g_string_append_c(text, *p);
  }
}

static void
append_header(GString *text, const DsTable *table)
{
  const gsize n_cols = ds_table_n_columns(table);

  for (gsize col = 0; col < n_cols; col++) {
    g_autofree char *name = ds_text_for_terminal(ds_table_column_name(table, col), -1);

    g_string_append(text, "| ");
    append_escaped(text, name);
    g_string_append_c(text, ' ');
  }
  g_string_append(text, "|\n");
  for (gsize col = 0; col < n_cols; col++)
    g_string_append(text,
                    ds_cell_is_number(ds_table_stored_column(table, col)) ? "| ---: " : "| --- ");
  g_string_append(text, "|\n");
}

static gboolean
write_markdown(DsOutput *output, const DsResult *result, GString *text, GError **error)
{
  const DsTable *table = result->table;
  const gsize n_cols = ds_table_n_columns(table);
  GString *cell = g_string_new(NULL);
  gboolean is_done = TRUE;

  if (output->n_written && (n_cols || ds_notes_count(result->notes)))
    g_string_append_c(text, '\n');
  if (n_cols)
    append_header(text, table);
  for (gsize row = 0; row < ds_table_n_rows(table) && n_cols && is_done; row++) {
    for (gsize col = 0; col < n_cols; col++) {
      g_string_truncate(cell, 0);
      g_string_append(text, "| ");
      if (ds_cell_append(cell, ds_table_stored_column(table, col), ds_table_stored_row(table, row),
                         output->digits))
        append_escaped(text, cell->str);
      g_string_append_c(text, ' ');
    }
    g_string_append(text, "|\n");
    is_done = ds_output_flush(output, text, error);
  }
  if (n_cols && ds_notes_count(result->notes))
    g_string_append_c(text, '\n');
  for (guint i = 0; i < ds_notes_count(result->notes); i++) {
    g_autofree char *note = ds_text_for_terminal(ds_notes_get(result->notes, i), -1);

    g_string_append(text, "- ");
    append_escaped(text, note);
    g_string_append_c(text, '\n');
  }
  g_string_free(cell, TRUE);
  return is_done;
}

const DsOutputFormat ds_output_markdown = { "markdown", write_markdown };
