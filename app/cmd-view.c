/* app/cmd-view.c - commands that arrange how the current table is looked at: cursor, columns. */
#include <string.h>

#include "app/command.h"
#include "app/view-state.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"

/* What every command here starts from. */
typedef struct {
  const DsTable *table;
  const DsView *view;
} Look;

static void
look_clear(Look *look)
{
  if (look->table)
    ds_table_unref(look->table);
  ds_view_unref(look->view);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Look, look_clear)

static gboolean
look(DsSession *session, Look *now, GError **error)
{
  if (ds_session_look(session, &now->table, &now->view, NULL))
    return TRUE;
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "no table is open; open one first: open PATH");
  return FALSE;
}

/* Looks at it so from now on; what such a command returns. @view: (transfer full) */
static const DsTable *
look_so(DsSession *session, const Look *now, const DsView *view)
{
  ds_session_set_view(session, now->table, view);
  ds_view_unref(view);
  return ds_table_new(NULL, NULL, 0, 0);
}

/* Place of a column among those shown; one that is hidden is shown first. */
static guint
place_of(Look *now, gsize column)
{
  if (now->view->is_hidden[column]) {
    const DsView *shown = ds_view_with_hidden(now->view, &column, 1, FALSE);

    ds_view_unref(now->view);
    now->view = shown;
  }
  for (guint place = 0; place < now->view->n_shown; place++)
    if (now->view->order[place] == column)
      return place;
  return 0;
}

static gboolean
is_same_value(const DsColumn *column, gsize a, gsize b)
{
  const gboolean is_missing = ds_column_is_missing(column, a);
  const char *text_a, *text_b;
  gsize n_a, n_b;

  if (is_missing || ds_column_is_missing(column, b))
    return is_missing && ds_column_is_missing(column, b);
  switch (column->type) {
  case DS_TYPE_REAL:
    return column->reals[a] <= column->reals[b] && column->reals[a] >= column->reals[b];
  case DS_TYPE_BOOL:
    return column->bools[a] == column->bools[b];
  case DS_TYPE_TEXT:
    if (column->is_coded)
      return column->codes[a] == column->codes[b];
    text_a = ds_column_text(column, a, &n_a);
    text_b = ds_column_text(column, b, &n_b);
    return n_a == n_b && memcmp(text_a, text_b, n_a) == 0;
  case DS_TYPE_INT:
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
  case DS_N_TYPES:
    break;
  }
  return column->ints[a] == column->ints[b];
}

/* The nearest row above or below whose value in the cursor's column is another. */
static gboolean
find_other_value(const Look *now, guint place, gboolean is_down, gsize *row, GError **error)
{
  const gsize n_rows = ds_table_n_rows(now->table);
  const gsize col = now->view->order[place];
  const DsColumn *column = ds_table_stored_column(now->table, col);
  const gsize here = ds_table_stored_row(now->table, *row);

  for (gsize i = *row; is_down ? i + 1 < n_rows : i > 0;) {
    i = is_down ? i + 1 : i - 1;
    if (!is_same_value(column, here, ds_table_stored_row(now->table, i))) {
      *row = i;
      return TRUE;
    }
  }
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "column \"%s\" has this value in every row %s", ds_table_column_name(now->table, col),
              is_down ? "below" : "above");
  return FALSE;
}

/* One step of the cursor; the ends of the table stop it. */
static gboolean
step(const Look *now, const char *where, gsize n, gsize page, gsize *row, guint *place,
     GError **error)
{
  const gsize last_row = MAX(ds_table_n_rows(now->table), 1) - 1;
  const guint last_place = MAX(now->view->n_shown, 1) - 1;

  if (g_str_has_prefix(where, "page-"))
    n *= page;
  if (strcmp(where, "up") == 0 || strcmp(where, "page-up") == 0)
    *row -= MIN(*row, n);
  else if (strcmp(where, "down") == 0 || strcmp(where, "page-down") == 0)
    *row += MIN(last_row - *row, n);
  else if (strcmp(where, "left") == 0)
    *place -= (guint)MIN(*place, n);
  else if (strcmp(where, "right") == 0)
    *place += (guint)MIN(last_place - *place, n);
  else if (strcmp(where, "top") == 0)
    *row = 0;
  else if (strcmp(where, "bottom") == 0)
    *row = last_row;
  else if (strcmp(where, "first") == 0)
    *place = 0;
  else if (strcmp(where, "last") == 0)
    *place = last_place;
  else if (now->view->n_shown && ds_table_n_rows(now->table))
    return find_other_value(now, *place, strcmp(where, "next-value") == 0, row, error);
  return TRUE;
}

