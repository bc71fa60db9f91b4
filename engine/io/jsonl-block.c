/* engine/io/jsonl-block.c - parses a piece of a JSON file into cells. */
#include "engine/io/jsonl-block.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/io/json-scan.h"
#include "engine/io/wanted-types.h"

enum { LOOK = 1 << 16, SHOWN_BYTES = 60, SHOWN_CELLS = 24 };

/* What parsing one block needs at hand. */
typedef struct {
  DsJsonlBlock *block;
  DsSource *source;
  DsJsonlShape shape;
  const char *const *na;
} Parser;

void
ds_jsonl_block_clear(DsJsonlBlock *block)
{
  for (gsize i = 0; i < block->n_fields; i++)
    ds_cells_clear(&block->fields[i].cells);
  g_clear_pointer(&block->fields, g_free);
  g_clear_pointer(&block->slots, g_free);
  g_clear_pointer(&block->bytes, g_free);
  block->n_fields = 0;
}

guint64
ds_jsonl_line_at(DsSource *source, guint64 offset)
{
  g_autofree char *buffer = g_malloc(LOOK);
  guint64 lines = 1;

  for (guint64 at = 0; at < offset;) {
    const gssize n = ds_source_read(source, at, buffer, MIN((guint64)LOOK, offset - at), NULL);

    if (n <= 0)
      break;
    for (const char *p = buffer; (p = memchr(p, '\n', (gsize)(buffer + n - p))); p++)
      lines++;
    at += (guint64)n;
  }
  return lines;
}

/* "data.jsonl:17: ':' was expected near \"12, ...\"; ..." */
static gboolean
set_problem(const Parser *parser, const char *at, const char *end, const char *problem,
            GError **error)
{
  const DsJsonlBlock *block = parser->block;
  const guint64 offset = block->offset + (guint64)(at - block->bytes);
  g_autofree char *name = ds_text_for_terminal(ds_source_name(parser->source), -1);
  g_autofree char *near = ds_text_for_terminal(at, MIN(end - at, SHOWN_BYTES));
  g_autofree char *fitted = ds_text_fit(near, SHOWN_CELLS, FALSE);

  if (at >= end)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s:%" G_GUINT64_FORMAT
                ": %s where the %s ends; the file may be cut or not be JSON",
                name, ds_jsonl_line_at(parser->source, offset), problem,
                parser->shape == DS_JSONL_LINES ? "line" : "element");
  else
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s:%" G_GUINT64_FORMAT
                ": %s at \"%s\"; mend the line or the program that wrote it",
                name, ds_jsonl_line_at(parser->source, offset), problem, fitted);
  return FALSE;
}

static guint64
hash_key(const char *key, gsize length)
{
  guint64 sum = G_GUINT64_CONSTANT(0xcbf29ce484222325); /* FNV-1a, of a few bytes */

  for (gsize i = 0; i < length; i++)
    sum = (sum ^ (guchar)key[i]) * G_GUINT64_CONSTANT(0x100000001b3);
  return sum ^ sum >> 32;
}

static void
put_slot(DsJsonlBlock *block, gsize field)
{
  gsize slot = hash_key(block->fields[field].key, block->fields[field].length);

  for (slot &= block->n_slots - 1; block->slots[slot] != 0;)
    slot = (slot + 1) & (block->n_slots - 1);
  block->slots[slot] = (guint32)field + 1;
}

static gboolean
grow_fields(DsJsonlBlock *block, GError **error)
{
  const gsize room = block->fields_room ? block->fields_room * 2 : 32;
  DsJsonlField *fields =
      ds_try_realloc(block->fields, room, sizeof *fields, "the columns of a JSON file", error);
  guint32 *slots;

  if (!fields)
    return FALSE;
  block->fields = fields;
  slots = ds_try_new0(guint32, room * 2, "the columns of a JSON file", error);
  if (!slots)
    return FALSE;
  g_free(block->slots);
  block->slots = slots;
  block->n_slots = room * 2;
  block->fields_room = room;
  for (gsize i = 0; i < block->n_fields; i++)
    put_slot(block, i);
  return TRUE;
}

static gboolean
is_key(const DsJsonlField *field, const char *key, gsize length)
{
  return field->length == length && memcmp(field->key, key, length) == 0;
}

