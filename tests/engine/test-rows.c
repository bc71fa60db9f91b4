/* tests/engine/test-rows.c - rows joined, appended, sampled, found; columns retyped. */
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/query/query.h"
#include "engine/table/append.h"
#include "engine/table/builder.h"
#include "engine/table/join.h"
#include "engine/table/retype.h"
#include "engine/table/sample.h"
#include "engine/table/search.h"

static char *
dumped(const DsTable *table)
{
  GString *text = g_string_new(NULL);

  for (gsize row = 0; row < ds_table_n_rows(table); row++)
    for (gsize col = 0; col < ds_table_n_columns(table); col++) {
      g_string_append_c(text, col > 0 ? ',' : ';');
      if (!ds_table_append_cell(table, row, col, text))
        g_string_append_c(text, '.');
    }
  return g_string_free(text, FALSE);
}

/* Few distinct keys, so that partners are many; one key in six is missing. */
static const DsTable *
keyed(DsRandom *random, gsize n, const char *value)
{
  static const char *const texts[] = { "a", "b", "", "A", "ab" };
  g_autofree char *schema = g_strdup_printf("k:int,t:text,%s:int", value);
  DsTableBuilder *builder = ds_table_builder_new(schema);
  DS_TABLE_AUTO table = NULL;
  guint32 *rows = g_new(guint32, n + 1);
  gsize n_rows = 0;

  for (gsize row = 0; row < n; row++) {
    if (ds_random_below(random, 6) == 0)
      ds_table_builder_missing(builder, 0);
    else
      ds_table_builder_int(builder, 0, (gint64)ds_random_below(random, 5));
    ds_table_builder_text(builder, 1,
                          ds_random_below(random, 6) ? texts[ds_random_below(random, 5)] : NULL);
    ds_table_builder_int(builder, 2, (gint64)row);
    if (ds_random_below(random, 4))
      rows[n_rows++] = (guint32)row;
  }
  table = ds_table_builder_build(builder);
  return ds_table_with_index(table, rows, n_rows);
}

/* The joins are those of SQLite over the same tables; its inner and left joins have our order when
 * asked for. */
static void
test_join_as_sqlite(void)
{
  static const char *const sql[] = {
    "select l.k, l.t, l.x, r.y from l join r on l.k = r.k and l.t = r.t order by l.rowid, r.rowid",
    "select l.k, l.t, l.x, r.y from l left join r on l.k = r.k and l.t = r.t order by l.rowid, "
    "r.rowid",
    "select l.k, l.t, l.x, r.y from l left join r on l.k = r.k and l.t = r.t union all "
    "select * from (select r.k, r.t, null, r.y from r left join l on l.k = r.k and l.t = r.t where "
    "l.x is null order by r.rowid)",
    "select l.k, l.t, l.x from l where not exists (select 1 from r where l.k = r.k and l.t = r.t) "
    "order by l.rowid",
  };
  DsRandom random = ds_random_new(5, 5);
  const gsize keys[] = { 0, 1 };

  for (guint round = 0; round < 40; round++) {
    DS_TABLE_AUTO left = keyed(&random, round * 3, "x");
    DS_TABLE_AUTO right = keyed(&random, 60 - round, "y");
    const DsQueryTable list[] = { { "l", left }, { "r", right } };
    const DsQueryTables tables = { list, 2, 0 };
    const DsJoinHow how = (DsJoinHow)(round % 4);
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO ours = ds_table_join(left, right, "r", keys, 2, how, NULL, NULL, &error);
    DS_TABLE_AUTO theirs = ds_query_sql(&tables, sql[how], NULL, NULL, &error);
    g_autofree char *ours_text = NULL;
    g_autofree char *theirs_text = NULL;

    g_assert_no_error(error);
    ours_text = dumped(ours);
    theirs_text = dumped(theirs);
    g_assert_cmpstr(ours_text, ==, theirs_text);
  }
}

