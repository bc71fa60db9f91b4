/* engine/io/rows-write.h - rows as text, made by several threads, written in order. */
#pragma once
#include "engine/base/progress.h"
#include "engine/io/sink.h"
#include "engine/table/table.h"

/* Appends the text of rows [from, to) of @table to @text. Called from several threads at once. */
typedef void (*DsRowsAppend)(const DsTable *table, gsize from, gsize to, gpointer data,
                             GString *text);

/* All rows of @table; an error of the sink, or a cancel. */
gboolean ds_rows_write(const DsTable *table, DsRowsAppend append, gpointer data, DsSink *sink,
                       DsProgress *progress, GError **error);
