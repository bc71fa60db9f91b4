/* tests/kit/small-table.h - tables written down in a test. */
#pragma once
#include "engine/table/table.h"

/* @schema as ds_table_builder_new(); @rows: cells separated by blanks, rows by newlines; "-" is
 * missing, "''" an empty text; dates as YYYY-MM-DD, bools as 0 and 1. (transfer full) */
const DsTable *small_table(const char *schema, const char *rows);

/* The table as rows of that kind again: texts as files hold them, "-" where missing. (transfer
 * full) */
char *small_table_text(const DsTable *table);
