/* app/sql-text.h - names and values as SQL text, for conditions that commands write. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* A name as SQL takes it: as it stands when it is a plain word that means nothing else, otherwise
 * in double quotes. (transfer full) */
char *ds_sql_name(const char *name);

/* Text in single quotes; bytes that are no UTF-8, or NUL, make it a cast of their hex digits.
 * (transfer full) */
char *ds_sql_text(const char *bytes, gsize length);

/* The cell as a constant that compares equal to it in a query; NULL where missing. */
char *ds_sql_cell(const DsColumn *column, gsize stored_row);
