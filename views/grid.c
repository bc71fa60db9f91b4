/* views/grid.c - a table as a grid of cells: header rows, row numbers, values on their points. */
#include "views/grid.h"

#include <string.h>

#include "app/cell.h"
#include "engine/base/text.h"
#include "views/desk.h"
#include "views/grid-header.h"
#include "views/grid-layout.h"

typedef struct {
  DsGridNeeds *needs;
  char *name;                /* the table that first_row and first_place belong to */
  gsize first_row, last_row; /* the first row drawn, and the cursor's then */
  guint first_place;
  int cursor_width; /* of the column with the cursor, as it was drawn last */
} GridState;

void
ds_grid_free_state(gpointer data)
{
  GridState *state = data;

  ds_grid_needs_free(state->needs);
  g_free(state->name);
  g_free(state);
}

static GridState *
state_of(DsPane *pane)
{
  GridState *state = pane->state;

  if (!state) {
    pane->state = state = g_new0(GridState, 1);
    state->needs = ds_grid_needs_new();
  }
  if (g_strcmp0(state->name, pane->name) != 0) {
    g_free(state->name);
    state->name = g_strdup(pane->name);
    state->first_row = pane->view->first_row;
    state->first_place = pane->view->first_col;
  }
  return state;
}

static void
draw_number(const DsCanvas *canvas, const DsGridColumn *column, const DsGridCell *cell, int y,
            DsRole role)
{
  int x = column->x + column->before - cell->before;

  /* wider than it was given: cut it at its end, where the small digits are */
  if (cell->width > column->width || x < column->x)
    x = column->x;
  if (x + cell->width > column->x + column->width)
    x = MAX(column->x, column->x + column->width - cell->width);
  ds_canvas_text(canvas, x, y, column->x + column->width - x, cell->text, role);
}

static void
draw_missing(const DsPane *pane, const DsCanvas *canvas, const DsGridColumn *column, int y,
             DsRole role)
{
  const char *sign = ds_desk_missing_sign(pane->desk);
  const int x = column->is_number ? column->x + MAX(0, column->before - 1) : column->x;

  ds_canvas_text(canvas, x, y, column->x + column->width - x, sign,
                 role == DS_ROLE_TEXT ? DS_ROLE_DIM : role);
}

static void
draw_cell(const DsPane *pane, const DsCanvas *canvas, const DsGridColumn *column, gsize i, int y,
          gboolean is_marked, gboolean has_cursor)
{
  const DsGridCell *cell = &column->cells[i];
  const gboolean is_cursor = has_cursor && column->place == pane->view->col;
  const DsRole role = is_cursor ? DS_ROLE_CURSOR : is_marked ? DS_ROLE_MARKED : DS_ROLE_TEXT;

  if (is_cursor)
    ds_canvas_fill(canvas, column->x, y, column->width, ' ', role);
  if (!cell->text)
    draw_missing(pane, canvas, column, y, role);
  else if (column->is_number)
    draw_number(canvas, column, cell, y, role);
  else
    ds_canvas_text(canvas, column->x, y, column->width, cell->text, role);
}

/* The row's number, with signs for the cursor and for a mark, so that colour is never the only one.
 */
static void
draw_gutter(const DsCanvas *canvas, const DsGridLayout *layout, gsize row, int y,
            gboolean is_marked, gboolean has_cursor)
{
  g_autofree char *number = g_strdup_printf("%" G_GSIZE_FORMAT, row + 1);
  const DsRole role = is_marked ? DS_ROLE_MARKED : has_cursor ? DS_ROLE_ACCENT : DS_ROLE_DIM;

  if (is_marked)
    ds_canvas_char(canvas, 0, y, DS_GLYPH_MARK, role);
  ds_canvas_right(canvas, 1, y, layout->gutter - 3, number, role);
  if (has_cursor)
    ds_canvas_char(canvas, layout->gutter - 2, y, DS_GLYPH_HERE, DS_ROLE_ACCENT);
}

static void
draw_rows(const DsPane *pane, const DsCanvas *canvas, const DsGridLayout *layout, int top)
{
  for (gsize i = 0; i < layout->n_rows; i++) {
    const gsize row = layout->first_row + i;
    const int y = top + (int)i;
    const gboolean is_marked = ds_view_is_marked(pane->view, ds_table_stored_row(pane->table, row));
    const gboolean has_cursor = row == pane->view->row;

    draw_gutter(canvas, layout, row, y, is_marked, has_cursor);
    for (guint c = 0; c < layout->columns->len; c++)
      draw_cell(pane, canvas, &g_array_index(layout->columns, DsGridColumn, c), i, y, is_marked,
                has_cursor);
  }
}

