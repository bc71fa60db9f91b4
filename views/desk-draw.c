/* views/desk-draw.c - the whole screen: top line, panes, hints, and the line at the bottom. */
#include <string.h>

#include "engine/base/text.h"
#include "views/desk-private.h"

enum {
  WIDE_CELLS = 120, /* from here on there is a side pane */
  SIDE_CELLS = 38,
  CANDIDATE_ROWS = 6,
};

/* "12,345": people read groups of three. (transfer full) */
static char *
grouped(gsize n)
{
  g_autofree char *digits = g_strdup_printf("%" G_GSIZE_FORMAT, n);
  const gsize length = strlen(digits);
  GString *text = g_string_new(NULL);

  for (gsize i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0)
      g_string_append_c(text, ',');
    g_string_append_c(text, digits[i]);
  }
  return g_string_free(text, FALSE);
}

/* "152 of 344 rows × 8   3 marked" */
static char *
shape_of(const DsDesk *desk)
{
  const DsPane *pane = desk->main;
  GString *text = g_string_new(NULL);
  const gsize n = pane->table ? ds_table_n_rows(pane->table) : 0;
  g_autofree char *rows = grouped(n);
  g_autofree char *before = grouped(desk->n_rows_first);

  if (!pane->table)
    return g_string_free(text, FALSE);
  if (pane->view->n_marked > 0)
    g_string_append_printf(text, "%" G_GSIZE_FORMAT " marked   ", pane->view->n_marked);
  if (desk->is_preview)
    g_string_append_printf(text, "the first %s rows × %" G_GSIZE_FORMAT, rows,
                           ds_table_n_columns(pane->table));
  else if (n < desk->n_rows_first)
    g_string_append_printf(text, "%s of %s rows × %" G_GSIZE_FORMAT, rows, before,
                           ds_table_n_columns(pane->table));
  else
    g_string_append_printf(text, "%s %s × %" G_GSIZE_FORMAT, rows, n == 1 ? "row" : "rows",
                           ds_table_n_columns(pane->table));
  return g_string_free(text, FALSE);
}

/* Where one is: "penguins › freq species". */
static char *
place_of(const DsDesk *desk)
{
  g_auto(GStrv) trail = NULL;
  g_autofree char *joined = NULL;

  if (desk->overlay)
    return g_strdup(ds_page_title(desk->overlay->state));
  trail = ds_session_trail(desk->session);
  joined = g_strjoinv(" › ", trail);
  return ds_text_for_terminal(joined, -1);
}

static void
draw_top(const DsDesk *desk, const DsCanvas *canvas)
{
  g_autofree char *place = place_of(desk);
  g_autofree char *shape = shape_of(desk);
  const int shape_width = ds_text_width(shape);
  int x = 1;

  x += ds_canvas_text(canvas, x, 0, canvas->width, "Data", DS_ROLE_TITLE) + 3;
  ds_canvas_text(canvas, x, 0, canvas->width - x - shape_width - 3, place, DS_ROLE_TITLE);
  ds_canvas_right(canvas, 0, 0, canvas->width - 1, shape, DS_ROLE_TEXT);
}

/* Draws "s sort  " and returns the cells it took; 0 when it does not fit. */
static int
draw_hint(const DsCanvas *canvas, int x, int room, const DsKey *row)
{
  g_autofree char *name = ds_key_name(row->key);
  const int key_width = ds_text_width(name), width = key_width + 1 + ds_text_width(row->label);

  if (width > room)
    return 0;
  ds_canvas_text(canvas, x, 0, key_width, name, DS_ROLE_ACCENT);
  ds_canvas_text(canvas, x + key_width + 1, 0, width, row->label, DS_ROLE_DIM);
  return width + 2;
}

