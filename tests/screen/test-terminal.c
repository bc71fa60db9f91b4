/* tests/screen/test-terminal.c - the program's manners on a terminal: it gives it back, is quiet,
 * and lets nothing from the data through. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>

#include "tests/screen/terminal.h"

enum { TIMEOUT_MS = 10000, QUIET_MS = 50 };

static char *program;

/* Starts on one file of the tree's own data; the first screen is there. */
static Terminal *
start(const char *file, int width, int height, struct termios *before)
{
  const char *const argv[] = { program, file, NULL };
  const TerminalOptions options = { .width = width, .height = height };
  Terminal *terminal = terminal_start(argv, &options);

  if (before) /* the program has not got to its first line yet */
    g_assert_cmpint(tcgetattr(terminal_fd(terminal), before), ==, 0);
  g_assert_true(terminal_wait_for(terminal, "? keys", TIMEOUT_MS));
  if (file)
    g_assert_true(terminal_wait_for(terminal, " ×", TIMEOUT_MS));
  terminal_settle(terminal, 120); /* the histograms of the header come by themselves */
  return terminal;
}

static void
assert_given_back(Terminal *terminal, const struct termios *before)
{
  struct termios after;
  int x, y;

  g_assert_false(terminal_is_alternate(terminal));
  g_assert_true(terminal_cursor(terminal, &x, &y));
  g_assert_cmpint(tcgetattr(terminal_fd(terminal), &after), ==, 0);
  g_assert_cmphex(after.c_lflag, ==, before->c_lflag);
  g_assert_cmphex(after.c_iflag, ==, before->c_iflag);
  g_assert_cmphex(after.c_oflag, ==, before->c_oflag);
  g_assert_cmpint(memcmp(after.c_cc, before->c_cc, sizeof after.c_cc), ==, 0);
}

static void
test_quit_gives_the_terminal_back(void)
{
  struct termios before;
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, &before);
  int status;

  g_assert_true(terminal_is_alternate(terminal));
  terminal_key(terminal, "q");
  status = terminal_wait_exit(terminal, TIMEOUT_MS);
  g_assert_true(WIFEXITED(status));
  g_assert_cmpint(WEXITSTATUS(status), ==, 0);
  assert_given_back(terminal, &before);
}

static void
test_signals_give_the_terminal_back(void)
{
  static const int signals[] = { SIGTERM, SIGHUP, SIGSEGV, SIGABRT };

  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++) {
    struct termios before;
    g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, &before);
    int status;

    kill(terminal_pid(terminal), signals[i]);
    status = terminal_wait_exit(terminal, TIMEOUT_MS);
    g_test_message("signal %d: status %x", signals[i], (guint)status);
    g_assert_cmpint(status, !=, -1);
    if (signals[i] == SIGTERM || signals[i] == SIGHUP) {
      g_assert_true(WIFEXITED(status));
      g_assert_cmpint(WEXITSTATUS(status), ==, 128 + signals[i]);
    } else {
      g_assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    assert_given_back(terminal, &before);
  }
}

static void
test_a_line_that_drops_ends_it(void)
{
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, NULL);

  terminal_hang_up(terminal);
  g_assert_cmpint(terminal_wait_exit(terminal, TIMEOUT_MS), !=, -1);
}

static void
wait_stopped(pid_t pid)
{
  int status;

  g_assert_cmpint(waitpid(pid, &status, WUNTRACED), ==, pid);
  g_assert_true(WIFSTOPPED(status));
}

static void
test_stopping_gives_it_back_for_a_while(void)
{
  struct termios before;
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, &before);
  g_autofree char *seen = terminal_text(terminal);
  g_autofree char *again = NULL;

  for (guint i = 0; i < 2; i++) { /* by key, and by signal */
    if (i == 0)
      terminal_key(terminal, "^Z");
    else
      kill(terminal_pid(terminal), SIGTSTP);
    wait_stopped(terminal_pid(terminal));
    terminal_settle(terminal, QUIET_MS);
    assert_given_back(terminal, &before);
    kill(terminal_pid(terminal), SIGCONT);
    g_assert_true(terminal_wait_for(terminal, "? keys", TIMEOUT_MS));
    terminal_settle(terminal, QUIET_MS);
    g_assert_true(terminal_is_alternate(terminal));
  }
  again = terminal_text(terminal);
  g_assert_cmpstr(again, ==, seen);
}

