/* views/pane-commands.c - all commands: choose one to read about. */
#include <string.h>

#include "views/grid.h"

/* {command}: the name in the row with the cursor, whatever the column. */
static gboolean
fill_commands(DsPane *pane, const char *placeholder, GString *line)
{
  g_autofree char *name = NULL;

  if (strcmp(placeholder, "command") != 0)
    return ds_grid_fill(pane, placeholder, line);
  if (ds_table_n_rows(pane->table) == 0)
    return FALSE;
  name = ds_table_text(pane->table, "command", pane->view->row);
  g_string_append(line, name ? name : "");
  return name != NULL;
}

static const DsKey commands_keys[] = {
  { DS_KEY_ENTER, "help {command}", "read about it", DS_KEY_HINT, DS_KEYS_HERE,
    "read about this command" },
  { 'q', "@back", "back", DS_KEY_HINT, DS_KEYS_HERE, "back" },
  { 0 },
};

const DsPaneClass ds_pane_commands = {
  .name = "commands",
  .title = "the commands",
  .shows = "family,command,help",
  .keys = commands_keys,
  .more = ds_grid_keys,
  .draw = ds_grid_draw,
  .fill = fill_commands,
  .free_state = ds_grid_free_state,
};
