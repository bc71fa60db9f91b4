/* app/cmd-data.c - opening and saving data files, and what is kept of them. */
#include <string.h>

#include "app/command.h"
#include "app/data-cache.h"
#include "app/session-state.h"
#include "engine/base/text.h"
#include "engine/io/open.h"
#include "engine/io/write.h"
#include "engine/table/builder.h"

/* delim=: the sign itself, or its name; 0 with an error for anything else. */
static char
delimiter_of(const char *text, GError **error)
{
  static const struct {
    const char *word;
    char delimiter;
  } WORDS[] = { { "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },
                { "\\t", '\t' },  { "pipe", '|' },      { "space", ' ' } };
  g_autofree char *shown = NULL;

  if (text[0] && !text[1] && (guchar)text[0] < 0x80 && !g_ascii_isalnum(text[0]) && text[0] != '"')
    return text[0];
  for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++)
    if (strcmp(text, WORDS[i].word) == 0)
      return WORDS[i].delimiter;
  shown = ds_text_for_terminal(text, -1);
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
              "delim is \"%s\"; give one sign, or comma, semicolon, tab, pipe or space", shown);
  return '\0';
}

/* types=: "a:int,b,c:text" is a as int and "b,c" as text, for a comma may be part of a name. */
static char **
split_types(const char *text)
{
  g_auto(GStrv) parts = g_strsplit(text, ",", -1);
  g_autoptr(GPtrArray) entries = g_ptr_array_new();
  g_autoptr(GString) entry = g_string_new(NULL);
  DsType type;

  for (guint i = 0; parts[i]; i++) {
    const char *colon = strrchr(parts[i], ':');

    g_string_append_printf(entry, "%s%s", entry->len > 0 ? "," : "", parts[i]);
    if (parts[i + 1] && (!colon || !ds_type_lookup(colon + 1, &type)))
      continue;
    g_ptr_array_add(entries, g_strdup(entry->str));
    g_string_truncate(entry, 0);
  }
  g_ptr_array_add(entries, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&entries), FALSE);
}

/* na= with nothing behind it: only empty fields are missing. */
static char **
split_words(const char *text)
{
  return text[0] ? g_strsplit(text, ",", -1) : g_new0(char *, 1);
}

typedef struct {
  DsOpenOptions open;
  char **na, **types;
} Given;

static void
given_clear(Given *given)
{
  g_strfreev(given->na);
  g_strfreev(given->types);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Given, given_clear)

static gboolean
read_options(Given *given, const DsArgs *args, GError **error)
{
  DsCsvOptions *csv = &given->open.csv;

  if (ds_args_has(args, "delim")) {
    csv->delimiter = delimiter_of(ds_args_text(args, "delim"), error);
    if (!csv->delimiter)
      return FALSE;
  }
  if (ds_args_has(args, "header"))
    csv->header = ds_args_yes(args, "header");
  if (ds_args_has(args, "skip"))
    csv->skip_lines = (int)ds_args_int(args, "skip");
  if (ds_args_has(args, "na"))
    given->na = split_words(ds_args_text(args, "na"));
  if (ds_args_has(args, "types"))
    given->types = split_types(ds_args_text(args, "types"));
  csv->na = (const char *const *)given->na;
  csv->types = (const char *const *)given->types;
  csv->encoding = ds_args_text(args, "encoding");
  given->open.table = ds_args_text(args, "table");
  given->open.member = ds_args_text(args, "member");
  return TRUE;
}

/* What the table is called: name=, else the SQLite table, the archive's member, the file. */
static char *
name_for(const DsArgs *args)
{
  const char *path = ds_args_text(args, "PATH");

  if (ds_args_keep_name(args))
    return g_strdup(ds_args_keep_name(args));
  if (ds_args_has(args, "table"))
    return ds_session_name_for(ds_args_text(args, "table"));
  if (ds_args_has(args, "member"))
    return ds_session_name_for(ds_args_text(args, "member"));
  return ds_session_name_for(strcmp(path, "-") == 0 ? "stdin" : path);
}

