/* views/facts-job.c - column facts computed behind the screen's back, a column at a time. */
#include "views/facts-job.h"

struct DsFactsJob {
  void (*done)(gpointer data);
  gpointer data;
  GThread *thread;
  GMutex lock; /* guards what follows */
  GCond wake;
  gboolean wants_end;
  const DsTable *table; /* what `waiting` and `ready` are about */
  GQueue waiting;       /* GSIZE_TO_POINTER(col), the next first */
  GHashTable *asked;    /* set of columns that are waiting, in work or failed */
  GHashTable *ready;    /* col -> DsColumn* with facts; owns a reference */
  DsProgress *progress; /* of the column in work */
};

static void
unref_column(gpointer column)
{
  ds_column_unref(column);
}

/* Computes without the lock; the table is held by a reference of its own. */
static DsColumn *
work(const DsTable *table, gsize col, DsProgress *progress)
{
  g_autoptr(DsColumn) column = ds_table_dense_column(table, col, progress, NULL);

  if (!column || !ds_column_facts(column, progress, NULL))
    return NULL;
  return g_steal_pointer(&column);
}

static gpointer
run(gpointer data)
{
  DsFactsJob *job = data;

  g_mutex_lock(&job->lock);
  while (!job->wants_end) {
    const DsTable *table;
    DsProgress *progress;
    DsColumn *column;
    gsize col;

    if (g_queue_is_empty(&job->waiting)) {
      g_cond_wait(&job->wake, &job->lock);
      continue;
    }
    col = GPOINTER_TO_SIZE(g_queue_pop_head(&job->waiting));
    table = ds_table_ref(job->table);
    progress = job->progress = ds_progress_new();
    g_mutex_unlock(&job->lock);
    column = work(table, col, progress);
    g_mutex_lock(&job->lock);
    job->progress = NULL;
    ds_progress_unref(progress);
    if (column && table == job->table)
      g_hash_table_insert(job->ready, GSIZE_TO_POINTER(col), g_steal_pointer(&column));
    ds_column_unref(column);
    ds_table_unref(table);
    job->done(job->data);
  }
  g_mutex_unlock(&job->lock);
  return NULL;
}

DsFactsJob *
ds_facts_job_new(void (*done)(gpointer data), gpointer data)
{
  DsFactsJob *job = g_new0(DsFactsJob, 1);

  job->done = done;
  job->data = data;
  g_mutex_init(&job->lock);
  g_cond_init(&job->wake);
  g_queue_init(&job->waiting);
  job->asked = g_hash_table_new(NULL, NULL);
  job->ready = g_hash_table_new_full(NULL, NULL, NULL, unref_column);
  job->thread = g_thread_new("facts", run, job);
  return job;
}

/* Call with the lock held. */
static void
set_table(DsFactsJob *job, const DsTable *table)
{
  if (job->table == table)
    return;
  g_queue_clear(&job->waiting);
  g_hash_table_remove_all(job->asked);
  g_hash_table_remove_all(job->ready);
  if (job->progress)
    ds_progress_cancel(job->progress);
  if (job->table)
    ds_table_unref(job->table);
  job->table = table ? ds_table_ref(table) : NULL;
}

void
ds_facts_job_free(DsFactsJob *job)
{
  if (!job)
    return;
  g_mutex_lock(&job->lock);
  set_table(job, NULL);
  job->wants_end = TRUE;
  g_cond_signal(&job->wake);
  g_mutex_unlock(&job->lock);
  g_thread_join(job->thread);
  g_hash_table_destroy(job->asked);
  g_hash_table_destroy(job->ready);
  g_mutex_clear(&job->lock);
  g_cond_clear(&job->wake);
  g_free(job);
}

const DsColumnFacts *
ds_facts_job_lookup(DsFactsJob *job, const DsTable *table, gsize col, const DsColumn **column)
{
  G_GNUC_UNUSED g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&job->lock);
  const DsColumn *ready;

  set_table(job, table);
  ready = g_hash_table_lookup(job->ready, GSIZE_TO_POINTER(col));
  if (!ready && !ds_table_index(table))
    ready = ds_table_stored_column(table, col); /* somebody else may have asked before */
  if (ready && ds_column_facts_lookup(ready)) {
    if (column)
      *column = ready;
    return ds_column_facts_lookup(ready);
  }
  if (g_hash_table_add(job->asked, GSIZE_TO_POINTER(col))) {
    g_queue_push_tail(&job->waiting, GSIZE_TO_POINTER(col));
    g_cond_signal(&job->wake);
  }
  return NULL;
}
