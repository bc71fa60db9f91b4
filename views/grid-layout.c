/* views/grid-layout.c - which columns the grid shows where, and how wide. */
#include "views/grid-layout.h"

#include <string.h>

#include "app/cell.h"
#include "engine/base/number.h"
#include "engine/base/text.h"

enum {
  GAP = 2,          /* blanks between columns */
  NARROW_NAME = 12, /* of a name that may make a column wider than its values */
  WIDE_NAME = 18,
  NARROW_TEXT = 24, /* the widest text column on a terminal below WIDE_CELLS */
  WIDE_TEXT = 40,
  WIDE_CELLS = 120,
  NUMBER_CELLS = 30,
  LEAST_CELLS = 3,
  SAMPLE_ROWS = 100, /* from the start and, evenly spread, from all rows */
  LEFT_OVER = 6,     /* cells at the right edge that are still worth a cut column */
};

/* The needs of the stored columns seen so far. */
struct DsGridNeeds {
  GHashTable *by_column; /* const DsColumn* -> DsGridNeed*; owns a reference of the key */
};

static void
unref_key(gpointer column)
{
  ds_column_unref(column);
}

DsGridNeeds *
ds_grid_needs_new(void)
{
  DsGridNeeds *needs = g_new0(DsGridNeeds, 1);

  needs->by_column = g_hash_table_new_full(NULL, NULL, unref_key, g_free);
  return needs;
}

void
ds_grid_needs_free(DsGridNeeds *needs)
{
  if (!needs)
    return;
  g_hash_table_destroy(needs->by_column);
  g_free(needs);
}

static void
grow(DsGridNeed *need, const DsGridCell *cell, gboolean is_number)
{
  if (!cell->text)
    return;
  if (is_number) {
    need->before = MAX(need->before, cell->before);
    need->after = MAX(need->after, cell->width - cell->before);
  } else {
    need->text = MAX(need->text, cell->width);
  }
}

static void
measure_row(DsGridNeed *need, const DsTable *table, gsize row, gsize col, int digits)
{
  const gboolean is_number = ds_cell_is_number(ds_table_stored_column(table, col));
  DsGridCell cell = ds_grid_cell(table, row, col, digits, WIDE_TEXT);

  grow(need, &cell, is_number);
  g_free(cell.text);
}

static DsGridNeed *
need_of(DsGridNeeds *needs, const DsTable *table, gsize col, int digits)
{
  const DsColumn *column = ds_table_stored_column(table, col);
  const gsize n = ds_table_n_rows(table);
  DsGridNeed *need = g_hash_table_lookup(needs->by_column, column);

  if (need)
    return need;
  if (g_hash_table_size(needs->by_column) > 5000) /* columns of versions long gone */
    g_hash_table_remove_all(needs->by_column);
  need = g_new0(DsGridNeed, 1);
  for (gsize row = 0; row < MIN(n, SAMPLE_ROWS); row++)
    measure_row(need, table, row, col, digits);
  for (gsize i = 0; n > SAMPLE_ROWS && i < SAMPLE_ROWS; i++)
    measure_row(need, table, (n - 1) / SAMPLE_ROWS * i, col, digits);
  g_hash_table_insert(needs->by_column, ds_column_ref(column), need);
  return need;
}

static int
width_of(const DsView *view, const DsTable *table, gsize col, const DsGridNeed *need,
         int pane_width)
{
  const gboolean is_number = ds_cell_is_number(ds_table_stored_column(table, col));
  const int most = pane_width >= WIDE_CELLS ? WIDE_TEXT : NARROW_TEXT;
  const gsize n_missing = ds_table_stored_column(table, col)->n_missing;
  g_autofree char *name = NULL;
  int width;

  if (view->widths[col] > 0)
    return MIN(view->widths[col], MAX(LEAST_CELLS, pane_width - 8));
  width = is_number ? MIN(need->before + need->after, NUMBER_CELLS) : MIN(need->text, most);
  name = ds_text_for_terminal(ds_table_column_name(table, col), -1);
  width = MAX(width, MIN(ds_text_width(name), pane_width >= WIDE_CELLS ? WIDE_NAME : NARROW_NAME));
  width = MAX(width, (int)strlen(ds_type_name(ds_table_stored_column(table, col)->type)));
  if (n_missing > 0) { /* the count in the header, a blank and its sign */
    char count[DS_NUMBER_CHARS];

    width = MAX(width, ds_number_format_int(count, (gint64)n_missing) + 2);
  }
  return MAX(LEAST_CELLS, MIN(width, pane_width - 8));
}

static void
free_cells(DsGridColumn *column, gsize n)
{
  for (gsize i = 0; i < n; i++)
    g_free(column->cells[i].text);
  g_free(column->cells);
}

