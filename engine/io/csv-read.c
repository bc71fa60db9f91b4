/* engine/io/csv-read.c - delimited text into a table: the way from bytes to columns. */
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/text.h"
#include "engine/io/csv-columns.h"
#include "engine/io/csv-dialect.h"
#include "engine/io/csv-refuse.h"
#include "engine/io/csv-remarks.h"
#include "engine/io/csv.h"

enum {
  HEAD_BYTES = 1 << 18,     /* what is looked at to find out the dialect */
  MAX_HEAD_BYTES = 1 << 28, /* ... when not even the first row fits */
  PREVIEW_BYTES = 1 << 20,  /* the first block, shown while the rest is read */
  MIN_CHUNK = 1 << 20,
  MAX_CHUNK = 1 << 23,
  CHUNK_STEP = 1 << 18,
  CHUNKS = 64,            /* of a middling file; never a matter of the threads */
  COLUMN_BYTES = 1 << 14, /* what a column costs a chunk */
};

typedef struct {
  DsSource *source;
  const DsCsvOptions *options;
  DsProgress *progress;
  DsNotes *notes;
  gboolean is_head;
  char *name;
  guint64 start, end; /* the bytes that are text */
  DsCsvInput input;
  DsCsvDialect dialect;
} Read;

static void
read_clear(Read *read)
{
  ds_source_unref(read->source);
  g_free(read->name);
  ds_csv_dialect_clear(&read->dialect);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Read, read_clear)

/* The first @n bytes from @start on, or fewer. */
static char *
read_head(const Read *read, gsize n, gsize *got, GError **error)
{
  const gsize wanted = (gsize)MIN((guint64)n, read->end - read->start);
  g_autofree char *head = ds_try_alloc(wanted, 1, "the first rows", error);
  gssize n_read;

  if (!head)
    return NULL;
  n_read = ds_source_read(read->source, read->start, head, wanted, error);
  if (n_read < 0)
    return NULL;
  *got = (gsize)n_read;
  return g_steal_pointer(&head);
}

static gboolean
set_empty(const Read *read, GError **error)
{
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY,
              "%s is empty: there is nothing to read; choose another file", read->name);
  return FALSE;
}

/* Text in UTF-16 and the like becomes a source in memory. */
static gboolean
convert(Read *read, const char *encoding, gboolean is_told, GError **error)
{
  DsSource *text =
      ds_encoding_convert(read->source, read->start, encoding, read->progress, read->notes, error);
  g_autofree char *shown = g_ascii_strup(encoding, -1);

  if (!text)
    return FALSE;
  ds_source_unref(read->source);
  read->source = text;
  read->start = 0;
  read->end = ds_source_size(text);
  if (!is_told)
    ds_notes_add(read->notes, "the text is %s", shown);
  return read->end > 0 || set_empty(read, error);
}

/* Byte-order mark, `encoding`, and UTF-16 that forgot its mark. */
static gboolean
find_encoding(Read *read, const char *head, gsize n, GError **error)
{
  const char *given = read->options->encoding;
  gsize mark_bytes = 0;
  const char *marked = ds_encoding_of_mark(head, n, &mark_bytes);
  const char *other = NULL;
  DsEncoding encoding = DS_ENCODING_UTF8;

  if (given && !ds_encoding_lookup(given, &encoding, error))
    return FALSE;
  if (marked && (!given || encoding != DS_ENCODING_CP1252))
    read->start += mark_bytes;
  if (read->start == read->end)
    return set_empty(read, error);
  if (encoding == DS_ENCODING_OTHER)
    return convert(read, given, TRUE, error);
  read->input.is_cp1252 = encoding == DS_ENCODING_CP1252;
  if (given)
    return TRUE;
  if (marked && !g_str_equal(marked, "utf-8"))
    return convert(read, marked, FALSE, error);
  other = marked ? NULL : ds_encoding_of_nuls(head, n);
  if (!other)
    return TRUE;
  ds_notes_add(read->notes, "every second byte is NUL and there is no byte-order mark: read as %s",
               other);
  return convert(read, other, FALSE, error);
}

/* A tail of NULs, which crashed writers leave, and DOS's end-of-file mark are no rows. */
static gboolean
trim_tail(Read *read, GError **error)
{
  char tail[4096];
  guint64 end = read->end;
  gboolean is_over = FALSE;

  while (end > read->start && !is_over) {
    const gsize n = (gsize)MIN((guint64)sizeof tail, end - read->start);
    gssize got = ds_source_read(read->source, end - n, tail, n, error);

    if (got < 0)
      return FALSE;
    while (got > 0 && tail[got - 1] == '\0') {
      got--;
      end--;
    }
    is_over = got > 0;
  }
  if (read->end - end >= 8 || (end < read->end && end > read->start)) {
    const guint64 n_nul = read->end - end;
    char before = '\0';

    if (end > read->start && ds_source_read(read->source, end - 1, &before, 1, error) < 0)
      return FALSE;
    if (n_nul >= 8 || before == '\n' || before == '\r') {
      ds_notes_add(read->notes,
                   "%" G_GUINT64_FORMAT " NUL bytes from byte %" G_GUINT64_FORMAT
                   " to the end were left out: the file was probably not written to its end",
                   n_nul, end);
      read->end = end;
    }
  }
  return TRUE;
}

