/* tests/screen/terminal.c - a terminal for tests: a real pty, read back through libvterm. */
#include "tests/screen/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

struct Terminal {
  pid_t pid;
  int fd; /* our end of the pty; -1 = hung up */
  VTerm *vt;
  VTermScreen *screen;
  int width, height;
  gboolean is_cursor_visible, is_alternate;
  GByteArray *bytes;
  gboolean has_ended;
  int status;
};

static int
set_property(VTermProp property, VTermValue *value, void *user)
{
  Terminal *terminal = user;

  if (property == VTERM_PROP_CURSORVISIBLE)
    terminal->is_cursor_visible = value->boolean;
  if (property == VTERM_PROP_ALTSCREEN)
    terminal->is_alternate = value->boolean;
  return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = set_property };

static void
become(const char *const *argv, const TerminalOptions *options)
{
  setenv("TERM", options->term ? options->term : "xterm-256color", 1);
  setenv("INPUTRC", "/dev/null", 1);
  unsetenv("LINES");
  unsetenv("COLUMNS");
  unsetenv("NO_COLOR");
  unsetenv("COLORFGBG");
  for (guint i = 0; options->env && options->env[i]; i++) {
    const char *equals = strchr(options->env[i], '=');
    g_autofree char *name =
        equals ? g_strndup(options->env[i], (gsize)(equals - options->env[i])) : NULL;

    if (equals)
      setenv(name, equals + 1, 1);
    else
      unsetenv(options->env[i]);
  }
  execv(argv[0], (char *const *)argv);
  fprintf(stderr, "cannot run %s\n", argv[0]);
  _exit(127);
}

Terminal *
terminal_start(const char *const *argv, const TerminalOptions *options)
{
  Terminal *terminal = g_new0(Terminal, 1);
  const struct winsize size = { .ws_row = (unsigned short)options->height,
                                .ws_col = (unsigned short)options->width };

  terminal->width = options->width;
  terminal->height = options->height;
  terminal->bytes = g_byte_array_new();
  terminal->is_cursor_visible = TRUE;
  terminal->vt = vterm_new(options->height, options->width);
  vterm_set_utf8(terminal->vt, 1);
  terminal->screen = vterm_obtain_screen(terminal->vt);
  vterm_screen_enable_altscreen(terminal->screen, 1);
  vterm_screen_set_callbacks(terminal->screen, &callbacks, terminal);
  vterm_screen_reset(terminal->screen, 1);
  terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
  g_assert_cmpint(terminal->pid, >=, 0);
  if (terminal->pid == 0)
    become(argv, options);
  fcntl(terminal->fd, F_SETFL, O_NONBLOCK);
  return terminal;
}

void
terminal_free(Terminal *terminal)
{
  if (!terminal)
    return;
  if (!terminal->has_ended) {
    kill(terminal->pid, SIGKILL);
    waitpid(terminal->pid, NULL, 0);
  }
  terminal_hang_up(terminal);
  vterm_free(terminal->vt);
  g_byte_array_free(terminal->bytes, TRUE);
  g_free(terminal);
}

void
terminal_send(Terminal *terminal, const char *bytes, gssize n)
{
  gsize left = n < 0 ? strlen(bytes) : (gsize)n;

  while (left > 0) {
    const gssize sent = write(terminal->fd, bytes, left);

    if (sent > 0) {
      bytes += sent;
      left -= (gsize)sent;
    } else if (errno != EINTR) {
      terminal_read(terminal, 100); /* the program waits for us to read */
    }
  }
}

gboolean
terminal_key(Terminal *terminal, const char *name)
{
  static const char *const keys[][2] = {
    { "Up", "\033OA" },      { "Down", "\033OB" },     { "Right", "\033OC" },
    { "Left", "\033OD" },    { "Home", "\033OH" },     { "End", "\033OF" },
    { "PgUp", "\033[5~" },   { "PgDn", "\033[6~" },    { "Ins", "\033[2~" },
    { "Del", "\033[3~" },    { "Enter", "\r" },        { "Tab", "\t" },
    { "S-Tab", "\033[Z" },   { "Esc", "\033" },        { "Space", " " },
    { "Backspace", "\x7f" }, { "^Left", "\033[1;5D" }, { "^Right", "\033[1;5C" },
    { "F1", "\033OP" },
  };
  const gsize n = strlen(name);

  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
    if (strcmp(keys[i][0], name) == 0) {
      terminal_send(terminal, keys[i][1], -1);
      return TRUE;
    }
  if (n > 2 && name[0] == '\'' && name[n - 1] == '\'') {
    terminal_send(terminal, name + 1, (gssize)n - 2);
    return TRUE;
  }
  if (n == 2 && name[0] == '^') {
    const char control = (char)(name[1] & 0x1F);

    terminal_send(terminal, &control, 1);
    return TRUE;
  }
  if (!g_utf8_validate(name, -1, NULL) || g_utf8_strlen(name, -1) != 1)
    return FALSE;
  terminal_send(terminal, name, -1);
  return TRUE;
}

/* What the terminal answers to questions of the program goes back to it. */
static void
answer(Terminal *terminal)
{
  char bytes[256];
  gsize n;

  while ((n = vterm_output_read(terminal->vt, bytes, sizeof bytes)) > 0)
    terminal_send(terminal, bytes, (gssize)n);
}

