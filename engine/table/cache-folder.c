/* engine/table/cache-folder.c - the files of the cache folder: made, measured, dropped. */
#include "engine/table/cache-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/table/cache.h"

enum { ABANDONED_SECONDS = 3600 };

#define OWN_PREFIX ".new-"
#define OFF "off"
#define LIMIT "limit"
#define MOST (G_GUINT64_CONSTANT(10) << 30)

int
ds_cache_folder_new(const char *folder, char **path)
{
  g_autofree char *own = g_strdup_printf("%s/%sXXXXXX", folder, OWN_PREFIX);
  int fd;

  if (g_mkdir_with_parents(folder, 0700) != 0)
    return -1;
  fd = g_mkstemp_full(own, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    *path = g_steal_pointer(&own);
  return fd;
}

void
ds_cache_folder_replace(const char *folder, const char *path, const char *content, gsize n)
{
  g_autofree char *own = NULL;
  const int fd = ds_cache_folder_new(folder, &own);
  gboolean ok;

  if (fd < 0)
    return;
  ok = write(fd, content, n) == (gssize)n;
  close(fd);
  if (!ok || rename(own, path) != 0)
    (void)unlink(own);
}

void
ds_cache_folder_touch(const char *seal_path)
{
  (void)utimensat(AT_FDCWD, seal_path, NULL, 0);
}

typedef struct {
  char *columns, *seal;
  guint64 bytes;
  gint64 used; /* microseconds */
} Kept;

static void
clear_kept(gpointer data)
{
  Kept *kept = data;

  g_free(kept->columns);
  g_free(kept->seal);
}

static gint64
usec_of(const struct stat *info)
{
  return info->st_mtim.tv_sec * G_USEC_PER_SEC + info->st_mtim.tv_nsec / 1000;
}

static gint
by_use(gconstpointer a, gconstpointer b)
{
  const gint64 x = ((const Kept *)a)->used, y = ((const Kept *)b)->used;

  return (x > y) - (x < y);
}

/* What is kept, the longest unused first. Deletes what was left behind. */
static GArray *
list_kept(const char *folder)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Kept));
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;

  g_array_set_clear_func(list, clear_kept);
  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    struct stat info, seal;
    Kept kept = { 0 };

    if (stat(path, &info) != 0)
      continue;
    if (g_str_has_prefix(name, OWN_PREFIX) &&
        usec_of(&info) < g_get_real_time() - (gint64)ABANDONED_SECONDS * G_USEC_PER_SEC)
      (void)unlink(path);
    if (!g_str_has_suffix(name, DS_CACHE_COLUMNS))
      continue;
    kept.columns = g_strdup(path);
    kept.seal = g_strdup_printf("%.*s%s", (int)(strlen(path) - strlen(DS_CACHE_COLUMNS)), path,
                                DS_CACHE_SEAL);
    kept.bytes = (guint64)info.st_size;
    kept.used = stat(kept.seal, &seal) == 0 ? MAX(usec_of(&seal), usec_of(&info)) : usec_of(&info);
    g_array_append_val(list, kept);
  }
  g_array_sort(list, by_use);
  return list;
}

void
ds_cache_folder_shrink(const char *folder, guint64 limit)
{
  g_autoptr(GArray) list = list_kept(folder);
  guint64 sum = 0;

  for (guint i = 0; i < list->len; i++)
    sum += g_array_index(list, Kept, i).bytes;
  for (guint i = 0; i < list->len && sum > limit; i++) {
    const Kept *kept = &g_array_index(list, Kept, i);

    (void)unlink(kept->columns);
    (void)unlink(kept->seal);
    sum -= kept->bytes;
  }
}

void
ds_cache_measure(const DsCache *cache, guint *n_files, guint64 *bytes)
{
  g_autoptr(GArray) list = list_kept(ds_cache_folder(cache));

  *n_files = list->len;
  *bytes = 0;
  for (guint i = 0; i < list->len; i++)
    *bytes += g_array_index(list, Kept, i).bytes;
}

guint64
ds_cache_clear(DsCache *cache)
{
  const char *folder = ds_cache_folder(cache);
  guint n_files;
  guint64 bytes;

  ds_cache_cancel(cache); /* what is being written would come back */
  ds_cache_measure(cache, &n_files, &bytes);
  ds_cache_folder_shrink(folder, 0);
  return bytes;
}

static gboolean
fail(const char *path, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(path, -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
              "%s: could not be written: %s; make room, or set XDG_CACHE_HOME to another folder",
              shown, g_strerror(errno));
  return FALSE;
}

/* A file that later programs look at. */
static gboolean
keep(const DsCache *cache, const char *path, const char *content, GError **error)
{
  return (g_mkdir_with_parents(ds_cache_folder(cache), 0700) == 0 &&
          g_file_set_contents_full(path, content, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   NULL)) ||
         fail(path, error);
}

gboolean
ds_cache_is_on(const DsCache *cache)
{
  g_autofree char *path = g_build_filename(ds_cache_folder(cache), OFF, NULL);

  return access(path, F_OK) != 0;
}

gboolean
ds_cache_set_on(DsCache *cache, gboolean is_on, GError **error)
{
  g_autofree char *path = g_build_filename(ds_cache_folder(cache), OFF, NULL);

  if (is_on)
    return unlink(path) == 0 || errno == ENOENT || fail(path, error);
  return keep(cache, path, "", error);
}

guint64
ds_cache_limit(const DsCache *cache)
{
  g_autofree char *path = g_build_filename(ds_cache_folder(cache), LIMIT, NULL);
  g_autofree char *content = NULL;
  struct statvfs disk;
  guint64 bytes;
  guint n_files;
  guint64 kept;

  if (g_file_get_contents(path, &content, NULL, NULL) &&
      g_ascii_string_to_unsigned(g_strstrip(content), 10, 0, G_MAXUINT64, &bytes, NULL))
    return bytes;
  if (statvfs(ds_cache_folder(cache), &disk) != 0)
    return MOST; /* the folder is not there yet */
  ds_cache_measure(cache, &n_files, &kept);
  return MIN(MOST, ((guint64)disk.f_bavail * disk.f_frsize + kept) / 10);
}

gboolean
ds_cache_set_limit(DsCache *cache, guint64 bytes, GError **error)
{
  g_autofree char *path = g_build_filename(ds_cache_folder(cache), LIMIT, NULL);
  g_autofree char *content = g_strdup_printf("%" G_GUINT64_FORMAT "\n", bytes);

  if (!keep(cache, path, content, error))
    return FALSE;
  ds_cache_folder_shrink(ds_cache_folder(cache), bytes);
  return TRUE;
}