static const DsTable *
run_open(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *path = ds_args_text(args, "PATH");
  const gint64 start = g_get_monotonic_time();
  g_auto(Given) given = { .open = DS_OPEN_DETECT };
  g_autofree char *wanted = name_for(args), *name = NULL;
  DsTableBuilder *builder;
  DS_TABLE_AUTO table = NULL;
  DsOpenInfo info;

  if (!read_options(&given, args, error))
    return NULL;
  given.open.cache = ds_data_cache();
  table = ds_open(path, &given.open, ds_session_progress(session), notes, &info, error);
  if (!table)
    return NULL;
  name = ds_session_add(session, wanted, table, path);
  builder = ds_table_builder_new("table:text,rows:int,columns:int,bytes:int,seconds:real");
  ds_table_builder_text(builder, 0, name);
  ds_table_builder_int(builder, 1, (gint64)ds_table_n_rows(table));
  ds_table_builder_int(builder, 2, (gint64)ds_table_n_columns(table));
  ds_table_builder_int(builder, 3, (gint64)info.bytes);
  ds_table_builder_real(builder, 4, (double)((g_get_monotonic_time() - start) / 100) / 10000.0);
  return ds_table_builder_build(builder);
}

static const DsArg open_args[] = {
  { "PATH", DS_ARG_PATH, .is_required = TRUE, .help = "a file, or - for standard input" },
  { "delim", DS_ARG_TEXT, .help = "what stands between fields: , ; tab | ..." },
  { "header", DS_ARG_YESNO, .help = "whether the first line holds the names" },
  { "skip", DS_ARG_INT, .min = 0, .max = G_MAXINT32, .help = "lines before the header" },
  { "na", DS_ARG_TEXT, .help = "words that mean missing: a,b; nothing: only empty fields" },
  { "types", DS_ARG_TEXT, .help = "types that columns have to have: a:int,b:text" },
  { "encoding", DS_ARG_TEXT, .help = "utf-8, windows-1252, utf-16le ..." },
  { "table", DS_ARG_TEXT, .help = "which table of an SQLite file" },
  { "member", DS_ARG_TEXT, .help = "which file of an archive" },
  { 0 },
};

const DsCommand ds_command_open = {
  .name = "open",
  .family = "data",
  .help = "open a dataset; it becomes the current table",
  .details = "CSV and its kin, JSON Lines, arrays of JSON objects and SQLite files are known by "
             "their content, and so are gz, bz2, xz, zst, zip and tar around them. Types are the "
             "narrowest that hold every value of the whole file; missing is an empty field, NA, "
             "N/A, NaN, nan, null, NULL, None, and ? among numbers. A large file that has not "
             "changed opens at once the second time (see cache).",
  .example = "open penguins.csv name=p types=year:text",
  .columns = "table,rows,columns,bytes,seconds",
  .args = open_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_open,
};

static const DsTable *
run_save(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *path = ds_args_text(args, "PATH");
  const DsWriteOptions options = { .format = ds_args_text(args, "format"),
                                   .table = ds_args_text(args, "table") };
  DS_TABLE_AUTO table = ds_session_current(session, error);
  g_autofree char *from = NULL;
  DsTableBuilder *builder;
  guint64 bytes = 0;

  if (!table)
    return NULL;
  from = ds_session_table_from(session, path);
  if (from && !ds_args_yes(args, "force")) {
    g_autofree char *shown = ds_text_for_terminal(path, -1);

    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_STATE,
                "%s is the file that table %s was opened from; add force=yes to write over it",
                shown, from);
    return NULL;
  }
  if (!ds_write(table, path, &options, &bytes, ds_session_progress(session), notes, error))
    return NULL;
  ds_session_mark_saved(session);
  builder = ds_table_builder_new("path:text,rows:int,bytes:int");
  ds_table_builder_text(builder, 0, path);
  ds_table_builder_int(builder, 1, (gint64)ds_table_n_rows(table));
  ds_table_builder_int(builder, 2, (gint64)bytes);
  return ds_table_builder_build(builder);
}

static const DsArg save_args[] = {
  { "PATH", DS_ARG_PATH, .is_required = TRUE, .help = "where to; its suffix says the format" },
  { "format", DS_ARG_CHOICE, .choices = "csv|tsv|json|jsonl|sqlite", .help = "the format" },
  { "table", DS_ARG_TEXT, .help = "name of the table in an SQLite file" },
  { "force", DS_ARG_YESNO, .fallback = "no", .help = "also over the file that was opened" },
  { 0 },
};

