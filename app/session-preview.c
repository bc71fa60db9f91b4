/* app/session-preview.c - first rows of a file that is being read, and what the screen asks. */
#include "app/session-state.h"

static void
free_preview(DsDataset *preview)
{
  ds_history_free(preview->history);
  ds_view_unref(preview->view);
  g_free(preview->name);
  g_free(preview);
}

void
ds_session_end_preview(DsSession *session, DsDataset *opened)
{
  DsDataset *preview = g_steal_pointer(&session->preview);

  if (!preview)
    return;
  if (opened) {
    const DsView *view = ds_view_follow(preview->view, ds_history_table(preview->history),
                                        ds_history_table(opened->history));

    ds_view_unref(opened->view);
    opened->view = view;
  }
  free_preview(preview);
  session->generation++;
}

void
ds_session_set_preview(DsSession *session, const DsTable *table, const char *name)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  if (!session->runner)
    return;
  ds_session_end_preview(session, NULL);
  session->preview = g_new0(DsDataset, 1);
  session->preview->name = g_strdup(name);
  session->preview->history = ds_history_new(table, "");
  session->preview->view = ds_view_new(table);
  session->generation++;
}

gboolean
ds_session_is_preview(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return session->preview != NULL;
}

gboolean
ds_session_can_go_back(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return ds_workspace_behind(session->workspace) != NULL;
}

gsize
ds_session_rows_at_first(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);
  const char *command;

  return dataset ? ds_table_n_rows(ds_history_get(dataset->history, 0, &command)) : 0;
}

char *
ds_session_modified(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  for (guint i = 0; i < ds_workspace_count(session->workspace); i++) {
    const DsDataset *dataset = ds_workspace_get(session->workspace, i);

    if (!dataset->is_transient && ds_history_is_modified(dataset->history))
      return g_strdup(dataset->name);
  }
  return NULL;
}
