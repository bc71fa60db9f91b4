/* engine/table/cache-key.h - a data file as it is at one moment; for cache*.c. */
#pragma once
#include <glib.h>
#include <sys/stat.h>

/* What tells a file from itself after a change. Plain numbers, so that it can be kept as it is. */
typedef struct {
  guint64 device, number, size;
  gint64 changed_ns; /* of the content */
  gint64 touched_ns; /* of content, rights or name: no program can set it */
  guint64 sampled;   /* hash of head, tail and samples; 0 where not taken */
} DsCacheIdentity;

struct DsCacheKey {
  char *path;    /* absolute, links followed */
  char *options; /* and the build that reads */
  char *name;    /* of the cache file, without folder and suffix */
  DsCacheIdentity identity;
};

DsCacheIdentity ds_cache_identity(const struct stat *info);

/* Hash of the whole content, read with pread; *ok FALSE when that failed or was cancelled.
 * @in_parallel: on all cores, else on this thread alone. */
guint64 ds_cache_hash_file(int fd, guint64 size, gboolean in_parallel, const gint *is_cancelled,
                           gboolean *ok);
