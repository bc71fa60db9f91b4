/* app/command.h - what a command is: one const entry that serves keys, line, scripts and tests. */
#pragma once
#include <glib.h>

#include "app/args.h"
#include "app/session.h"
#include "engine/base/notes.h"
#include "engine/table/table.h"

typedef enum {
  DS_COMMAND_CHANGES = 1 << 0, /* makes a new version or opens something: goes to the journal */
  DS_COMMAND_INSTANT = 1 << 1, /* never takes long: a screen runs it without a task */
  DS_COMMAND_VIEW = 1 << 2,    /* moves, marks or arranges what is looked at; prints nothing */
  DS_COMMAND_MESSAGE = 1 << 3, /* its result is a line to be told, not a table to look at */
  DS_COMMAND_PROSE = 1 << 4,   /* the last column holds sentences: wrapped, never cut */
} DsCommandFlags;

/* What `drill` needs to know of a result that stays on the screen. */
typedef struct {
  const DsTable *parent; /* what the command ran on */
  const DsArgs *args;    /* what it was given */
  const DsTable *result;
} DsBehind;

/* How to add one is said in app/command-list.h. */
typedef struct DsCommand {
  const char *name; /* one word, lower case, '-' between parts */
  const char
      *family;      /* "data", "rows", "summaries", "queries", "view", "program" for help's order */
  const char *help; /* one line, lower case, no full stop */
  const char *details; /* sentences: definitions, what missing values do, limits; may be NULL */
  const char *example; /* one line that runs on sample-data/penguins.csv; run by the tests */
  const char *columns; /* "a,b,c" of the result, "" = none, NULL = depends on the data */
  const DsArg *args;   /* ends with an entry without a name */
  guint flags;
  /* Returns: (transfer full): the result table, or NULL with @error. A command without a result
   * returns a table with no columns. Runs in any thread, one at a time for a session. */
  const DsTable *(*run)(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error);
  /* Returns: (transfer full): the SQL condition that holds for exactly those rows of the parent
   * that row @row of the result stands for, or NULL with @error. NULL = the command has none; see
   * drill.h for the common ones. */
  char *(*behind)(const DsBehind *behind, gsize row, GError **error);
} DsCommand;

/* All commands in the order of the list; the names resolve exactly, or by unique prefix where the
 * caller allows it. The error names the nearest. */
const DsCommand *const *ds_command_all(guint *n);
const DsCommand *ds_command_lookup(const char *name);
const DsCommand *ds_command_find(const char *name, gboolean allow_prefix, GError **error);

/* One line: "hist COL [bins=auto|N] [by=COL]". (transfer full) */
char *ds_command_usage(const DsCommand *command);

/* Its last argument is the rest of the line as it stands. */
gboolean ds_command_takes_rest(const DsCommand *command);
