/* views/desk.c - what is on the screen: which panes there are and what they look at. */
#include "views/desk-private.h"

#include <string.h>

#include "engine/base/text.h"

void
ds_desk_changed(gpointer data)
{
  DsDesk *desk = data;

  g_atomic_int_set(&desk->has_changed, 1);
  g_mutex_lock(&desk->lock);
  g_cond_signal(&desk->changed);
  g_mutex_unlock(&desk->lock);
  if (desk->screen)
    ds_screen_wake(desk->screen);
}

DsDesk *
ds_desk_new(DsSession *session, DsScreen *screen, DsPrompt *prompt)
{
  DsDesk *desk = g_new0(DsDesk, 1);

  desk->session = session;
  desk->screen = screen;
  desk->prompt = prompt;
  desk->facts = ds_facts_job_new(ds_desk_changed, desk);
  desk->later = g_queue_new();
  g_mutex_init(&desk->lock);
  g_cond_init(&desk->changed);
  desk->messages = g_ptr_array_new_with_free_func(g_free);
  desk->generation = G_MAXUINT64;
  ds_session_set_keep_results(session, TRUE);
  ds_desk_refresh(desk);
  return desk;
}

void
ds_desk_free(DsDesk *desk)
{
  if (!desk)
    return;
  ds_desk_end_task(desk);
  ds_facts_job_free(desk->facts);
  ds_pane_free(desk->main);
  ds_pane_free(desk->side);
  ds_pane_free(desk->overlay);
  g_queue_free_full(desk->later, g_free);
  g_ptr_array_free(desk->messages, TRUE);
  g_mutex_clear(&desk->lock);
  g_cond_clear(&desk->changed);
  g_strfreev(desk->jump_names);
  g_free(desk->message);
  g_free(desk->missing_sign);
  g_free(desk);
}

DsPane *
ds_desk_focus(DsDesk *desk)
{
  if (desk->overlay)
    return desk->overlay;
  return desk->side && desk->is_side_focused ? desk->side : desk->main;
}

/* A pane of another class takes the place of @pane unless it is of that class already. */
static DsPane *
pane_of_class(DsDesk *desk, DsPane *pane, const DsPaneClass *class)
{
  if (pane && pane->class == class)
    return pane;
  ds_pane_free(pane);
  return ds_pane_new(class, desk);
}

static void
show_start(DsDesk *desk)
{
  desk->main = pane_of_class(desk, desk->main, ds_pane_class_lookup("start"));
  if (!desk->main->state)
    desk->main->state = ds_desk_start_page(desk);
  ds_pane_set(desk->main, NULL, NULL, NULL);
}

/* The summary beside the grid follows once the cursor rests: walking through columns sends only the
 * steps. Another table is followed at once. */
static void
follow_side(DsDesk *desk)
{
  enum { REST_US = 100 * 1000 };
  const DsPane *main = desk->main;

  if (desk->side->table == main->table && desk->side->view &&
      ds_view_column(desk->side->view) != ds_view_column(main->view)) {
    desk->side_due_us = g_get_monotonic_time() + REST_US;
    return;
  }
  desk->side_due_us = 0;
  ds_pane_set(desk->side, main->table, main->view, main->name);
}

static gboolean
tick_side(DsDesk *desk)
{
  if (!desk->side_due_us || g_get_monotonic_time() < desk->side_due_us)
    return FALSE;
  desk->side_due_us = 0;
  if (desk->side)
    ds_pane_set(desk->side, desk->main->table, desk->main->view, desk->main->name);
  return desk->side != NULL;
}

void
ds_desk_refresh(DsDesk *desk)
{
  const guint64 generation = ds_session_generation(desk->session);
  g_autofree char *name = NULL;
  DS_TABLE_AUTO table = NULL;
  DS_VIEW_AUTO view = NULL;

  if (generation == desk->generation)
    return;
  desk->generation = generation;
  g_free(desk->missing_sign);
  desk->missing_sign = ds_session_option_text(desk->session, "missing");
  desk->is_preview = ds_session_is_preview(desk->session);
  desk->n_rows_first = ds_session_rows_at_first(desk->session);
  desk->digits = (int)ds_session_option_int(desk->session, "digits");
  if (!ds_session_look(desk->session, &table, &view, &name)) {
    show_start(desk);
    return;
  }
  if (g_strcmp0(name, desk->main ? desk->main->name : NULL) != 0)
    desk->is_side_focused = FALSE; /* another table came: that is what is looked at */
  desk->main = pane_of_class(desk, desk->main, ds_pane_class_for(table));
  ds_pane_set(desk->main, table, view, name);
  if (desk->side)
    follow_side(desk);
}

DsDeskNews
ds_desk_tick(DsDesk *desk)
{
  const gboolean has_changed = g_atomic_int_compare_and_exchange(&desk->has_changed, 1, 0);
  const DsDeskNews news = ds_desk_task_tick(desk);

  ds_desk_refresh(desk);
  if (tick_side(desk))
    return DS_DESK_NOW;
  return news == DS_DESK_NOTHING && has_changed ? DS_DESK_SOON : news;
}

gboolean
ds_desk_wants_quit(const DsDesk *desk)
{
  return desk->wants_quit || ds_session_wants_quit(desk->session);
}

void
ds_desk_say(DsDesk *desk, DsRole role, const char *text)
{
  enum { KEPT = 500 };

  g_free(desk->message);
  desk->message = ds_text_for_terminal(text, -1);
  desk->message_role = role;
  if (desk->messages->len == KEPT)
    g_ptr_array_remove_index(desk->messages, 0);
  g_ptr_array_add(desk->messages, g_strdup(desk->message));
}

void
ds_desk_clear_message(DsDesk *desk)
{
  g_clear_pointer(&desk->message, g_free);
}

DsSession *
ds_desk_session(const DsDesk *desk)
{
  return desk->session;
}

const char *
ds_desk_missing_sign(const DsDesk *desk)
{
  return desk->missing_sign;
}

int
ds_desk_digits(const DsDesk *desk)
{
  return desk->digits;
}

void
ds_desk_set_page_rows(DsDesk *desk, gsize n_rows)
{
  if (desk->page_rows == n_rows)
    return;
  desk->page_rows = n_rows;
  ds_session_set_page_rows(desk->session, n_rows);
}

const DsColumnFacts *
ds_desk_facts(DsDesk *desk, const DsTable *table, gsize col, const DsColumn **column)
{
  return desk->is_preview ? NULL : ds_facts_job_lookup(desk->facts, table, col, column);
}
