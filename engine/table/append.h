/* engine/table/append.h - the rows of one table under those of another. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/table.h"

/**
 * ds_column_concat:
 * @parts: [n_parts], at least one
 *
 * The values one behind the other. Parts of one type keep it; int and real make real where every
 * int is a double exactly; date and time make time; a part without any value takes the other's
 * type; all else becomes text as it is written to files. Returns: (transfer full); NULL: no memory,
 * cancelled.
 */
DsColumn *ds_column_concat(const DsColumn *const *parts, gsize n_parts, DsProgress *progress,
                           GError **error);

/* The same as text, whatever the types. */
DsColumn *ds_column_concat_text(const DsColumn *const *parts, gsize n_parts, DsProgress *progress,
                                GError **error);

/**
 * ds_table_append:
 * @top, @bottom: columns go together by name, exactly
 * @source: (nullable): name of a text column to add that holds @top_name or @bottom_name
 *
 * The columns of @top, then those that only @bottom has; where a table lacks a column its rows are
 * missing there. Notes tell which columns were lacking and which changed their type. Returns:
 * (transfer full), or NULL: more than 4,294,967,294 rows, no memory, cancelled.
 */
const DsTable *ds_table_append(const DsTable *top, const char *top_name, const DsTable *bottom,
                               const char *bottom_name, const char *source, DsProgress *progress,
                               DsNotes *notes, GError **error);
