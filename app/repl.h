/* app/repl.h - line mode: commands typed one by one, without a screen. */
#pragma once
#include "app/batch.h"

/* Reads lines until the end of input or `quit`; errors are told and the next line is read. On a
 * terminal lines are edited with readline, kept across starts, and completed with Tab; Ctrl-C gives
 * up the line, or cancels the command that runs. Returns an exit status: that of the last command
 * where the input is no terminal. */
int ds_repl_run(DsBatch *batch);
