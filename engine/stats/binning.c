/* engine/stats/binning.c - the edges of a histogram's bins, and counting into them. */
#include <float.h>
#include <math.h>

#include "engine/base/memory.h"
#include "engine/base/number.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/stats/histogram.h"
#include "engine/stats/quantile.h"

enum {
  MOST_AUTO = 1000,    /* more bins than this nobody reads ... */
  WIDE_AUTO = 100,     /* ... so a long tail gets these */
  STRIPE = 256,        /* values placed at a time; the next are fetched meanwhile */
  MAX_CELLS = 1 << 22, /* counters of all tasks together */
  MAX_TASKS = 16,
};

gboolean
ds_bins_parse(const char *text, DsBins *bins, GError **error)
{
  gint64 n = 0;
  double real;
  g_autofree char *shown = NULL;

  if (g_str_equal(text, "auto"))
    *bins = (DsBins){ DS_BINS_AUTO, 0 };
  else if (g_str_equal(text, "fd"))
    *bins = (DsBins){ DS_BINS_FD, 0 };
  else if (g_str_equal(text, "sturges"))
    *bins = (DsBins){ DS_BINS_STURGES, 0 };
  else if (ds_number_parse(text, strlen(text), &n, &real) == DS_NUMBER_INT && n >= 1 &&
           n <= DS_BINS_MAX)
    *bins = (DsBins){ DS_BINS_COUNT, (guint)n };
  else {
    shown = ds_text_for_terminal(text, -1);
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "bins=%s is no number of bins; give auto, fd, sturges or 1 to %d", shown,
                DS_BINS_MAX);
    return FALSE;
  }
  return TRUE;
}

/* Loads rows [begin, end) as doubles, NaN where missing; the column's own array where it can. */
static const double *
load(const DsColumn *column, gsize begin, gsize end, double *restrict room)
{
  const guint64 *missing = column->missing;

  if (column->type == DS_TYPE_REAL)
    return column->reals + begin;
  if (column->type == DS_TYPE_BOOL)
    for (gsize row = begin; row < end; row++)
      room[row - begin] = column->bools[row];
  else
    for (gsize row = begin; row < end; row++)
      room[row - begin] = (double)column->ints[row];
  if (missing)
    for (gsize row = begin; row < end; row++)
      if (ds_column_is_missing(column, row))
        room[row - begin] = NAN;
  return room;
}

/* Finite values of a column: extremes and, where they were asked for, quartiles. */
typedef struct {
  double min, q1, q3, max;
  gsize n, n_infinite;
} Extent;

static gboolean
find_extent(const DsColumn *column, gboolean needs_quartiles, Extent *extent, DsProgress *progress,
            GError **error)
{
  const double p[] = { 0.0, 1.0, 0.25, 0.75 };
  double found[4] = { NAN, NAN, NAN, NAN };

  if (!ds_quantiles_of_column(column, p, needs_quartiles ? 4 : 2, found, progress, error))
    return FALSE;
  *extent = (Extent){ found[0], found[2], found[3], found[1], ds_column_count(column), 0 };
  return TRUE;
}

/* The column with its infinities missing. (transfer full) */
static DsColumn *
without_infinities(const DsColumn *column, GError **error)
{
  double *values = ds_try_new(double, column->n_rows, "binning", error);

  for (gsize row = 0; values && row < column->n_rows; row++)
    values[row] = isfinite(column->reals[row]) ? column->reals[row] : NAN;
  return values ? ds_column_new_reals(values, column->n_rows) : NULL;
}

/* The same of a column that may hold infinities, which are counted. */
static gboolean
find_finite_extent(const DsColumn *column, gboolean needs_quartiles, Extent *extent,
                   DsProgress *progress, GError **error)
{
  g_autoptr(DsColumn) finite = NULL;

  if (!find_extent(column, needs_quartiles, extent, progress, error))
    return FALSE;
  if (extent->n == 0 || (isfinite(extent->min) && isfinite(extent->max)))
    return TRUE;
  finite = without_infinities(column, error);
  if (!finite || !find_extent(finite, needs_quartiles, extent, progress, error))
    return FALSE;
  extent->n_infinite = ds_column_count(column) - extent->n;
  return TRUE;
}

/* Bins that a width makes of a range, as a double as it may be huge; 1 for no width. */
static double
bins_of_width(double range, double width)
{
  return width > 0.0 && range > 0.0 ? ceil(range / width) : 1.0;
}

