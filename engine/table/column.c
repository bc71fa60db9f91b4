/* engine/table/column.c - one immutable, reference-counted column of values. */
#include "engine/table/column.h"

#include <math.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"

static const char *const type_names[DS_N_TYPES] = { "int", "real", "bool", "date", "time", "text" };

/* [true][style]: how a bool is written. */
static const char *const bool_words[2][3] = { { "false", "False", "FALSE" },
                                              { "true", "True", "TRUE" } };

const char *
ds_type_name(DsType type)
{
  g_return_val_if_fail(type < DS_N_TYPES, NULL);
  return type_names[type];
}

gboolean
ds_type_lookup(const char *name, DsType *type)
{
  for (guint i = 0; i < DS_N_TYPES; i++)
    if (g_str_equal(name, type_names[i])) {
      *type = (DsType)i;
      return TRUE;
    }
  return FALSE;
}

const char *
ds_column_text(const DsColumn *column, gsize row, gsize *length)
{
  gsize string = row;

  if (ds_column_is_missing(column, row)) {
    *length = 0;
    return NULL;
  }
  if (column->is_coded)
    string = (gsize)column->codes[row];
  return ds_strings_get(&column->strings, string, length);
}

double
ds_column_number(const DsColumn *column, gsize row)
{
  if (ds_column_is_missing(column, row))
    return NAN;
  switch (column->type) {
  case DS_TYPE_REAL:
    return column->reals[row];
  case DS_TYPE_BOOL:
    return column->bools[row];
  case DS_TYPE_INT:
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    return (double)column->ints[row];
  case DS_TYPE_TEXT:
  case DS_N_TYPES:
    break;
  }
  return NAN;
}

static DsColumn *
column_new(DsType type, gsize n)
{
  DsColumn *column = g_new0(DsColumn, 1);

  column->type = type;
  column->n_rows = n;
  g_atomic_ref_count_init(&column->refs);
  g_mutex_init(&column->cache_lock);
  return column;
}

/* Takes @missing: counts it, clears the bits behind the last row, drops an empty one. */
static void
take_missing(DsColumn *column, guint64 *missing)
{
  const gsize n_words = ds_missing_words(column->n_rows);
  gsize count = 0;

  if (!missing)
    return;
  if (column->n_rows & 63)
    missing[n_words - 1] &= (G_GUINT64_CONSTANT(1) << (column->n_rows & 63)) - 1;
  for (gsize i = 0; i < n_words; i++)
    count += (gsize)__builtin_popcountll(missing[i]);
  column->n_missing = count;
  if (count == 0) {
    g_free(missing);
    return;
  }
  column->missing = missing;
}

/* Calls for each missing row: clears what lies under it, so that loops may read it. */
#define FOR_EACH_MISSING(column, row)                                                              \
  for (gsize w_ = 0; (column)->missing && w_ < ds_missing_words((column)->n_rows); w_++)           \
    for (guint64 bits_ = (column)->missing[w_]; bits_ != 0; bits_ &= bits_ - 1)                    \
      for (gsize row = (w_ << 6) + (gsize)__builtin_ctzll(bits_), once_ = 1; once_; once_ = 0)

DsColumn *
ds_column_new_ints(DsType type, gint64 *values, gsize n, guint64 *missing)
{
  DsColumn *column = column_new(type, n);

  g_warn_if_fail(type == DS_TYPE_INT || type == DS_TYPE_DATE || type == DS_TYPE_TIME);
  take_missing(column, missing);
  FOR_EACH_MISSING(column, row)
  values[row] = 0;
  column->ints = values;
  return column;
}

DsColumn *
ds_column_new_reals(double *values, gsize n)
{
  DsColumn *column = column_new(DS_TYPE_REAL, n);
  guint64 *missing = NULL;

  for (gsize row = 0; row < n; row++)
    if (values[row] != values[row]) {
      if (!missing)
        missing = g_new0(guint64, ds_missing_words(n));
      missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
    }
  take_missing(column, missing);
  column->reals = values;
  return column;
}

DsColumn *
ds_column_new_bools(guint8 *values, gsize n, guint64 *missing)
{
  DsColumn *column = column_new(DS_TYPE_BOOL, n);

  take_missing(column, missing);
  FOR_EACH_MISSING(column, row)
  values[row] = 0;
  column->bools = values;
  return column;
}

