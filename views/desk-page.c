/* views/desk-page.c - pages over the screen: keys, a cell in full, messages, the start. */
#include <string.h>

#include "app/command.h"
#include "app/line-history.h"
#include "app/words.h"
#include "engine/base/text.h"
#include "views/desk-private.h"
#include "views/grid-cell.h"

enum { KEY_CELLS = 13, HELP_CELLS = 37, NAME_CELLS = 24, OTHER_CELLS = 400 };

void
ds_desk_show_page(DsDesk *desk, DsPage *page)
{
  if (!page) {
    ds_desk_say(desk, DS_ROLE_NOTE, "there is no cell under the cursor");
    return;
  }
  ds_pane_free(desk->overlay);
  desk->overlay = ds_pane_new(ds_pane_class_lookup("page"), desk);
  desk->overlay->state = page;
}

static const char *const group_names[] = {
  [DS_KEYS_HERE] = "Here",         [DS_KEYS_MOVE] = "Moving",     [DS_KEYS_LOOK] = "Looking closer",
  [DS_KEYS_ROWS] = "Rows",         [DS_KEYS_COLUMNS] = "Columns", [DS_KEYS_MARKS] = "Marks",
  [DS_KEYS_VERSIONS] = "Versions", [DS_KEYS_PROGRAM] = "Program",
};

/* Adds the rows of @group that aren't bound otherwise before, in @taken or @more_taken; rows with
 * one label stand together ("j Down"). The heading comes before the first one. */
static void
add_keys(DsPage *page, const DsKey *rows, DsKeyGroup group, const DsKey *const taken[2],
         gboolean *has_heading)
{
  while (rows && rows->command) {
    const DsKey *first = rows;
    g_autoptr(GString) keys = g_string_new(NULL);
    g_autofree char *command = ds_key_command_shown(first);
    g_autofree char *meaning = NULL;

    for (; rows->command && strcmp(rows->label, first->label) == 0; rows++) {
      g_autofree char *name = ds_key_name(rows->key);

      if (!ds_key_find(taken[0], rows->key) && !ds_key_find(taken[1], rows->key))
        g_string_append_printf(keys, "%s%s", keys->len ? " " : "", name);
    }
    if (first->group != group || keys->len == 0)
      continue;
    if (!*has_heading) {
      ds_page_add(page, DS_ROLE_TEXT, 0, "");
      ds_page_add(page, DS_ROLE_NAME, 0, group_names[group]);
    }
    *has_heading = TRUE;
    meaning = g_strdup_printf("%-*s%s", *command ? HELP_CELLS : 0, first->help, command);
    ds_page_add_pair(page, KEY_CELLS, keys->str, meaning);
  }
}

DsPage *
ds_desk_help_page(DsDesk *desk)
{
  const DsPaneClass *class = ds_desk_focus(desk)->class;
  const DsKey *const sets[] = { class->keys, class->more, ds_desk_keys };
  const DsKey *const taken[][2] = { { NULL, NULL },
                                    { class->keys, NULL },
                                    { class->keys, class->more } };
  DsPage *page = ds_page_new("Keys");
  g_autofree char *heading =
      g_strdup_printf("Keys for %s, and the commands they run", class->title);

  ds_page_add(page, DS_ROLE_NAME, 0, heading);
  ds_page_add(page, DS_ROLE_DIM, 0,
              "Capitals stand for what is under the cursor. A ':' opens the command line, where "
              "the command waits for the rest (...). :help lists all commands.");
  for (guint group = 0; group < DS_KEYS_N_GROUPS; group++) {
    gboolean has_heading = FALSE;

    for (guint set = 0; set < G_N_ELEMENTS(sets); set++)
      add_keys(page, sets[set], group, taken[set], &has_heading);
  }
  return page;
}

/* Line breaks in the value are line breaks on the page. */
static void
add_value(DsPage *page, const char *value)
{
  g_auto(GStrv) lines = NULL;

  if (!value) {
    ds_page_add(page, DS_ROLE_DIM, 0, "missing");
    return;
  }
  lines = g_strsplit(value, "\n", -1);
  if (!lines[0])
    ds_page_add(page, DS_ROLE_DIM, 0, "empty text");
  for (guint i = 0; lines[i]; i++)
    ds_page_add(page, DS_ROLE_TEXT, 0, lines[i]);
}

