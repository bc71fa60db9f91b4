/* engine/query/functions.h - the functions that SQL gains here: their registration and their help.
 */
#pragma once
#include <glib.h>
#include <sqlite3.h>

typedef struct {
  const char *name;
  int n_args;
  gboolean is_aggregate;
  const char *signature; /* "quantile(x, p)" */
  const char *help;      /* one line */
} DsFunction;

/* All of them in the order of function-list.h. (transfer none) */
const DsFunction *ds_functions_all(guint *n);

/* Makes them known to @db. Returns an SQLite result code. */
int ds_functions_register(sqlite3 *db);

/* Names of everything that can be called: ours and SQLite's own; NULL-terminated, (transfer full),
 * for g_strfreev(). */
char **ds_functions_names(sqlite3 *db);
