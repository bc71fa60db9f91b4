/* engine/query/scan.c - walking over the rows of a table that pass some comparisons. */
#include "engine/query/scan.h"

#include <string.h>

static void
clear_term(gpointer data)
{
  DsScanTerm *term = data;

  for (gsize i = 0; i < term->n; i++)
    ds_compare_clear(&term->any[i]);
  g_free(term->any);
}

void
ds_scan_init(DsScan *scan, const guint32 *index, DsProgress *progress)
{
  *scan = (DsScan){ .index = index, .progress = progress, .chunk = G_MAXSIZE };
  scan->terms = g_array_new(FALSE, FALSE, sizeof(DsScanTerm));
  g_array_set_clear_func(scan->terms, clear_term);
}

void
ds_scan_clear(DsScan *scan)
{
  g_clear_pointer(&scan->terms, g_array_unref);
}

void
ds_scan_reset(DsScan *scan, gsize first, gsize end)
{
  g_array_set_size(scan->terms, 0);
  scan->row = first;
  scan->end = end;
  scan->chunk = G_MAXSIZE;
}

void
ds_scan_add(DsScan *scan, DsScanTerm term)
{
  g_array_append_val(scan->terms, term);
}

static void
run_term(const DsScanTerm *term, const guint32 *index, gsize first, gsize n, guint64 *hits)
{
  guint64 is_true[DS_CHUNK_WORDS], is_false[DS_CHUNK_WORDS];

  if (term->n == 0) {
    ds_compare_missing(term->missing_of, index, first, n, is_true, is_false);
    memcpy(hits, term->wants_missing ? is_true : is_false, sizeof is_true);
    return;
  }
  ds_compare_run(&term->any[0], index, first, n, hits, is_false);
  for (gsize i = 1; i < term->n; i++) {
    ds_compare_run(&term->any[i], index, first, n, is_true, is_false);
    for (gsize w = 0; w < DS_CHUNK_WORDS; w++)
      hits[w] |= is_true[w];
  }
}

static void
load_chunk(DsScan *scan, gsize first)
{
  const gsize n = MIN((gsize)DS_CHUNK_ROWS, scan->end - first);

  memset(scan->hits, 0xff, sizeof scan->hits);
  for (guint t = 0; t < scan->terms->len; t++) {
    guint64 hits[DS_CHUNK_WORDS];

    run_term(&g_array_index(scan->terms, DsScanTerm, t), scan->index, first, n, hits);
    for (gsize w = 0; w < DS_CHUNK_WORDS; w++)
      scan->hits[w] &= hits[w];
  }
  scan->chunk = first;
}

gboolean
ds_scan_settle(DsScan *scan)
{
  if (scan->terms->len == 0)
    return TRUE;
  while (scan->row < scan->end) {
    const gsize first = scan->row - scan->row % DS_CHUNK_ROWS;
    gsize bit = scan->row - first;

    if (scan->chunk != first) {
      if (ds_progress_is_cancelled(scan->progress))
        return FALSE;
      load_chunk(scan, first);
    }
    for (gsize w = bit / 64; w < DS_CHUNK_WORDS; w++) {
      const guint64 word = scan->hits[w] & (G_MAXUINT64 << (w == bit / 64 ? bit % 64 : 0));

      if (word != 0) {
        scan->row = MIN(first + w * 64 + (gsize)__builtin_ctzll(word), scan->end);
        return TRUE;
      }
    }
    scan->row = MIN(first + DS_CHUNK_ROWS, scan->end);
  }
  return TRUE;
}
