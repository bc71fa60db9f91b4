/* app/session-run.c - runs one line: finds the command, runs it, carries out what it wished for. */
#include <string.h>

#include "app/session-state.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"

/* One line on its way. */
typedef struct {
  DsSession *session;
  const DsCommand *command;
  const char *rest; /* behind the command's name */
  char *line;       /* with the command's full name */
  DsArgs *args;
  DsNotes *notes;
  const DsTable *table;
  gboolean is_kept;
} Run;

static void
free_pending(gpointer data)
{
  DsPending *pending = data;

  g_free(pending->name);
  g_free(pending->source);
  ds_table_unref(pending->table);
  g_free(pending);
}

static void
clear_wishes(DsSession *session)
{
  if (session->wishes.tables)
    g_ptr_array_free(session->wishes.tables, TRUE);
  if (session->wishes.commit)
    ds_table_unref(session->wishes.commit);
  g_free(session->wishes.journal);
  session->wishes = (DsWishes){ 0 };
}

void
ds_session_follow(DsSession *session, DsDataset *dataset, const DsTable *before)
{
  const DsView *view = ds_view_follow(dataset->view, before, ds_history_table(dataset->history));

  ds_view_unref(dataset->view);
  dataset->view = view;
  session->generation++;
}

static void
commit_version(Run *run, DsDataset *dataset)
{
  DS_TABLE_AUTO before = ds_table_ref(ds_history_table(dataset->history));

  const DsWishes *wishes = &run->session->wishes;

  ds_history_commit(dataset->history, wishes->commit,
                    wishes->journal ? wishes->journal : run->line);
  ds_session_follow(run->session, dataset, before);
}

/* How a result came to be, for drill and the journal. */
static void
note_origin(Run *run, DsDataset *result, const DsDataset *acting)
{
  result->command = run->command;
  result->line = g_strdup(run->line);
  result->args = g_steal_pointer(&run->args);
  if (!acting)
    return;
  result->parent = ds_table_ref(ds_history_table(acting->history));
  result->parent_name = g_strdup(acting->name);
}

/* name=: the new version or the result becomes a table of its own; the current one stays. */
static void
keep_named(Run *run, DsDataset *acting, const char *name)
{
  DsSession *session = run->session;
  const DsTable *kept = session->wishes.commit ? session->wishes.commit : run->table;
  DsDataset *dataset = ds_workspace_add(session->workspace, name, kept, run->line);
  g_autofree char *shown = ds_text_for_terminal(dataset->name, -1);

  ds_notes_add(run->notes, "kept as table %s", shown);
  if (session->wishes.commit) {
    const DsTable *shape = ds_session_shape(dataset->name, kept);

    ds_table_unref(run->table);
    run->table = shape;
    return;
  }
  note_origin(run, dataset, acting);
  if (ds_session_keeps_results(session)) {
    dataset->back_to = acting ? g_strdup(acting->name) : NULL;
    ds_workspace_use(session->workspace, dataset);
    run->is_kept = TRUE;
  }
}

/* A result to look at becomes current for as long as one does not go back. */
static void
keep_for_a_look(Run *run, DsDataset *acting)
{
  DsSession *session = run->session;
  DsDataset *result =
      ds_workspace_add(session->workspace, run->command->name, run->table, run->line);

  result->is_transient = TRUE;
  result->back_to = acting ? g_strdup(acting->name) : NULL;
  note_origin(run, result, acting);
  ds_workspace_use(session->workspace, result);
  run->is_kept = TRUE;
}

static void
add_tables(DsSession *session)
{
  for (guint i = 0; i < session->wishes.tables->len; i++) {
    const DsPending *pending = g_ptr_array_index(session->wishes.tables, i);

    DsDataset *dataset =
        ds_workspace_add(session->workspace, pending->name, pending->table, pending->source);

    ds_workspace_use(session->workspace, dataset);
    ds_session_end_preview(session, dataset);
  }
}

static void
write_journal(Run *run, DsDataset *acting, gboolean is_named)
{
  DsSession *session = run->session;
  const DsWishes *wishes = &session->wishes;
  const gboolean only_adds = wishes->tables->len && !wishes->commit && !is_named;
  const char *line = wishes->is_journal_set ? wishes->journal : run->line;
  const char *current = acting ? acting->name : NULL;

  if (!line || (!(run->command->flags & DS_COMMAND_CHANGES) && !is_named))
    return;
  if (only_adds)
    current = ((DsPending *)g_ptr_array_index(wishes->tables, wishes->tables->len - 1))->name;
  ds_journal_add(session->journal, session->workspace, only_adds ? NULL : acting, line, current);
}

