/* views/desk-key.c - what a key does: the line, the focused pane, or the screen. */
#include <string.h>

#include "views/desk-private.h"

/* Fills in what the row's command leaves open and runs it, or puts it into the line. */
static void
do_row(DsDesk *desk, const DsKey *row)
{
  DsPane *focus = ds_desk_focus(desk);
  g_autofree char *line = NULL;

  if (row->command[0] == '@') {
    if (!(focus->class->act && focus->class->act(focus, row->command + 1)))
      ds_desk_act(desk, row->command + 1);
    return;
  }
  line = ds_key_expand(row->command, ds_pane_fill, focus);
  if (!line) {
    ds_desk_say(desk, DS_ROLE_NOTE, "there is nothing under the cursor for that");
    return;
  }
  if (line[0] == ':')
    ds_desk_open_line(desk, line + 1);
  else
    ds_desk_run(desk, line);
}

/* Pasted text is no key. */
static gboolean
is_passing_by(DsDesk *desk, int key)
{
  if (key == DS_KEY_PASTE) {
    desk->is_pasting = TRUE;
    ds_desk_say(desk, DS_ROLE_NOTE, "pasted text is not taken for keys; press : first");
  }
  if (!desk->is_pasting)
    return FALSE;
  if (key == DS_KEY_PASTE_END)
    desk->is_pasting = FALSE;
  return TRUE;
}

void
ds_desk_key(DsDesk *desk, int key, int next, gboolean *used_next)
{
  const DsKey *row;
  const gboolean had_asked = desk->has_asked_to_quit;

  *used_next = FALSE;
  if (key == DS_CTRL('Z') || key == DS_CTRL('L')) {
    ds_desk_act(desk, key == DS_CTRL('L') ? "redraw" : "suspend");
    return;
  }
  if (ds_prompt_is_open(desk->prompt)) {
    ds_desk_line_key(desk, key, next, used_next);
    return;
  }
  if (is_passing_by(desk, key))
    return;
  ds_desk_clear_message(desk);
  row = ds_pane_find_key(ds_desk_focus(desk), key);
  if (!row)
    row = ds_key_find(ds_desk_keys, key);
  if (row) {
    do_row(desk, row);
  } else {
    g_autofree char *name = ds_key_name(key);
    g_autofree char *text = g_strdup_printf("%s does nothing here; ? shows the keys", name);

    ds_desk_say(desk, DS_ROLE_NOTE, text);
  }
  if (had_asked)
    desk->has_asked_to_quit = FALSE;
}
