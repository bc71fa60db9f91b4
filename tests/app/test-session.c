/* tests/app/test-session.c - versions, journal, results one goes back from, how a table is seen. */
#include <glib.h>
#include <string.h>

#include "app/command.h"
#include "app/session-state.h"
#include "app/view-state.h"
#include "tests/app/kit.h"

/* Each version shares every column that its command left alone: nothing is copied. */
static void
test_undo_shares_columns(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  DS_TABLE_AUTO first = ds_session_current(session, NULL);
  const DsColumn *column = ds_table_stored_column(first, 1);

  for (guint i = 0; i < 150; i++) {
    g_autofree char *line = g_strdup_printf("rename %s %s", i % 2 ? "m" : "n", i % 2 ? "n" : "m");
    DS_TABLE_AUTO now = NULL;

    ds_kit_run(session, line);
    now = ds_session_current(session, NULL);
    g_assert_true(ds_table_stored_column(now, 1) == column);
    g_assert_true(ds_table_stored_column(now, 2) == ds_table_stored_column(first, 2));
  }
  for (guint i = 0; i < 150; i++)
    ds_kit_run(session, "undo");
  ds_kit_fail(session, "undo", "undo: nothing to undo in kit; *");
  {
    DS_TABLE_AUTO now = ds_session_current(session, NULL);

    g_assert_true(now == first);
  }
  ds_kit_run(session, "redo 150");
  ds_kit_fail(session, "redo", "redo: nothing to redo in kit; *");
  ds_kit_run(session, "undo 3");
  ds_kit_run(session, "drop ok");
  ds_kit_fail(session, "redo", "redo: nothing to redo*");
}

static void
test_errors_change_nothing(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  DS_TABLE_AUTO first = ds_session_current(session, NULL);
  const guint64 generation = ds_session_generation(session);
  DS_TABLE_AUTO now = NULL;

  ds_kit_fail(session, "rename n name", "rename: there is a column \"name\" already; *");
  ds_kit_fail(session, "drop name 'body mass' n ok", "drop: these are all columns*");
  ds_kit_fail(session, "select nmae", "select: no column \"nmae\"*");
  now = ds_session_current(session, NULL);
  g_assert_true(now == first);
  g_assert_cmpuint(ds_session_generation(session), ==, generation);
}

static void
assert_journal(DsSession *session, const char *expected)
{
  g_autofree char *script = ds_session_journal(session);
  const char *lines = strchr(script, '\n') + 1; /* behind the comment */

  g_assert_cmpstr(lines, ==, expected);
}

static void
test_journal_lines(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");

  ds_kit_run(session, "columns");
  ds_kit_run(session, "go bottom");
  ds_kit_run(session, "rename 'body mass' \"the mass\"");
  ds_kit_run(session, "undo");
  ds_kit_run(session, "columns name=schema");
  ds_kit_run(session, "use schema");
  ds_kit_run(session, "drop missing");
  ds_kit_run(session, "use kit");
  assert_journal(session, "use kit\nrename 'body mass' \"the mass\"\nundo\ncolumns name=schema\n"
                          "use schema\ndrop missing\nuse kit\n");
}

/* Marks count only when rows are kept or dropped by them. */
static void
test_journal_marks(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");

  ds_kit_run(session, "go row=2");
  ds_kit_run(session, "mark");
  ds_kit_run(session, "mark-where n > 4");
  assert_journal(session, "use kit\n");
  ds_kit_run(session, "keep-marked");
  ds_kit_run(session, "mark 1");
  assert_journal(session, "use kit\nmark 2 2\nmark-where n > 4\nkeep-marked\n");
}

/* A result that is only looked at is no table; one that is changed is made by the journal. */
static void
test_results_and_back(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_auto(GStrv) trail = NULL;
  g_autofree char *name = NULL;

  ds_kit_fail(session, "back", "back: there is nothing to go back to; *");
  ds_session_set_keep_results(session, TRUE);
  ds_kit_run(session, "columns");
  ds_kit_run(session, "columns");
  trail = ds_session_trail(session);
  g_assert_cmpuint(g_strv_length(trail), ==, 3);
  g_assert_cmpstr(trail[2], ==, "columns_2");
  ds_kit_run(session, "back");
  ds_kit_run(session, "drop missing");
  assert_journal(session, "use kit\ncolumns name=columns\nuse columns\ndrop missing\n");
  ds_kit_run(session, "back");
  name = ds_session_current_name(session);
  g_assert_cmpstr(name, ==, "kit");
  ds_kit_fail(session, "use columns", "use: no table \"columns\"*");
}

