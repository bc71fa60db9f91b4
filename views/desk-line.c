/* views/desk-line.c - the command line at the bottom: commands, and jumping to a column by name. */
#include <string.h>

#include "app/words.h"
#include "engine/base/text.h"
#include "views/desk-private.h"

void
ds_desk_open_line(DsDesk *desk, const char *text)
{
  desk->line_kind = DS_DESK_COMMAND;
  ds_prompt_open(desk->prompt, ":", text, TRUE);
}

void
ds_desk_open_jump(DsDesk *desk)
{
  if (!desk->main->view || desk->main->view->n_shown == 0)
    return;
  desk->line_kind = DS_DESK_JUMP;
  desk->jump_from = desk->main->view->col;
  desk->jump_choice = 0;
  ds_prompt_open(desk->prompt, "column: ", "", FALSE);
}

/* Names of the columns shown that hold @part, those that begin with it first. (transfer full) */
static char **
matching_columns(const DsPane *pane, const char *part)
{
  GPtrArray *begin = g_ptr_array_new(), *hold = g_ptr_array_new();
  g_autofree char *fold = g_utf8_casefold(part, -1);

  for (guint i = 0; *part && i < pane->view->n_shown; i++) {
    const char *name = ds_table_column_name(pane->table, pane->view->order[i]);
    g_autofree char *folded = g_utf8_casefold(name, -1);

    if (strstr(folded, fold))
      g_ptr_array_add(g_str_has_prefix(folded, fold) ? begin : hold, g_strdup(name));
  }
  g_ptr_array_extend_and_steal(begin, hold);
  g_ptr_array_add(begin, NULL);
  return (char **)g_ptr_array_free(begin, FALSE);
}

static void
go_to_column(DsDesk *desk, const char *name)
{
  g_autofree char *quoted = ds_word_quote(name);
  g_autofree char *line = g_strdup_printf("go column=%s", quoted);

  ds_desk_run(desk, line);
}

/* Moves to what matches now; back to the start where nothing does. */
static void
jump(DsDesk *desk)
{
  guint n;

  g_strfreev(desk->jump_names);
  desk->jump_names = matching_columns(desk->main, ds_prompt_text(desk->prompt));
  n = g_strv_length(desk->jump_names);
  if (n > 0)
    go_to_column(desk, desk->jump_names[desk->jump_choice % n]);
  else if (desk->jump_from < desk->main->view->n_shown)
    go_to_column(desk,
                 ds_table_column_name(desk->main->table, desk->main->view->order[desk->jump_from]));
}

static void
jump_key(DsDesk *desk, int key, int next, gboolean *used_next)
{
  g_autofree char *before = g_strdup(ds_prompt_text(desk->prompt));
  DsPromptStatus status;

  *used_next = FALSE;
  if (key == DS_KEY_TAB || key == DS_KEY_DOWN || key == DS_KEY_BACK_TAB || key == DS_KEY_UP) {
    const guint n = desk->jump_names ? g_strv_length(desk->jump_names) : 0;

    if (n > 0)
      desk->jump_choice =
          (desk->jump_choice + (key == DS_KEY_TAB || key == DS_KEY_DOWN ? 1 : n - 1)) % n;
    jump(desk);
    return;
  }
  status = ds_prompt_key(desk->prompt, key, next, used_next);
  if (status == DS_PROMPT_GOES_ON) {
    if (strcmp(before, ds_prompt_text(desk->prompt)) != 0) {
      desk->jump_choice = 0;
      jump(desk);
    }
    return;
  }
  if (status == DS_PROMPT_CANCELLED)
    go_to_column(desk,
                 ds_table_column_name(desk->main->table, desk->main->view->order[desk->jump_from]));
  else if (desk->jump_names && !desk->jump_names[0] && *ds_prompt_text(desk->prompt))
    ds_desk_say(desk, DS_ROLE_NOTE, "no column has that in its name");
  g_clear_pointer(&desk->jump_names, g_strfreev);
}

static void
run_entered(DsDesk *desk)
{
  g_autofree char *line = g_strdup(ds_prompt_text(desk->prompt));
  const char *text = line + strspn(line, " \t:");

  if (*text)
    ds_desk_run(desk, text);
}

void
ds_desk_line_key(DsDesk *desk, int key, int next, gboolean *used_next)
{
  if (desk->line_kind == DS_DESK_JUMP)
    jump_key(desk, key, next, used_next);
  else if (ds_prompt_key(desk->prompt, key, next, used_next) == DS_PROMPT_ACCEPTED)
    run_entered(desk);
}
