/* app/history.c - the versions of one table: every step back and forward, nothing copied. */
#include "app/history.h"

typedef struct {
  const DsTable *table;
  char *command;
} Version;

struct DsHistory {
  GPtrArray *versions; /* of Version */
  guint at;
  const DsTable *saved; /* borrowed: compared, never read; NULL when that version is gone */
};

static void
free_version(gpointer data)
{
  Version *version = data;

  ds_table_unref(version->table);
  g_free(version->command);
  g_free(version);
}

static Version *
new_version(const DsTable *table, const char *command)
{
  Version *version = g_new(Version, 1);

  version->table = ds_table_ref(table);
  version->command = g_strdup(command);
  return version;
}

static Version *
get(const DsHistory *history, guint step)
{
  return g_ptr_array_index(history->versions, step);
}

DsHistory *
ds_history_new(const DsTable *table, const char *command)
{
  DsHistory *history = g_new0(DsHistory, 1);

  history->versions = g_ptr_array_new_with_free_func(free_version);
  g_ptr_array_add(history->versions, new_version(table, command));
  history->saved = table;
  return history;
}

void
ds_history_free(DsHistory *history)
{
  if (!history)
    return;
  g_ptr_array_free(history->versions, TRUE);
  g_free(history);
}

static void
forget(DsHistory *history, guint step)
{
  if (get(history, step)->table == history->saved)
    history->saved = NULL;
  g_ptr_array_remove_index(history->versions, step);
}

void
ds_history_commit(DsHistory *history, const DsTable *table, const char *command)
{
  while (history->versions->len > history->at + 1)
    forget(history, history->versions->len - 1);
  if (history->versions->len > DS_HISTORY_LIMIT)
    forget(history, 1); /* the table as it came is always reachable */
  g_ptr_array_add(history->versions, new_version(table, command));
  history->at = history->versions->len - 1;
}

guint
ds_history_undo(DsHistory *history, guint n)
{
  const guint steps = MIN(n, history->at);

  history->at -= steps;
  return steps;
}

guint
ds_history_redo(DsHistory *history, guint n)
{
  const guint steps = MIN(n, history->versions->len - 1 - history->at);

  history->at += steps;
  return steps;
}

const DsTable *
ds_history_table(const DsHistory *history)
{
  return get(history, history->at)->table;
}

guint
ds_history_step(const DsHistory *history)
{
  return history->at;
}

guint
ds_history_steps(const DsHistory *history)
{
  return history->versions->len - 1;
}

const DsTable *
ds_history_get(const DsHistory *history, guint step, const char **command)
{
  *command = get(history, step)->command;
  return get(history, step)->table;
}

void
ds_history_mark_saved(DsHistory *history)
{
  history->saved = ds_history_table(history);
}

gboolean
ds_history_is_modified(const DsHistory *history)
{
  return ds_history_table(history) != history->saved;
}