static DsJsonlField *
add_field(const Parser *parser, char *key, gsize length, GError **error)
{
  DsJsonlBlock *block = parser->block;
  g_autofree char *name = NULL;

  if (block->n_fields == DS_JSONL_MAX_FIELDS) {
    name = ds_text_for_terminal(ds_source_name(parser->source), -1);
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "%s: has more than %d different keys, one a column; are some of them values?", name,
                (int)DS_JSONL_MAX_FIELDS);
    return NULL;
  }
  if (block->n_fields == block->fields_room && !grow_fields(block, error))
    return NULL;
  block->fields[block->n_fields] = (DsJsonlField){ .key = key, .length = length };
  put_slot(block, block->n_fields);
  return &block->fields[block->n_fields++];
}

/* Objects mostly repeat their keys in the same order: the one after the last is tried first. */
static DsJsonlField *
find_field(const Parser *parser, char *key, gsize length, GError **error)
{
  DsJsonlBlock *block = parser->block;
  DsJsonlField *field;
  gsize slot;

  if (block->next_field < block->n_fields && is_key(&block->fields[block->next_field], key, length))
    return &block->fields[block->next_field++];
  if (block->n_slots > 0) {
    slot = hash_key(key, length) & (block->n_slots - 1);
    for (; block->slots[slot] != 0; slot = (slot + 1) & (block->n_slots - 1)) {
      field = &block->fields[block->slots[slot] - 1];
      if (is_key(field, key, length)) {
        block->next_field = block->slots[slot];
        return field;
      }
    }
  }
  field = add_field(parser, key, length, error);
  block->next_field = block->n_fields;
  return field;
}

static DsCellKind
number_kind(const DsJsonValue *value)
{
  gint64 integer;
  double real;

  switch (ds_number_parse(value->text, value->length, &integer, &real)) {
  case DS_NUMBER_INT:
    return DS_CELL_INT;
  case DS_NUMBER_REAL:
    return DS_CELL_REAL;
  default:
    return DS_CELL_WIDE;
  }
}

static gboolean
is_infinity_word(const DsJsonValue *value)
{
  return (value->length == 8 && memcmp(value->text, "Infinity", 8) == 0) ||
         (value->length == 9 && memcmp(value->text, "-Infinity", 9) == 0);
}

/* What a value is as a cell; FALSE: it is missing. Unescapes strings. */
static gboolean
cell_of(const Parser *parser, DsJsonValue *value, DsCellKind *kind)
{
  switch (value->kind) {
  case DS_JSON_NULL:
    return FALSE;
  case DS_JSON_NAN:
    parser->block->n_words++;
    return FALSE;
  case DS_JSON_FALSE:
    *kind = DS_CELL_FALSE;
    return TRUE;
  case DS_JSON_TRUE:
    *kind = DS_CELL_TRUE;
    return TRUE;
  case DS_JSON_NUMBER:
    *kind = number_kind(value);
    return TRUE;
  case DS_JSON_INFINITY:
    parser->block->n_words++;
    *kind = DS_CELL_REAL;
    return TRUE;
  case DS_JSON_STRING:
    if (value->has_escapes)
      value->length = ds_json_unescape(value->text, value->length);
    *kind = is_infinity_word(value) ? DS_CELL_INFINITY : DS_CELL_TEXT;
    return !ds_wanted_na(parser->na, value->text, value->length);
  case DS_JSON_OBJECT:
  case DS_JSON_ARRAY:
    *kind = DS_CELL_NESTED;
    return TRUE;
  }
  g_assert_not_reached();
}

static gboolean
add_value(const Parser *parser, DsJsonlField *field, DsJsonValue *value, GError **error)
{
  DsJsonlBlock *block = parser->block;
  const guint32 row = (guint32)block->n_rows;
  DsCells *cells = &field->cells;
  const DsCellValue piece = { .piece = { (guint32)(value->text - block->bytes), 0 } };
  DsCellValue cell = piece;
  DsCellKind kind;

  if (field->last_row == row + 1) {
    if (block->n_repeated++ == 0)
      block->first_repeated = block->offset + piece.piece.start;
    if (cells->n > 0 && cells->rows[cells->n - 1] == row)
      cells->n--; /* the last one counts, also where it is null */
  }
  field->last_row = row + 1;
  if (!cell_of(parser, value, &kind))
    return TRUE;
  cell.piece.length = (guint32)value->length;
  return ds_cells_add(cells, row, kind, cell, error);
}

/* The members of an object, behind its '{'; FALSE with either scan->problem or @error set. */
static gboolean
parse_members(const Parser *parser, DsJsonScan *scan, GError **error)
{
  DsJsonValue key, value;

  parser->block->next_field = 0;
  if (ds_json_scan_skip(scan, '}'))
    return TRUE;
  do {
    DsJsonlField *field;

    if (!ds_json_scan_skip(scan, '"'))
      return ds_json_scan_expect(scan, '"', "a key in double quotes was expected");
    scan->at--;
    if (!ds_json_scan_value(scan, &key) || !ds_json_scan_expect(scan, ':', "':' was expected") ||
        !ds_json_scan_value(scan, &value))
      return FALSE;
    if (key.has_escapes)
      key.length = ds_json_unescape(key.text, key.length);
    field = find_field(parser, key.text, key.length, error);
    if (!field || !add_value(parser, field, &value, error))
      return FALSE;
  } while (ds_json_scan_skip(scan, ','));
  return ds_json_scan_expect(scan, '}', "',' or '}' was expected");
}

