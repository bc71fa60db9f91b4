/* views/pane-page.c - a page of text over the screen: keys, one cell, messages, the start page. */
#include "views/page.h"
#include "views/pane.h"

static void
draw_page(DsPane *pane, const DsCanvas *canvas)
{
  ds_page_draw(pane->state, canvas);
}

static gboolean
act_on_page(DsPane *pane, const char *word)
{
  return ds_page_act(pane->state, word);
}

const DsPaneClass ds_pane_page = {
  .name = "page",
  .title = "reading",
  .more = ds_page_keys,
  .draw = draw_page,
  .act = act_on_page,
  .free_state = ds_page_free,
};
