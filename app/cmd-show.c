/* app/cmd-show.c - rows as they stand. */
#include <math.h>

#include "app/command.h"
#include "engine/base/memory.h"

/* Rows @from .. @from + n - 1 of the table. (transfer full) */
static const DsTable *
some_rows(const DsTable *table, gsize from, gsize n, GError **error)
{
  guint32 *rows;

  if (from == 0)
    return ds_table_with_index(table, NULL, n);
  rows = ds_try_new(guint32, n, "choosing rows", error);
  if (!rows)
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32)(from + i);
  return ds_table_with_index(table, rows, n);
}

static const DsTable *
run_show(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO chosen = NULL;
  const gsize wanted = (gsize)ds_args_int(args, "rows");
  const gsize from = (gsize)ds_args_int(args, "from") - 1;
  gsize n_cols, n_rows, n;
  const gsize *cols = ds_args_columns(args, "COL", &n_cols);

  if (!table)
    return NULL;
  n_rows = ds_table_n_rows(table);
  n = from < n_rows ? n_rows - from : 0;
  if (wanted)
    n = MIN(n, wanted);
  if (from && from >= n_rows)
    ds_notes_add(notes, "the table ends at row %" G_GSIZE_FORMAT, n_rows);
  else if (n < n_rows)
    ds_notes_add(notes, "rows %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT,
                 from + 1, from + n, n_rows);
  chosen = n_cols ? ds_table_select(table, cols, n_cols) : ds_table_ref(table);
  return n == n_rows ? ds_table_ref(chosen) : some_rows(chosen, n ? from : 0, n, error);
}

static const DsArg show_args[] = {
  { "COL", DS_ARG_COLUMNS, .help = "the columns to show; all when none is given" },
  { "rows", DS_ARG_INT, .fallback = "20", .min = 0, .max = G_MAXUINT32,
    .help = "how many; 0 = all" },
  { "from", DS_ARG_INT, .fallback = "1", .min = 1, .max = G_MAXUINT32, .help = "the first row" },
  { 0 },
};

const DsCommand ds_command_show = {
  .name = "show",
  .family = "data",
  .help = "rows as they stand",
  .example = "show species body_mass_g rows=5",
  .args = show_args,
  .flags = DS_COMMAND_INSTANT,
  .run = run_show,
};