const DsCommand ds_command_save = {
  .name = "save",
  .family = "data",
  .help = "write the current table to a file",
  .details = "The rows as they are now, in their order, all columns. The file appears whole under "
             "its name or not at all. It reads back the same: values, types, missing; where the "
             "format cannot hold them, a note says how to open it right. .gz, .bz2, .xz and .zst "
             "pack it. An SQLite file keeps its other tables.",
  .example = "save penguins-copy.jsonl",
  .columns = "path,rows,bytes",
  .args = save_args,
  .flags = DS_COMMAND_MESSAGE,
  .run = run_save,
};

/* "10G": a number of bytes, with K, M, G or T for powers of 1024. */
static gboolean
read_bytes(const char *text, guint64 *bytes, GError **error)
{
  static const char UNITS[] = "KMGT";
  g_autofree char *shown = NULL;
  char *end = NULL;
  const guint64 number = g_ascii_strtoull(text, &end, 10);
  const char *unit = *end ? strchr(UNITS, g_ascii_toupper(*end)) : NULL;
  const guint shift = unit ? 10 * (guint)(unit - UNITS + 1) : 0;

  if (g_ascii_isdigit(text[0]) && end[unit ? 1 : 0] == '\0' && number <= (G_MAXUINT64 >> shift)) {
    *bytes = number << shift;
    return TRUE;
  }
  shown = ds_text_for_terminal(text, -1);
  g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
              "limit is \"%s\"; give a number of bytes, like 500M or 20G", shown);
  return FALSE;
}

static gboolean
change_cache(DsCache *cache, const DsArgs *args, DsNotes *notes, GError **error)
{
  const char *action = ds_args_text(args, "ACTION");
  guint64 limit;

  if (ds_args_has(args, "limit")) {
    if (!read_bytes(ds_args_text(args, "limit"), &limit, error) ||
        !ds_cache_set_limit(cache, limit, error))
      return FALSE;
  }
  if (strcmp(action, "clear") == 0) {
    const guint64 freed = ds_cache_clear(cache);
    g_autofree char *amount = g_format_size_full(freed, G_FORMAT_SIZE_IEC_UNITS);

    ds_notes_add(notes, "%s freed", amount);
  }
  if (strcmp(action, "off") == 0)
    ds_notes_add(notes, "from now on nothing is kept or looked up, by later programs either; "
                        "cache on brings it back, cache clear frees the space");
  if (strcmp(action, "on") == 0 || strcmp(action, "off") == 0)
    return ds_cache_set_on(cache, strcmp(action, "on") == 0, error);
  return TRUE;
}

static const DsTable *
run_cache(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DsCache *cache = ds_data_cache();
  DsTableBuilder *builder;
  guint n_files;
  guint64 bytes;

  (void)session;
  if (!change_cache(cache, args, notes, error))
    return NULL;
  ds_cache_measure(cache, &n_files, &bytes);
  builder = ds_table_builder_new("state:text,files:int,bytes:int,limit:int,folder:text");
  ds_table_builder_text(builder, 0, ds_cache_is_on(cache) ? "on" : "off");
  ds_table_builder_int(builder, 1, n_files);
  ds_table_builder_int(builder, 2, (gint64)bytes);
  ds_table_builder_int(builder, 3, (gint64)ds_cache_limit(cache));
  ds_table_builder_text(builder, 4, ds_cache_folder(cache));
  return ds_table_builder_build(builder);
}

static const DsArg cache_args[] = {
  { "ACTION", DS_ARG_CHOICE, .fallback = "size", .choices = "size|clear|off|on",
    .help = "show it, empty it, switch it off or on" },
  { "limit", DS_ARG_TEXT, .help = "the most bytes to keep, like 20G; kept for later too" },
  { 0 },
};

const DsCommand ds_command_cache = {
  .name = "cache",
  .family = "data",
  .help = "what is kept of opened files, so that they open at once again",
  .details = "Files of 4 MiB and more are kept as columns in $XDG_CACHE_HOME/dayshift, used again "
             "only while the file is unchanged, and safe to delete at any time. What was not used "
             "for longest goes first.",
  .example = "cache",
  .columns = "state,files,bytes,limit,folder",
  .args = cache_args,
  .flags = DS_COMMAND_INSTANT,
  .run = run_cache,
};
