/* engine/query/functions.c - the functions that SQL gains here: their registration and their help.
 */
#include "engine/query/functions.h"

#include "engine/query/functions-provider.h"

static const DsFunction functions[] = {
#define DS_SCALAR(c_name, name, n_args, signature, help) { name, n_args, FALSE, signature, help },
#define DS_AGGREGATE(c_name, name, n_args, signature, help) { name, n_args, TRUE, signature, help },
#include "engine/query/function-list.h"
#undef DS_SCALAR
#undef DS_AGGREGATE
};

const DsFunction *
ds_functions_all(guint *n)
{
  *n = G_N_ELEMENTS(functions);
  return functions;
}

void
sql_fail(sqlite3_context *context, const char *message)
{
  const char *signature = sqlite3_user_data(context);
  g_autofree char *sentence = g_strdup_printf("%s %s", signature, message);

  sqlite3_result_error(context, sentence, -1);
}

/* The last call of an aggregate gives its value and frees what it gathered. */
#define DS_SCALAR(c_name, name, n_args, signature, help)
#define DS_AGGREGATE(c_name, name, n_args, signature, help)                                        \
  static void c_name##_finish(sqlite3_context *context)                                            \
  {                                                                                                \
    sql_##c_name##_value(context);                                                                 \
    sql_sample_drop(context);                                                                      \
  }
#include "engine/query/function-list.h"
#undef DS_SCALAR
#undef DS_AGGREGATE

int
ds_functions_register(sqlite3 *db)
{
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  int rc = SQLITE_OK;

#define DS_SCALAR(c_name, name, n_args, signature, help)                                           \
  if (rc == SQLITE_OK)                                                                             \
    rc = sqlite3_create_function_v2(db, name, n_args, flags, (void *)(guintptr)(signature),        \
                                    sql_##c_name, NULL, NULL, NULL);
#define DS_AGGREGATE(c_name, name, n_args, signature, help)                                        \
  if (rc == SQLITE_OK)                                                                             \
    rc = sqlite3_create_window_function(db, name, n_args, flags, (void *)(guintptr)(signature),    \
                                        sql_##c_name##_step, c_name##_finish,                      \
                                        sql_##c_name##_value, sql_sample_inverse, NULL);
#include "engine/query/function-list.h"
#undef DS_SCALAR
#undef DS_AGGREGATE
  return rc;
}

char **
ds_functions_names(sqlite3 *db)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  sqlite3_stmt *statement = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS(functions); i++)
    g_ptr_array_add(names, g_strdup(functions[i].name));
  if (sqlite3_prepare_v2(db, "SELECT DISTINCT name FROM pragma_function_list", -1, &statement,
                         NULL) == SQLITE_OK)
    while (sqlite3_step(statement) == SQLITE_ROW)
      g_ptr_array_add(names, g_strdup((const char *)sqlite3_column_text(statement, 0)));
  sqlite3_finalize(statement);
  g_ptr_array_add(names, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}