static void
add_record(DsPage *page, const DsTable *table, gsize row)
{
  for (gsize col = 0; col < ds_table_n_columns(table); col++) {
    g_autofree char *value = ds_grid_cell_whole(table, row, col);
    g_autofree char *clean = value ? ds_text_for_terminal(value, -1) : NULL;
    g_autofree char *fit = ds_text_fit(clean ? clean : "·", OTHER_CELLS, FALSE);

    ds_page_add_pair(page, NAME_CELLS, ds_table_column_name(table, col), fit);
  }
}

DsPage *
ds_desk_cell_page(DsDesk *desk)
{
  const DsPane *pane = desk->main;
  const gssize col = pane->view ? ds_view_column(pane->view) : -1;
  g_autofree char *value = NULL;
  g_autofree char *heading = NULL;
  DsPage *page;

  if (col < 0 || ds_table_n_rows(pane->table) == 0)
    return NULL;
  page = ds_page_new("Cell");
  heading = g_strdup_printf("%s   row %" G_GSIZE_FORMAT "   %s",
                            ds_table_column_name(pane->table, (gsize)col), pane->view->row + 1,
                            ds_type_name(ds_table_stored_column(pane->table, (gsize)col)->type));
  value = ds_grid_cell_whole(pane->table, pane->view->row, (gsize)col);
  ds_page_add(page, DS_ROLE_NAME, 0, heading);
  add_value(page, value);
  ds_page_add(page, DS_ROLE_TEXT, 0, "");
  ds_page_add(page, DS_ROLE_NAME, 0, "The whole row");
  add_record(page, pane->table, pane->view->row);
  return page;
}

DsPage *
ds_desk_messages_page(DsDesk *desk)
{
  DsPage *page = ds_page_new("Messages");

  if (desk->messages->len == 0)
    ds_page_add(page, DS_ROLE_DIM, 0, "nothing was said yet");
  for (guint i = desk->messages->len; i-- > 0;)
    ds_page_add(page, DS_ROLE_TEXT, 2, g_ptr_array_index(desk->messages, i));
  return page;
}

/* Files that were opened by a typed line before and still exist, newest first. */
static void
add_recent(DsPage *page)
{
  g_auto(GStrv) lines = ds_line_history_load();
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

  for (guint i = g_strv_length(lines); i-- > 0 && g_hash_table_size(seen) < 5;) {
    g_autoptr(DsWords) words = g_str_has_prefix(lines[i], "open ") ? ds_words_new(lines[i]) : NULL;

    if (!words || ds_words_count(words) < 2 || !g_hash_table_add(seen, lines[i]) ||
        !g_file_test(ds_words_get(words, 1)->text, G_FILE_TEST_EXISTS))
      continue;
    if (g_hash_table_size(seen) == 1) {
      ds_page_add(page, DS_ROLE_TEXT, 0, "");
      ds_page_add(page, DS_ROLE_NAME, 0, "Opened before");
    }
    ds_page_add(page, DS_ROLE_TEXT, 2, lines[i]);
  }
}

DsPage *
ds_desk_start_page(DsDesk *desk)
{
  DsPage *page = ds_page_new("Data");

  (void)desk;
  ds_page_add(page, DS_ROLE_TEXT, 0, "");
  ds_page_add(page, DS_ROLE_NAME, 0, "Nothing is open yet");
  ds_page_add(page, DS_ROLE_TEXT, 0, "");
  ds_page_add_pair(page, KEY_CELLS, "o", "open a file: its path, Tab completes it");
  ds_page_add_pair(page, KEY_CELLS, ":", "command line: any command");
  ds_page_add_pair(page, KEY_CELLS, "?", "the keys that work here");
  ds_page_add_pair(page, KEY_CELLS, "q", "leave");
  ds_page_add(page, DS_ROLE_TEXT, 0, "");
  ds_page_add(page, DS_ROLE_DIM, 0,
              "CSV and its kin, JSON Lines and SQLite are read, also as gz, bz2, xz, zst and zip. "
              "From the shell: dayshift FILE");
  add_recent(page);
  return page;
}
