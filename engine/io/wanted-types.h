/* engine/io/wanted-types.h - the option types=COLUMN:TYPE,... for formats that are not CSV. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* Whether @types (NULL-terminated, "column:type" each, or NULL) names @column; then its type. What
 * stands before the last ':' is the column. */
gboolean ds_wanted_type_lookup(const char *const *types, const char *column, DsType *type);

/* Every entry names a column among the @n @names and a type that exists; else
 * DS_DATA_ERROR_NOT_FOUND or _TYPE, naming what is near. */
gboolean ds_wanted_types_check(const char *const *types, const char *const *names, gsize n,
                               GError **error);

/* Whether @text is one of the @words (NULL-terminated, or NULL: then never). */
gboolean ds_wanted_na(const char *const *words, const char *text, gsize length);
