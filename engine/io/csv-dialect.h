/* engine/io/csv-dialect.h - how a file is delimited, and where its header and rows begin. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/io/csv-sample.h"
#include "engine/io/csv.h"

typedef struct {
  char delimiter;
  gboolean has_header;
  gsize start;         /* offset in the bytes of the first row (the header's, where there is one) */
  guint64 first_line;  /* its physical line */
  DsCsvSample *sample; /* the rows from there on */
} DsCsvDialect;

/**
 * ds_csv_dialect_find:
 * @bytes: [n] the first bytes, behind a byte-order mark
 * @name: what messages call the file
 *
 * Of , ; tab and | the one that cuts most rows into the same number of cells; a first line "sep=;"
 * says it. Title lines (one cell where the rest has more) and comment lines (#) before a header are
 * skipped. The first row is a header unless it looks like the rows below it. All with notes.
 *
 * FALSE: DS_DATA_ERROR_EMPTY (no row at all), _MEMORY.
 */
gboolean ds_csv_dialect_find(const char *bytes, gsize n, gboolean is_whole, gboolean is_cp1252,
                             const DsCsvOptions *options, const char *name, DsNotes *notes,
                             DsCsvDialect *dialect, GError **error);
void ds_csv_dialect_clear(DsCsvDialect *dialect);

/* How much row @row of @sample looks like names over the rows below: > 0 it does, < 0 it looks
 * like them, 0 nothing can be told. csv-header.c. */
int ds_csv_header_evidence(const DsCsvSample *sample, gsize row);

/**
 * ds_csv_header_names:
 * Returns: (transfer full): [n] names: trimmed, valid UTF-8, none empty (column_3), no two the same
 * (x, x_2). Notes say what was changed.
 */
char **ds_csv_header_names(const DsCsvSample *sample, gboolean has_header, gsize n_columns,
                           DsNotes *notes);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvDialect, ds_csv_dialect_clear)
