/* engine/table/table.c - an immutable table: named columns and, where rows were chosen, an index.
 */
#include "engine/table/table.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/text.h"

/* The chosen rows, shared by all versions that choose the same. */
typedef struct {
  gatomicrefcount refs;
  guint32 *rows;
} Index;

struct DsTable {
  gatomicrefcount refs;
  gsize n_rows, n_columns;
  char **names;       /* [n_columns], NULL behind the last */
  DsColumn **columns; /* [n_columns] */
  Index *index;       /* NULL: the stored rows in order */
  GHashTable *lookup; /* name -> position + 1 */
  GMutex lock;        /* guards dense */
  DsColumn **dense; /* [n_columns] gathered columns, NULL where nobody asked; only with an index */
};

static void
index_unref(Index *index)
{
  if (!index || !g_atomic_ref_count_dec(&index->refs))
    return;
  g_free(index->rows);
  g_free(index);
}

static Index *
index_ref(Index *index)
{
  if (index)
    g_atomic_ref_count_inc(&index->refs);
  return index;
}

/* For the count and the lock, which are not part of what is const. */
static DsTable *
inner(const DsTable *table)
{
  return (DsTable *)(gpointer)table;
}

static DsTable *
table_new(gsize n_columns, gsize n_rows, Index *index)
{
  DsTable *table = g_new0(DsTable, 1);

  g_atomic_ref_count_init(&table->refs);
  g_mutex_init(&table->lock);
  table->n_rows = n_rows;
  table->n_columns = n_columns;
  table->names = g_new0(char *, n_columns + 1);
  table->columns = g_new0(DsColumn *, n_columns + 1);
  table->index = index;
  if (index)
    table->dense = g_new0(DsColumn *, n_columns + 1);
  table->lookup = g_hash_table_new(g_str_hash, g_str_equal);
  return table;
}

/* Fills position @col; @column's reference is taken over. */
static void
table_place(DsTable *table, gsize col, const char *name, DsColumn *column)
{
  table->names[col] = g_strdup(name);
  table->columns[col] = column;
  if (!g_hash_table_contains(table->lookup, name))
    g_hash_table_insert(table->lookup, table->names[col], GSIZE_TO_POINTER(col + 1));
}

/* The same rows, so what was gathered for @from serves @to as well. */
static void
carry_dense(DsTable *to, gsize to_col, const DsTable *from, gsize from_col)
{
  if (!from->dense)
    return;
  g_mutex_lock(&inner(from)->lock);
  if (from->dense[from_col])
    to->dense[to_col] = ds_column_ref(from->dense[from_col]);
  g_mutex_unlock(&inner(from)->lock);
}

const DsTable *
ds_table_ref(const DsTable *table)
{
  g_atomic_ref_count_inc(&inner(table)->refs);
  return table;
}

void
ds_table_unref(const DsTable *table)
{
  DsTable *old = inner(table);

  if (!old || !g_atomic_ref_count_dec(&old->refs))
    return;
  for (gsize col = 0; col < old->n_columns; col++) {
    ds_column_unref(old->columns[col]);
    if (old->dense)
      ds_column_unref(old->dense[col]);
  }
  g_hash_table_unref(old->lookup);
  g_strfreev(old->names);
  g_free(old->columns);
  g_free(old->dense);
  index_unref(old->index);
  g_mutex_clear(&old->lock);
  g_free(old);
}

gsize
ds_table_n_rows(const DsTable *table)
{
  return table->n_rows;
}

gsize
ds_table_n_columns(const DsTable *table)
{
  return table->n_columns;
}

const char *
ds_table_column_name(const DsTable *table, gsize col)
{
  g_return_val_if_fail(col < table->n_columns, NULL);
  return table->names[col];
}

gssize
ds_table_lookup_column(const DsTable *table, const char *name)
{
  return (gssize)GPOINTER_TO_SIZE(g_hash_table_lookup(table->lookup, name)) - 1;
}

