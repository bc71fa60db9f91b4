/* engine/stats/tally.h - all values of a column in order: ranks, how many differ, the most
 * frequent.
 */
#pragma once
#include <glib.h>

#include "engine/stats/moments.h"
#include "engine/table/column.h"

/* Numbers, dates, times and bools. Made once per column, asked many times. */
typedef struct {
  const DsColumn *column; /* borrowed */
  gsize n;                /* values that are there */
  gsize n_distinct;
  guint64 top_key; /* of the most frequent value (ties: the smallest); see column-keys.h */
  gsize top_count; /* 0 when n == 0 */
  /* private: either all keys sorted, or for values on a short grid how many lie below each */
  guint64 *keys;  /* [n] */
  guint32 *below; /* [n_slots + 1] */
  gsize n_slots;
  gint64 base;     /* value of slot 0, times per_unit */
  double per_unit; /* REAL: 1, 10, 100 ... slots a unit */
} DsTally;

/**
 * ds_tally_init:
 * @moments: of the same column
 *
 * Integers of a short range, and reals with a few decimals (prices, percentages), are counted;
 * everything else is radix-sorted, which needs 16 bytes a value while it runs and 8 afterwards.
 * In parallel. FALSE with a cancel or no memory; @tally is then empty. ds_tally_clear() frees.
 */
gboolean ds_tally_init(DsTally *tally, const DsColumn *column, const DsMoments *moments,
                       DsProgress *progress, GError **error);
void ds_tally_clear(DsTally *tally);

double ds_tally_value(const DsTally *tally, gsize rank);  /* rank < n, 0 = smallest */
double ds_tally_quantile(const DsTally *tally, double p); /* type 7; NaN when n == 0 */
gsize ds_tally_below(const DsTally *tally, double x);     /* how many values are < x */
