/* app/cmd-rows.c - commands that choose, order and join rows. */
#include "app/command.h"
#include "engine/table/sort.h"

/* Reads "COL [desc] COL [asc] ..."; a direction stands behind its column. */
static gboolean
read_sort_keys(GArray *keys, const DsTable *table, const char *const *words, guint n,
               GError **error)
{
  for (guint i = 0; i < n; i++) {
    const gboolean is_descending = g_str_equal(words[i], "desc");
    gssize col;

    if (i > 0 && (is_descending || g_str_equal(words[i], "asc"))) {
      g_array_index(keys, DsSortKey, keys->len - 1).is_descending = is_descending;
      continue;
    }
    col = ds_table_find_column(table, words[i], error);
    if (col < 0)
      return FALSE;
    g_array_append_val(keys, ((DsSortKey){ (gsize)col, FALSE }));
  }
  return TRUE;
}

static const DsTable *
run_sort(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO sorted = NULL;
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(DsSortKey));
  guint n;
  const char *const *words = ds_args_texts(args, "COL", &n);

  (void)notes;
  if (!table || !read_sort_keys(keys, table, words, n, error))
    return NULL;
  sorted = ds_sort_table(table, (const DsSortKey *)(gpointer)keys->data, keys->len,
                         ds_session_progress(session), error);
  return sorted ? ds_session_commit_result(session, sorted) : NULL;
}

static const DsArg sort_args[] = {
  { "COL", DS_ARG_TEXTS, .is_required = TRUE,
    .help = "columns, the most important first, each with desc behind it where wanted" },
  { 0 },
};

const DsCommand ds_command_sort = {
  .name = "sort",
  .family = "rows",
  .help = "order the rows by columns: sort COL [desc] ...",
  .details =
      "Numbers, dates and times by value, false before true, texts by their bytes. Rows that "
      "are equal keep their order; missing values come last, with desc too.",
  .example = "sort species body_mass_g desc",
  .columns = "table,rows,columns",
  .args = sort_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_sort,
};
