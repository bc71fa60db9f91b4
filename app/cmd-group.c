/* app/cmd-group.c - rows put together: group and pivot. */
#include <string.h>

#include "app/command.h"
#include "app/drill.h"
#include "app/where.h"
#include "engine/base/text.h"
#include "engine/table/group.h"
#include "engine/table/pivot.h"

/* What is read from "species island : mean(mass) count". */
typedef struct {
  GArray *keys;       /* gsize */
  GArray *aggregates; /* DsAggregate */
} Request;

static gboolean
take_key(Request *request, const DsTable *table, const char *word, GError **error)
{
  const gssize col = ds_table_find_column(table, word, error);
  const gsize key = (gsize)col;

  if (col < 0)
    return FALSE;
  for (guint i = 0; i < request->keys->len; i++)
    if (g_array_index(request->keys, gsize, i) == key) {
      g_autofree char *shown = ds_text_for_terminal(word, -1);

      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                  "column \"%s\" is given twice; name it once", shown);
      return FALSE;
    }
  g_array_append_val(request->keys, key);
  return TRUE;
}

static gboolean
take_aggregate(Request *request, const DsTable *table, const char *word, GError **error)
{
  DsAggregate aggregate;

  if (!ds_aggregate_parse(word, table, &aggregate, error))
    return FALSE;
  g_array_append_val(request->aggregates, aggregate);
  return TRUE;
}

/* Words up to ':' are columns, those behind it aggregates; "mean(mass)" needs no ':' before it. */
static gboolean
read_request(Request *request, const DsTable *table, const char *const *words, guint n,
             GError **error)
{
  gboolean is_behind = FALSE;

  for (guint i = 0; i < n; i++) {
    const gboolean is_column = ds_table_lookup_column(table, words[i]) >= 0;
    const gsize length = strlen(words[i]);
    g_autofree char *bare = NULL;

    if (!is_behind && !is_column && g_str_equal(words[i], ":")) {
      is_behind = TRUE;
      continue;
    }
    if (is_behind || (!is_column && strchr(words[i], '('))) {
      if (!take_aggregate(request, table, words[i], error))
        return FALSE;
      continue;
    }
    if (!is_column && length > 1 && words[i][length - 1] == ':') {
      bare = g_strndup(words[i], length - 1);
      is_behind = TRUE;
    }
    if (!take_key(request, table, bare ? bare : words[i], error))
      return FALSE;
  }
  return TRUE;
}

static const DsTable *
run_group(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_where_table(session, args, error);
  g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gsize));
  g_autoptr(GArray) aggregates = g_array_new(FALSE, FALSE, sizeof(DsAggregate));
  Request request = { keys, aggregates };
  guint n;
  const char *const *words = ds_args_texts(args, "COL", &n);

  if (!table || !read_request(&request, table, words, n, error))
    return NULL;
  return ds_group(table, (const gsize *)(gpointer)keys->data, keys->len,
                  (const DsAggregate *)(gpointer)aggregates->data, aggregates->len,
                  ds_session_progress(session), notes, error);
}

static const DsArg group_args[] = {
  { "COL", DS_ARG_TEXTS, .is_required = TRUE,
    .help = "columns to group by, then ':' and aggregates as mean(COL)" },
  { "where", DS_ARG_EXPR, .help = "only rows for which this SQL expression is true" },
  { 0 },
};

const DsCommand ds_command_group = {
  .name = "group",
  .family = "summaries",
  .help = "aggregates of each group: group COL… : AGG(COL)…",
  .details =
      "Aggregates: count (rows), count(COL) (values), sum, mean, sd, min, max, median, distinct, "
      "first, last, and quantiles as q(COL,0.25) or q0.25(COL). Without any: count; without a "
      "column before the ':': one group of all rows. Missing values take no part; a missing key is "
      "a "
      "group of its own, the last. Groups are in the order of their keys. Results are named "
      "mean_COL, q25_COL and so on. Sums of int are exact. A name with blanks is quoted: "
      "\"mean(bill length)\".",
  .example = "group species island : count mean(body_mass_g) q(body_mass_g,0.9)",
  .columns = NULL,
  .args = group_args,
  .run = run_group,
  .behind = ds_drill_group,
};

static const DsTable *
run_pivot(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_where_table(session, args, error);
  DsAggregate aggregate;

  if (!table || !ds_aggregate_parse(ds_args_text(args, "AGG"), table, &aggregate, error))
    return NULL;
  return ds_pivot(table, ds_args_column(args, "ROW"), ds_args_column(args, "COL"), &aggregate,
                  ds_session_progress(session), notes, error);
}

static const DsArg pivot_args[] = {
  { "ROW", DS_ARG_COLUMN, .is_required = TRUE, .help = "its values go down the side" },
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "its values become columns" },
  { "AGG", DS_ARG_TEXT, .fallback = "count", .help = "what is in the cells: count, mean(COL) ..." },
  { "where", DS_ARG_EXPR, .help = "only rows for which this SQL expression is true" },
  { 0 },
};

const DsCommand ds_command_pivot = {
  .name = "pivot",
  .family = "summaries",
  .help = "a cross table of two columns",
  .details = "The aggregates are those of group. A combination without rows is missing, of counts "
             "0. Values become column names as they are written; a missing one is (missing).",
  .example = "pivot species island mean(body_mass_g)",
  .columns = NULL,
  .args = pivot_args,
  .run = run_pivot,
};
