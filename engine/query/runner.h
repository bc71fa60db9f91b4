/* engine/query/runner.h - an SQL text about tables: prepared, and run by one or several threads. */
#pragma once
#include "engine/query/connection.h"
#include "engine/query/message.h"
#include "engine/query/query.h"

/* A text with everything it may name. */
typedef struct {
  DsQueryText text;
  GArray *tokens;
  GPtrArray *sources; /* of DsSource; 0 is the current table where there is one */
  gssize current;     /* 0, or -1 without one */
} DsQuery;

/* @what: "expression" or "query". The text is checked; NULL with an error. @sql is borrowed. */
DsQuery *ds_query_new(const DsQueryTables *tables, const char *what, const char *sql,
                      GError **error);
void ds_query_free(DsQuery *query);

/* What a reader of the result should know: names that differ in SQL, log(), comparisons that can
 * never be true. */
void ds_query_note(const DsQuery *query, DsNotes *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsQuery, ds_query_free)

/* A connection with the prepared statement. */
typedef struct {
  DsConnection *connection;
  sqlite3_stmt *statement;
} DsRunner;

/* Prepares "@before TEXT @after". NULL with an error in the user's terms. */
DsRunner *ds_runner_new(DsQuery *query, const char *before, const char *after, DsProgress *progress,
                        GError **error);
void ds_runner_free(DsRunner *runner);

/* Restricts the current table to these rows and starts again. */
void ds_runner_restart(DsRunner *runner, gsize first, gsize n);

/* The next row: 1; the end: 0; an error: -1. */
int ds_runner_step(DsRunner *runner, const DsQuery *query, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsRunner, ds_runner_free)

/* Runners of one statement for several threads: each takes one, made when there is none, and gives
 * it back. */
typedef struct {
  DsQuery *query;
  const char *before, *after;
  DsProgress *progress;
  GMutex lock;
  GPtrArray *idle; /* of DsRunner */
} DsRunners;

void ds_runners_init(DsRunners *runners, DsQuery *query, const char *before, const char *after,
                     DsProgress *progress);
void ds_runners_clear(DsRunners *runners);
DsRunner *ds_runners_take(DsRunners *runners, GError **error);
void ds_runners_give(DsRunners *runners, DsRunner *runner); /* accepts NULL */
