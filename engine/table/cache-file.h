/* engine/table/cache-file.h - one table as a file of columns that can be mapped; for cache*.c. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

/* Layout: a header page; the arrays of the columns, each at a multiple of 64 bytes; the directory:
 * names, types, where the arrays lie, notes, the hash of each 4 MiB of the arrays. The header holds
 * place, size and hash of the directory, the size of the file, and its own hash. Numbers are in the
 * machine's byte order, which the header shows. */

typedef struct {
  const char *path, *options; /* what the table was made from, and how */
  guint64 source_size, source_hash;
} DsCacheOrigin;

/* Writes a new file to @fd. @is_cancelled is looked at every few megabytes. FALSE when
 * anything failed: then the file is to be deleted. */
gboolean ds_cache_file_write(int fd, const DsTable *table, const DsNotes *notes,
                             const DsCacheOrigin *origin, const gint *is_cancelled);

/* A file whose header and directory have been compared with their hashes. */
typedef struct DsCacheFile DsCacheFile;

/* NULL: it is none of ours, of another version, cut, or damaged. */
DsCacheFile *ds_cache_file_open(int fd);
void ds_cache_file_free(DsCacheFile *file);

DsCacheOrigin ds_cache_file_origin(const DsCacheFile *file); /* (transfer none) */

/* Compares every byte of the arrays with its hash, in parallel. */
gboolean ds_cache_file_verify(const DsCacheFile *file);

/* The table, mapped. (transfer full) */
const DsTable *ds_cache_file_table(const DsCacheFile *file);
void ds_cache_file_notes(const DsCacheFile *file, DsNotes *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCacheFile, ds_cache_file_free)
