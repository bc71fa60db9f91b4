/* app/view-state.c - how a table is looked at: cursor, columns shown, marks. Immutable snapshots.
 */
#include "app/view-state.h"

#include <string.h>

static gpointer
copy_of(gconstpointer items, gsize n, gsize size)
{
  gpointer copy = g_malloc0(MAX(n, 1) * size);

  if (items && n)
    memcpy(copy, items, n * size);
  return copy;
}

/* A copy to change; its arrays are its own, the marks are shared. */
static DsView *
copy_view(const DsView *view)
{
  DsView *copy = g_new(DsView, 1);

  *copy = *view;
  g_atomic_ref_count_init(&copy->refs);
  copy->order = copy_of(view->order, view->n_shown, sizeof(gsize));
  copy->widths = copy_of(view->widths, view->n_columns, sizeof(int));
  copy->is_hidden = copy_of(view->is_hidden, view->n_columns, 1);
  copy->places = copy_of(view->places, view->n_columns, sizeof(gsize));
  if (copy->marks_owner)
    g_bytes_ref(copy->marks_owner);
  return copy;
}

const DsView *
ds_view_ref(const DsView *view)
{
  g_atomic_ref_count_inc(&((DsView *)view)->refs);
  return view;
}

void
ds_view_unref(const DsView *view)
{
  DsView *own = (DsView *)view;

  if (!own || !g_atomic_ref_count_dec(&own->refs))
    return;
  g_free((gpointer)own->order);
  g_free((gpointer)own->widths);
  g_free((gpointer)own->is_hidden);
  g_free(own->places);
  if (own->marks_owner)
    g_bytes_unref(own->marks_owner);
  g_free(own);
}

/* Makes `order` from the places and what is hidden; the cursor stays on @column where that is
 * shown. */
static void
arrange(DsView *view, gssize column)
{
  gsize *order = copy_of(NULL, view->n_columns, sizeof(gsize));
  guint n = 0, col = MIN(view->col, (guint)view->n_columns);

  for (gsize i = 0; i < view->n_columns; i++) {
    if (view->is_hidden[view->places[i]])
      continue;
    if ((gssize)view->places[i] == column)
      col = n;
    order[n++] = view->places[i];
  }
  g_free((gpointer)view->order);
  view->order = order;
  view->n_shown = n;
  view->col = n ? MIN(col, n - 1) : 0;
  view->first_col = n ? MIN(view->first_col, n - 1) : 0;
  view->n_fixed = MIN(view->n_fixed, n ? n - 1 : 0);
}

static gsize
n_stored_of(const DsTable *table)
{
  return ds_table_n_columns(table) ? ds_table_stored_column(table, 0)->n_rows
                                   : ds_table_n_rows(table);
}

const DsView *
ds_view_new(const DsTable *table)
{
  DsView *view = g_new0(DsView, 1);

  g_atomic_ref_count_init(&view->refs);
  view->n_columns = ds_table_n_columns(table);
  view->n_stored = n_stored_of(table);
  view->widths = copy_of(NULL, view->n_columns, sizeof(int));
  view->is_hidden = copy_of(NULL, view->n_columns, 1);
  view->places = copy_of(NULL, view->n_columns, sizeof(gsize));
  for (gsize i = 0; i < view->n_columns; i++)
    view->places[i] = i;
  arrange(view, -1);
  return view;
}

gssize
ds_view_column(const DsView *view)
{
  return view->n_shown ? (gssize)view->order[view->col] : -1;
}

const DsView *
ds_view_at(const DsView *view, const DsTable *table, gsize row, guint col)
{
  DsView *next = copy_view(view);
  const gsize n_rows = ds_table_n_rows(table);

  next->row = n_rows ? MIN(row, n_rows - 1) : 0;
  next->col = next->n_shown ? MIN(col, next->n_shown - 1) : 0;
  return next;
}

