/* engine/table/aggregate.h - one number, date or text for each group of rows: mean(mass), count. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/factor.h"
#include "engine/table/table.h"

typedef enum {
  DS_AGG_COUNT,    /* of rows; of values with a column */
  DS_AGG_SUM,      /* numbers; INT exactly, REAL where 64 bits are too few */
  DS_AGG_MEAN,     /* numbers */
  DS_AGG_SD,       /* numbers; n - 1 */
  DS_AGG_MIN,      /* any type */
  DS_AGG_MAX,      /* any type */
  DS_AGG_QUANTILE, /* numbers, type 7; dates and times, rounded down to their unit */
  DS_AGG_DISTINCT, /* how many different values */
  DS_AGG_FIRST,    /* the first value that is there */
  DS_AGG_LAST,
} DsAggKind;

typedef struct {
  DsAggKind kind;
  double p;           /* DS_AGG_QUANTILE; 0.5 for median */
  gboolean is_median; /* was written as median */
  gssize col;         /* position; -1: none (count only) */
} DsAggregate;

/**
 * ds_aggregate_parse:
 * @text: count, count(COL), sum(COL), mean(COL), sd(COL), min, max, median, distinct, first,
 *   last(COL), and for quantiles q(COL,0.25) or q0.25(COL)
 *
 * FALSE with DS_DATA_ERROR_QUERY (the form), _NOT_FOUND (the column; the nearest is named), _TYPE
 * (a mean of texts) or _RANGE (p outside 0 .. 1).
 */
gboolean ds_aggregate_parse(const char *text, const DsTable *table, DsAggregate *aggregate,
                            GError **error);

/* The column's name in results: count, mean_mass, q25_mass, median_mass. (transfer full) */
char *ds_aggregate_name(const DsAggregate *aggregate, const DsTable *table);

/**
 * ds_aggregate_column:
 * @groups: of @table's rows
 *
 * Returns: (transfer full): [groups->n_codes] the aggregate of each group. Missing values take no
 * part; a group without a value has a missing result (count and distinct: 0), sd needs two. NULL
 * with a cancel or no memory. The same digits with any number of threads.
 */
DsColumn *ds_aggregate_column(const DsTable *table, const DsAggregate *aggregate,
                              const DsFactor *groups, DsProgress *progress, DsNotes *notes,
                              GError **error);
