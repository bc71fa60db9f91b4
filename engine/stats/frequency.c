/* engine/stats/frequency.c - how often each value of a column occurs. */
#include "engine/stats/frequency.h"

#include "engine/base/memory.h"
#include "engine/table/factor.h"
#include "engine/table/radix.h"

/* Groups are the different (by, value) pairs, already in that order. */
typedef struct {
  const DsColumn *values;
  const DsFactor *groups;
  const DsFactor *by;   /* NULL = one */
  const gint64 *counts; /* [groups->n_codes] */
  const gint64 *totals; /* [by->n_codes], or one */
} Counted;

static inline guint32
by_of(const Counted *counted, guint32 group)
{
  return counted->by ? counted->by->codes[counted->groups->firsts[group]] : 0;
}

/* Groups as they are shown: by by, missing last, the most frequent first, then by value. */
static DsKeyRow *
order_groups(const Counted *counted, DsProgress *progress, GError **error)
{
  const gsize n = counted->groups->n_codes;
  g_autofree DsKeyRow *pairs = ds_try_new(DsKeyRow, n, "counting values", error);
  g_autofree DsKeyRow *scratch = pairs ? ds_try_new(DsKeyRow, n, "counting values", error) : NULL;

  if (!scratch)
    return NULL;
  for (guint32 i = 0; i < n; i++) {
    const gboolean is_missing = ds_column_is_missing(counted->values, counted->groups->firsts[i]);

    pairs[i].row = i;
    pairs[i].key = is_missing ? G_MAXUINT32 : G_MAXUINT32 - (guint64)counted->counts[i];
  }
  if (!ds_radix_sort_pairs(&pairs, &scratch, n, progress, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    pairs[i].key = by_of(counted, pairs[i].row);
  if (!ds_radix_sort_pairs(&pairs, &scratch, n, progress, error))
    return NULL;
  return g_steal_pointer(&pairs);
}

/* The three number columns in that order; @firsts gets the first row of each. */
typedef struct {
  gint64 *counts;
  double *percents, *cumulatives;
  guint32 *firsts;
} Shown;

static void
shown_clear(Shown *shown)
{
  g_free(shown->counts);
  g_free(shown->percents);
  g_free(shown->cumulatives);
  g_free(shown->firsts);
}

static gboolean
fill_shown(Shown *shown, const Counted *counted, DsProgress *progress, GError **error)
{
  static const char what[] = "counting values";
  const gsize n = counted->groups->n_codes;
  g_autofree DsKeyRow *order = order_groups(counted, progress, error);
  gint64 running = 0;

  shown->counts = order ? ds_try_new(gint64, n, what, error) : NULL;
  shown->percents = shown->counts ? ds_try_new(double, n, what, error) : NULL;
  shown->cumulatives = shown->percents ? ds_try_new(double, n, what, error) : NULL;
  shown->firsts = shown->cumulatives ? ds_try_new(guint32, n, what, error) : NULL;
  if (!shown->firsts)
    return FALSE;
  for (gsize i = 0; i < n; i++) {
    const guint32 group = order[i].row;
    const double total = (double)counted->totals[order[i].key];

    if (i == 0 || order[i].key != order[i - 1].key)
      running = 0;
    running += counted->counts[group];
    shown->counts[i] = counted->counts[group];
    shown->percents[i] = 100.0 * (double)counted->counts[group] / total;
    shown->cumulatives[i] = 100.0 * (double)running / total;
    shown->firsts[i] = counted->groups->firsts[group];
  }
  return TRUE;
}

static const DsTable *
frequency_table(const Counted *counted, const DsColumn *by, const char *by_name,
                DsProgress *progress, GError **error)
{
  const gsize n = counted->groups->n_codes, n_columns = by ? 5 : 4;
  const char *names[5] = { "value", "count", "percent", "cumulative" };
  g_autofree char *unique = by ? ds_table_unique_name(names, 4, by_name) : NULL;
  DsColumn *columns[5] = { NULL };
  const DsTable *result = NULL;
  Shown shown = { 0 };

  names[4] = unique;
  if (!fill_shown(&shown, counted, progress, error)) {
    shown_clear(&shown);
    return NULL;
  }
  columns[0] = ds_column_gather(counted->values, shown.firsts, n, progress, error);
  columns[4] = columns[0] && by ? ds_column_gather(by, shown.firsts, n, progress, error) : NULL;
  if (columns[0] && (!by || columns[4])) {
    columns[1] = ds_column_new_ints(DS_TYPE_INT, g_steal_pointer(&shown.counts), n, NULL);
    columns[2] = ds_column_new_reals(g_steal_pointer(&shown.percents), n);
    columns[3] = ds_column_new_reals(g_steal_pointer(&shown.cumulatives), n);
    result = ds_table_new(names, columns, n_columns, n);
  }
  shown_clear(&shown);
  for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
    ds_column_unref(columns[i]);
  return result;
}

const DsTable *
ds_frequency(const DsTable *table, gsize col, gssize by, DsProgress *progress, GError **error)
{
  const gint64 n_rows = (gint64)ds_table_n_rows(table);
  g_autoptr(DsColumn) values = ds_table_dense_column(table, col, progress, error);
  g_autoptr(DsColumn) by_values = NULL;
  g_autoptr(DsFactor) groups = NULL, by_factor = NULL;
  g_autofree gint64 *counts = NULL, *totals = NULL;
  const char *by_name = by >= 0 ? ds_table_column_name(table, (gsize)by) : NULL;
  Counted counted;

  ds_progress_stage(progress, "counting");
  groups = values ? ds_factor_of_column(values, progress, error) : NULL;
  if (!groups)
    return NULL;
  if (by >= 0) {
    DsFactor *crossed;

    by_values = ds_table_dense_column(table, (gsize)by, progress, error);
    by_factor = by_values ? ds_factor_of_column(by_values, progress, error) : NULL;
    totals = by_factor ? ds_factor_counts(by_factor, progress, error) : NULL;
    crossed = totals ? ds_factor_cross(by_factor, groups, progress, error) : NULL;
    if (!crossed)
      return NULL;
    ds_factor_free(groups);
    groups = crossed;
  }
  counts = ds_factor_counts(groups, progress, error);
  if (!counts)
    return NULL;
  counted = (Counted){ values, groups, by_factor, counts, totals ? totals : &n_rows };
  return frequency_table(&counted, by_values, by_name, progress, error);
}
