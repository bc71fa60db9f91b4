/* views/grid-header.c - the rows over the grid: name, type, a small histogram, missing. */
#include "views/grid-header.h"

#include "engine/base/text.h"
#include "engine/stats/sparkline.h"
#include "views/desk.h"

enum { NAME_ROW, TYPE_ROW, SHAPE_ROW, MISSING_ROW, N_ROWS };

int
ds_grid_header_height(int height)
{
  if (height >= 12)
    return N_ROWS;
  return height >= 7 ? TYPE_ROW + 1 : NAME_ROW + 1;
}

/* Numbers have their heads to the right, over their digits. */
static void
draw_head(const DsCanvas *canvas, const DsGridColumn *column, int y, const char *text, DsRole role)
{
  if (column->is_number && !column->is_cut)
    ds_canvas_right(canvas, column->x, y, column->width, text, role);
  else
    ds_canvas_text(canvas, column->x, y, column->width, text, role);
}

/* A narrow column shows the whole histogram with fewer bars; of texts the most frequent. */
static void
draw_shape(const DsCanvas *canvas, const DsGridColumn *column, DsType type,
           const DsColumnFacts *facts)
{
  const guint room = (guint)MAX(1, column->width);
  const guint joined = type == DS_TYPE_TEXT ? 1 : (facts->n_bars + room - 1) / room;
  double bars[DS_FACTS_BARS] = { 0 };
  g_autofree char *shape = NULL;
  guint n = 0;

  for (guint i = 0; i < facts->n_bars; i++) {
    const guint in_this = MIN(joined, facts->n_bars - i / joined * joined);

    bars[i / joined] += facts->bars[i] / in_this; /* the mean: the last may join fewer */
    n = i / joined + 1;
  }
  if (n == 0)
    return;
  shape = ds_sparkline(bars, MIN(n, room), FALSE);
  draw_head(canvas, column, SHAPE_ROW, shape, DS_ROLE_ACCENT);
}

static void
draw_missing(const DsPane *pane, const DsCanvas *canvas, const DsGridColumn *column, gsize n)
{
  g_autofree char *text =
      g_strdup_printf("%" G_GSIZE_FORMAT " %s", n, ds_desk_missing_sign(pane->desk));

  if (n > 0)
    draw_head(canvas, column, MISSING_ROW, text, DS_ROLE_DIM);
}

static void
draw_column(DsPane *pane, const DsCanvas *canvas, const DsGridColumn *column, int height)
{
  const DsColumn *stored = ds_table_stored_column(pane->table, column->col);
  g_autofree char *name = ds_text_for_terminal(ds_table_column_name(pane->table, column->col), -1);
  const gboolean is_here = column->place == pane->view->col;
  const DsColumnFacts *facts;

  draw_head(canvas, column, NAME_ROW, name, is_here ? DS_ROLE_HERE : DS_ROLE_NAME);
  if (height > TYPE_ROW)
    draw_head(canvas, column, TYPE_ROW, ds_type_name(stored->type), DS_ROLE_DIM);
  if (height < N_ROWS)
    return;
  facts = ds_desk_facts(pane->desk, pane->table, column->col, NULL);
  if (facts) {
    draw_shape(canvas, column, stored->type, facts);
    draw_missing(pane, canvas, column, facts->n_missing);
  } else if (!ds_table_index(pane->table)) {
    draw_missing(pane, canvas, column, stored->n_missing); /* known without counting */
  }
}

void
ds_grid_header_draw(DsPane *pane, const DsCanvas *canvas, const DsGridLayout *layout)
{
  const int height = ds_grid_header_height(canvas->height);

  for (guint i = 0; i < layout->columns->len; i++)
    draw_column(pane, canvas, &g_array_index(layout->columns, DsGridColumn, i), height);
  if (layout->has_left)
    ds_canvas_char(canvas, layout->gutter - 2, NAME_ROW, DS_GLYPH_LEFT, DS_ROLE_ACCENT);
  if (layout->has_right)
    ds_canvas_char(canvas, canvas->width - 1, NAME_ROW, DS_GLYPH_RIGHT, DS_ROLE_ACCENT);
}
