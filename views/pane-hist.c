/* views/pane-hist.c - a histogram as a table: each row stands for the rows in its bin. */
#include "views/grid.h"

static const DsKey hist_keys[] = {
  { DS_KEY_ENTER, "drill", "rows behind", DS_KEY_HINT, DS_KEYS_HERE, "the rows in this bin" },
  { 'q', "@back", "back", DS_KEY_HINT, DS_KEYS_HERE, "back to the table" },
  { 0 },
};

const DsPaneClass ds_pane_hist = {
  .name = "hist",
  .title = "a histogram",
  .shows = "bin_low,bin_high,count,density",
  .keys = hist_keys,
  .more = ds_grid_keys,
  .draw = ds_grid_draw,
  .fill = ds_grid_fill,
  .free_state = ds_grid_free_state,
};
