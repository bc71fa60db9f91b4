/* views/grid-cell.c - one cell as the grid shows it. */
#include "views/grid-cell.h"

#include "app/cell.h"
#include "engine/base/text.h"

/* The start of a long text, up to a character's end; combining marks may need many bytes a cell. */
static gsize
bytes_for(const char *text, gsize length, int limit)
{
  gsize n = (gsize)limit * 16 + 64;

  if (length <= n)
    return length;
  while (n > 0 && ((guchar)text[n] & 0xC0) == 0x80)
    n--;
  return n;
}

static char *
text_cell(const DsColumn *column, gsize stored, int limit)
{
  gsize length, n;
  const char *text = ds_column_text(column, stored, &length);
  g_autofree char *start = NULL;

  n = bytes_for(text, length, limit);
  start = ds_text_for_terminal(text, (gssize)n);
  return n < length ? g_strconcat(start, "…", NULL) : g_steal_pointer(&start);
}

DsGridCell
ds_grid_cell(const DsTable *table, gsize row, gsize col, int digits, int limit)
{
  const DsColumn *column = ds_table_stored_column(table, col);
  const gsize stored = ds_table_stored_row(table, row);
  DsGridCell cell = { 0 };

  if (ds_column_is_missing(column, stored))
    return cell;
  if (column->type == DS_TYPE_TEXT) {
    cell.text = text_cell(column, stored, limit);
  } else {
    GString *text = g_string_new(NULL);

    ds_cell_append(text, column, stored, digits);
    cell.text = g_string_free(text, FALSE);
  }
  cell.width = ds_text_width(cell.text);
  cell.before = ds_cell_is_number(column) ? (int)ds_cell_point(cell.text) : cell.width;
  return cell;
}

char *
ds_grid_cell_whole(const DsTable *table, gsize row, gsize col)
{
  const DsColumn *column = ds_table_stored_column(table, col);
  const gsize stored = ds_table_stored_row(table, row);
  g_autoptr(GString) text = g_string_new(NULL);

  if (ds_column_is_missing(column, stored))
    return NULL;
  ds_column_append_cell(column, stored, text);
  return g_string_free(g_steal_pointer(&text), FALSE);
}
