/* views/glyph.c - the characters that are drawn, and what stands for them in ASCII. */
#include "views/glyph.h"

typedef struct {
  gunichar c;
  char plain;
} Likeness;

/* Sorted by character. Heights become denser signs, so that a histogram keeps its shape. */
static const Likeness likenesses[] = {
  { 0x00B1, '+' }, { 0x00B7, '.' }, { 0x00D7, 'x' }, { 0x2022, '*' }, { 0x2026, '~' },
  { 0x2039, '<' }, { 0x203A, '>' }, { 0x2191, '^' }, { 0x2192, '>' }, { 0x2193, 'v' },
  { 0x2265, '>' }, { 0x2500, '-' }, { 0x2502, '|' }, { 0x250C, '+' }, { 0x2510, '+' },
  { 0x2514, '+' }, { 0x2518, '+' }, { 0x251C, '+' }, { 0x2524, '+' }, { 0x252C, '+' },
  { 0x2534, '+' }, { 0x253C, '+' }, { 0x2581, '_' }, { 0x2582, '.' }, { 0x2583, ':' },
  { 0x2584, '-' }, { 0x2585, '=' }, { 0x2586, '+' }, { 0x2587, '*' }, { 0x2588, '#' },
  { 0x2589, '#' }, { 0x258A, '#' }, { 0x258B, '=' }, { 0x258C, '=' }, { 0x258D, '-' },
  { 0x258E, '-' }, { 0x258F, '.' }, { 0x2591, '.' }, { 0x2592, ':' }, { 0x2593, '%' },
  { 0x25AA, '*' }, { 0x25B8, '>' }, { 0x25C2, '<' }, { 0x25CF, '*' }, { 0x2713, 'v' },
};

gunichar
ds_glyph_height(int eighths)
{
  return eighths <= 0 ? ' ' : (gunichar)(0x2580 + MIN(eighths, 8));
}

gunichar
ds_glyph_width(int eighths)
{
  return eighths <= 0 ? ' ' : (gunichar)(0x2590 - MIN(eighths, 8));
}

/* é is drawn as e: the letter without what sits on it. */
static gunichar
ascii_letter(gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  const gsize n = g_unichar_fully_decompose(c, TRUE, parts, G_N_ELEMENTS(parts));

  if (n > 0 && parts[0] < 0x80 && g_unichar_isprint(parts[0]))
    return parts[0];
  if (c >= 0x2400 && c <= 0x2421) /* the symbol of a control character */
    return '^';
  return g_unichar_isspace(c) ? ' ' : '?';
}

gunichar
ds_glyph_at_level(gunichar c, DsGlyphs level)
{
  gsize low = 0, high = G_N_ELEMENTS(likenesses);

  if (level == DS_GLYPHS_UNICODE || c < 0x80)
    return c;
  while (low < high) {
    const gsize middle = (low + high) / 2;

    if (likenesses[middle].c < c)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < G_N_ELEMENTS(likenesses) && likenesses[low].c == c)
    return (gunichar)likenesses[low].plain;
  return level == DS_GLYPHS_ASCII ? ascii_letter(c) : c;
}
