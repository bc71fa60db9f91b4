/* engine/query/connection.c - one connection to SQLite that sees our tables and can only read. */
#include "engine/query/connection.h"

#include "engine/base/error.h"
#include "engine/query/functions.h"

/* Steps of SQLite's machine between two looks at the cancel flag: well below a millisecond. */
enum { STEPS_PER_CHECK = 2000 };

static int
authorise(void *data, int action, const char *first, const char *second, const char *database,
          const char *trigger)
{
  (void)first, (void)database, (void)trigger;
  if (((const DsConnection *)data)->is_declaring)
    return SQLITE_OK;
  switch (action) {
  case SQLITE_SELECT:
  case SQLITE_READ:
  case SQLITE_RECURSIVE:
    return SQLITE_OK;
  case SQLITE_FUNCTION:
    return second && g_ascii_strcasecmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
  default:
    return SQLITE_DENY;
  }
}

static int
is_cancelled(void *data)
{
  const DsConnection *connection = data;

  return ds_progress_is_cancelled(connection->progress);
}

/* The counters of SQLite's allocator are behind one lock for all threads; nobody reads them. Too
 * late when something else has started SQLite already: slower, not wrong. */
static gpointer
configure_once(gpointer data)
{
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  return data;
}

static int
register_all(DsConnection *connection, const GPtrArray *sources, gssize current)
{
  int rc = ds_functions_register(connection->db);

  for (guint i = 0; rc == SQLITE_OK && i < sources->len; i++) {
    const DsSource *source = g_ptr_array_index(sources, i);
    DsBinding *binding = ds_binding_new(source, &connection->is_declaring, connection->progress);

    g_ptr_array_add(connection->bindings, binding);
    rc = ds_vtab_register(connection->db, source->name, binding);
    if (rc == SQLITE_OK && (gssize)i == current)
      rc = ds_vtab_register(connection->db, "this", binding);
  }
  return rc;
}

static int
set_up(DsConnection *connection, const GPtrArray *sources, gssize current)
{
  int rc = sqlite3_open_v2(":memory:", &connection->db,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

  if (rc != SQLITE_OK)
    return rc;
  sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config(connection->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config(connection->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_extended_result_codes(connection->db, 1);
  sqlite3_progress_handler(connection->db, STEPS_PER_CHECK, is_cancelled, connection);
  rc = register_all(connection, sources, current);
  sqlite3_set_authorizer(connection->db, authorise, connection);
  return rc;
}

DsConnection *
ds_connection_new(const GPtrArray *sources, gssize current, DsProgress *progress, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  DsConnection *connection = g_new0(DsConnection, 1);
  int rc;

  g_once(&once, configure_once, NULL);
  connection->bindings = g_ptr_array_new_with_free_func((GDestroyNotify)ds_binding_free);
  connection->progress = progress;
  rc = set_up(connection, sources, current);
  if (rc == SQLITE_OK)
    return connection;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY, "could not start SQLite: %s; try again",
              sqlite3_errstr(rc));
  ds_connection_free(connection);
  return NULL;
}

void
ds_connection_free(DsConnection *connection)
{
  if (!connection)
    return;
  sqlite3_close(connection->db);
  g_ptr_array_unref(connection->bindings);
  g_free(connection);
}
