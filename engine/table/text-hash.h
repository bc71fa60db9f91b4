/* engine/table/text-hash.h - 64-bit hashes of bytes and words, for grouping; equality is verified.
 */
#pragma once
#include <glib.h>
#include <string.h>

/* Mixes a word into a hash: each bit of either reaches all of the result. */
static inline guint64
ds_hash_word(guint64 hash, guint64 word)
{
  hash = (hash ^ word) * G_GUINT64_CONSTANT(0x9fb21c651e98df25);
  return hash ^ (hash >> 29);
}

static inline guint64
ds_hash_bytes(const char *bytes, gsize length)
{
  guint64 hash = ds_hash_word(G_GUINT64_CONSTANT(0x2545f4914f6cdd1d), length), word;

  for (; length >= 8; bytes += 8, length -= 8) {
    memcpy(&word, bytes, 8);
    hash = ds_hash_word(hash, word);
  }
  if (length > 0) {
    word = 0;
    memcpy(&word, bytes, length);
    hash = ds_hash_word(hash, word);
  }
  return ds_hash_word(hash, 0);
}
