/* engine/base/parallel.c - the one way to use several cores: blocks of fixed size, any order. */
#include "engine/base/parallel.h"

enum { MAX_THREADS = 256 };

typedef struct {
  gsize n_blocks;
  gboolean (*run)(gsize block, gpointer data, GError **error);
  gpointer data;
  DsProgress *progress;
  gsize next;  /* atomic: the next block to hand out */
  gint failed; /* atomic: somebody met an error */
  GMutex lock; /* guards the two below */
  gsize error_block;
  GError *error;
} Loop;

static gint chosen_threads;      /* 0 = the cores of the machine */
static GPrivate inside_loop_key; /* non-NULL in a thread that is running blocks */

guint
ds_parallel_threads(void)
{
  const gint chosen = g_atomic_int_get(&chosen_threads);

  return chosen > 0 ? (guint)chosen : CLAMP(g_get_num_processors(), 1, MAX_THREADS);
}

void
ds_parallel_set_threads(guint n_threads)
{
  g_atomic_int_set(&chosen_threads, (gint)MIN(n_threads, MAX_THREADS));
}

static void
note_error(Loop *loop, gsize block, GError *error)
{
  g_mutex_lock(&loop->lock);
  if (!loop->error || block < loop->error_block) {
    g_clear_error(&loop->error);
    loop->error = error;
    loop->error_block = block;
  } else {
    g_error_free(error);
  }
  g_mutex_unlock(&loop->lock);
  g_atomic_int_set(&loop->failed, 1);
}

static gpointer
work(gpointer data)
{
  Loop *loop = data;
  gpointer outer = g_private_get(&inside_loop_key);

  g_private_set(&inside_loop_key, loop);
  while (!g_atomic_int_get(&loop->failed)) {
    const gsize block = __atomic_fetch_add(&loop->next, 1, __ATOMIC_RELAXED);
    GError *error = NULL;

    if (block >= loop->n_blocks)
      break;
    if (!ds_progress_go_on(loop->progress, &error) || !loop->run(block, loop->data, &error))
      note_error(loop, block, error);
  }
  g_private_set(&inside_loop_key, outer);
  return NULL;
}

gboolean
ds_parallel_for(gsize n_blocks, gboolean (*run)(gsize block, gpointer data, GError **error),
                gpointer data, DsProgress *progress, GError **error)
{
  Loop loop = { .n_blocks = n_blocks, .run = run, .data = data, .progress = progress };
  const gsize wanted = g_private_get(&inside_loop_key) ? 1 : MIN(ds_parallel_threads(), n_blocks);
  GThread *threads[MAX_THREADS];
  gsize n_started = 0;

  g_mutex_init(&loop.lock);
  while (n_started + 1 < wanted) {
    GThread *thread = g_thread_try_new("dayshift-block", work, &loop, NULL);

    if (!thread)
      break; /* fewer threads are slower, not wrong */
    threads[n_started++] = thread;
  }
  work(&loop);
  for (gsize i = 0; i < n_started; i++)
    g_thread_join(threads[i]);
  g_mutex_clear(&loop.lock);
  if (loop.error) {
    g_propagate_error(error, loop.error);
    return FALSE;
  }
  return TRUE;
}
