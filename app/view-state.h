/* app/view-state.h - how a table is looked at: cursor, columns shown, marks. Immutable snapshots.
 */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* A change makes a new view; the old one stays valid for whoever draws it. Fields are read-only. */
typedef struct DsView {
  gsize row;       /* the cursor's row in the table, < n_rows (0 when it has none) */
  gsize first_row; /* the first row drawn */
  guint col;       /* the cursor's place in `order`, < n_shown */
  guint first_col; /* the first place drawn behind the fixed ones */
  guint n_fixed;   /* places of `order`, from the left, that never scroll away: key columns */
  guint n_shown;
  const gsize *order; /* [n_shown] positions in the table of the columns shown, left to right */
  gsize n_columns;
  const int *widths;       /* [n_columns] of the table; cells, 0 = as wide as needed */
  const guint8 *is_hidden; /* [n_columns] of the table */
  const guint64 *marks;    /* bits over STORED rows as in DsColumn.missing; NULL = none marked */
  gsize n_stored;          /* bits in marks */
  gsize n_marked;          /* marked rows that the table shows now */
  /* private */
  gatomicrefcount refs;
  gsize *places; /* [n_columns] all columns in their order, hidden ones too */
  GBytes *marks_owner;
} DsView;

const DsView *ds_view_new(const DsTable *table);
const DsView *ds_view_ref(const DsView *view);
void ds_view_unref(const DsView *view); /* accepts NULL */

static inline gboolean
ds_view_is_marked(const DsView *view, gsize stored_row)
{
  return view->marks && stored_row < view->n_stored &&
         ((view->marks[stored_row >> 6] >> (stored_row & 63)) & 1);
}

/* Column of the table under the cursor; -1 when the table has no columns. */
gssize ds_view_column(const DsView *view);

/* Each returns a new view (transfer full) and leaves @view alone. Places beyond the end are taken
 * to the end. */
const DsView *ds_view_at(const DsView *view, const DsTable *table, gsize row, guint col);
const DsView *ds_view_scrolled(const DsView *view, gsize first_row, guint first_col);
const DsView *ds_view_with_width(const DsView *view, gsize column, int width);
const DsView *ds_view_with_hidden(const DsView *view, const gsize *columns, gsize n,
                                  gboolean is_hidden);
const DsView *ds_view_with_fixed(const DsView *view, guint n_fixed);
/* Moves the column at place @col of `order` to place @to. */
const DsView *ds_view_with_moved(const DsView *view, guint col, guint to);
/* @marks: (transfer full): [ds_missing_words(n_stored)], or NULL for none. */
const DsView *ds_view_with_marks(const DsView *view, const DsTable *table, guint64 *marks);

/* A copy of the marks to change, all clear where there are none. (transfer full) */
guint64 *ds_view_copy_marks(const DsView *view, const DsTable *table);

/* The view of the next version of a table: columns by name; cursor and marks by stored row where
 * @next shares stored rows with @table, otherwise the cursor stays near and marks are gone. */
const DsView *ds_view_follow(const DsView *view, const DsTable *table, const DsTable *next);

static inline void
ds_view_cleanup(const DsView **view)
{
  ds_view_unref(*view);
}
#define DS_VIEW_AUTO __attribute__((cleanup(ds_view_cleanup))) const DsView *
