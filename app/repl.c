/* app/repl.c - line mode: commands typed one by one, without a screen. */
#include "app/repl.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/complete.h"
#include "app/line-history.h"
#include "app/script.h"
#include "engine/base/text.h"

/* readline gives its callbacks no data. */
static DsSession *completing;
static volatile sig_atomic_t was_interrupted;

static void
on_interrupt(int number)
{
  (void)number;
  was_interrupted = 1;
}

/* Called by readline when a signal ended its wait: the line is given up. */
static int
after_signal(void)
{
  if (was_interrupted)
    rl_done = 1;
  return 0;
}

/* Lists the candidates below the line, which is drawn again behind them. */
static void
list_candidates(const DsCompletion *completion)
{
  const guint n = completion->candidates->len;
  g_autofree char **labels = g_new0(char *, n + 2);
  int widest = 0;

  labels[0] = (char *)"";
  for (guint i = 0; i < n; i++) {
    labels[i + 1] = ((DsCandidate *)g_ptr_array_index(completion->candidates, i))->label;
    widest = MAX(widest, (int)strlen(labels[i + 1]));
  }
  rl_display_match_list(labels, (int)n, widest);
  rl_forced_update_display();
}

static int
on_tab(int count, int key)
{
  g_autoptr(DsCompletion) completion =
      ds_complete(completing, rl_line_buffer, (gsize)MAX(rl_point, 0));
  const guint n = completion->candidates->len;
  const gsize typed = (gsize)rl_point - completion->start;
  const gboolean grows = strlen(completion->common) >= typed;

  (void)count, (void)key;
  if (!n) {
    rl_ding();
    return 0;
  }
  rl_begin_undo_group();
  if (grows) {
    rl_delete_text((int)completion->start, rl_point);
    rl_point = (int)completion->start;
    rl_insert_text(completion->common);
  }
  if (n == 1 && !((DsCandidate *)g_ptr_array_index(completion->candidates, 0))->is_open)
    rl_insert_text(" ");
  rl_end_undo_group();
  if (n > 1 && strlen(completion->common) <= typed)
    list_candidates(completion);
  return 0;
}

static void
set_up_readline(DsBatch *batch)
{
  g_auto(GStrv) lines = ds_line_history_load();

  completing = batch->session;
  rl_readline_name = "dayshift";
  rl_catch_signals = 0;
  rl_signal_event_hook = after_signal;
  rl_initialize();
  rl_bind_key('\t', on_tab);
  using_history();
  for (guint i = 0; lines[i]; i++)
    add_history(lines[i]);
}

/* A line that was typed; NULL at the end of input, "" when it was given up. */
static char *
read_typed(DsSession *session)
{
  g_autofree char *name = ds_session_current_name(session);
  g_autofree char *shown = name ? ds_text_for_terminal(name, -1) : NULL;
  g_autofree char *prompt = g_strconcat(shown ? shown : "dayshift", "> ", NULL);
  struct sigaction action = { .sa_handler = on_interrupt }, before; /* no SA_RESTART: it must end */
  char *line;

  was_interrupted = 0;
  sigaction(SIGINT, &action, &before);
  line = readline(prompt);
  sigaction(SIGINT, &before, NULL);
  if (was_interrupted) {
    putchar('\n');
    free(line);
    return strdup("");
  }
  return line;
}

static int
run_typed(DsBatch *batch)
{
  set_up_readline(batch);
  while (!ds_session_wants_quit(batch->session)) {
    char *line = read_typed(batch->session);

    if (!line) {
      putchar('\n');
      break;
    }
    if (*line && ds_line_history_append(line))
      add_history(line);
    batch->output.n_written = 0; /* the prompt parts the results */
    ds_batch_line(batch, NULL, line, FALSE);
    free(line);
  }
  return DS_EXIT_DONE;
}

/* Standard input is a pipe or a file: no prompt, no editing. */
static int
run_piped(DsBatch *batch)
{
  char *line = NULL;
  size_t size = 0;
  gssize length;
  int status = DS_EXIT_DONE;

  while (!ds_session_wants_quit(batch->session) && (length = getline(&line, &size, stdin)) >= 0) {
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
      line[--length] = '\0';
    status = ds_batch_line(batch, NULL, line, FALSE);
    if (status == DS_EXIT_INTERRUPTED)
      break;
  }
  free(line);
  return status;
}

int
ds_repl_run(DsBatch *batch)
{
  batch->is_interactive = TRUE;
  return isatty(STDIN_FILENO) ? run_typed(batch) : run_piped(batch);
}
