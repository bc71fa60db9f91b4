/* tests/app/test-scripts.c - runs tests/app/NAME.script: commands and what they must print. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* One `$` line and what is expected of it. */
typedef struct {
  guint line; /* in the script, from 1 */
  char *command;
  GPtrArray *out, *err; /* expected lines */
  int status;
} Block;

typedef struct {
  char *path;
  GPtrArray *blocks;
  GPtrArray *before; /* lines of comment before each block, for --write; one string a block + 1 */
} Script;

static void
free_block(gpointer data)
{
  Block *block = data;

  g_free(block->command);
  g_ptr_array_free(block->out, TRUE);
  g_ptr_array_free(block->err, TRUE);
  g_free(block);
}

static void
free_script(Script *script)
{
  g_free(script->path);
  g_ptr_array_free(script->blocks, TRUE);
  g_ptr_array_free(script->before, TRUE);
  g_free(script);
}

static Block *
new_block(const char *command, guint line)
{
  Block *block = g_new0(Block, 1);

  block->line = line;
  block->command = g_strdup(command);
  block->out = g_ptr_array_new_with_free_func(g_free);
  block->err = g_ptr_array_new_with_free_func(g_free);
  return block;
}

static void
drop_blank_end(GPtrArray *lines)
{
  while (lines->len && !*(char *)g_ptr_array_index(lines, lines->len - 1))
    g_ptr_array_set_size(lines, (gint)lines->len - 1);
}

static void
read_line(Script *script, GString *comment, const char *line, guint number)
{
  Block *block =
      script->blocks->len ? g_ptr_array_index(script->blocks, script->blocks->len - 1) : NULL;

  if (g_str_has_prefix(line, "$ ")) {
    g_ptr_array_add(script->before, g_strdup(comment->str));
    g_string_truncate(comment, 0);
    g_ptr_array_add(script->blocks, new_block(line + 2, number));
  } else if (block && g_str_has_suffix(block->command, "\\") && !block->out->len) {
    g_autofree char *first = g_steal_pointer(&block->command);

    block->command = g_strconcat(first, "\n", line, NULL);
  } else if (*line == '#') {
    g_string_append_printf(comment, "%s\n", line);
  } else if (block && g_str_has_prefix(line, "! ")) {
    g_ptr_array_add(block->err, g_strdup(line + 2));
  } else if (block && g_str_has_prefix(line, "? ")) {
    block->status = (int)g_ascii_strtoll(line + 2, NULL, 10);
  } else if (block) {
    g_ptr_array_add(block->out, g_strdup(line[0] == '\\' ? line + 1 : line));
  }
}

static Script *
read_script(const char *path)
{
  Script *script = g_new0(Script, 1);
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GString *comment = g_string_new(NULL);

  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  script->path = g_strdup(path);
  script->blocks = g_ptr_array_new_with_free_func(free_block);
  script->before = g_ptr_array_new_with_free_func(g_free);
  lines = g_strsplit(text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    read_line(script, comment, lines[i], i + 1);
  g_ptr_array_add(script->before, g_string_free(comment, FALSE));
  for (guint i = 0; i < script->blocks->len; i++)
    drop_blank_end(((Block *)g_ptr_array_index(script->blocks, i))->out);
  return script;
}

/* Output cut into lines. */
static GPtrArray *
lines_of(const char *text)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  g_auto(GStrv) each = g_strsplit(text, "\n", -1);

  for (guint i = 0; each[i]; i++)
    g_ptr_array_add(lines, g_strdup(each[i]));
  drop_blank_end(lines);
  return lines;
}

static gboolean
line_matches(const char *expected, const char *actual)
{
  if (g_str_has_suffix(expected, " (glob)")) {
    g_autofree char *pattern = g_strndup(expected, strlen(expected) - strlen(" (glob)"));

    return g_pattern_match_simple(pattern, actual);
  }
  return strcmp(expected, actual) == 0;
}

static gboolean
lines_match(const GPtrArray *expected, const GPtrArray *actual)
{
  for (guint i = 0; i < MAX(expected->len, actual->len); i++)
    if (i >= expected->len || i >= actual->len ||
        !line_matches(g_ptr_array_index(expected, i), g_ptr_array_index(actual, i)))
      return FALSE;
  return TRUE;
}

static void
print_lines(const char *what, const GPtrArray *lines)
{
  g_test_message("%s:", what);
  for (guint i = 0; i < lines->len; i++)
    g_test_message("  %s", (const char *)g_ptr_array_index(lines, i));
}

/* Runs @command in @folder; what it prints. */
static int
run_command(const char *folder, const char *command, GPtrArray **out, GPtrArray **err)
{
  const char *argv[] = { "/bin/sh", "-c", command, NULL };
  g_autoptr(GError) error = NULL;
  g_autofree char *out_text = NULL, *err_text = NULL;
  int wait_status = 0;

  g_spawn_sync(folder, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out_text, &err_text,
               &wait_status, &error);
  g_assert_no_error(error);
  *out = lines_of(out_text);
  *err = lines_of(err_text);
  return WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status);
}

static gboolean
check_block(const Script *script, const Block *block, const char *folder)
{
  GPtrArray *out, *err;
  const int status = run_command(folder, block->command, &out, &err);
  gboolean is_good = TRUE;

  if (!lines_match(block->out, out) || !lines_match(block->err, err) || status != block->status) {
    g_test_message("%s:%u: $ %s", script->path, block->line, block->command);
    print_lines("expected", block->out);
    print_lines("standard output", out);
    if (!lines_match(block->err, err)) {
      print_lines("expected on standard error", block->err);
      print_lines("standard error", err);
    }
    if (status != block->status)
      g_test_message("exit status %d, expected %d", status, block->status);
    is_good = FALSE;
  }
  g_ptr_array_free(out, TRUE);
  g_ptr_array_free(err, TRUE);
  return is_good;
}

