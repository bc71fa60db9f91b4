/* tests/screen/test-screens.c - keys and the screens they must lead to, from NAME.keys files. */
#include <glib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/screen/terminal.h"

enum { TIMEOUT_MS = 10000, QUIET_MS = 20, ESCAPE_MS = 60, ACCEPT_QUIET_MS = 300 };

typedef enum { COMPARE, ACCEPT, SHOW } Mode;

typedef struct {
  const char *path;
  Mode mode;
  GPtrArray *lines; /* of the file */
  guint at;
  GString *accepted; /* the file as it should be */
  Terminal *terminal;
  TerminalOptions options;
  GPtrArray *env;
  char *term;
  char *pane;
  char *state; /* a folder of its own: what was typed in one script is not offered in another */
} Script;

static GHashTable *pressed; /* "pane\tkey" */
static char *program;

static void
start(Script *script, const char *arguments)
{
  g_autofree char *line = g_strconcat(program, " ", arguments, NULL);
  g_auto(GStrv) argv = NULL;

  g_assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
  g_clear_pointer(&script->terminal, terminal_free);
  g_ptr_array_add(script->env, g_strconcat("XDG_STATE_HOME=", script->state, NULL));
  g_ptr_array_add(script->env, NULL);
  script->options.env = (const char *const *)script->env->pdata;
  script->options.term = script->term;
  script->terminal = terminal_start((const char *const *)argv, &script->options);
  g_ptr_array_set_size(script->env, 0);
  /* the first frame is there once the hint line is */
  g_assert_true(terminal_wait_for(script->terminal, "keys", TIMEOUT_MS) ||
                script->options.width < 40 || script->options.height < 8);
}

static void
press(Script *script, const char *keys)
{
  const char *p = keys;
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);

  /* blanks inside quotes belong to the key */
  while (*(p += strspn(p, " "))) {
    const char *end =
        *p == '\'' && p[1] && strchr(p + 1, '\'') ? strchr(p + 1, '\'') + 1 : p + strcspn(p, " ");

    g_ptr_array_add(words, g_strndup(p, (gsize)(end - p)));
    p = end;
  }
  for (guint i = 0; i < words->len; i++) {
    const char *name = g_ptr_array_index(words, i);

    if (!terminal_key(script->terminal, name))
      g_error("%s: there is no key %s", script->path, name);
    if (pressed)
      g_hash_table_add(pressed, g_strdup_printf("%s\t%s", script->pane, name));
    if (strcmp(name, "Esc") == 0) /* alone: within 25 ms it would be Alt with the next */
      terminal_settle(script->terminal, ESCAPE_MS);
  }
  terminal_settle(script->terminal, QUIET_MS);
}

/* The statement's view of the screen: a bar and a row, line for line. */
static char *
capture(Script *script, const char *statement)
{
  GString *text = g_string_new(NULL);
  int from = 1, to = terminal_height(script->terminal);

  if (sscanf(statement, "looks %d", &from) == 1) {
    g_autofree char *looks = terminal_looks(script->terminal, from - 1);

    g_string_append_printf(text, "|%s\n", looks);
    return g_string_free(text, FALSE);
  }
  if (sscanf(statement, "screen %d-%d", &from, &to) == 1)
    to = from;
  for (int y = from; y <= to; y++) {
    g_autofree char *row = terminal_row(script->terminal, y - 1);

    g_string_append_printf(text, "|%s\n", row);
  }
  return g_string_free(text, FALSE);
}

/* The lines with a bar behind the statement; moves past them. */
static char *
expected(Script *script)
{
  GString *text = g_string_new(NULL);

  while (script->at < script->lines->len) {
    const char *line = g_ptr_array_index(script->lines, script->at);

    if (line[0] != '|')
      break;
    g_string_append_printf(text, "%s\n", line);
    script->at++;
  }
  return g_string_free(text, FALSE);
}

