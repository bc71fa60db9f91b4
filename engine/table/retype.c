/* engine/table/retype.c - the same values as another type, exactly. */
#include "engine/table/retype.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/table/append.h"
#include "engine/table/text-code.h"

static const char for_what[] = "retyping a column";

/* One value of the new type. */
typedef struct {
  gint64 integer; /* INT, DATE, TIME, BOOL */
  double real;
  gboolean is_respelled; /* right, but spelled otherwise than it will be */
  guint style;           /* TIME */
} Value;

typedef struct {
  const DsColumn *column;
  DsType type;
  const char *name;
  gint64 *ints;
  double *reals;
  guint8 *bools;
  Value *of_strings; /* [n strings] of a coded column */
  guint8 *fits;      /* [n strings] */
  gint n_respelled;  /* atomic */
  gint style;        /* atomic: flags of all times */
} Retype;

static gboolean
int_to(gint64 integer, DsType type, Value *value)
{
  value->integer = integer;
  value->real = (double)integer;
  if (type == DS_TYPE_BOOL)
    return integer == 0 || integer == 1;
  return type == DS_TYPE_INT || (type == DS_TYPE_REAL && value->real < 9223372036854775808.0 &&
                                 (gint64)value->real == integer);
}

static gboolean
real_to(double real, DsType type, Value *value)
{
  if (!(real >= -9223372036854775808.0 && real < 9223372036854775808.0) || floor(real) != real)
    return FALSE;
  value->integer = (gint64)real;
  return type == DS_TYPE_INT || (type == DS_TYPE_BOOL && (real == 0.0 || real == 1.0));
}

static gboolean
text_to_bool(const char *text, gsize length, Value *value)
{
  static const char *const words[] = { "false", "true", "no", "yes", "0", "1" };

  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (strlen(words[i]) == length && g_ascii_strncasecmp(words[i], text, length) == 0) {
      value->integer = i % 2;
      value->is_respelled = i > 1 || strncmp(words[i], text, length) != 0;
      return TRUE;
    }
  return FALSE;
}

/* Digits with zeros before them are read as the number they write. */
static gboolean
without_zeros(const char *text, gsize length, DsType type, Value *value)
{
  char digits[DS_NUMBER_CHARS];
  gsize at = 0, n = 0;
  DsNumberKind kind;

  if (length >= sizeof digits)
    return FALSE;
  if (text[0] == '-' || text[0] == '+')
    digits[n++] = text[at++];
  while (at + 1 < length && text[at] == '0' && g_ascii_isdigit(text[at + 1]))
    at++;
  memcpy(digits + n, text + at, length - at);
  kind = ds_number_parse(digits, n + length - at, &value->integer, &value->real);
  value->is_respelled = TRUE;
  return kind == DS_NUMBER_INT ? int_to(value->integer, type, value)
                               : kind == DS_NUMBER_REAL && type == DS_TYPE_REAL;
}

static gboolean
text_to_number(const char *text, gsize length, DsType type, Value *value)
{
  switch (ds_number_parse(text, length, &value->integer, &value->real)) {
  case DS_NUMBER_INT:
    return int_to(value->integer, type, value);
  case DS_NUMBER_REAL:
  case DS_NUMBER_INFINITY:
    return type == DS_TYPE_REAL;
  case DS_NUMBER_ZEROS:
    return without_zeros(text, length, type, value);
  default:
    return FALSE;
  }
}

static gboolean
text_to(const char *text, gsize length, DsType type, Value *value)
{
  *value = (Value){ 0 };
  switch (type) {
  case DS_TYPE_INT:
  case DS_TYPE_REAL:
    return text_to_number(text, length, type, value);
  case DS_TYPE_BOOL:
    return text_to_bool(text, length, value);
  case DS_TYPE_DATE:
    return ds_moment_parse_date(text, length, &value->integer);
  case DS_TYPE_TIME:
    if (ds_moment_parse_date(text, length, &value->integer)) {
      value->integer *= DS_MOMENT_USEC_PER_DAY;
      value->is_respelled = TRUE;
      value->style = DS_MOMENT_UNZONED;
      return TRUE;
    }
    return ds_moment_parse_time(text, length, &value->integer, &value->style);
  default:
    return FALSE;
  }
}

/* The value at @row, which is there, as the new type. */
static gboolean
convert(const Retype *retype, gsize row, Value *value)
{
  const DsColumn *column = retype->column;
  const DsType type = retype->type;
  const char *text;
  gsize length;

  *value = (Value){ 0 };
  switch (column->type) {
  case DS_TYPE_INT:
    return int_to(column->ints[row], type, value);
  case DS_TYPE_BOOL:
    return int_to(column->bools[row], type, value);
  case DS_TYPE_REAL:
    return real_to(column->reals[row], type, value);
  case DS_TYPE_DATE:
    value->integer = column->ints[row] * DS_MOMENT_USEC_PER_DAY;
    value->style = DS_MOMENT_UNZONED;
    return type == DS_TYPE_TIME;
  case DS_TYPE_TIME:
    value->integer = column->ints[row] / DS_MOMENT_USEC_PER_DAY -
                     (column->ints[row] % DS_MOMENT_USEC_PER_DAY < 0);
    return type == DS_TYPE_DATE && column->ints[row] % DS_MOMENT_USEC_PER_DAY == 0;
  default:
    if (column->is_coded) {
      *value = retype->of_strings[column->codes[row]];
      return retype->fits[column->codes[row]];
    }
    text = ds_strings_get(&column->strings, row, &length);
    return text_to(text, length, type, value);
  }
}

