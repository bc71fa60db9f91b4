/* app/main.c - the program: reads the command line and starts what it asks for. */
#include "config.h"

#include <glib.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/batch.h"
#include "app/command.h"
#include "app/data-cache.h"
#include "app/manual.h"
#include "app/repl.h"
#include "app/words.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "views/screen-run.h"

/* What is to be run, in the order it was given: -c lines and -f scripts. */
typedef struct {
  char *text;
  gboolean is_script;
} Job;

typedef struct {
  GArray *jobs; /* of Job */
  char **files;
  char *format;
  gint threads;
  gboolean wants_repl, is_plain, is_ascii;
  gboolean wants_version, wants_manual, wants_commands, wants_keys;
} Request;

static gboolean
add_job(const char *option, const char *value, gpointer data, GError **error)
{
  Request *request = data;
  const Job job = { g_strdup(value), g_str_equal(option, "-f") || g_str_equal(option, "--file") };

  (void)error;
  g_array_append_val(request->jobs, job);
  return TRUE;
}

static void
clear_job(gpointer data)
{
  g_free(((Job *)data)->text);
}

static void
clear_request(Request *request)
{
  g_array_free(request->jobs, TRUE);
  g_strfreev(request->files);
  g_free(request->format);
}

static GOptionContext *
new_context(Request *request)
{
  /* bytes as they were typed: converted from a locale that is C, a name like "é" would be refused
   */
  const gint as_is = G_OPTION_FLAG_FILENAME;
  const GOptionEntry entries[] = {
    { "command", 'c', as_is, G_OPTION_ARG_CALLBACK, add_job,
      "Run a command and print its result; may be given again", "CMD" },
    { "file", 'f', as_is, G_OPTION_ARG_CALLBACK, add_job,
      "Run a script, one command a line; - is standard input", "SCRIPT" },
    { "repl", 'i', 0, G_OPTION_ARG_NONE, &request->wants_repl, "Line mode, without a screen",
      NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &request->format,
      "Print results as table (default), csv, json or markdown", "FORMAT" },
    { "threads", 0, 0, G_OPTION_ARG_INT, &request->threads,
      "Threads that work at once (default: one a core)", "N" },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &request->is_plain, "No colours", NULL },
    { "ascii", 0, 0, G_OPTION_ARG_NONE, &request->is_ascii, "Draw with ASCII signs only", NULL },
    { "print-keys", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &request->wants_keys, "", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &request->wants_version, "Show the version", NULL },
    { "print-manual", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &request->wants_manual, NULL,
      NULL },
    { "print-commands", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &request->wants_commands, NULL,
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &request->files, NULL, "[FILE…]" },
    { 0 },
  };
  GOptionContext *context = g_option_context_new(NULL);
  GOptionGroup *group = g_option_group_new("dayshift", "", "", request, NULL);

  g_option_group_add_entries(group, entries);
  g_option_context_set_main_group(context, group);
  g_option_context_set_summary(
      context, "A workbench for data and models in the terminal. FILEs are opened first; the last\n"
               "one is the current table. With -c, -f or -i no screen is started; with FILEs and\n"
               "no terminal to draw on, an overview of each is printed.");
  g_option_context_set_description(
      context, "dayshift -c help lists the commands, dayshift -c 'help COMMAND' explains one.\n"
               "Exit status: 0 done, 1 a command failed, 2 bad usage, 3 a check said no,\n"
               "130 interrupted.");
  return context;
}

/* Columns are mapped from files: one that another program cuts while it is in use has no bytes left
 * to read, and what was computed from it would be wrong. */
static void
on_cut_file(int number)
{
  static const char said[] =
      "dayshift: a file of the cache was cut by another program while it was "
      "in use; start again\n";
  const gssize written = write(STDERR_FILENO, said, sizeof said - 1);

  (void)number;
  (void)written;
  _exit(DS_EXIT_FAILED);
}

static void
set_up_signals(void)
{
  struct sigaction cut = { .sa_handler = on_cut_file }, before;

  /* a sanitizer has a report of its own */
  if (sigaction(SIGBUS, NULL, &before) == 0 && before.sa_handler == SIG_DFL)
    sigaction(SIGBUS, &cut, NULL);
}

/* GLib would write "?" for a letter that the locale lacks; results are written as they are too. */
static void
print_error(const char *text)
{
  fputs(text, stderr);
}

static void
set_up_libraries(void)
{
  g_set_printerr_handler(print_error);
  setlocale(LC_ALL, "");
  setlocale(LC_NUMERIC, "C"); /* a number reads the same everywhere */
  gsl_set_error_handler_off();
}