static void
link_into(const char *folder, const char *source, const char *name)
{
  g_autofree char *link = g_build_filename(folder, name, NULL);

  if (symlink(source, link) != 0)
    g_error("%s: no link can be made to %s", link, source);
}

/* An empty folder with the sample data in it. */
static char *
make_folder(void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp("dayshift-app-XXXXXX", &error);
  g_autofree char *samples = g_test_build_filename(G_TEST_DIST, "sample-data", NULL);
  g_autofree char *data = g_test_build_filename(G_TEST_DIST, "tests", "data", NULL);
  g_autoptr(GDir) dir = NULL;
  const char *name;

  g_assert_no_error(error);
  dir = g_dir_open(samples, 0, &error);
  g_assert_no_error(error);
  while ((name = g_dir_read_name(dir))) {
    g_autofree char *source = g_build_filename(samples, name, NULL);

    if (!g_str_has_suffix(name, ".md"))
      link_into(folder, source, name);
  }
  link_into(folder, data, "data");
  return folder;
}

static void
remove_folder(const char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
test_script(gconstpointer data)
{
  Script *script = read_script(data);
  g_autofree char *folder = make_folder();

  if (!script->blocks->len)
    g_test_fail();
  for (guint i = 0; i < script->blocks->len; i++)
    if (!check_block(script, g_ptr_array_index(script->blocks, i), folder))
      g_test_fail();
  remove_folder(folder);
  free_script(script);
}

static void
append_lines(GString *text, const char *prefix, const GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++) {
    const char *line = g_ptr_array_index(lines, i);
    const gboolean is_special = !*prefix && *line && strchr("#$!?\\", *line);

    g_string_append_printf(text, "%s%s%s\n", prefix, is_special ? "\\" : "", line);
  }
}

/* Writes @path again with what its commands print now; lines that match stay as they are. */
static void
write_script(const char *path)
{
  Script *script = read_script(path);
  g_autofree char *folder = make_folder();
  GString *text = g_string_new(NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < script->blocks->len; i++) {
    const Block *block = g_ptr_array_index(script->blocks, i);
    GPtrArray *out, *err;
    const int status = run_command(folder, block->command, &out, &err);

    g_string_append_printf(text, "%s%s$ %s\n", i ? "\n" : "",
                           (char *)g_ptr_array_index(script->before, i), block->command);
    append_lines(text, "", lines_match(block->out, out) ? block->out : out);
    append_lines(text, "! ", lines_match(block->err, err) ? block->err : err);
    if (status)
      g_string_append_printf(text, "? %d\n", status);
    g_ptr_array_free(out, TRUE);
    g_ptr_array_free(err, TRUE);
  }
  g_string_append(text, g_ptr_array_index(script->before, script->blocks->len));
  g_file_set_contents(path, text->str, (gssize)text->len, &error);
  g_assert_no_error(error);
  g_string_free(text, TRUE);
  remove_folder(folder);
  free_script(script);
}

/* The program under test comes first in PATH; the language and settings are the same everywhere. */
static void
set_up_environment(void)
{
  const char *built = g_test_get_dir(G_TEST_BUILT);
  g_autofree char *path = g_strconcat(built, ":", g_getenv("PATH"), NULL);

  g_setenv("PATH", path, TRUE);
  g_setenv("LC_ALL", "C.UTF-8", TRUE);
  g_setenv("TERM", "dumb", TRUE);
  g_unsetenv("NO_COLOR");
}

static GPtrArray *
all_scripts(void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *folder = g_test_build_filename(G_TEST_DIST, "tests", "app", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) dir = g_dir_open(folder, 0, &error);
  const char *name;

  g_assert_no_error(error);
  while ((name = g_dir_read_name(dir)))
    if (g_str_has_suffix(name, ".script"))
      g_ptr_array_add(names, g_build_filename(folder, name, NULL));
  return names;
}

int
main(int argc, char **argv)
{
  GPtrArray *scripts;
  int status;

  if (!g_getenv("G_TEST_SRCDIR")) {
    g_autofree char *here = g_get_current_dir();

    g_setenv("G_TEST_SRCDIR", here, TRUE);
    g_setenv("G_TEST_BUILDDIR", here, TRUE);
  }
  if (argc > 2 && strcmp(argv[1], "--write") == 0) {
    int one = 1;

    g_test_init(&one, &argv, NULL);
    set_up_environment();
    for (int i = 2; i < argc; i++) {
      g_autofree char *name = g_strconcat(argv[i], ".script", NULL);

      g_autofree char *path = g_test_build_filename(G_TEST_DIST, "tests", "app", name, NULL);

      write_script(path);
    }
    return 0;
  }
  g_test_init(&argc, &argv, NULL);
  set_up_environment();
  scripts = all_scripts();
  for (guint i = 0; i < scripts->len; i++) {
    g_autofree char *base = g_path_get_basename(g_ptr_array_index(scripts, i));
    g_autofree char *path = g_strdup_printf("/app/%.*s", (int)strlen(base) - 7, base);

    g_test_add_data_func(path, g_ptr_array_index(scripts, i), test_script);
  }
  status = g_test_run();
  g_ptr_array_free(scripts, TRUE);
  return status;
}
