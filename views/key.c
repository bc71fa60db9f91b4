/* views/key.c - keys: their codes and names, and the rows that bind them to commands. */
#include "views/key.h"

#include <string.h>

static const struct {
  int key;
  const char *name;
} names[] = {
  { DS_KEY_TAB, "Tab" },
  { DS_KEY_ENTER, "Enter" },
  { DS_KEY_ESCAPE, "Esc" },
  { ' ', "Space" },
  { DS_KEY_UP, "Up" },
  { DS_KEY_DOWN, "Down" },
  { DS_KEY_LEFT, "Left" },
  { DS_KEY_RIGHT, "Right" },
  { DS_KEY_HOME, "Home" },
  { DS_KEY_END, "End" },
  { DS_KEY_PAGE_UP, "PgUp" },
  { DS_KEY_PAGE_DOWN, "PgDn" },
  { DS_KEY_INSERT, "Ins" },
  { DS_KEY_DELETE, "Del" },
  { DS_KEY_BACKSPACE, "Backspace" },
  { DS_KEY_BACK_TAB, "S-Tab" },
  { DS_KEY_CTRL_LEFT, "^Left" },
  { DS_KEY_CTRL_RIGHT, "^Right" },
  { DS_KEY_CTRL_HOME, "^Home" },
  { DS_KEY_CTRL_END, "^End" },
  { DS_KEY_F1, "F1" },
};

char *
ds_key_name(int key)
{
  char utf8[7] = "";

  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (names[i].key == key)
      return g_strdup(names[i].name);
  if (key > 0 && key < ' ')
    return g_strdup_printf("^%c", key + '@');
  if (key <= ' ' || key >= DS_KEY_FIRST)
    return g_strdup("?");
  utf8[g_unichar_to_utf8((gunichar)key, utf8)] = '\0';
  return g_strdup(utf8);
}

int
ds_key_lookup(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    if (strcmp(names[i].name, name) == 0)
      return names[i].key;
  if (name[0] == '^' && name[1] && !name[2])
    return DS_CTRL(name[1]);
  if (*name && g_utf8_validate(name, -1, NULL) && g_utf8_strlen(name, -1) == 1)
    return (int)g_utf8_get_char(name);
  return DS_KEY_NONE;
}

const DsKey *
ds_key_find(const DsKey *keys, int key)
{
  for (; keys && keys->command; keys++)
    if (keys->key == key)
      return keys;
  return NULL;
}

char *
ds_key_expand(const char *command,
              gboolean (*fill)(gpointer data, const char *placeholder, GString *line),
              gpointer data)
{
  g_autoptr(GString) line = g_string_new(NULL);

  while (*command) {
    const char *open = strchr(command, '{');
    const char *close = open ? strchr(open, '}') : NULL;
    g_autofree char *placeholder = NULL;

    if (!close) {
      g_string_append(line, command);
      break;
    }
    g_string_append_len(line, command, open - command);
    placeholder = g_strndup(open + 1, (gsize)(close - open - 1));
    if (!fill(data, placeholder, line))
      return NULL;
    command = close + 1;
  }
  return g_string_free(g_steal_pointer(&line), FALSE);
}

/* Placeholders that read better as something else than their name in capitals. */
static const struct {
  const char *placeholder, *shown;
} shown_as[] = {
  { "is-cell", "COLUMN = VALUE" },
  { "is-not-cell", "COLUMN <> VALUE" },
  { "look", "freq or hist" },
  { "mark", "mark or unmark" },
  { "wider", "WIDTH" },
  { "narrower", "WIDTH" },
  { "place", "N" },
};

static gboolean
show_placeholder(gpointer data, const char *placeholder, GString *line)
{
  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(shown_as); i++)
    if (strcmp(shown_as[i].placeholder, placeholder) == 0) {
      g_string_append(line, shown_as[i].shown);
      return TRUE;
    }
  for (; *placeholder; placeholder++)
    g_string_append_c(line, g_ascii_toupper(*placeholder));
  return TRUE;
}

char *
ds_key_command_shown(const DsKey *row)
{
  g_autofree char *line = NULL;

  if (row->command[0] == '@')
    return g_strdup("");
  line = ds_key_expand(row->command, show_placeholder, NULL);
  return row->command[0] == ':' ? g_strconcat(line, "...", NULL) : g_steal_pointer(&line);
}
