/* engine/io/jsonl.c - JSON Lines, and arrays of objects, into a table. */
#include "engine/io/jsonl.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/io/json-scan.h"
#include "engine/io/jsonl-block.h"
#include "engine/io/wanted-types.h"

/* One column of the table: its name, and its field of each block (-1: not there). */
typedef struct {
  char *name;
  gssize *fields;
} Column;

typedef struct {
  DsSource *source;
  const DsJsonlOptions *options;
  DsProgress *progress;
  DsJsonlShape shape;
  GArray *blocks;
  gsize n_blocks; /* of them, that are used */
  gsize first;    /* offset of the block numbers in the parallel loop */
  guint64 cut_bytes;
  gsize n_rows;
  gsize *first_rows;  /* [n_blocks] */
  GArray *columns;    /* of Column */
  DsColumn **built;   /* [columns->len] */
  DsNotes **messages; /* [columns->len] */
} Reading;

static DsJsonlBlock *
block_at(const Reading *reading, gsize i)
{
  return &g_array_index(reading->blocks, DsJsonlBlock, i);
}

static Column *
column_at(const Reading *reading, gsize i)
{
  return &g_array_index(reading->columns, Column, i);
}

/* Forgets the columns, not the blocks. */
static void
clear_columns(Reading *reading)
{
  const gsize n = reading->columns ? reading->columns->len : 0;

  for (gsize i = 0; i < n; i++) {
    g_free(column_at(reading, i)->name);
    g_free(column_at(reading, i)->fields);
    if (reading->built)
      ds_column_unref(reading->built[i]);
    if (reading->messages)
      ds_notes_free(reading->messages[i]);
  }
  g_clear_pointer(&reading->columns, g_array_unref);
  g_clear_pointer(&reading->built, g_free);
  g_clear_pointer(&reading->messages, g_free);
  g_clear_pointer(&reading->first_rows, g_free);
}

static void
reading_clear(Reading *reading)
{
  clear_columns(reading);
  for (gsize i = 0; reading->blocks && i < reading->blocks->len; i++)
    ds_jsonl_block_clear(block_at(reading, i));
  g_clear_pointer(&reading->blocks, g_array_unref);
  g_clear_pointer(&reading->source, ds_source_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* A key as a column name: valid UTF-8, no NUL, not empty, not taken. */
static char *
name_of_key(const char *key, gsize length, gsize position, GHashTable *taken)
{
  g_autoptr(GString) text = g_string_new_len(key, (gssize)length);
  g_autofree char *valid = NULL, *wanted = NULL;
  char *name;

  for (gsize i = 0; i < text->len; i++)
    if (text->str[i] == '\0') {
      g_string_erase(text, (gssize)i, 1);
      g_string_insert(text, (gssize)i, "\xe2\x90\x80"); /* the symbol for NUL */
    }
  valid = g_utf8_make_valid(text->str, (gssize)text->len);
  wanted = valid[0] ? g_strdup(valid) : g_strdup_printf("column_%" G_GSIZE_FORMAT, position + 1);
  name = g_strdup(wanted);
  for (guint i = 2; g_hash_table_contains(taken, name); i++) {
    g_free(name);
    name = g_strdup_printf("%s_%u", wanted, i);
  }
  g_hash_table_add(taken, name);
  return name;
}

static gboolean
too_many(const Reading *reading, const char *what, guint64 limit, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_source_name(reading->source), -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
              "%s: has more than %" G_GUINT64_FORMAT " %s, which is the most; split it", shown,
              limit, what);
  return FALSE;
}

/* The columns of all blocks, in order of first appearance. */
static gboolean
merge_fields(Reading *reading, GError **error)
{
  g_autoptr(GHashTable) by_key =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);

  reading->columns = g_array_new(FALSE, FALSE, sizeof(Column));
  for (gsize b = 0; b < reading->n_blocks; b++) {
    const DsJsonlBlock *block = block_at(reading, b);

    for (gsize f = 0; f < block->n_fields; f++) {
      const DsJsonlField *field = &block->fields[f];
      GBytes *key = g_bytes_new_static(field->key, field->length);
      gsize at = GPOINTER_TO_SIZE(g_hash_table_lookup(by_key, key));

      if (at == 0) {
        Column column = { name_of_key(field->key, field->length, reading->columns->len, taken),
                          g_new(gssize, reading->n_blocks) };

        for (gsize i = 0; i < reading->n_blocks; i++)
          column.fields[i] = -1;
        g_array_append_val(reading->columns, column);
        at = reading->columns->len;
        g_hash_table_insert(by_key, g_bytes_ref(key), GSIZE_TO_POINTER(at));
      }
      column_at(reading, at - 1)->fields[b] = (gssize)f;
      g_bytes_unref(key);
    }
    if (reading->columns->len > DS_JSONL_MAX_FIELDS)
      return too_many(reading, "different keys", DS_JSONL_MAX_FIELDS, error);
  }
  return TRUE;
}

