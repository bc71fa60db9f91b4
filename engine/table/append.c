/* engine/table/append.c - the rows of one table under those of another. */
#include "engine/table/append.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/moment.h"
#include "engine/base/text.h"
#include "engine/table/text-code.h"

static const char for_what[] = "appending rows";

static gboolean
is_exact(const DsColumn *column)
{
  for (gsize i = 0; i < column->n_rows; i++)
    if (column->ints[i] > (G_GINT64_CONSTANT(1) << 53) ||
        column->ints[i] < -(G_GINT64_CONSTANT(1) << 53))
      return FALSE;
  return TRUE;
}

/* The type that holds the values of all parts. */
static DsType
common_type(const DsColumn *const *parts, gsize n_parts)
{
  gboolean has[DS_N_TYPES] = { FALSE }, is_real = TRUE;
  guint n_types = 0;

  for (gsize p = 0; p < n_parts; p++)
    if (ds_column_count(parts[p]) > 0) {
      n_types += !has[parts[p]->type];
      has[parts[p]->type] = TRUE;
      is_real = is_real && (parts[p]->type != DS_TYPE_INT || is_exact(parts[p]));
    }
  if (n_types == 0) /* nothing anywhere: the first part that says more than "text" */
    for (gsize p = 0; p < n_parts; p++)
      if (parts[p]->type != DS_TYPE_TEXT)
        return parts[p]->type;
  if (n_types == 1)
    for (int type = 0; type < DS_N_TYPES; type++)
      if (has[type])
        return (DsType)type;
  if (n_types == 2 && has[DS_TYPE_INT] && has[DS_TYPE_REAL] && is_real)
    return DS_TYPE_REAL;
  if (n_types == 2 && has[DS_TYPE_DATE] && has[DS_TYPE_TIME])
    return DS_TYPE_TIME;
  return DS_TYPE_TEXT;
}

static void
set_missing(guint64 *missing, gsize row)
{
  missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
}

/* NULL with an error only without memory; bits of all parts, set where missing. */
static guint64 *
joined_missing(const DsColumn *const *parts, gsize n_parts, gsize n, GError **error)
{
  guint64 *missing = ds_try_new0(guint64, ds_missing_words(n), for_what, error);
  gsize at = 0;

  for (gsize p = 0; missing && p < n_parts; at += parts[p]->n_rows, p++)
    for (gsize i = 0; parts[p]->missing && i < parts[p]->n_rows; i++)
      if (ds_column_is_missing(parts[p], i))
        set_missing(missing, at + i);
  return missing;
}

static DsColumn *
joined_reals(const DsColumn *const *parts, gsize n_parts, gsize n, GError **error)
{
  double *reals = ds_try_new(double, n, for_what, error);
  gsize at = 0;

  for (gsize p = 0; reals && p < n_parts; at += parts[p]->n_rows, p++) {
    if (parts[p]->type == DS_TYPE_REAL)
      memcpy(reals + at, parts[p]->reals, parts[p]->n_rows * sizeof *reals);
    else
      for (gsize i = 0; i < parts[p]->n_rows; i++)
        reals[at + i] = ds_column_number(parts[p], i);
  }
  return reals ? ds_column_new_reals(reals, n) : NULL;
}

static DsColumn *
joined_ints(DsType type, const DsColumn *const *parts, gsize n_parts, gsize n, GError **error)
{
  g_autofree guint64 *missing = joined_missing(parts, n_parts, n, error);
  gint64 *ints = missing ? ds_try_new0(gint64, n, for_what, error) : NULL;
  gsize at = 0;
  DsColumn *column;
  guint style = 0;

  if (!ints)
    return NULL;
  for (gsize p = 0; p < n_parts; at += parts[p]->n_rows, p++) {
    const gint64 unit =
        type == DS_TYPE_TIME && parts[p]->type == DS_TYPE_DATE ? DS_MOMENT_USEC_PER_DAY : 1;

    if (parts[p]->type == type && style == 0)
      style = parts[p]->style;
    for (gsize i = 0; parts[p]->ints && i < parts[p]->n_rows; i++)
      ints[at + i] = parts[p]->ints[i] * unit;
  }
  column = ds_column_new_ints(type, ints, n, g_steal_pointer(&missing));
  ds_column_set_style(column, style);
  return column;
}

static DsColumn *
joined_bools(const DsColumn *const *parts, gsize n_parts, gsize n, GError **error)
{
  g_autofree guint64 *missing = joined_missing(parts, n_parts, n, error);
  guint8 *bools = missing ? ds_try_new0(guint8, n, for_what, error) : NULL;
  gsize at = 0;
  DsColumn *column;
  guint style = 0;

  if (!bools)
    return NULL;
  for (gsize p = 0; p < n_parts; at += parts[p]->n_rows, p++)
    if (parts[p]->bools) {
      memcpy(bools + at, parts[p]->bools, parts[p]->n_rows);
      style = style != 0 ? style : parts[p]->style;
    }
  column = ds_column_new_bools(bools, n, g_steal_pointer(&missing));
  ds_column_set_style(column, style);
  return column;
}

