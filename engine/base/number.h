/* engine/base/number.h - numbers from text and back, exactly, in the C locale whatever is set. */
#pragma once
#include <glib.h>

/* What a cell's text is, decided by one look at it. */
typedef enum {
  DS_NUMBER_NONE,     /* not a number by our rules: hex, 1_000, 1,5, 1e, 007, inf-like words ... */
  DS_NUMBER_INT,      /* [+-]?(0|[1-9][0-9]*) that fits 64 bits signed */
  DS_NUMBER_REAL,     /* decimal with point or exponent, nearest double finite */
  DS_NUMBER_HUGE_INT, /* an integer beyond 64 bits: kept as text */
  DS_NUMBER_OVERFLOW, /* a decimal beyond double (1e400): kept as text */
  DS_NUMBER_INFINITY, /* inf, infinity, with sign, any case */
  DS_NUMBER_ZEROS,    /* digits with leading zeros (007, 00.5): an identifier, kept as text */
} DsNumberKind;

/**
 * ds_number_parse:
 * @text, @length: the bytes of one cell, no NUL needed behind them, no blanks trimmed
 * @integer: (out): set for DS_NUMBER_INT
 * @real: (out): set for DS_NUMBER_INT, _REAL, _INFINITY: the nearest double (ties to even)
 *
 * No C-library call in the common case (up to 19 digits and a small power of ten: D. Lemire,
 * Software: Practice and Experience 51(8), 2021); the rest goes to g_ascii_strtod on a copy.
 * Thread-safe.
 */
DsNumberKind ds_number_parse(const char *text, gsize length, gint64 *integer, double *real);

enum { DS_NUMBER_CHARS = 40 }; /* room that every format below needs, with its NUL */

/* The shortest decimal that reads back as the same double; @keep_real writes 3.0 for 3 so that the
 * type reads back too. Infinities are Infinity and -Infinity, NaN is nan. Returns the length. */
int ds_number_format_real(char text[DS_NUMBER_CHARS], double value, gboolean keep_real);
int ds_number_format_int(char text[DS_NUMBER_CHARS], gint64 value);

/* For people: @digits significant digits (1..17), no exponent between 1e-5 and 1e15, no trailing
 * zeros. Returns the length. */
int ds_number_format_short(char text[DS_NUMBER_CHARS], double value, int digits);