static gboolean
count_rows(Reading *reading, GError **error)
{
  reading->first_rows = g_new(gsize, reading->n_blocks + 1);
  reading->n_rows = 0;
  for (gsize b = 0; b < reading->n_blocks; b++) {
    reading->first_rows[b] = reading->n_rows;
    reading->n_rows += block_at(reading, b)->n_rows;
  }
  return reading->n_rows < G_MAXUINT32 || too_many(reading, "rows", G_MAXUINT32 - 1, error);
}

static gboolean
build_column(gsize i, gpointer data, GError **error)
{
  Reading *reading = data;
  const Column *column = column_at(reading, i);
  g_autofree DsCellRun *runs = g_new(DsCellRun, reading->n_blocks);
  DsCellsOptions options = { .name = column->name,
                             .source = ds_source_name(reading->source),
                             .are_spelled = TRUE,
                             .guess_moments = TRUE };

  options.is_forced = reading->options && ds_wanted_type_lookup(reading->options->types,
                                                                column->name, &options.declared);
  for (gsize b = 0; b < reading->n_blocks; b++) {
    const DsJsonlBlock *block = block_at(reading, b);
    const gssize field = column->fields[b];

    runs[b] = (DsCellRun){ field >= 0 ? &block->fields[field].cells : NULL, block->bytes,
                           reading->first_rows[b], block->n_rows };
  }
  reading->messages[i] = ds_notes_new();
  reading->built[i] = ds_cells_build(runs, reading->n_blocks, reading->n_rows, &options,
                                     reading->messages[i], error);
  return reading->built[i] != NULL;
}

