/* engine/stats/select.h - the value of a given rank, without sorting. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* The value of @rank (0 = smallest) of @values [n], rank < n, without NaN. Afterwards values[rank]
 * is it, nothing before it is larger and nothing behind it smaller. O(n) expected, pivots drawn
 * from a fixed stream. (C. A. R. Hoare, CACM 4(7):321-322, 1961; three-way split, so that ties
 * cost nothing.) */
double ds_select_value(double *values, gsize n, gsize rank);

/**
 * ds_select_keys:
 * @column: any type but TEXT, with more values than the largest rank
 * @ranks: [n_ranks] in any order
 * @keys: (out): [n_ranks] the order-preserving keys of these ranks
 *
 * Passes over the column: counts 12 bits of the keys' range at a time until few enough values share
 * them to be copied and sorted. In most data three passes; ranks 0 and n - 1 need but one.
 */
gboolean ds_select_keys(const DsColumn *column, const gsize *ranks, guint64 *keys, gsize n_ranks,
                        DsProgress *progress, GError **error);
