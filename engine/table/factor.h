/* engine/table/factor.h - a column, or several, as small whole numbers: one for each different
 * value.
 */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* Codes go up in the order of the values (numbers by value, false before true, texts by bytes); a
 * missing value is a value of its own, the last. Of several columns: the first decides, then the
 * next. Every code occurs. */
typedef struct {
  gsize n_rows, n_codes;
  guint32 *codes;  /* [n_rows] 0 .. n_codes - 1 */
  guint32 *firsts; /* [n_codes] the first row that has it */
} DsFactor;

/**
 * ds_factor_of_column:
 *
 * Coded texts, bools and integers of a short range are looked up; everything else is sorted. In
 * parallel. NULL with a cancel or no memory.
 */
DsFactor *ds_factor_of_column(const DsColumn *column, DsProgress *progress, GError **error);

/* Both at once: codes in the order of (@a, @b). */
DsFactor *ds_factor_cross(const DsFactor *a, const DsFactor *b, DsProgress *progress,
                          GError **error);

/* Of columns of a table (its rows in its order); no columns: one code for all rows. */
DsFactor *ds_factor_of_table(const DsTable *table, const gsize *cols, gsize n_cols,
                             DsProgress *progress, GError **error);

/* [n_codes] how often each occurs; NULL without memory or with a cancel. */
gint64 *ds_factor_counts(const DsFactor *factor, DsProgress *progress, GError **error);

void ds_factor_free(DsFactor *factor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsFactor, ds_factor_free)
