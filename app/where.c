/* app/where.c - the rows that a command's where= chooses. */
#include "app/where.h"

#include "engine/query/query.h"

const DsTable *
ds_where_table(DsSession *session, const DsArgs *args, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  const char *where = ds_args_text(args, "where");
  guint32 *rows;
  gsize n;

  if (!table || !where)
    return g_steal_pointer(&table);
  rows = ds_query_rows(table, where, &n, ds_session_progress(session), error);
  return rows ? ds_table_with_index(table, rows, n) : NULL;
}
