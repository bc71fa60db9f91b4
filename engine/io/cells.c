/* engine/io/cells.c - the values of a column as they come, and the type that holds them all. */
#include "engine/io/cells.h"

#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

enum { FIRST_ROOM = 64, SHOWN_CHARS = 40 };

#define BIT(kind) (1U << (kind))
#define BOOLS (BIT(DS_CELL_FALSE) | BIT(DS_CELL_TRUE))
#define NUMBERS (BIT(DS_CELL_INT) | BIT(DS_CELL_REAL))

static gboolean
grow(DsCells *cells, GError **error)
{
  const gsize room = cells->room ? cells->room * 2 : FIRST_ROOM;
  guint32 *rows = ds_try_realloc(cells->rows, room, sizeof *rows, "the cells of a column", error);
  guint8 *kinds;
  DsCellValue *values;

  if (!rows)
    return FALSE;
  cells->rows = rows;
  kinds = ds_try_realloc(cells->kinds, room, sizeof *kinds, "the cells of a column", error);
  if (!kinds)
    return FALSE;
  cells->kinds = kinds;
  values = ds_try_realloc(cells->values, room, sizeof *values, "the cells of a column", error);
  if (!values)
    return FALSE;
  cells->values = values;
  cells->room = room;
  return TRUE;
}

gboolean
ds_cells_add(DsCells *cells, guint32 row, DsCellKind kind, DsCellValue value, GError **error)
{
  gsize i = cells->n;

  if (i > 0 && cells->rows[i - 1] == row)
    i--;
  else if (i == cells->room && !grow(cells, error))
    return FALSE;
  cells->rows[i] = row;
  cells->kinds[i] = (guint8)kind;
  cells->values[i] = value;
  cells->seen |= BIT(kind);
  cells->n = i + 1;
  return TRUE;
}

void
ds_cells_clear(DsCells *cells)
{
  g_free(cells->rows);
  g_free(cells->kinds);
  g_free(cells->values);
  *cells = (DsCells){ 0 };
}

/* What one cell becomes in a column of numbers, bools or moments. */
typedef struct {
  gint64 integer;
  double real;
  guint style; /* of a time */
} Converted;

static gboolean
is_piece(const DsCellsOptions *options, DsCellKind kind)
{
  return options->are_spelled || kind >= DS_CELL_INFINITY;
}

static gboolean
number_of_piece(const char *text, gsize length, Converted *to, DsNumberKind *kind)
{
  *kind = ds_number_parse(text, length, &to->integer, &to->real);
  if (*kind == DS_NUMBER_HUGE_INT) {
    g_autofree char *copy = g_strndup(text, length);

    to->real = g_ascii_strtod(copy, NULL); /* only a column that is to be real asks for it */
  }
  return *kind == DS_NUMBER_INT || *kind == DS_NUMBER_REAL || *kind == DS_NUMBER_INFINITY ||
         *kind == DS_NUMBER_HUGE_INT;
}

static gboolean
to_number(const DsCellRun *run, gsize i, const DsCellsOptions *options, DsType type, Converted *to)
{
  const DsCellKind kind = run->cells->kinds[i];
  const DsCellValue value = run->cells->values[i];
  DsNumberKind found = kind == DS_CELL_INT ? DS_NUMBER_INT : DS_NUMBER_REAL;

  if (kind == DS_CELL_NESTED || kind <= DS_CELL_TRUE)
    return FALSE;
  if (is_piece(options, kind)) {
    if (!number_of_piece(run->bytes + value.piece.start, value.piece.length, to, &found))
      return FALSE;
  } else if (kind == DS_CELL_INT) {
    *to = (Converted){ .integer = value.integer, .real = (double)value.integer };
  } else {
    to->real = value.real;
  }
  if (type == DS_TYPE_INT)
    return found == DS_NUMBER_INT;
  /* An integer that a double cannot hold is no real, unless the user insists. */
  return options->is_forced || found != DS_NUMBER_INT ||
         (fabs(to->real) < 0x1p63 && (gint64)to->real == to->integer);
}