/* The rows that ask for it, in their order; what does not fit is in the help, which always does. */
static void
draw_hints(DsDesk *desk, const DsCanvas *canvas)
{
  const DsPaneClass *class = ds_desk_focus(desk)->class;
  const DsKey *const tables[] = { class->keys, class->more };
  static const DsKey help = { '?', "@help", "keys", 0, DS_KEYS_PROGRAM, "" };
  const int end = canvas->width - 1 - 8;
  const char *last = "";
  int x = 1;

  for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
    for (const DsKey *row = tables[i]; row && row->command; row++) {
      if ((row->flags & DS_KEY_HINT) && strcmp(row->label, last) != 0 &&
          (i == 0 || !ds_key_find(class->keys, row->key)))
        x += draw_hint(canvas, x, end - x, row);
      last = row->label;
    }
  draw_hint(canvas, x, canvas->width - x, &help);
}

static void
draw_progress(const DsCanvas *canvas, const char *text, double fraction)
{
  enum { BAR = 16 };
  static const char stop[] = "^C stops it";
  const int bar_x = canvas->width - (int)strlen(stop) - 3 - BAR - 5;

  ds_canvas_right(canvas, 0, 0, canvas->width - 1, stop, DS_ROLE_DIM);
  ds_canvas_text(canvas, 1, 0, bar_x - 3, text, DS_ROLE_TEXT);
  if (fraction >= 0.0 && bar_x > 10) {
    g_autofree char *percent = g_strdup_printf("%d %%", (int)(fraction * 100.0));

    ds_canvas_right(canvas, bar_x - 1, 0, 5, percent, DS_ROLE_TEXT);
    ds_canvas_bar(canvas, bar_x + 5, 0, BAR, fraction, DS_ROLE_ACCENT);
  }
}

/* A message that is cut says where the rest of it is. */
static void
draw_message(const DsDesk *desk, const DsCanvas *canvas)
{
  static const char rest[] = "M shows all";
  const int room = canvas->width - 2, less = room - (int)strlen(rest) - 2;

  if (ds_text_width(desk->message) <= room) {
    ds_canvas_text(canvas, 1, 0, room, desk->message, desk->message_role);
    return;
  }
  ds_canvas_text(canvas, 1, 0, less, desk->message, desk->message_role);
  ds_canvas_right(canvas, 0, 0, canvas->width - 1, rest, DS_ROLE_DIM);
}

/* The line being typed, else what was said, else what runs. */
static void
draw_bottom(DsDesk *desk, const DsCanvas *canvas, int *x, int *y)
{
  double fraction = -1.0;
  g_autofree char *progress = NULL;

  if (ds_prompt_is_open(desk->prompt)) {
    *x = ds_prompt_draw(desk->prompt, canvas);
    *y = canvas->top;
    return;
  }
  if (desk->message) {
    draw_message(desk, canvas);
    return;
  }
  progress = ds_desk_task_text(desk, &fraction);
  if (progress)
    draw_progress(canvas, progress, fraction);
}

/* Names in columns, read downwards, the chosen one among those shown. */
static void
draw_names(const DsCanvas *body, char *const *names, int chosen)
{
  const int n = (int)g_strv_length((char **)names);
  int widest = 1, n_cols, n_rows, first, per_page;
  DsCanvas strip;

  for (int i = 0; i < n; i++)
    widest = MAX(widest, ds_text_width(names[i]));
  widest = MIN(widest, MAX(8, body->width / 2 - 4));
  n_cols = MAX(1, (body->width - 2) / (widest + 2));
  n_rows = MIN(MIN(CANDIDATE_ROWS, body->height), (n + n_cols - 1) / n_cols);
  per_page = n_rows * n_cols;
  first = chosen > 0 ? chosen / per_page * per_page : 0;
  strip = ds_canvas_part(body, 0, body->height - n_rows - 1, body->width, n_rows + 1);
  ds_canvas_clear(&strip);
  ds_canvas_fill(&strip, 0, 0, strip.width, DS_GLYPH_RULE, DS_ROLE_DIM);
  for (int i = 0; i < per_page && first + i < n; i++)
    ds_canvas_text(&strip, 1 + i / n_rows * (widest + 2), 1 + i % n_rows, widest, names[first + i],
                   first + i == chosen ? DS_ROLE_CHOSEN : DS_ROLE_TEXT);
}

