/* engine/table/column-facts.h - what is known of a column as a whole, computed once and kept. */
#pragma once
#include <glib.h>

#include "engine/stats/moments.h"
#include "engine/stats/text-tally.h"
#include "engine/table/column.h"

enum { DS_FACTS_BARS = 12 };

typedef struct {
  gsize n_rows, n_missing, n_distinct;
  DsMoments moments;         /* not for TEXT: all 0 there */
  double q1, median, q3;     /* type 7; NaN without values and for TEXT */
  guint n_tops;              /* 0 without values; 1 for all types but TEXT */
  DsTop tops[DS_TALLY_TOPS]; /* most frequent first; ties: smallest, TEXT in byte order */
  guint n_bars; /* a small histogram: equal widths from the least to the greatest finite */
  double
      bars[DS_FACTS_BARS]; /* value (INT with few values: one bar each); TEXT: the tops' counts */
} DsColumnFacts;

/**
 * ds_column_facts:
 *
 * All exact. The first call computes (in parallel, seconds for tens of millions of rows), later
 * ones return at once; several threads may ask for the same column.
 * Returns: (transfer none): lives as long as @column; NULL with a cancel or no memory.
 */
const DsColumnFacts *ds_column_facts(const DsColumn *column, DsProgress *progress, GError **error);

/* The facts if they have been computed already, else NULL; never waits. */
const DsColumnFacts *ds_column_facts_lookup(const DsColumn *column);