/* All at once, so that nobody sees half of it. */
static void
carry_out(Run *run)
{
  DsSession *session = run->session;
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);
  DsDataset *acting = ds_session_acting(session);
  const char *name = ds_args_keep_name(run->args);
  const guint looks = DS_COMMAND_CHANGES | DS_COMMAND_VIEW | DS_COMMAND_MESSAGE;
  /* Where a command opens a dataset, name= is what that is called: its own business. */
  const gboolean is_named = name && session->wishes.tables->len == 0 &&
                            (session->wishes.commit || ds_table_n_columns(run->table) > 0);

  if (session->wishes.commit && acting && !name)
    commit_version(run, acting);
  write_journal(run, acting, is_named);
  add_tables(session);
  if (is_named)
    keep_named(run, acting, name);
  else if (ds_session_keeps_results(session) && !(run->command->flags & looks) &&
           !session->wishes.is_message && ds_table_n_columns(run->table) > 0)
    keep_for_a_look(run, acting);
  if (session->acting_on && acting)
    ds_workspace_use(session->workspace, acting);
  if (!(run->command->flags & DS_COMMAND_VIEW))
    session->generation++;
}

static gboolean
may_be_named(const DsCommand *command, const DsArgs *args, GError **error)
{
  if (!ds_args_keep_name(args))
    return TRUE;
  if (!(command->flags & DS_COMMAND_VIEW) &&
      !((command->flags & DS_COMMAND_MESSAGE) && !(command->flags & DS_COMMAND_CHANGES)))
    return TRUE;
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
              "it has no table that name=%s could keep; leave name= out", ds_args_keep_name(args));
  return FALSE;
}

static gboolean
run_it(Run *run, GError **error)
{
  run->args = ds_args_parse(run->command, run->session, run->rest, error);
  if (!run->args || !may_be_named(run->command, run->args, error))
    return FALSE;
  run->notes = ds_notes_new();
  run->table = run->command->run(run->session, run->args, run->notes, error);
  return run->table != NULL;
}

/* NULL: nobody runs any more. */
static void
set_runner(DsSession *session, GThread *runner, DsProgress *progress)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  session->runner = runner;
  session->progress = progress;
  if (!runner)
    ds_session_end_preview(session, NULL);
}

/* Commands of the view that take no time go past a long one; all others one at a time. */
static gboolean
run_in_turn(Run *run, DsProgress *progress, gboolean *is_no, GError **error)
{
  DsSession *session = run->session;
  const guint at_once = DS_COMMAND_VIEW | DS_COMMAND_INSTANT;
  gboolean is_done;

  if ((run->command->flags & at_once) == at_once)
    return run_it(run, error);
  g_mutex_lock(&session->run_lock);
  session->wishes.tables = g_ptr_array_new_with_free_func(free_pending);
  set_runner(session, g_thread_self(), progress);
  is_done = run_it(run, error);
  if (is_done)
    carry_out(run);
  *is_no = session->wishes.is_no;
  clear_wishes(session);
  g_clear_pointer(&session->acting_on, g_free);
  set_runner(session, NULL, NULL);
  g_mutex_unlock(&session->run_lock);
  return is_done;
}

/* Cuts the line; `COMMAND?` is `help COMMAND`. */
static gboolean
find_command(Run *run, char *text, gboolean allow_prefix, GError **error)
{
  const gsize n = strcspn(text, " \t\n");
  g_autofree char *name = g_strndup(text, n);
  gboolean wants_help = n > 0 && name[n - 1] == '?';

  run->rest = text + n;
  if (wants_help) {
    name[n - 1] = '\0';
    text[n - 1] = '\0';
    run->rest = text; /* the name itself is what help is asked about */
  }
  run->command =
      wants_help ? ds_command_lookup("help") : ds_command_find(name, allow_prefix, error);
  if (!run->command)
    return FALSE;
  run->line = wants_help ? g_strdup_printf("help %s", name)
                         : g_strconcat(run->command->name, run->rest, NULL);
  return TRUE;
}

static gboolean
nothing_to_run(DsResult *result)
{
  *result = (DsResult){ .command = g_strdup(""), .notes = ds_notes_new() };
  result->table = ds_table_new(NULL, NULL, 0, 0);
  return TRUE;
}

gboolean
ds_session_run(DsSession *session, const char *line, gboolean allow_prefix, DsProgress *progress,
               DsResult *result, GError **error)
{
  g_autofree char *text = g_strstrip(g_strdup(line));
  Run run = { .session = session };
  gboolean is_no = FALSE, is_done;

  if (!*text || *text == '#')
    return nothing_to_run(result);
  if (!find_command(&run, text, allow_prefix, error))
    return FALSE;
  is_done = run_in_turn(&run, progress, &is_no, error);
  if (is_done)
    *result = (DsResult){ .table = run.table,
                          .notes = g_steal_pointer(&run.notes),
                          .command = g_strdup(run.command->name),
                          .is_no = is_no,
                          .is_kept = run.is_kept };
  else
    g_prefix_error(error, "%s: ", run.command->name);
  ds_args_free(run.args);
  ds_notes_free(run.notes);
  g_free(run.line);
  return is_done;
}