static void
fail_value(const Retype *retype, gsize row, GError **error)
{
  g_autoptr(GString) cell = g_string_new(NULL);
  g_autofree char *shown = NULL;
  g_autofree char *name = ds_text_for_terminal(retype->name, -1);

  ds_column_append_cell(retype->column, row, cell);
  if (cell->len > 60) {
    g_string_truncate(cell, 57);
    g_string_append(cell, "...");
  }
  shown = ds_text_for_terminal(cell->str, (gssize)cell->len);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
              "row %" G_GSIZE_FORMAT
              " of column \"%s\" holds \"%s\", which is no %s; mend or filter "
              "such rows first",
              row + 1, name, shown, ds_type_name(retype->type));
}

static gboolean
retype_block(gsize block, gpointer data, GError **error)
{
  Retype *retype = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, retype->column->n_rows);
  gint n_respelled = 0;
  guint style = 0;

  for (gsize row = block * DS_BLOCK_ROWS; row < end; row++) {
    Value value = { .real = (double)NAN };

    if (!ds_column_is_missing(retype->column, row)) {
      if (!convert(retype, row, &value)) {
        fail_value(retype, row, error);
        return FALSE;
      }
      n_respelled += value.is_respelled;
      style |= value.style;
    }
    if (retype->ints)
      retype->ints[row] = value.integer;
    else if (retype->reals)
      retype->reals[row] = value.real;
    else
      retype->bools[row] = value.integer != 0;
  }
  g_atomic_int_add(&retype->n_respelled, n_respelled);
  g_atomic_int_or((guint *)&retype->style, style);
  return TRUE;
}

/* Each distinct text is read once. */
static gboolean
read_strings(Retype *retype, GError **error)
{
  const DsStrings *strings = &retype->column->strings;

  retype->of_strings = ds_try_new(Value, strings->n, for_what, error);
  retype->fits = retype->of_strings ? ds_try_new(guint8, strings->n, for_what, error) : NULL;
  for (gsize i = 0; retype->fits && i < strings->n; i++) {
    gsize length;
    const char *text = ds_strings_get(strings, i, &length);

    retype->fits[i] = (guint8)text_to(text, length, retype->type, &retype->of_strings[i]);
  }
  return retype->fits != NULL;
}

static gboolean
make_room(Retype *retype, GError **error)
{
  const gsize n = retype->column->n_rows;

  if (retype->type == DS_TYPE_REAL)
    return (retype->reals = ds_try_new(double, n, for_what, error)) != NULL;
  if (retype->type == DS_TYPE_BOOL)
    return (retype->bools = ds_try_new(guint8, n, for_what, error)) != NULL;
  return (retype->ints = ds_try_new(gint64, n, for_what, error)) != NULL;
}

static DsColumn *
retyped(Retype *retype, DsNotes *notes, GError **error)
{
  const gsize n = retype->column->n_rows;
  g_autofree guint64 *missing = NULL;
  DsColumn *column;

  if (retype->reals)
    return ds_column_new_reals(g_steal_pointer(&retype->reals), n);
  if (retype->column->missing) {
    missing = ds_try_new(guint64, ds_missing_words(n), for_what, error);
    if (!missing)
      return NULL;
    memcpy(missing, retype->column->missing, ds_missing_words(n) * sizeof *missing);
  }
  if (retype->bools)
    return ds_column_new_bools(g_steal_pointer(&retype->bools), n, g_steal_pointer(&missing));
  column = ds_column_new_ints(retype->type, g_steal_pointer(&retype->ints), n,
                              g_steal_pointer(&missing));
  if (retype->type == DS_TYPE_TIME) {
    const guint style = (guint)retype->style;

    ds_column_set_style(column, style);
    if ((style & DS_MOMENT_ZONED) && (style & DS_MOMENT_UNZONED))
      ds_notes_add(notes, "some times name a zone and some do not: those were taken as UTC");
  }
  return column;
}

/* Which types can hold some value of the other at all. */
static gboolean
can_fit(DsType from, DsType to)
{
  const gboolean from_number = from <= DS_TYPE_BOOL, to_number = to <= DS_TYPE_BOOL;

  return from == DS_TYPE_TEXT || to == DS_TYPE_TEXT || from_number == to_number;
}

DsColumn *
ds_column_retype(const DsColumn *column, DsType type, const char *name, DsProgress *progress,
                 DsNotes *notes, GError **error)
{
  Retype retype = { .column = column, .type = type, .name = name };
  DsColumn *result = NULL;

  if (type == column->type)
    return ds_column_ref(column);
  if (type == DS_TYPE_TEXT)
    return ds_column_concat_text((const DsColumn *const[]){ column }, 1, progress, error);
  if (!can_fit(column->type, type) && ds_column_count(column) > 0) {
    g_autofree char *shown = ds_text_for_terminal(name, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
                "column \"%s\" is %s and cannot become %s; derive a column instead", shown,
                ds_type_name(column->type), ds_type_name(type));
    return NULL;
  }
  ds_progress_stage(progress, "retyping");
  if ((!column->is_coded || read_strings(&retype, error)) && make_room(&retype, error) &&
      ds_parallel_for(ds_block_count(column->n_rows), retype_block, &retype, progress, error))
    result = retyped(&retype, notes, error);
  if (result && retype.n_respelled > 0)
    ds_notes_add(notes,
                 "%d of the values were spelled otherwise (leading zeros, yes for true, a date for "
                 "a time): the spelling is gone, undo brings it back",
                 retype.n_respelled);
  g_free(retype.ints);
  g_free(retype.reals);
  g_free(retype.bools);
  g_free(retype.of_strings);
  g_free(retype.fits);
  return result;
}
