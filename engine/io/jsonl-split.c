/* engine/io/jsonl-split.c - cuts a JSON file into pieces with whole objects in them. */
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/io/json-scan.h"
#include "engine/io/jsonl-block.h"

enum { FIRST_BLOCK = 1 << 18, BLOCK = 1 << 22, LOOK = 1 << 16 };

static void
add_block(GArray *blocks, guint64 from, guint64 to)
{
  const DsJsonlBlock block = { .offset = from,
                               .length = (gsize)(to - from),
                               .first_repeated = G_MAXUINT64,
                               .first_invalid = G_MAXUINT64,
                               .cut_at = G_MAXUINT64 };

  if (to > from)
    g_array_append_val(blocks, block);
}

/* First line break at or behind @offset; *found = the byte behind it, or the end. */
static gboolean
find_line_end(DsSource *source, guint64 offset, guint64 *found, GError **error)
{
  g_autofree char *buffer = g_malloc(LOOK);

  while (offset < ds_source_size(source)) {
    const gssize n = ds_source_read(source, offset, buffer, LOOK, error);
    const char *newline = n > 0 ? memchr(buffer, '\n', (gsize)n) : NULL;

    if (n < 0)
      return FALSE;
    if (newline) {
      *found = offset + (guint64)(newline - buffer) + 1;
      return TRUE;
    }
    if (n == 0)
      break;
    offset += (guint64)n;
  }
  *found = ds_source_size(source);
  return TRUE;
}

static gboolean
split_lines(DsSource *source, guint64 start, GArray *blocks, DsProgress *progress, GError **error)
{
  const guint64 size = ds_source_size(source);
  guint64 from = start;

  while (from < size) {
    const guint64 step = blocks->len == 0 ? FIRST_BLOCK : BLOCK;
    guint64 to = size;

    if (!ds_progress_go_on(progress, error) ||
        (size - from > step && !find_line_end(source, from + step, &to, error)))
      return FALSE;
    add_block(blocks, from, to);
    from = to;
  }
  return TRUE;
}

/* Walks over @text outside of strings and counts brackets; the caller looks at each element's end.
 */
typedef struct {
  const char *text;
  gsize n, at;
  gsize depth;
  gboolean is_closed; /* the bracket of the array around has come */
} Walk;

/* At the opening quote: to behind the closing one; FALSE when there is none. */
static gboolean
walk_string(Walk *walk)
{
  const char *const text = walk->text;

  for (walk->at++; walk->at < walk->n; walk->at++) {
    const char *next = memchr(text + walk->at, '"', walk->n - walk->at);
    gsize quote, slashes = 0;

    if (!next)
      break;
    quote = (gsize)(next - text);
    while (quote - slashes > walk->at && text[quote - slashes - 1] == '\\')
      slashes++;
    walk->at = quote;
    if (slashes % 2 == 0)
      return TRUE;
  }
  walk->at = walk->n;
  return FALSE;
}

/* One character on; TRUE when an element ends before it or with it. */
static gboolean
walk_step(Walk *walk)
{
  const char c = walk->text[walk->at];

  if (c == '"' && !walk_string(walk))
    return FALSE;
  walk->at++;
  if (c == '{' || c == '[') {
    walk->depth++;
    return FALSE;
  }
  if (c == '}' || c == ']') {
    walk->is_closed = walk->depth == 0;
    walk->depth -= walk->depth > 0;
    return walk->depth == 0;
  }
  return c == ',' && walk->depth == 0;
}

static gboolean
is_blank(const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!strchr(" \t\r\n", text[i]) || text[i] == '\0')
      return FALSE;
  return TRUE;
}

static gboolean
set_trailing(DsSource *source, guint64 offset, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_source_name(source), -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
              "%s:%" G_GUINT64_FORMAT
              ": something follows the end of the array; a JSON file holds one array, or objects",
              shown, ds_jsonl_line_at(source, offset));
  return FALSE;
}

/* Elements of an array whose '[' is at @start, or objects one behind the other. */
static gboolean
split_elements(DsSource *source, GBytes *content, gsize start, DsJsonlShape shape, GArray *blocks,
               guint64 *cut_bytes, DsProgress *progress, GError **error)
{
  gsize n, from = start + (shape == DS_JSONL_ARRAY), end = from;
  const char *text = g_bytes_get_data(content, &n);
  Walk walk = { .text = text, .n = n, .at = from };

  while (walk.at < n && !walk.is_closed) {
    if (!walk_step(&walk))
      continue;
    end = walk.is_closed ? walk.at - 1 : walk.at;
    if (end - from >= (blocks->len == 0 ? (gsize)FIRST_BLOCK : (gsize)BLOCK) &&
        (shape == DS_JSONL_STREAM || text[end - 1] == ',')) {
      add_block(blocks, from, end);
      from = end;
      if (!ds_progress_go_on(progress, error))
        return FALSE;
    }
  }
  if (!is_blank(text + from, end - from))
    add_block(blocks, from, end);
  if (walk.is_closed && shape == DS_JSONL_ARRAY) {
    if (!is_blank(text + walk.at, n - walk.at))
      return set_trailing(source, walk.at, error);
  } else if (shape == DS_JSONL_ARRAY || !is_blank(text + end, n - end)) {
    *cut_bytes = MAX(n - end, 1);
  }
  return TRUE;
}

/* Lines, unless the first object goes on behind its line. */
static DsJsonlShape
shape_of(char *head, gsize n, gboolean is_whole, gsize *start)
{
  DsJsonScan scan = { .at = head, .end = head + n };
  DsJsonValue value;
  char *newline;

  ds_json_scan_at_end(&scan);
  *start = (gsize)(scan.at - head);
  if (scan.at < scan.end && *scan.at == '[')
    return DS_JSONL_ARRAY;
  newline = memchr(scan.at, '\n', (gsize)(scan.end - scan.at));
  if (!newline)
    return DS_JSONL_LINES;
  scan.end = newline;
  if (ds_json_scan_value(&scan, &value) || !scan.is_cut)
    return DS_JSONL_LINES;
  scan = (DsJsonScan){ .at = head + *start, .end = head + n };
  return ds_json_scan_value(&scan, &value) || (scan.is_cut && !is_whole) ? DS_JSONL_STREAM
                                                                         : DS_JSONL_LINES;
}

gboolean
ds_jsonl_split(DsSource *source, DsJsonlShape *shape, GArray **blocks, GBytes **content,
               guint64 *cut_bytes, DsProgress *progress, GError **error)
{
  const guint64 size = ds_source_size(source);
  g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(DsJsonlBlock));
  g_autoptr(GBytes) whole = NULL;
  g_autofree char *head = g_malloc(FIRST_BLOCK);
  const gssize n = ds_source_read(source, 0, head, FIRST_BLOCK, error);
  gsize mark = 0, start;

  if (n < 0)
    return FALSE;
  if (n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0)
    mark = 3;
  *cut_bytes = 0;
  *shape = shape_of(head + mark, (gsize)n - mark, (guint64)n >= size, &start);
  if (*shape == DS_JSONL_LINES) {
    if (!split_lines(source, mark, list, progress, error))
      return FALSE;
  } else {
    whole = ds_source_bytes(source, progress, error);
    if (!whole ||
        !split_elements(source, whole, mark + start, *shape, list, cut_bytes, progress, error))
      return FALSE;
  }
  if (list->len > 0)
    g_array_index(list, DsJsonlBlock, list->len - 1).is_last = TRUE;
  *blocks = g_steal_pointer(&list);
  *content = g_steal_pointer(&whole);
  return TRUE;
}
