/* app/cmd-back.c - commands that leave a result: back to its table, or to the rows behind a row. */
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"

static const DsTable *
run_back(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *behind = ds_workspace_behind(session->workspace);

  (void)args, (void)notes;
  if (!behind) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "there is nothing to go back to; use NAME goes to another table");
    return NULL;
  }
  ds_workspace_use(session->workspace, behind);
  return ds_session_shape(behind->name, ds_history_table(behind->history));
}

const DsCommand ds_command_back = {
  .name = "back",
  .family = "view",
  .help = "leave a result for the table it came from",
  .details = "On the screen the result of a command is looked at like a table; with set results "
             "keep it is so everywhere.",
  .example = "back",
  .columns = "table,rows,columns",
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_back,
};

/* What drill needs of the session, taken in one moment. */
typedef struct {
  const DsTable *result, *parent;
  const DsArgs *args; /* stays while the result is open: only this command runs */
  const DsCommand *command;
  char *parent_name;
  gsize row;
} Drill;

static void
drill_clear(Drill *drill)
{
  if (drill->result)
    ds_table_unref(drill->result);
  if (drill->parent)
    ds_table_unref(drill->parent);
  g_free(drill->parent_name);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Drill, drill_clear)

static gboolean
look_behind(DsSession *session, const DsArgs *args, Drill *drill, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);
  const DsDataset *parent = dataset && dataset->parent_name
                                ? ds_workspace_lookup(session->workspace, dataset->parent_name)
                                : NULL;
  gsize n_rows;

  if (!dataset || !dataset->command || !dataset->command->behind || !parent) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "the current table is no result with rows behind it; it works on those of freq, "
                "hist and group");
    return FALSE;
  }
  n_rows = ds_table_n_rows(ds_history_table(dataset->history));
  drill->row = ds_args_has(args, "ROW") ? (gsize)ds_args_int(args, "ROW") - 1 : dataset->view->row;
  if (drill->row >= n_rows) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "there is no row %" G_GSIZE_FORMAT "; the result has %" G_GSIZE_FORMAT,
                drill->row + 1, n_rows);
    return FALSE;
  }
  drill->result = ds_table_ref(ds_history_table(dataset->history));
  drill->parent = ds_table_ref(dataset->parent);
  drill->args = dataset->args;
  drill->command = dataset->command;
  drill->parent_name = g_strdup(parent->name);
  return TRUE;
}

static const DsTable *
run_drill(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Drill) drill = { 0 };
  const DsCommand *filter = ds_command_lookup("filter");
  g_autoptr(DsArgs) filter_args = NULL;
  g_autofree char *condition = NULL, *line = NULL;
  DsBehind behind;

  if (!look_behind(session, args, &drill, error))
    return NULL;
  behind = (DsBehind){ drill.parent, drill.args, drill.result };
  condition = drill.command->behind(&behind, drill.row, error);
  if (!condition)
    return NULL;
  line = g_strconcat("filter ", condition, NULL);
  session->acting_on = g_steal_pointer(&drill.parent_name);
  filter_args = ds_args_parse(filter, session, condition, error);
  if (!filter_args)
    return NULL;
  ds_session_journal_as(session, line);
  return filter->run(session, filter_args, notes, error);
}

static const DsArg drill_args[] = {
  { "ROW", DS_ARG_INT, .min = 1, .max = G_MAXUINT32,
    .help = "a row of the result; the cursor's when not given" },
  { 0 },
};

const DsCommand ds_command_drill = {
  .name = "drill",
  .family = "view",
  .help = "go back and keep only the rows behind a row of the result",
  .details = "Works on the results of freq, hist and group: the table they came from is filtered "
             "to the rows that were counted there; undo brings the others back.",
  .example = "drill 1",
  .columns = "table,rows,columns",
  .args = drill_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_drill,
};
