/* engine/io/csv.h - delimited text into a table: libcsv on several chunks at once. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/source.h"
#include "engine/table/table.h"

/* Everything may be left to detection: { .header = -1, .skip_lines = -1 } (DS_CSV_DETECT). */
typedef struct {
  char delimiter;           /* 0 = detect among , ; tab | */
  int header;               /* -1 detect, 0 no, 1 yes */
  int skip_lines;           /* physical lines before the header; -1 = detect title lines */
  const char *const *na;    /* words that mean missing, NULL-terminated; NULL = the default words */
  const char *const *types; /* "column:type" each, NULL-terminated, or NULL */
  const char *encoding;     /* NULL = detect; utf-8, utf-16le, utf-16be, windows-1252, latin1 ... */
  const char *name;         /* what messages call the data; NULL = the path's last part */
  gsize chunk_bytes;        /* 0 = the usual; tiny ones are for tests */
} DsCsvOptions;

#define DS_CSV_DETECT                                                                              \
  {                                                                                                \
    .header = -1, .skip_lines = -1                                                                 \
  }

/**
 * ds_csv_read:
 * @options: (nullable): NULL detects everything
 * @progress: (nullable): stage and fraction; the table of the first block is published here (freed
 *   by ds_table_unref) before the rest is read; cancel is checked at least every 50 ms
 * @notes: (nullable): what was assumed, counted, kept as text
 *
 * The result equals, cell for cell, one sequential libcsv pass over the whole data whatever the
 * number of threads and the chunk size. Types are the narrowest that hold every value of a column;
 * nothing is coerced silently. An empty field and an `na` word are missing ('?' too where the
 * other values of the column are numbers, unless `na` is given). Unquoted blanks around a field
 * are trimmed, lines of nothing but blanks skipped, as libcsv does. Short rows are padded, cells
 * beyond the header go to a text column _extra.
 *
 * Returns: (transfer full): the table; NULL with DS_DATA_ERROR_EMPTY, _SYNTAX (not CSV), _ENCODING,
 * _TYPE (a value does not fit `types`: line, column and value named), _NOT_FOUND (a column in
 * `types`), _RANGE (too many rows), _MEMORY, _IO, or a cancel.
 */
const DsTable *ds_csv_read(const char *path, const DsCsvOptions *options, DsProgress *progress,
                           DsNotes *notes, GError **error);

/* The same from any source of bytes, so that unpacked files and standard input are read alike. */
const DsTable *ds_csv_read_source(DsSource *source, const DsCsvOptions *options,
                                  DsProgress *progress, DsNotes *notes, GError **error);

/**
 * ds_csv_read_head:
 * @bytes: [n] the first bytes of something longer; the row that is cut at their end is left out
 *
 * Returns: (transfer full): the table of these rows, for a first look while the rest is unpacked;
 * NULL with an error as above.
 */
const DsTable *ds_csv_read_head(const char *bytes, gsize n, const DsCsvOptions *options,
                                GError **error);
