/* engine/table/sample.h - some rows of a table, drawn at random. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/**
 * ds_sample_rows:
 * @n_wanted: how many; more than there are gives all
 * @by: column whose values keep their shares (missing is one of them), -1 = none: each group gets
 *   its share of @n_wanted, rounded so that the sum is met (largest remainders first)
 * @seed: the same seed gives the same rows on any machine and with any number of threads
 * @n: (out): how many rows came out
 *
 * Without replacement, every subset equally likely (Knuth, The Art of Computer Programming
 * 2, 3.4.2, algorithm S). Returns: (transfer full): ascending positions among the table's rows, for
 * ds_table_with_index(); NULL: no memory, cancelled.
 */
guint32 *ds_sample_rows(const DsTable *table, gsize n_wanted, gssize by, guint64 seed, gsize *n,
                        DsProgress *progress, GError **error);
