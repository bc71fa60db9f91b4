/* engine/table/cache-key.c - a data file as it is at one moment. */
#include "engine/table/cache-key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/content-hash.h"
#include "engine/base/error.h"
#include "engine/base/parallel.h"
#include "engine/table/cache.h"

enum {
  END_BYTES = 1 << 16, /* of head and tail */
  N_SAMPLES = 16,      /* between them, ... */
  SAMPLE_BYTES = 1 << 12,
  HASH_BLOCK = 1 << 22,
  MOMENT_NS = 10 * 1000 * 1000, /* a tick of the clock that file times are taken from */
};

DsCacheIdentity
ds_cache_identity(const struct stat *info)
{
  return (DsCacheIdentity){
    .device = info->st_dev,
    .number = info->st_ino,
    .size = (guint64)info->st_size,
    .changed_ns = info->st_mtim.tv_sec * G_GINT64_CONSTANT(1000000000) + info->st_mtim.tv_nsec,
    .touched_ns = info->st_ctim.tv_sec * G_GINT64_CONSTANT(1000000000) + info->st_ctim.tv_nsec,
  };
}

static gboolean
read_at(int fd, guint64 offset, char *buffer, gsize n)
{
  gsize done = 0;

  while (done < n) {
    const gssize got = pread(fd, buffer + done, n - done, (off_t)(offset + done));

    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return FALSE;
    done += (gsize)got;
  }
  return TRUE;
}

/* The file has at least DS_CACHE_MIN_SOURCE bytes: ends and samples are all inside. */
static gboolean
sample(int fd, guint64 size, guint64 *hash)
{
  g_autofree char *buffer = g_malloc(END_BYTES);
  guint64 sum = 0;

  for (guint64 i = 0; i < N_SAMPLES + 2; i++) {
    const gsize n = i < 2 ? END_BYTES : SAMPLE_BYTES;
    const guint64 last = size - n;
    const guint64 offset = i == 0 ? 0 : i == 1 ? last : last / (N_SAMPLES + 1) * (i - 1);

    if (!read_at(fd, offset, buffer, n))
      return FALSE;
    sum = ds_content_hash_join(sum, ds_content_hash(buffer, n, i));
  }
  *hash = sum;
  return TRUE;
}

typedef struct {
  int fd;
  guint64 size;
  const gint *is_cancelled;
  guint64 *hashes; /* [n_blocks] */
} Hashing;

static gboolean
hash_block(gsize i, gpointer data, GError **error)
{
  Hashing *hashing = data;
  const guint64 offset = (guint64)i * HASH_BLOCK;
  const gsize n = (gsize)MIN((guint64)HASH_BLOCK, hashing->size - offset);
  g_autofree char *buffer = g_try_malloc(n);

  if (!buffer || (hashing->is_cancelled && g_atomic_int_get(hashing->is_cancelled)) ||
      !read_at(hashing->fd, offset, buffer, n)) {
    g_set_error_literal(error, DS_DATA_ERROR, DS_DATA_ERROR_IO, "could not be read");
    return FALSE;
  }
  hashing->hashes[i] = ds_content_hash(buffer, n, i);
  return TRUE;
}

guint64
ds_cache_hash_file(int fd, guint64 size, gboolean in_parallel, const gint *is_cancelled,
                   gboolean *ok)
{
  const gsize n_blocks = (gsize)((size + HASH_BLOCK - 1) / HASH_BLOCK);
  g_autofree guint64 *hashes = g_new0(guint64, n_blocks + 1);
  Hashing hashing = { fd, size, is_cancelled, hashes };
  g_autoptr(GError) error = NULL;
  guint64 sum = size;

  *ok = TRUE;
  if (in_parallel)
    *ok = ds_parallel_for(n_blocks, hash_block, &hashing, NULL, &error);
  for (gsize i = 0; !in_parallel && *ok && i < n_blocks; i++)
    *ok = hash_block(i, &hashing, &error);
  for (gsize i = 0; i < n_blocks; i++)
    sum = ds_content_hash_join(sum, hashes[i]);
  return sum;
}

/* Another build may read the same file differently. */
static char *
describe_build(void)
{
  struct stat info;

  if (stat("/proc/self/exe", &info) != 0)
    return g_strdup("unknown");
  return g_strdup_printf("%" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT,
                         (gint64)info.st_mtim.tv_sec, info.st_mtim.tv_nsec, (gint64)info.st_size);
}

/* A change within the same tick of the clock would leave the times as they are. */
static gboolean
has_settled(const DsCacheIdentity *identity)
{
  const gint64 now_ns = g_get_real_time() * 1000;

  return identity->touched_ns < now_ns - MOMENT_NS;
}

/* Changes to an SQLite file may lie in the log beside it, while the file stays as it is. */
static gboolean
has_log(const char *path)
{
  g_autofree char *log = g_strconcat(path, "-wal", NULL);
  struct stat info;

  return stat(log, &info) == 0 && info.st_size > 0;
}

static gboolean
identify(const char *path, DsCacheIdentity *identity)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  gboolean ok = FALSE;

  if (fd < 0)
    return FALSE;
  if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
      (guint64)info.st_size >= DS_CACHE_MIN_SOURCE) {
    *identity = ds_cache_identity(&info);
    ok = has_settled(identity) && sample(fd, identity->size, &identity->sampled);
  }
  close(fd);
  return ok;
}

DsCacheKey *
ds_cache_key_new(const DsCache *cache, const char *path, const char *options)
{
  char *real = realpath(path, NULL);
  g_autofree char *build = NULL, *text = NULL;
  DsCacheIdentity identity;
  DsCacheKey *key;

  if (!real || !ds_cache_is_on(cache) || has_log(real) || !identify(real, &identity)) {
    free(real);
    return NULL;
  }
  build = describe_build();
  key = g_new0(DsCacheKey, 1);
  key->path = g_strdup(real);
  free(real);
  key->options = g_strdup_printf("%s\nbuild %s", options, build);
  text = g_strconcat(key->path, "\n", key->options, NULL);
  key->name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  key->identity = identity;
  return key;
}

void
ds_cache_key_free(DsCacheKey *key)
{
  if (!key)
    return;
  g_free(key->path);
  g_free(key->options);
  g_free(key->name);
  g_free(key);
}

guint64
ds_cache_key_size(const DsCacheKey *key)
{
  return key->identity.size;
}
