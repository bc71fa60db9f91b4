/* engine/stats/summary.h - the profile of a table: one row a column. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

/**
 * ds_describe:
 * @cols: (nullable): [n_cols] positions; n_cols = 0 is all columns
 *
 * Returns: (transfer full): column, type, count (values that are there), missing, distinct, mean,
 * sd (n - 1), min, q1, median, q3 (type 7), max, skewness (g1), kurtosis (g2, excess), zeros, top
 * (most frequent value as text; ties: the smallest), top_count, first, last. All exact.
 *
 * Numbers and bools (0 and 1) have the measures from mean to zeros; dates and times have their
 * earliest and latest moment as text in first and last; texts have neither. What is undefined is
 * missing. A note tells of infinities and of integers that doubles cannot hold.
 * NULL with a cancel or no memory.
 */
const DsTable *ds_describe(const DsTable *table, const gsize *cols, gsize n_cols,
                           DsProgress *progress, DsNotes *notes, GError **error);

/* Computes and keeps the facts of these columns (column-facts.h), as many at once as memory and
 * cores allow: small columns side by side, big ones one after the other with all cores. */
gboolean ds_prepare_facts(const DsTable *table, const gsize *cols, gsize n_cols,
                          DsProgress *progress, GError **error);
