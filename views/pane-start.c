/* views/pane-start.c - what is shown while nothing is open: how to open something. */
#include "views/page.h"
#include "views/pane.h"

static void
draw_start(DsPane *pane, const DsCanvas *canvas)
{
  ds_page_draw(pane->state, canvas);
}

static const DsKey start_keys[] = {
  { 'o', ":open ", "open a file", DS_KEY_HINT, DS_KEYS_PROGRAM, "open a file" },
  { ':', "@line", "command line", DS_KEY_HINT, DS_KEYS_PROGRAM, "command line: any command" },
  { 'q', "@leave", "leave", DS_KEY_HINT, DS_KEYS_PROGRAM, "leave dayshift" },
  { 0 },
};

const DsPaneClass ds_pane_start = {
  .name = "start",
  .title = "the start",
  .keys = start_keys,
  .draw = draw_start,
  .free_state = ds_page_free,
};
