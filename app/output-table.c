/* app/output-table.c - a result as a table for people: aligned, cut or wrapped to the terminal. */
#include <string.h>

#include "app/cell.h"
#include "app/output.h"
#include "engine/base/text.h"
#include "engine/stats/sparkline.h"

enum { GAP = 2, LEAST_TEXT = 8, LEAST_PROSE = 24 };

typedef struct {
  const DsColumn *column;
  char *name; /* as shown */
  gboolean is_number;
  int before, after; /* cells before the decimal point, and from it on */
  int width;
} Layout;

typedef struct {
  const DsOutput *output;
  const DsTable *table;
  gsize n_cols, n_rows; /* rows that are written */
  Layout *columns;
  GString *cell; /* scratch */
} Page;

static const char *
cell_text(Page *page, const Layout *layout, gsize row)
{
  g_string_truncate(page->cell, 0);
  if (!ds_cell_append(page->cell, layout->column, ds_table_stored_row(page->table, row),
                      page->output->digits))
    return page->output->missing;
  if (page->output->is_ascii && layout->column->type == DS_TYPE_TEXT) {
    g_autofree char *plain = ds_sparkline_to_ascii(page->cell->str);

    g_string_assign(page->cell, plain);
  }
  return page->cell->str;
}

/* A missing value stands in the ones' place of its column. */
static void
measure(Page *page, Layout *layout)
{
  int widest = 0;

  for (gsize row = 0; row < page->n_rows; row++) {
    const char *text = cell_text(page, layout, row);
    const int width = ds_text_width(text);
    int before;

    if (!layout->is_number || text == page->output->missing) {
      widest = MAX(widest, width);
      continue;
    }
    before = (int)ds_cell_point(text);
    layout->before = MAX(layout->before, before);
    layout->after = MAX(layout->after, width - before);
  }
  if (layout->is_number)
    layout->before = MAX(layout->before, widest);
  layout->width = MAX(MAX(widest, layout->before + layout->after), ds_text_width(layout->name));
}

static void
lay_out(Page *page)
{
  for (gsize col = 0; col < page->n_cols; col++) {
    Layout *layout = &page->columns[col];

    layout->column = ds_table_stored_column(page->table, col);
    layout->name = ds_text_for_terminal(ds_table_column_name(page->table, col), -1);
    layout->is_number = ds_cell_is_number(layout->column);
    measure(page, layout);
  }
}

static int
total_width(const Page *page)
{
  int total = 0;

  for (gsize col = 0; col < page->n_cols; col++)
    total += page->columns[col].width + (col ? GAP : 0);
  return total;
}

/* What the line takes at the least, every text as narrow as it may be. */
static int
least_width(const Page *page)
{
  int total = 0;

  for (gsize col = 0; col < page->n_cols; col++) {
    const Layout *layout = &page->columns[col];

    total += layout->is_number ? layout->width : MIN(layout->width, LEAST_TEXT);
    total += col ? GAP : 0;
  }
  return total;
}

/* Lines that go on below themselves anyway: texts are cut only where they would fill one alone. */
static void
narrow_for_blocks(Page *page)
{
  for (gsize col = 0; col < page->n_cols; col++)
    if (!page->columns[col].is_number)
      page->columns[col].width =
          MIN(page->columns[col].width, MAX(page->output->width / 3, LEAST_TEXT));
}

/* Takes cells from the widest texts until the line fits or all are as narrow as they may be. */
static void
narrow_texts(Page *page)
{
  const int limit = page->output->width;
  int excess = total_width(page) - limit;

  if (page->output->is_prose && page->n_cols) {
    Layout *last = &page->columns[page->n_cols - 1];
    const int taken = MIN(excess, MAX(last->width - LEAST_PROSE, 0));

    if (excess > 0)
      last->width -= taken;
    return;
  }
  if (least_width(page) > limit) {
    narrow_for_blocks(page);
    return;
  }
  while (excess > 0) {
    Layout *widest = NULL;
    int second = LEAST_TEXT, cut;

    for (gsize col = 0; col < page->n_cols; col++)
      if (!page->columns[col].is_number && (!widest || page->columns[col].width > widest->width))
        widest = &page->columns[col];
    if (!widest || widest->width <= LEAST_TEXT)
      return;
    for (gsize col = 0; col < page->n_cols; col++)
      if (!page->columns[col].is_number && &page->columns[col] != widest)
        second = MAX(second, MIN(page->columns[col].width, widest->width - 1));
    cut = MIN(excess, widest->width - second);
    widest->width -= cut;
    excess -= cut;
  }
}

static void
pad(GString *text, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_c(text, ' ');
}

static void
end_line(GString *text)
{
  while (text->len && text->str[text->len - 1] == ' ')
    g_string_truncate(text, text->len - 1);
  g_string_append_c(text, '\n');
}

static void
put_number(GString *text, const Layout *layout, const char *number, gboolean is_missing)
{
  const int width = ds_text_width(number);
  const int before = is_missing ? width : (int)ds_cell_point(number);
  const int left = layout->width - layout->after - before;

  pad(text, left);
  g_string_append(text, number);
  pad(text, layout->width - left - width);
}

static void
put_text(const Page *page, GString *text, const Layout *layout, const char *string)
{
  g_autofree char *fitted = ds_text_fit(string, layout->width, page->output->is_ascii);

  g_string_append(text, fitted);
  pad(text, layout->width - ds_text_width(fitted));
}

