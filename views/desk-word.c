/* views/desk-word.c - what keys do with the screen itself, and the keys that work everywhere. */
#include <string.h>

#include "views/desk-private.h"

/* Everything that changes data or what is looked at is a command; these only open, close and point
 * at parts of the screen. */
static void
open_line(DsDesk *desk)
{
  ds_desk_open_line(desk, "");
}

static void
help(DsDesk *desk)
{
  ds_desk_show_page(desk, ds_desk_help_page(desk));
}

static void
show_cell(DsDesk *desk)
{
  ds_desk_show_page(desk, ds_desk_cell_page(desk));
}

static void
show_messages(DsDesk *desk)
{
  ds_desk_show_page(desk, ds_desk_messages_page(desk));
}

static void
next_pane(DsDesk *desk)
{
  if (!desk->side)
    ds_desk_say(desk, DS_ROLE_NOTE, "there is one pane; from 120 columns on there are two");
  desk->is_side_focused = desk->side && !desk->is_side_focused;
}

static void
redraw(DsDesk *desk)
{
  if (desk->screen)
    ds_screen_redraw(desk->screen);
}

static void
suspend(DsDesk *desk)
{
  if (desk->screen)
    ds_screen_suspend(desk->screen);
}

static void
cancel(DsDesk *desk)
{
  if (desk->task)
    ds_desk_cancel_task(desk);
  else
    ds_desk_say(desk, DS_ROLE_NOTE, "nothing runs; q goes back and leaves");
}

/* Closes what is on top; @may_leave: where nothing is left to go back from, the program. */
static void
go_back(DsDesk *desk, gboolean may_leave)
{
  if (desk->overlay) {
    g_clear_pointer(&desk->overlay, ds_pane_free);
  } else if (desk->is_side_focused) {
    desk->is_side_focused = FALSE;
  } else if (ds_session_can_go_back(desk->session)) {
    ds_desk_run(desk, "back");
  } else if (may_leave) {
    g_autofree char *modified = ds_session_modified(desk->session);

    if (desk->task && !desk->has_asked_to_quit) {
      ds_desk_say(desk, DS_ROLE_NOTE, "something still runs; q again stops it and leaves");
      desk->has_asked_to_quit = TRUE;
    } else if (modified && !desk->has_asked_to_quit) {
      g_autofree char *text = g_strdup_printf(
          "changes of %s are not saved; q again leaves, :save PATH keeps them", modified);

      ds_desk_say(desk, DS_ROLE_NOTE, text);
      desk->has_asked_to_quit = TRUE;
    } else {
      desk->wants_quit = TRUE;
    }
  }
}

static void
back(DsDesk *desk)
{
  go_back(desk, FALSE);
}

static void
back_or_leave(DsDesk *desk)
{
  go_back(desk, TRUE);
}

static const struct {
  const char *word;
  void (*act)(DsDesk *desk);
} words[] = {
  { "line", open_line },
  { "help", help },
  { "cell", show_cell },
  { "messages", show_messages },
  { "next-pane", next_pane },
  { "redraw", redraw },
  { "suspend", suspend },
  { "cancel", cancel },
  { "back", back },
  { "leave", back_or_leave },
  { "jump", ds_desk_open_jump },
};

gboolean
ds_desk_act(DsDesk *desk, const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (strcmp(words[i].word, word) == 0) {
      words[i].act(desk);
      return TRUE;
    }
  return FALSE;
}

const DsKey ds_desk_keys[] = {
  { ':', "@line", "command line", 0, DS_KEYS_PROGRAM, "command line: any command" },
  { '?', "@help", "keys", 0, DS_KEYS_PROGRAM, "this list of keys" },
  { DS_KEY_F1, "@help", "keys", 0, DS_KEYS_PROGRAM, "this list of keys" },
  { DS_KEY_TAB, "@next-pane", "next pane", 0, DS_KEYS_PROGRAM, "next pane" },
  { 'q', "@leave", "back, or leave", 0, DS_KEYS_PROGRAM, "back; at the first screen: leave" },
  { DS_KEY_ESCAPE, "@back", "back", 0, DS_KEYS_PROGRAM, "back" },
  { 'M', "@messages", "messages", 0, DS_KEYS_PROGRAM, "all messages so far, in full" },
  { DS_CTRL('C'), "@cancel", "stop what runs", 0, DS_KEYS_PROGRAM, "stop what runs" },
  { DS_CTRL('L'), "@redraw", "draw anew", 0, DS_KEYS_PROGRAM, "draw the screen anew" },
  { DS_CTRL('Z'), "@suspend", "to the shell", 0, DS_KEYS_PROGRAM, "to the shell; fg comes back" },
  { 0 },
};