/* The one column whose name equals @name without case, or -1 for none or several. */
static gssize
lookup_folded(const DsTable *table, const char *name)
{
  g_autofree char *wanted = g_utf8_casefold(name, -1);
  gssize found = -1;

  for (gsize col = 0; col < table->n_columns; col++) {
    g_autofree char *folded = g_utf8_casefold(table->names[col], -1);

    if (!g_str_equal(folded, wanted))
      continue;
    if (found >= 0)
      return -1;
    found = (gssize)col;
  }
  return found;
}

gssize
ds_table_find_column(const DsTable *table, const char *name, GError **error)
{
  gssize col = ds_table_lookup_column(table, name);
  g_autofree char *shown = NULL, *near_shown = NULL;
  const char *near;

  if (col < 0 && g_utf8_validate(name, -1, NULL))
    col = lookup_folded(table, name);
  if (col >= 0)
    return col;
  shown = ds_text_for_terminal(name, -1);
  near = g_utf8_validate(name, -1, NULL) ? ds_text_nearest(name, (const char *const *)table->names)
                                         : NULL;
  if (near) {
    near_shown = ds_text_for_terminal(near, -1);
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                "no column \"%s\"; did you mean \"%s\"?", shown, near_shown);
  } else {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                "no column \"%s\"; 'columns' lists them", shown);
  }
  return -1;
}

const DsColumn *
ds_table_stored_column(const DsTable *table, gsize col)
{
  g_return_val_if_fail(col < table->n_columns, NULL);
  return table->columns[col];
}

const guint32 *
ds_table_index(const DsTable *table)
{
  return table->index ? table->index->rows : NULL;
}

DsColumn *
ds_table_dense_column(const DsTable *table, gsize col, DsProgress *progress, GError **error)
{
  DsColumn *column, *gathered;

  g_return_val_if_fail(col < table->n_columns, NULL);
  if (!table->index && table->columns[col]->n_rows == table->n_rows)
    return ds_column_ref(table->columns[col]);
  g_mutex_lock(&inner(table)->lock);
  column = table->dense[col] ? ds_column_ref(table->dense[col]) : NULL;
  g_mutex_unlock(&inner(table)->lock);
  if (column)
    return column;
  gathered =
      ds_column_gather(table->columns[col], table->index->rows, table->n_rows, progress, error);
  if (!gathered)
    return NULL;
  g_mutex_lock(&inner(table)->lock); /* two threads may have gathered: the first one stays */
  if (!table->dense[col])
    table->dense[col] = ds_column_ref(gathered);
  g_mutex_unlock(&inner(table)->lock);
  return gathered;
}

gboolean
ds_table_append_cell(const DsTable *table, gsize row, gsize col, GString *text)
{
  g_return_val_if_fail(row < table->n_rows && col < table->n_columns, FALSE);
  return ds_column_append_cell(table->columns[col], ds_table_stored_row(table, row), text);
}

double
ds_table_real(const DsTable *table, const char *column, gsize row)
{
  const gssize col = ds_table_lookup_column(table, column);

  if (col < 0 || row >= table->n_rows)
    return NAN;
  return ds_column_number(table->columns[col], ds_table_stored_row(table, row));
}

char *
ds_table_text(const DsTable *table, const char *column, gsize row)
{
  const gssize col = ds_table_lookup_column(table, column);
  GString *text;
  gboolean is_there;

  if (col < 0 || row >= table->n_rows)
    return NULL;
  text = g_string_new(NULL);
  is_there = ds_table_append_cell(table, row, (gsize)col, text);
  return g_string_free(text, !is_there);
}

