/* engine/table/search.h - cells whose text holds a word or matches a regular expression. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* What is looked for in one table; read by one thread at a time. Cells are searched as the text
 * that is written to files. */
typedef struct DsSearch DsSearch;

/**
 * ds_search_new:
 * @text: a word, found anywhere in a cell, case ignored unless it has a capital; or /REGEX/ (PCRE),
 *   /REGEX/i without case
 * @col: the only column to look into, -1 = all
 *
 * NULL with DS_DATA_ERROR_QUERY: an empty text, or a wrong expression.
 */
DsSearch *ds_search_new(const DsTable *table, const char *text, gssize col, GError **error);
void ds_search_free(DsSearch *search);

typedef enum { DS_SEARCH_NONE, DS_SEARCH_FOUND, DS_SEARCH_FAILED } DsSearchAnswer;

/**
 * ds_search_next:
 * @row, @col: (inout): where to begin, this cell not included; where it was found
 * @is_backwards: towards the first row
 * @has_wrapped: (out) (nullable): whether the search went over the end and began again
 *
 * Row by row, in each row from left to right. The cell it began at is looked at last. To search
 * from the very first cell on, begin at the last one. FAILED: cancelled, or no memory; then @error
 * is set.
 */
DsSearchAnswer ds_search_next(DsSearch *search, gsize *row, gsize *col, gboolean is_backwards,
                              gboolean *has_wrapped, DsProgress *progress, GError **error);

/**
 * ds_search_rows:
 * @n: (out): how many
 *
 * Returns: (transfer full): the rows (ascending positions among the table's rows) with a cell that
 * matches; NULL: cancelled, or no memory.
 */
guint32 *ds_search_rows(DsSearch *search, gsize *n, DsProgress *progress, GError **error);

/* Whether one cell matches. */
gboolean ds_search_matches(const DsSearch *search, gsize row, gsize col);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSearch, ds_search_free)
