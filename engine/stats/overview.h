/* engine/stats/overview.h - a table on one page, in words. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/column-facts.h"
#include "engine/table/table.h"

/* The most telling thing about a column in one plain sentence, ready for the terminal. Numbers are
 * rounded for people; @column is the one that @facts are of. (transfer full) */
char *ds_overview_says(const DsColumn *column, const DsColumnFacts *facts);

/**
 * ds_overview:
 *
 * Returns: (transfer full): column, type, missing, distinct, shape (a sparkline: of numbers a small
 * histogram, of texts the counts of the most frequent values), says. The notes tell shape and
 * memory, missing cells and duplicate rows (exactly). NULL with a cancel or no memory.
 */
const DsTable *ds_overview(const DsTable *table, DsProgress *progress, DsNotes *notes,
                           GError **error);
