/* engine/stats/frequency.h - how often each value of a column occurs. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/**
 * ds_frequency:
 * @by: a column within whose values is counted; -1 = none
 *
 * Returns: (transfer full): value (the column's type), count, percent (of the rows, or of the rows
 * of the by value), cumulative (percent up to here), and the by column. The most frequent first,
 * ties in the order of the values; missing is counted as a value and comes last. NULL with a cancel
 * or no memory.
 */
const DsTable *ds_frequency(const DsTable *table, gsize col, gssize by, DsProgress *progress,
                            GError **error);
