/* app/help.c - what a command's entry says, as rows: for help, the man page and the keys' hints. */
#include "app/help.h"

#include <math.h>

#include "engine/query/functions.h"
#include "engine/table/builder.h"

const DsTable *
ds_help_commands(void)
{
  DsTableBuilder *builder = ds_table_builder_new("family:text,command:text,help:text");
  guint n;
  const DsCommand *const *all = ds_command_all(&n);

  for (guint i = 0; i < n; i++) {
    ds_table_builder_text(builder, 0, all[i]->family);
    ds_table_builder_text(builder, 1, all[i]->name);
    ds_table_builder_text(builder, 2, all[i]->help);
  }
  return ds_table_builder_build(builder);
}

const DsTable *
ds_help_functions(void)
{
  DsTableBuilder *builder = ds_table_builder_new("function:text,help:text");
  guint n;
  const DsFunction *all = ds_functions_all(&n);

  for (guint i = 0; i < n; i++) {
    ds_table_builder_text(builder, 0, all[i].signature);
    ds_table_builder_text(builder, 1, all[i].help);
  }
  return ds_table_builder_build(builder);
}

static const char *
kind_words(DsArgKind kind)
{
  switch (kind) {
  case DS_ARG_INT:
    return "a whole number";
  case DS_ARG_REAL:
    return "a number";
  case DS_ARG_COLUMN:
    return "a column";
  case DS_ARG_TABLE:
    return "an open table";
  case DS_ARG_YESNO:
    return "yes or no";
  case DS_ARG_EXPR:
    return "an SQL expression in quotes";
  case DS_ARG_REST:
    return "the rest of the line as it stands";
  case DS_ARG_COLUMNS:
  case DS_ARG_TEXT:
  case DS_ARG_TEXTS:
  case DS_ARG_CHOICE:
  case DS_ARG_PATH:
  case DS_ARG_COMMAND:
  case DS_ARG_OPTION:
    break;
  }
  return NULL;
}

char *
ds_help_argument(const DsArg *arg)
{
  GString *text = g_string_new(arg->help);
  const char *kind = kind_words(arg->kind);
  const gboolean is_number = arg->kind == DS_ARG_INT || arg->kind == DS_ARG_REAL;

  if (kind && (is_number || arg->kind == DS_ARG_YESNO || arg->kind == DS_ARG_EXPR ||
               arg->kind == DS_ARG_REST))
    g_string_append_printf(text, "; %s", kind);
  if (is_number && arg->min < arg->max && arg->max >= G_MAXUINT32)
    g_string_append_printf(text, ", at least %.15g", arg->min);
  else if (is_number && arg->min < arg->max)
    g_string_append_printf(text, " from %.15g to %.15g", arg->min, arg->max);
  if (arg->choices) {
    g_auto(GStrv) each = g_strsplit(arg->choices, "|", -1);
    g_autofree char *either = g_strjoinv(", ", each);

    g_string_append_printf(text, is_number ? ", or %s" : "; one of %s", either);
  }
  if (arg->fallback)
    g_string_append_printf(text, "; default %s", arg->fallback);
  return g_string_free(text, FALSE);
}

static void
add(DsTableBuilder *builder, const char *part, const char *text)
{
  if (!text || !*text)
    return;
  ds_table_builder_text(builder, 0, part);
  ds_table_builder_text(builder, 1, text);
}

const DsTable *
ds_help_command(const DsCommand *command)
{
  DsTableBuilder *builder = ds_table_builder_new("part:text,text:text");
  g_autofree char *usage = ds_command_usage(command);

  add(builder, "command", usage);
  add(builder, "does", command->help);
  for (const DsArg *arg = command->args; arg && arg->name; arg++) {
    g_autofree char *text = ds_help_argument(arg);
    g_autofree char *part =
        g_ascii_isupper(arg->name[0]) ? g_strdup(arg->name) : g_strconcat(arg->name, "=", NULL);

    add(builder, part, text);
  }
  add(builder, "details", command->details);
  add(builder, "columns", command->columns);
  add(builder, "example", command->example);
  return ds_table_builder_build(builder);
}