static void
compare(Script *script, const char *statement)
{
  g_autofree char *wanted = expected(script);
  g_autofree char *seen = NULL;
  const gint64 end = g_get_monotonic_time() + TIMEOUT_MS * G_GINT64_CONSTANT(1000);

  if (script->mode != COMPARE) {
    terminal_settle(script->terminal, ACCEPT_QUIET_MS);
    seen = capture(script, statement);
    g_string_append(script->accepted, seen);
    if (script->mode == SHOW)
      printf("%s\n%s", statement, seen);
    return;
  }
  for (;;) {
    g_free(seen);
    seen = capture(script, statement);
    if (strcmp(seen, wanted) == 0)
      return;
    if (g_get_monotonic_time() > end)
      break;
    terminal_read(script->terminal, 20);
  }
  g_test_message("%s: %s\nexpected:\n%sseen:\n%s", script->path, statement, wanted, seen);
  g_test_fail();
}

static void
resize(Script *script, const char *size)
{
  int width, height;

  g_assert_cmpint(sscanf(size, "%dx%d", &width, &height), ==, 2);
  script->options.width = width;
  script->options.height = height;
  if (script->terminal) {
    terminal_resize(script->terminal, width, height);
    terminal_settle(script->terminal, QUIET_MS);
  }
}

static void
check_exit(Script *script, const char *status)
{
  const int ended = terminal_wait_exit(script->terminal, TIMEOUT_MS);

  g_assert_true(WIFEXITED(ended));
  g_assert_cmpint(WEXITSTATUS(ended), ==, (int)g_ascii_strtoll(status, NULL, 10));
}

static void
set(char **slot, const char *value)
{
  g_free(*slot);
  *slot = g_strdup(value);
}

static void
obey(Script *script, const char *line)
{
  g_auto(GStrv) parts = g_strsplit(line, " ", 2);
  const char *word = parts[0], *rest = parts[0] && parts[1] ? parts[1] : "";

  if (!word || !*word || *word == '#')
    return;
  if (strcmp(word, "size") == 0) {
    g_clear_pointer(&script->terminal, terminal_free);
    resize(script, rest);
  } else if (strcmp(word, "term") == 0) {
    set(&script->term, rest);
  } else if (strcmp(word, "env") == 0) {
    g_ptr_array_add(script->env, g_strdup(rest));
  } else if (strcmp(word, "run") == 0) {
    start(script, rest);
  } else if (strcmp(word, "in") == 0) {
    set(&script->pane, rest);
  } else if (strcmp(word, "keys") == 0) {
    press(script, rest);
  } else if (strcmp(word, "wait") == 0) {
    if (!terminal_wait_for(script->terminal, rest, TIMEOUT_MS)) {
      g_autofree char *text = terminal_text(script->terminal);

      g_error("%s: \"%s\" did not come:\n%s", script->path, rest, text);
    }
  } else if (strcmp(word, "resize") == 0) {
    resize(script, rest);
  } else if (strcmp(word, "screen") == 0 || strcmp(word, "looks") == 0) {
    compare(script, line);
  } else if (strcmp(word, "exits") == 0) {
    check_exit(script, rest);
  } else {
    g_error("%s: no statement is called %s", script->path, word);
  }
}

static void
remove_state(const char *state)
{
  g_autofree char *folder = g_build_filename(state, "dayshift", NULL);
  g_autofree char *history = g_build_filename(folder, "history", NULL);

  g_unlink(history);
  g_rmdir(folder);
  g_rmdir(state);
}

static void
run_script(const char *path, Mode mode)
{
  Script script = { .path = path, .mode = mode, .options = { .width = 80, .height = 24 } };
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  lines = g_strsplit(text, "\n", -1);
  script.lines = g_ptr_array_new();
  for (guint i = 0; lines[i] && (*lines[i] || lines[i + 1]); i++)
    g_ptr_array_add(script.lines, lines[i]);
  script.accepted = g_string_new(NULL);
  script.env = g_ptr_array_new_with_free_func(g_free);
  script.pane = g_strdup("grid");
  script.state = g_dir_make_tmp("dayshift-screen-XXXXXX", NULL);
  while (script.at < script.lines->len) {
    const char *line = g_ptr_array_index(script.lines, script.at++);

    g_string_append_printf(script.accepted, "%s\n", line);
    obey(&script, line);
  }
  if (mode == ACCEPT)
    g_assert_true(g_file_set_contents(path, script.accepted->str, -1, NULL));
  terminal_free(script.terminal);
  remove_state(script.state);
  g_ptr_array_free(script.lines, TRUE);
  g_ptr_array_free(script.env, TRUE);
  g_string_free(script.accepted, TRUE);
  g_free(script.term);
  g_free(script.pane);
  g_free(script.state);
}

