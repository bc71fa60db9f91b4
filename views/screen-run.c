/* views/screen-run.c - the workbench on the terminal: the loop of waiting, acting and drawing. */
#include "views/screen-run.h"

#include <stdio.h>

#include "views/desk.h"
#include "views/prompt.h"

enum { FRAME_MS = 100 }; /* between frames that no key asked for */

typedef struct {
  DsSession *session;
  DsScreen *screen;
  DsDesk *desk;
  gint64 drawn_ms;
  gboolean is_late; /* something moved by itself and waits for its frame */
} Loop;

static gint64
now_ms(void)
{
  return g_get_monotonic_time() / 1000;
}

static void
draw(Loop *loop)
{
  g_autofree char *theme = ds_session_option_text(loop->session, "theme");
  int x, y;

  ds_screen_set_theme(loop->screen, ds_theme_lookup(theme) ? ds_theme_lookup(theme)
                                                           : ds_theme_lookup(ds_theme_guess()));
  ds_desk_draw(loop->desk, ds_screen_canvas(loop->screen), &x, &y);
  ds_screen_put(loop->screen, x, y);
  loop->drawn_ms = now_ms();
  loop->is_late = FALSE;
}

/* All keys that are there, then one frame: a slow line never falls behind. What is not sent is
 * drawn all the same, as where the grid has scrolled to depends on each step. */
static void
take_keys(Loop *loop)
{
  int key;

  while (!ds_desk_wants_quit(loop->desk) &&
         (key = ds_screen_next_key(loop->screen)) != DS_KEY_NONE) {
    gboolean used_next;
    int x, y;

    ds_desk_key(loop->desk, key, ds_screen_peek_key(loop->screen), &used_next);
    if (used_next)
      ds_screen_next_key(loop->screen);
    ds_desk_draw(loop->desk, ds_screen_canvas(loop->screen), &x, &y);
  }
}

static int
timeout_of(const Loop *loop)
{
  const int tick = ds_desk_next_tick_ms(loop->desk);
  const gint64 left = FRAME_MS - (now_ms() - loop->drawn_ms);

  if (!loop->is_late)
    return tick;
  return tick < 0 ? (int)MAX(0, left) : MIN(tick, (int)MAX(0, left));
}

static int
run(Loop *loop)
{
  draw(loop);
  while (!ds_desk_wants_quit(loop->desk)) {
    const guint events = ds_screen_wait(loop->screen, timeout_of(loop));
    DsDeskNews news;

    if (events & DS_SCREEN_LEAVE)
      return ds_screen_leave_signal(loop->screen) ? 128 + ds_screen_leave_signal(loop->screen) : 1;
    if (events & DS_SCREEN_KEYS)
      take_keys(loop);
    news = ds_desk_tick(loop->desk);
    loop->is_late = loop->is_late || news != DS_DESK_NOTHING;
    if ((events & (DS_SCREEN_KEYS | DS_SCREEN_RESIZED | DS_SCREEN_REDRAW)) || news == DS_DESK_NOW ||
        (loop->is_late && now_ms() - loop->drawn_ms >= FRAME_MS))
      draw(loop);
  }
  return 0;
}

/* What GLib says while the screen is up would spoil it; it is said afterwards. */
static GLogWriterOutput
keep_log(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer kept)
{
  g_ptr_array_add(kept, g_log_writer_format_fields(level, fields, n, FALSE));
  return G_LOG_WRITER_HANDLED;
}

int
ds_screen_run(DsSession *session, const DsScreenOptions *options)
{
  static GPtrArray *log; /* GLib takes one writer for ever */
  g_autoptr(DsPrompt) prompt = ds_prompt_new(session);
  g_autoptr(GError) error = NULL;
  Loop loop = { .session = session };
  int status;

  loop.screen = ds_screen_open(options, &error);
  if (!loop.screen) {
    g_printerr("dayshift: %s\n", error->message);
    return 1;
  }
  log = g_ptr_array_new_with_free_func(g_free);
  g_log_set_writer_func(keep_log, log, NULL);
  loop.desk = ds_desk_new(session, loop.screen, prompt);
  if (ds_screen_remark(loop.screen))
    ds_desk_say(loop.desk, DS_ROLE_NOTE, ds_screen_remark(loop.screen));
  for (guint i = 0; options->commands && options->commands[i]; i++)
    ds_desk_run_later(loop.desk, options->commands[i]);
  status = run(&loop);
  ds_desk_free(loop.desk);
  ds_screen_close(loop.screen);
  for (guint i = 0; i < log->len; i++)
    g_printerr("%s\n", (char *)g_ptr_array_index(log, i));
  return status;
}

static void
append_key(GString *text, const char *pane, const DsKey *row)
{
  g_autofree char *name = ds_key_name(row->key);

  g_string_append_printf(text, "%s\t%s\t%s\t%s\t%s\n", pane, name, row->command, row->label,
                         row->help);
}

char *
ds_screen_keys(void)
{
  GString *text = g_string_new(NULL);
  guint n;
  const DsPaneClass *const *classes = ds_pane_classes(&n);

  for (guint i = 0; i < n; i++) {
    const DsKey *const tables[] = { classes[i]->keys, classes[i]->more };

    for (gsize t = 0; t < G_N_ELEMENTS(tables); t++)
      for (const DsKey *row = tables[t]; row && row->command; row++)
        append_key(text, classes[i]->name, row);
  }
  for (const DsKey *row = ds_desk_keys; row->command; row++)
    append_key(text, "everywhere", row);
  return g_string_free(text, FALSE);
}
