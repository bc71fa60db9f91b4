/* engine/io/csv-chunk.h - the rows of one region, converted while libcsv hands out their cells. */
#pragma once
#include <glib.h>

#include "engine/io/csv-scan.h"
#include "engine/io/csv-texts.h"
#include "engine/table/infer.h"

/* How the cells of a column are taken. */
typedef enum {
  DS_CSV_SKIP,     /* not at all */
  DS_CSV_CLASSIFY, /* only what they are is noted */
  DS_CSV_NUMBER,   /* 8 bytes a row: gint64 or, once a real was met in the chunk, double */
  DS_CSV_BOOL,     /* guint8 */
  DS_CSV_DATE,     /* gint64 */
  DS_CSV_TIME,     /* gint64 */
  DS_CSV_TEXT,     /* gint32 position in the chunk's texts, -1 where missing */
} DsCsvMode;

/* Bytes a row of a mode; 0 = nothing is kept. */
gsize ds_csv_mode_size(DsCsvMode mode);

/* Words that mean missing; an empty cell always does. */
typedef struct {
  const char *const *words;
  gsize n_words;
  gsize max_length;
  gboolean starts[256];  /* [first byte] some word begins so */
  gboolean has_question; /* '?' among numbers is missing too */
} DsCsvMissing;

/* @words: NULL-terminated, borrowed; NULL = the default ones. */
void ds_csv_missing_init(DsCsvMissing *missing, const char *const *words);
gboolean ds_csv_missing_has(const DsCsvMissing *missing, const char *text, gsize length);

/* What all chunks know of a column. */
typedef struct {
  DsCsvMode mode;
  gboolean is_forced; /* the user said `type`: a value that does not fit is an error */
  DsType type;        /* wanted (forced) */
  gboolean is_raw;    /* texts that are nearly all different */
  gint hopeless;      /* atomic: some chunk saw that it must be text */
  gpointer values;    /* [rows of all chunks] as the mode says */
} DsCsvColumn;

/* What a chunk found in a column. */
typedef struct {
  DsCsvMode mode;    /* as it ended; SKIP or CLASSIFY where the column's mode was not kept */
  gboolean is_real;  /* NUMBER: the values are doubles */
  gboolean is_whole; /* NUMBER: nothing but integers was asked for */
  DsInfer infer;
  gpointer values;  /* where the chunk's rows begin */
  guint64 *missing; /* bit a row, NULL = none */
  gsize n_missing;
  gsize n_words;     /* missing because of a word */
  gsize n_underflow; /* numbers that are not 0 but nearer to it than any double */
  DsCsvTexts texts;
  gsize misfit_row;  /* forced: the first value that does not fit; the row in the chunk */
  char *misfit_text; /* NULL = all fit */
} DsCsvPart;

enum { DS_CSV_FIRST_ROWS = 3 }; /* how many rows of a fault are remembered for its note */

typedef struct {
  gsize n;
  gsize rows[DS_CSV_FIRST_ROWS]; /* in the chunk */
} DsCsvFault;

/* One region's result. */
typedef struct {
  const DsCsvMissing *missing;
  DsCsvColumn *columns;
  gsize n_columns;
  DsCsvPart *parts; /* [n_columns] */
  gsize n_rows, max_rows;
  gsize skip_rows;    /* 1 where the header is in the way */
  gboolean is_repeat; /* a second reading of some columns: nothing else is noted */
  DsCsvFault short_rows, long_rows;
  GArray *extra_rows;     /* gsize: rows in the chunk that have extra cells, or NULL */
  DsCsvTexts extra_texts; /* their cells as CSV, raw, one a row */
  gsize n_blank;          /* lines of nothing but blanks */
  gsize n_ends[3];        /* rows ended by LF, CR, CRLF */
  gsize last_row_cells;   /* cells of a last row without line end, 0 = it had one */
  GError *error;
  /* private */
  DsCsvPart *current; /* parts, or where rows go that are not wanted */
  DsCsvPart *ignored;
  GString *extra;
  gsize col;
  int last_end;
  gboolean is_full, has_overflow, has_cr_row;
} DsCsvChunk;

/* @row: where the chunk's rows begin in the columns' values; room for @max_rows there. FALSE with
 * DS_DATA_ERROR_MEMORY. */
gboolean ds_csv_chunk_init(DsCsvChunk *chunk, const DsCsvMissing *missing, DsCsvColumn *columns,
                           gsize n_columns, gsize row, gsize max_rows, GError **error);
void ds_csv_chunk_clear(DsCsvChunk *chunk);
void ds_csv_part_clear(DsCsvPart *part); /* what it owns; the counts stay */

/* The callbacks that fill @chunk. */
DsCsvTaker ds_csv_chunk_taker(DsCsvChunk *chunk);

/* After the last row. FALSE when there were more rows than line ends: the data changed meanwhile.
 */
gboolean ds_csv_chunk_seal(DsCsvChunk *chunk, const char *name, GError **error);

/* Words and lenient spellings of a type the user asked for; csv-missing.c. TRUE when @text fits. */
gboolean ds_csv_forced_value(DsType type, const char *text, gsize length, DsInferValue *value);
