/* engine/table/radix.c - order-preserving 64-bit keys, and sorting by them. */
#include "engine/table/radix.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

enum {
  DIGIT_BITS = 8,
  N_DIGITS = 64 / DIGIT_BITS,
  N_VALUES = 1 << DIGIT_BITS,
  CHUNK = 1 << 18,  /* elements that one thread moves at a time: about 10 ms of work */
  MAX_CHUNKS = 256, /* beyond that chunks grow, so that the counters stay in the cache */
};

typedef struct {
  gpointer from, to; /* guint64 or DsKeyRow */
  gsize n, chunk_size, n_chunks;
  int shift;
  gsize (*counts)[N_VALUES]; /* [n_chunks]: how many, then where the next goes */
  guint64 *varying;          /* [n_chunks]: bits that differ from the first key */
} Sort;

static inline gsize
chunk_end(const Sort *sort, gsize chunk)
{
  return MIN((chunk + 1) * sort->chunk_size, sort->n);
}

/* The three loops over a chunk, once for plain keys and once for pairs. */
#define DEFINE_LOOPS(name, Type, key_of)                                                           \
  static gboolean name##_vary(gsize chunk, gpointer data, GError **error G_GNUC_UNUSED)            \
  {                                                                                                \
    const Sort *sort = data;                                                                       \
    const Type *from = sort->from;                                                                 \
    const gsize end = chunk_end(sort, chunk);                                                      \
    const guint64 first = key_of(from[0]);                                                         \
    guint64 varying = 0;                                                                           \
                                                                                                   \
    for (gsize i = chunk * sort->chunk_size; i < end; i++)                                         \
      varying |= key_of(from[i]) ^ first;                                                          \
    sort->varying[chunk] = varying;                                                                \
    return TRUE;                                                                                   \
  }                                                                                                \
                                                                                                   \
  static gboolean name##_count(gsize chunk, gpointer data, GError **error G_GNUC_UNUSED)           \
  {                                                                                                \
    const Sort *sort = data;                                                                       \
    const Type *from = sort->from;                                                                 \
    const gsize end = chunk_end(sort, chunk);                                                      \
    const int shift = sort->shift;                                                                 \
    gsize *counts = sort->counts[chunk];                                                           \
                                                                                                   \
    memset(counts, 0, sizeof sort->counts[chunk]);                                                 \
    for (gsize i = chunk * sort->chunk_size; i < end; i++)                                         \
      counts[(key_of(from[i]) >> shift) & (N_VALUES - 1)]++;                                       \
    return TRUE;                                                                                   \
  }                                                                                                \
                                                                                                   \
  static gboolean name##_scatter(gsize chunk, gpointer data, GError **error G_GNUC_UNUSED)         \
  {                                                                                                \
    const Sort *sort = data;                                                                       \
    const Type *from = sort->from;                                                                 \
    Type *to = sort->to;                                                                           \
    const gsize end = chunk_end(sort, chunk);                                                      \
    const int shift = sort->shift;                                                                 \
    gsize *next = sort->counts[chunk];                                                             \
                                                                                                   \
    for (gsize i = chunk * sort->chunk_size; i < end; i++) {                                       \
      const Type element = from[i];                                                                \
                                                                                                   \
      to[next[(key_of(element) >> shift) & (N_VALUES - 1)]++] = element;                           \
    }                                                                                              \
    return TRUE;                                                                                   \
  }

#define KEY_ITSELF(element) (element)
#define KEY_OF_PAIR(element) ((element).key)
DEFINE_LOOPS(keys, guint64, KEY_ITSELF)
DEFINE_LOOPS(pairs, DsKeyRow, KEY_OF_PAIR)

typedef gboolean (*Loop)(gsize chunk, gpointer data, GError **error);
typedef struct {
  Loop vary, count, scatter;
} Loops;

/* Turns counts into places: all of digit 0 chunk by chunk, then all of digit 1 ... */
static void
place(Sort *sort)
{
  gsize next = 0;

  for (gsize value = 0; value < N_VALUES; value++)
    for (gsize chunk = 0; chunk < sort->n_chunks; chunk++) {
      const gsize count = sort->counts[chunk][value];

      sort->counts[chunk][value] = next;
      next += count;
    }
}

static gboolean
sort_by_digits(Sort *sort, const Loops *loops, DsProgress *progress, GError **error)
{
  guint64 varying = 0;

  if (sort->n < 2)
    return TRUE;
  if (!ds_parallel_for(sort->n_chunks, loops->vary, sort, progress, error))
    return FALSE;
  for (gsize i = 0; i < sort->n_chunks; i++)
    varying |= sort->varying[i];
  for (int digit = 0; digit < N_DIGITS; digit++) {
    gpointer sorted = sort->to;

    sort->shift = digit * DIGIT_BITS;
    if (((varying >> sort->shift) & (N_VALUES - 1)) == 0)
      continue;
    if (!ds_parallel_for(sort->n_chunks, loops->count, sort, progress, error))
      return FALSE;
    place(sort);
    if (!ds_parallel_for(sort->n_chunks, loops->scatter, sort, progress, error))
      return FALSE;
    sort->to = sort->from;
    sort->from = sorted;
  }
  return TRUE;
}

static gboolean
sort_arrays(gpointer *elements, gpointer *scratch, gsize n, const Loops *loops,
            DsProgress *progress, GError **error)
{
  Sort sort = { .from = *elements, .to = *scratch, .n = n };
  g_autofree gsize *counts = NULL;
  g_autofree guint64 *varying = NULL;
  gboolean ok;

  sort.chunk_size = MAX((gsize)CHUNK, (n + MAX_CHUNKS - 1) / MAX_CHUNKS);
  sort.n_chunks = MAX((n + sort.chunk_size - 1) / sort.chunk_size, 1);
  counts = ds_try_new(gsize, sort.n_chunks * N_VALUES, "sorting", error);
  if (!counts)
    return FALSE;
  varying = ds_try_new(guint64, sort.n_chunks, "sorting", error);
  if (!varying)
    return FALSE;
  sort.counts = (gpointer)counts;
  sort.varying = varying;
  ok = sort_by_digits(&sort, loops, progress, error);
  *elements = sort.from;
  *scratch = sort.to;
  return ok;
}

gboolean
ds_radix_sort_keys(guint64 **keys, guint64 **scratch, gsize n, DsProgress *progress, GError **error)
{
  static const Loops loops = { keys_vary, keys_count, keys_scatter };
  gpointer from = *keys, to = *scratch;
  const gboolean ok = sort_arrays(&from, &to, n, &loops, progress, error);

  *keys = from;
  *scratch = to;
  return ok;
}

gboolean
ds_radix_sort_pairs(DsKeyRow **pairs, DsKeyRow **scratch, gsize n, DsProgress *progress,
                    GError **error)
{
  static const Loops loops = { pairs_vary, pairs_count, pairs_scatter };
  gpointer from = *pairs, to = *scratch;
  const gboolean ok = sort_arrays(&from, &to, n, &loops, progress, error);

  *pairs = from;
  *scratch = to;
  return ok;
}
