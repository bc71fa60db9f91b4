/* engine/io/csv-lines.h - the physical line of each row, from what libcsv's callbacks see. */
#pragma once
#include <glib.h>
#include <string.h>

typedef struct {
  guint64 line;    /* where the row being read began, or the next one will */
  guint64 in_row;  /* line breaks in its cells */
  gboolean was_cr; /* the last line end was a CR: an LF now is its second half */
} DsCsvLines;

static inline void
ds_csv_lines_cell(DsCsvLines *lines, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    lines->in_row +=
        text[i] == '\n' || (text[i] == '\r' && !(i + 1 < length && text[i + 1] == '\n'));
}

static inline void
ds_csv_lines_end(DsCsvLines *lines, gboolean has_cells, int ended_by)
{
  if (has_cells || !(ended_by == '\n' && lines->was_cr))
    lines->line += lines->in_row + 1;
  lines->in_row = 0;
  lines->was_cr = ended_by == '\r';
}
