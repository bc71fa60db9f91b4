/* engine/io/csv-sample.h - the first rows of a file, kept as texts, to find out what it is. */
#pragma once
#include <glib.h>

#include "engine/io/csv-texts.h"

typedef struct {
  gsize first_cell, n_cells;
  guint64 line; /* physical, 1 = the first of the bytes */
} DsCsvSampleRow;

typedef struct {
  GArray *rows; /* DsCsvSampleRow */
  DsCsvTexts cells;
  gboolean is_quoted_at_end; /* the bytes end within quotes */
} DsCsvSample;

/**
 * ds_csv_sample_new:
 * @bytes: [n] from the start of a row on
 * @is_whole: nothing follows: the last row counts without a line end
 *
 * Returns: (transfer full): at most @max_rows rows as libcsv cuts them; NULL with
 * DS_DATA_ERROR_MEMORY.
 */
DsCsvSample *ds_csv_sample_new(const char *bytes, gsize n, char delimiter, gboolean is_cp1252,
                               gboolean is_whole, gsize max_rows, GError **error);
void ds_csv_sample_free(DsCsvSample *sample);

static inline const DsCsvSampleRow *
ds_csv_sample_row(const DsCsvSample *sample, gsize row)
{
  return &g_array_index(sample->rows, DsCsvSampleRow, row);
}

/* The cell, or NULL where the row is too short; @length may be NULL. Not NUL-terminated. */
const char *ds_csv_sample_cell(const DsCsvSample *sample, gsize row, gsize col, gsize *length);

/* The most frequent number of cells from row @from on, and in how many of these rows. */
gsize ds_csv_sample_width(const DsCsvSample *sample, gsize from, gsize *n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCsvSample, ds_csv_sample_free)
