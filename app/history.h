/* app/history.h - the versions of one table: every step back and forward, nothing copied. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* Versions share all columns that did not change, so a version costs what its command made new.
 * Step 0 is the table as it came. Not thread-safe. */
typedef struct DsHistory DsHistory;

enum { DS_HISTORY_LIMIT = 1000 }; /* steps kept; the oldest but the first go when there are more */

DsHistory *ds_history_new(const DsTable *table, const char *command); /* takes a reference */
void ds_history_free(DsHistory *history);

/* The next version: steps that were undone are dropped. */
void ds_history_commit(DsHistory *history, const DsTable *table, const char *command);

/* How many of @n steps there were to go. */
guint ds_history_undo(DsHistory *history, guint n);
guint ds_history_redo(DsHistory *history, guint n);

const DsTable *ds_history_table(const DsHistory *history); /* (transfer none): where we are */
guint ds_history_step(const DsHistory *history);
guint ds_history_steps(const DsHistory *history); /* the last one there is */
const DsTable *ds_history_get(const DsHistory *history, guint step, const char **command);

/* The step whose content is on disk, so that a table can be called modified. */
void ds_history_mark_saved(DsHistory *history);
gboolean ds_history_is_modified(const DsHistory *history);
