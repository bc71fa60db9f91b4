/* app/manual.c - the parts of the man page and of bash completion that come from the tables. */
#include "app/manual.h"

#include <string.h>

#include "app/command.h"
#include "app/help.h"
#include "app/option.h"
#include "engine/query/functions.h"

/* Text as man takes it: no markup, no line that looks like a request. */
static void
append_plain(GString *page, const char *text)
{
  if (*text == '.' || *text == '\'')
    g_string_append(page, "\\&");
  for (const char *p = text; *p; p++) {
    if (*p == '\\')
      g_string_append(page, "\\e");
    else if (*p == '-')
      g_string_append(page, "\\-");
    else
      g_string_append_c(page, *p);
  }
}

static void
append_line(GString *page, const char *macro, const char *text)
{
  g_string_append_printf(page, "%s ", macro);
  g_string_append_c(page, '"');
  for (const char *p = text; *p; p++) /* a quote inside a macro's argument is doubled */
    g_string_append_printf(page, *p == '"' ? "\"\"" : *p == '-' ? "\\-" : "%c", *p);
  g_string_append(page, "\"\n");
}

static void
append_sentence(GString *page, const char *text)
{
  g_autofree char *first = g_strdup(text);

  first[0] = g_ascii_toupper(first[0]);
  append_plain(page, first);
  g_string_append(page, ".\n");
}

static void
append_command(GString *page, const DsCommand *command)
{
  g_autofree char *usage = ds_command_usage(command);

  g_string_append(page, ".TP\n");
  append_line(page, ".B", usage);
  append_sentence(page, command->help);
  if (command->details) {
    append_plain(page, command->details);
    g_string_append_c(page, '\n');
  }
  if (command->args && command->args[0].name)
    g_string_append(page, ".RS\n");
  for (const DsArg *arg = command->args; arg && arg->name; arg++) {
    g_autofree char *help = ds_help_argument(arg);
    g_autofree char *name =
        g_ascii_isupper(arg->name[0]) ? g_strdup(arg->name) : g_strconcat(arg->name, "=", NULL);

    g_string_append(page, ".TP\n");
    append_line(page, ".I", name);
    append_plain(page, help);
    g_string_append_c(page, '\n');
  }
  if (command->args && command->args[0].name)
    g_string_append(page, ".RE\n");
  g_string_append(page, ".IP\nExample:\n");
  append_line(page, ".B", command->example);
}

static void
append_settings(GString *page)
{
  guint n;
  const DsOption *all = ds_option_all(&n);

  g_string_append(page, ".SH SETTINGS\nChanged by\n.B set\nfor a session, and by NAME=VALUE below "
                        "[dayshift] in the configuration file for all.\n");
  for (guint i = 0; i < n; i++) {
    g_autofree char *help = ds_help_argument(&all[i].arg);

    g_string_append(page, ".TP\n");
    append_line(page, ".B", all[i].arg.name);
    append_sentence(page, help);
  }
}

static void
append_functions(GString *page)
{
  guint n;
  const DsFunction *all = ds_functions_all(&n);

  g_string_append(page, ".SH SQL FUNCTIONS\nBeside those of SQLite itself, expressions and queries "
                        "may use these.\n");
  for (guint i = 0; i < n; i++) {
    g_string_append(page, ".TP\n");
    append_line(page, ".B", all[i].signature);
    append_plain(page, all[i].help);
    g_string_append(page, ".\n");
  }
}

char *
ds_manual_commands(void)
{
  GString *page = g_string_new(NULL);
  guint n;
  const DsCommand *const *all = ds_command_all(&n);

  for (guint i = 0; i < n; i++) {
    if (i == 0 || strcmp(all[i]->family, all[i - 1]->family) != 0) {
      g_autofree char *family = g_strdup(all[i]->family);

      family[0] = g_ascii_toupper(family[0]);
      append_line(page, ".SS", family);
    }
    append_command(page, all[i]);
  }
  append_settings(page);
  append_functions(page);
  return g_string_free(page, FALSE);
}

char *
ds_manual_command_list(void)
{
  GString *list = g_string_new(NULL);
  guint n;
  const DsCommand *const *all = ds_command_all(&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf(list, "%s\t%s\n", all[i]->name, all[i]->help);
  return g_string_free(list, FALSE);
}