/* Where the cursor is: row, column, value. */
static const DsTable *
cursor_table(const Look *now)
{
  DsTableBuilder *builder = ds_table_builder_new("row:int,column:text,value:text");
  const gssize col = ds_view_column(now->view);
  g_autoptr(GString) value = g_string_new(NULL);

  if (ds_table_n_rows(now->table))
    ds_table_builder_int(builder, 0, (gint64)now->view->row + 1);
  if (col >= 0)
    ds_table_builder_text(builder, 1, ds_table_column_name(now->table, (gsize)col));
  if (col >= 0 && ds_table_n_rows(now->table) &&
      ds_table_append_cell(now->table, now->view->row, (gsize)col, value))
    ds_table_builder_bytes(builder, 2, value->str, value->len);
  return ds_table_builder_build(builder);
}

static const DsTable *
run_go(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  const char *where = ds_args_text(args, "WHERE");
  const gboolean has_row = ds_args_has(args, "row"), has_column = ds_args_has(args, "column");
  gsize row, n_rows;
  guint place;

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  if (!where && !has_row && !has_column)
    return cursor_table(&now);
  n_rows = ds_table_n_rows(now.table);
  row = now.view->row;
  place = now.view->col;
  if (has_column)
    place = place_of(&now, ds_args_column(args, "column"));
  if (has_row) {
    row = (gsize)ds_args_int(args, "row") - 1;
    if (row >= n_rows) {
      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                  "row=%" G_GSIZE_FORMAT " is beyond the last one; the table has %" G_GSIZE_FORMAT
                  " rows",
                  row + 1, n_rows);
      return NULL;
    }
  }
  if (where && !step(&now, where, (gsize)ds_args_int(args, "steps"), ds_session_page_rows(session),
                     &row, &place, error))
    return NULL;
  return look_so(session, &now, ds_view_at(now.view, now.table, row, place));
}

static const DsArg go_args[] = {
  { "WHERE", DS_ARG_CHOICE,
    .choices = "left|right|up|down|page-up|page-down|top|bottom|first|last|next-value|"
               "previous-value",
    .help = "a step of the cursor; next-value is the next row with another value in its column" },
  { "row", DS_ARG_INT, .min = 1, .max = G_MAXUINT32, .help = "a row, counted from 1" },
  { "column", DS_ARG_COLUMN, .help = "a column; a hidden one is shown again" },
  { "steps", DS_ARG_INT, .fallback = "1", .min = 1, .max = G_MAXUINT32,
    .help = "how many such steps or pages" },
  { 0 },
};

const DsCommand ds_command_go = {
  .name = "go",
  .family = "view",
  .help = "move the cursor",
  .details = "Without arguments it tells where the cursor is.",
  .example = "go next-value column=species",
  .args = go_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_go,
};

static const DsTable *
run_hide(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  const DsView *view;
  gsize n;
  const gsize *cols = ds_args_columns(args, "COL", &n);

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  view = ds_view_with_hidden(now.view, cols, n, TRUE);
  if (!view->n_shown) {
    ds_view_unref(view);
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "no column would be left to look at; leave at least one");
    return NULL;
  }
  return look_so(session, &now, view);
}

static const DsArg hide_args[] = {
  { "COL", DS_ARG_COLUMNS, .is_required = TRUE, .help = "the columns not to draw" },
  { 0 },
};

const DsCommand ds_command_hide = {
  .name = "hide",
  .family = "view",
  .help = "do not draw these columns; they stay in the table",
  .example = "hide island year",
  .columns = "",
  .args = hide_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_hide,
};

static const DsTable *
run_unhide(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  g_autofree gsize *all = NULL;
  gsize n;
  const gsize *cols = ds_args_columns(args, "COL", &n);

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  if (!n) {
    n = now.view->n_columns;
    all = g_new(gsize, MAX(n, 1));
    for (gsize i = 0; i < n; i++)
      all[i] = i;
    cols = all;
  }
  return look_so(session, &now, ds_view_with_hidden(now.view, cols, n, FALSE));
}

static const DsArg unhide_args[] = {
  { "COL", DS_ARG_COLUMNS, .help = "the columns to draw again; all when none is given" },
  { 0 },
};

const DsCommand ds_command_unhide = {
  .name = "unhide",
  .family = "view",
  .help = "draw hidden columns again",
  .example = "unhide",
  .columns = "",
  .args = unhide_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_unhide,
};

enum { WIDTH_LIMIT = 1000, WIDTH_AUTO = 10 }; /* what a relative width starts from when automatic */