static gboolean
to_bool(const DsCellRun *run, gsize i, const DsCellsOptions *options, Converted *to)
{
  const DsCellKind kind = run->cells->kinds[i];
  const DsPiece piece = run->cells->values[i].piece;
  const char *text = run->bytes + (is_piece(options, kind) ? piece.start : 0);

  if (kind <= DS_CELL_TRUE) {
    to->integer = kind == DS_CELL_TRUE;
    return TRUE;
  }
  if (kind == DS_CELL_INT) {
    if (!to_number(run, i, options, DS_TYPE_INT, to))
      return FALSE;
    return to->integer == 0 || to->integer == 1;
  }
  if (kind != DS_CELL_TEXT)
    return FALSE;
  to->integer = piece.length == 4;
  return (piece.length == 4 && g_ascii_strncasecmp(text, "true", 4) == 0) ||
         (piece.length == 5 && g_ascii_strncasecmp(text, "false", 5) == 0);
}

static gboolean
to_moment(const DsCellRun *run, gsize i, DsType type, Converted *to)
{
  const DsPiece piece = run->cells->values[i].piece;

  if (run->cells->kinds[i] != DS_CELL_TEXT)
    return FALSE;
  if (type == DS_TYPE_DATE)
    return ds_moment_parse_date(run->bytes + piece.start, piece.length, &to->integer);
  return ds_moment_parse_time(run->bytes + piece.start, piece.length, &to->integer, &to->style);
}

static inline gboolean
convert(const DsCellRun *run, gsize i, const DsCellsOptions *options, DsType type, Converted *to)
{
  switch (type) {
  case DS_TYPE_BOOL:
    return to_bool(run, i, options, to);
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    return to_moment(run, i, type, to);
  default:
    return to_number(run, i, options, type, to);
  }
}

/* Times spelled in different ways stay text, so that saving changes none of them; how many decimals
 * stand behind the second is no difference. */
static gboolean
joins_style(guint *joint, guint style, gboolean is_first)
{
  const guint must_agree =
      DS_MOMENT_ZONED | DS_MOMENT_UNZONED | DS_MOMENT_T | DS_MOMENT_SLASHES | DS_MOMENT_NO_SECONDS;

  if (is_first)
    *joint = style;
  if ((*joint & must_agree) != (style & must_agree))
    return FALSE;
  *joint |= style;
  return TRUE;
}

static void
set_misfit(const DsCellRun *run, gsize i, const DsCellsOptions *options, DsType type,
           GError **error)
{
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *column = ds_text_for_terminal(options->name, -1);
  g_autofree char *source = ds_text_for_terminal(options->source, -1);
  g_autofree char *shown = NULL, *fitted = NULL;

  ds_cells_append_text(run, i, options->are_spelled, text);
  shown = ds_text_for_terminal(text->str, (gssize)text->len);
  fitted = ds_text_fit(shown, SHOWN_CHARS, FALSE);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
              "%s: row %" G_GSIZE_FORMAT ": column \"%s\" holds \"%s\", which is no %s; try "
              "types=%s:text",
              source, run->first_row + run->cells->rows[i] + 1, column, fitted, ds_type_name(type),
              column);
}

/* Arrays of a column of numbers, bools or moments. */
typedef struct {
  gint64 *ints;
  double *reals;
  guint8 *bools;
  guint64 *missing;
} Arrays;

