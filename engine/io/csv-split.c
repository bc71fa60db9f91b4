/* engine/io/csv-split.c - where a file may be cut so that its parts can be parsed side by side. */
#include "engine/io/csv-split.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/io/csv-count.h"

enum { BEHIND = 4, SLICE = 1 << 18 }; /* bytes looked at behind a slice; bytes counted at once */

/* The first row border of a chunk if it begins outside quotes, [1]: inside. */
typedef struct {
  gsize offset;  /* from the chunk's start; G_MAXSIZE = none */
  guint64 lines; /* line ends before it */
} Border;

typedef struct {
  DsCsvCount count;
  Border borders[2];
  gsize first_nul; /* offset in the chunk, G_MAXSIZE = none */
  gsize first_bad; /* the same for bytes that are not UTF-8 */
} Chunk;

typedef struct {
  DsSource *source;
  guint64 start, end;
  gsize chunk_bytes;
  Chunk *chunks;
  DsProgress *progress;
} Job;

/* The walk along the first bytes of a chunk in search of both borders at once: while one reading is
 * inside quotes the other is outside. */
typedef struct {
  Chunk *chunk;
  gboolean is_odd; /* an odd number of quotes so far */
  char before;
  guint64 lines;
  gsize done; /* bytes walked */
} Walk;

/* A border is the byte behind a line end; of a CRLF, behind its LF. */
static void
offer_border(Walk *walk, gsize offset)
{
  Border *border = &walk->chunk->borders[walk->is_odd]; /* of the reading that is outside now */

  if (border->offset == G_MAXSIZE)
    *border = (Border){ offset, walk->lines };
}

static gboolean
is_walk_over(const Walk *walk)
{
  return walk->chunk->borders[0].offset != G_MAXSIZE && walk->chunk->borders[1].offset != G_MAXSIZE;
}

static void
walk_bytes(Walk *walk, const char *bytes, gsize n)
{
  for (gsize i = 0; i < n && !is_walk_over(walk); i++) {
    const char c = bytes[i];

    /* Nothing to find before the next quote: only the line ends count. */
    if (walk->chunk->borders[walk->is_odd].offset != G_MAXSIZE && c != '"') {
      const char *quote = memchr(bytes + i, '"', n - i);
      const gsize end = quote ? (gsize)(quote - bytes) : n;
      DsCsvCount count;

      ds_csv_count(bytes + i, end - i, walk->before, 0, &count);
      walk->lines += ds_csv_count_lines(&count);
      walk->before = bytes[end - 1];
      i = end - 1;
      continue;
    }
    /* The line end that is now complete: an LF, or a CR that no LF follows. */
    if (walk->before == '\n' || (walk->before == '\r' && c != '\n'))
      offer_border(walk, walk->done + i);
    if (c == '"')
      walk->is_odd = !walk->is_odd;
    if (c == '\n' || c == '\r')
      walk->lines += c == '\r' || walk->before != '\r';
    walk->before = c;
  }
  walk->done += n;
}

static void
add_slice(Chunk *chunk, const char *bytes, gsize n, char before, gsize n_behind, gsize done)
{
  DsCsvCount slice;
  gsize first_bad;

  ds_csv_count(bytes, n, before, n_behind, &slice);
  if (slice.n_nul && chunk->first_nul == G_MAXSIZE)
    chunk->first_nul = done + (gsize)((const char *)memchr(bytes, '\0', n) - bytes);
  /* Continuation bytes at the start belong to the slice before, or to nobody. */
  first_bad = slice.utf8.first_bad;
  if (done > 0 && slice.utf8.n_lead > chunk->count.utf8.overhang) {
    slice.utf8.n_lone += slice.utf8.n_lead - chunk->count.utf8.overhang;
    first_bad = 0;
  }
  if (first_bad != G_MAXSIZE && chunk->first_bad == G_MAXSIZE)
    chunk->first_bad = done + first_bad;
  chunk->count.n_quotes += slice.n_quotes;
  chunk->count.n_lf += slice.n_lf;
  chunk->count.n_cr += slice.n_cr;
  chunk->count.n_crlf += slice.n_crlf;
  chunk->count.n_nul += slice.n_nul;
  chunk->count.utf8.n_valid += slice.utf8.n_valid;
  chunk->count.utf8.n_broken += slice.utf8.n_broken;
  chunk->count.utf8.n_lone += slice.utf8.n_lone;
  if (done == 0)
    chunk->count.utf8.n_lead = slice.utf8.n_lead;
  chunk->count.utf8.overhang = slice.utf8.overhang;
}

/* One byte before the slice and a few behind it are wanted too. */
static gboolean
read_slice(Job *job, guint64 offset, gsize n, char *buffer, const char **bytes, gsize *n_behind,
           GError **error)
{
  const char *memory = ds_source_memory(job->source);
  const gsize behind = (gsize)MIN((guint64)BEHIND, job->end - (offset + n));
  const gsize front = offset > job->start;
  gssize got;

  *n_behind = behind;
  if (memory) {
    *bytes = memory + offset;
    return TRUE;
  }
  got = ds_source_read(job->source, offset - front, buffer, front + n + behind, error);
  if (got < 0)
    return FALSE;
  if ((gsize)got < front + n + behind) /* cut while we read: zeros are noticed as NULs later */
    memset(buffer + got, 0, front + n + behind - (gsize)got);
  *bytes = buffer + front;
  return TRUE;
}

