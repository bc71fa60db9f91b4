/* engine/table/column-facts.c - what is known of a column as a whole, computed once and kept. */
#include "engine/table/column-facts.h"

#include <math.h>
#include <string.h>

#include "engine/stats/tally.h"
#include "engine/table/column-keys.h"

/* The lock and the cache are not part of what is const in a column. */
static DsColumn *
inner(const DsColumn *column)
{
  return (DsColumn *)(gpointer)column;
}

/* Exact for whole numbers; the other form where the range is more than a double can say. */
static double
edge_of(double low, double high, guint i, guint n)
{
  const double part = (high - low) * i / n;

  return isfinite(part) ? low + part : low * ((double)(n - i) / n) + high * ((double)i / n);
}

/* Counts of values between the edges of equal bins; the last bin is closed. */
static void
fill_bars(const DsTally *tally, DsColumnFacts *facts)
{
  const gboolean is_whole = tally->column->type != DS_TYPE_REAL;
  double low = facts->moments.min, high = facts->moments.max;
  gsize before;

  if (facts->moments.n_infinite > 0) {
    low = ds_tally_value(tally, ds_tally_below(tally, -G_MAXDOUBLE));
    high = ds_tally_value(tally, MAX(ds_tally_below(tally, INFINITY), 1) - 1);
  }
  if (!isfinite(low) || !isfinite(high))
    return; /* nothing but infinities */
  facts->n_bars = low == high ? 1 : DS_FACTS_BARS;
  if (is_whole && high - low < DS_FACTS_BARS) {
    facts->n_bars = (guint)(high - low) + 1;
    high += 1.0; /* one bar a value: the last edge lies behind it */
  }
  before = ds_tally_below(tally, low);
  for (guint i = 0; i < facts->n_bars; i++) {
    const double edge = edge_of(low, high, i + 1, facts->n_bars);
    const gsize below =
        i + 1 < facts->n_bars ? ds_tally_below(tally, edge) : ds_tally_below(tally, INFINITY);

    facts->bars[i] = (double)(below - MIN(before, below));
    before = MAX(before, below);
  }
}

static gsize
first_row_of(const DsColumn *column, guint64 key)
{
  gsize row = 0;

  while (ds_column_is_missing(column, row) || ds_column_row_key(column, row) != key)
    row++;
  return row;
}

static gboolean
find_number_facts(const DsColumn *column, DsColumnFacts *facts, DsProgress *progress,
                  GError **error)
{
  DsTally tally;

  if (!ds_moments_of_column(column, &facts->moments, progress, error) ||
      !ds_tally_init(&tally, column, &facts->moments, progress, error))
    return FALSE;
  facts->n_distinct = tally.n_distinct;
  facts->q1 = ds_tally_quantile(&tally, 0.25);
  facts->median = ds_tally_quantile(&tally, 0.5);
  facts->q3 = ds_tally_quantile(&tally, 0.75);
  if (tally.n > 0) {
    facts->n_tops = 1;
    facts->tops[0] = (DsTop){ first_row_of(column, tally.top_key), tally.top_count };
    fill_bars(&tally, facts);
  }
  ds_tally_clear(&tally);
  return TRUE;
}

static gboolean
find_text_facts(const DsColumn *column, DsColumnFacts *facts, DsProgress *progress, GError **error)
{
  DsTextTally tally;

  if (!ds_text_tally(column, &tally, progress, error))
    return FALSE;
  facts->n_distinct = tally.n_distinct;
  facts->n_tops = tally.n_tops;
  facts->n_bars = MIN(tally.n_tops, DS_FACTS_BARS);
  memcpy(facts->tops, tally.tops, sizeof tally.tops);
  for (guint i = 0; i < facts->n_bars; i++)
    facts->bars[i] = (double)tally.tops[i].count;
  facts->q1 = facts->median = facts->q3 = NAN;
  return TRUE;
}

const DsColumnFacts *
ds_column_facts_lookup(const DsColumn *column)
{
  const DsColumnFacts *facts;

  g_mutex_lock(&inner(column)->cache_lock); /* held for an instant only */
  facts = column->cache;
  g_mutex_unlock(&inner(column)->cache_lock);
  return facts;
}

/* Two threads may compute the same facts; the first to finish is kept, the other's are dropped. */
static const DsColumnFacts *
keep(DsColumn *column, DsColumnFacts *facts)
{
  g_mutex_lock(&column->cache_lock);
  if (column->cache) {
    g_free(facts);
  } else {
    column->cache = facts;
    column->free_cache = g_free;
  }
  facts = column->cache;
  g_mutex_unlock(&column->cache_lock);
  return facts;
}

const DsColumnFacts *
ds_column_facts(const DsColumn *column, DsProgress *progress, GError **error)
{
  const DsColumnFacts *known = ds_column_facts_lookup(column);
  DsColumnFacts *facts;

  if (known)
    return known;
  facts = g_new0(DsColumnFacts, 1);
  facts->n_rows = column->n_rows;
  facts->n_missing = column->n_missing;
  if (!(column->type == DS_TYPE_TEXT ? find_text_facts : find_number_facts)(column, facts, progress,
                                                                            error)) {
    g_free(facts);
    return NULL;
  }
  return keep(inner(column), facts);
}
