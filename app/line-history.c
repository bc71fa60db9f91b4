/* app/line-history.c - the lines that people typed, kept from one start to the next. */
#include "app/line-history.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static char *
history_path(void)
{
  const char *state = g_getenv("XDG_STATE_HOME");
  g_autofree char *folder = state && g_path_is_absolute(state)
                                ? g_strdup(state)
                                : g_build_filename(g_get_home_dir(), ".local", "state", NULL);

  return g_build_filename(folder, "dayshift", "history", NULL);
}

/* Writes the last lines anew; a crash meanwhile leaves the old file. */
static void
shorten(const char *path, char **lines, guint n)
{
  g_autofree char *text = g_strjoinv("\n", lines + (n - DS_LINE_HISTORY_LIMIT / 2));
  g_autofree char *whole = g_strconcat(text, "\n", NULL);

  g_file_set_contents_full(path, whole, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

char **
ds_line_history_load(void)
{
  g_autofree char *path = history_path();
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  GPtrArray *kept = g_ptr_array_new();

  if (g_file_get_contents(path, &text, NULL, NULL)) {
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++)
      if (*lines[i] && g_utf8_validate(lines[i], -1, NULL))
        g_ptr_array_add(kept, g_strdup(lines[i]));
  }
  g_ptr_array_add(kept, NULL);
  if (kept->len - 1 > DS_LINE_HISTORY_LIMIT)
    shorten(path, (char **)kept->pdata, kept->len - 1);
  return (char **)g_ptr_array_free(kept, FALSE);
}

gboolean
ds_line_history_append(const char *line)
{
  g_autofree char *path = history_path();
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *whole = g_strconcat(line, "\n", NULL);
  int file;
  gssize written;

  if (*line == '\0' || *line == ' ' || strchr(line, '\n') || !g_utf8_validate(line, -1, NULL))
    return FALSE;
  g_mkdir_with_parents(folder, 0700);
  file = g_open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return TRUE;
  written = write(file, whole, strlen(whole)); /* one write: lines of several programs never mix */
  (void)written;
  close(file);
  return TRUE;
}
