/* engine/base/random.c - random streams: the same seed and stream give the same bits anywhere. */
#include "engine/base/random.h"

static guint64
splitmix(guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

DsRandom
ds_random_new(guint64 seed, guint64 stream)
{
  guint64 mixer = seed;
  DsRandom random;

  mixer = splitmix(&mixer) ^ (stream * G_GUINT64_CONSTANT(0xd1342543de82ef95));
  for (int i = 0; i < 4; i++)
    random.state[i] = splitmix(&mixer);
  return random;
}

static inline guint64
rotate(guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

guint64
ds_random_next(DsRandom *random)
{
  guint64 *s = random->state;
  const guint64 result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

double
ds_random_real(DsRandom *random)
{
  return (double)(ds_random_next(random) >> 11) * 0x1.0p-53;
}

guint64
ds_random_below(DsRandom *random, guint64 n)
{
  const guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n; /* above it the remainder would favour */
  guint64 x;

  do
    x = ds_random_next(random);
  while (x >= limit);
  return x % n;
}
