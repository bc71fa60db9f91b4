/* engine/io/rows-write.c - rows as text, made by several threads, written in order. */
#include "engine/io/rows-write.h"

#include "engine/base/parallel.h"

/* Rows of a block, blocks that are made before they are written. */
enum { ROWS = 1 << 12, BLOCKS = 16 };

typedef struct {
  const DsTable *table;
  DsRowsAppend append;
  gpointer data;
  gsize first_row;
  GString *texts[BLOCKS];
} Round;

static void
round_clear(Round *round)
{
  for (gsize i = 0; i < BLOCKS; i++)
    g_string_free(round->texts[i], TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Round, round_clear)

static gboolean
make_block(gsize block, gpointer data, GError **error)
{
  Round *round = data;
  const gsize from = round->first_row + block * ROWS;
  const gsize to = MIN(from + ROWS, ds_table_n_rows(round->table));

  (void)error;
  g_string_truncate(round->texts[block], 0);
  round->append(round->table, from, to, round->data, round->texts[block]);
  return TRUE;
}

gboolean
ds_rows_write(const DsTable *table, DsRowsAppend append, gpointer data, DsSink *sink,
              DsProgress *progress, GError **error)
{
  const gsize n_rows = ds_table_n_rows(table);
  g_auto(Round) round = { .table = table, .append = append, .data = data };

  for (gsize i = 0; i < BLOCKS; i++)
    round.texts[i] = g_string_new(NULL);
  ds_progress_stage(progress, "writing");
  for (; round.first_row < n_rows; round.first_row += (gsize)ROWS * BLOCKS) {
    const gsize n_blocks = MIN((n_rows - round.first_row + ROWS - 1) / ROWS, (gsize)BLOCKS);

    if (!ds_parallel_for(n_blocks, make_block, &round, progress, error))
      return FALSE;
    for (gsize i = 0; i < n_blocks; i++)
      if (!ds_progress_go_on(progress, error) ||
          !ds_sink_write(sink, round.texts[i]->str, round.texts[i]->len, error))
        return FALSE;
    ds_progress_set(progress, MIN(round.first_row + (gsize)ROWS * BLOCKS, n_rows), n_rows);
  }
  return TRUE;
}
