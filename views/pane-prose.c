/* views/pane-prose.c - help on a command, to read: its parts and their sentences. */
#include "views/page.h"
#include "views/pane.h"

typedef struct {
  const DsTable *table; /* what the page was made from */
  DsPage *page;
} ProseState;

static void
free_state(gpointer data)
{
  ProseState *state = data;

  if (state->table)
    ds_table_unref(state->table);
  ds_page_free(state->page);
  g_free(state);
}

static void
make_page(ProseState *state, const DsTable *table)
{
  enum { PART_CELLS = 14 };

  if (state->table)
    ds_table_unref(state->table);
  ds_page_free(state->page);
  state->table = ds_table_ref(table);
  state->page = ds_page_new("Help");
  for (gsize row = 0; row < ds_table_n_rows(table); row++) {
    g_autofree char *part = ds_table_text(table, "part", row);
    g_autofree char *text = ds_table_text(table, "text", row);

    ds_page_add_pair(state->page, PART_CELLS, part ? part : "", text ? text : "");
  }
}

static ProseState *
state_of(DsPane *pane)
{
  ProseState *state = pane->state;

  if (!state)
    pane->state = state = g_new0(ProseState, 1);
  if (state->table != pane->table)
    make_page(state, pane->table);
  return state;
}

static void
draw_prose(DsPane *pane, const DsCanvas *canvas)
{
  ds_page_draw(state_of(pane)->page, canvas);
}

static gboolean
act_on_prose(DsPane *pane, const char *word)
{
  return ds_page_act(state_of(pane)->page, word);
}

const DsPaneClass ds_pane_prose = {
  .name = "prose",
  .title = "reading help",
  .shows = "part,text",
  .more = ds_page_keys,
  .draw = draw_prose,
  .act = act_on_prose,
  .free_state = free_state,
};
