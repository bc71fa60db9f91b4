/* app/script.c - the lines of a script, one command each. */
#include "app/script.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

#include "app/session.h"
#include "engine/base/text.h"

static void
clear_line(gpointer data)
{
  g_free(((DsScriptLine *)data)->text);
}

/* A line goes on when the number of backslashes at its end is odd. */
static gboolean
goes_on(const GString *line)
{
  gsize n = 0;

  while (n < line->len && line->str[line->len - 1 - n] == '\\')
    n++;
  return n % 2 == 1;
}

static void
add_line(GArray *lines, GString *text, guint number)
{
  DsScriptLine line = { NULL, number };
  const char *start = text->str + strspn(text->str, " \t\n");

  if (*start && *start != '#') {
    line.text = g_strdup(start);
    g_array_append_val(lines, line);
  }
  g_string_truncate(text, 0);
}

GArray *
ds_script_lines(const char *text)
{
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(DsScriptLine));
  GString *line = g_string_new(NULL);
  guint number = 1, first = 1;

  g_array_set_clear_func(lines, clear_line);
  if (g_str_has_prefix(text, "\xef\xbb\xbf"))
    text += 3; /* a byte-order mark from an editor */
  while (*text) {
    const gsize n = strcspn(text, "\n");

    g_string_append_len(line, text, (gssize)n);
    if (line->len && line->str[line->len - 1] == '\r')
      g_string_truncate(line, line->len - 1);
    text += n + (text[n] == '\n');
    number++;
    if (goes_on(line) && *text && line->str[strspn(line->str, " \t")] != '#') {
      line->str[line->len - 1] = '\n';
      continue;
    }
    add_line(lines, line, first);
    first = number;
  }
  add_line(lines, line, first);
  g_string_free(line, TRUE);
  return lines;
}

static char *
read_standard_input(GError **error)
{
  g_autoptr(GInputStream) input = g_unix_input_stream_new(STDIN_FILENO, FALSE);
  g_autoptr(GOutputStream) output = g_memory_output_stream_new_resizable();

  if (g_output_stream_splice(output, input, G_OUTPUT_STREAM_SPLICE_NONE, NULL, error) < 0 ||
      !g_output_stream_write_all(output, "", 1, NULL, NULL, error) ||
      !g_output_stream_close(output, NULL, error))
    return NULL;
  return g_memory_output_stream_steal_data(G_MEMORY_OUTPUT_STREAM(output));
}

GArray *
ds_script_read(const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (strcmp(path, "-") == 0)
    text = read_standard_input(error);
  else if (!g_file_get_contents(path, &text, NULL, error))
    return NULL;
  return text ? ds_script_lines(text) : NULL;
}
