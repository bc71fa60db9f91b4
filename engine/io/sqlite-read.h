/* engine/io/sqlite-read.h - one table of an SQLite file into a table of ours. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/source.h"
#include "engine/table/table.h"

typedef struct {
  const char *table;        /* NULL: the only one */
  const char *const *na;    /* texts that mean missing, NULL-terminated, or NULL: none */
  const char *const *types; /* "column:type" each, NULL-terminated, or NULL */
} DsSqliteOptions;

gboolean ds_sqlite_recognise(const char *head, gsize n);

/**
 * ds_sqlite_read:
 * @source: a file, or one that was unpacked into memory
 * @options: (nullable)
 *
 * Types come from the values, since SQLite gives each its own: integers, reals (integers among them
 * where a double holds each), else text, with a note. A column declared BOOLEAN, DATE, DATETIME or
 * TIMESTAMP is that when all its values fit; the declared type also decides where there is no
 * value. Blobs are kept as bytes of text, with a note. NULL is missing.
 *
 * The file is opened for reading alone and, unless another program is writing to it (a -wal or
 * -journal file lies beside it), as one that cannot change: then nothing is created beside it.
 *
 * Returns: (transfer full): the table; NULL with DS_DATA_ERROR_AMBIGUOUS (several tables: named
 * with their rows), _NOT_FOUND (the nearest is named), _EMPTY (no table), _SYNTAX (damaged), _TYPE,
 * _RANGE, _MEMORY, _IO (locked, changed while it was read), or a cancel.
 */
const DsTable *ds_sqlite_read(DsSource *source, const DsSqliteOptions *options,
                              DsProgress *progress, DsNotes *notes, GError **error);