static void
test_idle_sends_nothing_and_uses_no_time(void)
{
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 160, 45, NULL);
  const gsize n_bytes = terminal_n_bytes(terminal);
  const guint64 ticks = terminal_ticks(terminal);

  g_assert_false(terminal_read(terminal, 1000));
  g_assert_cmpuint(terminal_n_bytes(terminal), ==, n_bytes);
  g_assert_cmpuint(terminal_ticks(terminal), ==, ticks);
}

static void
test_a_cursor_step_sends_little(void)
{
  static const char *const keys[] = { "j", "j", "l", "l", "k", "h", "Down", "Right" };
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 160, 45, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    const gsize before = terminal_n_bytes(terminal);

    terminal_key(terminal, keys[i]);
    terminal_settle(terminal, 40); /* the summary beside the grid comes when the cursor rests */
    g_test_message("%s: %zu bytes", keys[i], terminal_n_bytes(terminal) - before);
    g_assert_cmpuint(terminal_n_bytes(terminal) - before, >, 0);
    g_assert_cmpuint(terminal_n_bytes(terminal) - before, <, 400);
    terminal_settle(terminal, 250);
  }
}

static void
test_escape_does_not_wait(void)
{
  g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, NULL);
  gint64 since;

  terminal_key(terminal, ":");
  terminal_send(terminal, "xyzzy", -1);
  g_assert_true(terminal_wait_for(terminal, ":xyzzy", TIMEOUT_MS));
  since = g_get_monotonic_time();
  terminal_key(terminal, "Esc");
  while (terminal_wait_for(terminal, ":xyzzy", 0) &&
         g_get_monotonic_time() - since < 5 * G_USEC_PER_SEC)
    terminal_read(terminal, 5);
  /* curses waits 25 ms for the rest of a sequence; the rest is room for a busy machine */
  g_test_message("%d ms", (int)((g_get_monotonic_time() - since) / 1000));
  g_assert_cmpint(g_get_monotonic_time() - since, <, 500 * 1000);
}

/* No byte of @bytes is a control that only data could have brought: a bell, a title or another
 * command to the terminal's operating system, a C1 control, raw or in UTF-8. */
static void
assert_clean(const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i + 1 < n; i++) {
    g_assert_cmphex(bytes[i], !=, 0x07);
    g_assert_cmphex(bytes[i], !=, 0x05);
    g_assert_false(bytes[i] == 0xC2 && bytes[i + 1] < 0xA0);
    if (bytes[i] == 0x1B)
      g_assert_null(strchr("]PX^_", bytes[i + 1]));
    if (bytes[i] == 0x1B && bytes[i + 1] == '[')
      g_assert_false(i + 4 < n && memcmp(bytes + i, "\033[31m", 5) == 0);
  }
}

static void
look_around(Terminal *terminal)
{
  static const char *const keys[] = { "v",   "Esc", "l",   "v",   "Esc",   "G",   "l", "v",
                                      "Esc", "c",   "'a'", "Esc", "Enter", "Esc", "=", "u" };

  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    terminal_key(terminal, keys[i]);
    terminal_settle(terminal, 15);
  }
}

static void
test_nothing_of_the_data_is_raw(void)
{
  const char *const files[] = {
    "tests/data/csv-edge/terminal-escapes.csv", "tests/data/csv-edge/control-chars.csv",
    "tests/data/csv-edge/unicode-width.csv",    "tests/data/csv-edge/made/esc-fields.csv",
    "tests/data/csv-edge/made/esc-header.csv",  "tests/data/csv-edge/made/esc-c1.csv",
    "tests/data/csv-edge/made/esc-c1-raw.csv",  "tests/data/csv-edge/made/esc-cr-overwrite.csv"
  };

  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(Terminal) terminal = NULL;

    if (!g_file_test(files[i], G_FILE_TEST_EXISTS))
      g_error("%s is not there", files[i]);
    g_test_message("%s", files[i]);
    terminal = start(files[i], 80, 24, NULL);
    look_around(terminal);
    assert_clean(terminal_bytes(terminal), terminal_n_bytes(terminal));
    g_assert_true(terminal_wait_for(terminal, "? keys", TIMEOUT_MS));
  }
}

