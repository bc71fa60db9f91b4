/* app/cmd-rows.c - commands that choose, order and join rows. */
#include <math.h>
#include <string.h>

#include "app/command.h"
#include "engine/base/text.h"
#include "engine/table/append.h"
#include "engine/table/join.h"
#include "engine/table/sample.h"
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
  .help = "order the rows by columns: sort COL [desc] …",
  .details =
      "Numbers, dates and times by value, false before true, texts by their bytes. Rows that "
      "are equal keep their order; missing values come last, with desc too.",
  .example = "sort species body_mass_g desc",
  .columns = "table,rows,columns",
  .args = sort_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_sort,
};

/* "100" rows or "10%" of them; FALSE with an error. */
static gboolean
wanted_rows(const char *text, gsize n_rows, gsize *n_wanted, GError **error)
{
  char *end;
  const double value = g_ascii_strtod(text, &end);
  const gboolean is_share = g_str_equal(end, "%");
  g_autofree char *shown = ds_text_for_terminal(text, -1);

  if (end != text && is_share && value >= 0.0 && value <= 100.0) {
    *n_wanted = (gsize)llround(value / 100.0 * (double)n_rows);
    return TRUE;
  }
  if (end != text && *end == '\0' && value >= 0.0 && value < 1e15 && floor(value) == value) {
    *n_wanted = (gsize)value;
    return TRUE;
  }
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
              "N is \"%s\"; give a number of rows such as 100, or a share from 0%% to 100%%",
              shown);
  return FALSE;
}

static const DsTable *
run_sample(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO chosen = NULL;
  const gssize by = ds_args_has(args, "by") ? (gssize)ds_args_column(args, "by") : -1;
  guint32 *rows;
  gsize n_wanted, n;

  if (!table || !wanted_rows(ds_args_text(args, "N"), ds_table_n_rows(table), &n_wanted, error))
    return NULL;
  rows = ds_sample_rows(table, n_wanted, by, (guint64)ds_args_int(args, "seed"), &n,
                        ds_session_progress(session), error);
  if (!rows)
    return NULL;
  if (n < n_wanted)
    ds_notes_add(notes, "the table has only %" G_GSIZE_FORMAT " rows: all are kept", n);
  chosen = ds_table_with_index(table, rows, n);
  return ds_session_commit_result(session, chosen);
}

static const DsArg sample_args[] = {
  { "N", DS_ARG_TEXT, .is_required = TRUE, .help = "how many rows, or a share such as 10%" },
  { "by", DS_ARG_COLUMN, .help = "a column whose values keep their shares" },
  { "seed", DS_ARG_INT, .fallback = "1", .min = 0, .max = 9007199254740992.0,
    .help = "another number draws other rows" },
  { 0 },
};

const DsCommand ds_command_sample = {
  .name = "sample",
  .family = "rows",
  .help = "keep some rows, drawn at random without replacement",
  .details = "Every choice of rows is equally likely; the order stays. The same seed draws the "
             "same rows on "
             "any machine and with any number of threads. With by=, each value (missing too) gets "
             "its share "
             "of the rows, rounded so that the sum is right.",
  .example = "sample 10% by=species seed=7",
  .columns = "table,rows,columns",
  .args = sample_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_sample,
};

static DsJoinHow
how_of(const char *text)
{
  static const char *const names[] = { "inner", "left", "outer", "anti" };

  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(text, names[i]))
      return (DsJoinHow)i;
  return DS_JOIN_INNER;
}

static const DsTable *
run_join(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO other = NULL;
  DS_TABLE_AUTO joined = NULL;
  const char *name = ds_args_text(args, "TABLE");
  const gsize *keys;
  gsize n_keys;

  if (!table || !(other = ds_session_table(session, name, error)))
    return NULL;
  keys = ds_args_columns(args, "on", &n_keys);
  joined = ds_table_join(table, other, name, keys, n_keys, how_of(ds_args_text(args, "how")),
                         ds_session_progress(session), notes, error);
  return joined ? ds_session_commit_result(session, joined) : NULL;
}

static const DsArg join_args[] = {
  { "TABLE", DS_ARG_TABLE, .is_required = TRUE, .help = "the table whose columns come in" },
  { "on", DS_ARG_COLUMNS, .is_required = TRUE, .help = "the key: columns that both tables have" },
  { "how", DS_ARG_CHOICE, .fallback = "inner", .choices = "inner|left|outer|anti",
    .help = "which rows are kept" },
  { 0 },
};

const DsCommand ds_command_join = {
  .name = "join",
  .family = "rows",
  .help = "bring in the columns of another table by equal keys",
  .details =
      "inner keeps pairs of rows with equal keys; left also the rows of the current table without "
      "a "
      "partner; outer also the other's, at the end; anti only the current table's rows without a "
      "partner. Numbers are equal by value, text byte for byte; a missing key equals nothing. Rows "
      "keep the current table's order, partners the other's. A name that both have gets _2.",
  .example = "join penguins on=species how=anti",
  .columns = "table,rows,columns",
  .args = join_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_join,
};

static const DsTable *
run_append(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO other = NULL;
  DS_TABLE_AUTO longer = NULL;
  g_autofree char *name = ds_session_current_name(session);
  const char *other_name = ds_args_text(args, "TABLE");

  if (!table || !(other = ds_session_table(session, other_name, error)))
    return NULL;
  longer = ds_table_append(table, name, other, other_name, ds_args_text(args, "source"),
                           ds_session_progress(session), notes, error);
  return longer ? ds_session_commit_result(session, longer) : NULL;
}

static const DsArg append_args[] = {
  { "TABLE", DS_ARG_TABLE, .is_required = TRUE, .help = "the table whose rows come in" },
  { "source", DS_ARG_TEXT, .help = "a new column that says which table a row came from" },
  { 0 },
};

const DsCommand ds_command_append = {
  .name = "append",
  .family = "rows",
  .help = "put the rows of another table under these",
  .details =
      "Columns go together by name; where a table lacks a column its rows are missing there. Types "
      "that differ are widened: int and real to real, date and time to time, all else to text, and "
      "a "
      "note says so.",
  .example = "append penguins source=from",
  .columns = "table,rows,columns",
  .args = append_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_append,
};
