/* views/canvas.h - a rectangle of character cells that panes draw on and tests read. */
#pragma once
#include <glib.h>

#include "views/glyph.h"
#include "views/theme.h"

enum { DS_CELL_CHARS = 4 }; /* a base and up to three combining marks */

typedef struct {
  gunichar chars[DS_CELL_CHARS]; /* 0 behind the last; chars[0] == 0: right half of a wide one */
  guint8 width;                  /* 1 or 2; 0 for the right half */
  guint8 role;                   /* DsRole */
} DsCell;

/* A window onto cells that others own: copied freely, valid as long as the whole canvas. Whatever
 * is drawn outside of it is cut off. x grows to the right, y downwards, both from 0. */
typedef struct {
  DsCell *cells; /* of the whole canvas, [stride × …] row-major */
  int stride;
  int left, top; /* of this window on the whole */
  int width, height;
  DsGlyphs glyphs;
} DsCanvas;

/* A whole canvas of blanks; sizes >= 1. Free with ds_canvas_free(), also after a resize. */
DsCanvas *ds_canvas_new(int width, int height, DsGlyphs glyphs);
void ds_canvas_resize(DsCanvas *canvas, int width, int height);
void ds_canvas_free(DsCanvas *canvas);

/* The part at (x, y), cut to what @canvas has; may be empty (width or height 0). */
DsCanvas ds_canvas_part(const DsCanvas *canvas, int x, int y, int width, int height);

const DsCell *ds_canvas_cell(const DsCanvas *canvas, int x, int y); /* inside only */

void ds_canvas_clear(const DsCanvas *canvas);

/**
 * ds_canvas_text:
 * @width: cells it may take from @x on; what is longer ends in an ellipsis
 * @text: valid UTF-8 that went through ds_text_for_terminal() if it came from data
 *
 * Of a cluster the first character and its first three combining marks are drawn, as every
 * terminal agrees on their width. Returns: cells used. _right ends at @x + @width instead.
 */
int ds_canvas_text(const DsCanvas *canvas, int x, int y, int width, const char *text, DsRole role);
int ds_canvas_right(const DsCanvas *canvas, int x, int y, int width, const char *text, DsRole role);

/* One character of one cell, or @width of them. */
void ds_canvas_char(const DsCanvas *canvas, int x, int y, gunichar c, DsRole role);
void ds_canvas_fill(const DsCanvas *canvas, int x, int y, int width, gunichar c, DsRole role);

/* Gives cells another role and leaves what is in them. */
void ds_canvas_role(const DsCanvas *canvas, int x, int y, int width, DsRole role);

/* A bar of @fraction (0..1) of @width cells, in eighths of a cell. */
void ds_canvas_bar(const DsCanvas *canvas, int x, int y, int width, double fraction, DsRole role);

/* Heights as one line of blocks, each relative to the largest; anything above 0 shows. */
void ds_canvas_spark(const DsCanvas *canvas, int x, int y, const guint64 *counts, int n,
                     DsRole role);

/* For tests: row @y as text, blanks at its end removed. (transfer full) */
char *ds_canvas_line(const DsCanvas *canvas, int y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCanvas, ds_canvas_free)
