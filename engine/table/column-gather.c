/* engine/table/column-gather.c - the column of chosen rows: ds_column_gather and its inverse. */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/column.h"

typedef struct {
  const DsColumn *from;
  const guint32 *rows;
  gsize n;
  gint64 *ints;
  double *reals;
  guint8 *bools;
  gint32 *codes;
  guint64 *offsets;
  char *bytes;
  guint64 *missing; /* NULL when no row can be missing */
} Gather;

/* Blocks are multiples of 64 rows, so that no two share a word of the bitmap. */
static void
gather_missing(const Gather *g, gsize begin, gsize end)
{
  for (gsize i = begin; i < end; i++)
    if (g->rows[i] == G_MAXUINT32 || ds_column_is_missing(g->from, g->rows[i]))
      g->missing[i >> 6] |= G_GUINT64_CONSTANT(1) << (i & 63);
}

/* One plain loop a type; a row of G_MAXUINT32 takes @nothing. */
#define GATHER_LOOP(to, values, nothing)                                                           \
  for (gsize i = begin; i < end; i++)                                                              \
  (to)[i] = g->rows[i] == G_MAXUINT32 ? (nothing) : (values)[g->rows[i]]

static gboolean
gather_block(gsize block, gpointer data, GError **error)
{
  const Gather *g = data;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, g->n);
  const DsColumn *from = g->from;

  (void)error;
  if (g->missing)
    gather_missing(g, begin, end);
  if (g->ints)
    GATHER_LOOP(g->ints, from->ints, 0);
  else if (g->reals)
    GATHER_LOOP(g->reals, from->reals, NAN);
  else if (g->bools)
    GATHER_LOOP(g->bools, from->bools, 0);
  else if (g->codes)
    GATHER_LOOP(g->codes, from->codes, -1);
  return TRUE;
}

static gboolean
copy_texts_block(gsize block, gpointer data, GError **error)
{
  const Gather *g = data;
  const gsize begin = block * DS_BLOCK_ROWS, end = MIN(begin + DS_BLOCK_ROWS, g->n);

  (void)error;
  for (gsize i = begin; i < end; i++)
    if (g->rows[i] != G_MAXUINT32) {
      const guint64 start = g->from->strings.offsets[g->rows[i]];

      memcpy(g->bytes + g->offsets[i], g->from->strings.bytes + start,
             g->offsets[i + 1] - g->offsets[i]);
    }
  return TRUE;
}

/* Uncoded text: the new offsets first, one after the other, then the bytes in parallel. */
static gboolean
gather_texts(Gather *g, DsProgress *progress, GError **error)
{
  const guint64 *offsets = g->from->strings.offsets;
  guint64 total = 0;

  g->offsets = ds_try_new(guint64, g->n + 1, "choosing rows of a text column", error);
  if (!g->offsets)
    return FALSE;
  for (gsize i = 0; i < g->n; i++) {
    g->offsets[i] = total;
    if (g->rows[i] != G_MAXUINT32)
      total += offsets[g->rows[i] + 1] - offsets[g->rows[i]];
  }
  g->offsets[g->n] = total;
  g->bytes = ds_try_new(char, total, "choosing rows of a text column", error);
  return g->bytes && ds_parallel_for(ds_block_count(g->n), copy_texts_block, g, progress, error);
}

static gboolean
gather_allocate(Gather *g, GError **error)
{
  const char *what = "choosing rows of a column";

  switch (g->from->type) {
  case DS_TYPE_INT:
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    return (g->ints = ds_try_new(gint64, g->n, what, error)) != NULL;
  case DS_TYPE_REAL:
    return (g->reals = ds_try_new(double, g->n, what, error)) != NULL;
  case DS_TYPE_BOOL:
    return (g->bools = ds_try_new(guint8, g->n, what, error)) != NULL;
  case DS_TYPE_TEXT:
    if (g->from->is_coded)
      return (g->codes = ds_try_new(gint32, g->n, what, error)) != NULL;
    return TRUE; /* gather_texts finds the size first */
  case DS_N_TYPES:
    break;
  }
  g_assert_not_reached();
}

static DsColumn *
gather_take(Gather *g)
{
  DsColumn *column;

  if (g->ints)
    column = ds_column_new_ints(g->from->type, g->ints, g->n, g_steal_pointer(&g->missing));
  else if (g->reals)
    column = ds_column_new_reals(g->reals, g->n);
  else if (g->bools)
    column = ds_column_new_bools(g->bools, g->n, g_steal_pointer(&g->missing));
  else if (g->codes)
    column = ds_column_new_recoded(g->from, g->codes, g->n);
  else
    column = ds_column_new_texts(g->offsets, g->bytes, g->n, g_steal_pointer(&g->missing));
  ds_column_set_style(column, g->from->style);
  g_free(g->missing); /* real and coded columns find their own */
  return column;
}

DsColumn *
ds_column_gather(const DsColumn *column, const guint32 *rows, gsize n, DsProgress *progress,
                 GError **error)
{
  Gather g = { .from = column, .rows = rows, .n = n };
  gboolean is_plain_text, ok;

  g.missing = ds_try_new0(guint64, ds_missing_words(n), "choosing rows of a column", error);
  ok = g.missing && gather_allocate(&g, error) &&
       ds_parallel_for(ds_block_count(n), gather_block, &g, progress, error);
  is_plain_text = column->type == DS_TYPE_TEXT && !column->is_coded;
  if (ok && is_plain_text)
    ok = gather_texts(&g, progress, error);
  if (ok)
    return gather_take(&g);
  g_free(g.ints);
  g_free(g.reals);
  g_free(g.bools);
  g_free(g.codes);
  g_free(g.offsets);
  g_free(g.bytes);
  g_free(g.missing);
  return NULL;
}

DsColumn *
ds_column_scatter(const DsColumn *column, const guint32 *rows, gsize n_stored, DsProgress *progress,
                  GError **error)
{
  g_autofree guint32 *inverse = ds_try_new(guint32, n_stored, "placing a column", error);

  if (!inverse)
    return NULL;
  memset(inverse, 0xff, n_stored * sizeof *inverse); /* G_MAXUINT32: no row lies here */
  for (gsize i = 0; i < column->n_rows; i++)
    inverse[rows[i]] = (guint32)i;
  return ds_column_gather(column, inverse, n_stored, progress, error);
}
