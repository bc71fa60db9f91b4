/* engine/io/csv-remarks.c - what a person should know about how a file was read. */
#include "engine/io/csv-remarks.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"

enum {
  SHOWN_COLUMNS = 5,
  SHOWN_LINES = 5,
  LOOK_BYTES = 1 << 22, /* how far behind the first one further faults are looked for */
};

/* Physical line of the byte at @offset. */
static guint64
line_of(const DsCsvReading *reading, guint64 offset)
{
  const DsCsvSplit *split = reading->pass->split;
  gsize i = 0;

  while (i + 1 < split->n_regions && split->regions[i + 1].start <= offset)
    i++;
  return split->regions[i].first_line - 1 +
         ds_csv_line_of(reading->pass->input->source, split->regions[i].start, offset, NULL);
}

/* Lines of the first bytes that are not UTF-8, as "4, 7 and 9". */
static char *
bad_lines(const DsCsvReading *reading)
{
  const guint64 first = reading->pass->split->first_bad;
  g_autofree char *bytes = g_malloc(LOOK_BYTES);
  gssize n = ds_source_read(reading->pass->input->source, first, bytes, LOOK_BYTES, NULL);
  guint64 line = line_of(reading, first), last = 0;
  GString *lines = g_string_new(NULL);
  gsize i = 0, n_lines = 0;

  while (n > 0 && i < (gsize)n && n_lines < SHOWN_LINES) {
    gsize length = 1;

    if ((guchar)bytes[i] >= 0x80) {
      length = ds_utf8_length(bytes + i, (gsize)n - i);
      if (length == 0 && line != last) {
        g_string_append_printf(lines, "%s%" G_GUINT64_FORMAT, n_lines++ ? ", " : "", line);
        last = line;
      }
      length = MAX(length, 1);
    }
    line += bytes[i] == '\n';
    i += length;
  }
  return g_string_free(lines, FALSE);
}

static void
remark_bytes(const DsCsvReading *reading, DsNotes *notes)
{
  const DsCsvSplit *split = reading->pass->split;

  if (!reading->pass->input->is_cp1252 && split->first_bad != G_MAXUINT64) {
    g_autofree char *lines = bad_lines(reading);

    ds_notes_add(notes,
                 "%" G_GUINT64_FORMAT " places are not UTF-8, first in line %s; these bytes are "
                 "kept as they are and shown as <FF>; encoding=windows-1252 reads them as letters",
                 split->n_broken + split->n_lone, lines);
  }
  if (split->n_nul)
    ds_notes_add(notes,
                 "%" G_GUINT64_FORMAT " NUL bytes are kept, first in line %" G_GUINT64_FORMAT,
                 split->n_nul, line_of(reading, split->first_nul));
}

static void
remark_line_ends(const DsCsvReading *reading, DsNotes *notes)
{
  static const char *const names[] = { "LF", "CR", "CRLF" };
  gsize n_ends[3] = { 0 }, n_blank = 0, n_kinds = 0;
  g_autoptr(GString) shown = g_string_new(NULL);

  for (gsize i = 0; i < reading->pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &reading->pass->chunks[i];

    n_blank += chunk->n_blank;
    for (int j = 0; j < 3; j++)
      n_ends[j] += chunk->n_ends[j];
  }
  for (int j = 0; j < 3; j++)
    if (n_ends[j])
      g_string_append_printf(shown, "%s%" G_GSIZE_FORMAT " %s", n_kinds++ ? ", " : "", n_ends[j],
                             names[j]);
  if (n_kinds > 1)
    ds_notes_add(notes, "line ends are mixed: %s", shown->str);
  if (n_blank == 0)
    return;
  ds_notes_add(notes, "%" G_GSIZE_FORMAT " blank line%s skipped%s", n_blank,
               n_blank == 1 ? " was" : "s were",
               reading->columns->n_columns == 1 ? "; in a file of one column they may mean missing"
                                                : "");
}