/* What the rule says, in bins; a note where it is not taken at its word. */
static double
choose_auto(const DsColumn *column, double range, double width, double sturges, DsNotes *notes)
{
  double n = bins_of_width(range, width);

  if (range > 0.0 && width <= 0.0) {
    ds_notes_add(notes, "half of the values or more are equal, so the bins follow Sturges' rule");
    n = sturges;
  }
  if (column->type != DS_TYPE_REAL && n > MAX(range, 1.0))
    n = MAX(range, 1.0);
  if (n > MOST_AUTO) {
    ds_notes_add(notes,
                 "a long tail would need %.0f bins by Freedman and Diaconis; %d are shown, bins=N "
                 "chooses others",
                 n, WIDE_AUTO);
    n = WIDE_AUTO;
  }
  return n;
}

static gboolean
choose_count(const DsColumn *column, DsBins bins, const Extent *extent, double *n, DsNotes *notes,
             GError **error)
{
  const double range = extent->max - extent->min;
  const double sturges = bins_of_width(range, range / (log2((double)extent->n) + 1.0));
  const double width = 2.0 * (extent->q3 - extent->q1) * pow((double)extent->n, -1.0 / 3.0);

  if (bins.rule == DS_BINS_COUNT)
    *n = bins.n;
  else if (bins.rule == DS_BINS_STURGES)
    *n = sturges;
  else if (bins.rule == DS_BINS_FD)
    *n = bins_of_width(range, width);
  else
    *n = choose_auto(column, range, width, sturges, notes);
  if (*n <= DS_BINS_MAX)
    return TRUE;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
              "Freedman and Diaconis ask for %.3g bins, more than %d; give bins=auto or a number",
              *n, DS_BINS_MAX);
  return FALSE;
}

/* A power of two in which ranges neither overflow nor vanish; nearly always 1. */
static double
scale_of(double low, double high)
{
  const double range = high - low;

  return !isfinite(range) ? 0x1p-2 : range > 0.0 && range < 0x1p-900 ? 0x1p200 : 1.0;
}

/* n + 1 edges, the inner ones at multiples of the step; FALSE when two coincide. */
static gboolean
make_edges(double *edges, guint n, double low, double high, gboolean is_moment)
{
  const double scale = scale_of(low, high);
  const double step = (high * scale - low * scale) / n;

  for (guint i = 0; i < n; i++) {
    edges[i] = (low * scale + step * i) / scale;
    if (is_moment)
      edges[i] = floor(edges[i]);
    if (i > 0 && !(edges[i] > edges[i - 1]))
      return FALSE;
  }
  edges[0] = low;
  edges[n] = high;
  return n == 1 || edges[n] > edges[n - 1];
}

gboolean
ds_binning_of_column(DsBinning *binning, const DsColumn *column, DsBins bins, DsProgress *progress,
                     DsNotes *notes, GError **error)
{
  const gboolean is_moment = column->type == DS_TYPE_DATE || column->type == DS_TYPE_TIME;
  const gboolean needs_quartiles = bins.rule == DS_BINS_AUTO || bins.rule == DS_BINS_FD;
  Extent extent;
  double wanted;
  guint n;

  *binning = (DsBinning){ 0 };
  if (!find_finite_extent(column, needs_quartiles, &extent, progress, error))
    return FALSE;
  binning->n = extent.n;
  binning->n_infinite = extent.n_infinite;
  if (extent.n == 0)
    return TRUE;
  if (!choose_count(column, bins, &extent, &wanted, notes, error))
    return FALSE;
  if (extent.min == extent.max) {
    extent.min -= is_moment ? 0.0 : 0.5;
    extent.max += is_moment ? 1.0 : 0.5;
  }
  n = (guint)CLAMP(wanted, 1.0, DS_BINS_MAX);
  if (is_moment)
    n = (guint)MIN((double)n, extent.max - extent.min);
  binning->edges = g_new(double, n + 1);
  while (!make_edges(binning->edges, n, extent.min, extent.max, is_moment) && n > 1)
    n /= 2; /* the values are too close for so many doubles between them */
  binning->n_bins = n;
  binning->unevenness = is_moment ? 1.0 : 0.0;
  return TRUE;
}

void
ds_binning_clear(DsBinning *binning)
{
  g_clear_pointer(&binning->edges, g_free);
  binning->n_bins = 0;
}

typedef struct {
  const DsBinning *binning;
  const DsColumn *column;
  const guint32 *codes;
  gsize n_cells, n_tasks, task_rows;
  guint32 *counts; /* [n_tasks x 2 x n_cells]: even and odd rows, as the same counter twice waits */
} Count;

