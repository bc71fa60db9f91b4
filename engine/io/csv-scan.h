/* engine/io/csv-scan.h - libcsv fed with a part of a source, slice by slice. */
#pragma once
#include <csv.h>
#include <glib.h>

#include "engine/base/progress.h"
#include "engine/io/csv-quotes.h"
#include "engine/io/source.h"

/* What all parts of a file share. */
typedef struct {
  DsSource *source;
  char delimiter;
  gboolean is_cp1252;    /* its bytes become UTF-8 on the way */
  gboolean has_quotes;   /* faults in them are to be found */
  gboolean counts_bytes; /* told to @progress */
  DsProgress *progress;
} DsCsvInput;

/* Who takes the cells: libcsv's callbacks. @row gets the byte that ended the row, -1 at the end of
 * the data; rows without a cell (blank lines, the LF of a CRLF) are told too. When *@error becomes
 * set, scanning stops with it. */
typedef struct {
  void (*cell)(void *text, size_t length, void *data);
  void (*row)(int ended_by, void *data);
  gpointer data;
  GError **error;
} DsCsvTaker;

typedef struct {
  const DsCsvInput *input;
  struct csv_parser parser;
  DsCsvQuotes quotes;
  char *buffer, *wide; /* private */
} DsCsvScanner;

/* FALSE with DS_DATA_ERROR_MEMORY; the scanner may be cleared all the same. */
gboolean ds_csv_scanner_init(DsCsvScanner *scanner, const DsCsvInput *input, GError **error);
void ds_csv_scanner_clear(DsCsvScanner *scanner);

/* Parses [start, end), going on in the state that the last call left. Asks whether to go on, and
 * tells the progress. Errors: of the source, a cancel, DS_DATA_ERROR_MEMORY, the taker's. */
gboolean ds_csv_scanner_feed(DsCsvScanner *scanner, guint64 start, guint64 end,
                             const DsCsvTaker *taker, GError **error);

/* Between two rows: what comes now would be parsed by a fresh parser in the same way. */
gboolean ds_csv_scanner_is_between_rows(const DsCsvScanner *scanner);

/* Inside a quoted field. */
gboolean ds_csv_scanner_is_quoted(const DsCsvScanner *scanner);

/* The end of the data: hands out the last row when no line end did. */
gboolean ds_csv_scanner_finish(DsCsvScanner *scanner, const DsCsvTaker *taker, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvScanner, ds_csv_scanner_clear)
