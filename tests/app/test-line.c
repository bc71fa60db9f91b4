/* tests/app/test-line.c - a line becomes words, words become checked arguments, Tab completes. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/complete.h"
#include "app/script.h"
#include "app/words.h"
#include "tests/app/kit.h"

static void
assert_words(const char *line, const char *expected)
{
  g_autoptr(DsWords) words = ds_words_new(line);
  g_autoptr(GString) joined = g_string_new(NULL);

  for (guint i = 0; i < ds_words_count(words); i++)
    g_string_append_printf(joined, "%s<%s>", i ? " " : "", ds_words_get(words, i)->text);
  g_assert_cmpstr(joined->str, ==, expected);
}

static void
test_words(void)
{
  assert_words("", "");
  assert_words("  a\tb\nc ", "<a> <b> <c>");
  assert_words("'a b' \"c d\"", "<a b> <c d>");
  assert_words("where=\"x = 'y'\"", "<where=x = 'y'>");
  assert_words("\"say \\\"hi\\\" \\n\"", "<say \"hi\" \\n>");
  assert_words("a\\ b \\'", "<a b> <'>");
  assert_words("'' x", "<> <x>");
  assert_words("'open", "<open>");
  assert_words("#no comment", "<#no> <comment>");
}

/* What is quoted reads back the same, whatever it is. */
static void
test_quote_round_trip(void)
{
  static const char signs[] = "ab '\"\\#=,:?$`\t\n()*|;&<>\xc3\xa9";

  for (guint round = 0; round < 5000; round++) {
    char text[9] = "";
    const guint n = (guint)g_test_rand_int_range(0, 8);
    g_autofree char *quoted = NULL, *line = NULL;
    g_autoptr(DsWords) words = NULL;

    for (guint i = 0; i < n; i++)
      text[i] = signs[g_test_rand_int_range(0, (gint32)strlen(signs))];
    quoted = ds_word_quote(text);
    line = g_strdup_printf("x %s y", quoted);
    words = ds_words_new(line);
    g_assert_cmpuint(ds_words_count(words), ==, 3);
    g_assert_cmpstr(ds_words_get(words, 1)->text, ==, text);
  }
}

static const DsArg all_kinds[] = {
  { "FIRST", DS_ARG_TEXT, .is_required = TRUE, .help = "a word" },
  { "COL", DS_ARG_COLUMNS, .help = "columns" },
  { "bins", DS_ARG_INT, .min = 1, .max = 10, .choices = "auto", .fallback = "auto",
    .help = "bins" },
  { "share", DS_ARG_REAL, .min = 0, .max = 1, .help = "a share" },
  { "kind", DS_ARG_CHOICE, .choices = "inner|outer", .help = "which" },
  { "header", DS_ARG_YESNO, .help = "whether" },
  { "by", DS_ARG_COLUMNS, .help = "columns" },
  { "where", DS_ARG_EXPR, .help = "a condition" },
  { "reference", DS_ARG_TABLE, .help = "a table" },
  { 0 },
};
static const DsCommand all_command = { .name = "all", .args = all_kinds, .example = "all x" };

static const DsArg rest_args[] = {
  { "EXPR", DS_ARG_REST, .is_required = TRUE, .help = "a condition" },
  { 0 },
};
static const DsCommand rest_command = { .name = "rest", .args = rest_args, .example = "rest 1" };

static void
test_args_values(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_autoptr(GError) error = NULL;
  g_autoptr(DsArgs) args = ds_args_parse(
      &all_command, session,
      "bins=7 word name 'body mass' by=n,ok share=0.25 kind=outer header=yes where=\"n > 1\" "
      "reference=kit name=kept",
      &error);
  const gsize *cols;
  gsize n;

  g_assert_no_error(error);
  g_assert_cmpstr(ds_args_text(args, "FIRST"), ==, "word");
  cols = ds_args_columns(args, "COL", &n);
  g_assert_cmpuint(n, ==, 2);
  g_assert_cmpuint(cols[0], ==, 0);
  g_assert_cmpuint(cols[1], ==, 1);
  cols = ds_args_columns(args, "by", &n);
  g_assert_cmpuint(n, ==, 2);
  g_assert_cmpuint(cols[1], ==, 3);
  g_assert_cmpint(ds_args_int(args, "bins"), ==, 7);
  g_assert_cmpfloat(ds_args_real(args, "share"), ==, 0.25);
  g_assert_true(ds_args_yes(args, "header"));
  g_assert_cmpstr(ds_args_text(args, "where"), ==, "n > 1");
  g_assert_cmpstr(ds_args_keep_name(args), ==, "kept");
}

