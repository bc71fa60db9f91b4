/* tests/kit/small-table.c - tables written down in a test. */
#include "tests/kit/small-table.h"

#include <string.h>

#include "engine/base/moment.h"
#include "engine/table/builder.h"

static void
append_cell(DsTableBuilder *builder, guint col, DsType type, const char *word)
{
  gint64 days;

  if (g_str_equal(word, "-")) {
    ds_table_builder_missing(builder, col);
  } else if (type == DS_TYPE_REAL) {
    ds_table_builder_real(builder, col, g_ascii_strtod(word, NULL));
  } else if (type == DS_TYPE_TEXT) {
    ds_table_builder_text(builder, col, g_str_equal(word, "''") ? "" : word);
  } else if (type == DS_TYPE_DATE) {
    g_assert_true(ds_moment_parse_date(word, strlen(word), &days));
    ds_table_builder_int(builder, col, days);
  } else {
    ds_table_builder_int(builder, col, g_ascii_strtoll(word, NULL, 10));
  }
}

const DsTable *
small_table(const char *schema, const char *rows)
{
  DsTableBuilder *builder = ds_table_builder_new(schema);
  g_auto(GStrv) columns = g_strsplit(schema, ",", -1);
  g_auto(GStrv) lines = g_strsplit(rows, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_auto(GStrv) words = g_strsplit(lines[i], " ", -1);

    if (!*lines[i])
      continue;
    g_assert_cmpuint(g_strv_length(words), ==, g_strv_length(columns));
    for (guint col = 0; words[col]; col++) {
      DsType type;

      g_assert_true(ds_type_lookup(strchr(columns[col], ':') + 1, &type));
      append_cell(builder, col, type, words[col]);
    }
  }
  return ds_table_builder_build(builder);
}

char *
small_table_text(const DsTable *table)
{
  GString *text = g_string_new(NULL);

  for (gsize row = 0; row < ds_table_n_rows(table); row++)
    for (gsize col = 0; col < ds_table_n_columns(table); col++) {
      if (!ds_table_append_cell(table, row, col, text))
        g_string_append_c(text, '-');
      g_string_append_c(text, col + 1 < ds_table_n_columns(table) ? ' ' : '\n');
    }
  return g_string_free(text, FALSE);
}
