/* engine/io/cells.h - the values of a column as they come, before its type is known. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/column.h"

/* For formats whose values carry their kind with them (JSON, SQLite). Only what is there is kept:
 * a row without a cell is missing. A run holds the cells of one block of rows; runs are filled from
 * several threads, each its own, and built together. */

typedef enum {
  DS_CELL_FALSE,
  DS_CELL_TRUE,
  DS_CELL_INT,
  DS_CELL_REAL,
  DS_CELL_INFINITY, /* the words Infinity and -Infinity standing as text, which JSON lacks */
  DS_CELL_WIDE,     /* a number that neither a 64-bit integer nor a double holds; kept as text */
  DS_CELL_TEXT,
  DS_CELL_NESTED, /* JSON text of an object or array */
  DS_N_CELL_KINDS
} DsCellKind;

/* How text is found: a piece of the run's bytes. */
typedef struct {
  guint32 start, length;
} DsPiece;

typedef union {
  gint64 integer;
  double real;
  DsPiece piece; /* of every kind when the numbers are spelled, else of the text kinds */
} DsCellValue;

typedef struct {
  guint32 *rows; /* [n] within the run, ascending, each once */
  guint8 *kinds; /* [n] DsCellKind */
  DsCellValue *values;
  gsize n, room;
  guint seen; /* bit k: a cell of kind k is there */
} DsCells;

/* Adds one cell; FALSE with DS_DATA_ERROR_MEMORY. @row must not be below the last one; the same row
 * again replaces its cell. */
gboolean ds_cells_add(DsCells *cells, guint32 row, DsCellKind kind, DsCellValue value,
                      GError **error);
void ds_cells_clear(DsCells *cells);

/* One run of one column as ds_cells_build() wants it. */
typedef struct {
  const DsCells *cells; /* NULL: the column does not occur in this run */
  const char *bytes;    /* what the pieces are pieces of */
  gsize first_row;      /* of the run, in the table */
  gsize n_rows;
} DsCellRun;

typedef struct {
  const char *name;       /* of the column, for notes and errors */
  const char *source;     /* of the data, for errors */
  gboolean are_spelled;   /* numbers are pieces too: their spelling is kept in mixed columns */
  gboolean guess_moments; /* text that is all dates or all times becomes that */
  gboolean has_declared;  /* the format says what the column is meant to be */
  gboolean is_forced;     /* ... and the user does: a value that does not fit is an error */
  DsType declared;        /* meaningful with either */
} DsCellsOptions;

/**
 * ds_cells_build:
 * @runs: [n_runs], in the order of their rows
 *
 * The narrowest type that holds every value: bools, ints, reals (ints among reals only where a
 * double holds each of them), dates and times where asked for, else text with a note that says
 * what is mixed. Without any value: the declared type, else text.
 *
 * Returns: (transfer full): the column of all rows; NULL with DS_DATA_ERROR_TYPE (a value does not
 * fit the forced type: column, row and value are named) or _MEMORY.
 */
DsColumn *ds_cells_build(const DsCellRun *runs, gsize n_runs, gsize n_rows,
                         const DsCellsOptions *options, DsNotes *notes, GError **error);

/* The text of all cells, dictionary-coded where that saves memory; the last resort of the above. */
DsColumn *ds_cells_build_text(const DsCellRun *runs, gsize n_runs, gsize n_rows,
                              gboolean are_spelled, GError **error);

/* Appends the text of cell @i: as it was spelled, or as ds_column_append_cell() would write it. */
void ds_cells_append_text(const DsCellRun *run, gsize i, gboolean are_spelled, GString *text);
