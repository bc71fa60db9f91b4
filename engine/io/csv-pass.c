/* engine/io/csv-pass.c - all regions of a file through libcsv, several at once. */
#include "engine/io/csv-pass.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

typedef struct {
  DsCsvPass *pass;
  gsize *room_before; /* [n_regions + 1] */
  gboolean *is_good;  /* [n_regions] the parser ended between two rows */
} Job;

/* Line ends of the header row hold no row of data. */
static gsize
region_room(const DsCsvPass *pass, gsize i)
{
  const gsize max_rows = pass->split->regions[i].max_rows;

  return i == 0 && pass->has_header && max_rows > 0 ? max_rows - 1 : max_rows;
}

gsize
ds_csv_pass_room_before(const DsCsvPass *pass, gsize i)
{
  gsize sum = 0;

  for (gsize j = 0; j < i; j++)
    sum += region_room(pass, j);
  return sum;
}

gsize
ds_csv_pass_rows(const DsCsvPass *pass)
{
  gsize sum = 0;

  for (gsize i = 0; i < pass->split->n_regions; i++)
    sum += pass->chunks[i].n_rows;
  return sum;
}

/* Parses regions first .. *last, going on while the parser is inside a row. */
static gboolean
parse_regions(Job *job, gsize first, gsize *last, gboolean may_go_on, GError **error)
{
  DsCsvPass *pass = job->pass;
  const DsCsvRegion *regions = pass->split->regions;
  const gsize n_regions = pass->split->n_regions;
  const gsize stop = may_go_on ? n_regions : first + 1;
  DsCsvChunk *chunk = &pass->chunks[first];
  g_auto(DsCsvScanner) scanner = { 0 };
  DsCsvTaker taker;
  gsize i;

  if (!ds_csv_chunk_init(chunk, pass->missing, pass->columns, pass->n_columns,
                         job->room_before[first], job->room_before[stop] - job->room_before[first],
                         error) ||
      !ds_csv_scanner_init(&scanner, pass->input, error))
    return FALSE;
  chunk->skip_rows = first == 0 && pass->has_header;
  chunk->is_repeat = pass->is_repeat;
  taker = ds_csv_chunk_taker(chunk);
  for (i = first; i < stop; i++) {
    if (!ds_csv_scanner_feed(&scanner, regions[i].start, regions[i].end, &taker, error))
      return FALSE;
    /* A first region of blank lines only leaves the header to the next one. */
    job->is_good[first] = ds_csv_scanner_is_between_rows(&scanner) && !chunk->skip_rows;
    if (job->is_good[first])
      break;
  }
  *last = MIN(i, stop - 1);
  if (*last == n_regions - 1) {
    pass->is_unclosed = ds_csv_scanner_is_quoted(&scanner);
    if (!pass->is_head && !ds_csv_scanner_finish(&scanner, &taker, error))
      return FALSE;
    job->is_good[first] = TRUE;
  }
  pass->quotes[first] = scanner.quotes;
  return ds_csv_chunk_seal(chunk, ds_source_name(pass->input->source), error);
}

static gboolean
parse_one(gsize block, gpointer data, GError **error)
{
  gsize last;

  return parse_regions(data, block, &last, FALSE, error);
}

/* Region @i takes over the regions up to @last. */
static void
join_regions(DsCsvPass *pass, gsize i, gsize last)
{
  DsCsvRegion *regions = pass->split->regions;

  regions[i].end = regions[last].end;
  for (gsize j = i + 1; j <= last; j++) {
    regions[i].max_rows += regions[j].max_rows;
    regions[j].max_rows = 0;
    regions[j].start = regions[j].end;
    ds_csv_chunk_clear(&pass->chunks[j]);
    pass->n_joined++;
  }
}

/* In order: what is before region @i is right, so its parser began as the only one would have. */
static gboolean
mend(Job *job, GError **error)
{
  DsCsvPass *pass = job->pass;

  for (gsize i = 0; i < pass->split->n_regions; i++) {
    gsize last = i;

    if (job->is_good[i])
      continue;
    ds_csv_chunk_clear(&pass->chunks[i]);
    if (!parse_regions(job, i, &last, TRUE, error))
      return FALSE;
    join_regions(pass, i, last);
    i = last;
  }
  return TRUE;
}

/* Regions that were joined to another leave the list, their chunks and quotes too. */
static void
drop_joined(DsCsvPass *pass)
{
  DsCsvSplit *split = pass->split;
  gsize kept = 0;

  if (!pass->n_joined)
    return;
  for (gsize i = 0; i < split->n_regions; i++) {
    if (split->regions[i].start == split->regions[i].end && i > 0)
      continue;
    split->regions[kept] = split->regions[i];
    pass->chunks[kept] = pass->chunks[i];
    pass->quotes[kept] = pass->quotes[i];
    kept++;
  }
  split->n_regions = kept;
}

static gboolean
allocate_values(DsCsvPass *pass, gsize n_rows, GError **error)
{
  for (gsize i = 0; i < pass->n_columns; i++) {
    const gsize size = ds_csv_mode_size(pass->columns[i].mode);

    if (size && !(pass->columns[i].values = ds_try_alloc(n_rows, size, "a column", error)))
      return FALSE;
  }
  return TRUE;
}

gboolean
ds_csv_pass_run(DsCsvPass *pass, GError **error)
{
  const gsize n = pass->split->n_regions;
  g_autofree gsize *room = g_new0(gsize, n + 1);
  g_autofree gboolean *is_good = g_new0(gboolean, n);
  Job job = { pass, room, is_good };

  pass->chunks = g_new0(DsCsvChunk, n);
  pass->quotes = g_new0(DsCsvQuotes, n);
  for (gsize i = 0; i < n; i++)
    room[i + 1] = room[i] + region_room(pass, i);
  if (!allocate_values(pass, room[n], error) ||
      !ds_parallel_for(n, parse_one, &job, pass->input->progress, error) || !mend(&job, error))
    return FALSE;
  drop_joined(pass);
  return TRUE;
}

void
ds_csv_pass_clear(DsCsvPass *pass)
{
  for (gsize i = 0; pass->chunks && i < pass->split->n_regions; i++)
    ds_csv_chunk_clear(&pass->chunks[i]);
  g_clear_pointer(&pass->chunks, g_free);
  g_clear_pointer(&pass->quotes, g_free);
  for (gsize i = 0; i < pass->n_columns; i++)
    g_clear_pointer(&pass->columns[i].values, g_free);
}
