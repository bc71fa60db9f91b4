/* engine/query/values.c - values of a query's result, gathered row by row and made into columns. */
#include "engine/query/values.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/query/moment-sql.h"
#include "engine/table/text-code.h"

static const char for_what[] = "the result of a query";

DsValues *
ds_values_new(gsize capacity, GError **error)
{
  g_autoptr(DsValues) cells = g_new0(DsValues, 1);

  cells->capacity = capacity;
  cells->kinds = ds_try_new(guint8, capacity, for_what, error);
  cells->values = cells->kinds ? ds_try_new(gint64, capacity, for_what, error) : NULL;
  return cells->values ? g_steal_pointer(&cells) : NULL;
}

void
ds_values_free(DsValues *cells)
{
  if (!cells)
    return;
  g_free(cells->kinds);
  g_free(cells->values);
  g_free(cells->bytes);
  g_free(cells);
}

static gboolean
add_text(DsValues *cells, sqlite3_stmt *statement, int col, GError **error)
{
  const char *text = (const char *)sqlite3_column_blob(statement, col); /* bytes as they are */
  const gsize length = (gsize)sqlite3_column_bytes(statement, col);

  if (cells->n_bytes + length > cells->bytes_capacity) {
    const gsize wanted = MAX(cells->bytes_capacity * 2, cells->n_bytes + length + 1024);
    char *bytes =
        wanted < G_MAXUINT32 ? ds_try_realloc(cells->bytes, wanted, 1, for_what, error) : NULL;

    if (!bytes) {
      if (error && !*error)
        g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                    "the texts of one result column take more than 4 GB in %u rows; shorten them "
                    "with substr()",
                    (guint)cells->n + 1);
      return FALSE;
    }
    cells->bytes = bytes;
    cells->bytes_capacity = wanted;
  }
  if (length > 0)
    memcpy(cells->bytes + cells->n_bytes, text, length);
  cells->values[cells->n] = (gint64)(((guint64)cells->n_bytes << 32) | length);
  cells->n_bytes += length;
  return TRUE;
}

gboolean
ds_values_add(DsValues *cells, sqlite3_stmt *statement, int col, GError **error)
{
  int kind = sqlite3_column_type(statement, col);
  double real;

  g_return_val_if_fail(cells->n < cells->capacity, FALSE);
  switch (kind) {
  case SQLITE_NULL:
    cells->values[cells->n] = 0;
    break;
  case SQLITE_INTEGER:
    cells->values[cells->n] = sqlite3_column_int64(statement, col);
    break;
  case SQLITE_FLOAT:
    real = sqlite3_column_double(statement, col);
    memcpy(&cells->values[cells->n], &real, sizeof real);
    break;
  default:
    kind = SQLITE_TEXT; /* blobs are bytes, and so are our texts */
    if (!add_text(cells, statement, col, error))
      return FALSE;
  }
  cells->kinds[cells->n++] = (guint8)kind;
  return TRUE;
}

/* What is in all blocks together. */
typedef struct {
  gsize n, n_ints, n_reals, n_texts, n_missing, n_bytes;
  gboolean is_bits;  /* every int is 0 or 1 */
  gboolean is_lossy; /* an int that no double holds */
} Contents;

static Contents
survey(DsValues *const *blocks, gsize n_blocks)
{
  Contents contents = { .is_bits = TRUE };

  for (gsize b = 0; b < n_blocks; b++) {
    const DsValues *cells = blocks[b];

    contents.n += cells->n;
    contents.n_bytes += cells->n_bytes;
    for (gsize i = 0; i < cells->n; i++) {
      contents.n_ints += cells->kinds[i] == SQLITE_INTEGER;
      contents.n_reals += cells->kinds[i] == SQLITE_FLOAT;
      contents.n_texts += cells->kinds[i] == SQLITE_TEXT;
      if (cells->kinds[i] == SQLITE_INTEGER) {
        contents.is_bits = contents.is_bits && (cells->values[i] & ~G_GINT64_CONSTANT(1)) == 0;
        contents.is_lossy = contents.is_lossy || cells->values[i] > (G_GINT64_CONSTANT(1) << 53) ||
                            cells->values[i] < -(G_GINT64_CONSTANT(1) << 53);
      }
    }
  }
  contents.n_missing = contents.n - contents.n_ints - contents.n_reals - contents.n_texts;
  return contents;
}

