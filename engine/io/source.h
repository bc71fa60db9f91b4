/* engine/io/source.h - where a reader's bytes come from: a file, or memory that was unpacked. */
#pragma once
#include <gio/gio.h>

#include "engine/base/progress.h"

/* Immutable and reference-counted; reading is thread-safe (every read names its offset). A file is
 * read with pread, never mapped: one that is cut while we read gives short reads, not a crash. */
typedef struct DsSource DsSource;

/* A regular file. Errors name @path: DS_DATA_ERROR_NOT_FOUND (the nearest name in its folder is
 * named), _IO (folder, no permission, ...). A pipe or device is read to its end into memory. */
DsSource *ds_source_open(const char *path, DsProgress *progress, GError **error);

/* Bytes in memory; @name stands for them in messages ("standard input", "a.zip:b.csv"). */
DsSource *ds_source_new_bytes(const char *name, GBytes *bytes);

/* Everything that comes from @fd up to its end, in memory. @fd stays the caller's. */
DsSource *ds_source_read_fd(const char *name, int fd, DsProgress *progress, GError **error);

DsSource *ds_source_ref(DsSource *source);
void ds_source_unref(DsSource *source); /* accepts NULL */

const char *ds_source_name(const DsSource *source); /* as the user gave it, for messages */
guint64 ds_source_size(const DsSource *source);     /* as it was when opened */
int ds_source_fd(const DsSource *source);           /* -1 for bytes in memory; (transfer none) */

/* Memory that holds the whole content, or NULL for a file: then use ds_source_read(). */
const char *ds_source_memory(const DsSource *source);

/**
 * ds_source_read:
 * @buffer: [n] filled from @offset on
 *
 * Returns: bytes read: @n, less at the end (0 behind it), or -1 with DS_DATA_ERROR_IO naming the
 * file and the system's reason.
 */
gssize ds_source_read(const DsSource *source, guint64 offset, gpointer buffer, gsize n,
                      GError **error);

/* The whole content in memory; for small files and for formats that need it in one piece. */
GBytes *ds_source_bytes(const DsSource *source, DsProgress *progress, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSource, ds_source_unref)
