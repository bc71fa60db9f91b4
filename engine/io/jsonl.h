/* engine/io/jsonl.h - JSON Lines, and arrays of objects, into a table. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/source.h"
#include "engine/table/table.h"

typedef struct {
  const char *const *na;    /* strings that mean missing, NULL-terminated, or NULL: none */
  const char *const *types; /* "column:type" each, NULL-terminated, or NULL */
} DsJsonlOptions;

/* Whether the text that begins with @head[n] is JSON with objects in it, and no CSV. */
gboolean ds_jsonl_recognise(const char *head, gsize n);

/**
 * ds_jsonl_read:
 * @options: (nullable)
 * @progress: (nullable): the table of the first block is published (freed by ds_table_unref)
 * @notes: (nullable): mixed columns, repeated keys, NaN, what was cut off
 *
 * One object a line; also the objects of one array, or objects over several lines each. Columns in
 * the order of their first appearance; a key that is not there, null and NaN are missing. Strings
 * never become numbers; they become dates or times where all of a column are. Numbers become
 * integers and reals without loss, else the column keeps their spelling as text; objects and arrays
 * inside are kept as their JSON text. The strings "Infinity" and "-Infinity" among numbers are
 * infinities, which is how they are saved. The last line of a file that was cut is left out, with a
 * note. UTF-8; bytes that are none are kept.
 *
 * Returns: (transfer full): the table; NULL with DS_DATA_ERROR_SYNTAX (file and line named),
 * _EMPTY, _TYPE, _NOT_FOUND (a column in `types`), _RANGE, _MEMORY, _IO, or a cancel.
 */
const DsTable *ds_jsonl_read(DsSource *source, const DsJsonlOptions *options, DsProgress *progress,
                             DsNotes *notes, GError **error);
