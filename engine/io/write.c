/* engine/io/write.c - a table into a file that reads back identical. */
#include "engine/io/write.h"

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/io/format.h"
#include "engine/io/sink.h"

/* "csv, tsv, json, jsonl, sqlite" */
static char *
list_formats(void)
{
  const DsFormat *const *formats = ds_format_all();
  g_autoptr(GString) list = g_string_new(NULL);

  for (gsize i = 0; formats[i]; i++)
    if (formats[i]->write)
      g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", formats[i]->name);
  return g_string_free(g_steal_pointer(&list), FALSE);
}

static const DsFormat *
choose_format(const char *path, const char *name, GError **error)
{
  const DsFormat *format = name ? ds_format_lookup(name) : ds_format_of_path(path);
  g_autofree char *shown = NULL, *list = NULL;

  if (format && format->write)
    return format;
  shown = ds_text_for_terminal(name ? name : path, -1);
  list = list_formats();
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
              name ? "there is no format \"%s\" to write; use one of %s"
                   : "%s: its name does not say the format; add format= and one of %s",
              shown, list);
  return NULL;
}

gboolean
ds_write(const DsTable *table, const char *path, const DsWriteOptions *options, guint64 *bytes,
         DsProgress *progress, DsNotes *notes, GError **error)
{
  const DsWriteOptions plain = { 0 }, *chosen = options ? options : &plain;
  const DsFormat *format = choose_format(path, chosen->format, error);
  g_autoptr(DsSink) sink = format ? ds_sink_open(path, error) : NULL;
  g_autoptr(DsNotes) own = ds_notes_new();

  if (!sink || !format->write(table, chosen, sink, progress, own, error) ||
      !ds_sink_commit(sink, bytes, error))
    return FALSE;
  ds_notes_append(notes, own);
  return TRUE;
}
