/* engine/io/csv-assemble.h - what the chunks hold of a column, put together. */
#pragma once
#include "engine/io/csv-pass.h"

/**
 * ds_csv_assemble:
 * @pass: one that ran
 * @col: a column whose chunks all kept its mode (or one without any value)
 * @type: what it became: of a NUMBER column INT or REAL
 *
 * Takes the column's values over. Text is coded where that is smaller: codes and the distinct
 * strings, in the order of their first appearance, against the strings of all rows.
 * Returns: (transfer full); NULL with DS_DATA_ERROR_MEMORY.
 */
DsColumn *ds_csv_assemble(DsCsvPass *pass, gsize col, DsType type, GError **error);

/* The column _extra: text, missing where a row had no extra cells; NULL without error when no row
 * had. */
DsColumn *ds_csv_assemble_extra(const DsCsvPass *pass, GError **error);