static void
test_args_fallback(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_autoptr(GError) error = NULL;
  g_autoptr(DsArgs) args = ds_args_parse(&all_command, session, "word", &error);
  gsize n;

  g_assert_no_error(error);
  g_assert_cmpstr(ds_args_text(args, "bins"), ==, "auto");
  g_assert_null(ds_args_text(args, "kind"));
  g_assert_false(ds_args_has(args, "share"));
  g_assert_null(ds_args_columns(args, "COL", &n));
  g_assert_cmpuint(n, ==, 0);
}

static void
test_args_errors(void)
{
  static const struct {
    const char *line, *message;
  } rows[] = {
    { "", "FIRST is missing: a word; for example: all x" },
    { "x bins=11", "bins is \"11\"; give a whole number from 1 to 10 or auto" },
    { "x bins=3.5", "bins is \"3.5\"; *" },
    { "x share=nan", "share is \"nan\"; give a number from 0 to 1" },
    { "x share=0x1", "share is \"0x1\"; *" },
    { "x kind=outr", "kind is \"outr\"; did you mean \"outer\"?" },
    { "x header=1", "header is \"1\"; give yes or no" },
    { "x binz=3", "no option \"binz\"; did you mean \"bins\"?" },
    { "x nmae", "no column \"nmae\"*did you mean \"name\"?" },
    { "x name name", "COL is \"name\"; give each column once" },
    { "x reference=kid", "no table \"kid\" is open; did you mean \"kit\"?" },
    { "x 'name", "a quote is not closed: name; *" },
    { "x name=", "name= is empty; *" },
  };
  g_autoptr(DsSession) session = ds_kit_session("kit");

  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GError) error = NULL;

    g_assert_null(ds_args_parse(&all_command, session, rows[i].line, &error));
    if (!g_pattern_match_simple(rows[i].message, error->message))
      g_error("\"%s\" says: %s", rows[i].line, error->message);
  }
}

/* name= in front of an expression is an option only where it cannot be the expression. */
static void
test_args_rest(void)
{
  static const struct {
    const char *line, *rest, *name;
  } rows[] = {
    { "n > 1  and name = 'it''s'", "n > 1  and name = 'it''s'", NULL },
    { "name=kept n > 1", "n > 1", "kept" },
    { "name='ann'", "name='ann'", NULL },
    { "name=n", "name=n", NULL },
    { "name=n and ok", "name=n and ok", NULL },
    { "name=n + 1", "name=n + 1", NULL },
    { "name=upper(n) x", "name=upper(n) x", NULL },
    { "\"body mass\" > 1", "\"body mass\" > 1", NULL },
    { "name=x 'open", "'open", "x" },
  };
  g_autoptr(DsSession) session = ds_kit_session("kit");

  for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(DsArgs) args = ds_args_parse(&rest_command, session, rows[i].line, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(ds_args_text(args, "EXPR"), ==, rows[i].rest);
    g_assert_cmpstr(ds_args_keep_name(args), ==, rows[i].name);
  }
}

static void
test_prefixes(void)
{
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr(ds_command_find("thr", TRUE, NULL)->name, ==, "threads");
  g_assert_null(ds_command_find("thr", FALSE, &error));
  g_assert_nonnull(strstr(error->message, "no command \"thr\""));
  g_clear_error(&error);
  g_assert_null(ds_command_find("und", FALSE, &error));
  g_assert_nonnull(strstr(error->message, "did you mean \"undo\""));
  g_clear_error(&error);
  g_assert_null(ds_command_find("un", TRUE, &error));
  g_assert_nonnull(strstr(error->message, "may be "));
}

