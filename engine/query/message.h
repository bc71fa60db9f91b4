/* engine/query/message.h - SQLite's complaints in our words: which part, where, what is near. */
#pragma once
#include <glib.h>
#include <sqlite3.h>

#include "engine/query/token.h"

/* What was asked, for messages about it. */
typedef struct {
  const char *what;         /* "expression" or "query" */
  const char *sql;          /* as the user wrote it */
  const GArray *tokens;     /* of it */
  gsize prefix;             /* bytes that stand before it in the text that SQLite got */
  const GPtrArray *sources; /* of DsSource: what could have been meant */
} DsQueryText;

/* Sets an error about what @db reports after @rc: DS_DATA_ERROR_QUERY, or a cancel. */
void ds_query_text_fail(const DsQueryText *text, sqlite3 *db, int rc, GError **error);

/* The same for what can be seen without SQLite: nothing there, brackets that do not match, a quote
 * that never ends, a ';' that is not at the end of a query. */
gboolean ds_query_text_check(const DsQueryText *text, GError **error);
