/* tests/fuzz/fuzz-csv.c - any bytes: no crash, and chunks give what one piece gives. */
#include <glib.h>

#include "engine/io/csv.h"
#include "tests/fuzz/harness.h"

static char *
read_as_text(DsSource *source, gsize chunk_bytes)
{
  const DsCsvOptions options = { .header = -1, .skip_lines = -1, .chunk_bytes = chunk_bytes };
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autoptr(GError) error = NULL;
  GString *text = g_string_new(NULL);
  DS_TABLE_AUTO table = ds_csv_read_source(source, &options, NULL, notes, &error);

  if (!table) {
    g_assert_nonnull(error);
    g_string_append(text, error->message);
    return g_string_free(text, FALSE);
  }
  for (gsize j = 0; j < ds_table_n_columns(table); j++)
    g_string_append_printf(text, "%s:%s,", ds_table_column_name(table, j),
                           ds_type_name(ds_table_stored_column(table, j)->type));
  for (gsize i = 0; i < ds_table_n_rows(table); i++)
    for (gsize j = 0; j < ds_table_n_columns(table); j++) {
      g_string_append_c(text, j ? ',' : '\n');
      if (!ds_table_append_cell(table, i, j, text))
        g_string_append(text, "<missing>");
    }
  for (guint i = 0; i < ds_notes_count(notes); i++) {
    g_assert_true(g_utf8_validate(ds_notes_get(notes, i), -1, NULL));
    g_string_append_printf(text, "\n%s", ds_notes_get(notes, i));
  }
  return g_string_free(text, FALSE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GBytes) bytes = g_bytes_new(data, MIN(size, 1 << 14));
  g_autoptr(DsSource) source = ds_source_new_bytes("fuzz.csv", bytes);
  g_autofree char *whole = read_as_text(source, 0);
  g_autofree char *parts = read_as_text(source, 1 + (size ? data[size - 1] % 100 : 0));

  g_assert_cmpstr(parts, ==, whole);
  return 0;
}
