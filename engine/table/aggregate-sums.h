/* engine/table/aggregate-sums.h - counts, sums, means and spreads of groups. Private to
 * aggregate.c.
 */
#pragma once
#include "engine/base/notes.h"
#include "engine/table/factor.h"

/* All return a column [n_codes] (transfer full), or NULL with a cancel or no memory. @column is
 * INT, REAL or BOOL, except for count, which takes any. Sums are compensated in parts of the table
 * whose number depends on rows and groups alone, and joined in order; those of ints are exact. */
DsColumn *ds_aggregate_count(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                             GError **error);
DsColumn *ds_aggregate_sum(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                           DsNotes *notes, GError **error);
DsColumn *ds_aggregate_mean(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                            GError **error);
DsColumn *ds_aggregate_sd(const DsColumn *column, const DsFactor *groups, DsProgress *progress,
                          GError **error);
