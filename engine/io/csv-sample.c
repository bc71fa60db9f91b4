/* engine/io/csv-sample.c - the first rows of a file, kept as texts, to find out what it is. */
#include "engine/io/csv-sample.h"

#include "engine/io/csv-lines.h"
#include "engine/io/csv-scan.h"

enum { MAX_WIDTH = 1 << 16 };

typedef struct {
  DsCsvSample *sample;
  DsCsvLines lines;
  DsCsvSampleRow row;
  gsize max_rows;
  GError *error;
} Taking;

static void
on_cell(void *field, size_t length, void *data)
{
  Taking *taking = data;

  if (taking->sample->rows->len >= taking->max_rows || taking->error)
    return;
  ds_csv_lines_cell(&taking->lines, field, length);
  ds_csv_texts_add(&taking->sample->cells, field, length, &taking->error);
  taking->row.n_cells++;
}

static void
on_row(int ended_by, void *data)
{
  Taking *taking = data;
  const gboolean has_cells = taking->row.n_cells > 0;

  if (taking->sample->rows->len >= taking->max_rows)
    return;
  if (has_cells) {
    taking->row.line = taking->lines.line;
    g_array_append_val(taking->sample->rows, taking->row);
    taking->row.first_cell += taking->row.n_cells;
    taking->row.n_cells = 0;
  }
  ds_csv_lines_end(&taking->lines, has_cells, ended_by);
}

DsCsvSample *
ds_csv_sample_new(const char *bytes, gsize n, char delimiter, gboolean is_cp1252, gboolean is_whole,
                  gsize max_rows, GError **error)
{
  g_autoptr(DsCsvSample) sample = g_new0(DsCsvSample, 1);
  g_autoptr(GBytes) memory = g_bytes_new_static(bytes, n);
  g_autoptr(DsSource) source = ds_source_new_bytes("the first rows", memory);
  const DsCsvInput input = { .source = source, .delimiter = delimiter, .is_cp1252 = is_cp1252 };
  Taking taking = { .sample = sample, .lines = { .line = 1 }, .max_rows = max_rows };
  const DsCsvTaker taker = { on_cell, on_row, &taking, &taking.error };
  g_auto(DsCsvScanner) scanner = { 0 };

  sample->rows = g_array_new(FALSE, FALSE, sizeof(DsCsvSampleRow));
  sample->cells.is_raw = TRUE;
  if (!ds_csv_scanner_init(&scanner, &input, error))
    return NULL;
  for (gsize done = 0; done < n && sample->rows->len < max_rows;) {
    const gsize step = MIN(n - done, 1 << 14);

    if (!ds_csv_scanner_feed(&scanner, done, done + step, &taker, error))
      return NULL;
    done += step;
  }
  sample->is_quoted_at_end = ds_csv_scanner_is_quoted(&scanner);
  if (is_whole && !ds_csv_scanner_finish(&scanner, &taker, error))
    return NULL;
  return g_steal_pointer(&sample);
}

void
ds_csv_sample_free(DsCsvSample *sample)
{
  if (!sample)
    return;
  g_clear_pointer(&sample->rows, g_array_unref);
  ds_csv_texts_clear(&sample->cells);
  g_free(sample);
}

const char *
ds_csv_sample_cell(const DsCsvSample *sample, gsize row, gsize col, gsize *length)
{
  const DsCsvSampleRow *r = ds_csv_sample_row(sample, row);
  gsize n;
  const char *text;

  if (col >= r->n_cells)
    return NULL;
  text = ds_csv_texts_get(&sample->cells, (guint32)(r->first_cell + col), length ? length : &n);
  return text ? text : "";
}

gsize
ds_csv_sample_width(const DsCsvSample *sample, gsize from, gsize *n_rows)
{
  g_autoptr(GHashTable) counts = g_hash_table_new(NULL, NULL);
  gsize best = 0;

  *n_rows = 0;
  for (gsize i = from; i < sample->rows->len; i++) {
    const gsize width = MIN(ds_csv_sample_row(sample, i)->n_cells, (gsize)MAX_WIDTH);
    const gsize count = GPOINTER_TO_SIZE(g_hash_table_lookup(counts, GSIZE_TO_POINTER(width))) + 1;

    g_hash_table_insert(counts, GSIZE_TO_POINTER(width), GSIZE_TO_POINTER(count));
    if (count > *n_rows || (count == *n_rows && width > best)) {
      *n_rows = count;
      best = width;
    }
  }
  return best;
}
