/* app/output.c - a result written out: the formats by name, and bytes that reach their reader. */
#include "app/output.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command.h"
#include "engine/base/text.h"

static const DsOutputFormat *const formats[] = { &ds_output_table, &ds_output_csv, &ds_output_json,
                                                 &ds_output_markdown };

const DsOutputFormat *
ds_output_format(const char *name, GError **error)
{
  const char *names[G_N_ELEMENTS(formats) + 1] = { NULL };
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  const char *nearest;

  for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
    names[i] = formats[i]->name;
    if (strcmp(name, names[i]) == 0)
      return formats[i];
  }
  nearest = ds_text_nearest(name, names);
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no output format \"%s\"; did you mean \"%s\"?", shown, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no output format \"%s\"; there are table, csv, json and markdown", shown);
  return NULL;
}

static int
terminal_width(int fd)
{
  struct winsize size;

  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

void
ds_output_configure(DsOutput *output, DsSession *session)
{
  const int width = (int)ds_session_option_int(session, "width");

  output->is_terminal = isatty(output->fd) != 0;
  output->is_ascii = ds_session_option_int(session, "ascii") != 0;
  output->width = width || !output->is_terminal ? width : terminal_width(output->fd);
  output->max_rows = output->is_terminal ? (gsize)ds_session_option_int(session, "rows") : 0;
  output->digits = (int)ds_session_option_int(session, "digits");
  g_free(output->missing);
  output->missing = output->is_ascii ? g_strdup("-") : ds_session_option_text(session, "missing");
}

void
ds_output_clear(DsOutput *output)
{
  g_clear_pointer(&output->missing, g_free);
}

static gboolean
write_all(int fd, const char *bytes, gsize n, GError **error)
{
  while (n > 0) {
    const gssize done = write(fd, bytes, n);

    if (done < 0 && errno == EINTR)
      continue;
    if (done < 0) {
      const int code = errno;

      g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(code),
                  "could not write the result: %s; make room, or write elsewhere",
                  g_strerror(code));
      return FALSE;
    }
    bytes += done;
    n -= (gsize)done;
  }
  return TRUE;
}

gboolean
ds_output_flush(const DsOutput *output, GString *text, GError **error)
{
  enum { LARGE = 1 << 16 };
  gboolean is_done;

  if (text->len < LARGE)
    return TRUE;
  is_done = write_all(output->fd, text->str, text->len, error);
  g_string_truncate(text, 0);
  return is_done;
}

void
ds_output_notes_aside(const DsResult *result)
{
  for (guint i = 0; i < ds_notes_count(result->notes); i++) {
    g_autofree char *shown = ds_text_for_terminal(ds_notes_get(result->notes, i), -1);

    g_printerr("note: %s\n", shown);
  }
}

gboolean
ds_output_result(DsOutput *output, const DsResult *result, GError **error)
{
  GString *text = g_string_new(NULL);
  const DsCommand *command = ds_command_lookup(result->command);
  gboolean is_done;

  if (!*result->command) { /* an empty line or a comment */
    g_string_free(text, TRUE);
    return TRUE;
  }
  output->is_prose = command && (command->flags & DS_COMMAND_PROSE);
  is_done = output->format->write(output, result, text, error) &&
            write_all(output->fd, text->str, text->len, error);
  output->n_written++;
  g_string_free(text, TRUE);
  return is_done;
}
