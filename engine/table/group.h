/* engine/table/group.h - a table grouped by some of its columns, with aggregates. */
#pragma once
#include <glib.h>

#include "engine/table/aggregate.h"

/**
 * ds_group:
 * @keys: [n_keys] columns; none: all rows are one group
 * @aggregates: [n_aggregates]; none: the count
 *
 * Returns: (transfer full): one row a group in the order of its keys (see factor.h; a missing key
 * is a group of its own, the last), the keys as columns of their own type, then the aggregates,
 * named by ds_aggregate_name() (made unique). NULL with a cancel or no memory.
 */
const DsTable *ds_group(const DsTable *table, const gsize *keys, gsize n_keys,
                        const DsAggregate *aggregates, gsize n_aggregates, DsProgress *progress,
                        DsNotes *notes, GError **error);
