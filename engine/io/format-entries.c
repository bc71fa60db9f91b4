/* engine/io/format-entries.c - the entries of the formats: how each is known, read and written. */
#include "engine/io/format-writers.h"
#include "engine/io/format.h"
#include "engine/io/jsonl.h"
#include "engine/io/sqlite-read.h"

static const DsTable *
read_sqlite(DsSource *source, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
            GError **error)
{
  const DsSqliteOptions own = { options->table, options->csv.na, options->csv.types };

  return ds_sqlite_read(source, &own, progress, notes, error);
}

static const DsTable *
read_jsonl(DsSource *source, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
           GError **error)
{
  const DsJsonlOptions own = { options->csv.na, options->csv.types };

  return ds_jsonl_read(source, &own, progress, notes, error);
}

static const DsTable *
read_csv(DsSource *source, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
         GError **error)
{
  return ds_csv_read_source(source, &options->csv, progress, notes, error);
}

const DsFormat ds_format_sqlite = {
  .name = "sqlite",
  .title = "SQLite",
  .suffixes = ".sqlite .sqlite3 .db .db3",
  .recognise = ds_sqlite_recognise,
  .read = read_sqlite,
  .write = ds_write_sqlite,
};

const DsFormat ds_format_jsonl = {
  .name = "jsonl",
  .title = "JSON Lines",
  .suffixes = ".jsonl .ndjson",
  .recognise = ds_jsonl_recognise,
  .read = read_jsonl,
  .write = ds_write_jsonl,
};

/* Read as JSON Lines are, whose reader knows arrays too. */
const DsFormat ds_format_json = {
  .name = "json",
  .title = "JSON",
  .suffixes = ".json",
  .read = read_jsonl,
  .write = ds_write_json,
};

const DsFormat ds_format_tsv = {
  .name = "tsv",
  .title = "tab-separated text",
  .suffixes = ".tsv .tab",
  .read = read_csv,
  .write = ds_write_tsv,
};

const DsFormat ds_format_csv = {
  .name = "csv",
  .title = "CSV",
  .suffixes = ".csv .txt",
  .read = read_csv,
  .write = ds_write_csv,
};
