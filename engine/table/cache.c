/* engine/table/cache.c - looks tables up in the cache folder, and keeps them there. */
#include "engine/table/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "engine/base/content-hash.h"
#include "engine/table/cache-file.h"
#include "engine/table/cache-folder.h"
#include "engine/table/cache-key.h"

enum { BOOT_CHARS = 40 };

struct DsCache {
  char *folder;
  GThreadPool *writer; /* one thread, made with the first thing to write */
  gint is_cancelled;
  GMutex lock; /* guards the two below */
  GCond idle;
  guint n_waiting;
};

/* What the background thread is given. */
typedef struct {
  DsCacheKey *key;
  const DsTable *table;
  DsNotes *notes;
} Order;

/* A small file beside the columns: the data file and the cache file as they were when all of both
 * was last compared. As long as the system shows them so, nobody has written to them since. */
typedef struct {
  DsCacheIdentity source, kept;
  char boot[BOOT_CHARS]; /* which start of the machine; what was not on the disk when it stopped is
                            lost, without a trace in the times */
  guint64 hash;          /* of the above */
} Seal;

static void
order_free(Order *order)
{
  ds_cache_key_free(order->key);
  ds_table_unref(order->table);
  ds_notes_free(order->notes);
  g_free(order);
}

DsCache *
ds_cache_new(const char *folder)
{
  DsCache *cache = g_new0(DsCache, 1);

  cache->folder =
      folder ? g_strdup(folder) : g_build_filename(g_get_user_cache_dir(), "dayshift", NULL);
  g_mutex_init(&cache->lock);
  g_cond_init(&cache->idle);
  return cache;
}

void
ds_cache_finish(DsCache *cache)
{
  g_mutex_lock(&cache->lock);
  while (cache->n_waiting > 0)
    g_cond_wait(&cache->idle, &cache->lock);
  g_mutex_unlock(&cache->lock);
}

void
ds_cache_cancel(DsCache *cache)
{
  g_atomic_int_set(&cache->is_cancelled, 1);
  ds_cache_finish(cache);
  g_atomic_int_set(&cache->is_cancelled, 0);
}

void
ds_cache_free(DsCache *cache)
{
  if (!cache)
    return;
  g_atomic_int_set(&cache->is_cancelled, 1);
  if (cache->writer)
    g_thread_pool_free(cache->writer, FALSE, TRUE);
  g_mutex_clear(&cache->lock);
  g_cond_clear(&cache->idle);
  g_free(cache->folder);
  g_free(cache);
}

const char *
ds_cache_folder(const DsCache *cache)
{
  return cache->folder;
}

static char *
path_of(const DsCache *cache, const DsCacheKey *key, const char *suffix)
{
  g_autofree char *name = g_strconcat(key->name, suffix, NULL);

  return g_build_filename(cache->folder, name, NULL);
}