/* The line breaks of the last cell of the table, which an open quote may have swallowed. */
static gsize
breaks_in_last_row(const DsCsvReading *reading)
{
  const DsCsvColumns *columns = reading->columns;
  gsize most = 0;

  for (gsize i = 0; i < columns->n_columns && columns->n_rows; i++) {
    gsize length, n = 0;
    const DsColumn *column = columns->columns[i];
    const char *text =
        column->type == DS_TYPE_TEXT ? ds_column_text(column, columns->n_rows - 1, &length) : NULL;

    for (gsize j = 0; text && j < length; j++)
      n += text[j] == '\n' || (text[j] == '\r' && !(j + 1 < length && text[j + 1] == '\n'));
    most = MAX(most, n);
  }
  return most;
}

static void
remark_quotes(const DsCsvReading *reading, DsNotes *notes)
{
  const gsize n = reading->pass->split->n_regions;
  guint64 n_stray = 0, n_junk = 0, stray_at = 0, junk_at = 0;

  for (gsize i = n; i-- > 0;) {
    const DsCsvQuotes *quotes = &reading->pass->quotes[i];

    n_stray += quotes->n_stray;
    n_junk += quotes->n_junk;
    stray_at = quotes->n_stray ? quotes->stray_at : stray_at;
    junk_at = quotes->n_junk ? quotes->junk_at : junk_at;
  }
  if (n_stray)
    ds_notes_add(notes,
                 "%" G_GUINT64_FORMAT " quotes stand inside cells that do not begin with one (not "
                 "RFC 4180), first in line %" G_GUINT64_FORMAT "; they are kept",
                 n_stray, line_of(reading, stray_at));
  if (n_junk)
    ds_notes_add(notes,
                 "%" G_GUINT64_FORMAT " closing quotes are followed by text (not RFC 4180), first "
                 "in line %" G_GUINT64_FORMAT ": the cell goes on to the next quote, line breaks "
                 "and all; look at that line",
                 n_junk, line_of(reading, junk_at));
  if (reading->pass->is_unclosed)
    ds_notes_add(notes,
                 "the quote opened in line %" G_GUINT64_FORMAT " is never closed: its cell holds "
                 "the rest of the file, %" G_GSIZE_FORMAT " line breaks; mend that line and open "
                 "the file again",
                 line_of(reading, reading->pass->quotes[n - 1].opened_at),
                 breaks_in_last_row(reading));
}

/* Sum of a fault over the chunks and the lines of its first rows: "3, 4". */
static gsize
sum_fault(const DsCsvReading *reading, gboolean is_long, GString *lines)
{
  gsize n = 0, n_shown = 0, before = 0;

  for (gsize i = 0; i < reading->pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &reading->pass->chunks[i];
    const DsCsvFault *fault = is_long ? &chunk->long_rows : &chunk->short_rows;

    n += fault->n;
    for (gsize j = 0; j < MIN(fault->n, (gsize)DS_CSV_FIRST_ROWS) && n_shown < DS_CSV_FIRST_ROWS;
         j++)
      g_string_append_printf(lines, "%s%" G_GUINT64_FORMAT, n_shown++ ? ", " : "",
                             ds_csv_line_of_row(reading->pass, before + fault->rows[j]));
    before += chunk->n_rows;
  }
  if (n > n_shown)
    g_string_append(lines, ", ...");
  return n;
}