/* Takes back what the object that turned out to be cut has left. */
static void
forget_row(DsJsonlBlock *block, gsize n_fields)
{
  for (gsize f = 0; f < block->n_fields; f++) {
    DsCells *cells = &block->fields[f].cells;

    if (cells->n > 0 && cells->rows[cells->n - 1] == block->n_rows)
      cells->n--;
    cells->seen = 0;
    for (gsize i = 0; i < cells->n; i++)
      cells->seen |= 1U << cells->kinds[i];
    if (f >= n_fields)
      ds_cells_clear(cells);
  }
  block->n_fields = n_fields;
}

/* One object between scan->at and scan->end, with blanks around it allowed before. */
static gboolean
parse_object(const Parser *parser, DsJsonScan *scan, GError **error)
{
  DsJsonlBlock *block = parser->block;
  const gsize n_fields = block->n_fields;
  const char *const start = scan->at;
  GError *local = NULL;

  if (!ds_json_scan_skip(scan, '{'))
    return set_problem(parser, scan->at, scan->end, "an object '{...}' was expected", error);
  if (parse_members(parser, scan, &local)) {
    block->n_rows++;
    return TRUE;
  }
  if (local) {
    g_propagate_error(error, local);
    return FALSE;
  }
  if (block->is_last && scan->is_cut && scan->end == block->bytes + block->length) {
    forget_row(block, n_fields);
    block->cut_at = block->offset + (guint64)(start - block->bytes);
    return TRUE;
  }
  return set_problem(parser, scan->at, scan->end, scan->problem, error);
}

static gboolean
parse_lines(const Parser *parser, DsProgress *progress, GError **error)
{
  char *at = parser->block->bytes;
  char *const end = at + parser->block->length;

  while (at < end) {
    char *newline = memchr(at, '\n', (gsize)(end - at));
    DsJsonScan scan = { .at = at, .end = newline ? newline : end };

    at = newline ? newline + 1 : end;
    if (ds_json_scan_at_end(&scan))
      continue;
    if (!parse_object(parser, &scan, error))
      return FALSE;
    if (parser->block->cut_at == G_MAXUINT64 && !ds_json_scan_at_end(&scan))
      return set_problem(parser, scan.at, scan.end, "something follows the object", error);
    if ((parser->block->n_rows & 1023) == 0 && !ds_progress_go_on(progress, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
parse_elements(const Parser *parser, DsProgress *progress, GError **error)
{
  DsJsonlBlock *block = parser->block;
  DsJsonScan scan = { .at = block->bytes, .end = block->bytes + block->length };

  while (!ds_json_scan_at_end(&scan) && block->cut_at == G_MAXUINT64) {
    if (!parse_object(parser, &scan, error))
      return FALSE;
    if (parser->shape == DS_JSONL_ARRAY && !ds_json_scan_at_end(&scan) &&
        !ds_json_scan_skip(&scan, ','))
      return set_problem(parser, scan.at, scan.end, "',' or ']' was expected", error);
    if ((block->n_rows & 1023) == 0 && !ds_progress_go_on(progress, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
ds_jsonl_block_read(DsJsonlBlock *block, DsSource *source, DsJsonlShape shape,
                    const char *const *na, DsProgress *progress, GError **error)
{
  const Parser parser = { block, source, shape, na };
  const char *invalid;
  gssize got;

  if (block->length > G_MAXUINT32) {
    g_autofree char *name = ds_text_for_terminal(ds_source_name(source), -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "%s: one object is larger than 4 GiB; split it", name);
    return FALSE;
  }
  block->bytes = ds_try_alloc(block->length, 1, "a piece of a JSON file", error);
  got =
      block->bytes ? ds_source_read(source, block->offset, block->bytes, block->length, error) : -1;
  if (got < 0)
    return FALSE;
  block->length = (gsize)got;
  if (!g_utf8_validate_len(block->bytes, block->length, &invalid))
    block->first_invalid = block->offset + (guint64)(invalid - block->bytes);
  return shape == DS_JSONL_LINES ? parse_lines(&parser, progress, error)
                                 : parse_elements(&parser, progress, error);
}