static gboolean
trim_ctrl_z(Read *read, GError **error)
{
  char last[2];
  const guint64 size = read->end - read->start;

  if (size < 2)
    return TRUE;
  if (ds_source_read(read->source, read->end - 2, last, 2, error) < 0)
    return FALSE;
  if (last[1] != 0x1a || (last[0] != '\n' && last[0] != '\r'))
    return TRUE;
  ds_notes_add(read->notes, "the last byte is DOS's end-of-file mark (0x1A) and was left out");
  read->end--;
  return TRUE;
}

static gboolean
find_dialect(Read *read, DsNotes *notes, GError **error)
{
  for (gsize wanted = HEAD_BYTES;; wanted *= 4) {
    gsize n;
    g_autofree char *head = read_head(read, wanted, &n, error);
    const gboolean is_whole =
        head && (n == read->end - read->start || wanted >= MAX_HEAD_BYTES) && !read->is_head;
    /* Notes of a look at too little must not stay. */
    g_autoptr(DsNotes) own = ds_notes_new();

    if (!head)
      return FALSE;
    ds_csv_dialect_clear(&read->dialect);
    if (!ds_csv_dialect_find(head, n, is_whole, read->input.is_cp1252, read->options, read->name,
                             own, &read->dialect, error))
      return FALSE;
    if (read->dialect.sample->rows->len > 0) {
      ds_notes_append(notes, own);
      break;
    }
    if (read->is_head && n == read->end - read->start)
      return set_empty(read, error);
  }
  read->input.delimiter = read->dialect.delimiter;
  return TRUE;
}

/* Regions as large as keeps both the threads busy and what a chunk costs small. */
static gsize
chunk_bytes(const Read *read, gsize n_columns)
{
  const guint64 size = read->end - read->start;
  gsize bytes = (gsize)CLAMP(size / CHUNKS, (guint64)MIN_CHUNK, (guint64)MAX_CHUNK);

  if (read->options->chunk_bytes)
    return read->options->chunk_bytes;
  bytes = MAX(bytes, n_columns * COLUMN_BYTES);
  return (bytes + CHUNK_STEP - 1) / CHUNK_STEP * CHUNK_STEP;
}

/* UTF-8, unless most of what is not ASCII does not even begin like it. */
static gboolean
decide_encoding(Read *read, const DsCsvSplit *split, GError **error)
{
  if (read->options->encoding || read->input.is_cp1252 || split->n_broken + split->n_lone == 0 ||
      split->n_lone <= split->n_valid + split->n_broken)
    return TRUE;
  read->input.is_cp1252 = TRUE;
  if (split->n_valid)
    ds_notes_add(read->notes,
                 "the text is not UTF-8: read as Windows-1252, although %" G_GUINT64_FORMAT
                 " characters were valid UTF-8; encoding=utf-8 keeps them",
                 split->n_valid);
  else
    ds_notes_add(read->notes, "the text is not UTF-8: read as Windows-1252; encoding= overrules");
  return find_dialect(read, NULL, error);
}

static gboolean
ends_without_line_end(const Read *read)
{
  char last = '\n';

  if (ds_source_read(read->source, read->end - 1, &last, 1, NULL) < 0)
    return FALSE;
  return last != '\n' && last != '\r';
}

static const DsTable *
make_table(const DsCsvColumns *columns)
{
  const gsize n = columns->n_columns + (columns->extra ? 1 : 0);
  g_autofree const char **names = g_new0(const char *, n);
  g_autofree DsColumn **all = g_new0(DsColumn *, n);
  g_autofree char *extra_name = NULL;

  for (gsize i = 0; i < columns->n_columns; i++) {
    names[i] = columns->names[i];
    all[i] = columns->columns[i];
  }
  if (columns->extra) {
    extra_name = ds_table_unique_name(names, columns->n_columns, "_extra");
    names[n - 1] = extra_name;
    all[n - 1] = columns->extra;
  }
  return ds_table_new(names, all, n, columns->n_rows);
}

