/* engine/table/cache-write.c - writes a table as a file of columns that can be mapped. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/content-hash.h"
#include "engine/table/cache-layout.h"

/* Bytes on their way to the file: gathered into blocks, hashed and written block by block. */
typedef struct {
  int fd;
  char *block; /* [DS_CACHE_BLOCK] */
  gsize used;
  guint64 offset; /* of the next byte in the file */
  GArray *hashes; /* guint64 of each whole block of the arrays, and of the last one */
  const gint *is_cancelled;
} Stream;

static gboolean
write_all(int fd, const char *bytes, gsize n)
{
  while (n > 0) {
    const gssize done = write(fd, bytes, n);

    if (done < 0 && errno == EINTR)
      continue;
    if (done <= 0)
      return FALSE;
    bytes += done;
    n -= (gsize)done;
  }
  return TRUE;
}

static gboolean
flush(Stream *stream)
{
  const guint64 hash = ds_content_hash(stream->block, stream->used, stream->hashes->len);
  const gsize n = stream->used;

  if (n == 0)
    return TRUE;
  g_array_append_val(stream->hashes, hash);
  stream->used = 0;
  return !g_atomic_int_get(stream->is_cancelled) && write_all(stream->fd, stream->block, n);
}

static gboolean
put(Stream *stream, const void *bytes, gsize n)
{
  const char *from = bytes;

  while (n > 0) {
    const gsize step = MIN(n, (gsize)DS_CACHE_BLOCK - stream->used);

    memcpy(stream->block + stream->used, from, step);
    stream->used += step;
    stream->offset += step;
    from += step;
    n -= step;
    if (stream->used == DS_CACHE_BLOCK && !flush(stream))
      return FALSE;
  }
  return TRUE;
}

/* An array at the next aligned place; its place and length go to @directory. NULL: length 0. */
static gboolean
put_array(Stream *stream, const void *array, gsize n_bytes, GByteArray *directory)
{
  static const char zeros[DS_CACHE_ALIGN];
  const gsize over = stream->offset % DS_CACHE_ALIGN;

  if (!array)
    n_bytes = 0;
  if (over > 0 && !put(stream, zeros, DS_CACHE_ALIGN - over))
    return FALSE;
  ds_cache_put_u64(directory, stream->offset);
  ds_cache_put_u64(directory, n_bytes);
  return put(stream, array, n_bytes);
}

static gboolean
put_column(Stream *stream, const DsColumn *column, GByteArray *directory)
{
  const gsize n = column->n_rows;
  const DsStrings *strings = &column->strings;
  const gboolean is_text = column->type == DS_TYPE_TEXT;

  ds_cache_put_u64(directory, column->type);
  ds_cache_put_u64(directory, column->style);
  ds_cache_put_u64(directory, column->n_missing);
  ds_cache_put_u64(directory, (guint64)column->is_coded);
  ds_cache_put_u64(directory, is_text ? strings->n : 0);
  return put_array(stream, column->missing, ds_missing_words(n) * 8, directory) &&
         put_array(stream, column->ints, n * 8, directory) &&
         put_array(stream, column->reals, n * 8, directory) &&
         put_array(stream, column->bools, n, directory) &&
         put_array(stream, column->codes, n * 4, directory) &&
         put_array(stream, is_text ? strings->offsets : NULL, (strings->n + 1) * 8, directory) &&
         put_array(stream, is_text ? strings->bytes : NULL,
                   is_text ? (gsize)strings->offsets[strings->n] : 0, directory);
}

static GByteArray *
start_directory(const DsTable *table, const DsNotes *notes, const DsCacheOrigin *origin)
{
  GByteArray *directory = g_byte_array_new();

  ds_cache_put_text(directory, origin->path);
  ds_cache_put_text(directory, origin->options);
  ds_cache_put_u64(directory, origin->source_size);
  ds_cache_put_u64(directory, origin->source_hash);
  ds_cache_put_u64(directory, ds_notes_count(notes));
  for (guint i = 0; i < ds_notes_count(notes); i++)
    ds_cache_put_text(directory, ds_notes_get(notes, i));
  ds_cache_put_u64(directory, ds_table_n_rows(table));
  ds_cache_put_u64(directory, ds_table_n_columns(table));
  return directory;
}

/* The arrays of all columns, and the directory of them. */
static gboolean
write_columns(Stream *stream, const DsTable *table, GByteArray *directory)
{
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    ds_cache_put_text(directory, ds_table_column_name(table, col));
    if (!put_column(stream, ds_table_stored_column(table, col), directory))
      return FALSE;
  }
  if (!flush(stream))
    return FALSE;
  ds_cache_put_u64(directory, stream->hashes->len);
  for (guint i = 0; i < stream->hashes->len; i++)
    ds_cache_put_u64(directory, g_array_index(stream->hashes, guint64, i));
  return TRUE;
}

gboolean
ds_cache_file_write(int fd, const DsTable *table, const DsNotes *notes, const DsCacheOrigin *origin,
                    const gint *is_cancelled)
{
  g_autoptr(GByteArray) directory = start_directory(table, notes, origin);
  g_autoptr(GArray) hashes = g_array_new(FALSE, FALSE, sizeof(guint64));
  g_autofree char *block = g_try_malloc(DS_CACHE_BLOCK);
  g_autofree DsCacheHeader *header = g_malloc0(DS_CACHE_HEADER_BYTES);
  Stream stream = { fd, block, 0, DS_CACHE_HEADER_BYTES, hashes, is_cancelled };

  /* The page of zeros keeps the place of the header, which is written last. */
  if (!block || !write_all(fd, (const char *)header, DS_CACHE_HEADER_BYTES) ||
      !write_columns(&stream, table, directory))
    return FALSE;
  memcpy(header->magic, DS_CACHE_MAGIC, sizeof header->magic);
  header->version = DS_CACHE_VERSION;
  header->byte_order = DS_CACHE_BYTE_ORDER;
  header->directory_offset = stream.offset;
  header->directory_bytes = directory->len;
  header->directory_hash = ds_content_hash(directory->data, directory->len, 0);
  header->file_bytes = stream.offset + directory->len;
  header->header_hash = ds_content_hash(header, G_STRUCT_OFFSET(DsCacheHeader, header_hash), 0);
  return write_all(fd, (const char *)directory->data, directory->len) &&
         pwrite(fd, header, DS_CACHE_HEADER_BYTES, 0) == DS_CACHE_HEADER_BYTES;
}
