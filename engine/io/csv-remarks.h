/* engine/io/csv-remarks.h - what a person should know about how a file was read. */
#pragma once
#include "engine/base/notes.h"
#include "engine/io/csv-columns.h"

/* Everything the notes are made from. */
typedef struct {
  const DsCsvPass *pass; /* the first one */
  const DsCsvColumns *columns;
  guint64 first_line;  /* physical line of the split's start, less 1 */
  gboolean has_no_end; /* the last byte is no line end */
  gboolean is_forced_encoding;
} DsCsvReading;

/* About bytes, quotes, rows and columns, in this order; few: what repeats is counted. */
void ds_csv_remark(const DsCsvReading *reading, DsNotes *notes);

/* Text columns that a person may have taken for numbers, dates or bools: how many values are, the
 * first line that is not, and what to do. csv-doubts.c. */
void ds_csv_remark_columns(const DsCsvReading *reading, DsNotes *notes);
