/* engine/table/aggregate.c - one number, date or text for each group of rows: mean(mass), count. */
#include "engine/table/aggregate.h"

#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/table/aggregate-rows.h"
#include "engine/table/aggregate-sums.h"
#include "engine/table/aggregate-values.h"

/* Needs are checked when the text is read, so that no group is computed for nothing. */
static const struct {
  const char *word;
  DsAggKind kind;
  gboolean needs_numbers, takes_moments;
} words[] = {
  { "count", DS_AGG_COUNT, FALSE, TRUE },       { "sum", DS_AGG_SUM, TRUE, FALSE },
  { "mean", DS_AGG_MEAN, TRUE, FALSE },         { "sd", DS_AGG_SD, TRUE, FALSE },
  { "min", DS_AGG_MIN, FALSE, TRUE },           { "max", DS_AGG_MAX, FALSE, TRUE },
  { "median", DS_AGG_QUANTILE, TRUE, TRUE },    { "q", DS_AGG_QUANTILE, TRUE, TRUE },
  { "distinct", DS_AGG_DISTINCT, FALSE, TRUE }, { "first", DS_AGG_FIRST, FALSE, TRUE },
  { "last", DS_AGG_LAST, FALSE, TRUE },
};

static gboolean
unknown(const char *text, GError **error)
{
  static const char *const all[] = { "count",  "sum", "mean",     "sd",    "min",  "max",
                                     "median", "q",   "distinct", "first", "last", NULL };
  g_autofree char *shown = ds_text_for_terminal(text, -1);
  g_autofree char *word = g_strndup(text, strcspn(text, "("));
  const char *near = ds_text_nearest(word, all);

  if (near && !g_str_equal(near, word))
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
                "\"%s\" is no aggregate; did you mean %s?", shown, near);
  else
    g_set_error(
        error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
        "\"%s\" is no aggregate; write count, or sum, mean, sd, min, max, median, distinct, "
        "first or last(COL), or q(COL,0.25)",
        shown);
  return FALSE;
}

/* Reads a probability that is all of @text. */
static gboolean
read_p(const char *text, const char *whole, double *p, GError **error)
{
  gint64 integer;
  g_autofree char *shown = NULL;
  const DsNumberKind kind = ds_number_parse(text, strlen(text), &integer, p);

  if ((kind == DS_NUMBER_INT || kind == DS_NUMBER_REAL) && *p >= 0.0 && *p <= 1.0)
    return TRUE;
  shown = ds_text_for_terminal(whole, -1);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
              "\"%s\" needs a share from 0 to 1; write for example q(COL,0.25)", shown);
  return FALSE;
}

static gboolean
check_type(const DsAggregate *aggregate, guint word, const DsTable *table, GError **error)
{
  const DsType type = ds_table_stored_column(table, (gsize)aggregate->col)->type;
  const gboolean is_moment = type == DS_TYPE_DATE || type == DS_TYPE_TIME;
  g_autofree char *shown = NULL;

  if (!words[word].needs_numbers || (is_moment && words[word].takes_moments) ||
      (!is_moment && type != DS_TYPE_TEXT))
    return TRUE;
  shown = ds_text_for_terminal(ds_table_column_name(table, (gsize)aggregate->col), -1);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
              "%s needs numbers and column \"%s\" is %s; use %s, or retype the column",
              words[word].word, shown, ds_type_name(type),
              is_moment ? "min, max, median, count or distinct" : "count, distinct, min or max");
  return FALSE;
}

/* Splits "q(mass,0.25)" or "q0.25(mass)" or "mean(mass)"; a name may hold brackets and commas. */
static gboolean
split(const char *text, char **word, char **name)
{
  const char *open = strchr(text, '(');
  const gsize length = strlen(text);

  if (!open) {
    *word = g_strdup(text);
    return TRUE;
  }
  if (text[length - 1] != ')')
    return FALSE;
  *word = g_strndup(text, (gsize)(open - text));
  *name = g_strndup(open + 1, length - (gsize)(open - text) - 2);
  return TRUE;
}

