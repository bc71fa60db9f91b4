/* engine/table/join.c - the rows of two tables brought together by equal keys. */
#include "engine/table/join.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/table/append.h"
#include "engine/table/key.h"

static const char for_what[] = "joining tables";

/* Pairs between two looks at the cancel flag. */
enum { PAIRS_PER_CHECK = 1 << 16 };

typedef struct {
  const DsTable *left, *right;
  DsJoinHow how;
  gsize n_keys, n_left, n_right;
  GPtrArray *left_keys, *right_keys; /* of DsColumn, dense */
  guint64 *left_hashes;              /* [n_left] */
  DsKeyIndex *index;                 /* of the right rows */
  guint8 *is_matched;                /* [n_right] for an outer join */
  guint64 *starts;                   /* [n_blocks + 1] result rows before each block */
  guint32 *left_rows, *right_rows;   /* the result: positions of rows, G_MAXUINT32 = none */
  DsProgress *progress;
} Join;

static void
join_clear(Join *join)
{
  g_ptr_array_unref(join->left_keys);
  g_ptr_array_unref(join->right_keys);
  g_free(join->left_hashes);
  ds_key_index_free(join->index);
  g_free(join->is_matched);
  g_free(join->starts);
  g_free(join->left_rows);
  g_free(join->right_rows);
}

static gboolean
check_types(const DsColumn *left, const DsColumn *right, const char *name, GError **error)
{
  g_autofree char *shown = NULL;

  if (ds_key_types_fit(left->type, right->type) || ds_column_count(left) == 0 ||
      ds_column_count(right) == 0)
    return TRUE;
  shown = ds_text_for_terminal(name, -1);
  g_set_error(
      error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
      "column \"%s\" is %s on the left and %s on the right and never equal; retype one of them "
      "first",
      shown, ds_type_name(left->type), ds_type_name(right->type));
  return FALSE;
}

