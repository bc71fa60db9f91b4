/* engine/base/progress.h - how far long work is, the wish to cancel it, and first results. */
#pragma once
#include <glib.h>

/* Shared by the thread that works and the one that watches; every function is thread-safe and
 * takes NULL for @progress (nobody watches). Work checks ds_progress_go_on() at least every 50 ms.
 */
typedef struct DsProgress DsProgress;

DsProgress *ds_progress_new(void);
DsProgress *ds_progress_ref(DsProgress *progress);
void ds_progress_unref(DsProgress *progress);

/* The watcher: asks the work to stop. */
void ds_progress_cancel(DsProgress *progress);
gboolean ds_progress_is_cancelled(const DsProgress *progress);

/* FALSE with G_IO_ERROR_CANCELLED "interrupted" when a cancel was asked for; else TRUE. */
gboolean ds_progress_go_on(DsProgress *progress, GError **error);

/* The work: names what it is doing ("reading") and how far it is; @total 0 = unknown. */
void ds_progress_stage(DsProgress *progress, const char *stage);
void ds_progress_set(DsProgress *progress, guint64 done, guint64 total);
void ds_progress_add(DsProgress *progress, guint64 done); /* from several threads */

/* The watcher: the fraction 0..1, or -1 while unknown; the stage is (transfer full), may be NULL.
 */
double ds_progress_fraction(const DsProgress *progress);
char *ds_progress_dup_stage(DsProgress *progress);

/* The work may hand out a first result (the table of the first block of a file) before it is done:
 * @free frees it if nobody takes it. The watcher takes ownership of the newest, NULL = none. */
void ds_progress_publish(DsProgress *progress, gpointer preview, GDestroyNotify free);
gpointer ds_progress_take_preview(DsProgress *progress);

/* Called (from the working thread) after publish and on each new percent, so that an event loop can
 * be woken. Set before the work starts. */
void ds_progress_on_change(DsProgress *progress, void (*changed)(gpointer data), gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsProgress, ds_progress_unref)