const DsTable *
ds_table_with_index(const DsTable *table, guint32 *rows, gsize n_rows)
{
  Index *index;
  DsTable *chosen;

  if (!rows) {
    rows = g_new(guint32, MAX(n_rows, 1));
    for (gsize i = 0; i < n_rows; i++)
      rows[i] = (guint32)i;
  }
  if (table->index)
    for (gsize i = 0; i < n_rows; i++)
      rows[i] = table->index->rows[rows[i]];
  index = g_new0(Index, 1);
  g_atomic_ref_count_init(&index->refs);
  index->rows = rows;
  chosen = table_new(table->n_columns, n_rows, index);
  for (gsize col = 0; col < table->n_columns; col++)
    table_place(chosen, col, table->names[col], ds_column_ref(table->columns[col]));
  return chosen;
}

const DsTable *
ds_table_select(const DsTable *table, const gsize *cols, gsize n_cols)
{
  DsTable *chosen = table_new(n_cols, table->n_rows, index_ref(table->index));

  for (gsize i = 0; i < n_cols; i++) {
    table_place(chosen, i, table->names[cols[i]], ds_column_ref(table->columns[cols[i]]));
    carry_dense(chosen, i, table, cols[i]);
  }
  return chosen;
}

/* A copy of @table, sharing all columns, with room for @n_columns. */
static DsTable *
copy_with_room(const DsTable *table, gsize n_columns, gsize except)
{
  DsTable *copy = table_new(n_columns, table->n_rows, index_ref(table->index));

  for (gsize col = 0; col < table->n_columns; col++)
    if (col != except) {
      table_place(copy, col, table->names[col], ds_column_ref(table->columns[col]));
      carry_dense(copy, col, table, col);
    }
  return copy;
}

const DsTable *
ds_table_with_column(const DsTable *table, gsize col, const char *name, DsColumn *dense,
                     GError **error)
{
  DsColumn *stored;
  DsTable *changed;

  g_return_val_if_fail(col <= table->n_columns, NULL);
  g_return_val_if_fail(dense->n_rows == table->n_rows, NULL);
  if (table->index && table->n_columns > 0)
    stored = ds_column_scatter(dense, table->index->rows, table->columns[0]->n_rows, NULL, error);
  else
    stored = ds_column_ref(dense);
  if (!stored)
    return NULL;
  changed = copy_with_room(table, MAX(col + 1, table->n_columns), col);
  table_place(changed, col, name, stored);
  if (changed->dense)
    changed->dense[col] = ds_column_ref(dense);
  return changed;
}

const DsTable *
ds_table_renamed(const DsTable *table, gsize col, const char *name)
{
  DsTable *changed;

  g_return_val_if_fail(col < table->n_columns, NULL);
  changed = copy_with_room(table, table->n_columns, col);
  table_place(changed, col, name, ds_column_ref(table->columns[col]));
  carry_dense(changed, col, table, col);
  return changed;
}

const DsTable *
ds_table_new(const char *const *names, DsColumn *const *columns, gsize n_columns, gsize n_rows)
{
  DsTable *table = table_new(n_columns, n_rows, NULL);

  for (gsize col = 0; col < n_columns; col++) {
    g_warn_if_fail(columns[col]->n_rows == n_rows);
    table_place(table, col, names[col], ds_column_ref(columns[col]));
  }
  return table;
}

char *
ds_table_unique_name(const char *const *names, gsize n, const char *wanted)
{
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
  char *name = g_strdup(wanted);

  for (gsize i = 0; i < n; i++)
    if (names[i])
      g_hash_table_add(taken, (gpointer)names[i]);
  for (guint number = 2; g_hash_table_contains(taken, name); number++) {
    g_free(name);
    name = g_strdup_printf("%s_%u", wanted, number);
  }
  return name;
}

gsize
ds_table_memory(const DsTable *table)
{
  gsize bytes = sizeof *table;

  for (gsize col = 0; col < table->n_columns; col++)
    bytes += ds_column_memory(table->columns[col]);
  if (table->index)
    bytes += table->n_rows * sizeof *table->index->rows;
  return bytes;
}
