/* app/cmd-search.c - commands that find cells by their text and go there. */
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"
#include "app/view-state.h"
#include "engine/base/text.h"
#include "engine/table/builder.h"
#include "engine/table/search.h"

static const DsTable *
no_result(void)
{
  return ds_table_new(NULL, NULL, 0, 0);
}

/* The place among the shown columns of a column of the table; a hidden one is shown first. */
static const DsView *
view_at(const DsView *view, const DsTable *table, gsize row, gsize col)
{
  const DsView *shown =
      view->is_hidden[col] ? ds_view_with_hidden(view, &col, 1, FALSE) : ds_view_ref(view);
  const DsView *there;
  guint place = 0;

  while (place + 1 < shown->n_shown && shown->order[place] != col)
    place++;
  there = ds_view_at(shown, table, row, place);
  ds_view_unref(shown);
  return there;
}

/* Looks from the cursor on and puts it where the text was found. */
static const DsTable *
go_to_match(DsSession *session, const char *text, const char *in, gboolean is_backwards,
            DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DS_VIEW_AUTO view = NULL;
  DS_VIEW_AUTO there = NULL;
  g_autoptr(DsSearch) search = NULL;
  gboolean has_wrapped = FALSE;
  gssize only = -1;
  gsize row, col;
  DsSearchAnswer answer;

  if (!ds_session_look(session, &table, &view, NULL)) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "no table is open; open one first: open PATH");
    return NULL;
  }
  if (in && (only = ds_table_find_column(table, in, error)) < 0)
    return NULL;
  search = ds_search_new(table, text, only, error);
  if (!search)
    return NULL;
  row = view->row;
  col = (gsize)MAX(ds_view_column(view), 0);
  answer = ds_search_next(search, &row, &col, is_backwards, &has_wrapped,
                          ds_session_progress(session), error);
  if (answer == DS_SEARCH_FAILED)
    return NULL;
  if (answer == DS_SEARCH_NONE) {
    g_autofree char *shown = ds_text_for_terminal(text, -1);

    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "no cell holds \"%s\"; capitals count when there is one, and /.../ is a regular "
                "expression",
                shown);
    return NULL;
  }
  if (has_wrapped)
    ds_notes_add(notes, "over the %s, on from the %s", is_backwards ? "top" : "end",
                 is_backwards ? "end" : "top");
  there = view_at(view, table, row, col);
  ds_session_set_view(session, table, there);
  return no_result();
}

/* In a script there is no cursor to move: the cells themselves are the result. */
static const DsTable *
list_matches(DsSession *session, const char *text, const char *in, gsize limit, DsNotes *notes,
             GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  g_autoptr(DsSearch) search = NULL;
  g_autoptr(DsTableBuilder) builder = NULL;
  g_autofree guint32 *rows = NULL;
  gssize only = -1;
  gsize n = 0, n_cells = 0;

  if (!table || (in && (only = ds_table_find_column(table, in, error)) < 0) ||
      !(search = ds_search_new(table, text, only, error)) ||
      !(rows = ds_search_rows(search, &n, ds_session_progress(session), error)))
    return NULL;
  builder = ds_table_builder_new("row:int,column:text,value:text");
  for (gsize i = 0; i < n && n_cells < limit; i++)
    for (gsize col = 0; col < ds_table_n_columns(table) && n_cells < limit; col++) {
      g_autoptr(GString) cell = NULL;

      if (!ds_search_matches(search, rows[i], col))
        continue;
      cell = g_string_new(NULL);
      ds_table_append_cell(table, rows[i], col, cell);
      ds_table_builder_int(builder, 0, (gint64)rows[i] + 1);
      ds_table_builder_text(builder, 1, ds_table_column_name(table, col));
      ds_table_builder_bytes(builder, 2, cell->str, cell->len);
      n_cells++;
    }
  ds_notes_add(notes, "found in %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " rows", n,
               ds_table_n_rows(table));
  if (n_cells == limit)
    ds_notes_add(notes, "only %" G_GSIZE_FORMAT " of the cells are shown; limit= shows more",
                 limit);
  return ds_table_builder_build(g_steal_pointer(&builder));
}

static const DsTable *
run_search(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *text = ds_args_text(args, "TEXT");
  g_autofree char *in = NULL;
  gboolean is_on_screen;

  if (ds_args_has(args, "in")) {
    DS_TABLE_AUTO table = ds_session_current(session, error);

    if (!table)
      return NULL;
    in = g_strdup(ds_table_column_name(table, ds_args_column(args, "in")));
  }
  g_mutex_lock(&session->lock);
  is_on_screen = ds_session_keeps_results(session);
  g_free(session->search_text);
  g_free(session->search_in);
  session->search_text = g_strdup(text);
  session->search_in = g_strdup(in);
  g_mutex_unlock(&session->lock);
  return is_on_screen
             ? go_to_match(session, text, in, FALSE, notes, error)
             : list_matches(session, text, in, (gsize)ds_args_int(args, "limit"), notes, error);
}

static const DsArg search_args[] = {
  { "TEXT", DS_ARG_TEXT, .is_required = TRUE,
    .help = "a text, or /REGEX/, or /REGEX/i without case" },
  { "in", DS_ARG_COLUMN, .help = "the only column to look into" },
  { "limit", DS_ARG_INT, .fallback = "100", .min = 1, .max = 1000000,
    .help = "how many cells a script gets" },
  { 0 },
};

const DsCommand ds_command_search = {
  .name = "search",
  .family = "view",
  .help = "find cells by their text",
  .details =
      "Looks for the text anywhere in a cell as it is written to files; case does not matter "
      "unless "
      "the text has a capital. A text between slashes is a regular expression (PCRE). On the "
      "screen "
      "the cursor goes to the next match, over the end back to the top, and n and N go on; in a "
      "script the cells that match are the result, row by row.",
  .example = "search torgersen in=island limit=3",
  .columns = "row,column,value",
  .args = search_args,
  .flags = DS_COMMAND_VIEW,
  .run = run_search,
};

static const DsTable *
search_on(DsSession *session, gboolean is_backwards, DsNotes *notes, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *in = NULL;

  g_mutex_lock(&session->lock);
  text = g_strdup(session->search_text);
  in = g_strdup(session->search_in);
  g_mutex_unlock(&session->lock);
  if (text)
    return go_to_match(session, text, in, is_backwards, notes, error);
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
              "nothing was looked for so far; search TEXT first");
  return NULL;
}

static const DsTable *
run_search_next(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)args;
  return search_on(session, FALSE, notes, error);
}

static const DsTable *
run_search_previous(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  (void)args;
  return search_on(session, TRUE, notes, error);
}

static const DsArg no_args[] = { { 0 } };

const DsCommand ds_command_search_next = {
  .name = "search-next",
  .family = "view",
  .help = "go to the next cell that the last search finds",
  .example = "search-next",
  .columns = "",
  .args = no_args,
  .flags = DS_COMMAND_VIEW,
  .run = run_search_next,
};

const DsCommand ds_command_search_previous = {
  .name = "search-previous",
  .family = "view",
  .help = "go to the cell before that the last search finds",
  .example = "search-previous",
  .columns = "",
  .args = no_args,
  .flags = DS_COMMAND_VIEW,
  .run = run_search_previous,
};
