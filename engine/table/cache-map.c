/* engine/table/cache-map.c - maps a file of columns, after a look at whether it is whole. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/content-hash.h"
#include "engine/base/error.h"
#include "engine/base/parallel.h"
#include "engine/table/cache-layout.h"

struct DsCacheFile {
  GBytes *mapped;
  const char *bytes; /* of the whole file */
  gsize n;
  gsize arrays_end; /* where the directory begins */
  char *path, *options;
  DsCacheOrigin origin;
  GPtrArray *notes;
  const char *hashes; /* [n_hashes] of 8 bytes, not aligned */
  gsize n_hashes;
  const DsTable *table;
};

/* Where reading the directory stands; a read beyond its end fails for good. */
typedef struct {
  const char *at, *end;
  gboolean is_bad;
} Reader;

static guint64
get_u64(Reader *reader)
{
  guint64 value = 0;

  if (reader->end - reader->at < (gssize)sizeof value) {
    reader->is_bad = TRUE;
    return 0;
  }
  memcpy(&value, reader->at, sizeof value);
  reader->at += sizeof value;
  return value;
}

static char *
get_text(Reader *reader)
{
  const guint64 length = get_u64(reader);
  char *text;

  if (reader->is_bad || length > (guint64)(reader->end - reader->at)) {
    reader->is_bad = TRUE;
    return g_strdup("");
  }
  text = g_strndup(reader->at, (gsize)length);
  reader->at += length;
  return text;
}

/* An array and its length; NULL for none. Not aligned, not inside the arrays: bad. */
static const char *
get_bytes(Reader *reader, const DsCacheFile *file, guint64 *length)
{
  const guint64 offset = get_u64(reader);

  *length = get_u64(reader);
  if (reader->is_bad || *length == 0)
    return NULL;
  if (offset % DS_CACHE_ALIGN != 0 || offset < DS_CACHE_HEADER_BYTES || offset > file->arrays_end ||
      *length > file->arrays_end - offset) {
    reader->is_bad = TRUE;
    return NULL;
  }
  return file->bytes + offset;
}

/* An array of @n items of @size bytes; NULL for none. */
static gconstpointer
get_array(Reader *reader, const DsCacheFile *file, guint64 n, guint64 size)
{
  guint64 length;
  const char *array = get_bytes(reader, file, &length);

  if (array && (length / size != n || length % size != 0))
    reader->is_bad = TRUE;
  return array;
}

/* Text needs its offsets, which begin with 0 and end with the number of bytes. */
static void
check_strings(Reader *reader, DsColumn *layout, guint64 n_bytes)
{
  static const guint64 no_offsets[1] = { 0 };
  DsStrings *strings = &layout->strings;

  if (layout->type != DS_TYPE_TEXT)
    return;
  if (strings->n == 0 && !strings->offsets)
    strings->offsets = no_offsets;
  if (!strings->offsets || strings->offsets[0] != 0 || strings->offsets[strings->n] != n_bytes ||
      (!layout->is_coded && strings->n != layout->n_rows))
    reader->is_bad = TRUE;
  if (!strings->bytes)
    strings->bytes = "";
}

static gboolean
has_its_array(const DsColumn *layout)
{
  if (layout->n_rows == 0)
    return TRUE;
  if ((layout->n_missing > 0) != (layout->missing != NULL))
    return FALSE;
  switch (layout->type) {
  case DS_TYPE_REAL:
    return layout->reals != NULL;
  case DS_TYPE_BOOL:
    return layout->bools != NULL;
  case DS_TYPE_TEXT:
    return !layout->is_coded || layout->codes != NULL;
  default:
    return layout->ints != NULL;
  }
}

static DsColumn *
get_column(Reader *reader, const DsCacheFile *file, gsize n_rows)
{
  static const gint64 nothing[1] = { 0 }; /* arrays of columns without rows */
  const guint64 type = get_u64(reader);
  DsColumn layout = { .type = (DsType)MIN(type, (guint64)DS_TYPE_TEXT), .n_rows = n_rows };
  const guint64 style = get_u64(reader), n_missing = get_u64(reader), is_coded = get_u64(reader);
  guint64 n_strings = get_u64(reader), length;

  layout.style = (guint)style;
  layout.n_missing = (gsize)n_missing;
  layout.is_coded = is_coded != 0;
  if (type >= DS_N_TYPES || n_missing > n_rows || n_strings > file->n)
    reader->is_bad = TRUE;
  if (reader->is_bad)
    return NULL;
  layout.strings.n = (gsize)n_strings;
  layout.missing = get_array(reader, file, ds_missing_words(n_rows), 8);
  layout.ints = get_array(reader, file, n_rows, 8);
  layout.reals = get_array(reader, file, n_rows, 8);
  layout.bools = get_array(reader, file, n_rows, 1);
  layout.codes = get_array(reader, file, n_rows, 4);
  layout.strings.offsets = get_array(reader, file, n_strings + 1, 8);
  layout.strings.bytes = get_bytes(reader, file, &length);
  if (n_rows == 0) {
    layout.ints = layout.type <= DS_TYPE_TIME && layout.type != DS_TYPE_REAL ? nothing : NULL;
    layout.reals = layout.type == DS_TYPE_REAL ? (const double *)(gconstpointer)nothing : NULL;
  }
  if (!reader->is_bad)
    check_strings(reader, &layout, length);
  if (reader->is_bad || !has_its_array(&layout))
    return NULL;
  return ds_column_new_mapped(&layout, file->mapped);
}

