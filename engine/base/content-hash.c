/* engine/base/content-hash.c - 64 bits that tell one content from another, at memory speed. */
#include "engine/base/content-hash.h"

#include <string.h>

enum { LANES = 8, STRIPE = LANES * 8 };

#define ODD G_GUINT64_CONSTANT(0xd6e8feb86659fd93)

static inline guint64
step(guint64 state, guint64 word)
{
  state = (state ^ word) * ODD;
  return state ^ state >> 29; /* the highest bit would reach no other */
}

guint64
ds_content_hash_join(guint64 hash, guint64 next)
{
  return step(hash << 13 | hash >> 51, next);
}

guint64
ds_content_hash(const void *bytes, gsize n, guint64 seed)
{
  const guchar *p = bytes;
  guint64 lanes[LANES], words[LANES], hash = ds_content_hash_join(seed, n);
  gsize left = n;

  for (guint64 j = 0; j < LANES; j++)
    lanes[j] = step(hash, j);
  for (; left >= STRIPE; p += STRIPE, left -= STRIPE) {
    memcpy(words, p, STRIPE);
    for (int j = 0; j < LANES; j++)
      lanes[j] = step(lanes[j], words[j]);
  }
  memset(words, 0, STRIPE);
  if (left > 0)
    memcpy(words, p, left);
  for (int j = 0; j < LANES; j++)
    hash = ds_content_hash_join(hash, step(lanes[j], words[j]));
  return hash;
}