static void
test_join_types(void)
{
  DsTableBuilder *a = ds_table_builder_new("k:int,d:date");
  DsTableBuilder *b = ds_table_builder_new("k:real,d:text");
  DS_TABLE_AUTO left = NULL;
  DS_TABLE_AUTO right = NULL;
  DS_TABLE_AUTO joined = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  const gsize key = 0, date = 1;

  ds_table_builder_int(a, 0, 3);
  ds_table_builder_int(a, 0, 9007199254740993); /* no double: equals nothing */
  ds_table_builder_int(a, 1, 0);
  ds_table_builder_real(b, 0, 3.0);
  ds_table_builder_real(b, 0, 9007199254740992.0);
  ds_table_builder_text(b, 1, "1970-01-01");
  left = ds_table_builder_build(a);
  right = ds_table_builder_build(b);
  joined = ds_table_join(left, right, "r", &key, 1, DS_JOIN_INNER, NULL, NULL, &error);
  g_assert_no_error(error);
  text = dumped(joined);
  g_assert_cmpstr(text, ==, ";3,1970-01-01,1970-01-01");
  g_assert_null(ds_table_join(left, right, "r", &date, 1, DS_JOIN_INNER, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
}

/* A key that is the same everywhere: 70,000 squared rows are more than a table holds. */
static void
test_join_blow_up(void)
{
  const gsize n = 70000, key = 0;
  DsColumn *column = ds_column_new_ints(DS_TYPE_INT, g_new0(gint64, n), n, NULL);
  const char *const names[] = { "k" };
  DS_TABLE_AUTO table = ds_table_new(names, &column, 1, n);
  g_autoptr(GError) error = NULL;

  ds_column_unref(column);
  if (!g_test_slow()) {
    g_test_skip("counts five thousand million pairs");
    return;
  }
  g_assert_null(ds_table_join(table, table, "t", &key, 1, DS_JOIN_INNER, NULL, NULL, &error));
  g_assert_cmpstr(
      error->message, ==,
      "the join gives 4900000000 rows and a table holds at most 4294967294; join on more "
      "columns or filter first");
}

static void
test_append(void)
{
  DsTableBuilder *a = ds_table_builder_new("i:int,d:date,big:int,only:bool");
  DsTableBuilder *b = ds_table_builder_new("d:time,i:real,big:real,new:text");
  DS_TABLE_AUTO top = NULL;
  DS_TABLE_AUTO bottom = NULL;
  DS_TABLE_AUTO both = NULL;
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autofree char *text = NULL;

  ds_table_builder_int(a, 0, 7);
  ds_table_builder_int(a, 1, 1);
  ds_table_builder_int(a, 2, 9007199254740993);
  ds_table_builder_int(a, 3, 1);
  ds_table_builder_int(b, 0, 1000000);
  ds_table_builder_real(b, 1, 0.5);
  ds_table_builder_real(b, 2, 0.5);
  ds_table_builder_text(b, 3, "x");
  top = ds_table_builder_build(a);
  bottom = ds_table_builder_build(b);
  both = ds_table_append(top, "a", bottom, "b", "from", NULL, notes, NULL);
  text = dumped(both);
  g_assert_cmpstr(text, ==,
                  ";7.0,1970-01-02 00:00:00,9007199254740993,true,.,a;0.5,1970-01-01 "
                  "00:00:01,0.5,.,x,b");
  g_assert_cmpuint(ds_notes_count(notes), ==, 5); /* three types, two lacking columns */
}

static void
test_sample(void)
{
  DsRandom random = ds_random_new(9, 9);
  DS_TABLE_AUTO table = keyed(&random, 1000, "x");
  const gsize n_rows = ds_table_n_rows(table);
  gsize n = 0, n_again = 0, counts[7] = { 0 }, drawn[7] = { 0 };
  g_autofree guint32 *rows = ds_sample_rows(table, 100, 0, 1, &n, NULL, NULL);
  g_autofree guint32 *again = NULL;
  g_autofree guint32 *all = NULL;
  g_autofree guint32 *other = NULL;

  ds_parallel_set_threads(7);
  again = ds_sample_rows(table, 100, 0, 1, &n_again, NULL, NULL);
  ds_parallel_set_threads(0);
  g_assert_cmpuint(n, ==, 100);
  g_assert_cmpuint(n_again, ==, n);
  g_assert_true(memcmp(rows, again, n * sizeof *rows) == 0);
  other = ds_sample_rows(table, 100, 0, 2, &n_again, NULL, NULL);
  g_assert_true(memcmp(rows, other, n * 4) != 0);
  all = ds_sample_rows(table, 5000, -1, 1, &n_again, NULL, NULL);
  g_assert_cmpuint(n_again, ==, n_rows);
  for (gsize i = 0; i + 1 < n; i++)
    g_assert_cmpuint(rows[i], <, rows[i + 1]);
  for (gsize row = 0, i = 0; row < n_rows; row++) { /* each group within one of its share */
    const double k =
        ds_column_number(ds_table_stored_column(table, 0), ds_table_stored_row(table, row));
    const gsize group = k >= 0 ? (gsize)k : 5;

    counts[group]++;
    if (i < n && rows[i] == row) {
      drawn[group]++;
      i++;
    }
  }
  for (gsize group = 0; group < 6; group++)
    g_assert_cmpfloat(ABS((double)drawn[group] - 100.0 * (double)counts[group] / (double)n_rows), <,
                      1.0);
}

/* Each of five rows is in two fifths of the samples of two: 4,000 draws, six sigma. */
static void
test_sample_is_fair(void)
{
  DsTableBuilder *builder = ds_table_builder_new("x:int");
  DS_TABLE_AUTO table = NULL;
  gsize hits[5] = { 0 };

  for (gint64 i = 0; i < 5; i++)
    ds_table_builder_int(builder, 0, i);
  table = ds_table_builder_build(builder);
  for (guint64 seed = 0; seed < 4000; seed++) {
    gsize n;
    g_autofree guint32 *rows = ds_sample_rows(table, 2, -1, seed, &n, NULL, NULL);

    g_assert_cmpuint(n, ==, 2);
    hits[rows[0]]++;
    hits[rows[1]]++;
  }
  for (gsize i = 0; i < 5; i++)
    g_assert_cmpfloat(ABS((double)hits[i] - 1600.0), <, 6.0 * 31.0); /* sqrt(4000 * 0.4 * 0.6) */
}

static void
test_search(void)
{
  DsTableBuilder *builder = ds_table_builder_new("t:text,n:real");
  static const char *const texts[] = { "Torgersen",
                                       "b\xff"
                                       "x",
                                       NULL, "TORG", "ünder" };
  DS_TABLE_AUTO table = NULL;
  gsize row = 4, col = 1;
  gboolean wrapped;

  for (guint i = 0; i < 5; i++) {
    ds_table_builder_text(builder, 0, texts[i]);
    ds_table_builder_real(builder, 1, i + 0.5);
  }
  table = ds_table_builder_build(builder);
  {
    g_autoptr(DsSearch) search = ds_search_new(table, "torg", -1, NULL);

    g_assert_cmpint(ds_search_next(search, &row, &col, FALSE, &wrapped, NULL, NULL), ==,
                    DS_SEARCH_FOUND);
    g_assert_cmpuint(row, ==, 0);
    g_assert_true(wrapped);
    g_assert_cmpint(ds_search_next(search, &row, &col, FALSE, &wrapped, NULL, NULL), ==,
                    DS_SEARCH_FOUND);
    g_assert_cmpuint(row, ==, 3);
    g_assert_false(wrapped);
    g_assert_cmpint(ds_search_next(search, &row, &col, TRUE, &wrapped, NULL, NULL), ==,
                    DS_SEARCH_FOUND);
    g_assert_cmpuint(row, ==, 0);
  }
  {
    static const struct {
      const char *text;
      gssize col;
      gsize n;
    } cases[] = { { "Torg", -1, 1 }, { "/^T/", -1, 2 },  { "/^t/i", 0, 2 },
                  { ".5", -1, 5 },   { "Ünder", -1, 0 }, { "ünder", -1, 1 },
                  { "x", -1, 1 },    { "/b.x/", -1, 1 }, { "3.5", 0, 0 } };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
      g_autoptr(DsSearch) search = ds_search_new(table, cases[i].text, cases[i].col, NULL);
      gsize n;
      g_autofree guint32 *rows = ds_search_rows(search, &n, NULL, NULL);

      g_test_message("%s", cases[i].text);
      g_assert_nonnull(rows);
      g_assert_cmpuint(n, ==, cases[i].n);
    }
  }
  g_assert_null(ds_search_new(table, "/(/", -1, NULL));
  g_assert_null(ds_search_new(table, "", -1, NULL));
}

static char *
retyped(const DsColumn *column, DsType type)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(DsColumn) result = ds_column_retype(column, type, "c", NULL, NULL, &error);
  GString *text = g_string_new(NULL);

  if (!result) {
    g_string_append(text, error->message);
    return g_string_free(text, FALSE);
  }
  for (gsize i = 0; i < result->n_rows; i++) {
    g_string_append_c(text, ' ');
    if (!ds_column_append_cell(result, i, text))
      g_string_append_c(text, '.');
  }
  return g_string_free(text, FALSE);
}

