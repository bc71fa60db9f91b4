/* engine/io/csv-columns.h - types found and columns read: as many passes as that takes. */
#pragma once
#include "engine/io/csv-guess.h"
#include "engine/io/csv-pass.h"

/* What is worth a note about a column beyond its values. */
typedef struct {
  gsize n_words;     /* cells missing because of a word */
  gsize n_underflow; /* see DsCsvPart */
  guint seen;        /* DsSeen flags; of a text column not all */
} DsCsvColumnFacts;

typedef struct {
  gsize n_columns;    /* without _extra */
  char **names;       /* of the caller */
  DsColumn **columns; /* [n_columns] out */
  DsColumn *extra;    /* out, or NULL */
  DsCsvColumnFacts *facts;
  gsize n_rows;
} DsCsvColumns;

/**
 * ds_csv_columns_read:
 * @pass: filled but for what the passes make; afterwards it holds the first one's chunks, whose
 *   counts are for notes
 * @types: (nullable): "name:type" each
 *
 * The first pass takes each column as it was guessed; columns that turn out otherwise are read
 * again, now for certain.
 * Errors: DS_DATA_ERROR_NOT_FOUND, _TYPE (both for @types), _RANGE (rows), and those of the pass.
 */
gboolean ds_csv_columns_read(DsCsvPass *pass, const char *const *types, DsCsvColumns *columns,
                             GError **error);
void ds_csv_columns_clear(DsCsvColumns *columns);

/* Physical line where row @row of the table begins (1 = the first line of the split's start); 0
 * when it cannot be found out. Parses at most one region. */
guint64 ds_csv_line_of_row(const DsCsvPass *pass, gsize row);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvColumns, ds_csv_columns_clear)
