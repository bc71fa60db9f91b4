/* tests/engine/test-reference.c - describe, hist and corr on the sample sets against NumPy, pandas
 * and SciPy (tests/data/reference, see tests/data/README.md). */
#include <gsl/gsl_errno.h>
#include <json-glib/json-glib.h>
#include <math.h>

#include "engine/io/csv.h"
#include "engine/stats/correlation.h"
#include "engine/stats/histogram.h"
#include "engine/stats/summary.h"

static const char *const sets[] = {
  "penguins", "diamonds", "seattle-weather", "hospital-dirty", "government-contracts", NULL
};

static JsonNode *
load_json(const char *name)
{
  g_autofree char *path =
      g_test_build_filename(G_TEST_DIST, "tests", "data", "reference", name, NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) error = NULL;

  json_parser_load_from_file(parser, path, &error);
  g_assert_no_error(error);
  return json_parser_steal_root(parser);
}

/* A sample set, read once. */
static const DsTable *
sample(const char *set)
{
  static const DsTable *tables[G_N_ELEMENTS(sets)];

  for (guint i = 0; sets[i]; i++)
    if (g_str_equal(set, sets[i])) {
      g_autofree char *file = g_strconcat(set, ".csv", NULL);
      g_autofree char *path = g_test_build_filename(G_TEST_DIST, "sample-data", file, NULL);
      g_autoptr(GError) error = NULL;

      if (!tables[i])
        tables[i] = ds_csv_read(path, NULL, NULL, NULL, &error);
      g_assert_no_error(error);
      return tables[i];
    }
  g_assert_not_reached();
}

/* To @digits significant digits; null is missing. */
static void
assert_number(JsonObject *expected, const char *key, double value, double digits, const char *about)
{
  double want;

  if (json_object_get_null_member(expected, key)) {
    if (!isnan(value))
      g_error("%s: %s is %.17g, not undefined", about, key, value);
    return;
  }
  want = json_object_get_double_member(expected, key);
  if (!(fabs(value - want) <= pow(10.0, -digits) * fabs(want)) && value != want)
    g_error("%s: %s is %.17g, not %.17g", about, key, value, want);
}

static void
check_column(const DsTable *described, gsize row, JsonObject *expected, const char *about)
{
  static const char *const numbers[][2] = {
    { "mean", "mean" },
    { "sd", "sd" },
    { "min", "min" },
    { "q1", "q1" },
    { "q3", "q3" },
    { "median", "median" },
    { "max", "max" },
    { "zeros", "zeros" },
    { "skewness", "skewness_g1" },
    { "kurtosis", "excess_kurtosis_g2" },
  };
  static const char *const counts[] = { "count", "missing", "distinct" };
  g_autofree char *type = ds_table_text(described, "type", row);
  /* the reader trims blanks around unquoted fields, which the reference keeps: one name less */
  const gboolean is_trimmed = strstr(about, "government-contracts Contractor Name") != NULL;

  for (guint i = 0; i < G_N_ELEMENTS(counts) - (is_trimmed ? 1 : 0); i++)
    assert_number(expected, counts[i], ds_table_real(described, counts[i], row), 15, about);
  if (g_str_equal(json_object_get_string_member(expected, "type"), "numeric") &&
      !g_str_equal(type, "text")) /* leading zeros keep an identifier text */
    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++)
      assert_number(expected, numbers[i][1], ds_table_real(described, numbers[i][0], row), 12,
                    about);
  if (json_object_has_member(expected, "top") && g_str_equal(type, "text")) {
    g_autofree char *top = ds_table_text(described, "top", row);

    g_assert_cmpstr(top, ==, json_object_get_string_member(expected, "top"));
    assert_number(expected, "top_count", ds_table_real(described, "top_count", row), 15, about);
  }
}

