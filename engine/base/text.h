/* engine/base/text.h - text for people: what may reach a terminal, how wide it is, near words. */
#pragma once
#include <glib.h>

/**
 * ds_text_for_terminal:
 * @text, @length: bytes of any kind, may hold NUL; @length < 0 = up to the first NUL
 *
 * Control characters become visible symbols (U+2400 block: ESC is U+241B, LF U+240A, DEL U+2421),
 * C1 controls, bidirectional overrides and isolates, line separators and other format characters
 * that move or hide text become <9B>, <U+202E>, unassigned characters <U+0378>; each byte that is
 * not UTF-8 becomes <FF>. A combining mark without a base gets a dotted circle. The result is valid
 * UTF-8 that occupies one line.
 * Returns: (transfer full)
 */
char *ds_text_for_terminal(const char *text, gssize length);

/* Cells of one character on its own: 0 (controls, combining marks, format characters), 1 or 2. */
int ds_text_char_width(gunichar c);

/**
 * ds_text_cluster:
 * @text: valid UTF-8 that does not start with NUL
 * @width: (out) (nullable): cells that it occupies
 *
 * The first cluster: a character with its combining marks and what emoji join to it (ZWJ, skin
 * tones). A pair of regional indicators is two clusters of one cell each, as terminals that know
 * no flags draw it. Returns: (transfer none): the first byte behind it
 */
const char *ds_text_cluster(const char *text, int *width);

/* Cells that the characters of valid UTF-8 occupy: wide 2, combining 0; table-driven, not the
 * C library's wcwidth (which lags behind). Clusters joined by ZWJ count as their first character.
 */
int ds_text_width(const char *text);

/**
 * ds_text_fit:
 * @text: valid UTF-8, one line (the result of ds_text_for_terminal)
 * @width: cells, >= 0
 * @ascii: mark a cut with '~' in place of the ellipsis character
 *
 * Returns: (transfer full): @text unchanged when it fits, otherwise cut at a cluster border with an
 * ellipsis so that it occupies at most @width cells (a wide character is never halved).
 */
char *ds_text_fit(const char *text, int width, gboolean ascii);

/**
 * ds_text_nearest:
 * @word: what was typed
 * @candidates: NULL-terminated array of what exists
 *
 * Returns: (transfer none): the candidate with the least Damerau-Levenshtein distance (case folded)
 * if it is near enough to be meant (at most a third of the length, at least 1 and also a unique
 * prefix), else NULL. For "did you mean".
 */
const char *ds_text_nearest(const char *word, const char *const *candidates);