static gboolean
configure(DsSession *session, const Request *request, GError **error)
{
  g_autofree char *path = g_build_filename(g_get_user_config_dir(), "dayshift", "config", NULL);
  g_autofree char *threads = g_strdup_printf("%d", request->threads);

  if (!ds_session_load_config(session, path, error))
    return FALSE;
  if (request->is_ascii && !ds_session_set_option(session, "ascii", "yes", error))
    return FALSE;
  if (request->is_plain && !ds_session_set_option(session, "color", "off", error))
    return FALSE;
  if (request->threads && !ds_session_set_option(session, "threads", threads, error))
    return FALSE;
  ds_parallel_set_threads((guint)ds_session_option_int(session, "threads"));
  return TRUE;
}

/* Opens the FILEs; with @command, runs it on each. */
static int
open_files(DsBatch *batch, char **files, const char *command)
{
  int status = DS_EXIT_DONE;

  for (guint i = 0; files && files[i] && status == DS_EXIT_DONE; i++) {
    g_autofree char *path = ds_word_quote(files[i]);
    g_autofree char *line = g_strconcat("open ", path, NULL);

    status = ds_batch_line(batch, NULL, line, TRUE);
    if (status == DS_EXIT_DONE && command)
      status = ds_batch_line(batch, NULL, command, FALSE);
  }
  return status;
}

static int
run_jobs(DsBatch *batch, GArray *jobs)
{
  int status = DS_EXIT_DONE;

  for (guint i = 0; i < jobs->len && status == DS_EXIT_DONE; i++) {
    const Job *job = &g_array_index(jobs, Job, i);

    status = job->is_script ? ds_batch_script(batch, job->text)
                            : ds_batch_line(batch, NULL, job->text, FALSE);
    if (ds_session_wants_quit(batch->session))
      break;
  }
  return status;
}

/* The workbench on the terminal; opens the FILEs there, so that their first rows show at once. */
static int
run_screen(DsSession *session, char **files)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *color = ds_session_option_text(session, "color");
  DsScreenOptions options = { 0 };

  for (guint i = 0; files && files[i]; i++) {
    g_autofree char *path = ds_word_quote(files[i]);

    g_ptr_array_add(lines, g_strconcat("open ", path, NULL));
  }
  g_ptr_array_add(lines, NULL);
  options.commands = (const char *const *)lines->pdata;
  options.ascii = ds_session_option_int(session, "ascii") != 0;
  options.no_color = strcmp(color, "off") == 0;
  return ds_screen_run(session, &options);
}

static gboolean
is_for_screen(const Request *request)
{
  return request->jobs->len == 0 && !request->wants_repl && !request->format &&
         isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

static int
run_request(DsBatch *batch, const Request *request)
{
  const gboolean has_work = request->jobs->len || request->wants_repl;
  int status;

  if (!has_work && !request->files) {
    g_printerr("dayshift: nothing to do: there is no terminal to draw on; give a FILE or -c CMD\n");
    return DS_EXIT_USAGE;
  }
  status = open_files(batch, request->files, has_work ? NULL : "overview");
  if (status == DS_EXIT_DONE)
    status = run_jobs(batch, request->jobs);
  if (status == DS_EXIT_DONE && request->wants_repl && !ds_session_wants_quit(batch->session))
    status = ds_repl_run(batch);
  return status;
}

static int
start(const Request *request)
{
  g_autoptr(DsSession) session = ds_session_new();
  g_autoptr(GError) error = NULL;
  DsBatch batch = { .session = session, .output = { .fd = STDOUT_FILENO } };
  int status;

  batch.output.format = ds_output_format(request->format ? request->format : "table", &error);
  if (!batch.output.format || !configure(session, request, &error)) {
    ds_batch_tell(NULL, error);
    return DS_EXIT_USAGE;
  }
  status =
      is_for_screen(request) ? run_screen(session, request->files) : run_request(&batch, request);
  ds_output_clear(&batch.output);
  return status;
}

static void
print(char *text)
{
  fputs(text, stdout);
  g_free(text);
}

int
main(int argc, char **argv)
{
  Request request = { .jobs = g_array_new(FALSE, FALSE, sizeof(Job)) };
  g_autoptr(GOptionContext) context = NULL;
  g_autoptr(GError) error = NULL;
  int status = DS_EXIT_DONE;

  set_up_libraries();
  set_up_signals();
  g_array_set_clear_func(request.jobs, clear_job);
  context = new_context(&request);
  if (!g_option_context_parse(context, &argc, &argv, &error)) {
    g_autofree char *shown = ds_text_for_terminal(error->message, -1);

    g_printerr("dayshift: %s; try --help\n", shown);
    status = DS_EXIT_USAGE;
  } else if (request.wants_version) {
    puts("dayshift " PACKAGE_VERSION);
  } else if (request.wants_manual) {
    print(ds_manual_commands());
  } else if (request.wants_commands) {
    print(ds_manual_command_list());
  } else if (request.wants_keys) {
    print(ds_screen_keys());
  } else {
    status = start(&request);
    ds_data_cache_finish();
  }
  clear_request(&request);
  return status;
}
