/* app/batch.c - commands one after the other, their results to standard output, then an end. */
#include "app/batch.h"

#include <errno.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/script.h"
#include "engine/base/text.h"

/* What Ctrl-C and a request to end cancel, so that no half-written file stays behind. Only a
 * lock-free flag inside is set by the handler. */
static DsProgress *volatile running;
static volatile sig_atomic_t leave_signal;
static const int watched[] = { SIGINT, SIGTERM, SIGHUP };

static void
on_signal(int number)
{
  DsProgress *progress = running;

  if (number != SIGINT)
    leave_signal = number;
  if (progress && !ds_progress_is_cancelled(progress)) {
    ds_progress_cancel(progress);
    return;
  }
  signal(number, SIG_DFL); /* nothing runs, or it did not hear the first one */
  raise(number);
}

/* One line on standard error that is drawn over itself at most ten times a second. */
typedef struct {
  DsProgress *progress;
  gint64 last_us;
  gint is_drawn;
} Meter;

static void
draw_meter(gpointer data)
{
  Meter *meter = data;
  const gint64 now = g_get_monotonic_time();
  g_autofree char *stage = NULL;
  double fraction;

  if (now - meter->last_us < 100000)
    return;
  meter->last_us = now;
  stage = ds_progress_dup_stage(meter->progress);
  fraction = ds_progress_fraction(meter->progress);
  if (fraction >= 0)
    g_printerr("\r%s %3.0f %%\033[K", stage ? stage : "working", fraction * 100);
  else
    g_printerr("\r%s\033[K", stage ? stage : "working");
  g_atomic_int_set(&meter->is_drawn, 1);
}

/* Many threads may report; whoever comes while one draws has nothing to add. */
static void
on_progress(gpointer data)
{
  static GMutex lock;

  if (!g_mutex_trylock(&lock))
    return;
  draw_meter(data);
  g_mutex_unlock(&lock);
}

static void
watch_signals(struct sigaction *before)
{
  const struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  for (guint i = 0; i < G_N_ELEMENTS(watched); i++) {
    sigaction(watched[i], &action, &before[i]);
    if (before[i].sa_handler == SIG_IGN) /* nohup */
      sigaction(watched[i], &before[i], NULL);
  }
}

static void
unwatch_signals(const struct sigaction *before)
{
  for (guint i = 0; i < G_N_ELEMENTS(watched); i++)
    sigaction(watched[i], &before[i], NULL);
  if (leave_signal)
    raise(leave_signal);
}

/* @was_stopped: Ctrl-C was pressed, even where the command was done before it heard of it. */
static gboolean
run_watched(DsBatch *batch, const char *line, DsResult *result, gboolean *was_stopped,
            GError **error)
{
  g_autoptr(DsProgress) progress = ds_progress_new();
  Meter meter = { progress, g_get_monotonic_time() + 200000, 0 }; /* short work shows nothing */
  const char *term = g_getenv("TERM");
  struct sigaction before[G_N_ELEMENTS(watched)];
  gboolean is_done;

  if (isatty(STDERR_FILENO) && g_strcmp0(term, "dumb") != 0)
    ds_progress_on_change(progress, on_progress, &meter);
  running = progress;
  watch_signals(before);
  is_done = ds_session_run(batch->session, line, batch->is_interactive, progress, result, error);
  running = NULL;
  unwatch_signals(before);
  *was_stopped = ds_progress_is_cancelled(progress);
  if (g_atomic_int_get(&meter.is_drawn))
    g_printerr("\r\033[K");
  return is_done;
}

int
ds_batch_tell(const char *where, const GError *error)
{
  g_autofree char *shown = ds_text_for_terminal(error->message, -1);

  g_printerr("dayshift: %s%s%s\n", where ? where : "", where ? ": " : "", shown);
  return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? DS_EXIT_INTERRUPTED
                                                                  : DS_EXIT_FAILED;
}

int
ds_batch_line(DsBatch *batch, const char *where, const char *line, gboolean is_quiet)
{
  g_autoptr(GError) error = NULL;
  DsResult result = { 0 };
  gboolean was_stopped = FALSE;
  int status = DS_EXIT_DONE;

  if (!run_watched(batch, line, &result, &was_stopped, &error))
    return ds_batch_tell(where, error);
  ds_output_configure(&batch->output, batch->session);
  if (is_quiet)
    ds_output_notes_aside(&result);
  else if (!ds_output_result(&batch->output, &result, &error))
    status = ds_batch_tell(where, error);
  if (status == DS_EXIT_DONE && result.is_no)
    status = DS_EXIT_NO;
  if (status == DS_EXIT_DONE && was_stopped)
    status = DS_EXIT_INTERRUPTED; /* what was to come is not run */
  ds_result_clear(&result);
  return status;
}

int
ds_batch_script(DsBatch *batch, const char *path)
{
  g_autoptr(GError) error = NULL;
  GArray *lines = ds_script_read(path, &error);
  int status = DS_EXIT_DONE;

  if (!lines) {
    g_autofree char *shown = ds_text_for_terminal(path, -1);

    g_printerr("dayshift: could not read the script %s: %s; check the path\n", shown,
               g_strerror(errno));
    return DS_EXIT_FAILED;
  }
  for (guint i = 0; i < lines->len && status == DS_EXIT_DONE; i++) {
    const DsScriptLine *line = &g_array_index(lines, DsScriptLine, i);
    g_autofree char *shown = ds_text_for_terminal(path, -1);
    g_autofree char *where = g_strdup_printf("%s:%u", shown, line->number);

    status = ds_batch_line(batch, where, line->text, FALSE);
    if (ds_session_wants_quit(batch->session))
      break;
  }
  g_array_free(lines, TRUE);
  return status;
}