static const DsTable *
run_width(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  const gsize col = ds_args_column(args, "COL");
  const char *text = ds_args_text(args, "CELLS");
  const gboolean is_relative = text[0] == '+' || text[0] == '-';
  char *end = NULL;
  gint64 width = g_ascii_strtoll(text, &end, 10);

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  if (strcmp(text, "auto") == 0) {
    width = 0;
  } else if (end == text || *end || ABS(width) > WIDTH_LIMIT || (!is_relative && width < 1)) {
    g_autofree char *shown = ds_text_for_terminal(text, -1);

    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "CELLS is \"%s\"; give 1 to %d, +N or -N, or auto", shown, WIDTH_LIMIT);
    return NULL;
  } else if (is_relative) {
    const int now_width = now.view->widths[col];

    width = CLAMP((now_width ? now_width : WIDTH_AUTO) + width, 1, WIDTH_LIMIT);
  }
  return look_so(session, &now, ds_view_with_width(now.view, col, (int)width));
}

static const DsArg width_args[] = {
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "a column" },
  { "CELLS", DS_ARG_TEXT, .is_required = TRUE,
    .help = "its width: 1 to 1000 cells; +N or -N from what it is; auto = as wide as needed" },
  { 0 },
};

const DsCommand ds_command_width = {
  .name = "width",
  .family = "view",
  .help = "make a column wider or narrower",
  .example = "width island 5",
  .columns = "",
  .args = width_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_width,
};

static const DsTable *
run_move(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  const char *where = ds_args_text(args, "WHERE");
  guint from, to;

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  from = to = place_of(&now, ds_args_column(args, "COL"));
  if (strcmp(where, "left") == 0)
    to -= from > 0;
  else if (strcmp(where, "right") == 0)
    to++;
  else
    to = strcmp(where, "first") == 0 ? 0 : now.view->n_shown - 1;
  return look_so(session, &now, ds_view_with_moved(now.view, from, to));
}

static const DsArg move_args[] = {
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "a column" },
  { "WHERE", DS_ARG_CHOICE, .is_required = TRUE, .choices = "left|right|first|last",
    .help = "one place to the side, or to the end" },
  { 0 },
};

const DsCommand ds_command_move = {
  .name = "move",
  .family = "view",
  .help = "draw a column elsewhere; select changes the order in the table itself",
  .example = "move year first",
  .columns = "",
  .args = move_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_move,
};

static const DsTable *
run_fix(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  gsize n;
  const gsize *cols = ds_args_columns(args, "COL", &n);

  (void)notes;
  if (!look(session, &now, error))
    return NULL;
  for (gsize i = 0; i < n; i++) {
    const guint place = place_of(&now, cols[i]);
    const DsView *moved = ds_view_with_moved(now.view, place, (guint)i);

    ds_view_unref(now.view);
    now.view = moved;
  }
  if (ds_args_has(args, "count"))
    n = (gsize)ds_args_int(args, "count");
  return look_so(session, &now, ds_view_with_fixed(now.view, (guint)n));
}

static const DsArg fix_args[] = {
  { "COL", DS_ARG_COLUMNS, .help = "columns that go to the left and stay there; none: no longer" },
  { "count", DS_ARG_INT, .min = 0, .max = 100,
    .help = "fix as many columns from the left as they stand" },
  { 0 },
};

const DsCommand ds_command_fix = {
  .name = "fix",
  .family = "view",
  .help = "key columns: always drawn at the left while the others scroll",
  .example = "fix species",
  .columns = "",
  .args = fix_args,
  .flags = DS_COMMAND_VIEW | DS_COMMAND_INSTANT,
  .run = run_fix,
};

/* Columns in the order they are drawn. Fixed are the first shown ones. */
static const DsTable *
run_view(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Look) now = { 0 };
  DsTableBuilder *builder;
  guint n_shown = 0;

  (void)args;
  if (!look(session, &now, error))
    return NULL;
  builder = ds_table_builder_new("column:text,width:int,fixed:bool,hidden:bool");
  for (gsize i = 0; i < now.view->n_columns; i++) {
    const gsize col = now.view->places[i];
    const gboolean is_hidden = now.view->is_hidden[col];

    ds_table_builder_text(builder, 0, ds_table_column_name(now.table, col));
    if (now.view->widths[col])
      ds_table_builder_int(builder, 1, now.view->widths[col]);
    else
      ds_table_builder_missing(builder, 1);
    ds_table_builder_int(builder, 2, !is_hidden && n_shown < now.view->n_fixed);
    ds_table_builder_int(builder, 3, is_hidden);
    n_shown += !is_hidden;
  }
  ds_notes_add(notes, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " rows are marked",
               now.view->n_marked, ds_table_n_rows(now.table));
  return ds_table_builder_build(builder);
}

const DsCommand ds_command_view = {
  .name = "view",
  .family = "view",
  .help = "how the columns are drawn, and how many rows are marked",
  .details = "A width that is missing is automatic.",
  .example = "view",
  .columns = "column,width,fixed,hidden",
  .flags = DS_COMMAND_INSTANT,
  .run = run_view,
};