static gboolean
count_chunk(gsize block, gpointer data, GError **error)
{
  Job *job = data;
  Chunk *chunk = &job->chunks[block];
  const guint64 start = job->start + block * job->chunk_bytes;
  const gsize n = (gsize)MIN((guint64)job->chunk_bytes, job->end - start);
  g_autofree char *buffer = ds_try_alloc(MIN(n, SLICE) + 1 + BEHIND, 1, "reading", error);
  Walk walk = { .chunk = chunk };

  if (!buffer)
    return FALSE;
  *chunk = (Chunk){ .borders = { { G_MAXSIZE, 0 }, { G_MAXSIZE, 0 } },
                    .first_nul = G_MAXSIZE,
                    .first_bad = G_MAXSIZE };
  for (gsize done = 0; done < n; done += SLICE) {
    const gboolean is_first = start + done == job->start; /* where a row begins */
    const gsize part = MIN(n - done, SLICE);
    const char *bytes;
    gsize n_behind;

    if (!ds_progress_go_on(job->progress, error) ||
        !read_slice(job, start + done, part, buffer, &bytes, &n_behind, error))
      return FALSE;
    if (done == 0)
      walk.before = is_first ? '\n' : bytes[-1];
    add_slice(chunk, bytes, part, is_first ? '\0' : bytes[-1], n_behind, done);
    walk_bytes(&walk, bytes, part);
  }
  ds_progress_add(job->progress, n / 4);
  return TRUE;
}

static void
note_faults(DsCsvSplit *split, const Chunk *chunk, guint64 start)
{
  split->n_nul += chunk->count.n_nul;
  if (split->first_nul == G_MAXUINT64 && chunk->first_nul != G_MAXSIZE)
    split->first_nul = start + chunk->first_nul;
  split->n_valid += chunk->count.utf8.n_valid;
  split->n_broken += chunk->count.utf8.n_broken;
  split->n_lone += chunk->count.utf8.n_lone;
  if (split->first_bad == G_MAXUINT64 && chunk->first_bad != G_MAXSIZE)
    split->first_bad = start + chunk->first_bad;
}

/* Cuts at the borders that the number of quotes before each chunk makes likely. */
static void
cut_regions(const Job *job, gsize n_chunks, DsCsvSplit *split)
{
  DsCsvRegion *region = split->regions;
  guint64 lines = 0, lines_at_region = 0;
  gsize overhang = 0;

  *region = (DsCsvRegion){ .start = job->start, .first_line = 1 };
  for (gsize i = 0; i < n_chunks; i++) {
    Chunk *chunk = &job->chunks[i];
    const int inside = split->n_quotes & 1;
    const Border *border = &chunk->borders[inside];
    const guint64 start = job->start + i * job->chunk_bytes;
    DsUtf8Count *utf8 = &chunk->count.utf8;

    if (utf8->n_lead > overhang) {
      utf8->n_lone += utf8->n_lead - overhang;
      chunk->first_bad = 0;
    }
    /* A chunk smaller than a character may lie within one. */
    overhang = utf8->n_lead == job->chunk_bytes && overhang > utf8->n_lead ? overhang - utf8->n_lead
                                                                           : utf8->overhang;
    note_faults(split, chunk, start);
    if (i > 0 && border->offset != G_MAXSIZE) {
      const guint64 at = start + border->offset;

      region->end = at;
      region->max_rows = (gsize)(lines + border->lines - lines_at_region);
      lines_at_region = lines + border->lines;
      *++region = (DsCsvRegion){ .start = at, .first_line = lines_at_region + 1 };
    }
    lines += ds_csv_count_lines(&chunk->count);
    split->n_quotes += chunk->count.n_quotes;
  }
  region->end = job->end;
  region->max_rows = (gsize)(lines - lines_at_region) + 1;
  split->n_regions = (gsize)(region - split->regions) + 1;
  split->n_lines = lines;
}

gboolean
ds_csv_split(DsSource *source, guint64 start, guint64 end, gsize chunk_bytes, DsProgress *progress,
             DsCsvSplit *split, GError **error)
{
  const gsize n_chunks = (gsize)((end - start + chunk_bytes - 1) / chunk_bytes);
  g_autofree Chunk *chunks = ds_try_new(Chunk, n_chunks, "counting the lines", error);
  Job job = { source, start, end, chunk_bytes, chunks, progress };

  if (!chunks || !ds_parallel_for(n_chunks, count_chunk, &job, progress, error))
    return FALSE;
  *split = (DsCsvSplit){ .regions = g_new(DsCsvRegion, n_chunks + 1),
                         .first_nul = G_MAXUINT64,
                         .first_bad = G_MAXUINT64 };
  cut_regions(&job, n_chunks, split);
  return TRUE;
}

void
ds_csv_split_clear(DsCsvSplit *split)
{
  g_clear_pointer(&split->regions, g_free);
}

guint64
ds_csv_line_of(DsSource *source, guint64 start, guint64 offset, GError **error)
{
  g_autofree char *buffer = g_malloc(SLICE);
  guint64 line = 1;
  char before = '\0';
  DsCsvCount count;

  while (start < offset) {
    const gssize got =
        ds_source_read(source, start, buffer, (gsize)MIN((guint64)SLICE, offset - start), error);

    if (got < 0)
      return G_MAXUINT64;
    if (got == 0)
      break;
    ds_csv_count(buffer, (gsize)got, before, 0, &count);
    line += ds_csv_count_lines(&count);
    before = buffer[got - 1];
    start += (guint64)got;
  }
  return line;
}
