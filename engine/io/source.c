/* engine/io/source.c - where a reader's bytes come from: a file, or memory that was unpacked. */
#include "engine/io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/text.h"

enum { READ_STEP = 1 << 20, FIRST_ROOM = 1 << 16 };

struct DsSource {
  gatomicrefcount refs;
  char *name;
  guint64 size;
  int fd;        /* -1 for bytes in memory */
  GBytes *bytes; /* NULL for a file */
};

static DsSource *
new_source(const char *name, int fd, guint64 size, GBytes *bytes)
{
  DsSource *source = g_new0(DsSource, 1);

  g_atomic_ref_count_init(&source->refs);
  source->name = g_strdup(name);
  source->fd = fd;
  source->size = size;
  source->bytes = bytes;
  return source;
}

/* The name in the same folder that is most like the one that is not there, as a hint. */
static char *
near_name(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *wanted = g_path_get_basename(path);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name, *near;

  while (dir && names->len < 2000 && (name = g_dir_read_name(dir)))
    g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_add(names, NULL);
  near = ds_text_nearest(wanted, (const char *const *)names->pdata);
  return near ? ds_text_for_terminal(near, -1) : NULL;
}

static void
set_open_error(const char *path, int code, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(path, -1);

  if (code == ENOENT || code == ENOTDIR) {
    g_autofree char *near = near_name(path);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                near ? "%s: there is no such file; did you mean \"%s\"?"
                     : "%s: there is no such file; check the path",
                shown, near);
  } else if (code == EACCES) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: you may not read it; ask its owner, or see its rights with ls -l", shown);
  } else {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: could not be opened: %s; check the path", shown, g_strerror(code));
  }
}

DsSource *
ds_source_open(const char *path, DsProgress *progress, GError **error)
{
  const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  DsSource *source;
  struct stat info;

  if (fd < 0 || fstat(fd, &info) < 0) {
    set_open_error(path, errno, error);
    if (fd >= 0)
      close(fd);
    return NULL;
  }
  if (S_ISDIR(info.st_mode)) {
    g_autofree char *shown = ds_text_for_terminal(path, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO, "%s: is a folder; name a file in it",
                shown);
    close(fd);
    return NULL;
  }
  if (S_ISCHR(info.st_mode) && !isatty(fd)) { /* /dev/zero and its kin never end */
    g_autofree char *shown = ds_text_for_terminal(path, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s: is a device, not a file of data; name a file", shown);
    close(fd);
    return NULL;
  }
  /* Files of size 0 may still have content (/proc), so they too are read to their end. */
  if (S_ISREG(info.st_mode) && info.st_size > 0)
    return new_source(path, fd, (guint64)info.st_size, NULL);
  source = ds_source_read_fd(path, fd, progress, error);
  close(fd);
  return source;
}

DsSource *
ds_source_new_bytes(const char *name, GBytes *bytes)
{
  return new_source(name, -1, g_bytes_get_size(bytes), g_bytes_ref(bytes));
}

static gssize
read_some(int fd, char *buffer, gsize n)
{
  gssize got;

  do
    got = read(fd, buffer, n);
  while (got < 0 && errno == EINTR);
  return got;
}

static void
set_read_error(const char *name, int code, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
              "%s: could not be read: %s; open a copy on another disk", shown, g_strerror(code));
}

DsSource *
ds_source_read_fd(const char *name, int fd, DsProgress *progress, GError **error)
{
  g_autofree char *memory = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize n = 0, room = 0;
  gssize got;

  do {
    if (!ds_progress_go_on(progress, error))
      return NULL;
    if (n == room) {
      const gsize wanted = room == 0 ? FIRST_ROOM : room * 2;
      char *bigger = ds_try_realloc(memory, wanted, 1, "the content of a stream", error);

      if (!bigger)
        return NULL;
      memory = bigger;
      room = wanted;
    }
    got = read_some(fd, memory + n, MIN(room - n, (gsize)READ_STEP));
    if (got < 0) {
      set_read_error(name, errno, error);
      return NULL;
    }
    n += (gsize)got;
  } while (got > 0);
  memory = g_realloc(memory, MAX(n, 1));
  bytes = g_bytes_new_take(g_steal_pointer(&memory), n);
  return ds_source_new_bytes(name, bytes);
}

DsSource *
ds_source_ref(DsSource *source)
{
  g_atomic_ref_count_inc(&source->refs);
  return source;
}

void
ds_source_unref(DsSource *source)
{
  if (!source || !g_atomic_ref_count_dec(&source->refs))
    return;
  if (source->fd >= 0)
    close(source->fd);
  g_clear_pointer(&source->bytes, g_bytes_unref);
  g_free(source->name);
  g_free(source);
}

const char *
ds_source_name(const DsSource *source)
{
  return source->name;
}

guint64
ds_source_size(const DsSource *source)
{
  return source->size;
}

int
ds_source_fd(const DsSource *source)
{
  return source->fd;
}

const char *
ds_source_memory(const DsSource *source)
{
  return source->bytes ? g_bytes_get_data(source->bytes, NULL) : NULL;
}

gssize
ds_source_read(const DsSource *source, guint64 offset, gpointer buffer, gsize n, GError **error)
{
  gsize done = 0;

  if (offset >= source->size)
    return 0;
  n = MIN(n, source->size - offset);
  if (source->bytes) {
    memcpy(buffer, ds_source_memory(source) + offset, n);
    return (gssize)n;
  }
  while (done < n) {
    const gssize got = pread(source->fd, (char *)buffer + done, n - done, (off_t)(offset + done));

    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      set_read_error(source->name, errno, error);
      return -1;
    }
    if (got == 0)
      break;
    done += (gsize)got;
  }
  return (gssize)done;
}

GBytes *
ds_source_bytes(const DsSource *source, DsProgress *progress, GError **error)
{
  g_autofree char *memory = NULL;
  gsize done = 0;

  if (source->bytes)
    return g_bytes_ref(source->bytes);
  memory = ds_try_alloc((gsize)source->size, 1, "the content of a file", error);
  while (memory && done < source->size) {
    const gsize step = MIN((gsize)READ_STEP, (gsize)source->size - done);
    const gssize got = ds_source_read(source, done, memory + done, step, error);

    if (got < 0 || !ds_progress_go_on(progress, error))
      return NULL;
    if (got == 0)
      break; /* it became shorter while we read */
    done += (gsize)got;
    ds_progress_set(progress, done, source->size);
  }
  return memory ? g_bytes_new_take(g_steal_pointer(&memory), done) : NULL;
}