/* Formats what is shown of one column and finds its width. */
static DsGridColumn
new_column(const DsTable *table, const DsView *view, DsGridNeeds *needs, const DsGridFrame *frame,
           const DsGridLayout *layout, guint place)
{
  const gsize col = view->order[place];
  DsGridNeed *need = need_of(needs, table, col, frame->digits);
  DsGridColumn column = {
    .col = col,
    .place = place,
    .is_number = ds_cell_is_number(ds_table_stored_column(table, col)),
    .is_fixed = place < view->n_fixed,
    .cells = g_new0(DsGridCell, layout->n_rows),
  };
  const int limit = MAX(view->widths[col], WIDE_TEXT);

  for (gsize i = 0; i < layout->n_rows; i++) {
    column.cells[i] = ds_grid_cell(table, layout->first_row + i, col, frame->digits, limit);
    grow(need, &column.cells[i], column.is_number);
  }
  column.width = width_of(view, table, col, need, frame->width);
  column.before = MAX(need->before, column.width - need->after);
  return column;
}

/* Puts columns from @place on at @x while there is room; returns the x behind the last. */
static int
place_columns(const DsTable *table, const DsView *view, DsGridNeeds *needs,
              const DsGridFrame *frame, DsGridLayout *layout, guint place, guint end, int x)
{
  for (; place < end && x + LEAST_CELLS <= frame->width; place++) {
    DsGridColumn column = new_column(table, view, needs, frame, layout, place);
    const int room = frame->width - x;

    if (column.width > room && room < LEFT_OVER && layout->columns->len > 0) {
      free_cells(&column, layout->n_rows);
      break;
    }
    column.x = x;
    column.is_cut = column.width > room;
    column.width = MIN(column.width, room);
    column.before = MIN(column.before, column.width);
    g_array_append_val(layout->columns, column);
    x += column.width + GAP;
  }
  layout->has_right = place < view->n_shown;
  return x;
}

static void
drop_columns(DsGridLayout *layout)
{
  for (guint i = 0; i < layout->columns->len; i++)
    free_cells(&g_array_index(layout->columns, DsGridColumn, i), layout->n_rows);
  g_array_set_size(layout->columns, 0);
}

/* Whether the cursor's column is shown whole, or cut but alone. */
static gboolean
shows_cursor(const DsGridLayout *layout, const DsView *view)
{
  for (guint i = 0; i < layout->columns->len; i++) {
    const DsGridColumn *column = &g_array_index(layout->columns, DsGridColumn, i);

    if (column->place == view->col)
      return !column->is_cut || column->place == layout->first_place;
  }
  return FALSE;
}

static void
place_all(const DsTable *table, const DsView *view, DsGridNeeds *needs, const DsGridFrame *frame,
          DsGridLayout *layout)
{
  const guint n_fixed = MIN(view->n_fixed, view->n_shown);

  drop_columns(layout);
  layout->has_left = layout->first_place > n_fixed;
  place_columns(table, view, needs, frame, layout, layout->first_place, view->n_shown,
                place_columns(table, view, needs, frame, layout, 0, n_fixed, layout->gutter));
}

static int
digits_of(gsize n)
{
  int digits = 1;

  for (; n >= 10; n /= 10)
    digits++;
  return digits;
}

/* The first row such that the cursor is shown: one step scrolls by one, a jump moves what is shown
 * along, so that the cursor stays where it is on the screen. */
static gsize
first_row_for(const DsGridFrame *frame, gsize row, gsize n_rows, gsize height)
{
  const gsize most = n_rows > height ? n_rows - height : 0;
  gint64 first = (gint64)frame->first_row;
  const gint64 jump = (gint64)row - (gint64)frame->last_row;
  const gboolean is_outside = row < frame->first_row || row >= frame->first_row + height;

  if (is_outside && ABS(jump) > 1)
    first = CLAMP(first + jump, 0, (gint64)most);
  first = CLAMP(first, (gint64)row - (gint64)height + 1, (gint64)row);
  return (gsize)CLAMP(first, 0, (gint64)most);
}

DsGridLayout *
ds_grid_layout_new(const DsTable *table, const DsView *view, DsGridNeeds *needs,
                   const DsGridFrame *frame)
{
  DsGridLayout *layout = g_new0(DsGridLayout, 1);
  const gsize n_rows = ds_table_n_rows(table);
  const gsize height = (gsize)MAX(1, frame->height);
  const guint n_fixed = MIN(view->n_fixed, view->n_shown);

  layout->columns = g_array_new(FALSE, TRUE, sizeof(DsGridColumn));
  layout->first_row = first_row_for(frame, view->row, n_rows, height);
  layout->n_rows = MIN(height, n_rows - layout->first_row);
  layout->gutter = MAX(3, digits_of(n_rows)) + 3;
  layout->first_place = MAX(n_fixed, MIN(frame->first_place, view->n_shown));
  if (view->col >= n_fixed && view->col < layout->first_place)
    layout->first_place = view->col;
  /* a far jump: no more columns than this can stand between the first and the cursor's */
  if (view->col > layout->first_place + (guint)(frame->width / (LEAST_CELLS + GAP)))
    layout->first_place = view->col - (guint)(frame->width / (LEAST_CELLS + GAP));
  place_all(table, view, needs, frame, layout);
  while (view->n_shown > 0 && !shows_cursor(layout, view) && layout->first_place < view->col) {
    layout->first_place++;
    place_all(table, view, needs, frame, layout);
  }
  return layout;
}

void
ds_grid_layout_free(DsGridLayout *layout)
{
  if (!layout)
    return;
  drop_columns(layout);
  g_array_free(layout->columns, TRUE);
  g_free(layout);
}