static void
arrays_clear(Arrays *arrays)
{
  g_free(arrays->ints);
  g_free(arrays->reals);
  g_free(arrays->bools);
  g_free(arrays->missing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Arrays, arrays_clear)

static gboolean
arrays_new(Arrays *arrays, DsType type, gsize n, GError **error)
{
  if (type == DS_TYPE_REAL) {
    arrays->reals = ds_try_new(double, n, "a column", error);
    for (gsize row = 0; arrays->reals && row < n; row++)
      arrays->reals[row] = NAN;
    return arrays->reals != NULL;
  }
  arrays->missing = ds_try_new(guint64, ds_missing_words(n), "a column", error);
  if (!arrays->missing)
    return FALSE;
  memset(arrays->missing, 0xff, ds_missing_words(n) * 8);
  if (type == DS_TYPE_BOOL)
    return (arrays->bools = ds_try_new0(guint8, n, "a column", error)) != NULL;
  return (arrays->ints = ds_try_new0(gint64, n, "a column", error)) != NULL;
}

static void
arrays_set(Arrays *arrays, gsize row, const Converted *value)
{
  if (arrays->reals) {
    arrays->reals[row] = value->real;
    return;
  }
  arrays->missing[row >> 6] &= ~(G_GUINT64_CONSTANT(1) << (row & 63));
  if (arrays->bools)
    arrays->bools[row] = value->integer != 0;
  else
    arrays->ints[row] = value->integer;
}

static DsColumn *
arrays_finish(Arrays *arrays, DsType type, gsize n)
{
  guint64 *missing = g_steal_pointer(&arrays->missing);

  if (type == DS_TYPE_REAL)
    return ds_column_new_reals(g_steal_pointer(&arrays->reals), n);
  if (type == DS_TYPE_BOOL)
    return ds_column_new_bools(g_steal_pointer(&arrays->bools), n, missing);
  return ds_column_new_ints(type, g_steal_pointer(&arrays->ints), n, missing);
}

/* The column as @type, or NULL: without an error when a cell does not fit and nobody insists. */
static DsColumn *
build_as(const DsCellRun *runs, gsize n_runs, gsize n_rows, const DsCellsOptions *options,
         DsType type, GError **error)
{
  g_auto(Arrays) arrays = { 0 };
  gboolean is_first = TRUE;
  guint style = 0;
  DsColumn *column;

  if (!arrays_new(&arrays, type, n_rows, error))
    return NULL;
  for (gsize r = 0; r < n_runs; r++) {
    const DsCells *cells = runs[r].cells;

    for (gsize i = 0; cells && i < cells->n; i++) {
      Converted value = { 0 };

      if (!convert(&runs[r], i, options, type, &value) ||
          (type == DS_TYPE_TIME && !options->is_forced &&
           !joins_style(&style, value.style, is_first))) {
        if (options->is_forced)
          set_misfit(&runs[r], i, options, type, error);
        return NULL;
      }
      style |= value.style;
      is_first = FALSE;
      arrays_set(&arrays, runs[r].first_row + cells->rows[i], &value);
    }
  }
  column = arrays_finish(&arrays, type, n_rows);
  ds_column_set_style(column, type == DS_TYPE_TIME ? style : 0);
  return column;
}

/* Whether any cell of the first run that has one could be of the moment @type. */
static gboolean
first_fits(const DsCellRun *runs, gsize n_runs, DsType type)
{
  Converted value;

  for (gsize r = 0; r < n_runs; r++)
    if (runs[r].cells && runs[r].cells->n > 0)
      return to_moment(&runs[r], 0, type, &value);
  return FALSE;
}

/* Candidates in the order of narrowness; TEXT always fits and is not among them. */
static gsize
list_candidates(const DsCellRun *runs, gsize n_runs, guint seen, const DsCellsOptions *options,
                DsType candidates[DS_N_TYPES])
{
  const gboolean declared_moment = options->has_declared && (options->declared == DS_TYPE_DATE ||
                                                             options->declared == DS_TYPE_TIME);
  gsize n = 0;

  if (seen != 0 && (seen & ~BOOLS) == 0)
    candidates[n++] = DS_TYPE_BOOL;
  if (seen == BIT(DS_CELL_INT)) {
    if (options->has_declared && options->declared == DS_TYPE_BOOL)
      candidates[n++] = DS_TYPE_BOOL;
    if (!options->has_declared || options->declared != DS_TYPE_REAL)
      candidates[n++] = DS_TYPE_INT;
  }
  if ((seen & NUMBERS) && (seen & ~(NUMBERS | BIT(DS_CELL_INFINITY))) == 0)
    candidates[n++] = DS_TYPE_REAL;
  if (seen == BIT(DS_CELL_INT) && n > 0 && candidates[n - 1] == DS_TYPE_REAL)
    candidates[n++] = DS_TYPE_INT;
  if (seen == BIT(DS_CELL_TEXT) && (options->guess_moments || declared_moment)) {
    if (first_fits(runs, n_runs, DS_TYPE_DATE))
      candidates[n++] = DS_TYPE_DATE;
    if (first_fits(runs, n_runs, DS_TYPE_TIME))
      candidates[n++] = DS_TYPE_TIME;
  }
  return n;
}

/* Why the column stayed text although it holds more than text. */
static void
note_mixture(const DsCellRun *runs, gsize n_runs, const DsCellsOptions *options, DsNotes *notes)
{
  static const char *const WORDS[DS_N_CELL_KINDS] = {
    "bools",      "bools",
    "integers",   "reals",
    "infinities", "numbers too large for their type",
    "texts",      "objects or arrays"
  };
  gsize counts[DS_N_CELL_KINDS] = { 0 };
  g_autofree char *column = ds_text_for_terminal(options->name, -1);
  g_autoptr(GString) list = g_string_new(NULL);
  guint n_kinds = 0;

  for (gsize r = 0; r < n_runs; r++)
    for (gsize i = 0; runs[r].cells && i < runs[r].cells->n; i++)
      counts[runs[r].cells->kinds[i]]++;
  counts[DS_CELL_TRUE] += counts[DS_CELL_FALSE];
  counts[DS_CELL_TEXT] += counts[DS_CELL_INFINITY];
  counts[DS_CELL_FALSE] = counts[DS_CELL_INFINITY] = 0;
  for (guint kind = 0; kind < DS_N_CELL_KINDS; kind++)
    if (counts[kind] > 0)
      g_string_append_printf(list, "%s%s (%" G_GSIZE_FORMAT ")", n_kinds++ > 0 ? ", " : "",
                             WORDS[kind], counts[kind]);
  if (n_kinds == 0 || (n_kinds == 1 && counts[DS_CELL_TEXT] > 0))
    return;
  if (n_kinds == 1 && counts[DS_CELL_NESTED] > 0)
    ds_notes_add(notes, "column \"%s\" holds %s, kept as JSON text", column, list->str);
  else
    ds_notes_add(notes, "column \"%s\" holds %s: kept as text", column, list->str);
}

DsColumn *
ds_cells_build(const DsCellRun *runs, gsize n_runs, gsize n_rows, const DsCellsOptions *options,
               DsNotes *notes, GError **error)
{
  DsType candidates[DS_N_TYPES];
  gsize n_candidates = 0;
  guint seen = 0;
  GError *local = NULL;

  for (gsize r = 0; r < n_runs; r++)
    seen |= runs[r].cells ? runs[r].cells->seen : 0;
  if ((options->is_forced || (options->has_declared && seen == 0)))
    candidates[n_candidates++] = options->declared;
  else
    n_candidates = list_candidates(runs, n_runs, seen, options, candidates);
  for (gsize i = 0; i < n_candidates && candidates[i] != DS_TYPE_TEXT; i++) {
    DsColumn *column = build_as(runs, n_runs, n_rows, options, candidates[i], &local);

    if (column || local) {
      if (local)
        g_propagate_error(error, local);
      return column;
    }
  }
  if (!options->is_forced)
    note_mixture(runs, n_runs, options, notes);
  return ds_cells_build_text(runs, n_runs, n_rows, options->are_spelled, error);
}
