/* tests/app/kit.c - a session with a small table, for tests that need no file. */
#include "tests/app/kit.h"

#include <math.h>

#include "app/session-state.h"
#include "engine/table/builder.h"

const DsTable *
ds_kit_table(void)
{
  static const char *const names[] = { "ann", "bob", "ann", "cy", "bob", "ann" };
  static const double masses[] = { 3.5, 2.25, NAN, 4.0, 1.0, 3.5 };
  DsTableBuilder *builder = ds_table_builder_new("name:text,body mass:real,n:int,ok:bool");

  for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
    ds_table_builder_text(builder, 0, names[i]);
    ds_table_builder_real(builder, 1, masses[i]);
    ds_table_builder_int(builder, 2, i + 1);
    ds_table_builder_int(builder, 3, i % 2);
  }
  return ds_table_builder_build(builder);
}

DsSession *
ds_kit_session(const char *name)
{
  DsSession *session = ds_session_new();
  DS_TABLE_AUTO table = ds_kit_table();

  ds_workspace_use(session->workspace, ds_workspace_add(session->workspace, name, table, "kit"));
  return session;
}

void
ds_kit_run(DsSession *session, const char *line)
{
  g_autoptr(GError) error = NULL;
  DsResult result = { 0 };

  ds_session_run(session, line, FALSE, NULL, &result, &error);
  g_assert_no_error(error);
  ds_result_clear(&result);
}

void
ds_kit_fail(DsSession *session, const char *line, const char *pattern)
{
  g_autoptr(GError) error = NULL;
  DsResult result = { 0 };

  g_assert_false(ds_session_run(session, line, FALSE, NULL, &result, &error));
  g_assert_nonnull(error);
  if (!g_pattern_match_simple(pattern, error->message))
    g_error("\"%s\" says: %s", line, error->message);
}
