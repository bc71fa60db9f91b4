/* app/session.c - one person's work: what commands may ask of it, and what they may wish for. */
#include "app/session.h"

#include <string.h>
#include <sys/stat.h>

#include "app/session-state.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"

DsSession *
ds_session_new(void)
{
  DsSession *session = g_new0(DsSession, 1);

  g_mutex_init(&session->run_lock);
  g_mutex_init(&session->lock);
  session->workspace = ds_workspace_new();
  session->journal = ds_journal_new();
  session->options = ds_options_new();
  session->page_rows = 20;
  return session;
}

void
ds_session_free(DsSession *session)
{
  if (!session)
    return;
  ds_session_end_preview(session, NULL);
  ds_workspace_free(session->workspace);
  ds_journal_free(session->journal);
  ds_options_free(session->options);
  g_free(session->search_text);
  g_free(session->search_in);
  g_mutex_clear(&session->run_lock);
  g_mutex_clear(&session->lock);
  g_free(session);
}

void
ds_result_clear(DsResult *result)
{
  if (result->table)
    ds_table_unref(result->table);
  ds_notes_free(result->notes);
  g_free(result->command);
  *result = (DsResult){ 0 };
}

DsDataset *
ds_session_acting(DsSession *session)
{
  const gboolean is_runner = session->runner == g_thread_self();

  if (session->preview && !is_runner)
    return session->preview;
  if (session->acting_on && is_runner)
    return ds_workspace_lookup(session->workspace, session->acting_on);
  return ds_workspace_current(session->workspace);
}

const DsTable *
ds_session_current(DsSession *session, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);

  if (dataset)
    return ds_table_ref(ds_history_table(dataset->history));
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "no table is open; open one first: open PATH");
  return NULL;
}

static void
no_such_table(DsSession *session, const char *name, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  const char *nearest;

  for (guint i = 0; i < ds_workspace_count(session->workspace); i++)
    g_ptr_array_add(names, ds_workspace_get(session->workspace, i)->name);
  g_ptr_array_add(names, NULL);
  nearest = ds_text_nearest(name, (const char *const *)names->pdata);
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no table \"%s\" is open; did you mean \"%s\"?", shown, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no table \"%s\" is open; tables lists those that are", shown);
}

const DsTable *
ds_session_table(DsSession *session, const char *name, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = strcmp(name, "this") == 0
                                 ? ds_session_acting(session)
                                 : ds_workspace_lookup(session->workspace, name);

  if (dataset)
    return ds_table_ref(ds_history_table(dataset->history));
  no_such_table(session, name, error);
  return NULL;
}

char *
ds_session_current_name(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);

  return dataset ? g_strdup(dataset->name) : NULL;
}

char **
ds_session_table_names(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const guint n = ds_workspace_count(session->workspace);
  char **names = g_new0(char *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_strdup(ds_workspace_get(session->workspace, i)->name);
  return names;
}

char **
ds_session_trail(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  const DsDataset *dataset =
      session->preview ? session->preview : ds_workspace_current(session->workspace);

  while (dataset && names->len <= ds_workspace_count(session->workspace)) {
    g_ptr_array_insert(names, 0, g_strdup(dataset->name));
    dataset = dataset->back_to ? ds_workspace_lookup(session->workspace, dataset->back_to) : NULL;
  }
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

DsProgress *
ds_session_progress(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return session->progress;
}

guint64
ds_session_generation(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return session->generation;
}

void
ds_session_set_keep_results(DsSession *session, gboolean keep)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  ds_options_set(session->options, "results", keep ? "keep" : "print", NULL);
}

gboolean
ds_session_look(DsSession *session, const DsTable **table, const DsView **view, char **name)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);

  if (!dataset)
    return FALSE;
  *table = ds_table_ref(ds_history_table(dataset->history));
  *view = ds_view_ref(dataset->view);
  if (name)
    *name = g_strdup(dataset->name);
  return TRUE;
}

void
ds_session_set_view(DsSession *session, const DsTable *table, const DsView *view)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *dataset = ds_session_acting(session);

  if (!dataset || ds_history_table(dataset->history) != table)
    return;
  ds_view_ref(view);
  ds_view_unref(dataset->view);
  dataset->view = view;
  session->generation++;
}

void
ds_session_set_page_rows(DsSession *session, gsize n_rows)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  session->page_rows = MAX(n_rows, 1);
}

gsize
ds_session_page_rows(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return session->page_rows;
}

