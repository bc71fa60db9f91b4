/* engine/table/cache-folder.h - the files of the cache folder: made, measured, dropped. */
#pragma once
#include <glib.h>

#define DS_CACHE_COLUMNS ".columns"
#define DS_CACHE_SEAL ".seal"

/* A new file (0600) under a name of its own in @folder, which is made (0700) if need be; -1 when
 * that fails. */
int ds_cache_folder_new(const char *folder, char **path);

/* Puts @content under @path, whole or not at all; failure is silent. */
void ds_cache_folder_replace(const char *folder, const char *path, const char *content, gsize n);

/* Notes that the table of this seal was used now. */
void ds_cache_folder_touch(const char *seal_path);

/* Drops what was not used for longest until at most @limit bytes are left, and what programs that
 * were killed left behind. */
void ds_cache_folder_shrink(const char *folder, guint64 limit);
