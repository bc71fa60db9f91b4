/* engine/io/csv-write.c - tables as delimited text. */
#include <string.h>

#include "engine/io/csv-check.h"
#include "engine/io/format-writers.h"
#include "engine/io/rows-write.h"

enum { HEAD = 1 << 19 };

typedef struct {
  char delimiter;
  gboolean is_special[256]; /* bytes that need quotes */
  gboolean is_single;       /* one column: an empty line would be no row */
} Dialect;

/* Quotes wherever reading could take the text for something else: all delimiters that are guessed,
 * not only ours; blanks at the ends, which are trimmed; a '#' or "sep=" at the start; nothing and
 * the words for missing, which our reader cannot tell apart but others can. */
static gboolean
needs_quotes(const Dialect *dialect, const char *text, gsize length)
{
  if (length == 0 || text[0] == ' ' || text[0] == '\t' || text[0] == '#' ||
      text[length - 1] == ' ' || text[length - 1] == '\t' || g_ascii_iscntrl(text[0]) ||
      (length >= 4 && memcmp(text, "sep=", 4) == 0) || (guchar)text[0] == 0xef)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (dialect->is_special[(guchar)text[i]])
      return TRUE;
  return ds_csv_check_is_na(text, length);
}

static void
append_text(const Dialect *dialect, GString *line, const char *text, gsize length)
{
  if (!needs_quotes(dialect, text, length)) {
    g_string_append_len(line, text, (gssize)length);
    return;
  }
  g_string_append_c(line, '"');
  while (length > 0) {
    const char *quote = memchr(text, '"', length);
    const gsize n = quote ? (gsize)(quote - text) + 1 : length;

    g_string_append_len(line, text, (gssize)n);
    if (quote)
      g_string_append_c(line, '"');
    text += n;
    length -= n;
  }
  g_string_append_c(line, '"');
}

static void
append_rows(const DsTable *table, gsize from, gsize to, gpointer data, GString *text)
{
  const Dialect *dialect = data;
  const gsize n_columns = ds_table_n_columns(table);

  for (gsize row = from; row < to; row++) {
    const gsize stored = ds_table_stored_row(table, row);

    for (gsize col = 0; col < n_columns; col++) {
      const DsColumn *column = ds_table_stored_column(table, col);

      if (col > 0)
        g_string_append_c(text, dialect->delimiter);
      if (ds_column_is_missing(column, stored)) {
        if (dialect->is_single)
          g_string_append(text, "\"\"");
      } else if (column->type == DS_TYPE_TEXT) {
        gsize length;
        const char *bytes = ds_column_text(column, stored, &length);

        append_text(dialect, text, bytes, length);
      } else {
        ds_column_append_cell(column, stored, text);
      }
    }
    g_string_append_c(text, '\n');
  }
}

static void
append_header(const Dialect *dialect, const DsTable *table, GString *line)
{
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);

    if (col > 0)
      g_string_append_c(line, dialect->delimiter);
    append_text(dialect, line, name, strlen(name));
  }
  g_string_append_c(line, '\n');
}

/* The first bytes of what was written, made once more rather than read from a sink that packs. */
static GString *
make_head(Dialect *dialect, const DsTable *table, gboolean *is_whole)
{
  const gsize n_rows = ds_table_n_rows(table);
  GString *head = g_string_new(NULL);
  gsize row = 0;

  append_header(dialect, table, head);
  for (; row < n_rows && head->len < HEAD; row++)
    append_rows(table, row, row + 1, dialect, head);
  *is_whole = row == n_rows;
  return head;
}

static gboolean
write_delimited(const DsTable *table, char delimiter, DsSink *sink, DsProgress *progress,
                DsNotes *notes, GError **error)
{
  Dialect dialect = { .delimiter = delimiter, .is_single = ds_table_n_columns(table) == 1 };
  g_autoptr(GString) header = g_string_new(NULL);
  GString *head;
  gboolean is_whole, is_ok;

  for (const char *p = ",;\t|\"\r\n"; *p; p++)
    dialect.is_special[(guchar)*p] = TRUE;
  append_header(&dialect, table, header);
  if (!ds_sink_write(sink, header->str, header->len, error) ||
      !ds_rows_write(table, append_rows, &dialect, sink, progress, error))
    return FALSE;
  head = make_head(&dialect, table, &is_whole);
  is_ok = ds_csv_check(table, delimiter, head->str, head->len, is_whole, notes, progress, error);
  g_string_free(head, TRUE);
  return is_ok;
}

gboolean
ds_write_csv(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
             DsProgress *progress, DsNotes *notes, GError **error)
{
  (void)options;
  return write_delimited(table, ',', sink, progress, notes, error);
}

gboolean
ds_write_tsv(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
             DsProgress *progress, DsNotes *notes, GError **error)
{
  (void)options;
  return write_delimited(table, '\t', sink, progress, notes, error);
}
