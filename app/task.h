/* app/task.h - one command in a thread of its own, while a loop goes on answering keys. */
#pragma once
#include <glib.h>

#include "app/session.h"

/* For the thread that starts it, except where said. A loop that has several lines to run starts the
 * next when this one is done: a session runs one command at a time. */
typedef struct DsTask DsTask;

/**
 * ds_task_start:
 * @wake: called from any thread, without a lock held, whenever the progress has changed, a first
 *   result can be taken, and when the command has ended; it should only wake the loop
 *
 * Returns: (transfer full): to be given to ds_task_finish()
 */
DsTask *ds_task_start(DsSession *session, const char *line, gboolean allow_prefix,
                      void (*wake)(gpointer data), gpointer data);

const char *ds_task_line(const DsTask *task);     /* (transfer none) */
DsProgress *ds_task_progress(const DsTask *task); /* (transfer none): stage, fraction, preview */
gint64 ds_task_since_us(const DsTask *task);      /* g_get_monotonic_time() at its start */
gboolean ds_task_is_done(const DsTask *task);
void ds_task_cancel(DsTask *task); /* it ends soon, with G_IO_ERROR_CANCELLED; any thread */

/* Waits for the end and frees @task (accepts NULL: FALSE without error). As ds_session_run(). */
gboolean ds_task_finish(DsTask *task, DsResult *result, GError **error);

/* Whether @line runs in so little time that no task is needed: an INSTANT command. One of the view
 * never waits for a task that runs; others do, so run those at once only when there is none. */
typedef enum {
  DS_TASK_NEEDED,       /* start a task */
  DS_TASK_NOT_NEEDED,   /* ds_session_run() at once when no task runs */
  DS_TASK_NEVER_NEEDED, /* ds_session_run() at once, always */
} DsTaskNeed;
DsTaskNeed ds_task_need(const char *line);