static void
test_describe(void)
{
  g_autoptr(JsonNode) root = load_json("describe.json");

  for (guint i = 0; sets[i]; i++) {
    JsonObject *set = json_object_get_object_member(json_node_get_object(root), sets[i]);
    JsonObject *columns = json_object_get_object_member(set, "columns");
    const DsTable *table = sample(sets[i]);
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO described = ds_describe(table, NULL, 0, NULL, NULL, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(ds_table_n_rows(table), ==, (guint64)json_object_get_int_member(set, "rows"));
    g_assert_cmpuint(ds_table_n_rows(described), ==, json_object_get_size(columns));
    for (gsize row = 0; row < ds_table_n_rows(described); row++) {
      g_autofree char *name = ds_table_text(described, "column", row);
      g_autofree char *about = g_strdup_printf("%s %s", sets[i], name);

      g_assert_true(json_object_has_member(columns, name));
      check_column(described, row, json_object_get_object_member(columns, name), about);
    }
  }
}

/* Counts exactly, edges to the last digits (NumPy may add where we multiply). */
static void
check_bins(const DsTable *table, gsize col, DsBins bins, JsonObject *expected, const char *about)
{
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO result = NULL;
  JsonArray *edges, *counts;

  if (!json_object_has_member(expected, "counts") ||
      json_object_get_null_member(expected, "counts"))
    return; /* millions of bins: the reference has none either */
  edges = json_object_get_array_member(expected, "edges");
  counts = json_object_get_array_member(expected, "counts");
  result = ds_histogram(table, col, bins, -1, NULL, NULL, &error);
  g_assert_no_error(error);
  g_test_message("%s", about);
  g_assert_cmpuint(ds_table_n_rows(result), ==,
                   (guint64)json_object_get_int_member(expected, "bins"));
  for (gsize i = 0; i < ds_table_n_rows(result); i++) {
    const double low = json_array_get_double_element(edges, (guint)i);
    const double high = json_array_get_double_element(edges, (guint)i + 1);

    g_assert_cmpfloat_with_epsilon(ds_table_real(result, "bin_low", i), low,
                                   4e-16 * MAX(fabs(low), high - low));
    g_assert_cmpfloat_with_epsilon(ds_table_real(result, "bin_high", i), high, 4e-16 * fabs(high));
    g_assert_cmpfloat(ds_table_real(result, "count", i), ==,
                      (double)json_array_get_int_element(counts, (guint)i));
  }
}

static void
test_hist(void)
{
  static const struct {
    const char *key;
    DsBins bins;
  } rules[] = { { "fd", { DS_BINS_FD, 0 } },
                { "sturges", { DS_BINS_STURGES, 0 } },
                { "bins10", { DS_BINS_COUNT, 10 } } };
  g_autoptr(JsonNode) root = load_json("hist.json");

  for (guint i = 0; sets[i]; i++) {
    JsonObject *object = json_node_get_object(root), *columns;
    g_autoptr(GList) names = NULL;

    if (!json_object_has_member(object, sets[i]))
      continue;
    columns = json_object_get_object_member(object, sets[i]);
    names = json_object_get_members(columns);
    for (GList *name = names; name; name = name->next) {
      JsonObject *expected = json_object_get_object_member(columns, name->data);
      const gssize col = ds_table_lookup_column(sample(sets[i]), name->data);

      g_assert_cmpint(col, >=, 0);
      for (guint r = 0; r < G_N_ELEMENTS(rules); r++) {
        g_autofree char *about =
            g_strdup_printf("%s %s %s", sets[i], (char *)name->data, rules[r].key);

        check_bins(sample(sets[i]), (gsize)col, rules[r].bins,
                   json_object_get_object_member(expected, rules[r].key), about);
      }
    }
  }
}

/* p to 9 digits: SciPy's own tails are good to about as many for large n. */
static void
check_pair(const DsTable *table, gsize a, gsize b, JsonObject *expected, const char *about)
{
  static const struct {
    DsCorrMethod method;
    const char *r, *p;
  } methods[] = { { DS_CORR_PEARSON, "pearson", "pearson_p" },
                  { DS_CORR_SPEARMAN, "spearman", "spearman_p" },
                  { DS_CORR_KENDALL, "kendall_tau_b", "kendall_p" } };
  g_autoptr(DsColumn) x = ds_table_dense_column(table, a, NULL, NULL);
  g_autoptr(DsColumn) y = ds_table_dense_column(table, b, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS(methods); i++) {
    g_autoptr(GError) error = NULL;
    DsCorrelation found = { NAN, NAN, 0 };

    g_assert_true(ds_correlation_of_columns(x, y, methods[i].method, &found, NULL, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(found.n, ==, (guint64)json_object_get_int_member(expected, "n"));
    assert_number(expected, methods[i].r, found.r, 11.5, about);
    if (json_object_get_double_member(expected, methods[i].p) > 1e-290)
      assert_number(expected, methods[i].p, found.p, 9, about);
    else
      g_assert_cmpfloat(found.p, <, 1e-280);
  }
}

/* rowid<=N of the reference's condition: the first N rows. */
static const DsTable *
first_rows(const DsTable *table, const char *where)
{
  const char *limit = where ? strstr(where, "rowid<=") : NULL;

  if (!limit)
    return ds_table_ref(table);
  return ds_table_with_index(table, NULL, (gsize)g_ascii_strtoull(limit + 7, NULL, 10));
}

static void
test_corr(void)
{
  g_autoptr(JsonNode) root = load_json("corr.json");
  JsonArray *cases = json_node_get_array(root);
  guint n_checked = 0;

  for (guint i = 0; i < json_array_get_length(cases); i++) {
    JsonObject *expected = json_array_get_object_element(cases, i);
    const char *set = json_object_get_string_member(expected, "dataset");
    const char *x = json_object_get_string_member(expected, "x");
    const char *y = json_object_get_string_member(expected, "y");
    const char *where = json_object_get_string_member(expected, "where");
    g_autofree char *about = g_strdup_printf("%s %s %s %s", set, x, y, where);
    DS_TABLE_AUTO table = NULL;

    if (strstr(where, "<'") || !g_strv_contains(sets, set))
      continue; /* a condition on dates; another set */
    table = first_rows(sample(set), where);
    check_pair(table, (gsize)ds_table_lookup_column(table, x),
               (gsize)ds_table_lookup_column(table, y), expected, about);
    n_checked++;
  }
  g_assert_cmpuint(n_checked, >, 20);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  gsl_set_error_handler_off();
  g_test_add_func("/stats/reference/describe", test_describe);
  g_test_add_func("/stats/reference/hist", test_hist);
  g_test_add_func("/stats/reference/corr", test_corr);
  return g_test_run();
}
