/* engine/table/builder.h - writing a small or middling table value by value. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* For result tables: declare the columns, append cell by cell, build. Values go to the column named
 * by its position; columns shorter than the longest are padded with missing. Not thread-safe. */
typedef struct DsTableBuilder DsTableBuilder;

/* @schema: "column:text,count:int,share:real" – types as ds_type_name(); names may not hold ',' or
 * ':' (use ds_table_builder_column for those). */
DsTableBuilder *ds_table_builder_new(const char *schema);
void ds_table_builder_free(DsTableBuilder *builder);

/* Adds a column with any name (made unique); returns its position. */
guint ds_table_builder_column(DsTableBuilder *builder, const char *name, DsType type);

void ds_table_builder_int(DsTableBuilder *builder, guint col,
                          gint64 value); /* INT DATE TIME BOOL REAL */
void ds_table_builder_real(DsTableBuilder *builder, guint col, double value); /* NaN = missing */
void ds_table_builder_text(DsTableBuilder *builder, guint col,
                           const char *text); /* NULL = missing */
void ds_table_builder_bytes(DsTableBuilder *builder, guint col, const char *text, gsize length);
void ds_table_builder_missing(DsTableBuilder *builder, guint col);

/* Copies the cell (@row is stored order) of @column, whose type must be that of @col. */
void ds_table_builder_cell(DsTableBuilder *builder, guint col, const DsColumn *column, gsize row);

/* How the column's values are spelled (see DsColumn.style). */
void ds_table_builder_style(DsTableBuilder *builder, guint col, guint style);

gsize ds_table_builder_rows(const DsTableBuilder *builder, guint col);

/* Consumes @builder. Text columns are coded. */
const DsTable *ds_table_builder_build(DsTableBuilder *builder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsTableBuilder, ds_table_builder_free)