static void
draw_completion(const DsCanvas *body, const DsCompletion *completion, int chosen)
{
  const guint n = completion->candidates->len;
  g_auto(GStrv) names = g_new0(char *, n + 1);

  /* a few have room for what they mean */
  for (guint i = 0; i < n; i++) {
    const DsCandidate *candidate = g_ptr_array_index(completion->candidates, i);
    g_autofree char *label = ds_text_for_terminal(candidate->label, -1);

    names[i] = candidate->hint && n <= CANDIDATE_ROWS
                   ? g_strdup_printf("%s   %s", label, candidate->hint)
                   : g_steal_pointer(&label);
  }
  draw_names(body, names, chosen);
}

static void
draw_line_help(DsDesk *desk, const DsCanvas *body)
{
  int chosen;
  const DsCompletion *completion = ds_prompt_completion(desk->prompt, &chosen);
  const guint n_jumps = desk->jump_names ? g_strv_length(desk->jump_names) : 0;

  if (!ds_prompt_is_open(desk->prompt) || body->height < 4)
    return;
  if (desk->line_kind == DS_DESK_JUMP && n_jumps > 0)
    draw_names(body, desk->jump_names, (int)(desk->jump_choice % n_jumps));
  else if (desk->line_kind == DS_DESK_COMMAND && completion)
    draw_completion(body, completion, chosen);
}

static void
draw_pane(DsPane *pane, const DsCanvas *canvas, gboolean has_focus)
{
  pane->has_focus = has_focus;
  if (canvas->width > 0 && canvas->height > 0)
    pane->class->draw(pane, canvas);
}

/* The side pane comes and goes with the width. */
static void
fit_side(DsDesk *desk, int width)
{
  const gboolean wants =
      width >= WIDE_CELLS && desk->main->table && ds_table_n_columns(desk->main->table) > 0;

  if (!wants) {
    g_clear_pointer(&desk->side, ds_pane_free);
    desk->is_side_focused = FALSE;
  } else if (!desk->side) {
    desk->side = ds_pane_new(ds_pane_class_lookup("summary"), desk);
    ds_pane_set(desk->side, desk->main->table, desk->main->view, desk->main->name);
  }
}

static void
draw_body(DsDesk *desk, const DsCanvas *body)
{
  DsCanvas left = *body, right;

  fit_side(desk, body->width);
  if (desk->overlay) {
    draw_pane(desk->overlay, body, TRUE);
    return;
  }
  if (desk->side) {
    left = ds_canvas_part(body, 0, 0, body->width - SIDE_CELLS - 2, body->height);
    right = ds_canvas_part(body, body->width - SIDE_CELLS, 0, SIDE_CELLS, body->height);
    draw_pane(desk->side, &right, desk->is_side_focused);
  }
  draw_pane(desk->main, &left, !desk->is_side_focused);
}

static void
draw_too_small(const DsCanvas *canvas)
{
  g_autofree char *text = g_strdup_printf("too small: needs %dx%d, is %dx%d", DS_SCREEN_MIN_WIDTH,
                                          DS_SCREEN_MIN_HEIGHT, canvas->width, canvas->height);

  ds_canvas_text(canvas, 0, 0, canvas->width, text, DS_ROLE_TEXT);
  if (canvas->height > 1)
    ds_canvas_text(canvas, 0, 1, canvas->width, "make the terminal larger", DS_ROLE_DIM);
}

void
ds_desk_draw(DsDesk *desk, const DsCanvas *canvas, int *x, int *y)
{
  const int w = canvas->width, h = canvas->height;
  DsCanvas body, hints, bottom;

  *x = *y = -1;
  ds_canvas_clear(canvas);
  if (w < DS_SCREEN_MIN_WIDTH || h < DS_SCREEN_MIN_HEIGHT) {
    draw_too_small(canvas);
    return;
  }
  body = ds_canvas_part(canvas, 0, 1, w, h - 3);
  hints = ds_canvas_part(canvas, 0, h - 2, w, 1);
  bottom = ds_canvas_part(canvas, 0, h - 1, w, 1);
  draw_body(desk, &body);
  draw_top(desk, canvas);
  draw_hints(desk, &hints);
  draw_line_help(desk, &body);
  draw_bottom(desk, &bottom, x, y);
}
