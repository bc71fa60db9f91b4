/* engine/stats/correlation-pearson.h - products of deviations. Private to engine/stats. */
#pragma once
#include "engine/stats/correlation.h"

/* Pearson's r of the columns' values; r and n are set, p is not. */
gboolean ds_pearson_of_columns(const DsColumn *a, const DsColumn *b, DsCorrelation *correlation,
                               DsProgress *progress, GError **error);
