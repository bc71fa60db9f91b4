/* engine/io/sink.c - a file being written: whole under its name, or not there at all. */
#include "engine/io/sink.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

enum { TRIES = 100, BUFFER = 1 << 18 };

struct DsSink {
  char *name;   /* as the user gave it */
  char *target; /* links followed */
  char *own;    /* the new file; NULL for pipes and devices */
  int fd;
  gboolean is_new; /* there was no file: nothing to take rights from */
  struct stat old;
  struct archive *packer; /* NULL when not packed */
  int write_errno;        /* what the packer's callback met */
};

static const struct {
  const char *suffix;
  int (*add_filter)(struct archive *archive);
} PACKERS[] = {
  { ".gz", archive_write_add_filter_gzip },
  { ".bz2", archive_write_add_filter_bzip2 },
  { ".xz", archive_write_add_filter_xz },
  { ".zst", archive_write_add_filter_zstd },
};

static gssize
lookup_packer(const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS(PACKERS); i++)
    if (g_str_has_suffix(path, PACKERS[i].suffix))
      return (gssize)i;
  return -1;
}

char *
ds_sink_plain_name(const char *path)
{
  const gssize packer = lookup_packer(path);

  return g_strndup(path, strlen(path) - (packer >= 0 ? strlen(PACKERS[packer].suffix) : 0));
}

static gboolean
fail(const DsSink *sink, int code, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(sink->name, -1);

  if (code == ENOSPC || code == EDQUOT)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: the disk is full; free some space or save elsewhere", shown);
  else if (code == ENOENT || code == ENOTDIR)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: there is no such folder; make it first", shown);
  else if (code == EACCES || code == EROFS || code == EPERM)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: you may not write there; save elsewhere", shown);
  else
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: could not be written: %s; save elsewhere", shown, g_strerror(code));
  return FALSE;
}

static gboolean
write_all(int fd, const char *bytes, gsize n)
{
  while (n > 0) {
    const gssize done = write(fd, bytes, n);

    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0)
      return FALSE;
    bytes += done;
    n -= (gsize)done;
  }
  return TRUE;
}

static la_ssize_t
write_packed(struct archive *archive, void *data, const void *buffer, size_t n)
{
  DsSink *sink = data;

  if (!write_all(sink->fd, buffer, n)) {
    sink->write_errno = errno;
    archive_set_error(archive, errno, "%s", "could not be written");
    return -1;
  }
  return (la_ssize_t)n;
}

static gboolean
fail_packing(DsSink *sink, GError **error)
{
  const int code = sink->write_errno ? sink->write_errno : archive_errno(sink->packer);

  return fail(sink, code ? code : EIO, error);
}

static gboolean
start_packing(DsSink *sink, gssize packer, GError **error)
{
  struct archive_entry *entry = archive_entry_new();
  gboolean is_ok;

  sink->packer = archive_write_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_pathname(entry, "data");
  is_ok = archive_write_set_format_raw(sink->packer) == ARCHIVE_OK &&
          PACKERS[packer].add_filter(sink->packer) >= ARCHIVE_WARN &&
          archive_write_set_bytes_in_last_block(sink->packer, 1) == ARCHIVE_OK &&
          archive_write_open(sink->packer, sink, NULL, write_packed, NULL) == ARCHIVE_OK &&
          archive_write_header(sink->packer, entry) == ARCHIVE_OK;
  archive_entry_free(entry);
  return is_ok || fail_packing(sink, error);
}

/* A file of its own beside the target; made by open() so that the umask counts. */
static gboolean
make_own(DsSink *sink, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(sink->target);
  g_autofree char *base = g_path_get_basename(sink->target);

  for (int i = 0; i < TRIES; i++) {
    g_autofree char *path = g_strdup_printf("%s/.%.200s.%08x", folder, base, g_random_int());

    sink->fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (sink->fd >= 0) {
      sink->own = g_steal_pointer(&path);
      return TRUE;
    }
    if (errno != EEXIST)
      break;
  }
  return fail(sink, errno, error);
}

/* A link is followed to its end, also where nothing is there yet. */
static char *
resolve(const char *path)
{
  char *real = realpath(path, NULL);
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *link = NULL;
  char *copy;

  if (real) {
    copy = g_strdup(real);
    free(real);
    return copy;
  }
  link = g_file_read_link(path, NULL);
  if (!link)
    return g_strdup(path);
  return g_path_is_absolute(link) ? g_strdup(link) : g_build_filename(folder, link, NULL);
}

DsSink *
ds_sink_open(const char *path, GError **error)
{
  g_autoptr(DsSink) sink = g_new0(DsSink, 1);
  const gssize packer = lookup_packer(path);

  sink->fd = -1;
  sink->name = g_strdup(path);
  sink->target = resolve(path);
  sink->is_new = stat(sink->target, &sink->old) != 0;
  if (!sink->is_new && S_ISDIR(sink->old.st_mode)) {
    g_autofree char *shown = ds_text_for_terminal(path, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO, "%s: is a folder; name a file in it",
                shown);
    return NULL;
  }
  if (sink->is_new || S_ISREG(sink->old.st_mode)) {
    if (!sink->is_new && access(sink->target, W_OK) != 0) {
      fail(sink, errno, error);
      return NULL;
    }
    if (!make_own(sink, error))
      return NULL;
  } else {
    sink->fd = open(sink->target, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (sink->fd < 0) {
      fail(sink, errno, error);
      return NULL;
    }
  }
  if (packer >= 0 && !start_packing(sink, packer, error))
    return NULL;
  return g_steal_pointer(&sink);
}

gboolean
ds_sink_write(DsSink *sink, const char *bytes, gsize n, GError **error)
{
  if (!sink->packer)
    return write_all(sink->fd, bytes, n) || fail(sink, errno, error);
  while (n > 0) {
    const la_ssize_t done = archive_write_data(sink->packer, bytes, n);

    if (done <= 0)
      return fail_packing(sink, error);
    bytes += done;
    n -= (gsize)done;
  }
  return TRUE;
}

const char *
ds_sink_own_path(DsSink *sink, GError **error)
{
  if (!sink->own || sink->packer) {
    g_autofree char *shown = ds_text_for_terminal(sink->name, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: this format needs a plain file; save it under a name like data.sqlite", shown);
    return NULL;
  }
  return sink->own;
}

const char *
ds_sink_target(const DsSink *sink)
{
  return sink->target;
}

/* The new name is safe only when the folder is on the disk too; not all systems can do that. */
static void
sync_folder(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void)fsync(fd);
  close(fd);
}

gboolean
ds_sink_commit(DsSink *sink, guint64 *bytes, GError **error)
{
  struct stat info;

  if (sink->packer && archive_write_close(sink->packer) != ARCHIVE_OK)
    return fail_packing(sink, error);
  if (sink->own) {
    if (!sink->is_new)
      (void)fchmod(sink->fd, sink->old.st_mode & 07777);
    if (fsync(sink->fd) != 0 || rename(sink->own, sink->target) != 0)
      return fail(sink, errno, error);
    g_clear_pointer(&sink->own, g_free);
    sync_folder(sink->target);
  }
  if (bytes)
    *bytes = fstat(sink->fd, &info) == 0 ? (guint64)info.st_size : 0;
  return TRUE;
}

void
ds_sink_free(DsSink *sink)
{
  if (!sink)
    return;
  if (sink->packer)
    archive_write_free(sink->packer);
  if (sink->fd >= 0)
    close(sink->fd);
  if (sink->own)
    (void)unlink(sink->own);
  g_free(sink->own);
  g_free(sink->target);
  g_free(sink->name);
  g_free(sink);
}
