/* app/batch.h - commands one after the other, their results to standard output, then an end. */
#pragma once
#include <glib.h>

#include "app/output.h"
#include "app/session.h"

/* Exit statuses of the program. */
enum {
  DS_EXIT_DONE = 0,
  DS_EXIT_FAILED = 1,
  DS_EXIT_USAGE = 2,
  DS_EXIT_NO = 3, /* a check or gate said no */
  DS_EXIT_INTERRUPTED = 130,
};

typedef struct {
  DsSession *session;
  DsOutput output;
  gboolean is_interactive; /* somebody types: unambiguous prefixes of commands will do */
} DsBatch;

/* Runs one line. Errors go to standard error as "dayshift: WHERE: COMMAND: what; what to do";
 * @where is nullable. Ctrl-C cancels it; progress is shown when standard error is a terminal.
 * @is_quiet: only notes are told, to standard error. Returns: an exit status. */
int ds_batch_line(DsBatch *batch, const char *where, const char *line, gboolean is_quiet);

/* Runs a script up to the first line that fails. */
int ds_batch_script(DsBatch *batch, const char *path);

/* Tells an error on standard error; returns DS_EXIT_INTERRUPTED for a cancel, else _FAILED. */
int ds_batch_tell(const char *where, const GError *error);