static gboolean
find_keys(Join *join, const char *right_name, const gsize *keys, GError **error)
{
  for (gsize i = 0; i < join->n_keys; i++) {
    const char *name = ds_table_column_name(join->left, keys[i]);
    const gssize right = ds_table_find_column(join->right, name, error);
    DsColumn *column;

    if (right < 0) {
      g_prefix_error(error, "in table \"%s\": ", right_name);
      return FALSE;
    }
    column = ds_table_dense_column(join->left, keys[i], join->progress, error);
    if (!column)
      return FALSE;
    g_ptr_array_add(join->left_keys, column);
    column = ds_table_dense_column(join->right, (gsize)right, join->progress, error);
    if (!column)
      return FALSE;
    g_ptr_array_add(join->right_keys, column);
    if (!check_types(g_ptr_array_index(join->left_keys, i), column, name, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
hash_both(Join *join, GError **error)
{
  guint64 *hashes;

  join->left_hashes = ds_key_hashes((DsColumn *const *)(gpointer)join->left_keys->pdata,
                                    join->n_keys, join->n_left, join->progress, error);
  hashes = join->left_hashes ? ds_key_hashes((DsColumn *const *)(gpointer)join->right_keys->pdata,
                                             join->n_keys, join->n_right, join->progress, error)
                             : NULL;
  join->index = hashes ? ds_key_index_new(hashes, join->n_right, error) : NULL;
  if (join->index && join->how == DS_JOIN_OUTER)
    join->is_matched = ds_try_new0(guint8, join->n_right, for_what, error);
  return join->index && (join->how != DS_JOIN_OUTER || join->is_matched);
}

/* The first partner of a left row at or behind @right, DS_KEY_NONE = no more. */
static guint32
partner(const Join *join, gsize left, guint32 right)
{
  while (right != DS_KEY_NONE &&
         !ds_key_equal((DsColumn *const *)(gpointer)join->left_keys->pdata, left,
                       (DsColumn *const *)(gpointer)join->right_keys->pdata, right, join->n_keys))
    right = ds_key_index_next(join->index, right);
  return right;
}

static guint32
first_partner(const Join *join, gsize left)
{
  return partner(join, left, ds_key_index_first(join->index, join->left_hashes[left]));
}

static guint32
next_partner(const Join *join, gsize left, guint32 right)
{
  return partner(join, left, ds_key_index_next(join->index, right));
}

/* How many result rows the left rows of a block give. */
static gboolean
count_block(gsize block, gpointer data, GError **error)
{
  Join *join = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, join->n_left);
  guint64 n = 0, checked = 0;

  for (gsize left = block * DS_BLOCK_ROWS; left < end; left++) {
    guint32 right = first_partner(join, left);

    if (join->how == DS_JOIN_ANTI) {
      n += right == DS_KEY_NONE;
      continue;
    }
    n += right == DS_KEY_NONE && join->how != DS_JOIN_INNER;
    for (; right != DS_KEY_NONE; right = next_partner(join, left, right)) {
      if (join->is_matched) /* several blocks may say so of one row */
        __atomic_store_n(&join->is_matched[right], 1, __ATOMIC_RELAXED);
      if (++n - checked > PAIRS_PER_CHECK) {
        checked = n;
        if (!ds_progress_go_on(join->progress, error))
          return FALSE;
      }
    }
  }
  join->starts[block + 1] = n;
  return TRUE;
}

static gboolean
fill_block(gsize block, gpointer data, GError **error)
{
  Join *join = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, join->n_left);
  guint64 at = join->starts[block], checked = at;

  for (gsize left = block * DS_BLOCK_ROWS; left < end; left++) {
    guint32 right = first_partner(join, left);

    if (right == DS_KEY_NONE && join->how != DS_JOIN_INNER) {
      join->left_rows[at] = (guint32)left;
      if (join->right_rows)
        join->right_rows[at] = G_MAXUINT32;
      at++;
    }
    for (; right != DS_KEY_NONE && join->how != DS_JOIN_ANTI;
         right = next_partner(join, left, right)) {
      join->left_rows[at] = (guint32)left;
      join->right_rows[at++] = right;
      if (at - checked > PAIRS_PER_CHECK) {
        checked = at;
        if (!ds_progress_go_on(join->progress, error))
          return FALSE;
      }
    }
  }
  return TRUE;
}

/* Right rows without a partner go behind the others. */
static void
add_lonely(Join *join, gsize at)
{
  for (gsize right = 0; right < join->n_right; right++)
    if (!join->is_matched[right]) {
      join->left_rows[at] = G_MAXUINT32;
      join->right_rows[at++] = (guint32)right;
    }
}

/* The positions of the result's rows; @n_pairs: those that have a left row, @n: all. */
static gboolean
find_rows(Join *join, gsize *n_pairs, gsize *n, GError **error)
{
  const gsize n_blocks = ds_block_count(join->n_left);
  guint64 total, n_lonely = 0;

  join->starts = g_new0(guint64, n_blocks + 1);
  ds_progress_stage(join->progress, "joining");
  if (!ds_parallel_for(n_blocks, count_block, join, join->progress, error))
    return FALSE;
  for (gsize b = 0; b < n_blocks; b++)
    join->starts[b + 1] += join->starts[b];
  for (gsize right = 0; join->is_matched && right < join->n_right; right++)
    n_lonely += !join->is_matched[right];
  total = join->starts[n_blocks] + n_lonely;
  if (total >= G_MAXUINT32) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "the join gives %" G_GUINT64_FORMAT " rows and a table holds at most %u; join on "
                "more columns or filter first",
                total, G_MAXUINT32 - 1);
    return FALSE;
  }
  join->left_rows = ds_try_new(guint32, total, for_what, error);
  if (join->left_rows && join->how != DS_JOIN_ANTI)
    join->right_rows = ds_try_new(guint32, total, for_what, error);
  if (!join->left_rows || (join->how != DS_JOIN_ANTI && !join->right_rows) ||
      !ds_parallel_for(n_blocks, fill_block, join, join->progress, error))
    return FALSE;
  if (join->is_matched)
    add_lonely(join, join->starts[n_blocks]);
  *n_pairs = join->starts[n_blocks];
  *n = total;
  return TRUE;
}

/* Positions among a table's rows made into positions of its stored columns. */
static void
to_stored(const DsTable *table, guint32 *rows, gsize n)
{
  const guint32 *index = ds_table_index(table);

  for (gsize i = 0; index && i < n; i++)
    if (rows[i] != G_MAXUINT32)
      rows[i] = index[rows[i]];
}

