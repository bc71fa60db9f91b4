/* views/screen-run.h - the workbench on the terminal, from its first screen to its last. */
#pragma once
#include <glib.h>

#include "app/session.h"
#include "views/screen.h"

/**
 * ds_screen_run:
 * @options->commands: (nullable): NULL-terminated command lines that run first ("open a.csv")
 *
 * Returns: the exit status: 0, 1 when there is no screen to be had (said on standard error), or
 * 128 + the signal that ended it
 */
int ds_screen_run(DsSession *session, const DsScreenOptions *options);

/* Every key of every pane, a row each: pane, key, command, label, help, separated by tabs; what the
 * tests go through. (transfer full) */
char *ds_screen_keys(void);
