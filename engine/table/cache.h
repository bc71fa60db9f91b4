/* engine/table/cache.h - tables kept as memory-mapped column files, so that a file that has not
 * changed opens at once. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/table/table.h"

/* A folder (0700) of files (0600), one for each data file and set of options, always safe to
 * delete. What is promised:
 * 1. A table comes from the cache only if the data file is the one it was made from: same device,
 *    file number, size, times of change and of the last rights, and the same sampled content; or,
 *    where the times differ (a copy, a touch), the same content to the last byte.
 * 2. A cache file counts only if it is as it was written. Its header and directory carry checksums
 *    and are compared at each use; of the columns, every byte is compared unless the system says
 *    that nobody has touched the file since it was last compared (the "seal": file number, size,
 *    times, start of the machine). What is cut, changed, or of another version is deleted and the
 * data read anew.
 * 3. A file appears under its name when all of it is written. It is not waited for until it is on
 *    the disk: the seal holds only until the machine starts anew, and then every byte is compared.
 * 4. The folder stays below its limit; what was not used for longest goes first.
 */
typedef struct DsCache DsCache;

#define DS_CACHE_MIN_SOURCE (G_GUINT64_CONSTANT(4) << 20) /* smaller files are quick to read */

/* @folder: NULL = $XDG_CACHE_HOME/dayshift. Nothing is created before something is kept. */
DsCache *ds_cache_new(const char *folder);
void ds_cache_free(DsCache *cache); /* cancels a write that is under way, and waits */

/* Waits until what is being written in the background is done. Call before the program ends. */
void ds_cache_finish(DsCache *cache);

/* The same, but gives up what is being written. */
void ds_cache_cancel(DsCache *cache);

/* On or off, for later programs too (a file named "off" in the folder). Off: nothing is looked up
 * or kept. */
gboolean ds_cache_is_on(const DsCache *cache);
gboolean ds_cache_set_on(DsCache *cache, gboolean is_on, GError **error);

/* Most bytes that are kept, for later programs too; without one of its own, 10 GiB or a tenth of
 * what the disk has free, whichever is less. */
guint64 ds_cache_limit(const DsCache *cache);
gboolean ds_cache_set_limit(DsCache *cache, guint64 bytes, GError **error);

const char *ds_cache_folder(const DsCache *cache);

/* What is there now. */
void ds_cache_measure(const DsCache *cache, guint *n_files, guint64 *bytes);

/* Deletes all of it; returns what was freed. */
guint64 ds_cache_clear(DsCache *cache);

/* A data file as it is at one moment; taken before it is read. */
typedef struct DsCacheKey DsCacheKey;

/* @path: the data file; @options: how it is read, as text that differs when the result may. NULL
 * when it is not worth keeping or cannot be told apart: no plain file, below DS_CACHE_MIN_SOURCE,
 * changed a moment ago, or an SQLite file with a log beside it. */
DsCacheKey *ds_cache_key_new(const DsCache *cache, const char *path, const char *options);
void ds_cache_key_free(DsCacheKey *key);
guint64 ds_cache_key_size(const DsCacheKey *key); /* of the data file */

/* (transfer full): the table as it was kept, with its notes; NULL = not there (never an error). */
const DsTable *ds_cache_lookup(DsCache *cache, const DsCacheKey *key, DsNotes *notes);

/* Keeps @table (without index) and @notes in the background; what fails leaves nothing behind.
 * Takes
 * @key (transfer full). */
void ds_cache_store(DsCache *cache, DsCacheKey *key, const DsTable *table, const DsNotes *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCache, ds_cache_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCacheKey, ds_cache_key_free)
