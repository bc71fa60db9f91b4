/* views/desk-run.c - command lines from keys and from the line: at once, or as a task. */
#include <string.h>

#include "app/command.h"
#include "app/words.h"
#include "engine/base/text.h"
#include "views/desk-private.h"

enum {
  SYNC_MS = 60,   /* a task that is done within this is not seen as one */
  QUIET_MS = 150, /* before this no progress is shown */
};

static void
append_cell(GString *text, const DsTable *table, gsize col)
{
  g_autoptr(GString) cell = g_string_new(NULL);

  if (ds_table_append_cell(table, 0, col, cell))
    g_string_append_printf(text, "%s%s %s", text->len ? "  " : "", ds_table_column_name(table, col),
                           cell->str);
}

/* "filter: 152 rows × 8 columns", or the result's one row as names and values. (transfer full) */
static char *
message_of(const DsResult *result)
{
  GString *text = g_string_new(NULL);
  const double rows = ds_table_real(result->table, "rows", 0);
  const double columns = ds_table_real(result->table, "columns", 0);

  if (ds_table_n_rows(result->table) != 1)
    return g_string_free(text, FALSE);
  if (rows >= 0 && columns >= 0)
    g_string_append_printf(text, "%.0f %s × %.0f %s", rows, rows == 1 ? "row" : "rows", columns,
                           columns == 1 ? "column" : "columns");
  else
    for (gsize col = 0; col < ds_table_n_columns(result->table); col++)
      append_cell(text, result->table, col);
  if (text->len)
    g_string_prepend(g_string_prepend(text, ": "), result->command);
  return g_string_free(text, FALSE);
}

static void
tell(DsDesk *desk, const DsResult *result)
{
  const DsCommand *command = ds_command_lookup(result->command);
  const guint n = ds_notes_count(result->notes);
  g_autofree char *message = command && (command->flags & (DS_COMMAND_MESSAGE | DS_COMMAND_CHANGES))
                                 ? message_of(result)
                                 : g_strdup("");
  g_autoptr(GString) text = g_string_new(message);

  for (guint i = n; i-- > 1;) /* the newest message is what is shown: the first note */
    ds_desk_say(desk, DS_ROLE_NOTE, ds_notes_get(result->notes, i));
  if (n > 0)
    g_string_append_printf(text, "%s%s", text->len ? "; " : "", ds_notes_get(result->notes, 0));
  if (n > 1)
    g_string_append_printf(text, "  (+%u more: M)", n - 1);
  if (text->len)
    ds_desk_say(desk, DS_ROLE_NOTE, text->str);
}

static void
finish(DsDesk *desk, gboolean is_done, DsResult *result, const GError *error)
{
  if (is_done) {
    tell(desk, result);
    ds_result_clear(result);
  } else {
    ds_desk_say(desk, DS_ROLE_ERROR, error->message);
  }
  ds_desk_refresh(desk);
}

static void
run_now(DsDesk *desk, const char *line)
{
  DsResult result = { 0 };
  g_autoptr(GError) error = NULL;
  const gboolean is_done = ds_session_run(desk->session, line, TRUE, NULL, &result, &error);

  finish(desk, is_done, &result, error);
}

static gint64
age_ms(const DsTask *task)
{
  return (g_get_monotonic_time() - ds_task_since_us(task)) / 1000;
}

/* Most commands are done before anybody could see that they took time. */
static void
wait_a_moment(DsDesk *desk)
{
  const gint64 end = g_get_monotonic_time() + SYNC_MS * 1000;

  g_mutex_lock(&desk->lock);
  while (!ds_task_is_done(desk->task) && g_cond_wait_until(&desk->changed, &desk->lock, end))
    ;
  g_mutex_unlock(&desk->lock);
}

