/* views/screen.c - the terminal while the program is on it: taking it, waiting, giving it back. */
#include "views/screen-private.h"

#include <errno.h>
#include <langinfo.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/session.h"

/* Pasted text is announced, so that it is never taken for keys; text is kept in logical order,
 * so that a right-to-left cell does not move its neighbours where the terminal reorders. */
#define ASK_FOR_PASTE "\033[?2004h"
#define END_PASTE "\033[?2004l"
#define ORDER_EXPLICIT "\033[8l"
#define ORDER_IMPLICIT "\033[8h"

static DsScreen *open_screen; /* the one there is, for exit() */

static void
send(const char *bytes)
{
  gsize left = strlen(bytes);

  while (left > 0) {
    const gssize sent = write(STDOUT_FILENO, bytes, left);

    if (sent < 0 && errno != EINTR)
      return;
    if (sent > 0) {
      bytes += sent;
      left -= (gsize)sent;
    }
  }
}

static gboolean
is_xterm_like(void)
{
  const char *term = g_getenv("TERM");

  return term && (g_str_has_prefix(term, "xterm") || g_str_has_prefix(term, "screen") ||
                  g_str_has_prefix(term, "tmux") || g_str_has_prefix(term, "vte"));
}

/* A console's font has no blocks; its text may still be UTF-8. */
static DsGlyphs
glyphs_for(const DsScreenOptions *options, gboolean is_utf8)
{
  static const char *const consoles[] = { "linux", "vt", "ansi", "cons25", "sun" };
  const char *term = g_getenv("TERM");

  if (options->ascii || !is_utf8)
    return DS_GLYPHS_ASCII;
  for (gsize i = 0; i < G_N_ELEMENTS(consoles); i++)
    if (term && g_str_has_prefix(term, consoles[i]) && !g_str_has_prefix(term, "vte"))
      return DS_GLYPHS_PLAIN;
  return DS_GLYPHS_UNICODE;
}

static void
append_capability(GString *bytes, const char *name)
{
  const char *value = tigetstr(name);

  if (value && value != (const char *)-1)
    g_string_append(bytes, value);
}

/* What gives the terminal back without curses: attributes off, cursor shown, keypad and alternate
 * screen left. Padding ("$<5>") is for terminals slower than any of today. */
static void
prepare_restore(void)
{
  g_autoptr(GString) bytes = g_string_new(NULL);
  g_autoptr(GRegex) padding = g_regex_new("\\$<[^>]*>", 0, 0, NULL);
  g_autofree char *plain = NULL;

  if (is_xterm_like())
    g_string_append(bytes, END_PASTE ORDER_IMPLICIT);
  append_capability(bytes, "sgr0");
  append_capability(bytes, "cnorm");
  append_capability(bytes, "rmkx");
  append_capability(bytes, "rmcup");
  g_string_append(bytes, "\r\n");
  plain = g_regex_replace_literal(padding, bytes->str, -1, 0, "", 0, NULL);
  ds_screen_signals_set_restore(plain ? plain : "");
}

static void
take_terminal(void)
{
  raw(); /* Ctrl-C and Ctrl-Z come as keys */
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  nodelay(stdscr, TRUE);
  set_escdelay(25);
  leaveok(stdscr, FALSE);
  ds_screen_init_keys();
  if (is_xterm_like())
    send(ASK_FOR_PASTE ORDER_EXPLICIT);
}

static void
give_back(DsScreen *screen)
{
  if (screen->is_down)
    return;
  screen->is_down = TRUE;
  if (is_xterm_like())
    send(END_PASTE ORDER_IMPLICIT);
  curs_set(1);
  endwin();
}

static void
at_exit(void)
{
  if (open_screen)
    give_back(open_screen);
}

/* newterm() for TERM, or for xterm where the system does not know it. */
static SCREEN *
new_terminal(DsScreen *screen, GError **error)
{
  const char *term = g_getenv("TERM");
  SCREEN *terminal;

  if (!term || !*term) {
    g_set_error_literal(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                        "TERM is not set, so the terminal is unknown; set it (export "
                        "TERM=xterm-256color) or use -i or -c");
    return NULL;
  }
  terminal = newterm(NULL, stdout, stdin);
  if (!terminal && !g_str_equal(term, "dumb")) {
    terminal = newterm("xterm", stdout, stdin);
    if (terminal)
      screen->remark =
          g_strdup_printf("TERM \"%s\" is not known on this machine; drawing as for xterm", term);
  }
  if (!terminal)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "TERM \"%s\" cannot show screens; set another TERM or use -i or -c", term);
  return terminal;
}

