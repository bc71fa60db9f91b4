/* app/command.c - the command table: the list, looked up by name. */
#include "app/command.h"

#include <string.h>

#include "engine/base/text.h"

#define DS_COMMAND(name) extern const DsCommand ds_command_##name;
#include "app/command-list.h"
#undef DS_COMMAND

static const DsCommand *const all[] = {
#define DS_COMMAND(name) &ds_command_##name,
#include "app/command-list.h"
#undef DS_COMMAND
};

G_DEFINE_QUARK(ds - command - error - quark, ds_command_error)

const DsCommand *const *
ds_command_all(guint *n)
{
  *n = G_N_ELEMENTS(all);
  return all;
}

const DsCommand *
ds_command_lookup(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    if (strcmp(all[i]->name, name) == 0)
      return all[i];
  return NULL;
}

/* The commands that start with @prefix, with commas between. */
static char *
names_with(const char *prefix, guint *n, const DsCommand **last)
{
  GString *names = g_string_new(NULL);

  *n = 0;
  for (guint i = 0; i < G_N_ELEMENTS(all); i++) {
    if (!g_str_has_prefix(all[i]->name, prefix))
      continue;
    g_string_append_printf(names, "%s%s", names->len ? ", " : "", all[i]->name);
    *last = all[i];
    (*n)++;
  }
  return g_string_free(names, FALSE);
}

static void
unknown(const char *name, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    g_ptr_array_add(names, (gpointer)all[i]->name);
  g_ptr_array_add(names, NULL);
  nearest = ds_text_nearest(name, (const char *const *)names->pdata);
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no command \"%s\"; did you mean \"%s\"?", shown, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no command \"%s\"; help lists them", shown);
}

const DsCommand *
ds_command_find(const char *name, gboolean allow_prefix, GError **error)
{
  const DsCommand *command = ds_command_lookup(name);
  const DsCommand *last = NULL;
  g_autofree char *names = NULL;
  guint n;

  if (command)
    return command;
  if (!allow_prefix || !*name) {
    unknown(name, error);
    return NULL;
  }
  names = names_with(name, &n, &last);
  if (n == 1)
    return last;
  if (n == 0)
    unknown(name, error);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "\"%s\" may be %s; type more of it", name, names);
  return NULL;
}

/* What stands for an argument's value. */
static const char *
placeholder(const DsArg *arg)
{
  switch (arg->kind) {
  case DS_ARG_INT:
    return "N";
  case DS_ARG_REAL:
    return "X";
  case DS_ARG_YESNO:
    return "yes|no";
  case DS_ARG_COLUMN:
    return "COL";
  case DS_ARG_COLUMNS:
    return "COL,…";
  case DS_ARG_TABLE:
    return "TABLE";
  case DS_ARG_PATH:
    return "PATH";
  case DS_ARG_REST:
  case DS_ARG_EXPR:
    return "EXPR";
  case DS_ARG_CHOICE:
    return arg->choices;
  case DS_ARG_TEXT:
  case DS_ARG_TEXTS:
  case DS_ARG_COMMAND:
  case DS_ARG_OPTION:
    break;
  }
  return "TEXT";
}

static void
append_option(GString *usage, const DsArg *arg)
{
  const gboolean is_number = arg->kind == DS_ARG_INT || arg->kind == DS_ARG_REAL;

  g_string_append_printf(usage, arg->is_required ? " %s=" : " [%s=", arg->name);
  if (is_number && arg->choices)
    g_string_append_printf(usage, "%s|%s", arg->choices, placeholder(arg));
  else
    g_string_append(usage, is_number && arg->fallback ? arg->fallback : placeholder(arg));
  if (!arg->is_required)
    g_string_append_c(usage, ']');
}

char *
ds_command_usage(const DsCommand *command)
{
  GString *usage = g_string_new(command->name);

  for (const DsArg *arg = command->args; arg && arg->name; arg++) {
    if (!g_ascii_isupper(arg->name[0])) {
      append_option(usage, arg);
      continue;
    }
    g_string_append_printf(usage, arg->is_required ? " %s%s" : " [%s%s]", arg->name,
                           arg->kind == DS_ARG_TEXTS || arg->kind == DS_ARG_COLUMNS ? "…" : "");
  }
  return g_string_free(usage, FALSE);
}
