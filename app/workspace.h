/* app/workspace.h - what is open: tables by name, which is current, results one can go back from.
 */
#pragma once
#include <glib.h>

#include "app/args.h"
#include "app/history.h"
#include "app/view-state.h"

/* One open table. A transient one is the result of a command kept for the screen: it goes when one
 * goes back from it, and is not listed among the tables. */
typedef struct DsDataset {
  char *name;
  char *source; /* a path, or the command it came from */
  DsHistory *history;
  const DsView *view;
  gboolean is_transient;
  char *back_to; /* name of the table that was current before; NULL = none */
  /* Results only: how it was made, for the journal and for drill. */
  const struct DsCommand *command;
  DsArgs *args;
  char *line;
  const DsTable *parent; /* what it was made from, and the name of that */
  char *parent_name;
  gboolean is_in_journal;
} DsDataset;

/* Not thread-safe: the session locks. Datasets are borrowed until they are closed. */
typedef struct DsWorkspace DsWorkspace;

DsWorkspace *ds_workspace_new(void);
void ds_workspace_free(DsWorkspace *workspace);

/* A new dataset, not yet current: named @name or name_2 ... */
DsDataset *ds_workspace_add(DsWorkspace *workspace, const char *name, const DsTable *table,
                            const char *source);
DsDataset *ds_workspace_current(const DsWorkspace *workspace); /* NULL = nothing is open */
DsDataset *ds_workspace_lookup(const DsWorkspace *workspace, const char *name);
guint ds_workspace_count(const DsWorkspace *workspace);
DsDataset *ds_workspace_get(const DsWorkspace *workspace, guint i); /* in order of opening */

/* Makes @dataset current. Transient results that do not lead back from it are dropped. */
void ds_workspace_use(DsWorkspace *workspace, DsDataset *dataset);

/* Forgets @dataset; where it was current the one before it is, or else the last opened. */
void ds_workspace_close(DsWorkspace *workspace, DsDataset *dataset);

/* What `back` goes to from the current table; NULL = nowhere. */
DsDataset *ds_workspace_behind(const DsWorkspace *workspace);

/* Where @name is taken (or is "this"): name_2, name_3 ... (transfer full) */
char *ds_workspace_free_name(const DsWorkspace *workspace, const char *name);

/* "data/flights-1m.csv.gz" -> "flights_1m": a name that SQL takes without quotes. (transfer full)
 */
char *ds_workspace_name_of(const char *path);
