/* engine/query/filter.h - simple conditions evaluated on whole chunks of rows, without SQLite. */
#pragma once
#include <glib.h>

#include "engine/query/source.h"

/* Comparisons of a column with a constant or with a column, BETWEEN, IN lists, IS NULL, a column of
 * numbers alone, joined by AND, OR, NOT and brackets. The answers are SQLite's (NULL included);
 * what SQLite would convert first is not simple. Immutable, read by several threads. */
typedef struct DsFilter DsFilter;

/* NULL (never an error) when the text is not one of these, is wrong or names no such column. */
DsFilter *ds_filter_new(const DsSource *source, const char *sql, const GArray *tokens);
void ds_filter_free(DsFilter *filter);

/* The rows (positions among the table's rows, ascending) for which the condition is true; (transfer
 * full), never NULL on success. NULL: no memory, or cancelled. */
guint32 *ds_filter_rows(const DsFilter *filter, gsize *n, DsProgress *progress, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsFilter, ds_filter_free)