/* A name for this start of the machine, as Linux gives it. FALSE elsewhere. */
static gboolean
read_boot(char boot[BOOT_CHARS])
{
  g_autofree char *text = NULL;

  memset(boot, 0, BOOT_CHARS);
  if (!g_file_get_contents("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return FALSE;
  g_strlcpy(boot, g_strstrip(text), BOOT_CHARS);
  return boot[0] != '\0';
}

static guint64
hash_seal(const Seal *seal)
{
  return ds_content_hash(seal, G_STRUCT_OFFSET(Seal, hash), 0);
}

static gboolean
read_seal(const char *path, Seal *seal)
{
  g_autofree char *content = NULL;
  char boot[BOOT_CHARS];
  gsize n;

  if (!g_file_get_contents(path, &content, &n, NULL) || n != sizeof *seal)
    return FALSE;
  memcpy(seal, content, sizeof *seal);
  (void)read_boot(boot);
  return hash_seal(seal) == seal->hash && memcmp(boot, seal->boot, BOOT_CHARS) == 0;
}

static gboolean
is_same(const DsCacheIdentity *a, const DsCacheIdentity *b)
{
  return a->device == b->device && a->number == b->number && a->size == b->size &&
         a->changed_ns == b->changed_ns && a->touched_ns == b->touched_ns &&
         a->sampled == b->sampled;
}

/* The seal also tells by its time when the table was last used. */
static void
write_seal(const DsCache *cache, const DsCacheKey *key, int fd)
{
  g_autofree char *path = path_of(cache, key, DS_CACHE_SEAL);
  Seal seal = { .source = key->identity };
  struct stat info;

  /* Where starts have no name the seal has to outlast them: then the disk is waited for. */
  if ((!read_boot(seal.boot) && fsync(fd) != 0) || fstat(fd, &info) != 0)
    return;
  seal.kept = ds_cache_identity(&info);
  seal.hash = hash_seal(&seal);
  ds_cache_folder_replace(cache->folder, path, (const char *)&seal, sizeof seal);
}

static gboolean
has_content(const char *path, guint64 size, guint64 hash)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  gboolean ok = FALSE;
  guint64 found;

  if (fd < 0)
    return FALSE;
  found = ds_cache_hash_file(fd, size, TRUE, NULL, &ok);
  close(fd);
  return ok && found == hash;
}

/* Whether the file is what was written and the table that of the data file as it is now; *is_new:
 * the seal has to be made anew. */
static gboolean
is_valid(const DsCacheFile *file, const DsCacheKey *key, int fd, const Seal *seal, gboolean *is_new)
{
  const DsCacheOrigin origin = ds_cache_file_origin(file);
  struct stat info;
  DsCacheIdentity now;

  if (fstat(fd, &info) != 0 || strcmp(origin.path, key->path) != 0 ||
      strcmp(origin.options, key->options) != 0 || origin.source_size != key->identity.size)
    return FALSE;
  now = ds_cache_identity(&info);
  *is_new = FALSE;
  if (!seal || !is_same(&seal->kept, &now)) {
    *is_new = TRUE;
    if (!ds_cache_file_verify(file))
      return FALSE;
  }
  if (!seal || !is_same(&seal->source, &key->identity)) {
    *is_new = TRUE;
    if (!has_content(key->path, origin.source_size, origin.source_hash))
      return FALSE;
  }
  return TRUE;
}

const DsTable *
ds_cache_lookup(DsCache *cache, const DsCacheKey *key, DsNotes *notes)
{
  g_autofree char *path = path_of(cache, key, DS_CACHE_COLUMNS);
  g_autofree char *seal_path = path_of(cache, key, DS_CACHE_SEAL);
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  g_autoptr(DsCacheFile) file = NULL;
  const DsTable *table = NULL;
  gboolean is_new = FALSE;
  Seal seal;

  if (fd < 0)
    return NULL;
  file = ds_cache_file_open(fd);
  if (file && is_valid(file, key, fd, read_seal(seal_path, &seal) ? &seal : NULL, &is_new)) {
    table = ds_cache_file_table(file);
    ds_cache_file_notes(file, notes);
    if (is_new)
      write_seal(cache, key, fd);
    else
      ds_cache_folder_touch(seal_path);
  } else {
    (void)unlink(path);
    (void)unlink(seal_path);
  }
  close(fd);
  return table;
}

/* The data file again, if it still is as it was when it was read. */
static gboolean
hash_source(DsCache *cache, const DsCacheKey *key, guint64 *hash)
{
  const int fd = open(key->path, O_RDONLY | O_CLOEXEC);
  DsCacheIdentity now = { 0 };
  struct stat info;
  gboolean ok = FALSE;

  if (fd < 0)
    return FALSE;
  *hash = ds_cache_hash_file(fd, key->identity.size, FALSE, &cache->is_cancelled, &ok);
  if (ok && fstat(fd, &info) == 0)
    now = ds_cache_identity(&info);
  now.sampled = key->identity.sampled;
  close(fd);
  return ok && is_same(&now, &key->identity);
}

static void
write_table(gpointer data, gpointer user_data)
{
  Order *order = data;
  DsCache *cache = user_data;
  g_autofree char *path = path_of(cache, order->key, DS_CACHE_COLUMNS);
  g_autofree char *own = NULL;
  DsCacheOrigin origin = { order->key->path, order->key->options, order->key->identity.size, 0 };
  const guint64 limit = ds_cache_limit(cache);
  const int fd =
      ds_table_memory(order->table) < limit ? ds_cache_folder_new(cache->folder, &own) : -1;

  if (fd >= 0) {
    /* The columns first: the data file is hashed while they are on their way to the disk. */
    if (hash_source(cache, order->key, &origin.source_hash) &&
        ds_cache_file_write(fd, order->table, order->notes, &origin, &cache->is_cancelled) &&
        rename(own, path) == 0) {
      write_seal(cache, order->key, fd);
      ds_cache_folder_shrink(cache->folder, limit);
    } else {
      (void)unlink(own);
    }
    close(fd);
  }
  order_free(order);
  g_mutex_lock(&cache->lock);
  if (--cache->n_waiting == 0)
    g_cond_broadcast(&cache->idle);
  g_mutex_unlock(&cache->lock);
}

void
ds_cache_store(DsCache *cache, DsCacheKey *key, const DsTable *table, const DsNotes *notes)
{
  Order *order = g_new0(Order, 1);

  order->key = key;
  order->table = ds_table_ref(table);
  order->notes = ds_notes_new();
  ds_notes_append(order->notes, notes);
  g_mutex_lock(&cache->lock);
  if (!cache->writer)
    cache->writer = g_thread_pool_new(write_table, cache, 1, FALSE, NULL);
  if (cache->writer) {
    cache->n_waiting++;
    g_thread_pool_push(cache->writer, order, NULL);
    order = NULL;
  }
  g_mutex_unlock(&cache->lock);
  if (order)
    order_free(order); /* no thread to be had: then it is not kept */
}
