/* views/screen-input.c - what the keyboard sends, as keys. */
#include "views/screen-private.h"

#include <errno.h>
#include <ncurses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "views/key.h"

/* Codes of our own for sequences that terminfo has no standard name for; above all of curses'. */
enum { CODE_PASTE = KEY_MAX + 1, CODE_PASTE_END };

static const struct {
  int code;
  int key;
} keys[] = {
  { KEY_UP, DS_KEY_UP },
  { KEY_DOWN, DS_KEY_DOWN },
  { KEY_LEFT, DS_KEY_LEFT },
  { KEY_RIGHT, DS_KEY_RIGHT },
  { KEY_HOME, DS_KEY_HOME },
  { KEY_FIND, DS_KEY_HOME },
  { KEY_END, DS_KEY_END },
  { KEY_SELECT, DS_KEY_END },
  { KEY_PPAGE, DS_KEY_PAGE_UP },
  { KEY_NPAGE, DS_KEY_PAGE_DOWN },
  { KEY_IC, DS_KEY_INSERT },
  { KEY_DC, DS_KEY_DELETE },
  { KEY_BACKSPACE, DS_KEY_BACKSPACE },
  { KEY_BTAB, DS_KEY_BACK_TAB },
  { KEY_ENTER, DS_KEY_ENTER },
  { KEY_F(1), DS_KEY_F1 },
  { KEY_HELP, DS_KEY_F1 },
  { KEY_SLEFT, DS_KEY_CTRL_LEFT },
  { KEY_SRIGHT, DS_KEY_CTRL_RIGHT },
  { CODE_PASTE, DS_KEY_PASTE },
  { CODE_PASTE_END, DS_KEY_PASTE_END },
};

/* Sequences that terminals send although the terminfo of their TERM may not say so. */
static const struct {
  const char *bytes;
  int code;
} extra[] = {
  { "\033[200~", CODE_PASTE }, { "\033[201~", CODE_PASTE_END }, { "\033[A", KEY_UP },
  { "\033[B", KEY_DOWN },      { "\033[C", KEY_RIGHT },         { "\033[D", KEY_LEFT },
  { "\033OA", KEY_UP },        { "\033OB", KEY_DOWN },          { "\033OC", KEY_RIGHT },
  { "\033OD", KEY_LEFT },      { "\033[H", KEY_HOME },          { "\033[F", KEY_END },
  { "\033OH", KEY_HOME },      { "\033OF", KEY_END },           { "\033[1~", KEY_HOME },
  { "\033[4~", KEY_END },      { "\033[7~", KEY_HOME },         { "\033[8~", KEY_END },
  { "\033[2~", KEY_IC },       { "\033[3~", KEY_DC },           { "\033[5~", KEY_PPAGE },
  { "\033[6~", KEY_NPAGE },    { "\033[Z", KEY_BTAB },          { "\033[1;5C", KEY_SRIGHT },
  { "\033[1;5D", KEY_SLEFT },  { "\033[1;2C", KEY_SRIGHT },     { "\033[1;2D", KEY_SLEFT },
  { "\033OP", KEY_F(1) },      { "\033[11~", KEY_F(1) },        { "\033[1;5H", KEY_HOME },
  { "\033[1;5F", KEY_END },
};

void
ds_screen_init_keys(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(extra); i++)
    define_key(extra[i].bytes, extra[i].code);
}

static int
key_of_code(int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
    if (keys[i].code == code)
      return keys[i].key;
  return DS_KEY_OTHER;
}

static int
key_of_char(wint_t c)
{
  if (c == '\r')
    return DS_KEY_ENTER;
  if (c == 0x7F || c == '\b')
    return DS_KEY_BACKSPACE;
  return c == 0 ? DS_KEY_OTHER : (int)c;
}

gboolean
ds_screen_read_keys(DsScreen *screen)
{
  wint_t c;
  int status, waiting = 0, n_read = 0;

  while ((status = get_wch(&c)) != ERR) {
    n_read++;
    if (status == KEY_CODE_YES && c == KEY_RESIZE)
      continue;
    g_queue_push_tail(screen->keys, GINT_TO_POINTER(status == KEY_CODE_YES ? key_of_code((int)c)
                                                                           : key_of_char(c)));
  }
  /* the poll said there was something: nothing to read means that the other end is gone */
  if (n_read > 0)
    return TRUE;
  return ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && isatty(STDIN_FILENO);
}
