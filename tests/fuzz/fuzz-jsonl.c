/* tests/fuzz/fuzz-jsonl.c - any bytes as JSON Lines: a table whose cells can be read, or an error. */
#include <glib.h>

#include "engine/io/jsonl.h"
#include "tests/fuzz/harness.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
  g_autoptr(DsSource) source = ds_source_new_bytes("fuzz.jsonl", bytes);
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;

  ds_jsonl_recognise((const char *)data, size);
  table = ds_jsonl_read(source, NULL, NULL, notes, &error);
  g_assert((table == NULL) == (error != NULL));
  if (table) {
    g_autoptr(GString) cell = g_string_new(NULL);

    for (gsize col = 0; col < ds_table_n_columns(table); col++)
      for (gsize row = 0; row < ds_table_n_rows(table); row++)
        ds_table_append_cell(table, row, col, cell);
  }
  return 0;
}
