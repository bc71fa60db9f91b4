/* engine/io/csv-locate.c - the physical line of a row, found by parsing its region once more. */
#include <gio/gio.h>

#include "engine/io/csv-columns.h"
#include "engine/io/csv-lines.h"

typedef struct {
  DsCsvLines lines;
  gboolean has_cells, is_found;
  gsize rows_before; /* rows still to pass, the header too */
  guint64 line;
  GError *error; /* set to stop the scan early */
} Search;

static void
on_cell(void *field, size_t length, void *data)
{
  Search *search = data;

  search->has_cells = TRUE;
  ds_csv_lines_cell(&search->lines, field, length);
}

static void
on_row(int ended_by, void *data)
{
  Search *search = data;

  if (search->has_cells && !search->is_found) {
    if (search->rows_before == 0) {
      search->is_found = TRUE;
      search->line = search->lines.line;
      g_set_error_literal(&search->error, G_IO_ERROR, G_IO_ERROR_EXISTS, "found");
    } else {
      search->rows_before--;
    }
  }
  ds_csv_lines_end(&search->lines, search->has_cells, ended_by);
  search->has_cells = FALSE;
}

guint64
ds_csv_line_of_row(const DsCsvPass *pass, gsize row)
{
  const DsCsvRegion *region;
  DsCsvInput input = *pass->input;
  g_auto(DsCsvScanner) scanner = { 0 };
  g_autoptr(GError) ignored = NULL;
  Search search = { 0 };
  const DsCsvTaker taker = { on_cell, on_row, &search, &search.error };
  gsize i = 0;

  while (i + 1 < pass->split->n_regions && row >= pass->chunks[i].n_rows)
    row -= pass->chunks[i++].n_rows;
  region = &pass->split->regions[i];
  search.lines.line = region->first_line;
  search.rows_before = row + (i == 0 && pass->has_header);
  input.has_quotes = input.counts_bytes = FALSE;
  if (ds_csv_scanner_init(&scanner, &input, &ignored) &&
      ds_csv_scanner_feed(&scanner, region->start, region->end, &taker, &ignored))
    ds_csv_scanner_finish(&scanner, &taker, &ignored);
  g_clear_error(&search.error);
  return search.line;
}
