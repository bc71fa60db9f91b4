/* engine/query/source.h - a table as SQL sees it: which columns, under which names. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/query/token.h"
#include "engine/table/table.h"

/* SQL compares names without case (ASCII letters only), so of two columns `x` and `X` the second is
 * called `X_2` there. SQLite holds at most DS_SOURCE_COLUMNS columns: of a wider table it sees
 * those that the text names. Immutable once built; read by several threads. */
enum { DS_SOURCE_COLUMNS = 2000 };

typedef struct {
  char *name;           /* of the table */
  const DsTable *table; /* owned */
  gsize n;              /* columns that SQL sees */
  gsize *cols;          /* [n] their positions in the table */
  char **names;         /* [n] their names in SQL */
  const char *row_name; /* what the row number is called: rowid unless a column has that name */
  gboolean is_cut;      /* the table is wider */
  GHashTable *by_name;  /* name in small letters -> position in cols, plus one */
} DsSource;

/* @sql, @tokens: the text that will be run */
DsSource *ds_source_new(const char *name, const DsTable *table, const char *sql,
                        const GArray *tokens);
void ds_source_free(DsSource *source);

/* Position in cols of the column that SQL means by @name, -1 = none. */
gssize ds_source_lookup(const DsSource *source, const char *name);
const DsColumn *ds_source_column(const DsSource *source, gsize i);

/* Says which of the columns that the text names are called otherwise in SQL. */
void ds_source_note(const DsSource *source, const char *sql, const GArray *tokens, DsNotes *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsSource, ds_source_free)
