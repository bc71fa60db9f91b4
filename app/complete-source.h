/* app/complete-source.h - what fits a place, kind by kind. Used by complete.c only. */
#pragma once
#include <glib.h>

#include "app/command.h"
#include "app/complete.h"

DsCompletion *ds_completion_new(gsize start);

/* Each adds the candidates that begin with @typed, without regard to case. */
void ds_complete_commands(DsCompletion *completion, const char *typed);
void ds_complete_settings(DsCompletion *completion, const char *typed);
void ds_complete_choices(DsCompletion *completion, const char *choices, const char *typed);
void ds_complete_column_names(DsCompletion *completion, DsSession *session, const char *typed);
void ds_complete_table_names(DsCompletion *completion, DsSession *session, const char *typed);
void ds_complete_paths(DsCompletion *completion, const char *typed);

/* Keys of options that @line does not hold yet. */
void ds_complete_option_keys(DsCompletion *completion, const DsCommand *command, const char *line,
                             const char *typed);

/* Columns, functions and, @with_tables, open tables; @typed may begin with a '"'. */
void ds_complete_sql_names(DsCompletion *completion, DsSession *session, const char *typed,
                           gboolean with_tables);
