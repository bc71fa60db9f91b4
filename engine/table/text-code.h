/* engine/table/text-code.h - a text column in whichever of its two forms is smaller. */
#pragma once
#include "engine/table/column.h"

/**
 * ds_text_column_new:
 * @offsets, @bytes, @missing: (transfer full): as for ds_column_new_texts(), also on failure
 *
 * Coded where at most half of the rows hold a string of their own and that saves memory, otherwise
 * as given. Never fails: without memory for the codes it stays as given. O(n).
 */
DsColumn *ds_text_column_new(guint64 *offsets, char *bytes, gsize n, guint64 *missing);