static void
test_retype(void)
{
  static const struct {
    const char *texts[3];
    DsType type;
    const char *expected;
  } cases[] = {
    { { "1", NULL, "-2" }, DS_TYPE_INT, " 1 . -2" },
    { { "007", "0", "-00" }, DS_TYPE_INT, " 7 0 0" },
    { { "1", "2.0", "3" },
      DS_TYPE_INT,
      "row 2 of column \"c\" holds \"2.0\", which is no int; mend or filter such rows first" },
    { { "1", "2.5", "inf" }, DS_TYPE_REAL, " 1.0 2.5 Infinity" },
    { { "9007199254740993", "1", "1" },
      DS_TYPE_REAL,
      "row 1 of column \"c\" holds \"9007199254740993\", which is no real; mend or filter such "
      "rows first" },
    { { "Yes", "no", NULL }, DS_TYPE_BOOL, " true false ." },
    { { "2024-02-29", NULL, "0001-01-01" }, DS_TYPE_DATE, " 2024-02-29 . 0001-01-01" },
    { { "2024-02-30", "x", "y" },
      DS_TYPE_DATE,
      "row 1 of column \"c\" holds \"2024-02-30\", which is no date; mend or filter such rows "
      "first" },
    { { "1,234", "1", "2" },
      DS_TYPE_INT,
      "row 1 of column \"c\" holds \"1,234\", which is no int; mend or filter such rows first" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    DsTableBuilder *builder = ds_table_builder_new("c:text");
    DS_TABLE_AUTO table = NULL;
    g_autofree char *text = NULL;

    for (guint k = 0; k < 3; k++)
      ds_table_builder_text(builder, 0, cases[i].texts[k]);
    table = ds_table_builder_build(builder);
    text = retyped(ds_table_stored_column(table, 0), cases[i].type);
    g_assert_cmpstr(text, ==, cases[i].expected);
  }
}

static void
test_memory(void)
{
  DsRandom random = ds_random_new(3, 3);
  DS_TABLE_AUTO left = keyed(&random, 50, "x");
  DS_TABLE_AUTO right = keyed(&random, 50, "y");
  const gsize keys[] = { 0, 1 };

  for (guint nth = 1;; nth++) {
    const guint before = ds_memory_requests();
    gsize n;
    g_autofree guint32 *rows = NULL;
    const DsTable *joined, *appended;

    ds_memory_fail_nth(nth);
    joined = ds_table_join(left, right, "r", keys, 2, DS_JOIN_OUTER, NULL, NULL, NULL);
    appended = ds_table_append(left, "l", right, "r", "from", NULL, NULL, NULL);
    rows = ds_sample_rows(left, 10, 1, 1, &n, NULL, NULL);
    ds_memory_fail_nth(0);
    if (joined)
      ds_table_unref(joined);
    if (appended)
      ds_table_unref(appended);
    if (ds_memory_requests() - before < nth)
      break;
  }
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/rows/join/as-sqlite-joins", test_join_as_sqlite);
  g_test_add_func("/rows/join/numbers-by-value-types-that-never-fit", test_join_types);
  g_test_add_func("/rows/join/too-many-rows-are-counted-not-made", test_join_blow_up);
  g_test_add_func("/rows/append/widens-and-fills", test_append);
  g_test_add_func("/rows/sample/shares-seeds-threads", test_sample);
  g_test_add_func("/rows/sample/fair", test_sample_is_fair);
  g_test_add_func("/rows/search/next-and-all", test_search);
  g_test_add_func("/rows/retype/exactly-or-named", test_retype);
  g_test_add_func("/rows/memory/each-request-refused-once", test_memory);
  return g_test_run();
}