static DsCacheFile *
map(int fd)
{
  g_autoptr(DsCacheFile) file = g_new0(DsCacheFile, 1);
  g_autoptr(GMappedFile) mapping = NULL;
  struct stat info;

  if (fstat(fd, &info) != 0 || info.st_size < DS_CACHE_HEADER_BYTES)
    return NULL;
  mapping = g_mapped_file_new_from_fd(fd, FALSE, NULL);
  if (!mapping)
    return NULL;
  file->mapped = g_mapped_file_get_bytes(mapping);
  file->bytes = g_bytes_get_data(file->mapped, &file->n);
  return g_steal_pointer(&file);
}

static gboolean
check_header(DsCacheFile *file, DsCacheHeader *header)
{
  if (file->n < DS_CACHE_HEADER_BYTES)
    return FALSE;
  memcpy(header, file->bytes, sizeof *header);
  if (memcmp(header->magic, DS_CACHE_MAGIC, sizeof header->magic) != 0 ||
      header->version != DS_CACHE_VERSION || header->byte_order != DS_CACHE_BYTE_ORDER ||
      header->file_bytes != file->n ||
      header->header_hash !=
          ds_content_hash(header, G_STRUCT_OFFSET(DsCacheHeader, header_hash), 0) ||
      header->directory_offset < DS_CACHE_HEADER_BYTES || header->directory_offset > file->n ||
      header->directory_bytes != file->n - header->directory_offset)
    return FALSE;
  file->arrays_end = (gsize)header->directory_offset;
  return ds_content_hash(file->bytes + file->arrays_end, (gsize)header->directory_bytes, 0) ==
         header->directory_hash;
}

static void
read_origin(DsCacheFile *file, Reader *reader)
{
  guint64 n_notes;

  file->path = get_text(reader);
  file->options = get_text(reader);
  file->origin.path = file->path;
  file->origin.options = file->options;
  file->origin.source_size = get_u64(reader);
  file->origin.source_hash = get_u64(reader);
  n_notes = get_u64(reader);
  file->notes = g_ptr_array_new_with_free_func(g_free);
  for (guint64 i = 0; i < n_notes && !reader->is_bad; i++)
    g_ptr_array_add(file->notes, get_text(reader));
}

static const DsTable *
read_table(DsCacheFile *file, Reader *reader)
{
  const guint64 n_rows = get_u64(reader), n_columns = get_u64(reader);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);

  if (reader->is_bad || n_rows >= G_MAXUINT32)
    return NULL;
  for (guint64 col = 0; col < n_columns; col++) {
    char *name = get_text(reader);
    DsColumn *column = reader->is_bad ? NULL : get_column(reader, file, (gsize)n_rows);

    g_ptr_array_add(names, name);
    if (!column)
      return NULL;
    g_ptr_array_add(columns, column);
  }
  file->n_hashes = (gsize)get_u64(reader);
  if (reader->is_bad || file->n_hashes != (gsize)(reader->end - reader->at) / 8)
    return NULL;
  file->hashes = reader->at;
  return ds_table_new((const char *const *)names->pdata, (DsColumn *const *)columns->pdata,
                      columns->len, (gsize)n_rows);
}

DsCacheFile *
ds_cache_file_open(int fd)
{
  g_autoptr(DsCacheFile) file = map(fd);
  DsCacheHeader header;
  Reader reader = { 0 };

  if (!file || !check_header(file, &header))
    return NULL;
  reader.at = file->bytes + file->arrays_end;
  reader.end = file->bytes + file->n;
  read_origin(file, &reader);
  file->table = read_table(file, &reader);
  return file->table ? g_steal_pointer(&file) : NULL;
}

void
ds_cache_file_free(DsCacheFile *file)
{
  if (!file)
    return;
  if (file->table)
    ds_table_unref(file->table);
  g_clear_pointer(&file->notes, g_ptr_array_unref);
  g_clear_pointer(&file->mapped, g_bytes_unref);
  g_free(file->path);
  g_free(file->options);
  g_free(file);
}

DsCacheOrigin
ds_cache_file_origin(const DsCacheFile *file)
{
  return file->origin;
}

static gboolean
verify_block(gsize i, gpointer data, GError **error)
{
  const DsCacheFile *file = data;
  const gsize from = DS_CACHE_HEADER_BYTES + i * DS_CACHE_BLOCK;
  const gsize n = MIN((gsize)DS_CACHE_BLOCK, file->arrays_end - from);
  guint64 wanted;

  memcpy(&wanted, file->hashes + i * 8, sizeof wanted);
  if (ds_content_hash(file->bytes + from, n, i) == wanted)
    return TRUE;
  g_set_error_literal(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX, "the cache file is damaged");
  return FALSE;
}

gboolean
ds_cache_file_verify(const DsCacheFile *file)
{
  const gsize n = (file->arrays_end - DS_CACHE_HEADER_BYTES + DS_CACHE_BLOCK - 1) / DS_CACHE_BLOCK;

  return n == file->n_hashes && ds_parallel_for(n, verify_block, (gpointer)file, NULL, NULL);
}

const DsTable *
ds_cache_file_table(const DsCacheFile *file)
{
  return ds_table_ref(file->table);
}

void
ds_cache_file_notes(const DsCacheFile *file, DsNotes *notes)
{
  for (guint i = 0; i < file->notes->len; i++)
    ds_notes_add(notes, "%s", (const char *)file->notes->pdata[i]);
}
