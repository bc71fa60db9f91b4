/* engine/query/connection.h - one connection to SQLite that sees our tables and can only read. */
#pragma once
#include <sqlite3.h>

#include "engine/query/vtab.h"

/* In memory, for one thread at a time. */
typedef struct {
  sqlite3 *db;
  GPtrArray *bindings; /* of DsBinding, in the order of the sources */
  DsProgress *progress;
  gboolean is_declaring; /* one of our tables is being declared */
} DsConnection;

/**
 * ds_connection_new:
 * @sources: (element-type DsSource): borrowed, outlive the connection
 * @current: position of the source that is also called "this"; -1 = none
 * @progress: (nullable): asked for a cancel while SQL runs
 *
 * Only SELECT, WITH, VALUES and EXPLAIN are allowed; text in double quotes is always a name.
 */
DsConnection *ds_connection_new(const GPtrArray *sources, gssize current, DsProgress *progress,
                                GError **error);
void ds_connection_free(DsConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsConnection, ds_connection_free)
