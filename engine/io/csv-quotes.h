/* engine/io/csv-quotes.h - quotes that are not as RFC 4180 has them, found while libcsv parses. */
#pragma once
#include <glib.h>

/* libcsv takes them in silence; this walks from quote to quote with libcsv's own rules and counts.
 * A file without quotes costs one search. { .delimiter } starts it, at the start of a row. */
typedef struct {
  char delimiter;
  int state;        /* private */
  gsize n_blanks;   /* private: blanks since the quote that may have ended a field */
  guint64 n_stray;  /* inside a field that did not begin with one: kept as they are */
  guint64 n_junk;   /* text behind a closing quote: libcsv goes on inside quotes */
  guint64 stray_at; /* offsets of the first ones; valid when counted */
  guint64 junk_at;
  guint64 opened_at; /* the quote that opened the last quoted field */
} DsCsvQuotes;

/* The next @n bytes, of which the first is at @offset of the file. */
void ds_csv_quotes_take(DsCsvQuotes *quotes, const char *bytes, gsize n, guint64 offset);