void
ds_desk_run(DsDesk *desk, const char *line)
{
  const DsTaskNeed need = ds_task_need(line);

  if (need == DS_TASK_NEVER_NEEDED || (need == DS_TASK_NOT_NEEDED && !desk->task)) {
    run_now(desk, line);
  } else if (desk->task) {
    g_autofree char *text =
        g_strdup_printf("this has to wait for %s; Ctrl-C stops that", ds_task_line(desk->task));

    ds_desk_say(desk, DS_ROLE_ERROR, text);
  } else {
    desk->task = ds_task_start(desk->session, line, TRUE, ds_desk_changed, desk);
    wait_a_moment(desk);
    if (ds_task_is_done(desk->task))
      ds_desk_task_tick(desk);
  }
}

void
ds_desk_run_later(DsDesk *desk, const char *line)
{
  g_queue_push_tail(desk->later, g_strdup(line));
}

static gboolean
take_preview(DsDesk *desk)
{
  DS_TABLE_AUTO preview = ds_progress_take_preview(ds_task_progress(desk->task));
  g_autoptr(DsWords) words = preview ? ds_words_new(ds_task_line(desk->task)) : NULL;
  g_autofree char *name = words && ds_words_count(words) > 1
                              ? ds_session_name_for(ds_words_get(words, 1)->text)
                              : g_strdup("");

  if (preview)
    ds_session_set_preview(desk->session, preview, name);
  return preview != NULL;
}

static void
finish_task(DsDesk *desk)
{
  DsTask *task = g_steal_pointer(&desk->task);
  DsResult result = { 0 };
  g_autoptr(GError) error = NULL;
  const gboolean is_done = ds_task_finish(task, &result, &error);

  finish(desk, is_done, &result, error);
}

DsDeskNews
ds_desk_task_tick(DsDesk *desk)
{
  DsDeskNews news = DS_DESK_NOTHING;

  if (desk->task && !ds_task_is_done(desk->task)) {
    if (take_preview(desk))
      return DS_DESK_NOW;
    return age_ms(desk->task) >= QUIET_MS ? DS_DESK_SOON : DS_DESK_NOTHING;
  }
  if (desk->task) {
    finish_task(desk);
    news = DS_DESK_NOW;
  }
  if (!g_queue_is_empty(desk->later)) {
    g_autofree char *line = g_queue_pop_head(desk->later);

    ds_desk_run(desk, line);
    news = DS_DESK_NOW;
  }
  return news;
}

static int
next_task_tick_ms(const DsDesk *desk)
{
  gint64 age;

  if (!g_queue_is_empty(desk->later) && !desk->task)
    return 0;
  if (!desk->task)
    return -1;
  age = age_ms(desk->task);
  return age < QUIET_MS ? (int)(QUIET_MS - age) : 1000; /* then the seconds go on */
}

int
ds_desk_next_tick_ms(const DsDesk *desk)
{
  const int task = next_task_tick_ms(desk);
  gint64 side;

  if (!desk->side_due_us)
    return task;
  side = MAX(0, desk->side_due_us - g_get_monotonic_time() + 999) / 1000;
  return task < 0 ? (int)side : MIN(task, (int)side);
}

char *
ds_desk_task_text(const DsDesk *desk, double *fraction)
{
  g_autofree char *stage = NULL;
  gint64 age;

  if (!desk->task)
    return NULL;
  age = age_ms(desk->task);
  if (age < QUIET_MS)
    return NULL;
  *fraction = ds_progress_fraction(ds_task_progress(desk->task));
  stage = ds_progress_dup_stage(ds_task_progress(desk->task));
  return g_strdup_printf("%s  %s  %d s", ds_task_line(desk->task), stage ? stage : "",
                         (int)(age / 1000));
}

void
ds_desk_cancel_task(DsDesk *desk)
{
  if (desk->task)
    ds_task_cancel(desk->task);
}

void
ds_desk_end_task(DsDesk *desk)
{
  DsResult result = { 0 };

  if (!desk->task)
    return;
  ds_desk_cancel_task(desk);
  if (ds_task_finish(g_steal_pointer(&desk->task), &result, NULL))
    ds_result_clear(&result);
}
