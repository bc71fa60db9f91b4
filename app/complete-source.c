/* app/complete-source.c - what fits a place, kind by kind. */
#include "app/complete-source.h"

#include <string.h>

#include "app/option.h"
#include "app/sql-text.h"
#include "app/words.h"
#include "engine/base/text.h"
#include "engine/query/functions.h"

static void
free_candidate(gpointer data)
{
  DsCandidate *candidate = data;

  g_free(candidate->text);
  g_free(candidate->label);
  g_free(candidate->hint);
  g_free(candidate);
}

DsCompletion *
ds_completion_new(gsize start)
{
  DsCompletion *completion = g_new0(DsCompletion, 1);

  completion->start = start;
  completion->candidates = g_ptr_array_new_with_free_func(free_candidate);
  return completion;
}

void
ds_completion_free(DsCompletion *completion)
{
  if (!completion)
    return;
  g_ptr_array_free(completion->candidates, TRUE);
  g_free(completion->common);
  g_free(completion);
}

static gboolean
begins(const char *name, const char *typed)
{
  g_autofree char *a = g_utf8_casefold(name, -1);
  g_autofree char *b = g_utf8_casefold(typed, -1);

  return g_str_has_prefix(a, b);
}

/* @text: (transfer full) */
static DsCandidate *
add(DsCompletion *completion, char *text, const char *label, const char *hint)
{
  DsCandidate *candidate = g_new0(DsCandidate, 1);

  candidate->text = text;
  candidate->label = ds_text_for_terminal(label, -1);
  candidate->hint = hint ? ds_text_for_terminal(hint, -1) : NULL;
  g_ptr_array_add(completion->candidates, candidate);
  return candidate;
}

void
ds_complete_commands(DsCompletion *completion, const char *typed)
{
  guint n;
  const DsCommand *const *all = ds_command_all(&n);

  for (guint i = 0; i < n; i++)
    if (begins(all[i]->name, typed))
      add(completion, g_strdup(all[i]->name), all[i]->name, all[i]->help);
}

void
ds_complete_settings(DsCompletion *completion, const char *typed)
{
  guint n;
  const DsOption *all = ds_option_all(&n);

  for (guint i = 0; i < n; i++)
    if (begins(all[i].arg.name, typed))
      add(completion, g_strdup(all[i].arg.name), all[i].arg.name, all[i].arg.help);
}

void
ds_complete_choices(DsCompletion *completion, const char *choices, const char *typed)
{
  g_auto(GStrv) each = choices ? g_strsplit(choices, "|", -1) : NULL;

  for (guint i = 0; each && each[i]; i++)
    if (begins(each[i], typed))
      add(completion, g_strdup(each[i]), each[i], NULL);
}

void
ds_complete_column_names(DsCompletion *completion, DsSession *session, const char *typed)
{
  DS_TABLE_AUTO table = ds_session_current(session, NULL);

  for (gsize col = 0; table && col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);

    if (begins(name, typed))
      add(completion, ds_word_quote(name), name,
          ds_type_name(ds_table_stored_column(table, col)->type));
  }
}

void
ds_complete_table_names(DsCompletion *completion, DsSession *session, const char *typed)
{
  g_auto(GStrv) names = ds_session_table_names(session);

  for (guint i = 0; names[i]; i++)
    if (begins(names[i], typed))
      add(completion, ds_word_quote(names[i]), names[i], "table");
}

static int
by_label(gconstpointer a, gconstpointer b)
{
  const DsCandidate *const *first = a, *const *second = b;

  return g_utf8_collate((*first)->label, (*second)->label);
}

/* "~/da" looks in the home folder but stays written as it was typed. */
static char *
folder_to_read(const char *folder)
{
  if (!*folder)
    return g_strdup(".");
  if (folder[0] == '~' && folder[1] == '/')
    return g_strconcat(g_get_home_dir(), folder + 1, NULL);
  return g_strdup(folder);
}

void
ds_complete_paths(DsCompletion *completion, const char *typed)
{
  const char *slash = strrchr(typed, '/');
  const char *part = slash ? slash + 1 : typed;
  g_autofree char *folder = g_strndup(typed, (gsize)(part - typed));
  g_autofree char *readable = folder_to_read(folder);
  g_autoptr(GDir) dir = g_dir_open(readable, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name(dir))) {
    g_autofree char *full = g_build_filename(readable, name, NULL);
    g_autofree char *path = g_strconcat(folder, name, NULL);
    const gboolean is_folder = g_file_test(full, G_FILE_TEST_IS_DIR);
    g_autofree char *ended = is_folder ? g_strconcat(path, "/", NULL) : g_strdup(path);
    g_autofree char *label = g_strconcat(name, is_folder ? "/" : "", NULL);

    /* Case counts in paths; hidden ones are named by their dot. */
    if (!g_str_has_prefix(name, part) || (name[0] == '.' && part[0] != '.') ||
        !g_utf8_validate(name, -1, NULL))
      continue;
    add(completion, ds_word_quote(ended), label, NULL)->is_open = is_folder;
  }
  g_ptr_array_sort(completion->candidates, by_label);
}

void
ds_complete_option_keys(DsCompletion *completion, const DsCommand *command, const char *line,
                        const char *typed)
{
  for (const DsArg *arg = command->args; arg && arg->name; arg++) {
    g_autofree char *key = g_strconcat(arg->name, "=", NULL);
    g_autofree char *given = g_strconcat(" ", key, NULL);

    if (!g_ascii_isupper(arg->name[0]) && begins(key, typed) && !strstr(line, given))
      add(completion, g_strdup(key), key, arg->help)->is_open = TRUE;
  }
}

static char *
sql_name(const char *name, gboolean is_quoted)
{
  g_autofree char *text = ds_sql_name(name);

  return is_quoted && *text != '"' ? g_strdup_printf("\"%s\"", text) : g_steal_pointer(&text);
}

void
ds_complete_sql_names(DsCompletion *completion, DsSession *session, const char *typed,
                      gboolean with_tables)
{
  const gboolean is_quoted = *typed == '"';
  const char *part = typed + is_quoted;
  DS_TABLE_AUTO table = ds_session_current(session, NULL);
  g_auto(GStrv) tables = ds_session_table_names(session);

  guint n_functions;
  const DsFunction *functions = ds_functions_all(&n_functions);

  if (!*part && !is_quoted)
    return; /* everything fits: that helps nobody */
  for (gsize col = 0; table && col < ds_table_n_columns(table); col++) {
    const char *name = ds_table_column_name(table, col);

    if (begins(name, part))
      add(completion, sql_name(name, is_quoted), name,
          ds_type_name(ds_table_stored_column(table, col)->type));
  }
  for (guint i = 0; !is_quoted && i < n_functions; i++)
    if (begins(functions[i].name, part) &&
        (i == 0 || strcmp(functions[i].name, functions[i - 1].name) != 0)) {
      g_autofree char *call = g_strconcat(functions[i].name, "(", NULL);

      add(completion, g_strdup(call), functions[i].signature, functions[i].help)->is_open = TRUE;
    }
  for (guint i = 0; with_tables && tables[i]; i++)
    if (begins(tables[i], part))
      add(completion, sql_name(tables[i], is_quoted), tables[i], "table");
}