const DsView *
ds_view_scrolled(const DsView *view, gsize first_row, guint first_col)
{
  DsView *next = copy_view(view);

  next->first_row = first_row;
  next->first_col = next->n_shown ? MIN(first_col, next->n_shown - 1) : 0;
  return next;
}

const DsView *
ds_view_with_width(const DsView *view, gsize column, int width)
{
  DsView *next = copy_view(view);

  if (column < next->n_columns)
    ((int *)next->widths)[column] = MAX(width, 0);
  return next;
}

const DsView *
ds_view_with_hidden(const DsView *view, const gsize *columns, gsize n, gboolean is_hidden)
{
  DsView *next = copy_view(view);
  const gssize column = ds_view_column(view);

  for (gsize i = 0; i < n; i++)
    if (columns[i] < next->n_columns)
      ((guint8 *)next->is_hidden)[columns[i]] = is_hidden != FALSE;
  arrange(next, column);
  return next;
}

const DsView *
ds_view_with_fixed(const DsView *view, guint n_fixed)
{
  DsView *next = copy_view(view);

  next->n_fixed = MIN(n_fixed, next->n_shown ? next->n_shown - 1 : 0);
  return next;
}

const DsView *
ds_view_with_moved(const DsView *view, guint col, guint to)
{
  DsView *next = copy_view(view);
  gsize column, from_place = 0, to_place = 0;

  if (col >= view->n_shown)
    return next;
  to = MIN(to, view->n_shown - 1);
  column = view->order[col];
  for (gsize i = 0; i < view->n_columns; i++) {
    if (view->places[i] == column)
      from_place = i;
    if (view->places[i] == view->order[to])
      to_place = i;
  }
  if (from_place < to_place)
    memmove(next->places + from_place, next->places + from_place + 1,
            (to_place - from_place) * sizeof(gsize));
  else
    memmove(next->places + to_place + 1, next->places + to_place,
            (from_place - to_place) * sizeof(gsize));
  next->places[to_place] = column;
  arrange(next, ds_view_column(view));
  return next;
}

static gsize
count_marked(const DsView *view, const DsTable *table)
{
  const guint32 *index = ds_table_index(table);
  const gsize n_rows = ds_table_n_rows(table);
  gsize n = 0;

  if (!view->marks)
    return 0;
  if (!index) {
    for (gsize word = 0; word < ds_missing_words(MIN(n_rows, view->n_stored)); word++)
      n += (gsize)__builtin_popcountll(view->marks[word]);
    return n;
  }
  for (gsize row = 0; row < n_rows; row++)
    n += (view->marks[index[row] >> 6] >> (index[row] & 63)) & 1;
  return n;
}

const DsView *
ds_view_with_marks(const DsView *view, const DsTable *table, guint64 *marks)
{
  DsView *next = copy_view(view);
  const gsize n_bytes = ds_missing_words(n_stored_of(table)) * sizeof(guint64);

  if (next->marks_owner)
    g_bytes_unref(next->marks_owner);
  next->n_stored = n_stored_of(table);
  next->marks = marks;
  next->marks_owner = marks ? g_bytes_new_take(marks, n_bytes) : NULL;
  next->n_marked = count_marked(next, table);
  return next;
}

guint64 *
ds_view_copy_marks(const DsView *view, const DsTable *table)
{
  const gsize n_words = ds_missing_words(n_stored_of(table));
  guint64 *marks = g_new0(guint64, MAX(n_words, 1));

  if (view->marks)
    memcpy(marks, view->marks, MIN(n_words, ds_missing_words(view->n_stored)) * sizeof(guint64));
  return marks;
}

/* Whether row i of one is row i of the other as far as storage goes. */
static gboolean
shares_rows(const DsTable *a, const DsTable *b)
{
  const gsize n_a = ds_table_n_columns(a), n_b = ds_table_n_columns(b);
  g_autoptr(GHashTable) stored = g_hash_table_new(NULL, NULL);

  if (n_stored_of(a) != n_stored_of(b))
    return FALSE;
  for (gsize i = 0; i < n_a; i++)
    g_hash_table_add(stored, (gpointer)ds_table_stored_column(a, i));
  for (gsize i = 0; i < n_b; i++)
    if (g_hash_table_contains(stored, ds_table_stored_column(b, i)))
      return TRUE;
  /* All columns were replaced (a table of one column that was retyped): the same rows in the same
   * order is then the better guess. */
  return n_a == n_b && n_a == 1 && ds_table_index(a) == ds_table_index(b);
}

