/* app/drill.h - from a row of a result to the rows behind it: the common conditions. */
#pragma once
#include <glib.h>

#include "app/command.h"

/* For DsCommand.behind, all as said there; for commands that also take where=. */

/* freq COL [by=COL]: a value, and where given a value of by. */
char *ds_drill_freq(const DsBehind *behind, gsize row, GError **error);

/* hist COL [by=COL]: bin_low <= COL < bin_high, the last bin with its upper end. */
char *ds_drill_hist(const DsBehind *behind, gsize row, GError **error);

/* group COL... [where=EXPR]: every column of the result that is a key. */
char *ds_drill_group(const DsBehind *behind, gsize row, GError **error);

/* "\"COL\" = VALUE" or "\"COL\" IS NULL" for the value that @row of @result holds in its column
 * @key; NULL with @error when there is no such column. */
char *ds_drill_value(const char *column, const DsTable *result, const char *key, gsize row,
                     GError **error);
