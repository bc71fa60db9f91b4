/* engine/query/filter.c - simple conditions evaluated on whole chunks of rows, without SQLite. */
#include "engine/query/filter.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/query/filter-node.h"

struct DsFilter {
  const DsSource *source;
  DsNode *root;
};

DsFilter *
ds_filter_new(const DsSource *source, const char *sql, const GArray *tokens)
{
  DsNode *root = ds_node_parse(source, sql, tokens);
  DsFilter *filter;

  if (!root)
    return NULL;
  filter = g_new0(DsFilter, 1);
  filter->source = source;
  filter->root = root;
  return filter;
}

void
ds_filter_free(DsFilter *filter)
{
  if (!filter)
    return;
  ds_node_free(filter->root);
  g_free(filter);
}

/* Comparing two columns goes row by row inside the chunk: rare enough. */
#define PAIR_LOOP(array, OP)                                                                       \
  for (gsize i = 0; i < n; i++) {                                                                  \
    const gsize row = index ? index[first + i] : first + i;                                        \
    if (!ds_column_is_missing(node->a, row) && !ds_column_is_missing(node->b, row)) {              \
      const guint64 is = node->a->array[row] OP node->b->array[row];                               \
      is_true[i / 64] |= is << (i % 64);                                                           \
      is_false[i / 64] |= (is ^ 1) << (i % 64);                                                    \
    }                                                                                              \
  }
#define PAIR_SWITCH(array)                                                                         \
  switch (node->op) {                                                                              \
  case DS_OP_EQ:                                                                                   \
    PAIR_LOOP(array, ==)                                                                           \
    break;                                                                                         \
  case DS_OP_NE:                                                                                   \
    PAIR_LOOP(array, !=)                                                                           \
    break;                                                                                         \
  case DS_OP_LT:                                                                                   \
    PAIR_LOOP(array, <)                                                                            \
    break;                                                                                         \
  case DS_OP_LE:                                                                                   \
    PAIR_LOOP(array, <=)                                                                           \
    break;                                                                                         \
  case DS_OP_GT:                                                                                   \
    PAIR_LOOP(array, >)                                                                            \
    break;                                                                                         \
  default:                                                                                         \
    PAIR_LOOP(array, >=)                                                                           \
  }

static void
run_pair(const DsNode *node, const guint32 *index, gsize first, gsize n, guint64 *is_true,
         guint64 *is_false)
{
  memset(is_true, 0, DS_CHUNK_WORDS * sizeof *is_true);
  memset(is_false, 0, DS_CHUNK_WORDS * sizeof *is_false);
  if (node->a->type == DS_TYPE_REAL)
    PAIR_SWITCH(reals)
  else
    PAIR_SWITCH(ints)
}

/* Logic of three values: true and false each have a bit, unknown has none. */
static void
run_node(const DsNode *node, const guint32 *index, gsize first, gsize n, guint64 *is_true,
         guint64 *is_false)
{
  guint64 right_true[DS_CHUNK_WORDS], right_false[DS_CHUNK_WORDS];

  switch (node->kind) {
  case DS_NODE_COMPARE:
    ds_compare_run(&node->compare, index, first, n, is_true, is_false);
    return;
  case DS_NODE_PAIR:
    run_pair(node, index, first, n, is_true, is_false);
    return;
  case DS_NODE_MISSING:
    ds_compare_missing(node->a, index, first, n, is_true, is_false);
    return;
  case DS_NODE_NOT:
    run_node(node->left, index, first, n, is_false, is_true);
    return;
  default:
    break;
  }
  run_node(node->left, index, first, n, is_true, is_false);
  run_node(node->right, index, first, n, right_true, right_false);
  for (gsize w = 0; w < DS_CHUNK_WORDS; w++) {
    if (node->kind == DS_NODE_AND) {
      is_true[w] &= right_true[w];
      is_false[w] |= right_false[w];
    } else {
      is_true[w] |= right_true[w];
      is_false[w] &= right_false[w];
    }
  }
}

/* First a bit a row for all rows, then the positions: the result is allocated once, at its size. */
typedef struct {
  const DsFilter *filter;
  gsize n_rows;
  guint64 *hits; /* [words of n_rows] */
  gsize *starts; /* [n_blocks + 1] how many rows pass before each block */
  guint32 *rows;
} Pass;

enum { BLOCK_WORDS = DS_BLOCK_ROWS / 64 };

static gboolean
mark_block(gsize block, gpointer data, GError **error)
{
  Pass *pass = data;
  const guint32 *index = ds_table_index(pass->filter->source->table);
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, pass->n_rows);
  gsize n_hits = 0;

  (void)error;
  for (gsize first = block * DS_BLOCK_ROWS; first < end; first += DS_CHUNK_ROWS) {
    const gsize n = MIN((gsize)DS_CHUNK_ROWS, end - first);
    guint64 is_true[DS_CHUNK_WORDS], is_false[DS_CHUNK_WORDS];

    run_node(pass->filter->root, index, first, n, is_true, is_false);
    memcpy(pass->hits + first / 64, is_true, ds_missing_words(n) * sizeof *is_true);
    for (gsize w = 0; w < ds_missing_words(n); w++)
      n_hits += (gsize)__builtin_popcountll(is_true[w]);
  }
  pass->starts[block + 1] = n_hits;
  return TRUE;
}

static gboolean
list_block(gsize block, gpointer data, GError **error)
{
  const Pass *pass = data;
  const gsize end = MIN((block + 1) * BLOCK_WORDS, ds_missing_words(pass->n_rows));
  guint32 *rows = pass->rows + pass->starts[block];

  (void)error;
  for (gsize w = block * BLOCK_WORDS; w < end; w++)
    for (guint64 word = pass->hits[w]; word != 0; word &= word - 1)
      *rows++ = (guint32)(w * 64 + (gsize)__builtin_ctzll(word));
  return TRUE;
}

guint32 *
ds_filter_rows(const DsFilter *filter, gsize *n, DsProgress *progress, GError **error)
{
  Pass pass = { .filter = filter, .n_rows = ds_table_n_rows(filter->source->table) };
  const gsize n_blocks = ds_block_count(pass.n_rows);
  g_autofree guint64 *hits = NULL;
  g_autofree gsize *starts = g_new0(gsize, n_blocks + 1);
  g_autofree guint32 *rows = NULL;

  hits = ds_try_new(guint64, ds_missing_words(pass.n_rows), "the rows of a filter", error);
  if (!hits)
    return NULL;
  pass.hits = hits;
  pass.starts = starts;
  if (!ds_parallel_for(n_blocks, mark_block, &pass, progress, error))
    return NULL;
  for (gsize block = 0; block < n_blocks; block++)
    starts[block + 1] += starts[block];
  rows = ds_try_new(guint32, starts[n_blocks], "the rows of a filter", error);
  pass.rows = rows;
  if (!rows || !ds_parallel_for(n_blocks, list_block, &pass, progress, error))
    return NULL;
  *n = starts[n_blocks];
  return g_steal_pointer(&rows);
}
