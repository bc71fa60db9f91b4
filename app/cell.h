/* app/cell.h - one cell as a person reads it. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/**
 * ds_cell_append:
 * @text: gets valid UTF-8 of one line that is safe for a terminal
 * @digits: significant digits of real numbers that have no short exact form
 *
 * Real numbers that ten digits tell exactly are shown exactly, as data usually is; others (results
 * of arithmetic) are rounded. Returns: FALSE (and nothing appended) where missing.
 */
gboolean ds_cell_append(GString *text, const DsColumn *column, gsize stored_row, int digits);

/* Numbers, which stand to the right and on their decimal point. */
gboolean ds_cell_is_number(const DsColumn *column);

/* Bytes of @number before its decimal point (all of it when it has none). */
gsize ds_cell_point(const char *number);
