/* engine/io/csv-count.h - what a block of bytes holds, counted at the speed of memory. */
#pragma once
#include <glib.h>

#include "engine/io/encoding.h"

typedef struct {
  guint64 n_quotes, n_lf, n_cr, n_crlf, n_nul;
  DsUtf8Count utf8; /* all zero where every byte is ASCII */
} DsCsvCount;

/* Counts [bytes, bytes + n). @before is the byte in front of them ('\0' at the start of a file);
 * @n_behind more bytes may be looked at. A CRLF counts where its LF is. */
void ds_csv_count(const char *bytes, gsize n, char before, gsize n_behind, DsCsvCount *count);

/* Physical line ends: LF, CRLF and lone CR. */
static inline guint64
ds_csv_count_lines(const DsCsvCount *count)
{
  return count->n_lf + count->n_cr - count->n_crlf;
}
