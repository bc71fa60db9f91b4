/* engine/query/functions-provider.h - what the files that implement SQL functions share. */
#pragma once
#include <sqlite3.h>

/* A scalar is one function; an aggregate comes as step, value (also for windows), inverse (takes
 * away the oldest row again) and finish. */
#define DS_SCALAR(c_name, name, n_args, signature, help)                                           \
  void sql_##c_name(sqlite3_context *context, int argc, sqlite3_value **argv);
#define DS_AGGREGATE(c_name, name, n_args, signature, help)                                        \
  void sql_##c_name##_step(sqlite3_context *context, int argc, sqlite3_value **argv);              \
  void sql_##c_name##_value(sqlite3_context *context);
#include "engine/query/function-list.h"
#undef DS_SCALAR
#undef DS_AGGREGATE

void sql_sample_inverse(sqlite3_context *context, int argc, sqlite3_value **argv);
void sql_sample_drop(sqlite3_context *context);

/* Ends the query with "regexp(pattern, text) MESSAGE". */
void sql_fail(sqlite3_context *context, const char *message);
