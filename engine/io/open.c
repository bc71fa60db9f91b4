/* engine/io/open.c - any data file into a table: what it is shows in its first bytes. */
#include "engine/io/open.h"

#include <string.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/io/archive.h"
#include "engine/io/foreign.h"
#include "engine/io/format.h"

enum { HEAD = 1 << 14, MAX_LAYERS = 4 };

static const DsOpenOptions detect = DS_OPEN_DETECT;

/* The first format that knows the bytes; the last of the list takes what nobody knows. */
static const DsFormat *
recognise(const char *head, gsize n)
{
  const DsFormat *const *formats = ds_format_all();
  gsize i = 0;

  for (; formats[i + 1]; i++)
    if (formats[i]->recognise && formats[i]->recognise(head, n))
      break;
  return formats[i];
}

/* What opening hands down to the look at the first unpacked bytes. */
typedef struct {
  const DsOpenOptions *options;
  DsProgress *progress;
} Preview;

static void
show_first(const char *name, const char *bytes, gsize n, gpointer data)
{
  const Preview *preview = data;
  const DsTable *table;

  if (ds_archive_recognise(bytes, n) || recognise(bytes, MIN(n, (gsize)HEAD))->recognise ||
      !ds_foreign_check(bytes, n, name, NULL))
    return;
  table = ds_csv_read_head(bytes, n, &preview->options->csv, NULL);
  if (table)
    ds_progress_publish(preview->progress, (gpointer)table,
                        (GDestroyNotify)(gpointer)ds_table_unref);
}

/* Takes the layers off, the outermost first. @head, @n: the first bytes of what is left. */
static DsSource *
unpack(DsSource *source, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
       char *head, gsize *n, GError **error)
{
  Preview preview = { options, progress };
  const DsUnpackOptions unpacking = { .member = options->member,
                                      .preview = progress ? show_first : NULL,
                                      .data = &preview,
                                      .notes = notes };
  g_autoptr(DsSource) inner = ds_source_ref(source);

  for (int layer = 0;; layer++) {
    const gssize got = ds_source_read(inner, 0, head, HEAD, error);
    DsSource *next;

    if (got < 0)
      return NULL;
    *n = (gsize)got;
    if (!ds_foreign_check(head, *n, ds_source_name(inner), error))
      return NULL;
    if (layer == MAX_LAYERS || !ds_archive_recognise(head, *n))
      return g_steal_pointer(&inner);
    ds_progress_stage(progress, "unpacking");
    next = ds_archive_unpack(inner, &unpacking, progress, error);
    if (!next)
      return NULL;
    ds_source_unref(inner);
    inner = next;
  }
}

/* Options that mean nothing for the format are named, not passed over. */
static void
note_unused(const DsOpenOptions *options, const DsFormat *format, gboolean is_packed,
            DsNotes *notes)
{
  const gboolean is_csv = strcmp(format->name, "csv") == 0;

  if (!is_csv && (options->csv.delimiter || options->csv.header >= 0 || options->csv.encoding))
    ds_notes_add(notes, "delim=, header= and encoding= mean nothing for %s and were not used",
                 format->title);
  if (options->table && strcmp(format->name, "sqlite") != 0)
    ds_notes_add(notes, "table= means nothing for %s and was not used", format->title);
  if (options->member && !is_packed)
    ds_notes_add(notes, "member= means nothing for a file that is no archive and was not used");
}

static void
note_name(const char *path, const DsFormat *format, DsNotes *notes)
{
  const DsFormat *named = ds_format_of_path(path);
  g_autofree char *base = g_path_get_basename(path);
  g_autofree char *shown = ds_text_for_terminal(base, -1);

  if (named && named->read != format->read)
    ds_notes_add(notes, "%s holds %s, whatever its name says, and was read as that", shown,
                 format->title);
}

static const DsTable *
read_source(DsSource *source, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
            GError **error)
{
  g_autofree char *head = g_malloc(HEAD);
  gsize n = 0;
  g_autoptr(DsSource) inner = unpack(source, options, progress, notes, head, &n, error);
  const DsFormat *format;

  if (!inner)
    return NULL;
  format = recognise(head, n);
  note_name(ds_source_name(inner), format, notes);
  note_unused(options, format, inner != source, notes);
  return format->read(inner, options, progress, notes, error);
}

/* The options as text: what may change the table has to change it. */
static char *
describe_options(const DsOpenOptions *options)
{
  const DsCsvOptions *csv = &options->csv;
  g_autoptr(GString) text = g_string_new(NULL);

  g_string_append_printf(text, "%d %d %d", csv->delimiter, csv->header, csv->skip_lines);
  g_string_append_printf(text, "\nencoding %s\ntable %s\nmember %s",
                         csv->encoding ? csv->encoding : "-", options->table ? options->table : "-",
                         options->member ? options->member : "-");
  for (gsize i = 0; csv->na && csv->na[i]; i++)
    g_string_append_printf(text, "\nna %s", csv->na[i]);
  g_string_append(text, csv->na ? "\nna" : "\nno na");
  for (gsize i = 0; csv->types && csv->types[i]; i++)
    g_string_append_printf(text, "\ntype %s", csv->types[i]);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static const DsTable *
read_anew(const char *path, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
          DsOpenInfo *info, GError **error)
{
  g_autoptr(DsSource) source =
      strcmp(path, "-") == 0 ? ds_source_read_fd("standard input", STDIN_FILENO, progress, error)
                             : ds_source_open(path, progress, error);

  if (!source)
    return NULL;
  if (info)
    info->bytes = ds_source_size(source);
  return read_source(source, options, progress, notes, error);
}

const DsTable *
ds_open(const char *path, const DsOpenOptions *options, DsProgress *progress, DsNotes *notes,
        DsOpenInfo *info, GError **error)
{
  const DsOpenOptions *chosen = options ? options : &detect;
  g_autofree char *described = describe_options(chosen);
  g_autoptr(DsCacheKey) key =
      chosen->cache ? ds_cache_key_new(chosen->cache, path, described) : NULL;
  g_autoptr(DsNotes) own = ds_notes_new();
  const DsTable *table = key ? ds_cache_lookup(chosen->cache, key, own) : NULL;

  if (info)
    *info = (DsOpenInfo){ .bytes = key ? ds_cache_key_size(key) : 0, .from_cache = table != NULL };
  if (!table) {
    table = read_anew(path, chosen, progress, own, info, error);
    if (table && key)
      ds_cache_store(chosen->cache, g_steal_pointer(&key), table, own);
  }
  if (table)
    ds_notes_append(notes, own);
  return table;
}