/* Where stored row @stored is in @table; @otherwise when it is not there. */
static gsize
row_of_stored(const DsTable *table, gsize stored, gsize otherwise)
{
  const guint32 *index = ds_table_index(table);
  const gsize n_rows = ds_table_n_rows(table);

  if (!index)
    return stored < n_rows ? stored : otherwise;
  for (gsize row = 0; row < n_rows; row++)
    if (index[row] == stored)
      return row;
  return otherwise;
}

static void
follow_rows(const DsView *view, DsView *next, const DsTable *table, const DsTable *next_table)
{
  const gsize n_rows = ds_table_n_rows(next_table);
  const gsize above = view->row - MIN(view->row, view->first_row);
  gsize row = view->row;

  if (shares_rows(table, next_table)) {
    if (view->row < ds_table_n_rows(table))
      row = row_of_stored(next_table, ds_table_stored_row(table, view->row), view->row);
    if (view->marks) {
      next->marks = view->marks;
      next->marks_owner = g_bytes_ref(view->marks_owner);
      next->n_marked = count_marked(next, next_table);
    }
  }
  next->row = n_rows ? MIN(row, n_rows - 1) : 0;
  next->first_row = next->row - MIN(next->row, above);
}

/* Where a column of @table is in @next: by its name, or as the same column under a name that is new
 * there; -1 = gone. */
static gssize
column_in(const DsTable *table, gsize col, const DsTable *next)
{
  const gssize same = ds_table_lookup_column(next, ds_table_column_name(table, col));

  for (gsize i = 0; same < 0 && i < ds_table_n_columns(next); i++)
    if (ds_table_stored_column(next, i) == ds_table_stored_column(table, col) &&
        ds_table_lookup_column(table, ds_table_column_name(next, i)) < 0)
      return (gssize)i;
  return same;
}

/* Columns that both have keep their order among themselves; a new one stands behind the one that
 * stands before it in the table. */
static void
follow_columns(const DsView *view, DsView *next, const DsTable *table, const DsTable *next_table)
{
  g_autofree guint8 *is_placed = g_new0(guint8, MAX(next->n_columns, 1));
  gsize n = 0;

  for (gsize i = 0; i < view->n_columns; i++) {
    const gsize old = view->places[i];
    const gssize col = column_in(table, old, next_table);

    if (col < 0 || is_placed[col])
      continue;
    ((int *)next->widths)[col] = view->widths[old];
    ((guint8 *)next->is_hidden)[col] = view->is_hidden[old];
    next->places[n++] = (gsize)col;
    is_placed[col] = 1;
  }
  for (gsize col = 0; col < next->n_columns; col++) {
    gsize at = 0;

    if (is_placed[col])
      continue;
    for (gsize i = 0; col > 0 && i < n; i++)
      if (next->places[i] == col - 1)
        at = i + 1;
    memmove(next->places + at + 1, next->places + at, (n - at) * sizeof(gsize));
    next->places[at] = col;
    n++;
  }
}

const DsView *
ds_view_follow(const DsView *view, const DsTable *table, const DsTable *next_table)
{
  DsView *next = (DsView *)ds_view_new(next_table);
  const gssize column = ds_view_column(view);
  const gssize stays = column >= 0 ? column_in(table, (gsize)column, next_table) : -1;

  follow_columns(view, next, table, next_table);
  next->col = view->col;
  next->first_col = view->first_col;
  next->n_fixed = view->n_fixed;
  arrange(next, stays);
  follow_rows(view, next, table, next_table);
  return next;
}
