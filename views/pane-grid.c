/* views/pane-grid.c - any table as a grid: the Data screen. */
#include "views/grid.h"

const DsPaneClass ds_pane_grid = {
  .name = "grid",
  .title = "the data",
  .shows = "",
  .more = ds_grid_keys,
  .draw = ds_grid_draw,
  .fill = ds_grid_fill,
  .free_state = ds_grid_free_state,
};