static void
remark_rows(const DsCsvReading *reading, DsNotes *notes)
{
  const DsCsvColumns *columns = reading->columns;
  const DsCsvPass *pass = reading->pass;
  const gsize last_cells = pass->chunks[pass->split->n_regions - 1].last_row_cells;
  g_autoptr(GString) short_lines = g_string_new(NULL), long_lines = g_string_new(NULL);
  const gsize n_short = sum_fault(reading, FALSE, short_lines);
  const gsize n_long = sum_fault(reading, TRUE, long_lines);

  if (n_short)
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " short row%s padded with missing cells: line%s %s",
                 n_short, n_short == 1 ? " was" : "s were", n_short == 1 ? "" : "s",
                 short_lines->str);
  if (n_long && n_long == columns->n_rows)
    ds_notes_add(notes, "every row has more cells than the header has names; the cells beyond the "
                        "header are in the column _extra");
  else if (n_long)
    ds_notes_add(notes,
                 "%" G_GSIZE_FORMAT " long row%s: line%s %s; the cells beyond the header are "
                 "in the column _extra",
                 n_long, n_long == 1 ? "" : "s", n_long == 1 ? "" : "s", long_lines->str);
  if (last_cells && last_cells < columns->n_columns && !pass->is_unclosed && reading->has_no_end)
    ds_notes_add(notes,
                 "line %" G_GUINT64_FORMAT ", the last one, has %" G_GSIZE_FORMAT
                 " of %" G_GSIZE_FORMAT " cells and no line end: the file may be incomplete",
                 ds_csv_line_of_row(pass, columns->n_rows - 1), last_cells, columns->n_columns);
  if (columns->n_rows == 0)
    ds_notes_add(notes, "there is a header and no row of data");
}

/* "age 3, mass 2, ..." of the columns for which @count is not 0. */
static char *
count_columns(const DsCsvColumns *columns, gsize (*count)(const DsCsvColumns *, gsize), gsize *n)
{
  GString *shown = g_string_new(NULL);

  *n = 0;
  for (gsize i = 0; i < columns->n_columns; i++) {
    const gsize value = count(columns, i);
    g_autofree char *name = NULL;

    if (!value)
      continue;
    if (++*n > SHOWN_COLUMNS)
      continue;
    name = ds_text_for_terminal(columns->names[i], -1);
    g_string_append_printf(shown, "%s%s %" G_GSIZE_FORMAT, *n > 1 ? ", " : "", name, value);
  }
  if (*n > SHOWN_COLUMNS)
    g_string_append_printf(shown, " and %" G_GSIZE_FORMAT " more columns", *n - SHOWN_COLUMNS);
  return g_string_free(shown, FALSE);
}

static gsize
count_words(const DsCsvColumns *columns, gsize i)
{
  return columns->facts[i].n_words;
}

static gsize
count_underflow(const DsCsvColumns *columns, gsize i)
{
  return columns->facts[i].n_underflow;
}

static gsize
count_empty(const DsCsvColumns *columns, gsize i)
{
  return columns->n_rows && columns->columns[i]->n_missing == columns->n_rows ? columns->n_rows : 0;
}

static gsize
count_infinite(const DsCsvColumns *columns, gsize i)
{
  const DsColumn *column = columns->columns[i];
  gsize n = 0;

  if (column->type != DS_TYPE_REAL || !(columns->facts[i].seen & DS_SEEN_INFINITY))
    return 0;
  for (gsize row = 0; row < column->n_rows; row++)
    n += isinf(column->reals[row]) != 0;
  return n;
}

static void
remark_counts(const DsCsvReading *reading, DsNotes *notes)
{
  static const struct {
    gsize (*count)(const DsCsvColumns *, gsize);
    const char *says;
  } kinds[] = {
    { count_words, "words like NA, null or None were taken as missing; na= changes the list" },
    { count_empty, "columns without any value" },
    { count_infinite, "infinite values" },
    { count_underflow, "numbers so near to 0 that they became 0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
    gsize n;
    g_autofree char *shown = count_columns(reading->columns, kinds[i].count, &n);

    if (n)
      ds_notes_add(notes, "%s: %s", kinds[i].says, shown);
  }
}

void
ds_csv_remark(const DsCsvReading *reading, DsNotes *notes)
{
  remark_bytes(reading, notes);
  remark_line_ends(reading, notes);
  remark_quotes(reading, notes);
  remark_rows(reading, notes);
  remark_counts(reading, notes);
}
