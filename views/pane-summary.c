/* views/pane-summary.c - the selected column beside the grid: what it holds, at a glance. */
#include <string.h>

#include "app/cell.h"
#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "views/desk.h"
#include "views/grid.h"

enum { NAME_CELLS = 12, BAR_CELLS = 10 };

typedef struct {
  const DsCanvas *canvas;
  int y;
} Pen;

static void
say(Pen *pen, const char *name, const char *value)
{
  ds_canvas_text(pen->canvas, 1, pen->y, NAME_CELLS - 1, name, DS_ROLE_DIM);
  ds_canvas_text(pen->canvas, NAME_CELLS + 1, pen->y, pen->canvas->width - NAME_CELLS - 2, value,
                 DS_ROLE_TEXT);
  pen->y++;
}

static void
say_count(Pen *pen, const char *name, gsize n, gsize of)
{
  g_autofree char *text = of > 0 && n > 0 ? g_strdup_printf("%" G_GSIZE_FORMAT "   %.1f %%", n,
                                                            100.0 * (double)n / (double)of)
                                          : g_strdup_printf("%" G_GSIZE_FORMAT, n);

  say(pen, name, text);
}

/* A moment or a number as the column's type writes it. */
static void
say_value(Pen *pen, const char *name, const DsColumn *column, double value)
{
  char text[DS_MOMENT_CHARS];

  if (column->type == DS_TYPE_DATE)
    ds_moment_format_date(text, (gint64)value);
  else if (column->type == DS_TYPE_TIME)
    ds_moment_format_time(text, (gint64)value, column->style);
  else
    ds_number_format_short(text, value, 6);
  say(pen, name, text);
}

static void
say_numbers(Pen *pen, const DsColumn *column, const DsColumnFacts *facts)
{
  const gboolean is_moment = column->type == DS_TYPE_DATE || column->type == DS_TYPE_TIME;

  if (!is_moment && column->type != DS_TYPE_BOOL) {
    say_value(pen, "mean", column, facts->moments.mean);
    say_value(pen, "sd", column, facts->moments.sd);
  } else if (column->type == DS_TYPE_BOOL) {
    say_value(pen, "mean", column, facts->moments.mean);
    return;
  }
  say_value(pen, "min", column, facts->moments.min);
  say_value(pen, "q1", column, facts->q1);
  say_value(pen, "median", column, facts->median);
  say_value(pen, "q3", column, facts->q3);
  say_value(pen, "max", column, facts->moments.max);
}

static void
draw_shape(Pen *pen, const DsColumnFacts *facts)
{
  enum { ROWS = 4, CELLS = 2 };
  double largest = 0.0;

  for (guint i = 0; i < facts->n_bars; i++)
    largest = MAX(largest, facts->bars[i]);
  for (guint i = 0; i < facts->n_bars && largest > 0.0; i++) {
    int eighths = (int)(facts->bars[i] / largest * 8 * ROWS + 0.5);

    eighths = facts->bars[i] > 0.0 ? MAX(1, eighths) : 0;
    for (int row = ROWS - 1; row >= 0; row--, eighths -= 8)
      ds_canvas_fill(pen->canvas, 1 + (int)i * CELLS, pen->y + row, CELLS,
                     ds_glyph_height(CLAMP(eighths, 0, 8)), DS_ROLE_ACCENT);
  }
  pen->y += ROWS + 1;
}

static void
draw_tops(Pen *pen, const DsColumn *column, const DsColumnFacts *facts)
{
  const gsize count = ds_column_count(column);
  const int value_cells = pen->canvas->width - BAR_CELLS - 12;

  for (guint i = 0; i < facts->n_tops; i++) {
    g_autoptr(GString) value = g_string_new(NULL);
    g_autofree char *share = NULL;
    const double part = count > 0 ? (double)facts->tops[i].count / (double)count : 0.0;

    ds_cell_append(value, column, facts->tops[i].row, 6);
    share = g_strdup_printf("%.1f %%", 100.0 * part);
    ds_canvas_text(pen->canvas, 1, pen->y, value_cells, value->str, DS_ROLE_TEXT);
    ds_canvas_bar(pen->canvas, value_cells + 2, pen->y, BAR_CELLS, part, DS_ROLE_ACCENT);
    ds_canvas_right(pen->canvas, value_cells + BAR_CELLS + 2, pen->y, 8, share, DS_ROLE_DIM);
    pen->y++;
  }
}

static void
draw_facts(Pen *pen, const DsPane *pane, const DsColumn *column, const DsColumnFacts *facts)
{
  const gsize n = ds_table_n_rows(pane->table);

  pen->y++;
  say_count(pen, "values", n - facts->n_missing, 0);
  say_count(pen, "missing", facts->n_missing, n);
  say_count(pen, "distinct", facts->n_distinct, 0);
  if (column->type != DS_TYPE_TEXT && facts->n_missing < n)
    say_numbers(pen, column, facts);
  pen->y++;
  if (column->type != DS_TYPE_TEXT)
    draw_shape(pen, facts);
  draw_tops(pen, column, facts);
}

static void
draw_summary(DsPane *pane, const DsCanvas *canvas)
{
  const gssize col = ds_view_column(pane->view);
  g_autofree char *name = NULL;
  const DsColumn *column;
  const DsColumnFacts *facts;
  Pen pen = { canvas, 0 };

  if (col < 0)
    return;
  column = ds_table_stored_column(pane->table, (gsize)col);
  name = ds_text_for_terminal(ds_table_column_name(pane->table, (gsize)col), -1);
  ds_canvas_text(canvas, 1, pen.y++, canvas->width - 2, name,
                 pane->has_focus ? DS_ROLE_HERE : DS_ROLE_NAME);
  ds_canvas_text(canvas, 1, pen.y++, canvas->width - 2, ds_type_name(column->type), DS_ROLE_DIM);
  facts = ds_desk_facts(pane->desk, pane->table, (gsize)col, &column);
  if (facts)
    draw_facts(&pen, pane, column, facts);
}

static const DsKey summary_keys[] = {
  { DS_KEY_ENTER, "{look} {column}", "counts", DS_KEY_HINT, DS_KEYS_LOOK,
    "value counts, or the histogram" },
  { 'F', "freq {column}", "value counts", DS_KEY_HINT, DS_KEYS_LOOK,
    "how often each value occurs" },
  { 'H', "hist {column}", "histogram", DS_KEY_HINT, DS_KEYS_LOOK, "histogram of this column" },
  { 'd', "describe {column}", "describe", DS_KEY_HINT, DS_KEYS_LOOK, "statistics of this column" },
  { 'h', "go left", "column left", DS_KEY_HINT, DS_KEYS_MOVE, "column to the left" },
  { DS_KEY_LEFT, "go left", "column left", 0, DS_KEYS_MOVE, "column to the left" },
  { 'l', "go right", "column right", DS_KEY_HINT, DS_KEYS_MOVE, "column to the right" },
  { DS_KEY_RIGHT, "go right", "column right", 0, DS_KEYS_MOVE, "column to the right" },
  { 0 },
};

const DsPaneClass ds_pane_summary = {
  .name = "summary",
  .title = "the selected column",
  .keys = summary_keys,
  .draw = draw_summary,
  .fill = ds_grid_fill,
};
