/* app/cmd-columns.c - commands about columns as a whole: list, choose, rename, drop. */
#include <string.h>

#include "app/command.h"
#include "engine/base/text.h"
#include "engine/stats/summary.h"
#include "engine/table/builder.h"
#include "engine/table/column-facts.h"
#include "engine/table/retype.h"

static const DsTable *
run_columns(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DsProgress *progress = ds_session_progress(session);
  g_autoptr(DsTableBuilder) builder = NULL;

  (void)args, (void)notes;
  if (!table || !ds_prepare_facts(table, NULL, 0, progress, error))
    return NULL;
  builder = ds_table_builder_new("column:text,type:text,missing:int,distinct:int");
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    g_autoptr(DsColumn) column = ds_table_dense_column(table, col, progress, error);
    const DsColumnFacts *facts = column ? ds_column_facts(column, progress, error) : NULL;

    if (!facts)
      return NULL;
    ds_table_builder_text(builder, 0, ds_table_column_name(table, col));
    ds_table_builder_text(builder, 1, ds_type_name(column->type));
    ds_table_builder_int(builder, 2, (gint64)facts->n_missing);
    ds_table_builder_int(builder, 3, (gint64)facts->n_distinct);
  }
  return ds_table_builder_build(g_steal_pointer(&builder));
}

const DsCommand ds_command_columns = {
  .name = "columns",
  .family = "columns",
  .help = "the columns with their types",
  .details = "Distinct values are counted exactly; missing ones are none of them.",
  .example = "columns",
  .columns = "column,type,missing,distinct",
  .run = run_columns,
};

static const DsTable *
run_select(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO selected = NULL;
  const gsize *cols;
  gsize n;

  (void)notes;
  if (!table)
    return NULL;
  cols = ds_args_columns(args, "COL", &n);
  selected = ds_table_select(table, cols, n);
  return ds_session_commit_result(session, selected);
}

static const DsArg select_args[] = {
  { "COL", DS_ARG_COLUMNS, .is_required = TRUE, .help = "the columns to keep, in this order" },
  { 0 },
};

const DsCommand ds_command_select = {
  .name = "select",
  .family = "columns",
  .help = "keep these columns, in this order",
  .example = "select species body_mass_g sex",
  .columns = "table,rows,columns",
  .args = select_args,
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT,
  .run = run_select,
};

static const DsTable *
run_drop(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO rest = NULL;
  g_autofree gsize *kept = NULL;
  const gsize *cols;
  gsize n, n_kept = 0;

  (void)notes;
  if (!table)
    return NULL;
  cols = ds_args_columns(args, "COL", &n);
  if (n == ds_table_n_columns(table)) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "these are all columns of the table; leave at least one");
    return NULL;
  }
  kept = g_new(gsize, ds_table_n_columns(table));
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    gboolean is_dropped = FALSE;

    for (gsize i = 0; i < n && !is_dropped; i++)
      is_dropped = cols[i] == col;
    if (!is_dropped)
      kept[n_kept++] = col;
  }
  rest = ds_table_select(table, kept, n_kept);
  return ds_session_commit_result(session, rest);
}

static const DsArg drop_args[] = {
  { "COL", DS_ARG_COLUMNS, .is_required = TRUE, .help = "the columns to leave out" },
  { 0 },
};

const DsCommand ds_command_drop = {
  .name = "drop",
  .family = "columns",
  .help = "leave these columns out",
  .example = "drop island year",
  .columns = "table,rows,columns",
  .args = drop_args,
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT,
  .run = run_drop,
};

static const DsTable *
run_rename(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO renamed = NULL;
  const gsize col = ds_args_column(args, "OLD");
  const char *name = ds_args_text(args, "NEW");
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  gssize taken;

  (void)notes;
  if (!table)
    return NULL;
  if (!*name || !g_utf8_validate(name, -1, NULL)) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "\"%s\" cannot be a column's name; give some text in UTF-8", shown);
    return NULL;
  }
  taken = ds_table_lookup_column(table, name);
  if (taken >= 0 && (gsize)taken != col) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "there is a column \"%s\" already; choose another name, or drop that one first",
                shown);
    return NULL;
  }
  renamed = ds_table_renamed(table, col, name);
  return ds_session_commit_result(session, renamed);
}

static const DsArg rename_args[] = {
  { "OLD", DS_ARG_COLUMN, .is_required = TRUE, .help = "a column" },
  { "NEW", DS_ARG_TEXT, .is_required = TRUE, .help = "its new name" },
  { 0 },
};

const DsCommand ds_command_rename = {
  .name = "rename",
  .family = "columns",
  .help = "give a column another name",
  .example = "rename body_mass_g mass",
  .columns = "table,rows,columns",
  .args = rename_args,
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT,
  .run = run_rename,
};

static const DsTable *
run_retype(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO retyped = NULL;
  const gsize col = ds_args_column(args, "COL");
  g_autoptr(DsColumn) dense = NULL;
  g_autoptr(DsColumn) column = NULL;
  DsType type = DS_TYPE_TEXT;
  const char *name;

  if (!table || !ds_type_lookup(ds_args_text(args, "TYPE"), &type))
    return NULL;
  name = ds_table_column_name(table, col);
  dense = ds_table_dense_column(table, col, ds_session_progress(session), error);
  column = dense ? ds_column_retype(dense, type, name, ds_session_progress(session), notes, error)
                 : NULL;
  if (!column)
    return NULL;
  retyped = ds_table_with_column(table, col, name, column, error);
  return retyped ? ds_session_commit_result(session, retyped) : NULL;
}

static const DsArg retype_args[] = {
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "a column" },
  { "TYPE", DS_ARG_CHOICE, .is_required = TRUE, .choices = "int|real|bool|date|time|text",
    .help = "its new type" },
  { 0 },
};

const DsCommand ds_command_retype = {
  .name = "retype",
  .family = "columns",
  .help = "give a column another type",
  .details =
      "Exactly, or not at all: the first row whose value does not fit is named and nothing "
      "changes. "
      "An int becomes real, a whole real int, 0 and 1 bool, a date the midnight of a time, and "
      "back; "
      "anything becomes text by its spelling; text becomes what it spells. Leading zeros and other "
      "spellings that go are counted in a note.",
  .example = "retype year text",
  .columns = "table,rows,columns",
  .args = retype_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_retype,
};
