/* tests/engine/test-jsonl.c - JSON Lines: nothing is lost, and what is no JSON is named. */
#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/io/json-scan.h"
#include "engine/io/jsonl.h"

static const DsTable *
read_bytes(const char *text, gsize n, const DsJsonlOptions *options, DsNotes *notes, GError **error)
{
  g_autoptr(GBytes) bytes = g_bytes_new(text, n);
  g_autoptr(DsSource) source = ds_source_new_bytes("data.jsonl", bytes);

  return ds_jsonl_read(source, options, NULL, notes, error);
}

static const DsTable *
read_text(const char *text, DsNotes *notes)
{
  g_autoptr(GError) error = NULL;
  const DsTable *table = read_bytes(text, strlen(text), NULL, notes, &error);

  g_assert_no_error(error);
  g_assert_nonnull(table);
  return table;
}

/* "name:type cell cell ..." of each column, missing cells as "·", one column a line. */
static char *
describe(const DsTable *table)
{
  g_autoptr(GString) text = g_string_new(NULL);

  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    g_string_append_printf(text, "%s:%s", ds_table_column_name(table, col),
                           ds_type_name(ds_table_stored_column(table, col)->type));
    for (gsize row = 0; row < ds_table_n_rows(table); row++) {
      g_string_append_c(text, ' ');
      if (!ds_table_append_cell(table, row, col, text))
        g_string_append(text, "·");
    }
    g_string_append_c(text, '\n');
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
assert_reads(const char *json, const char *expected)
{
  DS_TABLE_AUTO table = read_text(json, NULL);
  g_autofree char *got = describe(table);

  g_assert_cmpstr(got, ==, expected);
}

static void
test_types(void)
{
  assert_reads("{\"i\": 1, \"r\": 1.5, \"b\": true, \"s\": \"x\", \"d\": \"2024-02-29\", "
               "\"t\": \"2024-02-29T01:02:03Z\", \"n\": null}\n"
               "{\"i\": -9223372036854775808, \"r\": 2, \"b\": false, \"s\": \"\", "
               "\"d\": \"0001-01-01\", \"t\": \"1969-12-31T23:59:59.5Z\"}\n",
               "i:int 1 -9223372036854775808\nr:real 1.5 2.0\nb:bool true false\ns:text x \n"
               "d:date 2024-02-29 0001-01-01\n"
               "t:time 2024-02-29T01:02:03Z 1969-12-31T23:59:59.500Z\nn:text · ·\n");
}

static void
test_nothing_is_lost(void)
{
  /* Beyond 64 bits, beyond double, an int among reals that no double holds: the digits stay. */
  assert_reads(
      "{\"a\":99999999999999999999999,\"b\":1e400,\"c\":9007199254740993}\n"
      "{\"a\":1,\"b\":1.50,\"c\":0.5}\n",
      "a:text 99999999999999999999999 1\nb:text 1e400 1.50\nc:text 9007199254740993 0.5\n");
  assert_reads("{\"a\":\"01\",\"b\":1,\"c\":true}\n{\"a\":\"2\",\"b\":\"x\",\"c\":1}\n",
               "a:text 01 2\nb:text 1 x\nc:text true 1\n");
  assert_reads("{\"a\":{\"x\": [1,  2]},\"b\":[]}\n{\"a\":1.0}\n",
               "a:text {\"x\": [1,  2]} 1.0\nb:text [] ·\n");
}

static void
test_strings(void)
{
  DS_TABLE_AUTO table =
      read_text("{\"a\":\"x\\u0000y\\n\\\"\\\\\\/\\u20ac\\ud83d\\ude00\\ud800\"}\n", NULL);
  gsize length;
  const char *text = ds_column_text(ds_table_stored_column(table, 0), 0, &length);
  const char expected[] = "x\0y\n\"\\/\xe2\x82\xac\xf0\x9f\x98\x80\xed\xa0\x80";

  g_assert_cmpuint(length, ==, sizeof expected - 1);
  g_assert_true(memcmp(text, expected, length) == 0);
}

static void
test_keys(void)
{
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO table = read_text("{\"b\":1,\"a\":2}\n{\"a\":3,\"c\":4,\"\\u0061\":5}\n"
                                  "{}\n{\"\":6,\"b\":7,\"b\":null}\n",
                                  notes);
  g_autofree char *got = describe(table);

  g_assert_cmpstr(got, ==, "b:int 1 · · ·\na:int 2 5 · ·\nc:int · 4 · ·\ncolumn_4:int · · · 6\n");
  g_assert_cmpuint(ds_notes_count(notes), ==, 1);
  g_assert_cmpstr(ds_notes_get(notes, 0), ==,
                  "a key is repeated in its object 2 times, first in line 2: the last one counts");
}

static void
test_infinities(void)
{
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO table = read_text("{\"p\":NaN,\"q\":1.5,\"s\":\"Infinity\"}\n"
                                  "{\"p\":-Infinity,\"q\":\"-Infinity\",\"s\":\"Infinity\"}\n",
                                  notes);
  g_autofree char *got = describe(table);

  g_assert_cmpstr(got, ==, "p:real · -Infinity\nq:real 1.5 -Infinity\ns:text Infinity Infinity\n");
  g_assert_cmpuint(ds_notes_count(notes), ==, 1);
}

static void
test_shapes(void)
{
  const char *expected = "a:int 1 2\n";

  assert_reads("{\"a\":1}\r\n\r\n  {\"a\":2}  \n\n", expected);
  assert_reads("\xef\xbb\xbf{\"a\":1}\n{\"a\":2}", expected);
  assert_reads("[{\"a\":1},{\"a\":2}]", expected);
  assert_reads(" [\n  {\n    \"a\": 1\n  },\n  {\"a\": 2}\n]\n", expected);
  assert_reads("{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n", expected);
  assert_reads("[{\"a\":\"]},{\\\"\"}]", "a:text ]},{\"\n");
}

static void
assert_refused(const char *json, int code, const char *message)
{
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = read_bytes(json, strlen(json), NULL, NULL, &error);

  g_assert_null(table);
  g_assert_error(error, DS_DATA_ERROR, code);
  g_assert_cmpstr(error->message, ==, message);
}

static void
test_syntax(void)
{
  const char *mend = "; mend the line or the program that wrote it";
  static const struct {
    const char *json, *problem;
  } cases[] = {
    { "{\"a\":1}\n{\"a\" 2}\n{\"a\":3}\n", "data.jsonl:2: ':' was expected at \"2}\"" },
    { "{\"a\":1}\n[1]\n", "data.jsonl:2: an object '{...}' was expected at \"[1]\"" },
    { "{\"a\":01}\n", "data.jsonl:1: a number may not begin with a zero at \"01}\"" },
    { "{\"a\":1,}\n", "data.jsonl:1: a key in double quotes was expected at \"}\"" },
    { "{'a':1}\n", "data.jsonl:1: a key in double quotes was expected at \"'a':1}\"" },
    { "{\"a\":tru}\n", "data.jsonl:1: a value was expected at \"tru}\"" },
    { "{\"a\":+1}\n", "data.jsonl:1: a value was expected at \"+1}\"" },
    { "{\"a\":1.}\n", "data.jsonl:1: a digit was expected at \"}\"" },
    { "{\"a\":\"\\x\"}\n", "data.jsonl:1: there is no such escape in JSON at \"x\"}\"" },
    { "{\"a\":\"\\u00g0\"}\n", "data.jsonl:1: \\u needs four hexadecimal digits at \"g0\"}\"" },
    { "{\"a\":1} {\"a\":2}\n", "data.jsonl:1: something follows the object at \"{\"a\":2}\"" },
    { "{\"a\":[1,2}\n", "data.jsonl:1: ',' or ']' was expected at \"}\"" },
    { "{\"a\":/**/1}\n", "data.jsonl:1: a value was expected at \"/**/1}\"" },
    { "[{\"a\":1} {\"a\":2}]", "data.jsonl:1: ',' or ']' was expected at \"{\"a\":2}\"" },
    { "[\n{\"a\":1},\n5]", "data.jsonl:3: an object '{...}' was expected at \"5\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *message = g_strconcat(cases[i].problem, mend, NULL);

    assert_refused(cases[i].json, DS_DATA_ERROR_SYNTAX, message);
  }
  assert_refused("{\"a\":1}\n{\"a\":\n{\"a\":3}\n", DS_DATA_ERROR_SYNTAX,
                 "data.jsonl:2: a value was expected where the line ends; the file may be cut or "
                 "not be JSON");
  assert_refused("[{\"a\":1}]x", DS_DATA_ERROR_SYNTAX,
                 "data.jsonl:1: something follows the end of the array; a JSON file holds one "
                 "array, or objects");
}

static void
test_nothing_to_read(void)
{
  assert_refused("[]", DS_DATA_ERROR_EMPTY,
                 "data.jsonl: holds no whole object, there is nothing to read");
  assert_refused("{}\n{}\n", DS_DATA_ERROR_EMPTY,
                 "data.jsonl: its objects have no keys, there is nothing to read");
  assert_refused("{\"a\": \"x", DS_DATA_ERROR_EMPTY,
                 "data.jsonl: holds no whole object, there is nothing to read");
}

static void
test_options(void)
{
  const char *const types[] = { "a:real", "b:int", "c:text", NULL }, *const na[] = { "-", NULL };
  const char *const wrong[] = { "a:bool", NULL }, *const absent[] = { "bb:int", NULL };
  const DsJsonlOptions options = { .types = types, .na = na };
  const char *json = "{\"a\":1,\"b\":\"7\",\"c\":1.50}\n{\"a\":2,\"b\":\"-\",\"c\":true}\n";
  g_autoptr(GError) error = NULL, other = NULL;
  DS_TABLE_AUTO table = read_bytes(json, strlen(json), &options, NULL, &error);
  DS_TABLE_AUTO none = NULL;
  g_autofree char *got = NULL;

  g_assert_no_error(error);
  got = describe(table);
  g_assert_cmpstr(got, ==, "a:real 1.0 2.0\nb:int 7 ·\nc:text 1.50 true\n");
  none = read_bytes(json, strlen(json), &(DsJsonlOptions){ .types = wrong }, NULL, &error);
  g_assert_null(none);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE);
  g_assert_cmpstr(
      error->message, ==,
      "data.jsonl: row 2: column \"a\" holds \"2\", which is no bool; try types=a:text");
  none = read_bytes(json, strlen(json), &(DsJsonlOptions){ .types = absent }, NULL, &other);
  g_assert_null(none);
  g_assert_error(other, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
}

static void
test_cut_everywhere(void)
{
  const char *shapes[] = { "{\"a\":1,\"b\":\"\\u20ac\"}\n{\"a\":-2.5e3,\"b\":[true,{}]}\n",
                           "[{\"a\":1,\"b\":\"\\u20ac\"},{\"a\":-2.5e3,\"b\":[true,{}]}]",
                           "{\n\"a\":1,\"b\":\"\\u20ac\"}\n{\n\"a\":-2.5e3,\"b\":[true,{}]}\n" };

  for (gsize s = 0; s < G_N_ELEMENTS(shapes); s++)
    for (gsize n = 0; n < strlen(shapes[s]); n++) {
      g_autoptr(GError) error = NULL;
      g_autoptr(DsNotes) notes = ds_notes_new();
      DS_TABLE_AUTO table = read_bytes(shapes[s], n, NULL, notes, &error);

      if (!table) {
        g_assert_nonnull(error);
        continue;
      }
      g_assert_no_error(error);
      g_assert_cmpuint(ds_table_n_rows(table), >=, 1);
      if (ds_table_n_rows(table) == 1)
        g_assert_cmpfloat(ds_table_real(table, "a", 0), ==, 1.0);
    }
}

static void
test_refused_memory(void)
{
  const char *json = "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n";
  const guint before = ds_memory_requests();
  G_GNUC_UNUSED DS_TABLE_AUTO whole = read_text(json, NULL);
  const guint n = ds_memory_requests() - before;

  g_assert_cmpuint(n, >, 3);
  for (guint nth = 1; nth <= n; nth++) {
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = NULL;

    ds_memory_fail_nth(nth);
    table = read_bytes(json, strlen(json), NULL, NULL, &error);
    ds_memory_fail_nth(0);
    g_assert_null(table);
    g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
}

/* Documents of ordinary values, of many blocks: as json-glib reads them, with 1 and 7 threads. */
static void
test_as_json_glib(void)
{
  const gsize n = g_test_slow() ? 200000 : 12000;
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  DsRandom random = ds_random_new(7, 0);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf(
        text, "{\"id\":%d, \"x\" : %.3f,\"s\":\"%c\\u00e9\\t%d\",\"ok\":%s%s}\n",
        (int)ds_random_below(&random, 1000000) - 500000, ds_random_real(&random) * 1e6,
        (char)('a' + ds_random_below(&random, 26)), (int)ds_random_below(&random, 9000),
        ds_random_below(&random, 2) ? "true" : "false",
        ds_random_below(&random, 3) ? "" : ",\"pad\":\"................................\"");
  for (guint threads = 1; threads <= 7; threads += 6) {
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = NULL;
    const char *line = text->str;

    ds_parallel_set_threads(threads);
    table = read_bytes(text->str, text->len, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(ds_table_n_rows(table), ==, n);
    g_assert_cmpuint(ds_table_n_columns(table), ==, 5);
    for (gsize row = 0; row < n; row++, line = strchr(line, '\n') + 1) {
      g_autofree char *s = ds_table_text(table, "s", row), *ok = ds_table_text(table, "ok", row);
      JsonObject *object;

      g_assert_true(json_parser_load_from_data(parser, line, strchr(line, '\n') - line, NULL));
      object = json_node_get_object(json_parser_get_root(parser));
      g_assert_true(ds_table_real(table, "id", row) ==
                    (double)json_object_get_int_member(object, "id"));
      g_assert_true(ds_table_real(table, "x", row) == json_object_get_double_member(object, "x"));
      g_assert_cmpstr(s, ==, json_object_get_string_member(object, "s"));
      g_assert_cmpint(g_str_equal(ok, "true"), ==, json_object_get_boolean_member(object, "ok"));
    }
  }
  ds_parallel_set_threads(0);
}

static void
take_preview(gpointer data)
{
  gpointer *slot = data;
  gpointer preview = ds_progress_take_preview(slot[0]);

  if (preview) {
    g_assert_null(slot[1]);
    slot[1] = preview;
  }
}

static void
test_preview_and_cancel(void)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(DsSource) source = NULL;
  g_autoptr(GError) error = NULL;
  gpointer slot[2] = { progress, NULL };
  DS_TABLE_AUTO table = NULL;
  DS_TABLE_AUTO none = NULL;

  for (int i = 0; i < 60000; i++)
    g_string_append_printf(text, "{\"number\":%d,\"word\":\"w%d\"}\n", i, i % 10);
  bytes = g_bytes_new(text->str, text->len);
  source = ds_source_new_bytes("data.jsonl", bytes);
  ds_progress_on_change(progress, take_preview, slot);
  table = ds_jsonl_read(source, NULL, progress, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ds_table_n_rows(table), ==, 60000);
  g_assert_nonnull(slot[1]);
  g_assert_cmpuint(ds_table_n_rows(slot[1]), >, 1000);
  g_assert_cmpuint(ds_table_n_rows(slot[1]), <, 60000);
  g_assert_true(ds_table_stored_column(table, 1)->is_coded);
  ds_table_unref(slot[1]);
  slot[1] = NULL;
  ds_progress_cancel(progress);
  none = ds_jsonl_read(source, NULL, progress, NULL, &error);
  g_assert_null(none);
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_recognise(void)
{
  static const char *const json[] = { "{\"a\":1}\n", "[{\"a\":1}]",  " \n{\"a\": {\"b\"",
                                      "[]",          "{\"a\":1,}\n", "{}",
                                      NULL };
  static const char *const others[] = { "a,b\n1,2\n", "{id},{name}\n1,2\n", "[x],y\n1,2\n",
                                        "",           "\"a\",b\n",          NULL };

  for (gsize i = 0; json[i]; i++)
    g_assert_true(ds_jsonl_recognise(json[i], strlen(json[i])));
  for (gsize i = 0; others[i]; i++)
    g_assert_false(ds_jsonl_recognise(others[i], strlen(others[i])));
}

static void
test_deep(void)
{
  g_autoptr(GString) text = g_string_new("{\"a\":");
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;

  for (int i = 0; i < 100000; i++)
    g_string_append_c(text, '[');
  g_string_append_c(text, '\n');
  table = read_bytes(text->str, text->len, NULL, NULL, &error);
  g_assert_null(table);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/jsonl/read/types", test_types);
  g_test_add_func("/jsonl/read/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func("/jsonl/read/strings", test_strings);
  g_test_add_func("/jsonl/read/keys", test_keys);
  g_test_add_func("/jsonl/read/infinities", test_infinities);
  g_test_add_func("/jsonl/read/lines-arrays-streams", test_shapes);
  g_test_add_func("/jsonl/read/what-is-wrong-and-where", test_syntax);
  g_test_add_func("/jsonl/read/nothing-to-read", test_nothing_to_read);
  g_test_add_func("/jsonl/read/options", test_options);
  g_test_add_func("/jsonl/read/cut-everywhere", test_cut_everywhere);
  g_test_add_func("/jsonl/read/refused-memory", test_refused_memory);
  g_test_add_func("/jsonl/read/as-json-glib", test_as_json_glib);
  g_test_add_func("/jsonl/read/preview-and-cancel", test_preview_and_cancel);
  g_test_add_func("/jsonl/read/deep-nesting", test_deep);
  g_test_add_func("/jsonl/recognise/json-and-others", test_recognise);
  return g_test_run();
}
