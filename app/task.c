/* app/task.c - one command in a thread of its own, while a loop goes on answering keys. */
#include "app/task.h"

#include <string.h>

#include "app/command.h"

struct DsTask {
  DsSession *session;
  char *line;
  gboolean allow_prefix;
  void (*wake)(gpointer data);
  gpointer data;
  DsProgress *progress;
  gint64 since_us;
  GThread *thread;
  gint is_done;
  /* Set by the thread before is_done. */
  gboolean has_result;
  DsResult result;
  GError *error;
};

static gpointer
work(gpointer data)
{
  DsTask *task = data;

  task->has_result = ds_session_run(task->session, task->line, task->allow_prefix, task->progress,
                                    &task->result, &task->error);
  g_atomic_int_set(&task->is_done, 1);
  task->wake(task->data);
  return NULL;
}

DsTask *
ds_task_start(DsSession *session, const char *line, gboolean allow_prefix,
              void (*wake)(gpointer data), gpointer data)
{
  DsTask *task = g_new0(DsTask, 1);

  task->session = session;
  task->line = g_strdup(line);
  task->allow_prefix = allow_prefix;
  task->wake = wake;
  task->data = data;
  task->progress = ds_progress_new();
  task->since_us = g_get_monotonic_time();
  ds_progress_on_change(task->progress, wake, data);
  task->thread = g_thread_new("command", work, task);
  return task;
}

const char *
ds_task_line(const DsTask *task)
{
  return task->line;
}

DsProgress *
ds_task_progress(const DsTask *task)
{
  return task->progress;
}

gint64
ds_task_since_us(const DsTask *task)
{
  return task->since_us;
}

gboolean
ds_task_is_done(const DsTask *task)
{
  return g_atomic_int_get(&task->is_done) != 0;
}

void
ds_task_cancel(DsTask *task)
{
  ds_progress_cancel(task->progress);
}

gboolean
ds_task_finish(DsTask *task, DsResult *result, GError **error)
{
  gboolean has_result;

  if (!task)
    return FALSE;
  g_thread_join(task->thread);
  has_result = task->has_result;
  if (has_result)
    *result = task->result;
  else
    g_propagate_error(error, task->error);
  ds_progress_unref(task->progress);
  g_free(task->line);
  g_free(task);
  return has_result;
}

DsTaskNeed
ds_task_need(const char *line)
{
  const char *start = line + strspn(line, " \t\n");
  g_autofree char *name = g_strndup(start, strcspn(start, " \t\n"));
  const DsCommand *command = ds_command_find(name, TRUE, NULL);

  if (!*name || *name == '#')
    return DS_TASK_NEVER_NEEDED;
  if (g_str_has_suffix(name, "?"))
    return DS_TASK_NOT_NEEDED;
  if (!command || !(command->flags & DS_COMMAND_INSTANT))
    return command ? DS_TASK_NEEDED : DS_TASK_NEVER_NEEDED; /* an error is told at once */
  return command->flags & DS_COMMAND_VIEW ? DS_TASK_NEVER_NEEDED : DS_TASK_NOT_NEEDED;
}
