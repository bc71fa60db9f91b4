/* views/glyph.h - the characters that are drawn, and what stands for them in ASCII. */
#pragma once
#include <glib.h>

typedef enum {
  DS_GLYPHS_UNICODE, /* everything as it is */
  DS_GLYPHS_PLAIN,   /* our own marks in ASCII, text as it is (console fonts lack the blocks) */
  DS_GLYPHS_ASCII,   /* nothing but ASCII is sent */
} DsGlyphs;

#define DS_GLYPH_MISSING 0x00B7  /* · a missing cell */
#define DS_GLYPH_ELLIPSIS 0x2026 /* … what was cut */
#define DS_GLYPH_MARK 0x2022     /* • a marked row */
#define DS_GLYPH_HERE 0x25B8     /* ▸ the row with the cursor */
#define DS_GLYPH_RULE 0x2500     /* ─ */
#define DS_GLYPH_BAR 0x2502      /* │ */
#define DS_GLYPH_LEFT 0x2039     /* ‹ more columns to the left */
#define DS_GLYPH_RIGHT 0x203A    /* › more columns to the right */
#define DS_GLYPH_UP 0x2191       /* ↑ sorted ascending */
#define DS_GLYPH_DOWN 0x2193     /* ↓ sorted descending */

/* The block of height @eighths (0 = blank .. 8 = full) and the bar piece of that width. */
gunichar ds_glyph_height(int eighths);
gunichar ds_glyph_width(int eighths);

/* What is drawn for @c, a character of one cell or two, at this level: one character; a wide one
 * that has no likeness becomes '?'. */
gunichar ds_glyph_at_level(gunichar c, DsGlyphs level);
