/* views/grid-cell.h - one cell as the grid shows it. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

typedef struct {
  char *text; /* for the terminal; NULL = missing */
  int width;  /* cells */
  int before; /* numbers: cells before the decimal point, all where there is none */
} DsGridCell;

/**
 * ds_grid_cell:
 * @digits: significant digits of reals, see ds_cell_append()
 * @limit: cells beyond which nobody looks; long text is cut somewhere behind it
 *
 * Returns: what is in the cell; free text with g_free()
 */
DsGridCell ds_grid_cell(const DsTable *table, gsize row, gsize col, int digits, int limit);

/* The cell in full, for reading: text as it is (not cleaned), numbers with all their digits; NULL =
 * missing. (transfer full) */
char *ds_grid_cell_whole(const DsTable *table, gsize row, gsize col);
