/* engine/stats/correlation.h - how strongly two columns go together. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

typedef enum {
  DS_CORR_PEARSON,  /* of the values */
  DS_CORR_SPEARMAN, /* of their ranks, ties in the middle */
  DS_CORR_KENDALL,  /* tau-b: pairs of rows in the same order against the others */
} DsCorrMethod;

typedef struct {
  double r; /* -1 .. 1; NaN where a side is constant, infinite (Pearson) or has under two rows */
  double p; /* two-sided, of no association; NaN where r is */
  gsize n;  /* rows where both are there */
} DsCorrelation;

/**
 * ds_correlation_of_columns:
 * @a, @b: same number of rows, any type but TEXT
 *
 * p by Student's t with n - 2 degrees of freedom for Pearson and Spearman (1 for n = 2); for
 * Kendall exact without ties up to n = 33 or with at most one discordant (or concordant) pair, else
 * by the normal distribution with the variance corrected for ties (M. G. Kendall, Rank Correlation
 * Methods, 4th edition, 1970, chapters 4 and 5). O(n), for ranks O(n log n): W. R. Knight, JASA
 * 61(314):436-439, 1966. The same digits with any number of threads. FALSE with a cancel, no
 * memory.
 */
gboolean ds_correlation_of_columns(const DsColumn *a, const DsColumn *b, DsCorrMethod method,
                                   DsCorrelation *correlation, DsProgress *progress,
                                   GError **error);

/**
 * ds_correlate:
 * @cols: (nullable): [n_cols] columns; n_cols = 0: all INT and REAL columns
 *
 * Returns: (transfer full): a, b, r, p, n for each pair of columns, in their order. NULL with
 * DS_DATA_ERROR_TYPE (a text column), _EMPTY (fewer than two columns), a cancel or no memory.
 */
const DsTable *ds_correlate(const DsTable *table, const gsize *cols, gsize n_cols,
                            DsCorrMethod method, DsProgress *progress, DsNotes *notes,
                            GError **error);
