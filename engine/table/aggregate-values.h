/* engine/table/aggregate-values.h - quantiles and distinct counts of groups. Private to
 * aggregate.c.
 */
#pragma once
#include "engine/table/factor.h"

/* @column: any type but TEXT. INT, REAL and BOOL give REAL; DATE and TIME keep their type, rounded
 * down to a day or a microsecond. */
DsColumn *ds_aggregate_quantile(const DsColumn *column, double p, const DsFactor *groups,
                                DsProgress *progress, GError **error);

/* @column of any type; INT. */
DsColumn *ds_aggregate_distinct(const DsColumn *column, const DsFactor *groups,
                                DsProgress *progress, GError **error);