/* A line behind the fixed columns once others have scrolled away under them. */
static void
draw_fixed_edge(const DsPane *pane, const DsCanvas *canvas, const DsGridLayout *layout)
{
  for (guint c = 0; pane->view->n_fixed > 0 && c + 1 < layout->columns->len; c++) {
    const DsGridColumn *column = &g_array_index(layout->columns, DsGridColumn, c);

    if (column->is_fixed && !g_array_index(layout->columns, DsGridColumn, c + 1).is_fixed)
      for (int y = 0; y < canvas->height; y++)
        ds_canvas_char(canvas, column->x + column->width, y, DS_GLYPH_BAR, DS_ROLE_DIM);
  }
}

static void
draw_nothing_here(const DsPane *pane, const DsCanvas *canvas, int top)
{
  const char *text = NULL;

  if (ds_table_n_columns(pane->table) == 0)
    text = "this table has no columns";
  else if (pane->view->n_shown == 0)
    text = "all columns are hidden; _ brings them back";
  else if (ds_table_n_rows(pane->table) == 0)
    text = "no rows";
  if (text && top < canvas->height)
    ds_canvas_text(canvas, 2, top, canvas->width - 2, text, DS_ROLE_DIM);
}

void
ds_grid_draw(DsPane *pane, const DsCanvas *canvas)
{
  GridState *state = state_of(pane);
  const int header = ds_grid_header_height(canvas->height);
  const DsGridFrame frame = { .width = canvas->width,
                              .height = MAX(1, canvas->height - header),
                              .digits = ds_desk_digits(pane->desk),
                              .first_row = state->first_row,
                              .last_row = state->last_row,
                              .first_place = state->first_place };
  g_autoptr(DsGridLayout) layout =
      ds_grid_layout_new(pane->table, pane->view, state->needs, &frame);

  state->first_row = layout->first_row;
  state->last_row = pane->view->row;
  state->first_place = layout->first_place;
  for (guint i = 0; i < layout->columns->len; i++)
    if (g_array_index(layout->columns, DsGridColumn, i).place == pane->view->col)
      state->cursor_width = g_array_index(layout->columns, DsGridColumn, i).width;
  ds_desk_set_page_rows(pane->desk, (gsize)frame.height);
  ds_grid_header_draw(pane, canvas, layout);
  draw_rows(pane, canvas, layout, header);
  draw_fixed_edge(pane, canvas, layout);
  draw_nothing_here(pane, canvas, header);
}

/* Few different integers are counted one by one, as categories are. */
static const char *
best_look(const DsPane *pane, gsize col)
{
  enum { FEW = 20 };
  const DsType type = ds_table_stored_column(pane->table, col)->type;
  const DsColumnFacts *facts;

  if (type == DS_TYPE_TEXT || type == DS_TYPE_BOOL)
    return "freq";
  facts = ds_desk_facts(pane->desk, pane->table, col, NULL);
  return type == DS_TYPE_INT && facts && facts->n_distinct <= FEW ? "freq" : "hist";
}

static gboolean
is_row_marked(const DsPane *pane)
{
  return ds_table_n_rows(pane->table) > 0 &&
         ds_view_is_marked(pane->view, ds_table_stored_row(pane->table, pane->view->row));
}

gboolean
ds_grid_fill(DsPane *pane, const char *placeholder, GString *line)
{
  const gssize col = pane->view ? ds_view_column(pane->view) : -1;
  const GridState *state = pane->state;
  const int width = state && pane->class->draw == ds_grid_draw ? state->cursor_width : 10;

  if (col < 0)
    return FALSE;
  if (strcmp(placeholder, "look") == 0)
    g_string_append(line, best_look(pane, (gsize)col));
  else if (strcmp(placeholder, "mark") == 0)
    g_string_append(line, is_row_marked(pane) ? "unmark" : "mark");
  else if (strcmp(placeholder, "wider") == 0)
    g_string_append_printf(line, "%d", width + 2);
  else if (strcmp(placeholder, "narrower") == 0)
    g_string_append_printf(line, "%d", MAX(3, width - 2));
  else if (strcmp(placeholder, "place") == 0)
    g_string_append_printf(line, "%u", pane->view->col + 1);
  else
    return FALSE;
  return TRUE;
}
