/* engine/stats/text-tally.h - how many texts of a column differ, and which are the most frequent.
 */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

enum { DS_TALLY_TOPS = 12 };

/* A value by the first row that holds it, and how often it occurs. */
typedef struct {
  gsize row, count;
} DsTop;

typedef struct {
  gsize n_distinct;
  guint n_tops;              /* min(n_distinct, DS_TALLY_TOPS) */
  DsTop tops[DS_TALLY_TOPS]; /* most frequent first; ties in byte order */
} DsTextTally;

/**
 * ds_text_tally:
 * @column: TEXT
 *
 * Exact: coded texts are counted by code; others are sorted by a 64-bit hash and the texts behind
 * equal hashes compared. The latter needs 32 bytes a value while it runs. FALSE with a cancel or no
 * memory.
 */
gboolean ds_text_tally(const DsColumn *column, DsTextTally *tally, DsProgress *progress,
                       GError **error);