/* From the dialect on. */
static const DsTable *
read_rows(Read *read, GError **error)
{
  const guint64 start = read->start + read->dialect.start;
  const gsize n_columns = ds_csv_sample_row(read->dialect.sample, 0)->n_cells;
  g_autofree DsCsvColumn *plan = g_new0(DsCsvColumn, n_columns);
  g_auto(GStrv) names = NULL;
  g_auto(DsCsvSplit) split = { 0 };
  g_auto(DsCsvColumns) columns = { .n_columns = n_columns };
  g_auto(DsCsvPass) pass = { 0 };
  DsCsvMissing missing;
  DsCsvReading reading;

  ds_progress_stage(read->progress, "reading");
  ds_progress_set(read->progress, 0, (read->end - start) / 4 * 5);
  if (!ds_csv_split(read->source, start, read->end, chunk_bytes(read, n_columns), read->progress,
                    &split, error) ||
      !decide_encoding(read, &split, error))
    return NULL;
  read->input.has_quotes = split.n_quotes > 0;
  names =
      ds_csv_header_names(read->dialect.sample, read->dialect.has_header, n_columns, read->notes);
  columns.names = names;
  ds_csv_missing_init(&missing, read->options->na);
  pass = (DsCsvPass){ .input = &read->input,
                      .missing = &missing,
                      .columns = plan,
                      .n_columns = n_columns,
                      .has_header = read->dialect.has_header,
                      .is_head = read->is_head,
                      .split = &split };
  for (gsize i = 0; i < split.n_regions; i++)
    split.regions[i].first_line += read->dialect.first_line - 1;
  if (!ds_csv_columns_read(&pass, read->options->types, &columns, error))
    return NULL;
  reading = (DsCsvReading){ .pass = &pass,
                            .columns = &columns,
                            .first_line = read->dialect.first_line - 1,
                            .has_no_end = !read->is_head && ends_without_line_end(read) };
  if (read->notes) {
    ds_csv_remark(&reading, read->notes);
    ds_csv_remark_columns(&reading, read->notes);
  }
  return make_table(&columns);
}

static const DsTable *
read_source(DsSource *source, const DsCsvOptions *options, gboolean is_head, DsProgress *progress,
            DsNotes *notes, GError **error)
{
  static const DsCsvOptions defaults = DS_CSV_DETECT;
  g_auto(Read) read = { .source = ds_source_ref(source),
                        .options = options ? options : &defaults,
                        .progress = progress,
                        .notes = notes,
                        .is_head = is_head,
                        .end = ds_source_size(source) };
  g_autofree char *head = NULL;
  gsize n;

  read.name =
      ds_text_for_terminal(read.options->name ? read.options->name : ds_source_name(source), -1);
  if (read.end == 0)
    return set_empty(&read, error), NULL;
  head = read_head(&read, 1 << 16, &n, error);
  if (!head || !find_encoding(&read, head, n, error))
    return NULL;
  if (read.source == source && !read.options->encoding && ds_csv_refuse(head, n, read.name, error))
    return NULL;
  if (!is_head && (!trim_tail(&read, error) || !trim_ctrl_z(&read, error)))
    return NULL;
  if (read.end == read.start)
    return set_empty(&read, error), NULL;
  if (!find_dialect(&read, notes, error))
    return NULL;
  read.input.source = read.source;
  read.input.progress = progress;
  read.input.counts_bytes = TRUE;
  return read_rows(&read, error);
}

/* The first block's rows, shown before the rest is read. What is wrong with them the whole will
 * tell. */
static void
publish_head(DsSource *source, const DsCsvOptions *options, DsProgress *progress)
{
  g_autofree char *head = g_malloc(PREVIEW_BYTES);
  const gssize n = ds_source_read(source, 0, head, PREVIEW_BYTES, NULL);
  const DsTable *table = n > 0 ? ds_csv_read_head(head, (gsize)n, options, NULL) : NULL;

  if (table)
    ds_progress_publish(progress, (gpointer)table, (GDestroyNotify)(gpointer)ds_table_unref);
}

const DsTable *
ds_csv_read_source(DsSource *source, const DsCsvOptions *options, DsProgress *progress,
                   DsNotes *notes, GError **error)
{
  if (progress && ds_source_size(source) > 2 * PREVIEW_BYTES)
    publish_head(source, options, progress);
  return read_source(source, options, FALSE, progress, notes, error);
}

const DsTable *
ds_csv_read_head(const char *bytes, gsize n, const DsCsvOptions *options, GError **error)
{
  g_autoptr(GBytes) memory = g_bytes_new_static(bytes, n);
  g_autoptr(DsSource) source = ds_source_new_bytes("the first rows", memory);

  return read_source(source, options, TRUE, NULL, NULL, error);
}

const DsTable *
ds_csv_read(const char *path, const DsCsvOptions *options, DsProgress *progress, DsNotes *notes,
            GError **error)
{
  g_autoptr(DsSource) source = ds_source_open(path, progress, error);

  return source ? ds_csv_read_source(source, options, progress, notes, error) : NULL;
}
