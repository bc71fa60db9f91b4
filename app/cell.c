/* app/cell.c - one cell as a person reads it. */
#include "app/cell.h"

#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"

enum { EXACT_DIGITS = 10 }; /* the most digits that data written by people usually has */

static void
append_real(GString *text, double value, int digits)
{
  char number[DS_NUMBER_CHARS];

  ds_number_format_short(number, value, EXACT_DIGITS);
  if (digits < EXACT_DIGITS && g_ascii_strtod(number, NULL) != value)
    ds_number_format_short(number, value, digits);
  else if (digits > EXACT_DIGITS)
    ds_number_format_short(number, value, digits);
  g_string_append(text, number);
}

gboolean
ds_cell_append(GString *text, const DsColumn *column, gsize stored_row, int digits)
{
  if (ds_column_is_missing(column, stored_row))
    return FALSE;
  if (column->type == DS_TYPE_REAL) {
    append_real(text, column->reals[stored_row], digits);
    return TRUE;
  }
  if (column->type == DS_TYPE_TEXT) {
    gsize length;
    const char *bytes = ds_column_text(column, stored_row, &length);
    g_autofree char *shown = bytes ? ds_text_for_terminal(bytes, (gssize)length) : NULL;

    if (shown)
      g_string_append(text, shown);
    return shown != NULL;
  }
  return ds_column_append_cell(column, stored_row, text);
}

gboolean
ds_cell_is_number(const DsColumn *column)
{
  return column->type == DS_TYPE_INT || column->type == DS_TYPE_REAL;
}

gsize
ds_cell_point(const char *number)
{
  return strcspn(number, ".e");
}
