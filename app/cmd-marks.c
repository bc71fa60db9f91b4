/* app/cmd-marks.c - commands that mark rows and keep or drop what is marked. */
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"
#include "app/sql-text.h"
#include "app/view-state.h"
#include "engine/base/memory.h"
#include "engine/base/text.h"
#include "engine/query/query.h"

static gboolean
look(DsSession *session, const DsTable **table, const DsView **view, GError **error)
{
  if (ds_session_look(session, table, view, NULL))
    return TRUE;
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "no table is open; open one first: open PATH");
  return FALSE;
}

static void
set_mark(guint64 *marks, gsize stored, gboolean is_marked)
{
  const guint64 bit = (guint64)1 << (stored & 63);

  if (is_marked)
    marks[stored >> 6] |= bit;
  else
    marks[stored >> 6] &= ~bit;
}

/* Puts @marks (transfer full) in place and in the journal: keeping what is marked depends on it. */
static const DsTable *
look_so(DsSession *session, const DsTable *table, const DsView *view, guint64 *marks,
        const char *line)
{
  const DsView *marked = ds_view_with_marks(view, table, marks);

  ds_session_set_view(session, table, marked);
  ds_view_unref(marked);
  ds_session_note_mark(session, line);
  return ds_table_new(NULL, NULL, 0, 0);
}

/* Marks rows, or takes their marks away. */
static const DsTable *
mark_rows(DsSession *session, const DsArgs *args, gboolean is_marked, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DS_VIEW_AUTO view = NULL;
  g_autofree char *line = NULL;
  const gboolean is_all = g_strcmp0(ds_args_text(args, "FROM"), "all") == 0;
  gsize from, to, n_rows;
  guint64 *marks;

  if (!look(session, &table, &view, error))
    return NULL;
  n_rows = ds_table_n_rows(table);
  from = ds_args_has(args, "FROM") ? (gsize)ds_args_int(args, "FROM") : view->row + 1;
  to = ds_args_has(args, "TO") ? (gsize)ds_args_int(args, "TO") : from;
  if (is_all) {
    from = 1;
    to = n_rows;
  } else if (from > to || to > n_rows) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "there are no rows %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                "; the table has %" G_GSIZE_FORMAT,
                from, to, n_rows);
    return NULL;
  }
  marks = is_all && !is_marked ? NULL : ds_view_copy_marks(view, table);
  for (gsize row = from - 1; marks && row < to; row++)
    set_mark(marks, ds_table_stored_row(table, row), is_marked);
  line = is_all ? g_strdup_printf("%s all", is_marked ? "mark" : "unmark")
                : g_strdup_printf("%s %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT,
                                  is_marked ? "mark" : "unmark", from, to);
  return look_so(session, table, view, marks, line);
}

static const DsTable *
run_mark(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)notes;
  return mark_rows(session, args, TRUE, error);
}

static const DsTable *
run_unmark(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)notes;
  return mark_rows(session, args, FALSE, error);
}

static const DsArg mark_args[] = {
  { "FROM", DS_ARG_INT, .min = 1, .max = G_MAXUINT32, .choices = "all",
    .help = "the first row, counted from 1; the cursor's when not given" },
  { "TO", DS_ARG_INT, .min = 1, .max = G_MAXUINT32, .help = "the last row; FROM when not given" },
  { 0 },
};

const DsCommand ds_command_mark = {
  .name = "mark",
  .family = "view",
  .help = "mark rows",
  .details = "Marks stay with their rows when the table is sorted or filtered.",
  .example = "mark 3 5",
  .columns = "",
  .args = mark_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_mark,
};

const DsCommand ds_command_unmark = {
  .name = "unmark",
  .family = "view",
  .help = "take the marks of rows away",
  .example = "unmark all",
  .columns = "",
  .args = mark_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_unmark,
};

/* "/PATTERN/" as a condition over all columns, missing ones out; anything else is one already. */
static char *
condition_of(const DsTable *table, const char *text)
{
  const gsize n = strlen(text);
  g_autofree char *pattern = NULL;
  GString *condition;

  if (n < 3 || text[0] != '/' || text[n - 1] != '/')
    return g_strdup(text);
  pattern = g_strndup(text + 1, n - 2);
  condition = g_string_new(NULL);
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    g_autofree char *name = ds_sql_name(ds_table_column_name(table, col));
    g_autofree char *quoted = ds_sql_text(pattern, strlen(pattern));

    g_string_append_printf(condition, "%sregexp(%s, %s)", col ? " or " : "", quoted, name);
  }
  return g_string_free(condition, FALSE);
}

