/* tests/fuzz/fuzz-expr.c - any bytes as an SQL expression: filtered, derived, queried. */
#include <glib.h>
#include <string.h>

#include "engine/query/query.h"
#include "engine/query/token.h"
#include "engine/table/builder.h"
#include "tests/fuzz/harness.h"

enum { MAX_BYTES = 400 };

static const DsTable *
small_table(void)
{
  DsTableBuilder *builder = ds_table_builder_new("i:int,r:real,b:bool,d:date,t:time,s:text");

  for (guint row = 0; row < 3; row++)
    for (guint col = 0; col < 6; col++) {
      if (row == 2)
        ds_table_builder_missing(builder, col);
      else if (col == 1)
        ds_table_builder_real(builder, col, row - 0.5);
      else if (col == 5)
        ds_table_builder_text(builder, col, row ? "a" : "it's");
      else
        ds_table_builder_int(builder, col, row);
    }
  return ds_table_builder_build(builder);
}

/* The whole-column loops and SQLite alone (the + keeps the condition from us) find as many rows. */
static void
check_filter(const DsQueryTables *tables, const char *text)
{
  g_autofree char *sql = g_strdup_printf("select count(*) n from this where +(\n%s\n)", text);
  gsize n = 0;
  g_autofree guint32 *rows = ds_query_filter(tables, text, &n, NULL, NULL, NULL);
  DS_TABLE_AUTO counted = rows ? ds_query_sql(tables, sql, NULL, NULL, NULL) : NULL;

  if (counted && !strstr(text, "random") && (gsize)ds_table_real(counted, "n", 0) != n)
    g_error("%" G_GSIZE_FORMAT " rows, SQLite finds %.0f: %s", n, ds_table_real(counted, "n", 0),
            text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const DsTable *table;
  DsQueryTable one = { "fuzzed", NULL };
  const DsQueryTables tables = { &one, 1, 0 };
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autofree char *small = g_ascii_strdown(text, -1);
  g_autoptr(DsColumn) column = NULL;
  const DsTable *result;

  if (!table)
    table = small_table();
  one.table = table;
  /* what may run for ever or fill the memory by right is left out */
  if (size > MAX_BYTES || strstr(small, "recursive") || strstr(small, "zeroblob") ||
      strstr(small, "printf") || strstr(small, "format") || strstr(small, "randomblob") ||
      strstr(small, "regexp"))
    return 0;
  check_filter(&tables, text);
  column = ds_query_derive(&tables, "x", text, NULL, NULL, NULL);
  result = ds_query_sql(&tables, text, NULL, NULL, NULL);
  if (result)
    ds_table_unref(result);
  return 0;
}
