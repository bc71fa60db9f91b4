/* engine/io/open.h - any data file into a table: what it is shows in its first bytes. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/csv.h"
#include "engine/table/cache.h"
#include "engine/table/table.h"

typedef struct {
  DsCsvOptions csv;   /* na and types count for every format, the rest for delimited text */
  const char *table;  /* of an SQLite file; NULL = the only one */
  const char *member; /* of an archive; NULL = the only one */
  DsCache *cache;     /* (nullable): where unchanged files are found again, and kept */
} DsOpenOptions;

#define DS_OPEN_DETECT                                                                             \
  {                                                                                                \
    .csv = DS_CSV_DETECT                                                                           \
  }

typedef struct {
  guint64 bytes; /* of the file as it lies on the disk, or came */
  gboolean from_cache;
} DsOpenInfo;

/**
 * ds_open:
 * @path: a file, or "-" for standard input
 * @options: (nullable)
 * @progress: (nullable): the table of the first rows is published (freed by ds_table_unref)
 * @notes: (nullable): what was assumed; the same ones when the table comes from the cache
 * @info: (out) (nullable)
 *
 * Packed files (gz, bz2, xz, zstd, zip, 7z, tar and these in each other) are unpacked; SQLite, JSON
 * Lines and JSON arrays are known by their content, whatever the name says; all other text is
 * delimited text.
 *
 * Returns: (transfer full): the table; NULL with an error of DS_DATA_ERROR or a cancel. Files that
 * hold no table (HTML, PDF, Parquet, Excel, pictures, programs ...) are named for what they are.
 */
const DsTable *ds_open(const char *path, const DsOpenOptions *options, DsProgress *progress,
                       DsNotes *notes, DsOpenInfo *info, GError **error);