gboolean
ds_session_keeps_results(DsSession *session)
{
  return strcmp(ds_options_text(session->options, "results"), "keep") == 0;
}

gint64
ds_session_option_int(DsSession *session, const char *name)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return ds_options_int(session->options, name);
}

char *
ds_session_option_text(DsSession *session, const char *name)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return g_strdup(ds_options_text(session->options, name));
}

gboolean
ds_session_set_option(DsSession *session, const char *name, const char *value, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  session->generation++;
  return ds_options_set(session->options, name, value, error);
}

gboolean
ds_session_load_config(DsSession *session, const char *path, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return ds_options_load(session->options, path, error);
}

gboolean
ds_session_wants_quit(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  return session->wants_quit;
}

/* The script ends on the table that is current, or the one that a result leads back to. */
char *
ds_session_journal(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_workspace_current(session->workspace);

  while (dataset && dataset->is_transient && !dataset->is_in_journal)
    dataset = dataset->back_to ? ds_workspace_lookup(session->workspace, dataset->back_to) : NULL;
  return ds_journal_script(session->journal, dataset ? dataset->name : NULL);
}

char *
ds_session_name_for(const char *path)
{
  return ds_workspace_name_of(path);
}

/* A name that neither an open table has nor one that this command has asked for already. */
static char *
free_name(DsSession *session, const char *name)
{
  char *candidate = ds_workspace_free_name(session->workspace, name);

  for (guint i = 2;; i++) {
    gboolean is_taken = FALSE;

    for (guint k = 0; k < session->wishes.tables->len; k++)
      if (strcmp(((DsPending *)g_ptr_array_index(session->wishes.tables, k))->name, candidate) == 0)
        is_taken = TRUE;
    if (!is_taken && !ds_workspace_lookup(session->workspace, candidate))
      return candidate;
    g_free(candidate);
    candidate = g_strdup_printf("%s_%u", name, i);
  }
}

char *
ds_session_add(DsSession *session, const char *name, const DsTable *table, const char *source)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsPending *pending = g_new0(DsPending, 1);

  pending->name = free_name(session, name);
  pending->source = g_strdup(source);
  pending->table = ds_table_ref(table);
  g_ptr_array_add(session->wishes.tables, pending);
  return g_strdup(pending->name);
}

void
ds_session_commit(DsSession *session, const DsTable *table)
{
  ds_table_ref(table);
  if (session->wishes.commit)
    ds_table_unref(session->wishes.commit);
  session->wishes.commit = table;
}

const DsTable *
ds_session_shape(const char *name, const DsTable *table)
{
  DsTableBuilder *builder = ds_table_builder_new("table:text,rows:int,columns:int");

  ds_table_builder_text(builder, 0, name);
  ds_table_builder_int(builder, 1, (gint64)ds_table_n_rows(table));
  ds_table_builder_int(builder, 2, (gint64)ds_table_n_columns(table));
  return ds_table_builder_build(builder);
}

const DsTable *
ds_session_commit_result(DsSession *session, const DsTable *table)
{
  g_autofree char *name = ds_session_current_name(session);

  ds_session_commit(session, table);
  return ds_session_shape(name, table);
}

void
ds_session_mark_saved(DsSession *session)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);

  if (dataset)
    ds_history_mark_saved(dataset->history);
}

char *
ds_session_table_from(DsSession *session, const char *path)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  struct stat wanted, source;

  if (stat(path, &wanted) != 0 || !S_ISREG(wanted.st_mode))
    return NULL;
  for (guint i = 0; i < ds_workspace_count(session->workspace); i++) {
    const DsDataset *dataset = ds_workspace_get(session->workspace, i);

    if (stat(dataset->source, &source) == 0 && source.st_dev == wanted.st_dev &&
        source.st_ino == wanted.st_ino)
      return g_strdup(dataset->name);
  }
  return NULL;
}

void
ds_session_journal_as(DsSession *session, const char *line)
{
  g_free(session->wishes.journal);
  session->wishes.journal = g_strdup(line);
  session->wishes.is_journal_set = TRUE;
}

void
ds_session_note_mark(DsSession *session, const char *line)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *acting = ds_session_acting(session);

  if (acting)
    ds_journal_add_mark(session->journal, session->workspace, acting, line);
}

void
ds_session_only_tell(DsSession *session)
{
  session->wishes.is_message = TRUE;
}

void
ds_session_say_no(DsSession *session)
{
  session->wishes.is_no = TRUE;
}