/* How a value's place is computed, and how far rounding may put it off. */
typedef struct {
  double scale, start, norm, end, doubt;
} Ruler;

static Ruler
ruler_of(const DsBinning *binning)
{
  const double first = binning->edges[0], last = binning->edges[binning->n_bins];
  const double scale = scale_of(first, last), start = first * scale;
  const double norm = binning->n_bins / (last * scale - start);
  const double largest = fmax(fabs(first), fabs(last)) * scale;

  return (Ruler){ scale, start, norm, binning->n_bins,
                  8.0 * DBL_EPSILON * (largest * norm + binning->n_bins) +
                      binning->unevenness * norm };
}

enum { NOWHERE = -1 }; /* or, in a stripe of places: ask the edges */

/* Places of a stripe, where they are beyond doubt: not near an edge, outside or missing. Without a
 * branch, so that it is computed for several values at once. */
static void
find_places(const Ruler *ruler, const double *restrict x, gsize n, gint32 *restrict places)
{
  const double scale = ruler->scale, start = ruler->start, norm = ruler->norm, end = ruler->end;
  const double sure = 0.5 - ruler->doubt;

  for (gsize i = 0; i < n; i++) {
    const double place = (x[i] * scale - start) * norm;
    const double from_start = place > -0.5 ? place : -0.5; /* NaN too */
    const double inside = from_start < end ? from_start : end;
    const gint32 bin = (gint32)inside;

    places[i] = fabs(inside - bin - 0.5) <= sure ? bin : NOWHERE;
  }
}

/* The bin by the edges themselves; NOWHERE outside. */
static gint32
bin_by_edges(const DsBinning *binning, const Ruler *ruler, double x)
{
  const double *edges = binning->edges;
  const gint32 n = (gint32)binning->n_bins;
  gint32 bin;

  if (!(x >= edges[0] && x <= edges[n]))
    return NOWHERE;
  if (edges[0] == edges[n])
    return 0;
  bin = (gint32)CLAMP((x * ruler->scale - ruler->start) * ruler->norm, 0.0, n - 1.0);
  while (bin > 0 && x < edges[bin])
    bin--;
  while (bin + 1 < n && x >= edges[bin + 1])
    bin++;
  return bin;
}

static gboolean
count_task(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Count *count = data;
  const gsize end = MIN((task + 1) * count->task_rows, count->column->n_rows);
  const gsize n_bins = count->binning->n_bins;
  const Ruler ruler = ruler_of(count->binning);
  guint32 *counts = count->counts + 2 * task * count->n_cells;
  double room[STRIPE];
  gint32 places[STRIPE];

  for (gsize row = task * count->task_rows; row < end; row += STRIPE) {
    const gsize m = MIN((gsize)STRIPE, end - row);
    const double *x = load(count->column, row, row + m, room);

    find_places(&ruler, x, m, places);
    for (gsize i = 0; i < m; i++) {
      guint32 *half = counts + (i & 1) * count->n_cells;
      gint32 bin = places[i];

      __builtin_prefetch(&x[i + 2 * STRIPE]);
      if (bin == NOWHERE && x[i] == x[i])
        bin = bin_by_edges(count->binning, &ruler, x[i]);
      if (bin >= 0)
        half[(count->codes ? count->codes[row + i] * n_bins : 0) + (gsize)bin]++;
    }
  }
  return TRUE;
}

gboolean
ds_binning_count(const DsBinning *binning, const DsColumn *column, const guint32 *codes,
                 gsize n_groups, gint64 *counts, DsProgress *progress, GError **error)
{
  Count count = { .binning = binning, .column = column, .codes = codes };
  g_autofree guint32 *cells = NULL;

  count.n_cells = MAX(n_groups * binning->n_bins, 1);
  count.n_tasks = CLAMP(ds_block_count(column->n_rows), 1,
                        CLAMP((gsize)MAX_CELLS / count.n_cells, 1, (gsize)MAX_TASKS));
  count.task_rows = (column->n_rows + count.n_tasks - 1) / count.n_tasks;
  cells = ds_try_new0(guint32, 2 * count.n_tasks * count.n_cells, "counting into bins", error);
  if (!cells)
    return FALSE;
  count.counts = cells;
  if (binning->n_bins > 0 && !ds_parallel_for(count.n_tasks, count_task, &count, progress, error))
    return FALSE;
  for (gsize i = 0; i < n_groups * binning->n_bins; i++) {
    counts[i] = 0;
    for (gsize half = 0; half < 2 * count.n_tasks; half++)
      counts[i] += cells[half * count.n_cells + i];
  }
  return TRUE;
}