/* The table of the first @n_blocks blocks. */
static const DsTable *
build_table(Reading *reading, gsize n_blocks, DsNotes *notes, GError **error)
{
  g_autofree const char **names = NULL;
  gsize n;

  clear_columns(reading);
  reading->n_blocks = n_blocks;
  if (!count_rows(reading, error) || !merge_fields(reading, error))
    return NULL;
  n = reading->columns->len;
  names = g_new(const char *, n + 1);
  for (gsize i = 0; i < n; i++)
    names[i] = column_at(reading, i)->name;
  reading->built = g_new0(DsColumn *, n + 1);
  reading->messages = g_new0(DsNotes *, n + 1);
  if ((reading->options && !ds_wanted_types_check(reading->options->types, names, n, error)) ||
      !ds_parallel_for(n, build_column, reading, reading->progress, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    ds_notes_append(notes, reading->messages[i]);
  return ds_table_new(names, reading->built, n, reading->n_rows);
}

static gboolean
read_block(gsize i, gpointer data, GError **error)
{
  Reading *reading = data;
  DsJsonlBlock *block = block_at(reading, reading->first + i);

  if (!ds_jsonl_block_read(block, reading->source, reading->shape,
                           reading->options ? reading->options->na : NULL, reading->progress,
                           error))
    return FALSE;
  ds_progress_add(reading->progress, block->length);
  return TRUE;
}

/* The first block alone, so that somebody can look at it, then the others. */
static gboolean
read_blocks(Reading *reading, GError **error)
{
  const gsize n = reading->blocks->len;

  ds_progress_stage(reading->progress, "reading");
  ds_progress_set(reading->progress, 0, ds_source_size(reading->source));
  if (n == 0)
    return TRUE;
  if (!read_block(0, reading, error))
    return FALSE;
  if (n > 1 && reading->progress) {
    const DsTable *first = build_table(reading, 1, NULL, NULL);

    if (first)
      ds_progress_publish(reading->progress, (gpointer)first,
                          (GDestroyNotify)(gpointer)ds_table_unref);
  }
  reading->first = 1;
  return ds_parallel_for(n - 1, read_block, reading, reading->progress, error);
}

static void
note_cut(const Reading *reading, DsNotes *notes)
{
  const DsJsonlBlock *last = block_at(reading, reading->blocks->len - 1);
  const guint64 end = ds_source_size(reading->source);
  guint64 from = last->cut_at;

  if (from == G_MAXUINT64 && reading->cut_bytes > 0)
    from = end - reading->cut_bytes;
  if (from == G_MAXUINT64)
    return;
  if (reading->shape == DS_JSONL_ARRAY)
    ds_notes_add(notes,
                 "the array is not closed: what follows line %" G_GUINT64_FORMAT
                 " (%" G_GUINT64_FORMAT " bytes) was left out; the file may be cut",
                 ds_jsonl_line_at(reading->source, from), end - from);
  else
    ds_notes_add(notes,
                 "line %" G_GUINT64_FORMAT " ends in the middle of an object (%" G_GUINT64_FORMAT
                 " bytes) and was left out; the file may be cut",
                 ds_jsonl_line_at(reading->source, from), end - from);
}

static void
note_all(const Reading *reading, DsNotes *notes)
{
  gsize n_words = 0, n_repeated = 0;
  guint64 first_repeated = G_MAXUINT64, first_invalid = G_MAXUINT64;

  if (!notes || reading->blocks->len == 0)
    return;
  for (gsize b = 0; b < reading->blocks->len; b++) {
    const DsJsonlBlock *block = block_at(reading, b);

    n_words += block->n_words;
    n_repeated += block->n_repeated;
    first_repeated = MIN(first_repeated, block->first_repeated);
    first_invalid = MIN(first_invalid, block->first_invalid);
  }
  if (reading->shape == DS_JSONL_ARRAY)
    ds_notes_add(notes, "read as one JSON array of objects");
  else if (reading->shape == DS_JSONL_STREAM)
    ds_notes_add(notes, "read as objects over several lines each");
  if (n_words > 0)
    ds_notes_add(notes,
                 "NaN or Infinity stands %" G_GSIZE_FORMAT
                 " times, which JSON does not have: NaN is missing",
                 n_words);
  if (n_repeated > 0)
    ds_notes_add(notes,
                 "a key is repeated in its object %" G_GSIZE_FORMAT
                 " times, first in line %" G_GUINT64_FORMAT ": the last one counts",
                 n_repeated, ds_jsonl_line_at(reading->source, first_repeated));
  if (first_invalid != G_MAXUINT64)
    ds_notes_add(notes,
                 "line %" G_GUINT64_FORMAT
                 " is not valid UTF-8: its bytes are kept and shown as marks",
                 ds_jsonl_line_at(reading->source, first_invalid));
  note_cut(reading, notes);
}

static const DsTable *
set_empty(const Reading *reading, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_source_name(reading->source), -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY,
              reading->n_rows > 0 ? "%s: its objects have no keys, there is nothing to read"
                                  : "%s: holds no whole object, there is nothing to read",
              shown);
  return NULL;
}

const DsTable *
ds_jsonl_read(DsSource *source, const DsJsonlOptions *options, DsProgress *progress, DsNotes *notes,
              GError **error)
{
  g_auto(Reading)
      reading = { .source = ds_source_ref(source), .options = options, .progress = progress };
  g_autoptr(GBytes) content = NULL;
  DS_TABLE_AUTO table = NULL;
  const DsTable *result;

  if (!ds_jsonl_split(source, &reading.shape, &reading.blocks, &content, &reading.cut_bytes,
                      progress, error))
    return NULL;
  if (content) {
    ds_source_unref(reading.source);
    reading.source = ds_source_new_bytes(ds_source_name(source), content);
  }
  if (!read_blocks(&reading, error))
    return NULL;
  note_all(&reading, notes);
  table = build_table(&reading, reading.blocks->len, notes, error);
  if (!table)
    return NULL;
  if (ds_table_n_rows(table) == 0 || ds_table_n_columns(table) == 0)
    return set_empty(&reading, error);
  result = table;
  table = NULL;
  return result;
}

gboolean
ds_jsonl_recognise(const char *head, gsize n)
{
  g_autofree char *copy = g_malloc(n + 1);
  DsJsonScan scan = { .at = copy, .end = copy + n };
  DsJsonValue value;
  char *start;

  memcpy(copy, head, n);
  if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
    scan.at += 3;
  if (ds_json_scan_at_end(&scan))
    return FALSE;
  start = scan.at;
  if (*start != '{' && *start != '[')
    return FALSE;
  if (*start == '[') { /* a CSV may begin so too: an object has to follow, or the end */
    scan.at++;
    if (ds_json_scan_at_end(&scan) || ds_json_scan_skip(&scan, ']'))
      return TRUE;
    return *scan.at == '{';
  }
  if (ds_json_scan_value(&scan, &value) || scan.is_cut)
    return TRUE;
  /* Not JSON to its end: still meant as such when the first key is followed by its colon. */
  scan = (DsJsonScan){ .at = start + 1, .end = copy + n };
  return ds_json_scan_skip(&scan, '"') && (scan.at--, ds_json_scan_value(&scan, &value)) &&
         ds_json_scan_skip(&scan, ':');
}
