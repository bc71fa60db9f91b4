/* app/manual.h - the parts of the man page and of bash completion that come from the tables. */
#pragma once
#include <glib.h>

/* What stands at @COMMANDS@ in dayshift.1.in, in man's markup: every command by family, then the
 * settings and the functions of SQL as sections of their own. (transfer full) */
char *ds_manual_commands(void);

/* One line a command: name, tab, help. (transfer full) */
char *ds_manual_command_list(void);