static void
test_script(gconstpointer path)
{
  run_script(path, COMPARE);
}

/* Runs last: every row of --print-keys was pressed in its pane, or in another pane that binds the
 * key to the same command. */
static void
test_every_key_is_pressed(void)
{
  g_autofree char *command = g_strconcat(program, " --print-keys", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) rows = NULL;
  g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  g_assert_true(g_spawn_command_line_sync(command, &text, NULL, NULL, NULL));
  rows = g_strsplit(g_strchomp(text), "\n", -1);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; rows[i]; i++) {
      g_auto(GStrv) cells = g_strsplit(rows[i], "\t", -1);
      g_autofree char *here = g_strdup_printf("%s\t%s", cells[0], cells[1]);
      g_autofree char *what = g_strdup_printf("%s\t%s", cells[1], cells[2]);

      /* what `?` says fits beside the key, before the command */
      g_assert_cmpuint(g_strv_length(cells), ==, 5);
      g_assert_cmpuint(strlen(cells[4]), >, 0);
      g_assert_cmpuint(strlen(cells[4]), <=, 36);
      if (pass == 0 && g_hash_table_contains(pressed, here))
        g_hash_table_add(done, g_steal_pointer(&what));
      else if (pass == 1 && !g_hash_table_contains(done, what)) {
        g_test_message("no .keys file presses %s in %s (%s)", cells[1], cells[0], cells[3]);
        g_test_fail();
      }
    }
  g_assert_cmpuint(g_strv_length(rows), >, 20);
}

static gint
by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_scripts(const char *folder, GPtrArray *paths)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name(dir)))
    if (g_str_has_suffix(name, ".keys"))
      g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
  g_ptr_array_sort(paths, by_name);
  for (guint i = 0; i < paths->len; i++) {
    g_autofree char *base = g_path_get_basename(g_ptr_array_index(paths, i));
    g_autofree char *test = NULL;

    base[strlen(base) - strlen(".keys")] = '\0';
    test = g_strconcat("/screen/", base, NULL);
    g_test_add_data_func(test, g_ptr_array_index(paths, i), test_script);
  }
}

static const char *
from_environment(const char *name, const char *fallback)
{
  const char *value = g_getenv(name);

  return value ? value : fallback;
}

int
main(int argc, char **argv)
{
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *here = g_get_current_dir();
  g_autofree char *source = g_canonicalize_filename(from_environment("G_TEST_SRCDIR", "."), here);
  g_autofree char *folder = g_build_filename(source, "tests", "screen", NULL);
  g_autofree char *build = g_canonicalize_filename(from_environment("G_TEST_BUILDDIR", "."), here);
  const Mode mode = argc > 1 && strcmp(argv[1], "--accept") == 0 ? ACCEPT
                    : argc > 1 && strcmp(argv[1], "--show") == 0 ? SHOW
                                                                 : COMPARE;

  setlocale(LC_ALL, "");
  program = g_build_filename(build, "dayshift", NULL);
  for (int i = 2; mode != COMPARE && i < argc; i++) {
    g_autofree char *path = g_canonicalize_filename(argv[i], here);

    g_assert_cmpint(g_chdir(source), ==, 0);
    run_script(path, mode);
  }
  if (mode != COMPARE)
    return EXIT_SUCCESS;
  pressed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add(pressed, g_strdup("everywhere\t^Z")); /* by test-terminal, which continues it */
  g_test_init(&argc, &argv, NULL);
  g_assert_cmpint(g_chdir(source), ==, 0);
  add_scripts(folder, paths);
  g_test_add_func("/screen/every-key-is-pressed", test_every_key_is_pressed);
  return g_test_run();
}