/* The line with what Tab would put in, '|' where it would go on, candidates behind it. */
static void
assert_completes(DsSession *session, const char *line, const char *expected)
{
  g_autoptr(DsCompletion) completion = ds_complete(session, line, strlen(line));
  g_autoptr(GString) text = g_string_new(NULL);

  g_string_append_len(text, line, (gssize)completion->start);
  g_string_append_c(text, '|');
  for (guint i = 0; i < completion->candidates->len; i++)
    g_string_append_printf(text, "%s%s", i ? " " : "",
                           ((DsCandidate *)g_ptr_array_index(completion->candidates, i))->text);
  g_assert_cmpstr(text->str, ==, expected);
}

static void
test_complete(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");

  assert_completes(session, "thr", "|threads");
  assert_completes(session, "help thr", "help |threads");
  assert_completes(session, "show b", "show |'body mass'");
  assert_completes(session, "show 'bod", "show |'body mass'");
  assert_completes(session, "show name N", "show name |name n");
  assert_completes(session, "show n ro", "show n |rows=");
  assert_completes(session, "use k", "use |kit");
  assert_completes(session, "set asc", "set |ascii");
  assert_completes(session, "set ascii ", "set ascii |yes no");
  assert_completes(session, "go next", "go |next-value");
  assert_completes(session, "go column=b", "go column=|'body mass'");
  assert_completes(session, "mark-where n > 1 and bod", "mark-where n > 1 and |\"body mass\"");
  assert_completes(session, "mark-where \"bo", "mark-where |\"body mass\"");
  assert_completes(session, "mark-where name = 'bo", "mark-where name = |");
  assert_completes(session, "mark-where norm_c", "mark-where |norm_cdf(");
  assert_completes(session, "nonsense x", "nonsense |");
}

static void
test_complete_paths(void)
{
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_autofree char *folder = g_dir_make_tmp("dayshift-complete-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, "a b.csv", NULL);
  g_autofree char *line = g_strdup_printf("journal %s/a", folder);
  g_autofree char *expected = g_strdup_printf("journal |'%s'", file);

  g_assert_true(g_file_set_contents(file, "", 0, NULL));
  assert_completes(session, line, expected);
  g_assert_cmpint(remove(file), ==, 0);
  g_assert_cmpint(remove(folder), ==, 0);
}

static void
test_script_lines(void)
{
  GArray *lines = ds_script_lines("\xef\xbb\xbf# first\r\nopen a.csv\r\n\n  sql select 1,\\\n  2\n"
                                  "# not \\\nlast \\\\\nx\\");
  const DsScriptLine *line = (const DsScriptLine *)(gpointer)lines->data;

  g_assert_cmpuint(lines->len, ==, 4);
  g_assert_cmpstr(line[0].text, ==, "open a.csv");
  g_assert_cmpuint(line[0].number, ==, 2);
  g_assert_cmpstr(line[1].text, ==, "sql select 1,\n  2");
  g_assert_cmpuint(line[1].number, ==, 4);
  g_assert_cmpstr(line[2].text, ==, "last \\\\");
  g_assert_cmpuint(line[2].number, ==, 7);
  g_assert_cmpstr(line[3].text, ==, "x\\");
  g_array_free(lines, TRUE);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/line/words/quoting", test_words);
  g_test_add_func("/line/words/what-is-quoted-reads-back", test_quote_round_trip);
  g_test_add_func("/line/args/every-kind", test_args_values);
  g_test_add_func("/line/args/fallbacks", test_args_fallback);
  g_test_add_func("/line/args/errors-name-what-is-wrong", test_args_errors);
  g_test_add_func("/line/args/expressions-stay-as-they-stand", test_args_rest);
  g_test_add_func("/line/command/prefixes-only-where-allowed", test_prefixes);
  g_test_add_func("/line/complete/what-fits-the-place", test_complete);
  g_test_add_func("/line/complete/paths-are-quoted", test_complete_paths);
  g_test_add_func("/line/script/lines-go-on", test_script_lines);
  return g_test_run();
}