static void
test_history_is_private_and_kept(void)
{
  const char *state = g_getenv("XDG_STATE_HOME");
  g_autofree char *path = NULL;
  GStatBuf info;

  if (!state) {
    g_test_skip("XDG_STATE_HOME is not set; tests/run-tap sets it");
    return;
  }
  path = g_build_filename(state, "dayshift", "history", NULL);
  for (guint i = 0; i < 2; i++) {
    g_autoptr(Terminal) terminal = start("sample-data/penguins.csv", 80, 24, NULL);

    terminal_key(terminal, ":");
    if (i == 0)
      terminal_send(terminal, "go row=77\r", -1);
    else
      terminal_key(terminal, "Up");
    g_assert_true(terminal_wait_for(terminal, i == 0 ? "77▸" : ":go row=77", TIMEOUT_MS));
  }
  g_assert_cmpint(g_stat(path, &info), ==, 0);
  g_assert_cmphex(info.st_mode & 0777, ==, 0600);
}

/* 60 MB of numbers: the first rows, keys while it reads, and the cursor kept at the end. */
static void
test_first_rows_before_the_rest(void)
{
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "big.csv", NULL);
  g_autoptr(GString) text = g_string_new("id,x,label\n");
  g_autoptr(Terminal) terminal = NULL;
  const char *const argv[] = { program, path, NULL };
  const TerminalOptions options = { .width = 80, .height = 24 };
  gint64 since;

  if (!g_test_slow()) {
    g_test_skip("slow");
    return;
  }
  for (guint i = 1; text->len < 60 * 1000 * 1000; i++)
    g_string_append_printf(text, "%u,%u.25,label number %u\n", i, i * 7 % 1000, i);
  g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
  since = g_get_monotonic_time();
  terminal = terminal_start(argv, &options);
  g_assert_true(terminal_wait_for(terminal, "label number 1", TIMEOUT_MS));
  g_test_message("first rows after %d ms", (int)((g_get_monotonic_time() - since) / 1000));
  terminal_key(terminal, "j");
  terminal_key(terminal, "j");
  g_assert_true(terminal_wait_for(terminal, "3▸", TIMEOUT_MS));
  g_assert_true(terminal_wait_for(terminal, ",", 60 * 1000));
  terminal_settle(terminal, 500);
  g_assert_true(terminal_wait_for(terminal, "3▸", TIMEOUT_MS));
  g_unlink(path);
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
  g_autofree char *here = g_get_current_dir();
  g_autofree char *source = g_canonicalize_filename(from_environment("G_TEST_SRCDIR", "."), here);
  g_autofree char *build = g_canonicalize_filename(from_environment("G_TEST_BUILDDIR", "."), here);

  program = g_build_filename(build, "dayshift", NULL);
  g_test_init(&argc, &argv, NULL);
  g_assert_cmpint(g_chdir(source), ==, 0);
  g_test_add_func("/terminal/quit-gives-it-back", test_quit_gives_the_terminal_back);
  g_test_add_func("/terminal/signals-give-it-back", test_signals_give_the_terminal_back);
  g_test_add_func("/terminal/a-line-that-drops-ends-it", test_a_line_that_drops_ends_it);
  g_test_add_func("/terminal/stopping-gives-it-back", test_stopping_gives_it_back_for_a_while);
  g_test_add_func("/terminal/idle-is-silent", test_idle_sends_nothing_and_uses_no_time);
  g_test_add_func("/terminal/a-step-sends-little", test_a_cursor_step_sends_little);
  g_test_add_func("/terminal/escape-does-not-wait", test_escape_does_not_wait);
  g_test_add_func("/terminal/nothing-of-the-data-is-raw", test_nothing_of_the_data_is_raw);
  g_test_add_func("/terminal/history-is-private", test_history_is_private_and_kept);
  g_test_add_func("/terminal/first-rows-before-the-rest", test_first_rows_before_the_rest);
  return g_test_run();
}
