/* engine/table/radix.h - order-preserving 64-bit keys, and sorting by them. */
#pragma once
#include <glib.h>
#include <string.h>

#include "engine/base/progress.h"

/* A key and the row it came from. */
typedef struct {
  guint64 key;
  guint32 row;
} DsKeyRow;

/* a < b exactly when key(a) < key(b). -0.0 and 0.0 get one key; NaN has none. */
static inline guint64
ds_key_of_int(gint64 value)
{
  return (guint64)value ^ (G_GUINT64_CONSTANT(1) << 63);
}

static inline gint64
ds_key_to_int(guint64 key)
{
  return (gint64)(key ^ (G_GUINT64_CONSTANT(1) << 63));
}

static inline guint64
ds_key_of_real(double value)
{
  guint64 bits;

  value += 0.0; /* -0.0 becomes 0.0 */
  memcpy(&bits, &value, sizeof bits);
  return bits ^ ((guint64)((gint64)bits >> 63) | (G_GUINT64_CONSTANT(1) << 63));
}

static inline double
ds_key_to_real(guint64 key)
{
  const guint64 bits = key >> 63 ? key ^ (G_GUINT64_CONSTANT(1) << 63) : ~key;
  double value;

  memcpy(&value, &bits, sizeof value);
  return value;
}

/**
 * ds_radix_sort_keys, ds_radix_sort_pairs:
 * @keys, @pairs: (inout): [n] what is to be sorted; afterwards the sorted array, which may be the
 *   one that @scratch was (the two are swapped, both stay the caller's)
 * @scratch: (inout): [n] room, need not be set
 *
 * Ascending by key, stable, eight bits at a time from the lowest, in parallel; digits in which all
 * keys agree cost nothing. O(8 n). FALSE with a cancel or no memory for the counters: the arrays
 * are then in no order.
 */
gboolean ds_radix_sort_keys(guint64 **keys, guint64 **scratch, gsize n, DsProgress *progress,
                            GError **error);
gboolean ds_radix_sort_pairs(DsKeyRow **pairs, DsKeyRow **scratch, gsize n, DsProgress *progress,
                             GError **error);
