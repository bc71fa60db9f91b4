/* views/pane-tables.c - the tables that are open: choose one. */
#include <string.h>

#include "app/words.h"
#include "views/grid.h"

/* {table}: the name in the row with the cursor, whatever the column. */
static gboolean
fill_tables(DsPane *pane, const char *placeholder, GString *line)
{
  g_autofree char *name = NULL;
  g_autofree char *quoted = NULL;

  if (strcmp(placeholder, "table") != 0)
    return ds_grid_fill(pane, placeholder, line);
  if (ds_table_n_rows(pane->table) == 0)
    return FALSE;
  name = ds_table_text(pane->table, "table", pane->view->row);
  quoted = ds_word_quote(name ? name : "");
  g_string_append(line, quoted);
  return name != NULL;
}

static const DsKey tables_keys[] = {
  { DS_KEY_ENTER, "use {table}", "go to it", DS_KEY_HINT, DS_KEYS_HERE, "go to this table" },
  { 'X', "close {table}", "close it", DS_KEY_HINT, DS_KEYS_HERE, "close this table" },
  { 'q', "@back", "back", DS_KEY_HINT, DS_KEYS_HERE, "back" },
  { 0 },
};

const DsPaneClass ds_pane_tables = {
  .name = "tables",
  .title = "the open tables",
  .shows = "table,rows,columns,source,modified",
  .keys = tables_keys,
  .more = ds_grid_keys,
  .draw = ds_grid_draw,
  .fill = fill_tables,
  .free_state = ds_grid_free_state,
};
