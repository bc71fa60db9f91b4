/* views/canvas.c - a rectangle of character cells that panes draw on and tests read. */
#include "views/canvas.h"

#include <string.h>

#include "engine/base/text.h"

static const DsCell blank = { .chars = { ' ' }, .width = 1, .role = DS_ROLE_TEXT };

DsCanvas *
ds_canvas_new(int width, int height, DsGlyphs glyphs)
{
  DsCanvas *canvas = g_new0(DsCanvas, 1);

  canvas->glyphs = glyphs;
  ds_canvas_resize(canvas, width, height);
  return canvas;
}

void
ds_canvas_resize(DsCanvas *canvas, int width, int height)
{
  g_free(canvas->cells);
  canvas->cells = g_new0(DsCell, (gsize)width * (gsize)height);
  canvas->stride = width;
  canvas->width = width;
  canvas->height = height;
  ds_canvas_clear(canvas);
}

void
ds_canvas_free(DsCanvas *canvas)
{
  if (!canvas)
    return;
  g_free(canvas->cells);
  g_free(canvas);
}

DsCanvas
ds_canvas_part(const DsCanvas *canvas, int x, int y, int width, int height)
{
  DsCanvas part = *canvas;

  x = CLAMP(x, 0, canvas->width);
  y = CLAMP(y, 0, canvas->height);
  part.left += x;
  part.top += y;
  part.width = CLAMP(width, 0, canvas->width - x);
  part.height = CLAMP(height, 0, canvas->height - y);
  return part;
}

static DsCell *
cell_at(const DsCanvas *canvas, int x, int y)
{
  return &canvas
              ->cells[(gsize)(canvas->top + y) * (gsize)canvas->stride + (gsize)(canvas->left + x)];
}

static gboolean
is_inside(const DsCanvas *canvas, int x, int y)
{
  return x >= 0 && y >= 0 && x < canvas->width && y < canvas->height;
}

const DsCell *
ds_canvas_cell(const DsCanvas *canvas, int x, int y)
{
  g_return_val_if_fail(is_inside(canvas, x, y), &blank);
  return cell_at(canvas, x, y);
}

void
ds_canvas_clear(const DsCanvas *canvas)
{
  for (int y = 0; y < canvas->height; y++)
    for (int x = 0; x < canvas->width; x++)
      *cell_at(canvas, x, y) = blank;
}

/* A half of a wide character that is drawn over leaves a blank, never a half. */
static void
free_halves(const DsCanvas *canvas, int x, int y)
{
  DsCell *cell = cell_at(canvas, x, y);

  if (cell->width == 0 && canvas->left + x > 0)
    cell[-1] = (DsCell){ .chars = { ' ' }, .width = 1, .role = cell[-1].role };
  if (cell->width == 2)
    cell[1] = (DsCell){ .chars = { ' ' }, .width = 1, .role = cell[1].role };
}

/* Draws the cluster from @text up to @end, @width cells (1 or 2) wide, which fits. */
static void
put_cluster(const DsCanvas *canvas, int x, int y, const char *text, const char *end, int width,
            DsRole role)
{
  DsCell cell = { .width = (guint8)width, .role = (guint8)role };
  const gunichar first = g_utf8_get_char(text);
  int n = 1;

  cell.chars[0] = ds_glyph_at_level(first, canvas->glyphs);
  if (canvas->glyphs == DS_GLYPHS_ASCII || cell.chars[0] != first) {
    cell.width = 1;
    end = text; /* no marks on a likeness */
  }
  for (text = end > text ? g_utf8_next_char(text) : end; text < end && n < DS_CELL_CHARS;
       text = g_utf8_next_char(text)) {
    const gunichar mark = g_utf8_get_char(text);

    if (g_unichar_ismark(mark) && !(mark >= 0xFE00 && mark <= 0xFE0F) &&
        ds_text_char_width(mark) == 0)
      cell.chars[n++] = mark;
  }
  for (int i = 0; i < width; i++)
    free_halves(canvas, x + i, y);
  *cell_at(canvas, x, y) = cell;
  if (width == 2)
    *cell_at(canvas, x + 1, y) =
        cell.width == 2 ? (DsCell){ .width = 0, .role = (guint8)role }
                        : (DsCell){ .chars = { ' ' }, .width = 1, .role = (guint8)role };
}

