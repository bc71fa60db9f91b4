/* views/grid.h - a table as a grid of cells: the drawing and the keys that panes of tables share.
 */
#pragma once
#include "views/pane.h"

/* For DsPaneClass: .draw, .fill, .more, .free_state of every pane that shows its table as a grid.
 */
void ds_grid_draw(DsPane *pane, const DsCanvas *canvas);
/* {look}: the command that shows best what a column holds: freq, or hist for many numbers; {mark}:
 * mark or unmark, whichever changes the row; {wider}, {narrower}: widths two cells from what is
 * drawn; {place}: of the column on the screen, from 1. */
gboolean ds_grid_fill(DsPane *pane, const char *placeholder, GString *line);
void ds_grid_free_state(gpointer state);
extern const DsKey ds_grid_keys[];