gboolean
terminal_read(Terminal *terminal, int ms)
{
  struct pollfd fd = { .fd = terminal->fd, .events = POLLIN };
  char bytes[65536];
  gssize n;

  if (terminal->fd < 0 || poll(&fd, 1, ms) <= 0)
    return FALSE;
  n = read(terminal->fd, bytes, sizeof bytes);
  if (n <= 0)
    return FALSE;
  g_byte_array_append(terminal->bytes, (const guint8 *)bytes, (guint)n);
  vterm_input_write(terminal->vt, bytes, (gsize)n);
  answer(terminal);
  return TRUE;
}

void
terminal_settle(Terminal *terminal, int quiet_ms)
{
  while (terminal_read(terminal, quiet_ms))
    ;
}

gboolean
terminal_wait_for(Terminal *terminal, const char *text, int timeout_ms)
{
  const gint64 end = g_get_monotonic_time() + (gint64)timeout_ms * 1000;

  for (;;) {
    g_autofree char *screen = terminal_text(terminal);
    const gint64 left = (end - g_get_monotonic_time()) / 1000;

    if (strstr(screen, text))
      return TRUE;
    if (left <= 0)
      return FALSE;
    terminal_read(terminal, (int)MIN(left, 50));
  }
}

char *
terminal_row(Terminal *terminal, int y)
{
  GString *row = g_string_new(NULL);

  for (int x = 0; x < terminal->width; x++) {
    VTermScreenCell cell;

    vterm_screen_get_cell(terminal->screen, (VTermPos){ .row = y, .col = x }, &cell);
    if (cell.chars[0] == (uint32_t)-1)
      continue; /* the right half of a wide character */
    if (cell.chars[0] == 0)
      g_string_append_c(row, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
      g_string_append_unichar(row, cell.chars[i]);
  }
  g_strchomp(row->str);
  return g_string_free(row, FALSE);
}

char *
terminal_text(Terminal *terminal)
{
  GString *text = g_string_new(NULL);

  for (int y = 0; y < terminal->height; y++) {
    g_autofree char *row = terminal_row(terminal, y);

    g_string_append_printf(text, "%s\n", row);
  }
  return g_string_free(text, FALSE);
}

char *
terminal_looks(Terminal *terminal, int y)
{
  GString *looks = g_string_new(NULL);

  for (int x = 0; x < terminal->width; x++) {
    VTermScreenCell cell;
    char look = ' ';
    gboolean is_coloured;

    vterm_screen_get_cell(terminal->screen, (VTermPos){ .row = y, .col = x }, &cell);
    is_coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
    if (cell.attrs.reverse)
      look = 'r';
    else if (cell.attrs.underline)
      look = cell.attrs.bold || is_coloured ? 'U' : 'u';
    else if (cell.attrs.bold)
      look = is_coloured ? 'B' : 'b';
    else if (is_coloured)
      look = 'c';
    g_string_append_c(looks, look);
  }
  g_strchomp(looks->str);
  return g_string_free(looks, FALSE);
}

int
terminal_height(const Terminal *terminal)
{
  return terminal->height;
}

gboolean
terminal_cursor(Terminal *terminal, int *x, int *y)
{
  VTermPos position;

  vterm_state_get_cursorpos(vterm_obtain_state(terminal->vt), &position);
  *x = position.col;
  *y = position.row;
  return terminal->is_cursor_visible;
}

gboolean
terminal_is_alternate(const Terminal *terminal)
{
  return terminal->is_alternate;
}

gsize
terminal_n_bytes(const Terminal *terminal)
{
  return terminal->bytes->len;
}

const guint8 *
terminal_bytes(const Terminal *terminal)
{
  return terminal->bytes->data;
}

void
terminal_resize(Terminal *terminal, int width, int height)
{
  const struct winsize size = { .ws_row = (unsigned short)height, .ws_col = (unsigned short)width };

  terminal->width = width;
  terminal->height = height;
  vterm_set_size(terminal->vt, height, width);
  ioctl(terminal->fd, TIOCSWINSZ, &size); /* the program gets SIGWINCH */
}

pid_t
terminal_pid(const Terminal *terminal)
{
  return terminal->pid;
}

int
terminal_fd(const Terminal *terminal)
{
  return terminal->fd;
}

int
terminal_wait_exit(Terminal *terminal, int timeout_ms)
{
  const gint64 end = g_get_monotonic_time() + (gint64)timeout_ms * 1000;

  while (!terminal->has_ended && g_get_monotonic_time() < end) {
    if (!terminal_read(terminal, 10))
      g_usleep(2000); /* a pty without its program answers at once */
    if (waitpid(terminal->pid, &terminal->status, WNOHANG) == terminal->pid)
      terminal->has_ended = TRUE;
  }
  while (terminal_read(terminal, 0)) /* what it said last */
    ;
  return terminal->has_ended ? terminal->status : -1;
}

void
terminal_hang_up(Terminal *terminal)
{
  if (terminal->fd >= 0)
    close(terminal->fd);
  terminal->fd = -1;
}

guint64
terminal_ticks(const Terminal *terminal)
{
  g_autofree char *path = g_strdup_printf("/proc/%d/stat", (int)terminal->pid);
  g_autofree char *text = NULL;
  const char *behind_name;
  g_auto(GStrv) fields = NULL;

  g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
  behind_name = strrchr(text, ')');
  fields = g_strsplit(behind_name + 2, " ", -1); /* from field 3 on: utime is 14, stime 15 */
  return g_ascii_strtoull(fields[11], NULL, 10) + g_ascii_strtoull(fields[12], NULL, 10);
}
