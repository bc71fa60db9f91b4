/* engine/query/vtab.h - our tables as virtual tables of SQLite. */
#pragma once
#include <sqlite3.h>

#include "engine/base/progress.h"
#include "engine/query/source.h"
#include "engine/table/key.h"

/* A source in one connection: rows first .. first + n are what SQL sees there, so that several
 * connections can share the work. One thread at a time. */
typedef struct {
  const DsSource *source; /* borrowed */
  gsize first, n;
  gboolean *is_declaring; /* of the connection: its authoriser lets our own declaration pass */
  DsProgress *progress;   /* borrowed, nullable */
  guint *n_lookups;       /* [source->n] how often the column was looked up by value */
  DsKeyIndex **lookups;   /* [source->n] made when that happens often: joins */
} DsBinding;

DsBinding *ds_binding_new(const DsSource *source, gboolean *is_declaring, DsProgress *progress);
void ds_binding_free(DsBinding *binding);

/**
 * ds_vtab_register:
 *
 * Makes @binding the table @name of @db, which must not outlive it. Columns are declared INTEGER,
 * REAL, BOOLINT, DATETEXT, TIMETEXT and TEXT, so that affinity and declared type say what they are;
 * values are ints, reals, 0 or 1, ISO text, text; missing is NULL; the row number counts from 1.
 * Comparisons with constants run on whole chunks of rows; an equality asked for again and again (a
 * join) is answered from an index by value. SQLite checks each answer again.
 * Returns: an SQLite result code.
 */
int ds_vtab_register(sqlite3 *db, const char *name, DsBinding *binding);

/* What a declared type of ours stands for; FALSE for anything else (NULL too). */
gboolean ds_vtab_type(const char *declared, DsType *type);
