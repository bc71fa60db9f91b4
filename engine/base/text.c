/* engine/base/text.c - text for people: what may reach a terminal, how wide it is, near words. */
#include "engine/base/text.h"

#include <string.h>

enum {
  ZWNJ = 0x200C,
  ZWJ = 0x200D,
  DOTTED_CIRCLE = 0x25CC,
  DEL = 0x7F,
  SYMBOL_FOR_NUL = 0x2400, /* the symbols of the other controls follow in their order */
  SYMBOL_FOR_DEL = 0x2421,
};

typedef struct {
  gunichar first, last;
} Range;

/* Wide by Unicode 16 where GLib's tables may be older (emoji of 15.0 to 16.0, ideographs of 15.1).
 * What newer Unicode made wide without being new (hexagrams) is left narrow: no terminal follows.
 */
static const Range wide_new[] = {
  { 0x2FFC, 0x2FFF },   { 0x31EF, 0x31EF },   { 0x1F6DC, 0x1F6DC }, { 0x1FA75, 0x1FA77 },
  { 0x1FA87, 0x1FA89 }, { 0x1FA8F, 0x1FA8F }, { 0x1FAAD, 0x1FAAF }, { 0x1FABB, 0x1FABF },
  { 0x1FAC6, 0x1FAC6 }, { 0x1FACE, 0x1FACF }, { 0x1FADA, 0x1FADF }, { 0x1FAE8, 0x1FAE9 },
  { 0x1FAF7, 0x1FAF8 }, { 0x2EBF0, 0x2EE5D },
};

/* Where pictographs live that ZWJ may join; letters joined by ZWJ stay two clusters. */
static const Range pictographs[] = {
  { 0x2190, 0x21FF }, { 0x2300, 0x23FF }, { 0x25A0, 0x27BF },   { 0x2900, 0x297F },
  { 0x2B00, 0x2BFF }, { 0x3030, 0x303D }, { 0x1F000, 0x1FAFF },
};

static gboolean
in_ranges(gunichar c, const Range *ranges, gsize n)
{
  for (gsize i = 0; i < n && c >= ranges[i].first; i++)
    if (c <= ranges[i].last)
      return TRUE;
  return FALSE;
}

static gboolean
is_skin_tone(gunichar c)
{
  return c >= 0x1F3FB && c <= 0x1F3FF;
}

int
ds_text_char_width(gunichar c)
{
  if (c < 0x20 || (c >= DEL && c < 0xA0))
    return 0;
  if (c < 0x300)
    return c == 0xAD ? 0 : 1;
  if (g_unichar_iszerowidth(c))
    return 0;
  return g_unichar_iswide(c) || in_ranges(c, wide_new, G_N_ELEMENTS(wide_new)) ? 2 : 1;
}

const char *
ds_text_cluster(const char *text, int *width)
{
  const gunichar first = g_utf8_get_char(text);
  const gboolean joins = in_ranges(first, pictographs, G_N_ELEMENTS(pictographs));
  gunichar last = first;

  if (width)
    *width = ds_text_char_width(first);
  text = g_utf8_next_char(text);
  while (*text) {
    const gunichar c = (guchar)*text < 0x80 ? (gunichar)*text : g_utf8_get_char(text);
    const gboolean is_joined =
        joins &&
        ((last == ZWJ && in_ranges(c, pictographs, G_N_ELEMENTS(pictographs))) || is_skin_tone(c));

    if (c < 0x80 || (!is_joined && ds_text_char_width(c) > 0))
      break;
    if (c < 0xA0) /* controls stand for themselves */
      break;
    last = c;
    text = g_utf8_next_char(text);
  }
  return text;
}

int
ds_text_width(const char *text)
{
  int total = 0;

  while (*text) {
    int width;

    text = ds_text_cluster(text, &width);
    total += width;
  }
  return total;
}

