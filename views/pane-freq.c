/* views/pane-freq.c - value counts: each row stands for the rows that have the value. */
#include "views/grid.h"

static const DsKey freq_keys[] = {
  { DS_KEY_ENTER, "drill", "rows behind", DS_KEY_HINT, DS_KEYS_HERE, "the rows with this value" },
  { 'q', "@back", "back", DS_KEY_HINT, DS_KEYS_HERE, "back to the table" },
  { 0 },
};

const DsPaneClass ds_pane_freq = {
  .name = "freq",
  .title = "value counts",
  .shows = "value,count,percent,cumulative",
  .keys = freq_keys,
  .more = ds_grid_keys,
  .draw = ds_grid_draw,
  .fill = ds_grid_fill,
  .free_state = ds_grid_free_state,
};