DsScreen *
ds_screen_open(const DsScreenOptions *options, GError **error)
{
  DsScreen *screen;
  const char *no_color = g_getenv("NO_COLOR");
  static gboolean is_registered;

  g_return_val_if_fail(!open_screen, NULL);
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
    g_set_error_literal(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                        "there is no terminal to draw on; use -c, -f or -i");
    return NULL;
  }
  screen = g_new0(DsScreen, 1);
  screen->is_utf8 = g_str_equal(nl_langinfo(CODESET), "UTF-8");
  screen->keys = g_queue_new();
  if (!ds_screen_signals_install(error)) { /* first: it remembers how the terminal was */
    ds_screen_close(screen);
    return NULL;
  }
  use_env(FALSE); /* LINES and COLUMNS may be stale; the terminal knows its size */
  use_tioctl(TRUE);
  screen->terminal = new_terminal(screen, error);
  if (!screen->terminal) {
    screen->is_down = TRUE;
    ds_screen_close(screen);
    return NULL;
  }
  open_screen = screen;
  if (!is_registered)
    atexit(at_exit);
  is_registered = TRUE;
  prepare_restore();
  take_terminal();
  screen->canvas = ds_canvas_new(COLS, LINES, glyphs_for(options, screen->is_utf8));
  screen->shown = g_new0(DsCell, (gsize)COLS * (gsize)LINES);
  screen->has_color = !options->no_color && !(no_color && *no_color) && has_colors();
  if (screen->has_color) {
    start_color();
    use_default_colors();
  }
  ds_screen_set_theme(screen, ds_theme_lookup(ds_theme_guess()));
  return screen;
}

void
ds_screen_close(DsScreen *screen)
{
  if (!screen)
    return;
  give_back(screen);
  if (screen->terminal)
    delscreen(screen->terminal);
  ds_screen_signals_remove();
  open_screen = NULL;
  ds_canvas_free(screen->canvas);
  g_queue_free(screen->keys);
  g_free(screen->shown);
  g_free(screen->remark);
  g_free(screen);
}

const DsCanvas *
ds_screen_canvas(DsScreen *screen)
{
  return screen->canvas;
}

const char *
ds_screen_remark(DsScreen *screen)
{
  return screen->remark;
}

void
ds_screen_set_theme(DsScreen *screen, const DsTheme *theme)
{
  if (!theme || screen->theme == theme)
    return;
  screen->theme = theme;
  ds_screen_use_theme(screen);
  ds_screen_redraw(screen);
}

void
ds_screen_bell(DsScreen *screen)
{
  (void)screen;
  beep();
}

/* Reads the terminal's size again; TRUE when it is another. */
static gboolean
take_size(DsScreen *screen)
{
  struct winsize size;

  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
    return FALSE;
  if (size.ws_col == screen->canvas->width && size.ws_row == screen->canvas->height)
    return FALSE;
  resizeterm(size.ws_row, size.ws_col);
  ds_canvas_resize(screen->canvas, COLS, LINES);
  g_free(screen->shown);
  screen->shown = g_new0(DsCell, (gsize)COLS * (gsize)LINES);
  clearok(curscr, TRUE); /* what the terminal made of the old text is anybody's guess */
  return TRUE;
}

static void
take_again(DsScreen *screen)
{
  screen->is_down = FALSE;
  take_terminal();
  refresh();
  screen->is_cursor_shown = TRUE;
  ds_screen_redraw(screen);
}

void
ds_screen_suspend(DsScreen *screen)
{
  give_back(screen);
  raise(SIGSTOP);
  /* here again after SIGCONT */
  ds_screen_take_continued();
  take_again(screen);
}

guint
ds_screen_wait(DsScreen *screen, int timeout_ms)
{
  struct pollfd fds[2] = { { .fd = STDIN_FILENO, .events = POLLIN },
                           { .fd = ds_screen_wake_fd(), .events = POLLIN } };
  guint events = 0;
  const gboolean has_failed = poll(fds, 2, timeout_ms) < 0 && errno != EINTR;

  if (fds[1].revents & POLLIN)
    ds_screen_wake_fd_clear();
  if (ds_screen_take_stop()) {
    ds_screen_suspend(screen);
    events |= DS_SCREEN_REDRAW;
  }
  if (ds_screen_take_continued()) { /* somebody else stopped us; a shell had the terminal */
    take_again(screen);
    events |= DS_SCREEN_REDRAW;
  }
  if (ds_screen_take_resize() && take_size(screen))
    events |= DS_SCREEN_RESIZED;
  if (ds_screen_take_interrupt()) {
    g_queue_push_tail(screen->keys, GINT_TO_POINTER(3)); /* as if Ctrl-C was pressed */
    events |= DS_SCREEN_KEYS;
  }
  if (ds_screen_take_wake())
    events |= DS_SCREEN_WOKEN;
  if ((fds[0].revents & (POLLIN | POLLHUP | POLLERR)) && !ds_screen_read_keys(screen))
    events |= DS_SCREEN_LEAVE;
  if (!g_queue_is_empty(screen->keys))
    events |= DS_SCREEN_KEYS;
  if (has_failed || ds_screen_take_leave())
    events |= DS_SCREEN_LEAVE;
  return events;
}

int
ds_screen_next_key(DsScreen *screen)
{
  return GPOINTER_TO_INT(g_queue_pop_head(screen->keys));
}

int
ds_screen_peek_key(DsScreen *screen)
{
  return GPOINTER_TO_INT(g_queue_peek_head(screen->keys));
}

int
ds_screen_leave_signal(const DsScreen *screen)
{
  (void)screen;
  return ds_screen_take_leave();
}