/* A key column of the result: the left's values, behind them those of the lonely right rows. */
static DsColumn *
key_column(const Join *join, gsize left_col, gsize right_col, gsize n_pairs, gsize n,
           GError **error)
{
  g_autoptr(DsColumn) above = ds_column_gather(ds_table_stored_column(join->left, left_col),
                                               join->left_rows, n_pairs, join->progress, error);
  g_autoptr(DsColumn) below = NULL;

  if (!above || n == n_pairs)
    return g_steal_pointer(&above);
  below = ds_column_gather(ds_table_stored_column(join->right, right_col),
                           join->right_rows + n_pairs, n - n_pairs, join->progress, error);
  return below
             ? ds_column_concat((const DsColumn *const[]){ above, below }, 2, join->progress, error)
             : NULL;
}

static gboolean
is_in(const gsize *list, gsize n, gsize value)
{
  for (gsize i = 0; i < n; i++)
    if (list[i] == value)
      return TRUE;
  return FALSE;
}

static const DsTable *
result_table(Join *join, const gsize *keys, gsize n_pairs, gsize n, DsNotes *notes, GError **error)
{
  const gsize n_left = ds_table_n_columns(join->left), n_right = ds_table_n_columns(join->right);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);
  g_autofree gsize *right_keys = g_new(gsize, join->n_keys + 1);
  g_autoptr(GString) renamed = g_string_new(NULL);

  for (gsize i = 0; i < join->n_keys; i++)
    right_keys[i] =
        (gsize)ds_table_find_column(join->right, ds_table_column_name(join->left, keys[i]), NULL);
  to_stored(join->left, join->left_rows, n);
  to_stored(join->right, join->right_rows, n);
  for (gsize i = 0; i < n_left + n_right; i++) {
    const gboolean is_left = i < n_left;
    const DsTable *table = is_left ? join->left : join->right;
    const gsize col = is_left ? i : i - n_left;
    const char *name = ds_table_column_name(table, col);
    DsColumn *column;
    char *unique;

    if (!is_left && is_in(right_keys, join->n_keys, col))
      continue;
    if (is_left && is_in(keys, join->n_keys, col)) {
      gsize k = 0;

      while (keys[k] != col)
        k++;
      column = key_column(join, col, right_keys[k], n_pairs, n, error);
    } else {
      column =
          ds_column_gather(ds_table_stored_column(table, col),
                           is_left ? join->left_rows : join->right_rows, n, join->progress, error);
    }
    if (!column)
      return NULL;
    g_ptr_array_add(columns, column);
    unique = ds_table_unique_name((const char *const *)(gpointer)names->pdata, names->len, name);
    if (!g_str_equal(unique, name)) {
      g_autofree char *shown = ds_text_for_terminal(unique, -1);

      g_string_append_printf(renamed, "%s\"%s\"", renamed->len > 0 ? ", " : "", shown);
    }
    g_ptr_array_add(names, unique);
  }
  if (renamed->len > 0)
    ds_notes_add(notes, "both tables have columns of these names; the right one's are called %s",
                 renamed->str);
  return ds_table_new((const char *const *)(gpointer)names->pdata,
                      (DsColumn *const *)(gpointer)columns->pdata, columns->len, n);
}

const DsTable *
ds_table_join(const DsTable *left, const DsTable *right, const char *right_name, const gsize *keys,
              gsize n_keys, DsJoinHow how, DsProgress *progress, DsNotes *notes, GError **error)
{
  Join join = { .left = left, .right = right, .how = how, .n_keys = n_keys, .progress = progress };
  const DsTable *table = NULL;
  gsize n_pairs = 0, n = 0;

  g_return_val_if_fail(n_keys > 0, NULL);
  join.n_left = ds_table_n_rows(left);
  join.n_right = ds_table_n_rows(right);
  join.left_keys = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);
  join.right_keys = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);
  if (find_keys(&join, right_name, keys, error) && hash_both(&join, error) &&
      find_rows(&join, &n_pairs, &n, error))
    table = how == DS_JOIN_ANTI ? ds_table_with_index(left, g_steal_pointer(&join.left_rows), n)
                                : result_table(&join, keys, n_pairs, n, notes, error);
  join_clear(&join);
  return table;
}
