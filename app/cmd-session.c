/* app/cmd-session.c - commands about what is open: tables, versions, the journal. */
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"
#include "app/words.h"
#include "engine/base/text.h"
#include "engine/io/sink.h"
#include "engine/table/builder.h"

static const DsTable *
nothing_open(GError **error)
{
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "no table is open; open one first: open PATH");
  return NULL;
}

static const DsTable *
run_tables(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DsTableBuilder *builder = ds_table_builder_new(
      "table:text,rows:int,columns:int,source:text,modified:bool,current:bool");
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *acting = ds_session_acting(session);

  (void)args, (void)notes, (void)error;
  for (guint i = 0; i < ds_workspace_count(session->workspace); i++) {
    const DsDataset *dataset = ds_workspace_get(session->workspace, i);
    const DsTable *table = ds_history_table(dataset->history);

    if (dataset->is_transient)
      continue;
    ds_table_builder_text(builder, 0, dataset->name);
    ds_table_builder_int(builder, 1, (gint64)ds_table_n_rows(table));
    ds_table_builder_int(builder, 2, (gint64)ds_table_n_columns(table));
    ds_table_builder_text(builder, 3, dataset->source);
    ds_table_builder_int(builder, 4, ds_history_is_modified(dataset->history));
    ds_table_builder_int(builder, 5, dataset == acting);
  }
  return ds_table_builder_build(builder);
}

const DsCommand ds_command_tables = {
  .name = "tables",
  .family = "data",
  .help = "the tables that are open",
  .details = "A table is modified when it is not as it was opened or last saved.",
  .example = "tables",
  .columns = "table,rows,columns,source,modified,current",
  .flags = DS_COMMAND_INSTANT,
  .run = run_tables,
};

static const DsTable *
run_use(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *dataset = ds_workspace_lookup(session->workspace, ds_args_text(args, "NAME"));

  (void)notes, (void)error;
  g_clear_pointer(&dataset->back_to, g_free); /* came to by its name: the way back is by name */
  ds_workspace_use(session->workspace, dataset);
  return ds_session_shape(dataset->name, ds_history_table(dataset->history));
}

static const DsArg use_args[] = {
  { "NAME", DS_ARG_TABLE, .is_required = TRUE, .help = "an open table" },
  { 0 },
};

const DsCommand ds_command_use = {
  .name = "use",
  .family = "data",
  .help = "make another open table the current one",
  .details = "In SQL the current table is also called this.",
  .example = "use penguins",
  .columns = "table,rows,columns",
  .args = use_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_use,
};

static const DsTable *
run_close(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const char *name = ds_args_text(args, "NAME");
  DsDataset *dataset =
      name ? ds_workspace_lookup(session->workspace, name) : ds_session_acting(session);
  const DsTable *shape;

  if (!dataset)
    return nothing_open(error);
  if (ds_history_is_modified(dataset->history) && !dataset->is_transient)
    ds_notes_add(notes, "its changes were not saved; the journal still tells how to make them");
  shape = ds_session_shape(dataset->name, ds_history_table(dataset->history));
  if (!dataset->is_transient || dataset->is_in_journal) {
    g_autofree char *quoted = ds_word_quote(dataset->name);
    g_autofree char *line = g_strconcat("close ", quoted, NULL);

    ds_journal_add(session->journal, session->workspace, NULL, line, NULL);
  }
  ds_workspace_close(session->workspace, dataset);
  return shape;
}

static const DsArg close_args[] = {
  { "NAME", DS_ARG_TABLE, .help = "an open table; the current one when not given" },
  { 0 },
};

const DsCommand ds_command_close = {
  .name = "close",
  .family = "data",
  .help = "forget a table and all its versions",
  .details = "The file it came from stays as it is. The table opened before it becomes current.",
  .example = "close penguins",
  .columns = "table,rows,columns",
  .args = close_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_close,
};

/* Steps back (or forward) in the current table's versions. */
static const DsTable *
go_steps(DsSession *session, guint n, gboolean is_undo, DsNotes *notes, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *dataset = ds_session_acting(session);
  DS_TABLE_AUTO before = NULL;
  guint steps;

  if (!dataset)
    return nothing_open(error);
  before = ds_table_ref(ds_history_table(dataset->history));
  steps = is_undo ? ds_history_undo(dataset->history, n) : ds_history_redo(dataset->history, n);
  if (!steps) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                is_undo ? "nothing to undo in %s; history shows its steps"
                        : "nothing to redo in %s; history shows its steps",
                dataset->name);
    return NULL;
  }
  if (steps < n)
    ds_notes_add(notes, "only %u %s could be %s", steps, steps == 1 ? "step" : "steps",
                 is_undo ? "undone" : "done again");
  ds_session_follow(session, dataset, before);
  return ds_session_shape(dataset->name, ds_history_table(dataset->history));
}

