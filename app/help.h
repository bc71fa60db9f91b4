/* app/help.h - what a command's entry says, as rows: for help, the man page and the keys' hints. */
#pragma once
#include <glib.h>

#include "app/command.h"

/* One row a command: family, command, help. (transfer full) */
const DsTable *ds_help_commands(void);

/* One row a function that SQL gains here: function, help. (transfer full) */
const DsTable *ds_help_functions(void);

/* One row a fact of one command: part, text. (transfer full) */
const DsTable *ds_help_command(const DsCommand *command);

/* One sentence on an argument: its help, range, choices and default. (transfer full) */
char *ds_help_argument(const DsArg *arg);