/* How many bytes of @string go on one line of @width cells: up to the last blank that fits. */
static gsize
line_break(const char *string, int width)
{
  gsize fits = 0, blank = 0;

  for (const char *p = string; *p;) {
    const char *next = g_utf8_next_char(p);
    g_autofree char *head = g_strndup(string, (gsize)(next - string));

    if (*p == ' ')
      blank = (gsize)(p - string);
    if (ds_text_width(head) > width)
      return blank ? blank : MAX(fits, 1);
    fits = (gsize)(next - string);
    p = next;
  }
  return fits;
}

/* The last column holds sentences: each goes on below itself. */
static void
put_prose(const Page *page, GString *text, const Layout *layout, const char *string)
{
  const int indent = total_width(page) - layout->width;

  for (gboolean is_first = TRUE; is_first || *string; is_first = FALSE) {
    const gsize n = page->output->width ? line_break(string, layout->width) : strlen(string);

    if (!is_first) {
      end_line(text);
      pad(text, indent);
    }
    g_string_append_len(text, string, (gssize)n);
    string += n;
    while (*string == ' ')
      string++;
  }
}

static void
put_header(const Page *page, GString *text, const gsize *cols, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    const Layout *layout = &page->columns[cols[i]];
    const int width = ds_text_width(layout->name);

    if (i)
      pad(text, GAP);
    if (layout->is_number) {
      pad(text, layout->width - width);
      g_string_append(text, layout->name);
    } else {
      put_text(page, text, layout, layout->name);
    }
  }
  end_line(text);
}

static void
put_row(Page *page, GString *text, const gsize *cols, gsize n, gsize row)
{
  for (gsize i = 0; i < n; i++) {
    const Layout *layout = &page->columns[cols[i]];
    const char *string = cell_text(page, layout, row);

    if (i)
      pad(text, GAP);
    if (layout->is_number)
      put_number(text, layout, string, string == page->output->missing);
    else if (page->output->is_prose && cols[i] + 1 == page->n_cols)
      put_prose(page, text, layout, string);
    else
      put_text(page, text, layout, string);
  }
  end_line(text);
}

/* The columns of one block: as many from @from on as fit; later blocks start with the first column
 * again, so that a row can be told. Returns the column behind them. */
static gsize
choose_block(const Page *page, gsize from, gsize *cols, gsize *n)
{
  const int limit = page->output->width;
  gsize col = from;
  int width = 0;

  *n = 0;
  if (from > 0 && page->columns[0].width <= limit / 3) {
    cols[(*n)++] = 0;
    width = page->columns[0].width + GAP;
  }
  for (; col < page->n_cols; col++) {
    width += page->columns[col].width;
    if (limit && width > limit && col > from)
      break;
    cols[(*n)++] = col;
    width += GAP;
  }
  return col;
}

static gboolean
put_blocks(Page *page, GString *text, GError **error)
{
  g_autofree gsize *cols = g_new(gsize, page->n_cols + 1);
  gsize n, next;

  for (gsize from = 0; from < page->n_cols; from = next) {
    next = choose_block(page, from, cols, &n);
    if (from)
      g_string_append_c(text, '\n');
    put_header(page, text, cols, n);
    for (gsize row = 0; row < page->n_rows; row++) {
      put_row(page, text, cols, n, row);
      if (!ds_output_flush(page->output, text, error))
        return FALSE;
    }
  }
  return TRUE;
}

static void
put_footer(const Page *page, const DsResult *result, GString *text)
{
  const gsize n_rows = ds_table_n_rows(page->table);

  if (page->n_cols && !n_rows)
    g_string_append(text, "(no rows)\n");
  if (page->n_rows < n_rows)
    g_string_append_printf(
        text, "%s %" G_GSIZE_FORMAT " more of %" G_GSIZE_FORMAT " rows; set rows 0 prints all\n",
        page->output->is_ascii ? "..." : "…", n_rows - page->n_rows, n_rows);
  for (guint i = 0; i < ds_notes_count(result->notes); i++) {
    g_autofree char *shown = ds_text_for_terminal(ds_notes_get(result->notes, i), -1);

    g_string_append_printf(text, "note: %s\n", shown);
  }
}

static gboolean
write_table(DsOutput *output, const DsResult *result, GString *text, GError **error)
{
  const gsize n_rows = ds_table_n_rows(result->table);
  Page page = { .output = output,
                .table = result->table,
                .n_cols = ds_table_n_columns(result->table),
                .n_rows = output->max_rows ? MIN(n_rows, output->max_rows) : n_rows,
                .cell = g_string_new(NULL) };
  gboolean is_done;

  page.columns = g_new0(Layout, page.n_cols + 1);
  lay_out(&page);
  if (output->width)
    narrow_texts(&page);
  if (output->n_written && (page.n_cols || ds_notes_count(result->notes)))
    g_string_append_c(text, '\n');
  is_done = put_blocks(&page, text, error);
  put_footer(&page, result, text);
  for (gsize col = 0; col < page.n_cols; col++)
    g_free(page.columns[col].name);
  g_free(page.columns);
  g_string_free(page.cell, TRUE);
  return is_done;
}

const DsOutputFormat ds_output_table = { "table", write_table };
