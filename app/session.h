/* app/session.h - what is open and how it came to be: tables, their versions, the journal. */
#pragma once
#include <gio/gio.h>

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
  char *command;        /* the command's name, full */
  gboolean is_no;       /* a check or gate said no: exit status 3 */
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

/* Only from inside a running command: */

/* A new dataset: named @name or, where taken, name_2 ...; becomes current. @source is the path or
 * the command it came from. Returns the name (transfer full). */
char *ds_session_add(DsSession *session, const char *name, const DsTable *table,
                     const char *source);

/* The next version of the current table; redo steps are dropped; view state follows (marks by
 * stored position, columns by name). */
void ds_session_commit(DsSession *session, const DsTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSession, ds_session_free)
