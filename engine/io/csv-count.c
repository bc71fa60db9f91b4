/* engine/io/csv-count.c - what a block of bytes holds, counted at the speed of memory. */
#include "engine/io/csv-count.h"

#include <string.h>

enum { LANES = 32, ROUNDS = 255 }; /* a byte-wide counter holds 255 */

/* Sums of LANES byte-wide counters, so that the compiler compares whole vectors. */
typedef struct {
  guint64 quotes, lf, cr, nul;
  guint8 high; /* all bytes or'ed */
} Sums;

static void
sum_rounds(const guint8 *p, gsize n_rounds, Sums *sums)
{
  guint8 quotes[LANES] = { 0 }, lf[LANES] = { 0 }, cr[LANES] = { 0 }, nul[LANES] = { 0 };
  guint8 high[LANES] = { 0 };

  for (gsize i = 0; i < n_rounds; i++, p += LANES)
    for (gsize j = 0; j < LANES; j++) {
      quotes[j] = (guint8)(quotes[j] + (p[j] == '"'));
      lf[j] = (guint8)(lf[j] + (p[j] == '\n'));
      cr[j] = (guint8)(cr[j] + (p[j] == '\r'));
      nul[j] = (guint8)(nul[j] + (p[j] == '\0'));
      high[j] |= p[j];
    }
  for (gsize j = 0; j < LANES; j++) {
    sums->quotes += quotes[j];
    sums->lf += lf[j];
    sums->cr += cr[j];
    sums->nul += nul[j];
    sums->high |= high[j];
  }
}

static guint64
count_crlf(const char *bytes, gsize n, char before)
{
  guint64 sum = n > 0 && before == '\r' && bytes[0] == '\n';
  const char *p = bytes;

  while (n > 1 && (p = memchr(p, '\r', (gsize)(bytes + n - 1 - p)))) {
    sum += p[1] == '\n';
    if (++p >= bytes + n - 1)
      break;
  }
  return sum;
}

void
ds_csv_count(const char *bytes, gsize n, char before, gsize n_behind, DsCsvCount *count)
{
  Sums sums = { 0 };
  gsize i = 0;

  while (n - i >= LANES) {
    const gsize n_rounds = MIN((n - i) / LANES, ROUNDS);

    sum_rounds((const guint8 *)bytes + i, n_rounds, &sums);
    i += n_rounds * LANES;
  }
  for (; i < n; i++) {
    sums.quotes += bytes[i] == '"';
    sums.lf += bytes[i] == '\n';
    sums.cr += bytes[i] == '\r';
    sums.nul += bytes[i] == '\0';
    sums.high |= (guint8)bytes[i];
  }
  *count = (DsCsvCount){ .n_quotes = sums.quotes,
                         .n_lf = sums.lf,
                         .n_cr = sums.cr,
                         .n_nul = sums.nul,
                         .utf8 = { .first_bad = G_MAXSIZE } };
  if (sums.cr || before == '\r')
    count->n_crlf = count_crlf(bytes, n, before);
  if (sums.high & 0x80)
    ds_utf8_count(bytes, n, n_behind, &count->utf8);
}
