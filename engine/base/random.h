/* engine/base/random.h - random streams: the same seed and stream give the same bits anywhere. */
#pragma once
#include <glib.h>

/* xoshiro256++ (D. Blackman, S. Vigna, ACM TOMS 47(4):36, 2021), seeded by splitmix64 from
 * (seed, stream), so that each block of a parallel loop has a stream of its own. */
typedef struct {
  guint64 state[4];
} DsRandom;

DsRandom ds_random_new(guint64 seed, guint64 stream);
guint64 ds_random_next(DsRandom *random);
double ds_random_real(DsRandom *random);              /* [0, 1), 53 bits */
guint64 ds_random_below(DsRandom *random, guint64 n); /* uniform on 0 .. n-1, n >= 1, no bias */
