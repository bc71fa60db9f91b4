/* engine/io/csv-quotes.c - quotes that are not as RFC 4180 has them, found while libcsv parses. */
#include "engine/io/csv-quotes.h"

#include <string.h>

/* libcsv's states; row and field not begun are one here. */
enum { NOT_BEGUN, UNQUOTED, QUOTED, MAYBE_ENDED };

static inline gboolean
is_blank(char c)
{
  return c == ' ' || c == '\t';
}

/* Whether a field has begun at @p, looking back to @start where it had begun as @begun says. */
static int
state_before(const DsCsvQuotes *quotes, const char *start, const char *p, int begun)
{
  while (p > start && is_blank(p[-1]) && p[-1] != quotes->delimiter)
    p--;
  if (p == start)
    return begun;
  return p[-1] == quotes->delimiter || p[-1] == '\n' || p[-1] == '\r' ? NOT_BEGUN : UNQUOTED;
}

/* Outside quotes from @p on; returns behind the next quote, or @end. */
static const char *
take_outside(DsCsvQuotes *quotes, const char *p, const char *end, const char *first, guint64 offset)
{
  const char *quote = memchr(p, '"', (gsize)(end - p));

  if (!quote) {
    quotes->state = state_before(quotes, p, end, quotes->state);
    return end;
  }
  quotes->state = state_before(quotes, p, quote, quotes->state);
  if (quotes->state == NOT_BEGUN) {
    quotes->state = QUOTED;
    quotes->opened_at = offset + (guint64)(quote - first);
  } else if (quotes->n_stray++ == 0) {
    quotes->stray_at = offset + (guint64)(quote - first);
  }
  return quote + 1;
}

/* One byte behind a quote that may have ended its field. */
static void
take_after_quote(DsCsvQuotes *quotes, char c, guint64 offset)
{
  if (c == quotes->delimiter || c == '\n' || c == '\r') {
    quotes->state = NOT_BEGUN;
  } else if (is_blank(c)) {
    quotes->n_blanks++;
  } else if (c == '"' && quotes->n_blanks == 0) {
    quotes->state = QUOTED;
  } else {
    if (quotes->n_junk++ == 0)
      quotes->junk_at = offset;
    quotes->n_blanks = 0;
    if (c != '"') /* libcsv waits on after "a" " */
      quotes->state = QUOTED;
  }
}

void
ds_csv_quotes_take(DsCsvQuotes *quotes, const char *bytes, gsize n, guint64 offset)
{
  const char *p = bytes, *const end = bytes + n;

  while (p < end) {
    if (quotes->state == QUOTED) {
      const char *quote = memchr(p, '"', (gsize)(end - p));

      p = quote ? quote + 1 : end;
      if (quote) {
        quotes->state = MAYBE_ENDED;
        quotes->n_blanks = 0;
      }
    } else if (quotes->state == MAYBE_ENDED) {
      take_after_quote(quotes, *p, offset + (guint64)(p - bytes));
      p++;
    } else {
      p = take_outside(quotes, p, end, bytes, offset);
    }
  }
}
