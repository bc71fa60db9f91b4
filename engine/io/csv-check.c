/* engine/io/csv-check.c - what a written CSV would read back as. */
#include "engine/io/csv-check.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/io/csv.h"
#include "engine/table/infer.h"

static const char *const na_words[] = { "NA", "N/A", "NaN", "nan", "null", "NULL", "None", NULL };

gboolean
ds_csv_check_is_na(const char *text, gsize length)
{
  if (length < 2 || length > 4)
    return FALSE;
  for (gsize i = 0; na_words[i]; i++)
    if (strlen(na_words[i]) == length && memcmp(na_words[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

/* What a column's cells are once they are text. */
typedef struct {
  DsInfer infer;
  gsize n_empty, n_na; /* texts that read back as missing */
  gboolean is_invalid; /* some text is not UTF-8 */
} Seen;

typedef struct {
  const DsTable *table;
  Seen *seen; /* [n_columns] */
} Look;

static void
look_at_text(const char *text, gsize length, gsize n_times, Seen *seen)
{
  DsInferValue value;

  if (length == 0) {
    seen->n_empty += n_times;
  } else if (ds_csv_check_is_na(text, length)) {
    seen->n_na += n_times;
  } else {
    ds_infer_value(text, length, &value);
    ds_infer_add(&seen->infer, &value);
    seen->is_invalid |= !memchr(text, 0, length) && !g_utf8_validate_len(text, length, NULL);
  }
}

/* Each of the strings of a coded column once, with how often it stands there. */
static void
look_at_coded(const DsTable *table, const DsColumn *column, Seen *seen)
{
  g_autofree gsize *counts = g_new0(gsize, column->strings.n + 1);

  for (gsize row = 0; row < ds_table_n_rows(table); row++) {
    const gint32 code = column->codes[ds_table_stored_row(table, row)];

    if (code >= 0)
      counts[code]++;
  }
  for (gsize i = 0; i < column->strings.n; i++) {
    gsize length;
    const char *text = ds_strings_get(&column->strings, i, &length);

    if (counts[i] > 0)
      look_at_text(text, length, counts[i], seen);
  }
}

static void
look_at_rows(const DsTable *table, const DsColumn *column, Seen *seen)
{
  g_autoptr(GString) cell = g_string_new(NULL);

  for (gsize row = 0; row < ds_table_n_rows(table); row++) {
    const gsize stored = ds_table_stored_row(table, row);

    if (ds_column_is_missing(column, stored))
      continue;
    g_string_truncate(cell, 0);
    ds_column_append_cell(column, stored, cell);
    look_at_text(cell->str, cell->len, 1, seen);
    /* One ordinary value settles what is no text. */
    if (column->type != DS_TYPE_TEXT && !(seen->infer.seen & DS_SEEN_INFINITY))
      return;
  }
}

static gboolean
look(gsize col, gpointer data, GError **error)
{
  Look *at = data;
  const DsColumn *column = ds_table_stored_column(at->table, col);

  (void)error;
  if (column->is_coded)
    look_at_coded(at->table, column, &at->seen[col]);
  else
    look_at_rows(at->table, column, &at->seen[col]);
  return TRUE;
}

static void
append_name(GString *list, const char *name, const char *behind)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  g_string_append_printf(list, "%s%s%s", list->len > 0 ? "," : "", shown, behind);
}

static void
note_types(const Look *at, DsNotes *notes)
{
  g_autoptr(GString) types = g_string_new(NULL);

  for (gsize col = 0; col < ds_table_n_columns(at->table); col++) {
    const DsType type = ds_table_stored_column(at->table, col)->type;
    g_autofree char *behind = g_strconcat(":", ds_type_name(type), NULL);

    if (ds_infer_type(&at->seen[col].infer) != type)
      append_name(types, ds_table_column_name(at->table, col), behind);
  }
  if (types->len > 0)
    ds_notes_add(notes, "CSV does not hold the type of every column: open it with types=%s",
                 types->str);
}

static void
note_missing(const Look *at, DsNotes *notes)
{
  g_autoptr(GString) words = g_string_new(NULL), empty = g_string_new(NULL);
  gsize n_words = 0, n_empty = 0;

  for (gsize col = 0; col < ds_table_n_columns(at->table); col++) {
    const char *name = ds_table_column_name(at->table, col);

    if (at->seen[col].n_na > 0)
      append_name(words, name, "");
    if (at->seen[col].n_empty > 0)
      append_name(empty, name, "");
    n_words += at->seen[col].n_na;
    n_empty += at->seen[col].n_empty;
  }
  if (n_words > 0)
    ds_notes_add(notes,
                 "texts that are words for missing stand in %s (%" G_GSIZE_FORMAT
                 "): open it with na=",
                 words->str, n_words);
  if (n_empty > 0)
    ds_notes_add(notes,
                 "empty texts in %s (%" G_GSIZE_FORMAT
                 ") read back as missing; jsonl and sqlite keep them",
                 empty->str, n_empty);
}

/* Whether reading @head with @options gives our columns, and our rows where all of it is there. */
static gboolean
reads_back(const DsTable *table, const char *head, gsize n, gboolean is_whole,
           const DsCsvOptions *options)
{
  DS_TABLE_AUTO again = NULL;
  const gsize n_columns = ds_table_n_columns(table);

  if (is_whole) {
    g_autoptr(GBytes) bytes = g_bytes_new_static(head, n);
    g_autoptr(DsSource) source = ds_source_new_bytes("head", bytes);

    again = ds_csv_read_source(source, options, NULL, NULL, NULL);
  } else {
    again = ds_csv_read_head(head, n, options, NULL);
  }
  if (!again || ds_table_n_columns(again) != n_columns ||
      (is_whole && ds_table_n_rows(again) != ds_table_n_rows(table)))
    return FALSE;
  for (gsize col = 0; col < n_columns; col++)
    if (strcmp(ds_table_column_name(table, col), ds_table_column_name(again, col)) != 0)
      return FALSE;
  return TRUE;
}

/* The detection may take our header for a row, our bytes for another encoding ...: then the least
 * that has to be said is named. */
static void
note_detection(const DsTable *table, char delimiter, const char *head, gsize n, gboolean is_whole,
               gboolean is_invalid, DsNotes *notes)
{
  DsCsvOptions options = DS_CSV_DETECT;
  const char *advice = NULL;

  if (!is_invalid && reads_back(table, head, n, is_whole, &options))
    return;
  options.encoding = is_invalid ? "utf-8" : NULL;
  if (is_invalid && reads_back(table, head, n, is_whole, &options))
    advice = "encoding=utf-8";
  options.header = 1;
  if (!advice && reads_back(table, head, n, is_whole, &options))
    advice = is_invalid ? "header=yes encoding=utf-8" : "header=yes";
  options.delimiter = delimiter;
  options.encoding = "utf-8";
  options.skip_lines = 0;
  if (!advice && reads_back(table, head, n, is_whole, &options))
    advice = options.delimiter == '\t' ? "delim=tab header=yes encoding=utf-8 skip=0"
                                       : "delim=, header=yes encoding=utf-8 skip=0";
  if (advice)
    ds_notes_add(notes, "its layout may be taken for another: open it with %s", advice);
  else
    ds_notes_add(notes, "its column names read back changed (trimmed, or not valid in CSV); jsonl "
                        "and sqlite keep them");
}

gboolean
ds_csv_check(const DsTable *table, char delimiter, const char *head, gsize n, gboolean is_whole,
             DsNotes *notes, DsProgress *progress, GError **error)
{
  const gsize n_columns = ds_table_n_columns(table);
  g_autofree Seen *seen = g_new0(Seen, n_columns + 1);
  Look at = { table, seen };
  gboolean is_invalid = FALSE;

  if (!ds_parallel_for(n_columns, look, &at, progress, error))
    return FALSE;
  for (gsize col = 0; col < n_columns; col++)
    is_invalid |= seen[col].is_invalid;
  note_types(&at, notes);
  note_missing(&at, notes);
  note_detection(table, delimiter, head, n, is_whole, is_invalid, notes);
  return TRUE;
}