static const char *
text_of(const DsValues *cells, gsize i, gsize *length)
{
  const guint64 place = (guint64)cells->values[i];

  *length = (gsize)(place & G_MAXUINT32);
  return *length > 0 ? cells->bytes + (place >> 32) : "";
}

static void
set_missing(guint64 *missing, gsize row)
{
  missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
}

/* NULL without an error when no value is missing. */
static gboolean
missing_bits(DsValues *const *blocks, gsize n_blocks, const Contents *contents, guint64 **missing,
             GError **error)
{
  gsize row = 0;

  *missing = NULL;
  if (contents->n_missing == 0)
    return TRUE;
  *missing = ds_try_new0(guint64, ds_missing_words(contents->n), for_what, error);
  if (!*missing)
    return FALSE;
  for (gsize b = 0; b < n_blocks; b++)
    for (gsize i = 0; i < blocks[b]->n; i++, row++)
      if (blocks[b]->kinds[i] == SQLITE_NULL)
        set_missing(*missing, row);
  return TRUE;
}

static DsColumn *
real_column(DsValues *const *blocks, gsize n_blocks, const Contents *contents, GError **error)
{
  double *reals = ds_try_new(double, contents->n, for_what, error);
  gsize row = 0;

  if (!reals)
    return NULL;
  for (gsize b = 0; b < n_blocks; b++)
    for (gsize i = 0; i < blocks[b]->n; i++, row++) {
      if (blocks[b]->kinds[i] == SQLITE_FLOAT)
        memcpy(&reals[row], &blocks[b]->values[i], sizeof reals[row]);
      else
        reals[row] =
            blocks[b]->kinds[i] == SQLITE_INTEGER ? (double)blocks[b]->values[i] : (double)NAN;
    }
  return ds_column_new_reals(reals, contents->n);
}

static DsColumn *
int_column(DsValues *const *blocks, gsize n_blocks, const Contents *contents, gboolean is_bool,
           GError **error)
{
  g_autofree guint64 *missing = NULL;
  g_autofree gint64 *ints = NULL;
  g_autofree guint8 *bools = NULL;
  gsize row = 0;

  if (!missing_bits(blocks, n_blocks, contents, &missing, error))
    return NULL;
  if (is_bool)
    bools = ds_try_new(guint8, contents->n, for_what, error);
  else
    ints = ds_try_new(gint64, contents->n, for_what, error);
  if (!bools && !ints)
    return NULL;
  for (gsize b = 0; b < n_blocks; b++)
    for (gsize i = 0; i < blocks[b]->n; i++, row++) {
      if (is_bool)
        bools[row] = blocks[b]->values[i] != 0;
      else
        ints[row] = blocks[b]->values[i];
    }
  if (is_bool)
    return ds_column_new_bools(g_steal_pointer(&bools), contents->n, g_steal_pointer(&missing));
  return ds_column_new_ints(DS_TYPE_INT, g_steal_pointer(&ints), contents->n,
                            g_steal_pointer(&missing));
}

/* NULL without an error when a text is no moment. */
static DsColumn *
moment_column(DsValues *const *blocks, gsize n_blocks, const Contents *contents, gboolean is_time,
              GError **error)
{
  g_autofree guint64 *missing = NULL;
  g_autofree gint64 *ints = NULL;
  gboolean has_fraction = FALSE;
  DsColumn *column;
  gsize row = 0;

  if (!missing_bits(blocks, n_blocks, contents, &missing, error) ||
      !(ints = ds_try_new0(gint64, contents->n, for_what, error)))
    return NULL;
  for (gsize b = 0; b < n_blocks; b++)
    for (gsize i = 0; i < blocks[b]->n; i++, row++) {
      gsize length;
      const char *text;

      if (blocks[b]->kinds[i] != SQLITE_TEXT)
        continue;
      text = text_of(blocks[b], i, &length);
      if (!ds_moment_sql_parse(is_time, text, length, &ints[row]))
        return NULL;
      has_fraction = has_fraction || length > 19;
    }
  column = ds_column_new_ints(is_time ? DS_TYPE_TIME : DS_TYPE_DATE, g_steal_pointer(&ints),
                              contents->n, g_steal_pointer(&missing));
  if (is_time)
    ds_column_set_style(column, DS_MOMENT_UNZONED | (has_fraction ? DS_MOMENT_FRACTION : 0));
  return column;
}

