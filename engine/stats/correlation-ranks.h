/* engine/stats/correlation-ranks.h - correlations of ranks. Private to engine/stats. */
#pragma once
#include "engine/stats/correlation.h"
#include "engine/table/factor.h"

/* Of the rows where both columns are there; the factors are those of the columns. Spearman sets r
 * and n, Kendall p too. */
gboolean ds_spearman(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b,
                     const DsFactor *b_codes, DsCorrelation *correlation, DsProgress *progress,
                     GError **error);
gboolean ds_kendall(const DsColumn *a, const DsFactor *a_codes, const DsColumn *b,
                    const DsFactor *b_codes, DsCorrelation *correlation, DsProgress *progress,
                    GError **error);
