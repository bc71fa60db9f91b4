/* engine/io/write.h - a table into a file that reads back identical. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/table/table.h"

typedef struct {
  const char *format; /* "csv", "tsv", "json", "jsonl", "sqlite"; NULL = by the suffix */
  const char *table;  /* name of the table in an SQLite file; NULL = from the file's name */
} DsWriteOptions;

/**
 * ds_write:
 * @options: (nullable)
 * @bytes: (out) (optional): size of the file
 * @notes: (nullable): what would read back otherwise, and the options that read it right
 *
 * All rows in the table's order. The file is written beside @path under another name, synced and
 * renamed: @path holds what it held, or all of the new, whatever happens. Packed where the name
 * ends in .gz, .bz2, .xz or .zst. An SQLite file keeps its other tables. Reading the file again
 * gives the same values, types and missing cells; where a format cannot hold them, a note says what
 * is lost and how to open it right.
 *
 * Errors: DS_DATA_ERROR_IO (the system's reason), _NOT_FOUND (no such format), _RANGE (more columns
 * than SQLite takes), _MEMORY, or a cancel.
 */
gboolean ds_write(const DsTable *table, const char *path, const DsWriteOptions *options,
                  guint64 *bytes, DsProgress *progress, DsNotes *notes, GError **error);
