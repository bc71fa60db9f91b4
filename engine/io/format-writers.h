/* engine/io/format-writers.h - the write slots of the formats; see format.h. */
#pragma once
#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/sink.h"
#include "engine/io/write.h"
#include "engine/table/table.h"

gboolean ds_write_csv(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                      DsProgress *progress, DsNotes *notes, GError **error);
gboolean ds_write_tsv(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                      DsProgress *progress, DsNotes *notes, GError **error);
gboolean ds_write_json(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                       DsProgress *progress, DsNotes *notes, GError **error);
gboolean ds_write_jsonl(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                        DsProgress *progress, DsNotes *notes, GError **error);
gboolean ds_write_sqlite(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                         DsProgress *progress, DsNotes *notes, GError **error);
