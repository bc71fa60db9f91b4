/* tests/app/test-commands.c - every entry of the command table keeps its promises. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"
#include "tests/app/kit.h"

/* What must have happened before an example can run. */
static const struct {
  const char *command, *lines;
} befores[] = {
  { "append", "sample 3 name=others" },
  { "back", "set results keep;columns" },
  { "drill", "set results keep;freq species" },
  { "drop-marked", "mark 1 3" },
  { "join", "group island : mean(body_mass_g) name=islands" },
  { "keep-marked", "mark 1 3" },
  { "redo", "drop year;undo" },
  { "search-next", "search Torgersen" },
  { "search-previous", "search Torgersen" },
  { "undo", "drop year" },
};

static void
test_entry(gconstpointer data)
{
  const DsCommand *command = data;
  guint n, n_same = 0;
  const DsCommand *const *all = ds_command_all(&n);

  g_assert_nonnull(command->help);
  g_assert_nonnull(command->run);
  g_assert_nonnull(command->family);
  g_assert_false(g_ascii_isupper(command->help[0]) && g_ascii_islower(command->help[1]));
  g_assert_false(g_str_has_suffix(command->help, "."));
  g_assert_true(!command->details || g_str_has_suffix(command->details, "."));
  g_assert_nonnull(command->example);
  g_assert_true(g_str_has_prefix(command->example, command->name));
  for (const DsArg *arg = command->args; arg && arg->name; arg++) {
    g_assert_nonnull(arg->help);
    g_assert_cmpstr(arg->name, !=, "name"); /* the session's own */
  }
  for (guint i = 0; i < n; i++)
    n_same += strcmp(all[i]->name, command->name) == 0;
  g_assert_cmpuint(n_same, ==, 1);
}

static void
remove_folder(const char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
run_before(DsSession *session, const char *command)
{
  g_auto(GStrv) lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS(befores) && !lines; i++)
    if (strcmp(befores[i].command, command) == 0)
      lines = g_strsplit(befores[i].lines, ";", -1);
  for (guint i = 0; lines && lines[i]; i++)
    ds_kit_run(session, lines[i]);
}

static void
assert_columns(const DsCommand *command, const DsTable *table)
{
  g_autoptr(GString) names = g_string_new(NULL);

  if (!command->columns)
    return;
  for (gsize col = 0; col < ds_table_n_columns(table); col++)
    g_string_append_printf(names, "%s%s", col ? "," : "", ds_table_column_name(table, col));
  if (!g_str_has_prefix(names->str, command->columns)) /* an option of the example may add some */
    g_assert_cmpstr(names->str, ==, command->columns);
}

/* The example runs on the penguins and gives the columns that the entry promises. */
static void
test_example(gconstpointer data)
{
  const DsCommand *command = data;
  g_autofree char *source = g_test_build_filename(G_TEST_DIST, "sample-data", "penguins.csv", NULL);
  g_autofree char *folder = g_dir_make_tmp("dayshift-example-XXXXXX", NULL);
  g_autofree char *here = g_get_current_dir();
  g_autoptr(DsSession) session = ds_session_new();
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  DsResult result = { 0 };
  gsize size;

  g_assert_true(g_file_get_contents(source, &text, &size, NULL));
  g_assert_cmpint(g_chdir(folder), ==, 0);
  g_assert_true(g_file_set_contents("penguins.csv", text, (gssize)size, NULL));
  ds_kit_run(session, "open penguins.csv");
  run_before(session, command->name);
  ds_session_run(session, command->example, FALSE, NULL, &result, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(result.command, ==, command->name);
  assert_columns(command, result.table);
  ds_result_clear(&result);
  g_assert_cmpint(g_chdir(here), ==, 0);
  remove_folder(folder);
}

static void
test_script_is_there(gconstpointer data)
{
  const DsCommand *command = data;
  g_autofree char *name = g_strconcat(command->name, ".script", NULL);
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "tests", "app", name, NULL);

  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    g_error("%s is not there; write it (tests/app/README.md)", path);
}

int
main(int argc, char **argv)
{
  guint n;
  const DsCommand *const *all = ds_command_all(&n);

  g_test_init(&argc, &argv, NULL);
  for (guint i = 0; i < n; i++) {
    g_autofree char *entry = g_strconcat("/commands/entry/", all[i]->name, NULL);
    g_autofree char *example = g_strconcat("/commands/example/", all[i]->name, NULL);
    g_autofree char *script = g_strconcat("/commands/script/", all[i]->name, NULL);

    g_test_add_data_func(entry, all[i], test_entry);
    g_test_add_data_func(example, all[i], test_example);
    g_test_add_data_func(script, all[i], test_script_is_there);
  }
  return g_test_run();
}