static const DsTable *
run_undo(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  return go_steps(session, (guint)ds_args_int(args, "STEPS"), TRUE, notes, error);
}

static const DsArg steps_args[] = {
  { "STEPS", DS_ARG_INT, .fallback = "1", .min = 1, .max = DS_HISTORY_LIMIT,
    .help = "how many steps" },
  { 0 },
};

const DsCommand ds_command_undo = {
  .name = "undo",
  .family = "versions",
  .help = "take back the last change of the current table",
  .details = "Versions share their columns, so going back costs nothing, whatever the size. The "
             "last 1,000 steps are kept.",
  .example = "undo",
  .columns = "table,rows,columns",
  .args = steps_args,
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_undo,
};

static const DsTable *
run_redo(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  return go_steps(session, (guint)ds_args_int(args, "STEPS"), FALSE, notes, error);
}

const DsCommand ds_command_redo = {
  .name = "redo",
  .family = "versions",
  .help = "do again what was undone",
  .details = "A new change drops the steps that were undone.",
  .example = "redo",
  .columns = "table,rows,columns",
  .args = steps_args,
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_redo,
};

static const DsTable *
run_history(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DsTableBuilder *builder;
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  const DsDataset *dataset = ds_session_acting(session);

  (void)args, (void)notes;
  if (!dataset)
    return nothing_open(error);
  builder = ds_table_builder_new("step:int,command:text,rows:int,columns:int,current:bool");
  for (guint step = 0; step <= ds_history_steps(dataset->history); step++) {
    const char *command;
    const DsTable *table = ds_history_get(dataset->history, step, &command);

    ds_table_builder_int(builder, 0, step);
    ds_table_builder_text(builder, 1, command);
    ds_table_builder_int(builder, 2, (gint64)ds_table_n_rows(table));
    ds_table_builder_int(builder, 3, (gint64)ds_table_n_columns(table));
    ds_table_builder_int(builder, 4, step == ds_history_step(dataset->history));
  }
  return ds_table_builder_build(builder);
}

const DsCommand ds_command_history = {
  .name = "history",
  .family = "versions",
  .help = "the versions of the current table",
  .details = "Step 0 is the table as it came. Steps behind the current one were undone.",
  .example = "history",
  .columns = "step,command,rows,columns,current",
  .flags = DS_COMMAND_INSTANT,
  .run = run_history,
};

static const DsTable *
journal_table(DsSession *session)
{
  DsTableBuilder *builder = ds_table_builder_new("step:int,command:text");
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  g_autoptr(GPtrArray) lines = ds_journal_lines(session->journal);

  for (guint i = 0; i < lines->len; i++) {
    ds_table_builder_int(builder, 0, i + 1);
    ds_table_builder_text(builder, 1, g_ptr_array_index(lines, i));
  }
  return ds_table_builder_build(builder);
}

static gboolean
write_script(const char *path, const char *script, GError **error)
{
  g_autoptr(DsSink) sink = ds_sink_open(path, error);

  return sink && ds_sink_write(sink, script, strlen(script), error) &&
         ds_sink_commit(sink, NULL, error);
}

static const DsTable *
run_journal(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *path = ds_args_text(args, "PATH");
  g_autofree char *script = NULL, *from = NULL;

  if (path) {
    from = ds_session_table_from(session, path);
    if (from) {
      g_autofree char *shown = ds_text_for_terminal(path, -1);

      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                  "%s is the file that table %s was opened from; write the script elsewhere", shown,
                  from);
      return NULL;
    }
    script = ds_session_journal(session);
    if (!write_script(path, script, error))
      return NULL;
    ds_notes_add(notes, "written to %s; run it with: dayshift -f %s", path, path);
  }
  return journal_table(session);
}

static const DsArg journal_args[] = {
  { "PATH", DS_ARG_PATH, .help = "a file to write them to, as a script" },
  { 0 },
};

const DsCommand ds_command_journal = {
  .name = "journal",
  .family = "versions",
  .help = "the commands so far that changed something, as a script",
  .details = "dayshift -f PATH does it all again.",
  .example = "journal",
  .columns = "step,command",
  .args = journal_args,
  .flags = DS_COMMAND_INSTANT,
  .run = run_journal,
};
