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
} DsCommandFlags;

/* To add one: write the entry at the end of its family's app/cmd-*.c, add DS_COMMAND (name) to
 * app/command-list.h, and tests/app/NAME.script with its expected output. Completion, help, man
 * page, key hints and the four outputs follow from the entry. */
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
} DsCommand;

/* All commands in the order of the list; the names resolve exactly, or by unique prefix where the
 * caller allows it. The error names the nearest. */
const DsCommand *const *ds_command_all(guint *n);
const DsCommand *ds_command_lookup(const char *name);
const DsCommand *ds_command_find(const char *name, gboolean allow_prefix, GError **error);
