/* engine/query/values.h - values of a query's result, gathered row by row and made into columns. */
#pragma once
#include <glib.h>
#include <sqlite3.h>

#include "engine/base/notes.h"
#include "engine/table/column.h"

/* The values of one result column for a block of rows, whatever their types. */
typedef struct {
  gsize n, capacity; /* rows */
  guint8 *kinds;     /* [n] SQLITE_INTEGER, _FLOAT, _TEXT, _NULL */
  gint64 *values;    /* [n] the int, the bits of the real, or start << 32 | length of the text */
  char *bytes;
  gsize n_bytes, bytes_capacity;
} DsValues;

/* Room for exactly @capacity rows. */
DsValues *ds_values_new(gsize capacity, GError **error);
void ds_values_free(DsValues *cells);

/* Adds column @col of the current row of @statement. */
gboolean ds_values_add(DsValues *cells, sqlite3_stmt *statement, int col, GError **error);

/* What is known of a column before its values: its origin's type, or that it is a truth value. */
typedef enum {
  DS_VALUES_UNKNOWN, /* the values decide; text is looked at for dates and times */
  DS_VALUES_INT,     /* int and real matter only where every value is missing */
  DS_VALUES_REAL,
  DS_VALUES_BOOL,
  DS_VALUES_DATE,
  DS_VALUES_TIME,
  DS_VALUES_TEXT, /* the values decide, but text stays text */
} DsValuesHint;

/**
 * ds_values_column:
 * @blocks: [n_blocks] the rows in order; borrowed
 * @hint: followed where every value fits it
 * @name: for the notes
 *
 * The narrowest type that holds every value: bool (hint only), int, real, date, time, text. Ints
 * and reals together are real; numbers beside text are spelled, and a note says so. Returns:
 * (transfer full), or NULL with DS_DATA_ERROR_MEMORY.
 */
DsColumn *ds_values_column(DsValues *const *blocks, gsize n_blocks, DsValuesHint hint,
                           const char *name, DsNotes *notes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsValues, ds_values_free)