/* Takes the share of a quantile from its word (q0.25) or from behind the last comma. */
static gboolean
take_share(const char *text, char *word, char *name, double *p, GError **error)
{
  char *comma = name ? strrchr(name, ',') : NULL;

  if (word[1]) {
    if (!read_p(word + 1, text, p, error))
      return FALSE;
    word[1] = '\0';
    return TRUE;
  }
  if (!comma)
    return read_p("", text, p, error);
  *comma = '\0';
  g_strchomp(name);
  return read_p(g_strstrip(comma + 1), text, p, error);
}

gboolean
ds_aggregate_parse(const char *text, const DsTable *table, DsAggregate *aggregate, GError **error)
{
  DsAggregate parsed = { .col = -1 };
  g_autofree char *word = NULL, *name = NULL;
  guint i = 0;

  if (!split(text, &word, &name))
    return unknown(text, error);
  if (word[0] == 'q' && (!word[1] || g_ascii_isdigit(word[1]) || word[1] == '.') &&
      !take_share(text, word, name, &parsed.p, error))
    return FALSE;
  while (i < G_N_ELEMENTS(words) && !g_str_equal(word, words[i].word))
    i++;
  if (i == G_N_ELEMENTS(words) || ((!name || !*name) && words[i].kind != DS_AGG_COUNT))
    return unknown(text, error);
  parsed.kind = words[i].kind;
  if (g_str_equal(word, "median")) {
    parsed.is_median = TRUE;
    parsed.p = 0.5;
  }
  if (name && *name && !g_str_equal(name, "*")) {
    parsed.col = ds_table_find_column(table, name, error);
    if (parsed.col < 0 || !check_type(&parsed, i, table, error))
      return FALSE;
  }
  if (parsed.col < 0 && parsed.kind != DS_AGG_COUNT)
    return unknown(text, error);
  *aggregate = parsed;
  return TRUE;
}

char *
ds_aggregate_name(const DsAggregate *aggregate, const DsTable *table)
{
  const char *column =
      aggregate->col < 0 ? NULL : ds_table_column_name(table, (gsize)aggregate->col);
  char percent[DS_NUMBER_CHARS];
  const char *word = NULL;

  for (guint i = 0; i < G_N_ELEMENTS(words) && !word; i++)
    if (words[i].kind == aggregate->kind)
      word = words[i].word;
  if (!column)
    return g_strdup(word);
  if (aggregate->kind != DS_AGG_QUANTILE || aggregate->is_median)
    return g_strconcat(word, "_", column, NULL);
  ds_number_format_short(percent, 100.0 * aggregate->p, 6);
  return g_strconcat("q", percent, "_", column, NULL);
}

static DsColumn *
count_rows(const DsFactor *groups, DsProgress *progress, GError **error)
{
  gint64 *counts = ds_factor_counts(groups, progress, error);

  return counts ? ds_column_new_ints(DS_TYPE_INT, counts, groups->n_codes, NULL) : NULL;
}

DsColumn *
ds_aggregate_column(const DsTable *table, const DsAggregate *aggregate, const DsFactor *groups,
                    DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autoptr(DsColumn) column = NULL;

  if (aggregate->col < 0)
    return count_rows(groups, progress, error);
  column = ds_table_dense_column(table, (gsize)aggregate->col, progress, error);
  if (!column)
    return NULL;
  switch (aggregate->kind) {
  case DS_AGG_COUNT:
    return ds_aggregate_count(column, groups, progress, error);
  case DS_AGG_SUM:
    return ds_aggregate_sum(column, groups, progress, notes, error);
  case DS_AGG_MEAN:
    return ds_aggregate_mean(column, groups, progress, error);
  case DS_AGG_SD:
    return ds_aggregate_sd(column, groups, progress, error);
  case DS_AGG_MIN:
  case DS_AGG_MAX:
  case DS_AGG_FIRST:
  case DS_AGG_LAST:
    return ds_aggregate_row(column, aggregate->kind, groups, progress, error);
  case DS_AGG_QUANTILE:
    return ds_aggregate_quantile(column, aggregate->p, groups, progress, error);
  case DS_AGG_DISTINCT:
    return ds_aggregate_distinct(column, groups, progress, error);
  }
  g_assert_not_reached();
}
