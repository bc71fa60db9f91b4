/* engine/table/cache-layout.h - the bytes of a cache file; for cache-write.c and cache-map.c. */
#pragma once
#include <string.h>

#include "engine/table/cache-file.h"

enum {
  DS_CACHE_VERSION = 1,
  DS_CACHE_HEADER_BYTES = 4096,
  DS_CACHE_ALIGN = 64,
  DS_CACHE_BLOCK = 1 << 22, /* of the arrays, hashed as one */
};
#define DS_CACHE_MAGIC "dayshift"
#define DS_CACHE_BYTE_ORDER G_GUINT64_CONSTANT(0x0102030405060708)

/* The first bytes of the header page; the rest of it is zero. */
typedef struct {
  char magic[8];
  guint64 version, byte_order;
  guint64 file_bytes;
  guint64 directory_offset, directory_bytes, directory_hash;
  guint64 header_hash; /* of everything before it */
} DsCacheHeader;

static inline void
ds_cache_put_u64(GByteArray *directory, guint64 value)
{
  g_byte_array_append(directory, (const guint8 *)&value, sizeof value);
}

/* Length, then the bytes. */
static inline void
ds_cache_put_text(GByteArray *directory, const char *text)
{
  const gsize length = strlen(text);

  ds_cache_put_u64(directory, length);
  g_byte_array_append(directory, (const guint8 *)text, (guint)length);
}
