/* engine/query/distinct.h - conditions on one coded text column, asked once a distinct text. */
#pragma once
#include "engine/query/runner.h"

/* Position among the source's columns of the only column that the text names, if it is coded text
 * of few distinct strings and nothing else in the text depends on the row; -1 otherwise. */
gssize ds_distinct_column(const DsQuery *query);

/**
 * ds_distinct_table:
 *
 * Returns: (transfer full): a table of that column alone with each of its strings once and one
 * missing row behind them; NULL without memory.
 */
const DsTable *ds_distinct_table(const DsQuery *query, gssize col, GError **error);

/**
 * ds_distinct_rows:
 * @passing: [n_passing] rows of ds_distinct_table() that pass
 *
 * Returns: (transfer full): the rows of the current table whose text is one of these.
 */
guint32 *ds_distinct_rows(const DsQuery *query, gssize col, const guint32 *passing, gsize n_passing,
                          gsize *n, GError **error);
