/* views/page.c - text to read: lines that are wrapped to the pane, with headings. */
#include "views/page.h"

#include <string.h>

#include "engine/base/text.h"

typedef struct {
  char *name; /* first column; NULL = none */
  char *text; /* for the terminal */
  int indent; /* where the text, or its second line, starts */
  DsRole role;
} Line;

/* A piece of a line as it is drawn at one width. */
typedef struct {
  guint line;
  const char *text;
  gsize length;
  gboolean is_first;
} Piece;

struct DsPage {
  char *title;
  GArray *lines;
  GArray *pieces; /* at `width` */
  int width;
  int top;
  int height;
};

static void
clear_line(gpointer data)
{
  Line *line = data;

  g_free(line->name);
  g_free(line->text);
}

DsPage *
ds_page_new(const char *title)
{
  DsPage *page = g_new0(DsPage, 1);

  page->title = g_strdup(title);
  page->lines = g_array_new(FALSE, TRUE, sizeof(Line));
  g_array_set_clear_func(page->lines, clear_line);
  page->pieces = g_array_new(FALSE, TRUE, sizeof(Piece));
  return page;
}

void
ds_page_free(gpointer data)
{
  DsPage *page = data;

  if (!page)
    return;
  g_array_free(page->lines, TRUE);
  g_array_free(page->pieces, TRUE);
  g_free(page->title);
  g_free(page);
}

const char *
ds_page_title(const DsPage *page)
{
  return page->title;
}

static void
add_line(DsPage *page, const char *name, const char *text, int indent, DsRole role)
{
  const Line line = { .name = name ? ds_text_for_terminal(name, -1) : NULL,
                      .text = ds_text_for_terminal(text, -1),
                      .indent = indent,
                      .role = role };

  g_array_append_val(page->lines, line);
  page->width = 0;
}

void
ds_page_add(DsPage *page, DsRole role, int indent, const char *text)
{
  add_line(page, NULL, text, indent, role);
}

void
ds_page_add_pair(DsPage *page, int name_width, const char *name, const char *text)
{
  add_line(page, name, text, name_width, DS_ROLE_TEXT);
}

/* Bytes of @text that fit into @width cells, up to a blank where there is one. */
static gsize
fitting(const char *text, int width)
{
  const char *p = text, *blank = NULL;
  int total = 0;

  while (*p) {
    int cells;
    const char *next = ds_text_cluster(p, &cells);

    if (total + cells > width && p > text)
      return (gsize)((blank ? blank : p) - text);
    if (*p == ' ')
      blank = p;
    total += cells;
    p = next;
  }
  return (gsize)(p - text);
}

static void
wrap_line(DsPage *page, guint i, int width)
{
  const Line *line = &g_array_index(page->lines, Line, i);
  const char *text = line->text;
  gboolean is_first = TRUE;

  do {
    const int room = MAX(1, width - (is_first && !line->name ? 0 : line->indent));
    const Piece piece = {
      .line = i, .text = text, .length = fitting(text, room), .is_first = is_first
    };

    g_array_append_val(page->pieces, piece);
    text += piece.length;
    while (*text == ' ')
      text++;
    is_first = FALSE;
  } while (*text);
}

static void
wrap(DsPage *page, int width)
{
  if (page->width == width)
    return;
  page->width = width;
  g_array_set_size(page->pieces, 0);
  for (guint i = 0; i < page->lines->len; i++)
    wrap_line(page, i, width);
}

gboolean
ds_page_act(DsPage *page, const char *word)
{
  const int step = MAX(1, page->height - 1);

  if (strcmp(word, "scroll-down") == 0)
    page->top++;
  else if (strcmp(word, "scroll-up") == 0)
    page->top--;
  else if (strcmp(word, "page-down") == 0)
    page->top += step;
  else if (strcmp(word, "page-up") == 0)
    page->top -= step;
  else if (strcmp(word, "page-top") == 0)
    page->top = 0;
  else if (strcmp(word, "page-end") == 0)
    page->top = G_MAXINT / 2; /* drawing takes it back to the last page */
  else
    return FALSE;
  return TRUE;
}

static void
draw_piece(const DsPage *page, const Piece *piece, const DsCanvas *canvas, int y)
{
  const Line *line = &g_array_index(page->lines, Line, piece->line);
  const int x = piece->is_first && !line->name ? 0 : line->indent;
  g_autofree char *text = g_strndup(piece->text, piece->length);

  if (piece->is_first && line->name)
    ds_canvas_text(canvas, 0, y, line->indent - 1, line->name, DS_ROLE_ACCENT);
  ds_canvas_text(canvas, x, y, canvas->width - x, text, line->role);
}

void
ds_page_draw(DsPage *page, const DsCanvas *canvas)
{
  const DsCanvas body = ds_canvas_part(canvas, 1, 0, canvas->width - 2, canvas->height);
  int n;

  wrap(page, body.width);
  n = (int)page->pieces->len;
  page->height = body.height;
  page->top = CLAMP(page->top, 0, MAX(0, n - body.height));
  for (int y = 0; y < body.height && page->top + y < n; y++)
    draw_piece(page, &g_array_index(page->pieces, Piece, page->top + y), &body, y);
  if (page->top + body.height < n)
    ds_canvas_char(canvas, canvas->width - 1, canvas->height - 1, DS_GLYPH_DOWN, DS_ROLE_ACCENT);
  if (page->top > 0)
    ds_canvas_char(canvas, canvas->width - 1, 0, DS_GLYPH_UP, DS_ROLE_ACCENT);
}

const DsKey ds_page_keys[] = {
  { 'j', "@scroll-down", "down", DS_KEY_HINT, DS_KEYS_MOVE, "line down" },
  { DS_KEY_DOWN, "@scroll-down", "down", DS_KEY_HINT, DS_KEYS_MOVE, "line down" },
  { 'k', "@scroll-up", "up", DS_KEY_HINT, DS_KEYS_MOVE, "line up" },
  { DS_KEY_UP, "@scroll-up", "up", DS_KEY_HINT, DS_KEYS_MOVE, "line up" },
  { ' ', "@page-down", "next page", DS_KEY_HINT, DS_KEYS_MOVE, "next page" },
  { DS_KEY_PAGE_DOWN, "@page-down", "next page", DS_KEY_HINT, DS_KEYS_MOVE, "next page" },
  { 'b', "@page-up", "page before", 0, DS_KEYS_MOVE, "page before" },
  { DS_KEY_PAGE_UP, "@page-up", "page before", 0, DS_KEYS_MOVE, "page before" },
  { 'g', "@page-top", "start", 0, DS_KEYS_MOVE, "to the start" },
  { DS_KEY_HOME, "@page-top", "start", 0, DS_KEYS_MOVE, "to the start" },
  { 'G', "@page-end", "end", 0, DS_KEYS_MOVE, "to the end" },
  { DS_KEY_END, "@page-end", "end", 0, DS_KEYS_MOVE, "to the end" },
  { 0 },
};
