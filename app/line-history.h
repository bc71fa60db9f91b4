/* app/line-history.h - the lines that people typed, kept from one start to the next. */
#pragma once
#include <glib.h>

enum { DS_LINE_HISTORY_LIMIT = 2000 }; /* lines kept */

/* The lines, oldest first, from $XDG_STATE_HOME/dayshift/history. (transfer full), never NULL; no
 * file means no lines. Lines that are not UTF-8 are left out. */
char **ds_line_history_load(void);

/* Adds @line at the end of the file (0600, in a folder 0700), so that several programs at once lose
 * nothing. FALSE: it was not worth keeping (empty, begins with a blank). A disk that cannot be
 * written to costs only the history. */
gboolean ds_line_history_append(const char *line);
