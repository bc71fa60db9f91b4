/* engine/table/pivot.h - a cross table: the values of one column down, of another across. */
#pragma once
#include <glib.h>

#include "engine/table/aggregate.h"

enum { DS_PIVOT_MAX_COLUMNS = 2000 };

/**
 * ds_pivot:
 * @row, @across: columns of @table
 *
 * Returns: (transfer full): the row key, then one column for each value of @across in its order,
 * named by the value ("(missing)" where it is missing, "(empty)" for an empty text). A cell without
 * rows is missing, of counts 0. NULL with DS_DATA_ERROR_RANGE when @across has more than
 * DS_PIVOT_MAX_COLUMNS values, a cancel or no memory.
 */
const DsTable *ds_pivot(const DsTable *table, gsize row, gsize across, const DsAggregate *aggregate,
                        DsProgress *progress, DsNotes *notes, GError **error);
