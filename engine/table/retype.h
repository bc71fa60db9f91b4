/* engine/table/retype.h - the same values as another type, exactly. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/table/column.h"

/**
 * ds_column_retype:
 * @column: rows in the table's order
 * @name: of the column, for messages
 *
 * Every value must be representable: int as real up to 2^53 and beyond where exact, real as int
 * where whole, 0 and 1 as bool and back, a date as a time (midnight) and back, text where it spells
 * the new type as engine/base/number.h and moment.h read it (bool: true, false, yes, no, 1, 0 in
 * any case), anything as text by its spelling. Missing stays missing. Leading zeros and other
 * spellings that go are counted in a note. Returns: (transfer full). NULL: DS_DATA_ERROR_TYPE
 * naming the first row (from 1) and value that does not fit, or types that never fit; no memory;
 * cancelled.
 */
DsColumn *ds_column_retype(const DsColumn *column, DsType type, const char *name,
                           DsProgress *progress, DsNotes *notes, GError **error);