/* Characters that would move, hide or break the line, or whose width nobody knows. */
static gboolean
is_hostile(gunichar c)
{
  switch (g_unichar_type(c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
    return TRUE;
  case G_UNICODE_FORMAT:
    return c != ZWNJ && c != ZWJ;
  case G_UNICODE_UNASSIGNED:
    return !in_ranges(c, wide_new, G_N_ELEMENTS(wide_new));
  default:
    return c >= 0xE0100 && c <= 0xE01EF; /* variation selectors that can carry hidden bytes */
  }
}

static void
append_visible(GString *out, gunichar c)
{
  if (c < 0x20)
    g_string_append_unichar(out, SYMBOL_FOR_NUL + c);
  else if (c == DEL)
    g_string_append_unichar(out, SYMBOL_FOR_DEL);
  else if (c < 0xA0)
    g_string_append_printf(out, "<%02X>", c);
  else if (is_hostile(c))
    g_string_append_printf(out, "<U+%04X>", c);
  else {
    if (out->len == 0 && ds_text_char_width(c) == 0)
      g_string_append_unichar(out, DOTTED_CIRCLE);
    g_string_append_unichar(out, c);
  }
}

char *
ds_text_for_terminal(const char *text, gssize length)
{
  const char *const end = text + (length < 0 ? strlen(text) : (gsize)length);
  GString *out = g_string_sized_new((gsize)(end - text));

  while (text < end) {
    const char *plain = text;

    while (plain < end && *plain >= 0x20 && *plain < DEL)
      plain++;
    g_string_append_len(out, text, plain - text);
    text = plain;
    if (text == end)
      break;

    /* g_utf8_get_char_validated() takes a NUL for the end of the text */
    const gunichar c = *text == '\0' ? 0 : g_utf8_get_char_validated(text, end - text);

    if (c == (gunichar)-1 || c == (gunichar)-2) {
      g_string_append_printf(out, "<%02X>", (guchar)*text);
      text++;
    } else {
      append_visible(out, c);
      text += *text == '\0' ? 1 : g_utf8_skip[(guchar)*text];
    }
  }
  return g_string_free(out, FALSE);
}

char *
ds_text_fit(const char *text, int width, gboolean ascii)
{
  const char *cut = text; /* where a text that is too wide ends, leaving a cell for the mark */
  const char *p = text;
  int total = 0;

  while (*p) {
    int cells;
    const char *next = ds_text_cluster(p, &cells);

    total += cells;
    if (total > width)
      break;
    p = next;
    if (total <= width - 1)
      cut = p;
  }
  if (!*p)
    return g_strdup(text);
  if (width <= 0)
    return g_strdup("");
  return g_strdup_printf("%.*s%s", (int)(cut - text), text, ascii ? "~" : "…");
}

/* Case folded characters of @word; at most the first 256, more than any name is long. */
static gunichar *
folded(const char *word, glong *n)
{
  g_autofree char *valid = g_utf8_make_valid(word, -1);
  g_autofree char *fold = g_utf8_casefold(valid, -1);
  gunichar *chars = g_utf8_to_ucs4_fast(fold, -1, n);

  *n = MIN(*n, 256);
  return chars;
}

/* Optimal string alignment: insert, delete, replace or swap neighbours, each once.
 * F. J. Damerau, CACM 7(3):171-176, 1964; the recurrence with three rows kept. */
static guint
edit_distance(const gunichar *a, glong n_a, const gunichar *b, glong n_b)
{
  guint rows[3][257];
  guint *before = rows[0], *above = rows[1], *row = rows[2];

  for (glong j = 0; j <= n_b; j++)
    above[j] = (guint)j;
  for (glong i = 1; i <= n_a; i++) {
    guint *oldest = before;

    row[0] = (guint)i;
    for (glong j = 1; j <= n_b; j++) {
      const guint cost = a[i - 1] != b[j - 1];

      row[j] = MIN(MIN(above[j], row[j - 1]) + 1, above[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
    row = oldest;
  }
  return above[n_b];
}

const char *
ds_text_nearest(const char *word, const char *const *candidates)
{
  glong n_word;
  g_autofree gunichar *chars = folded(word, &n_word);
  const guint limit = (guint)MAX(1, n_word / 3);
  const char *best = NULL, *prefixed = NULL;
  guint best_distance = limit + 1, n_prefixed = 0;

  if (n_word == 0)
    return NULL;
  for (; *candidates; candidates++) {
    glong n;
    g_autofree gunichar *other = folded(*candidates, &n);
    const guint distance = edit_distance(chars, n_word, other, n);

    if (distance < best_distance) {
      best_distance = distance;
      best = *candidates;
    }
    if (n > n_word && memcmp(chars, other, (gsize)n_word * sizeof *chars) == 0) {
      n_prefixed++;
      prefixed = *candidates;
    }
  }
  /* one character is near to every other: only a prefix says what it means */
  if (best && (n_word > 1 || best_distance == 0))
    return best;
  return n_prefixed == 1 ? prefixed : NULL;
}