DsColumn *
ds_column_new_coded(gint32 *codes, gsize n, guint64 *offsets, char *bytes, gsize n_strings)
{
  DsColumn *column = column_new(DS_TYPE_TEXT, n);
  guint64 *missing = NULL;

  for (gsize row = 0; row < n; row++)
    if (codes[row] < 0) {
      if (!missing)
        missing = g_new0(guint64, ds_missing_words(n));
      missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
      codes[row] = -1;
    }
  take_missing(column, missing);
  column->is_coded = TRUE;
  column->codes = codes;
  column->strings = (DsStrings){ .n = n_strings, .offsets = offsets, .bytes = bytes };
  return column;
}

DsColumn *
ds_column_new_texts(guint64 *offsets, char *bytes, gsize n, guint64 *missing)
{
  DsColumn *column = column_new(DS_TYPE_TEXT, n);

  take_missing(column, missing);
  column->strings = (DsStrings){ .n = n, .offsets = offsets, .bytes = bytes };
  return column;
}

void
ds_column_set_style(DsColumn *column, guint style)
{
  column->style = style;
}

DsColumn *
ds_column_new_mapped(const DsColumn *layout, GBytes *backing)
{
  DsColumn *column = column_new(layout->type, layout->n_rows);

  column->n_missing = layout->n_missing;
  column->missing = layout->missing;
  column->ints = layout->ints;
  column->reals = layout->reals;
  column->bools = layout->bools;
  column->is_coded = layout->is_coded;
  column->codes = layout->codes;
  column->strings = layout->strings;
  column->style = layout->style;
  column->backing = g_bytes_ref(backing);
  return column;
}

DsColumn *
ds_column_ref(const DsColumn *column)
{
  DsColumn *shared = (DsColumn *)(gpointer)column; /* the count is not part of what is const */

  g_atomic_ref_count_inc(&shared->refs);
  return shared;
}

static void
free_array(gconstpointer array)
{
  g_free((gpointer)array); /* written once by a constructor, const since */
}

void
ds_column_unref(DsColumn *column)
{
  if (!column || !g_atomic_ref_count_dec(&column->refs))
    return;
  if (column->cache && column->free_cache)
    column->free_cache(column->cache);
  if (column->strings_owner) {
    ds_column_unref(column->strings_owner);
  } else if (!column->backing) {
    free_array(column->strings.offsets);
    free_array(column->strings.bytes);
  }
  if (!column->backing) {
    free_array(column->missing);
    free_array(column->ints);
    free_array(column->reals);
    free_array(column->bools);
    free_array(column->codes);
  }
  g_clear_pointer(&column->backing, g_bytes_unref);
  g_mutex_clear(&column->cache_lock);
  g_free(column);
}

DsColumn *
ds_column_new_recoded(const DsColumn *column, gint32 *codes, gsize n)
{
  DsColumn *recoded = ds_column_new_coded(codes, n, NULL, NULL, 0);
  const DsColumn *owner = column->strings_owner ? column->strings_owner : column;

  recoded->strings = owner->strings;
  recoded->strings_owner = ds_column_ref(owner);
  return recoded;
}

gsize
ds_column_memory(const DsColumn *column)
{
  const gsize n = column->n_rows;
  gsize bytes = sizeof *column + (column->missing ? ds_missing_words(n) * 8 : 0);

  if (column->ints || column->reals)
    bytes += n * 8;
  if (column->bools)
    bytes += n;
  if (column->codes)
    bytes += n * 4;
  if (column->strings.offsets && !column->strings_owner)
    bytes += (column->strings.n + 1) * 8 + (gsize)column->strings.offsets[column->strings.n];
  return bytes;
}

gboolean
ds_column_append_cell(const DsColumn *column, gsize row, GString *text)
{
  char number[(int)DS_NUMBER_CHARS + (int)DS_MOMENT_CHARS]; /* whichever is longer */
  const char *bytes = number;
  gsize length = 0;

  if (ds_column_is_missing(column, row))
    return FALSE;
  switch (column->type) {
  case DS_TYPE_INT:
    length = (gsize)ds_number_format_int(number, column->ints[row]);
    break;
  case DS_TYPE_REAL:
    length = (gsize)ds_number_format_real(number, column->reals[row], TRUE);
    break;
  case DS_TYPE_DATE:
    length = (gsize)ds_moment_format_date(number, column->ints[row]);
    break;
  case DS_TYPE_TIME:
    length = (gsize)ds_moment_format_time(number, column->ints[row], column->style);
    break;
  case DS_TYPE_BOOL:
    bytes = bool_words[column->bools[row]][MIN(column->style, DS_BOOL_UPPER)];
    length = strlen(bytes);
    break;
  case DS_TYPE_TEXT:
    bytes = ds_column_text(column, row, &length);
    break;
  case DS_N_TYPES:
    g_assert_not_reached();
  }
  g_string_append_len(text, bytes, (gssize)length);
  return TRUE;
}
