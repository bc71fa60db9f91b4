/* engine/io/csv-scan.c - libcsv fed with a part of a source, slice by slice. */
#include "engine/io/csv-scan.h"

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/io/encoding.h"

enum {
  SLICE = 1 << 18,      /* bytes parsed before asking whether to go on: about a millisecond */
  FIELD_STEP = 1 << 16, /* by which libcsv's buffer grows; its own 128 is quadratic on huge cells */
  ROW_NOT_BEGUN = 0,    /* libcsv's states, by their numbers in 3.0.3 */
  FIELD_BEGUN = 2,
};

gboolean
ds_csv_scanner_init(DsCsvScanner *scanner, const DsCsvInput *input, GError **error)
{
  *scanner = (DsCsvScanner){ .input = input, .quotes = { .delimiter = input->delimiter } };
  csv_init(&scanner->parser, CSV_REPALL_NL);
  csv_set_delim(&scanner->parser, (unsigned char)input->delimiter);
  csv_set_blk_size(&scanner->parser, FIELD_STEP);
  if (!ds_source_memory(input->source) &&
      !(scanner->buffer = ds_try_alloc(SLICE, 1, "reading", error)))
    return FALSE;
  if (input->is_cp1252 && !(scanner->wide = ds_try_alloc(SLICE, 3, "reading", error)))
    return FALSE;
  return TRUE;
}

void
ds_csv_scanner_clear(DsCsvScanner *scanner)
{
  csv_free(&scanner->parser);
  g_clear_pointer(&scanner->buffer, g_free);
  g_clear_pointer(&scanner->wide, g_free);
}

static gboolean
has_failed(const DsCsvScanner *scanner, const DsCsvTaker *taker, GError **error)
{
  if (taker->error && *taker->error) {
    g_propagate_error(error, *taker->error);
    *taker->error = NULL;
    return TRUE;
  }
  if (scanner->parser.status == CSV_SUCCESS)
    return FALSE;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
              "%s: could not get memory for a cell of over %" G_GSIZE_FORMAT
              " bytes; is a quote never closed?",
              ds_source_name(scanner->input->source), scanner->parser.entry_size);
  return TRUE;
}

static gboolean
parse(DsCsvScanner *scanner, const char *bytes, gsize n, guint64 offset, const DsCsvTaker *taker,
      GError **error)
{
  if (scanner->input->has_quotes)
    ds_csv_quotes_take(&scanner->quotes, bytes, n, offset);
  if (scanner->wide) {
    n = ds_cp1252_to_utf8(bytes, n, scanner->wide);
    bytes = scanner->wide;
  }
  csv_parse(&scanner->parser, bytes, n, taker->cell, taker->row, taker->data);
  return !has_failed(scanner, taker, error);
}

gboolean
ds_csv_scanner_feed(DsCsvScanner *scanner, guint64 start, guint64 end, const DsCsvTaker *taker,
                    GError **error)
{
  DsSource *source = scanner->input->source;
  const char *memory = ds_source_memory(source);

  while (start < end) {
    const gsize wanted = (gsize)MIN((guint64)SLICE, end - start);
    gssize got = (gssize)wanted;

    if (!ds_progress_go_on(scanner->input->progress, error))
      return FALSE;
    if (!memory) {
      got = ds_source_read(source, start, scanner->buffer, wanted, error);
      if (got < 0)
        return FALSE;
    }
    if (got == 0) {
      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                  "%s became shorter while it was read; open it again", ds_source_name(source));
      return FALSE;
    }
    if (!parse(scanner, memory ? memory + start : scanner->buffer, (gsize)got, start, taker, error))
      return FALSE;
    if (scanner->input->counts_bytes)
      ds_progress_add(scanner->input->progress, (guint64)got);
    start += (guint64)got;
  }
  return TRUE;
}

gboolean
ds_csv_scanner_is_between_rows(const DsCsvScanner *scanner)
{
  return scanner->parser.pstate == ROW_NOT_BEGUN;
}

gboolean
ds_csv_scanner_is_quoted(const DsCsvScanner *scanner)
{
  return scanner->parser.pstate == FIELD_BEGUN && scanner->parser.quoted;
}

gboolean
ds_csv_scanner_finish(DsCsvScanner *scanner, const DsCsvTaker *taker, GError **error)
{
  csv_fini(&scanner->parser, taker->cell, taker->row, taker->data);
  return !has_failed(scanner, taker, error);
}
