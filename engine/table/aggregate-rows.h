/* engine/table/aggregate-rows.h - least, greatest, first and last values of groups. Private to
 * aggregate.c. */
#pragma once
#include "engine/table/aggregate.h"

/* @kind is DS_AGG_MIN, _MAX, _FIRST or _LAST; @column of any type, which the result has too. */
DsColumn *ds_aggregate_row(const DsColumn *column, DsAggKind kind, const DsFactor *groups,
                           DsProgress *progress, GError **error);
