/* app/option.c - settings: rows with a kind, a range and a default, checked when they are set. */
#include "app/option.h"

#include <string.h>

#include "app/arg-value.h"
#include "engine/base/text.h"

static const DsOption all[] = {
#define DS_OPTION(key, kind_, min_, max_, choices_, fallback_, help_)                              \
  { { .name = #key,                                                                                \
      .kind = kind_,                                                                               \
      .min = min_,                                                                                 \
      .max = max_,                                                                                 \
      .choices = choices_,                                                                         \
      .fallback = fallback_,                                                                       \
      .help = help_ } },
#include "app/option-list.h"
#undef DS_OPTION
};

struct DsOptions {
  DsArgValue values[G_N_ELEMENTS(all)];
};

const DsOption *
ds_option_all(guint *n)
{
  *n = G_N_ELEMENTS(all);
  return all;
}

const DsOption *
ds_option_lookup(const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    if (strcmp(all[i].arg.name, name) == 0)
      return &all[i];
  return NULL;
}

DsOptions *
ds_options_new(void)
{
  DsOptions *options = g_new0(DsOptions, 1);

  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    if (!ds_arg_value_set(&options->values[i], &all[i].arg, NULL, all[i].arg.fallback, TRUE, NULL))
      g_error("the default of option %s is not a value it takes", all[i].arg.name);
  return options;
}

void
ds_options_free(DsOptions *options)
{
  if (!options)
    return;
  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    ds_arg_value_clear(&options->values[i]);
  g_free(options);
}

static void
unknown(const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS(all) + 1] = { NULL };
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  g_autofree char *known = NULL;
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS(all); i++)
    names[i] = all[i].arg.name;
  known = g_strjoinv(", ", (char **)names);
  nearest = ds_text_nearest(name, names);
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no option \"%s\"; did you mean \"%s\"?", shown, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN, "no option \"%s\"; there are %s",
                shown, known);
}

gboolean
ds_options_set(DsOptions *options, const char *name, const char *value, GError **error)
{
  const DsOption *option = ds_option_lookup(name);

  if (!option) {
    unknown(name, error);
    return FALSE;
  }
  return ds_arg_value_set(&options->values[option - all], &option->arg, NULL, value, TRUE, error);
}

static const DsArgValue *
value_of(const DsOptions *options, const char *name)
{
  const DsOption *option = ds_option_lookup(name);

  if (!option)
    g_error("there is no option %s", name);
  return &options->values[option - all];
}

const char *
ds_options_text(const DsOptions *options, const char *name)
{
  return value_of(options, name)->text;
}

gint64
ds_options_int(const DsOptions *options, const char *name)
{
  return value_of(options, name)->integer;
}

/* The first line of @text that sets @key, for messages; 0 = not found. */
static guint
line_of(const char *text, const char *key)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  const gsize n = strlen(key);

  for (guint i = 0; lines[i]; i++) {
    const char *line = g_strchug(lines[i]);

    if (strncmp(line, key, n) == 0 && (line[n] == '=' || g_ascii_isspace(line[n])))
      return i + 1;
  }
  return 0;
}

static gboolean
load_keys(DsOptions *options, GKeyFile *file, const char *path, const char *text, GError **error)
{
  g_auto(GStrv) keys = g_key_file_get_keys(file, "dayshift", NULL, NULL);

  for (guint i = 0; keys && keys[i]; i++) {
    g_autofree char *value = g_key_file_get_string(file, "dayshift", keys[i], error);

    if (!value || !ds_options_set(options, keys[i], value, error)) {
      g_prefix_error(error, "%s:%u: ", path, line_of(text, keys[i]));
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
ds_options_load(DsOptions *options, const char *path, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new();
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;
  g_auto(GStrv) groups = NULL;

  if (!g_file_get_contents(path, &text, NULL, &local)) {
    if (g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
        g_error_matches(local, G_FILE_ERROR, G_FILE_ERROR_NOTDIR))
      return TRUE;
    g_propagate_prefixed_error(error, g_steal_pointer(&local), "the configuration is not read: ");
    return FALSE;
  }
  if (!g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, &local)) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "%s: %s; lines are [dayshift], NAME=VALUE or #comments", path, local->message);
    return FALSE;
  }
  groups = g_key_file_get_groups(file, NULL);
  for (guint i = 0; groups[i]; i++)
    if (strcmp(groups[i], "dayshift") != 0) {
      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                  "%s: no section [%s]; settings stand in [dayshift]", path, groups[i]);
      return FALSE;
    }
  return load_keys(options, file, path, text, error);
}