static const DsTable *
run_mark_where(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DS_VIEW_AUTO view = NULL;
  const char *text = ds_args_text(args, "EXPR");
  g_autofree char *condition = NULL;
  g_autofree guint32 *rows = NULL;
  g_autofree char *line = g_strconcat("mark-where ", text, NULL);
  guint64 *marks;
  gsize n;

  if (!look(session, &table, &view, error))
    return NULL;
  condition = condition_of(table, text);
  rows = ds_query_rows(table, condition, &n, ds_session_progress(session), error);
  if (!rows)
    return NULL;
  marks = ds_view_copy_marks(view, table);
  for (gsize i = 0; i < n; i++)
    set_mark(marks, ds_table_stored_row(table, rows[i]), TRUE);
  ds_notes_add(notes, "%" G_GSIZE_FORMAT " rows marked", n);
  return look_so(session, table, view, marks, line);
}

static const DsArg mark_where_args[] = {
  { "EXPR", DS_ARG_REST, .is_required = TRUE,
    .help = "an SQL condition, or /PATTERN/ to be found in any column" },
  { 0 },
};

const DsCommand ds_command_mark_where = {
  .name = "mark-where",
  .family = "view",
  .help = "mark the rows for which a condition holds",
  .details = "Rows that are marked already stay so.",
  .example = "mark-where body_mass_g > 5000 and species = 'Gentoo'",
  .columns = "",
  .args = mark_where_args,
  .flags = DS_COMMAND_VIEW,
  .run = run_mark_where,
};

static const DsTable *
run_invert_marks(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DS_VIEW_AUTO view = NULL;
  guint64 *marks;

  (void)args, (void)notes;
  if (!look(session, &table, &view, error))
    return NULL;
  marks = ds_view_copy_marks(view, table);
  for (gsize row = 0; row < ds_table_n_rows(table); row++) {
    const gsize stored = ds_table_stored_row(table, row);

    marks[stored >> 6] ^= (guint64)1 << (stored & 63);
  }
  return look_so(session, table, view, marks, "invert-marks");
}

const DsCommand ds_command_invert_marks = {
  .name = "invert-marks",
  .family = "view",
  .help = "mark the rows that are not marked, and no others",
  .example = "invert-marks",
  .columns = "",
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_invert_marks,
};

/* A new version of the rows that are marked, or are not. */
static const DsTable *
choose_rows(DsSession *session, gboolean keeps_marked, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DS_TABLE_AUTO chosen = NULL;
  DS_VIEW_AUTO view = NULL;
  guint32 *rows;
  gsize n_rows, n = 0;

  if (!look(session, &table, &view, error))
    return NULL;
  if (!view->n_marked) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "no row is marked; mark some first: mark, mark-where EXPR");
    return NULL;
  }
  n_rows = ds_table_n_rows(table);
  rows = ds_try_new(guint32, n_rows, "choosing marked rows", error);
  if (!rows)
    return NULL;
  for (gsize row = 0; row < n_rows; row++)
    if (ds_view_is_marked(view, ds_table_stored_row(table, row)) == keeps_marked)
      rows[n++] = (guint32)row;
  chosen = ds_table_with_index(table, rows, n);
  return ds_session_commit_result(session, chosen);
}

static const DsTable *
run_keep_marked(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)args, (void)notes;
  return choose_rows(session, TRUE, error);
}

static const DsTable *
run_drop_marked(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)args, (void)notes;
  return choose_rows(session, FALSE, error);
}

const DsCommand ds_command_keep_marked = {
  .name = "keep-marked",
  .family = "view",
  .help = "keep the marked rows only",
  .example = "keep-marked",
  .columns = "table,rows,columns",
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT,
  .run = run_keep_marked,
};

const DsCommand ds_command_drop_marked = {
  .name = "drop-marked",
  .family = "view",
  .help = "leave the marked rows out",
  .example = "drop-marked",
  .columns = "table,rows,columns",
  .flags = DS_COMMAND_CHANGES | DS_COMMAND_INSTANT,
  .run = run_drop_marked,
};
