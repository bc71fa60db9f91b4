/* app/session-state.h - the inside of a session, for the files that make it up. */
#pragma once
#include <glib.h>

#include "app/command.h"
#include "app/journal.h"
#include "app/option.h"
#include "app/session.h"
#include "app/workspace.h"

typedef struct {
  char *name, *source;
  const DsTable *table;
} DsPending;

/* What a running command asks for; carried out when it has succeeded. */
typedef struct {
  GPtrArray *tables;     /* of DsPending: new datasets */
  const DsTable *commit; /* the next version of the table it runs on */
  gboolean is_journal_set;
  char *journal;
  gboolean is_no, is_message;
} DsWishes;

struct DsSession {
  GMutex run_lock; /* held while a command runs that is not of the view */
  GMutex lock;     /* guards everything below but the wishes, for moments only */
  DsWorkspace *workspace;
  DsJournal *journal;
  DsOptions *options;
  DsProgress *progress;
  DsDataset *preview; /* first rows of what the running command reads; NULL = none */
  guint64 generation;
  gboolean wants_quit;
  char *search_text, *search_in; /* what was last looked for, and in which column; NULL = all */
  gsize page_rows;               /* rows that a page of the screen holds */
  /* Of the running command; only its thread touches these. */
  GThread *runner;
  char *acting_on; /* the table it runs on where that is not the current one */
  DsWishes wishes;
};

/* The dataset that commands of this thread run on; NULL when nothing is open. Call with the lock
 * held. */
DsDataset *ds_session_acting(DsSession *session);

/* Call with the lock held: results become current tables. */
gboolean ds_session_keeps_results(DsSession *session);

/* The rows that are marked have changed by @line: for the journal, should they be kept or dropped.
 */
void ds_session_note_mark(DsSession *session, const char *line);

/* Call with the lock held: the preview goes; @opened (nullable) takes over its cursor. */
void ds_session_end_preview(DsSession *session, DsDataset *opened);

/* The open table that came from the very file at @path, links followed; NULL = none.
 * (transfer full) */
char *ds_session_table_from(DsSession *session, const char *path);

/* One row: table, rows, columns. (transfer full) */
const DsTable *ds_session_shape(const char *name, const DsTable *table);

/* Call with the lock held: @dataset's table has changed from @before; its view goes along. */
void ds_session_follow(DsSession *session, DsDataset *dataset, const DsTable *before);
