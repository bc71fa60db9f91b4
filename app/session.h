/* app/session.h - what is open and how it came to be: tables, their versions, the journal. */
#pragma once
#include <gio/gio.h>

#include "app/view-state.h"
#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/table/table.h"

#define DS_COMMAND_ERROR (ds_command_error_quark())
GQuark ds_command_error_quark(void);

typedef enum {
  DS_COMMAND_ERROR_UNKNOWN, /* no such command, table, option; the nearest is named */
  DS_COMMAND_ERROR_USAGE, /* an argument is missing, too many, of the wrong kind or out of range */
  DS_COMMAND_ERROR_STATE, /* cannot be done now: nothing open, nothing to undo */
} DsCommandError;

/* One person's work. Commands run one at a time (a lock inside); the getters below may be called
 * from another thread (the screen) at any time and hand out immutable snapshots. */
typedef struct DsSession DsSession;

DsSession *ds_session_new(void);
void ds_session_free(DsSession *session);

typedef struct {
  const DsTable *table; /* (transfer full): the result, never NULL on success */
  DsNotes *notes;       /* (transfer full) */
  char *command;        /* the command's name, full; "" for an empty line */
  gboolean is_no;       /* a check or gate said no: exit status 3 */
  gboolean is_kept;     /* it became the current table: a screen looks at it there */
} DsResult;
void ds_result_clear(DsResult *result);

/* Runs one line. @result is set only on success. An empty line or a comment gives an empty table.
 * @progress is nullable. A table that the command opened, changed or kept is in place afterwards;
 * on error nothing has changed. Errors carry the command's name in front: "filter: no column ...".
 */
gboolean ds_session_run(DsSession *session, const char *line, gboolean allow_prefix,
                        DsProgress *progress, DsResult *result, GError **error);

/* For commands (and the screen, which only reads). All tables (transfer full); errors are
 * DS_COMMAND_ERROR_STATE (nothing open) or _UNKNOWN (nearest named). */
const DsTable *ds_session_current(DsSession *session, GError **error);
const DsTable *ds_session_table(DsSession *session, const char *name, GError **error);
char *ds_session_current_name(DsSession *session); /* NULL = nothing open */
char **ds_session_table_names(DsSession *session); /* in order of opening */
DsProgress *
ds_session_progress(DsSession *session); /* (transfer none), of the running command, or NULL */

/* A number that grows whenever what is open, current or looked at has changed. */
guint64 ds_session_generation(DsSession *session);

/* For the screen: results of commands that make a table are kept and become current, with a way
 * back; the same as the setting results=keep. Off at first. */
void ds_session_set_keep_results(DsSession *session, gboolean keep);

/* Where the current table came from, step by step; NULL-terminated, the current one last. */
char **ds_session_trail(DsSession *session);

/* Settings (option-list.h); values of names that do not exist are a programmer's error. */
gint64 ds_session_option_int(DsSession *session, const char *name);
char *ds_session_option_text(DsSession *session, const char *name); /* (transfer full) */
gboolean ds_session_set_option(DsSession *session, const char *name, const char *value,
                               GError **error);

/* Defaults from a configuration file (GKeyFile, [dayshift], NAME=VALUE); none there is no error. */
gboolean ds_session_load_config(DsSession *session, const char *path, GError **error);

/* The current table, how it is looked at and its name, all of one moment (all transfer full); @name
 * may be NULL. FALSE and untouched: nothing is open. */
gboolean ds_session_look(DsSession *session, const DsTable **table, const DsView **view,
                         char **name);

/* Looks at the current table so from now on, unless it is no longer @table. Any thread. */
void ds_session_set_view(DsSession *session, const DsTable *table, const DsView *view);

/* Rows that a page holds, for page-up and page-down: the screen says so when it is drawn. */
void ds_session_set_page_rows(DsSession *session, gsize n_rows);
gsize ds_session_page_rows(DsSession *session);

/* The first rows of a file while it is being read: commands of the view move in them, the reading
 * command itself does not see them. They go when it ends; the cursor stays where it was. Nothing
 * happens when no command runs. */
void ds_session_set_preview(DsSession *session, const DsTable *table, const char *name);
gboolean ds_session_is_preview(DsSession *session);

gboolean ds_session_can_go_back(DsSession *session); /* `back` has somewhere to go */
gsize ds_session_rows_at_first(DsSession *session);  /* of the current table as it was opened */
char *ds_session_modified(DsSession *session); /* a table with changes not saved; NULL = none */

/* `quit` was run. */
gboolean ds_session_wants_quit(DsSession *session);

/* The commands so far as a script that replays them. (transfer full) */
char *ds_session_journal(DsSession *session);

/* "data/flights-1m.csv" -> "flights_1m", what a table is called after its file. (transfer full) */
char *ds_session_name_for(const char *path);

/* Only from inside a running command: */

/* A new dataset: named @name or, where taken, name_2 ...; becomes current. @source is the path or
 * the command it came from. Returns the name (transfer full). */
char *ds_session_add(DsSession *session, const char *name, const DsTable *table,
                     const char *source);

/* The next version of the current table; redo steps are dropped; view state follows (marks by
 * stored position, columns by name). */
void ds_session_commit(DsSession *session, const DsTable *table);

/* The same, and what such a command returns: one row of table, rows, columns. (transfer full) */
const DsTable *ds_session_commit_result(DsSession *session, const DsTable *table);

/* The current table is on disk as it is now: it no longer counts as modified. */
void ds_session_mark_saved(DsSession *session);

/* The line that the journal gets for this command in place of the one that was typed (NULL: none).
 */
void ds_session_journal_as(DsSession *session, const char *line);

/* The result is only a line to be told this time, as of a DS_COMMAND_MESSAGE. */
void ds_session_only_tell(DsSession *session);

/* The check or gate that runs says no. */
void ds_session_say_no(DsSession *session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSession, ds_session_free)
