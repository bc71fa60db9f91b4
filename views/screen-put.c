/* views/screen-put.c - the canvas put on the terminal: the only place that draws with curses. */
#include "views/screen-private.h"

#include <ncurses.h>
#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xFFFD };

void
ds_screen_use_theme(DsScreen *screen)
{
  if (!screen->has_color)
    return;
  for (int role = 0; role < DS_N_ROLES; role++) {
    const DsLook *look = &screen->theme->looks[role];

    init_pair((short)(role + 1), (short)(COLORS >= 256 ? look->colour : look->basic), -1);
  }
}

static attr_t
attributes_of(const DsScreen *screen, DsRole role)
{
  const DsLook *look = &screen->theme->looks[role];
  attr_t attributes = A_NORMAL;

  if (look->flags & DS_LOOK_BOLD)
    attributes |= A_BOLD;
  if (look->flags & DS_LOOK_DIM)
    attributes |= A_DIM;
  if (look->flags & DS_LOOK_UNDERLINE)
    attributes |= A_UNDERLINE;
  if (look->flags & DS_LOOK_REVERSE)
    attributes |= A_REVERSE;
  return attributes;
}

static short
pair_of(const DsScreen *screen, DsRole role)
{
  const DsLook *look = &screen->theme->looks[role];
  const gboolean is_own = (COLORS >= 256 ? look->colour : look->basic) < 0;

  return screen->has_color && !is_own ? (short)(role + 1) : 0;
}

/* Curses keeps count of the terminal's cursor with the C library's wcwidth. Where that disagrees
 * with our widths the character is not sent, or everything behind it would stand elsewhere. */
static void
put_cell(const DsScreen *screen, int x, int y, const DsCell *cell)
{
  wchar_t text[DS_CELL_CHARS + 1];
  cchar_t out;
  int n = 0;
  const attr_t attributes = attributes_of(screen, cell->role);
  const short pair = pair_of(screen, cell->role);

  text[n++] = (wchar_t)cell->chars[0];
  if (wcwidth(text[0]) != cell->width || text[0] < 0x20)
    text[0] = screen->is_utf8 ? REPLACEMENT : '?';
  else
    for (int i = 1; i < DS_CELL_CHARS && cell->chars[i]; i++)
      if (wcwidth((wchar_t)cell->chars[i]) == 0)
        text[n++] = (wchar_t)cell->chars[i];
  text[n] = L'\0';
  setcchar(&out, text, attributes, pair, NULL);
  mvadd_wch(y, x, &out);
  if (cell->width == 2 && wcwidth(text[0]) == 1) {
    setcchar(&out, L" ", attributes, pair, NULL);
    mvadd_wch(y, x + 1, &out);
  }
}

void
ds_screen_put(DsScreen *screen, int x, int y)
{
  const DsCanvas *canvas = screen->canvas;
  const gsize width = (gsize)canvas->width;

  for (int row = 0; row < canvas->height; row++) {
    const DsCell *cells = canvas->cells + (gsize)row * width;
    DsCell *shown = screen->shown + (gsize)row * width;

    /* a whole row, as wide characters overlap their neighbours; curses sends what differs */
    if (memcmp(cells, shown, width * sizeof *cells) == 0)
      continue;
    for (int col = 0; col < canvas->width; col++)
      if (cells[col].width > 0)
        put_cell(screen, col, row, &cells[col]);
    memcpy(shown, cells, width * sizeof *cells);
  }
  if ((x >= 0) != screen->is_cursor_shown) {
    screen->is_cursor_shown = x >= 0;
    curs_set(screen->is_cursor_shown);
  }
  if (x >= 0)
    move(MIN(y, canvas->height - 1), MIN(x, canvas->width - 1));
  else
    leaveok(stdscr, TRUE);
  refresh();
  leaveok(stdscr, FALSE);
}

void
ds_screen_redraw(DsScreen *screen)
{
  memset(screen->shown, 0,
         (gsize)screen->canvas->width * (gsize)screen->canvas->height * sizeof *screen->shown);
  clearok(curscr, TRUE);
}
