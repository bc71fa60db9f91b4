/* app/cmd-program.c - commands about the program itself: help, settings, leaving. */
#include <string.h>

#include "app/command.h"
#include "app/help.h"
#include "app/session-state.h"
#include "engine/base/parallel.h"
#include "engine/table/builder.h"

static const DsTable *
run_help(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *name = ds_args_text(args, "COMMAND");
  const DsCommand *command;

  (void)session;
  if (!name)
    return ds_help_commands();
  if (strcmp(name, "functions") == 0) {
    ds_notes_add(notes, "SQLite's own are there too: sqlite.org/lang_corefunc.html");
    return ds_help_functions();
  }
  command = ds_command_find(name, FALSE, error);
  return command ? ds_help_command(command) : NULL;
}

static const DsArg help_args[] = {
  { "COMMAND", DS_ARG_COMMAND,
    .help = "a command, or functions for those of SQL; without one all commands are listed" },
  { 0 },
};

const DsCommand ds_command_help = {
  .name = "help",
  .family = "program",
  .help = "what the commands are and how one is used",
  .details = "COMMAND? is short for help COMMAND.",
  .example = "help freq",
  .args = help_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_PROSE,
  .run = run_help,
};

static const DsTable *
run_quit(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&session->lock);

  (void)args, (void)notes, (void)error;
  session->wants_quit = TRUE;
  return ds_table_new(NULL, NULL, 0, 0);
}

const DsCommand ds_command_quit = {
  .name = "quit",
  .family = "program",
  .help = "leave dayshift",
  .details = "In a script the lines behind it are not run.",
  .example = "quit",
  .columns = "",
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE,
  .run = run_quit,
};

/* What a setting means beyond its value. */
static void
take_effect(DsSession *session)
{
  ds_parallel_set_threads((guint)ds_session_option_int(session, "threads"));
}

/* The settings called @only, or all: option, value, default, help. */
static const DsTable *
settings(DsSession *session, const char *only)
{
  DsTableBuilder *builder = ds_table_builder_new("option:text,value:text,default:text,help:text");
  guint n;
  const DsOption *all = ds_option_all(&n);

  for (guint i = 0; i < n; i++) {
    g_autofree char *value = ds_session_option_text(session, all[i].arg.name);
    g_autofree char *help = NULL;

    if (only && strcmp(only, all[i].arg.name) != 0)
      continue;
    help = ds_help_argument(&all[i].arg);
    ds_table_builder_text(builder, 0, all[i].arg.name);
    ds_table_builder_text(builder, 1, value);
    ds_table_builder_text(builder, 2, all[i].arg.fallback);
    ds_table_builder_text(builder, 3, help);
  }
  return ds_table_builder_build(builder);
}

static const DsTable *
run_set(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *name = ds_args_text(args, "OPTION");
  const char *value = ds_args_text(args, "VALUE");

  (void)notes;
  if (!name)
    return settings(session, NULL);
  if (!value && ds_option_lookup(name))
    return settings(session, name);
  if (!ds_session_set_option(session, name, value ? value : "", error))
    return NULL;
  take_effect(session);
  ds_session_only_tell(session);
  return settings(session, name);
}

static const DsArg set_args[] = {
  { "OPTION", DS_ARG_OPTION, .help = "a setting; without one all are listed" },
  { "VALUE", DS_ARG_TEXT, .help = "its new value; without one it is shown" },
  { 0 },
};

const DsCommand ds_command_set = {
  .name = "set",
  .family = "program",
  .help = "change a setting for this session",
  .details = "For all sessions, write NAME=VALUE below [dayshift] in the configuration file, "
             "~/.config/dayshift/config.",
  .example = "set digits 4",
  .columns = "option,value,default,help",
  .args = set_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_PROSE,
  .run = run_set,
};

static const DsTable *
run_theme(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *name = ds_args_text(args, "NAME");

  (void)notes;
  if (name && !ds_session_set_option(session, "theme", name, error))
    return NULL;
  return settings(session, "theme");
}

static const DsArg theme_args[] = {
  { "NAME", DS_ARG_CHOICE, .choices = DS_THEMES,
    .help = "the theme to use; without one the present one is shown" },
  { 0 },
};

const DsCommand ds_command_theme = {
  .name = "theme",
  .family = "program",
  .help = "the colours of the screen",
  .example = "theme mono",
  .columns = "option,value,default,help",
  .args = theme_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE | DS_COMMAND_PROSE,
  .run = run_theme,
};

static const DsTable *
run_threads(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *n = ds_args_text(args, "N");

  (void)notes;
  if (n && !ds_session_set_option(session, "threads", n, error))
    return NULL;
  take_effect(session);
  ds_notes_add(notes, "%u threads work at once; their number never changes a result",
               ds_parallel_threads());
  return settings(session, "threads");
}

static const DsArg threads_args[] = {
  { "N", DS_ARG_INT, .min = 0, .max = 256, .help = "threads that work at once; 0 = one a core" },
  { 0 },
};

const DsCommand ds_command_threads = {
  .name = "threads",
  .family = "program",
  .help = "how many threads work at once",
  .example = "threads 2",
  .columns = "option,value,default,help",
  .args = threads_args,
  .flags = DS_COMMAND_INSTANT | DS_COMMAND_MESSAGE | DS_COMMAND_PROSE,
  .run = run_threads,
};