static void
test_name_keeps_a_version(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  DS_TABLE_AUTO kept = NULL;
  DS_TABLE_AUTO current = NULL;

  ds_kit_run(session, "drop ok name=small");
  kept = ds_session_table(session, "small", NULL);
  current = ds_session_current(session, NULL);
  g_assert_cmpuint(ds_table_n_columns(kept), ==, 3);
  g_assert_cmpuint(ds_table_n_columns(current), ==, 4);
  ds_kit_fail(session, "use kit name=x", "use: it has no table that name=x could keep; *");
}

static void
test_names_from_files(void)
{
  static const struct {
    const char *path, *name;
  } rows[] = {
    { "data/flights-1m.csv", "flights_1m" },
    { "shop.2024.csv.gz", "shop_2024" },
    { "2020.tsv", "t_2020" },
    { ".csv", "_csv" },
    { "a b's.jsonl", "a_b_s" },
    { "/x/gr\xc3\xb6\xc3\x9f"
      "e.csv",
      "gr\xc3\xb6\xc3\x9f"
      "e" },
  };
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_autofree char *again = ds_workspace_free_name(session->workspace, "kit");
  g_autofree char *this = ds_workspace_free_name(session->workspace, "this");

  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *name = ds_session_name_for(rows[i].path);

    g_assert_cmpstr(name, ==, rows[i].name);
  }
  g_assert_cmpstr(again, ==, "kit_2");
  g_assert_cmpstr(this, ==, "this_2");
}

static const DsView *
view_of(DsSession *session)
{
  DS_TABLE_AUTO table = NULL;
  const DsView *view = NULL;

  g_assert_true(ds_session_look(session, &table, &view, NULL));
  return view;
}

/* Columns by name, the cursor and the marks by stored row. */
static void
test_view_follows(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  DS_VIEW_AUTO before = NULL;
  DS_VIEW_AUTO after = NULL;
  DS_VIEW_AUTO undone = NULL;

  ds_kit_run(session, "width n 17");
  ds_kit_run(session, "hide name");
  ds_kit_run(session, "go row=5 column=ok");
  ds_kit_run(session, "mark 4 6");
  before = view_of(session);
  g_assert_cmpuint(before->n_shown, ==, 3);
  g_assert_cmpuint(before->n_marked, ==, 3);
  ds_kit_run(session, "rename n number");
  ds_kit_run(session, "keep-marked");
  after = view_of(session);
  g_assert_cmpuint(after->row, ==, 1);
  g_assert_cmpint(ds_view_column(after), ==, 3);
  g_assert_cmpint(after->widths[2], ==, 17);
  g_assert_true(after->is_hidden[0]);
  ds_kit_run(session, "undo 2");
  undone = view_of(session);
  g_assert_cmpuint(undone->row, ==, 4);
}

static void
test_view_moves(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  DS_VIEW_AUTO view = NULL;

  ds_kit_run(session, "move ok first");
  ds_kit_run(session, "fix n");
  ds_kit_run(session, "go last");
  ds_kit_run(session, "go down steps=100");
  view = view_of(session);
  g_assert_cmpuint(view->order[0], ==, 2);
  g_assert_cmpuint(view->order[1], ==, 3);
  g_assert_cmpuint(view->order[3], ==, 1);
  g_assert_cmpuint(view->n_fixed, ==, 1);
  g_assert_cmpuint(view->row, ==, 5);
  ds_kit_run(session, "go previous-value column=name");
  ds_kit_run(session, "go top");
  ds_kit_run(session, "go next-value column=name");
  ds_kit_fail(session, "hide name n ok 'body mass'", "hide: no column would be left*");
  ds_kit_fail(session, "go row=7", "go: row=7 is beyond the last one; *");
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/session/undo/150-steps-share-columns", test_undo_shares_columns);
  g_test_add_func("/session/errors-change-nothing", test_errors_change_nothing);
  g_test_add_func("/session/journal/lines-that-changed-something", test_journal_lines);
  g_test_add_func("/session/journal/marks-only-when-used", test_journal_marks);
  g_test_add_func("/session/results/back", test_results_and_back);
  g_test_add_func("/session/name/keeps-a-version-aside", test_name_keeps_a_version);
  g_test_add_func("/session/name/from-files", test_names_from_files);
  g_test_add_func("/session/view/follows-the-table", test_view_follows);
  g_test_add_func("/session/view/cursor-and-places", test_view_moves);
  return g_test_run();
}
