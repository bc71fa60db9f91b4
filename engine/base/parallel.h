/* engine/base/parallel.h - the one way to use several cores: blocks of fixed size, any order. */
#pragma once
#include <glib.h>

#include "engine/base/progress.h"

enum { DS_BLOCK_ROWS = 1 << 16 }; /* rows of a block; another value gives other last digits */

/* Number of blocks of DS_BLOCK_ROWS that n_rows rows make (0 for 0). */
static inline gsize
ds_block_count(gsize n_rows)
{
  return (n_rows + DS_BLOCK_ROWS - 1) / DS_BLOCK_ROWS;
}

/* Threads that ds_parallel_for uses: the cores of the machine unless set; 1 to 256. */
guint ds_parallel_threads(void);
void ds_parallel_set_threads(guint n_threads); /* 0 = the cores of the machine */

/**
 * ds_parallel_for:
 * @n_blocks: how many blocks there are
 * @run: works on one block; FALSE with @error set stops the rest. Called from several threads at
 *   once, each block exactly once; it must touch only what belongs to its block
 * @progress: (nullable): checked for cancel before each block; not advanced
 *
 * Threads never change a digit as long as each block keeps its own accumulator and the caller
 * combines them in order afterwards. Nested calls run on the calling thread alone.
 * Returns: FALSE with the error of the lowest failing block that ran, or a cancel.
 */
gboolean ds_parallel_for(gsize n_blocks,
                         gboolean (*run)(gsize block, gpointer data, GError **error), gpointer data,
                         DsProgress *progress, GError **error);
