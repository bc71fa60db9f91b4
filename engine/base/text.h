/* engine/base/text.h - text for people: what may reach a terminal, how wide it is, near words. */
#pragma once
#include <glib.h>

/**
 * ds_text_for_terminal:
 * @text, @length: bytes of any kind, may hold NUL; @length < 0 = up to the first NUL
 *
 * Control characters become visible symbols (U+2400 block: ESC is U+241B, LF U+240A, DEL U+2421),
 * C1 controls, bidirectional overrides and isolates, line separators and other format characters
 * that move or hide text become <9B>, <U+202E>; each byte that is not UTF-8 becomes <FF>. The
 * result is valid UTF-8 that occupies one line.
 * Returns: (transfer full)
 */
char *ds_text_for_terminal(const char *text, gssize length);

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
