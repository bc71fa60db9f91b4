/* engine/base/progress.c - how far long work is, the wish to cancel it, and first results. */
#include "engine/base/progress.h"

#include <gio/gio.h>

struct DsProgress {
  gatomicrefcount refs;
  GMutex lock; /* guards everything below */
  gint cancelled;
  char *stage;
  guint64 done, total;
  int percent; /* last one the watcher was told */
  gpointer preview;
  GDestroyNotify free_preview;
  void (*changed)(gpointer data);
  gpointer changed_data;
};

DsProgress *
ds_progress_new(void)
{
  DsProgress *progress = g_new0(DsProgress, 1);

  g_atomic_ref_count_init(&progress->refs);
  g_mutex_init(&progress->lock);
  progress->percent = -1;
  return progress;
}

DsProgress *
ds_progress_ref(DsProgress *progress)
{
  if (progress)
    g_atomic_ref_count_inc(&progress->refs);
  return progress;
}

void
ds_progress_unref(DsProgress *progress)
{
  if (!progress || !g_atomic_ref_count_dec(&progress->refs))
    return;
  if (progress->preview && progress->free_preview)
    progress->free_preview(progress->preview);
  g_free(progress->stage);
  g_mutex_clear(&progress->lock);
  g_free(progress);
}

void
ds_progress_cancel(DsProgress *progress)
{
  if (progress)
    g_atomic_int_set(&progress->cancelled, 1);
}

gboolean
ds_progress_is_cancelled(const DsProgress *progress)
{
  return progress && g_atomic_int_get(&progress->cancelled);
}

gboolean
ds_progress_go_on(DsProgress *progress, GError **error)
{
  if (!ds_progress_is_cancelled(progress))
    return TRUE;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  return FALSE;
}

/* Tells the watcher, outside the lock, once per percent. */
static void
announce(DsProgress *progress, gboolean always)
{
  void (*changed)(gpointer) = NULL;
  int percent;

  g_mutex_lock(&progress->lock);
  percent = progress->total ? (int)(progress->done * 100 / progress->total) : -1;
  if (always || percent != progress->percent)
    changed = progress->changed;
  progress->percent = percent;
  g_mutex_unlock(&progress->lock);
  if (changed)
    changed(progress->changed_data);
}

void
ds_progress_stage(DsProgress *progress, const char *stage)
{
  if (!progress)
    return;
  g_mutex_lock(&progress->lock);
  g_free(progress->stage);
  progress->stage = g_strdup(stage);
  progress->done = progress->total = 0;
  g_mutex_unlock(&progress->lock);
  announce(progress, TRUE);
}

void
ds_progress_set(DsProgress *progress, guint64 done, guint64 total)
{
  if (!progress)
    return;
  g_mutex_lock(&progress->lock);
  progress->done = done;
  progress->total = total;
  g_mutex_unlock(&progress->lock);
  announce(progress, FALSE);
}

void
ds_progress_add(DsProgress *progress, guint64 done)
{
  if (!progress)
    return;
  g_mutex_lock(&progress->lock);
  progress->done += done;
  g_mutex_unlock(&progress->lock);
  announce(progress, FALSE);
}

double
ds_progress_fraction(const DsProgress *progress)
{
  DsProgress *mutable_progress = (DsProgress *)(gpointer)progress; /* only for its lock */
  double fraction = -1.0;

  if (!progress)
    return fraction;
  g_mutex_lock(&mutable_progress->lock);
  if (progress->total)
    fraction = CLAMP((double)progress->done / (double)progress->total, 0.0, 1.0);
  g_mutex_unlock(&mutable_progress->lock);
  return fraction;
}

char *
ds_progress_dup_stage(DsProgress *progress)
{
  char *stage;

  if (!progress)
    return NULL;
  g_mutex_lock(&progress->lock);
  stage = g_strdup(progress->stage);
  g_mutex_unlock(&progress->lock);
  return stage;
}

void
ds_progress_publish(DsProgress *progress, gpointer preview, GDestroyNotify free)
{
  gpointer old;
  GDestroyNotify free_old;

  if (!progress) {
    if (preview && free)
      free(preview);
    return;
  }
  g_mutex_lock(&progress->lock);
  old = progress->preview;
  free_old = progress->free_preview;
  progress->preview = preview;
  progress->free_preview = free;
  g_mutex_unlock(&progress->lock);
  if (old && free_old)
    free_old(old);
  announce(progress, TRUE);
}

gpointer
ds_progress_take_preview(DsProgress *progress)
{
  gpointer preview;

  if (!progress)
    return NULL;
  g_mutex_lock(&progress->lock);
  preview = progress->preview;
  progress->preview = NULL;
  g_mutex_unlock(&progress->lock);
  return preview;
}

void
ds_progress_on_change(DsProgress *progress, void (*changed)(gpointer data), gpointer data)
{
  if (!progress)
    return;
  g_mutex_lock(&progress->lock);
  progress->changed = changed;
  progress->changed_data = data;
  g_mutex_unlock(&progress->lock);
}