/* Draws up to @end without a cut; returns the cells used. */
static int
put_text(const DsCanvas *canvas, int x, int y, const char *text, DsRole role)
{
  const int start = x;

  while (*text) {
    int width;
    const char *end = ds_text_cluster(text, &width);

    if (width > 0 && is_inside(canvas, x, y) && x + width <= canvas->width)
      put_cluster(canvas, x, y, text, end, width, role);
    x += width;
    text = end;
  }
  return x - start;
}

int
ds_canvas_text(const DsCanvas *canvas, int x, int y, int width, const char *text, DsRole role)
{
  g_autofree char *fit = NULL;

  width = MIN(width, canvas->width - x);
  if (width <= 0 || y < 0 || y >= canvas->height)
    return 0;
  fit = ds_text_fit(text, width, FALSE);
  return put_text(canvas, x, y, fit, role);
}

int
ds_canvas_right(const DsCanvas *canvas, int x, int y, int width, const char *text, DsRole role)
{
  const int cells = ds_text_width(text);

  return ds_canvas_text(canvas, x + MAX(0, width - cells), y, MIN(cells, width), text, role);
}

void
ds_canvas_char(const DsCanvas *canvas, int x, int y, gunichar c, DsRole role)
{
  ds_canvas_fill(canvas, x, y, 1, c, role);
}

void
ds_canvas_fill(const DsCanvas *canvas, int x, int y, int width, gunichar c, DsRole role)
{
  const DsCell cell = { .chars = { ds_glyph_at_level(c, canvas->glyphs) },
                        .width = 1,
                        .role = (guint8)role };

  for (int i = 0; i < width; i++)
    if (is_inside(canvas, x + i, y)) {
      free_halves(canvas, x + i, y);
      *cell_at(canvas, x + i, y) = cell;
    }
}

void
ds_canvas_role(const DsCanvas *canvas, int x, int y, int width, DsRole role)
{
  for (int i = 0; i < width; i++)
    if (is_inside(canvas, x + i, y))
      cell_at(canvas, x + i, y)->role = (guint8)role;
}

void
ds_canvas_bar(const DsCanvas *canvas, int x, int y, int width, double fraction, DsRole role)
{
  int eighths = (int)(CLAMP(fraction, 0.0, 1.0) * 8.0 * width + 0.5);

  for (int i = 0; i < width && eighths > 0; i++, eighths -= 8)
    ds_canvas_char(canvas, x + i, y, ds_glyph_width(eighths), role);
}

void
ds_canvas_spark(const DsCanvas *canvas, int x, int y, const guint64 *counts, int n, DsRole role)
{
  guint64 largest = 0;

  for (int i = 0; i < n; i++)
    largest = MAX(largest, counts[i]);
  for (int i = 0; i < n; i++) {
    /* 1..7: a full block would touch the line above */
    const int eighths = counts[i] == 0 ? 0 : 1 + (int)(6.0 * (double)counts[i] / (double)largest);

    ds_canvas_char(canvas, x + i, y, ds_glyph_height(eighths), role);
  }
}

char *
ds_canvas_line(const DsCanvas *canvas, int y)
{
  GString *line = g_string_new(NULL);

  for (int x = 0; x < canvas->width; x++) {
    const DsCell *cell = cell_at(canvas, x, y);

    for (int i = 0; i < DS_CELL_CHARS && cell->chars[i]; i++)
      g_string_append_unichar(line, cell->chars[i]);
  }
  g_strchomp(line->str);
  return g_string_free(line, FALSE);
}