/* The bytes grow with the values; a whole part of numbers has to be spelled first. */
static gboolean
add_texts(const DsColumn *part, guint64 *offsets, gsize at, char **bytes, gsize *n_bytes,
          gsize *capacity, DsProgress *progress, GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);

  for (gsize i = 0; i < part->n_rows; i++) {
    const char *cell = text->str;
    gsize length = 0;

    if (i % 65536 == 0 && !ds_progress_go_on(progress, error))
      return FALSE;
    if (part->type == DS_TYPE_TEXT) {
      cell = ds_column_text(part, i, &length);
    } else {
      g_string_truncate(text, 0);
      length = ds_column_append_cell(part, i, text) ? text->len : 0;
      cell = text->str;
    }
    if (*n_bytes + length > *capacity) {
      const gsize wanted = MAX(*capacity * 2, *n_bytes + length + 4096);
      char *more = ds_try_realloc(*bytes, wanted, 1, for_what, error);

      if (!more)
        return FALSE;
      *bytes = more;
      *capacity = wanted;
    }
    offsets[at + i] = *n_bytes;
    if (length > 0 && cell)
      memcpy(*bytes + *n_bytes, cell, length);
    *n_bytes += cell ? length : 0;
  }
  return TRUE;
}

static DsColumn *
joined_texts(const DsColumn *const *parts, gsize n_parts, gsize n, DsProgress *progress,
             GError **error)
{
  g_autofree guint64 *missing = joined_missing(parts, n_parts, n, error);
  g_autofree guint64 *offsets = missing ? ds_try_new(guint64, n + 1, for_what, error) : NULL;
  g_autofree char *bytes = offsets ? ds_try_new(char, 4096, for_what, error) : NULL;
  gsize at = 0, n_bytes = 0, capacity = 4096;

  if (!bytes)
    return NULL;
  for (gsize p = 0; p < n_parts; at += parts[p]->n_rows, p++)
    if (!add_texts(parts[p], offsets, at, &bytes, &n_bytes, &capacity, progress, error))
      return NULL;
  offsets[n] = n_bytes;
  return ds_text_column_new(g_steal_pointer(&offsets), g_steal_pointer(&bytes), n,
                            g_steal_pointer(&missing));
}

static gsize
total_rows(const DsColumn *const *parts, gsize n_parts)
{
  gsize n = 0;

  for (gsize p = 0; p < n_parts; p++)
    n += parts[p]->n_rows;
  return n;
}

DsColumn *
ds_column_concat_text(const DsColumn *const *parts, gsize n_parts, DsProgress *progress,
                      GError **error)
{
  return joined_texts(parts, n_parts, total_rows(parts, n_parts), progress, error);
}

DsColumn *
ds_column_concat(const DsColumn *const *parts, gsize n_parts, DsProgress *progress, GError **error)
{
  const DsType type = common_type(parts, n_parts);
  const gsize n = total_rows(parts, n_parts);

  if (!ds_progress_go_on(progress, error))
    return NULL;
  switch (type) {
  case DS_TYPE_REAL:
    return joined_reals(parts, n_parts, n, error);
  case DS_TYPE_BOOL:
    return joined_bools(parts, n_parts, n, error);
  case DS_TYPE_TEXT:
    return joined_texts(parts, n_parts, n, progress, error);
  default:
    return joined_ints(type, parts, n_parts, n, error);
  }
}

/* @n rows without a value. */
static DsColumn *
nothing(gsize n, GError **error)
{
  gint32 *codes = ds_try_new(gint32, n, for_what, error);

  if (!codes)
    return NULL;
  memset(codes, 0xff, n * sizeof *codes); /* -1 everywhere */
  return ds_column_new_coded(codes, n, g_new0(guint64, 1), g_new0(char, 1), 0);
}

static DsColumn *
part_of(const DsTable *table, gssize col, DsProgress *progress, GError **error)
{
  return col >= 0 ? ds_table_dense_column(table, (gsize)col, progress, error)
                  : nothing(ds_table_n_rows(table), error);
}