/* The text of a cell of any kind but NULL, as it is written to files; @spelled is room for it. */
static const char *
spelled(const DsValues *cells, gsize i, char room[DS_NUMBER_CHARS], gsize *length)
{
  double real;

  if (cells->kinds[i] == SQLITE_TEXT)
    return text_of(cells, i, length);
  if (cells->kinds[i] == SQLITE_INTEGER) {
    *length = (gsize)ds_number_format_int(room, cells->values[i]);
  } else {
    memcpy(&real, &cells->values[i], sizeof real);
    *length = (gsize)ds_number_format_real(room, real, TRUE);
  }
  return room;
}

static DsColumn *
text_column(DsValues *const *blocks, gsize n_blocks, const Contents *contents, GError **error)
{
  const gsize room_of_numbers = (contents->n_ints + contents->n_reals) * DS_NUMBER_CHARS;
  g_autofree guint64 *missing = NULL;
  g_autofree guint64 *offsets = NULL;
  g_autofree char *bytes = NULL;
  gsize row = 0, at = 0;

  if (!missing_bits(blocks, n_blocks, contents, &missing, error) ||
      !(offsets = ds_try_new(guint64, contents->n + 1, for_what, error)) ||
      !(bytes = ds_try_new(char, contents->n_bytes + room_of_numbers, for_what, error)))
    return NULL;
  for (gsize b = 0; b < n_blocks; b++)
    for (gsize i = 0; i < blocks[b]->n; i++) {
      char room[DS_NUMBER_CHARS];
      gsize length = 0;
      const char *text = "";

      if (blocks[b]->kinds[i] != SQLITE_NULL)
        text = spelled(blocks[b], i, room, &length);
      offsets[row++] = at;
      if (length > 0)
        memcpy(bytes + at, text, length);
      at += length;
    }
  offsets[row] = at;
  return ds_text_column_new(g_steal_pointer(&offsets), g_steal_pointer(&bytes), contents->n,
                            g_steal_pointer(&missing));
}

static void
note_mixture(const Contents *contents, const char *name, DsNotes *notes)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  if (contents->n_texts > 0)
    ds_notes_add(notes,
                 "column \"%s\" mixes %" G_GSIZE_FORMAT " numbers and %" G_GSIZE_FORMAT
                 " texts: it is text",
                 shown, contents->n_ints + contents->n_reals, contents->n_texts);
  else if (contents->is_lossy)
    ds_notes_add(notes,
                 "column \"%s\" mixes reals and integers beyond 2^53: those are rounded to doubles",
                 shown);
}

DsColumn *
ds_values_column(DsValues *const *blocks, gsize n_blocks, DsValuesHint hint, const char *name,
                 DsNotes *notes, GError **error)
{
  const Contents contents = survey(blocks, n_blocks);
  const gsize n_numbers = contents.n_ints + contents.n_reals;
  DsColumn *column = NULL;

  if (contents.n_texts == 0 && (contents.n_reals == 0 || contents.n_ints == 0) && n_numbers > 0)
    return contents.n_reals > 0 ? real_column(blocks, n_blocks, &contents, error)
                                : int_column(blocks, n_blocks, &contents,
                                             hint == DS_VALUES_BOOL && contents.is_bits, error);
  if (n_numbers > 0)
    note_mixture(&contents, name, notes);
  if (contents.n_texts == 0 && n_numbers > 0)
    return real_column(blocks, n_blocks, &contents, error);
  if (contents.n_texts == 0 && (hint == DS_VALUES_BOOL || hint == DS_VALUES_INT)) /* all missing */
    return int_column(blocks, n_blocks, &contents, hint == DS_VALUES_BOOL, error);
  if (contents.n_texts == 0 && hint == DS_VALUES_REAL)
    return real_column(blocks, n_blocks, &contents, error);
  if (n_numbers == 0 && (hint == DS_VALUES_DATE || hint == DS_VALUES_TIME ||
                         (hint == DS_VALUES_UNKNOWN && contents.n_texts > 0))) {
    GError *local = NULL;

    if (hint != DS_VALUES_TIME)
      column = moment_column(blocks, n_blocks, &contents, FALSE, &local);
    if (!column && !local && hint != DS_VALUES_DATE)
      column = moment_column(blocks, n_blocks, &contents, TRUE, &local);
    if (column || local) {
      if (local)
        g_propagate_error(error, local);
      return column;
    }
  }
  return text_column(blocks, n_blocks, &contents, error);
}
