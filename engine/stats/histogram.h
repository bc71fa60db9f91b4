/* engine/stats/histogram.h - how many values lie in each of equally wide bins. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

typedef enum {
  DS_BINS_AUTO,    /* Freedman-Diaconis, made readable (see below) */
  DS_BINS_FD,      /* Freedman-Diaconis as it stands: width 2 IQR n^(-1/3); one bin when IQR is 0 */
  DS_BINS_STURGES, /* log2(n) + 1, rounded up */
  DS_BINS_COUNT,   /* as many as asked */
} DsBinRule;

enum { DS_BINS_MAX = 100000 };

typedef struct {
  DsBinRule rule;
  guint n; /* DS_BINS_COUNT: 1 .. DS_BINS_MAX */
} DsBins;

/* "auto", "fd", "sturges" or a count. FALSE with DS_DATA_ERROR_RANGE naming what is allowed. */
gboolean ds_bins_parse(const char *text, DsBins *bins, GError **error);

typedef struct {
  guint n_bins;      /* 0 when there is no finite value */
  double *edges;     /* [n_bins + 1], strictly ascending (but for a lone huge constant) */
  gsize n;           /* finite values, all of them in some bin */
  gsize n_infinite;  /* left out */
  double unevenness; /* private: how far an edge may be from its multiple of the width */
} DsBinning;

/**
 * ds_binning_of_column:
 * @column: any type but TEXT
 *
 * Bin i is [edges[i], edges[i + 1]), the last one closed; from the least to the greatest finite
 * value, as numpy.histogram has it, a constant c from c - 0.5 to c + 0.5. Dates and times have
 * edges at whole days and microseconds.
 *
 * DS_BINS_AUTO is Freedman-Diaconis (D. Freedman, P. Diaconis, Z. Wahrscheinlichkeitstheorie
 * 57:453, 1981), but Sturges' rule where the quartiles coincide, at most one bin for each whole
 * number of INT columns, and 100 bins where the rule asks for more than 1,000. A note says so.
 * FALSE with a cancel or no memory.
 */
gboolean ds_binning_of_column(DsBinning *binning, const DsColumn *column, DsBins bins,
                              DsProgress *progress, DsNotes *notes, GError **error);
void ds_binning_clear(DsBinning *binning);

/**
 * ds_binning_count:
 * @codes: (nullable): [n_rows] group of each row, below @n_groups (1 without)
 * @counts: (out): [n_groups x n_bins]
 *
 * Counts any column into the bins (values outside are left out). In parallel.
 */
gboolean ds_binning_count(const DsBinning *binning, const DsColumn *column, const guint32 *codes,
                          gsize n_groups, gint64 *counts, DsProgress *progress, GError **error);

/**
 * ds_histogram:
 * @by: a column whose values get a histogram each, over the same bins; -1 = none
 *
 * Returns: (transfer full): bin_low, bin_high (REAL, or the column's DATE or TIME), count, density
 * (count / (values of the group x width); per day or second for dates and times), and the by
 * column. NULL with DS_DATA_ERROR_TYPE (text), _RANGE (too many groups), a cancel or no memory.
 */
const DsTable *ds_histogram(const DsTable *table, gsize col, DsBins bins, gssize by,
                            DsProgress *progress, DsNotes *notes, GError **error);