/* The two parts of a column and what becomes of them. */
static DsColumn *
appended_column(const DsTable *top, gssize top_col, const DsTable *bottom, gssize bottom_col,
                const char *name, DsProgress *progress, DsNotes *notes, GError **error)
{
  g_autoptr(DsColumn) above = part_of(top, top_col, progress, error);
  g_autoptr(DsColumn) below = above ? part_of(bottom, bottom_col, progress, error) : NULL;
  const DsColumn *const parts[] = { above, below };
  DsColumn *column = below ? ds_column_concat(parts, 2, progress, error) : NULL;

  if (column && top_col >= 0 && bottom_col >= 0 && above->type != below->type) {
    g_autofree char *shown = ds_text_for_terminal(name, -1);

    ds_notes_add(notes, "column \"%s\" is %s above and %s below: it became %s", shown,
                 ds_type_name(above->type), ds_type_name(below->type), ds_type_name(column->type));
  }
  return column;
}

static DsColumn *
source_column(gsize n_top, const char *top_name, gsize n_bottom, const char *bottom_name,
              GError **error)
{
  const gboolean is_one = g_str_equal(top_name, bottom_name);
  const gsize top_length = strlen(top_name), bottom_length = is_one ? 0 : strlen(bottom_name);
  gint32 *codes = ds_try_new(gint32, n_top + n_bottom, for_what, error);
  guint64 *offsets;
  char *bytes;

  if (!codes)
    return NULL;
  for (gsize i = 0; i < n_top + n_bottom; i++)
    codes[i] = i >= n_top && !is_one;
  offsets = g_new(guint64, 3);
  offsets[0] = 0;
  offsets[1] = top_length;
  offsets[2] = top_length + bottom_length;
  bytes = g_strconcat(top_name, is_one ? "" : bottom_name, NULL);
  return ds_column_new_coded(codes, n_top + n_bottom, offsets, bytes, is_one ? 1 : 2);
}

static void
note_lacking(const char *table, GPtrArray *names, DsNotes *notes)
{
  g_autoptr(GString) list = g_string_new(NULL);
  g_autofree char *table_shown = ds_text_for_terminal(table, -1);

  for (guint i = 0; i < MIN(names->len, 5); i++) {
    g_autofree char *shown = ds_text_for_terminal(g_ptr_array_index(names, i), -1);

    g_string_append_printf(list, "%s\"%s\"", i > 0 ? ", " : "", shown);
  }
  if (names->len > 5)
    g_string_append_printf(list, " and %u more", names->len - 5);
  if (names->len > 0)
    ds_notes_add(notes, "%s lacks %s: missing in its rows", table_shown, list->str);
}

const DsTable *
ds_table_append(const DsTable *top, const char *top_name, const DsTable *bottom,
                const char *bottom_name, const char *source, DsProgress *progress, DsNotes *notes,
                GError **error)
{
  const gsize n_top = ds_table_n_rows(top), n_bottom = ds_table_n_rows(bottom);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) columns = g_ptr_array_new_with_free_func((GDestroyNotify)ds_column_unref);
  g_autoptr(GPtrArray) not_below = g_ptr_array_new();
  g_autoptr(GPtrArray) not_above = g_ptr_array_new();
  const gsize n_all = ds_table_n_columns(top) + ds_table_n_columns(bottom);

  if ((guint64)n_top + n_bottom >= G_MAXUINT32) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "together they have %" G_GUINT64_FORMAT " rows and a table holds at most %u; "
                "filter one of them first",
                (guint64)n_top + n_bottom, G_MAXUINT32 - 1);
    return NULL;
  }
  ds_progress_stage(progress, "appending");
  for (gsize i = 0; i < n_all; i++) {
    const gboolean is_top = i < ds_table_n_columns(top);
    const gsize own = is_top ? i : i - ds_table_n_columns(top);
    const char *name = ds_table_column_name(is_top ? top : bottom, own);
    const gssize other = ds_table_lookup_column(is_top ? bottom : top, name);
    DsColumn *column;

    if (!is_top && other >= 0)
      continue; /* done with the top's */
    column = appended_column(top, is_top ? (gssize)own : -1, bottom, is_top ? other : (gssize)own,
                             name, progress, notes, error);
    if (!column)
      return NULL;
    if (other < 0)
      g_ptr_array_add(is_top ? not_below : not_above, (gpointer)(guintptr)name);
    g_ptr_array_add(columns, column);
    g_ptr_array_add(names, g_strdup(name));
    ds_progress_set(progress, i + 1, n_all);
  }
  if (source) {
    DsColumn *column = source_column(n_top, top_name, n_bottom, bottom_name, error);

    if (!column)
      return NULL;
    g_ptr_array_add(columns, column);
    g_ptr_array_add(names, ds_table_unique_name((const char *const *)(gpointer)names->pdata,
                                                names->len, source));
  }
  note_lacking(bottom_name, not_below, notes);
  note_lacking(top_name, not_above, notes);
  return ds_table_new((const char *const *)(gpointer)names->pdata,
                      (DsColumn *const *)(gpointer)columns->pdata, columns->len, n_top + n_bottom);
}
