/* engine/io/sink.h - a file being written: whole under its name, or not there at all. */
#pragma once
#include <glib.h>

/* The bytes go to a new file beside the target, which takes its name when all of it is on the disk;
 * until then, and for good after an error, a cancel or a full disk, the target is as it was. A link
 * is followed, an existing file's rights are kept, a new one's come from the umask. A target that
 * is no plain file (a pipe, a device) is written to as it stands. A name that ends in .gz, .bz2,
 * .xz or .zst is packed on the way. */
typedef struct DsSink DsSink;

/* DS_DATA_ERROR_IO: a folder, no right to write there, no such folder. */
DsSink *ds_sink_open(const char *path, GError **error);

gboolean ds_sink_write(DsSink *sink, const char *bytes, gsize n, GError **error);

/* For writers that open files themselves: the path of the new file. Never write to the sink too.
 * NULL with an error when the target is no plain file, or is to be packed. */
const char *ds_sink_own_path(DsSink *sink, GError **error);

/* The path of what the sink will replace, links followed. */
const char *ds_sink_target(const DsSink *sink);

/* Makes the target what was written. @bytes: (out) (optional): its size. */
gboolean ds_sink_commit(DsSink *sink, guint64 *bytes, GError **error);

void ds_sink_free(DsSink *sink); /* without a commit: takes everything back; accepts NULL */

/* @path without a suffix that means packing ("a.csv.gz" gives "a.csv"); (transfer full). */
char *ds_sink_plain_name(const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSink, ds_sink_free)
