/* views/condition.h - SQL conditions about the cell under the cursor. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* Appends the condition that holds where column @col is (@is_it) what it is in @row, or is not;
 * missing cells count as a value of their own. FALSE: there is none. */
gboolean ds_condition_append(GString *line, const DsTable *table, gsize row, gsize col,
                             gboolean is_it);
