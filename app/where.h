/* app/where.h - the rows that a command's where= chooses. */
#pragma once
#include "app/args.h"
#include "engine/table/table.h"

/* For a command that declares an option "where" (DS_ARG_EXPR): the current table, or its rows for
 * which the expression is true. (transfer full); NULL with an error. */
const DsTable *ds_where_table(DsSession *session, const DsArgs *args, GError **error);
