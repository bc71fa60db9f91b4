/* engine/table/search.c - cells whose text holds a word or matches a regular expression. */
#include "engine/table/search.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/parallel.h"

struct DsSearch {
  const DsTable *table;
  gssize col;
  char *word; /* in small letters where case is ignored; NULL with a regular expression */
  gsize length;
  gboolean ignores_case;
  GRegex *regex, *raw;    /* raw: the same, byte by byte, for text that is no UTF-8 */
  gboolean can_be_number; /* the word could be part of a number, date or time */
  guint8 **of_strings;    /* [n_columns] for coded columns: 1 where the string matches */
};

static gboolean
make_regex(DsSearch *search, const char *text, gsize length, GError **error)
{
  const gboolean no_case = text[length - 1] == 'i';
  g_autofree char *pattern = g_strndup(text + 1, length - (no_case ? 3 : 2));
  const GRegexCompileFlags flags = G_REGEX_OPTIMIZE | (no_case ? G_REGEX_CASELESS : 0);
  g_autoptr(GError) local = NULL;

  if (g_utf8_validate(pattern, -1, NULL))
    search->regex = g_regex_new(pattern, flags, 0, &local);
  if (!local)
    search->raw = g_regex_new(pattern, flags | G_REGEX_RAW, 0, &local);
  if (!local)
    return TRUE;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
              "%s; leave out the slashes to look for the text as it stands", local->message);
  return FALSE;
}

static void
make_word(DsSearch *search, const char *text)
{
  search->ignores_case = TRUE;
  for (const char *p = text; *p; p++)
    search->ignores_case = search->ignores_case && !g_ascii_isupper(*p);
  if (g_utf8_validate(text, -1, NULL)) {
    g_autofree char *small = g_utf8_strdown(text, -1);

    search->ignores_case = g_str_equal(small, text);
  }
  search->word = g_strdup(text);
  search->length = strlen(text);
  search->can_be_number = strspn(text, "0123456789+-.eE:/TZ infaty") == search->length;
}

DsSearch *
ds_search_new(const DsTable *table, const char *text, gssize col, GError **error)
{
  g_autoptr(DsSearch) search = g_new0(DsSearch, 1);
  const gsize length = strlen(text);

  search->table = ds_table_ref(table);
  search->col = col;
  search->of_strings = g_new0(guint8 *, ds_table_n_columns(table) + 1);
  if (length == 0 || g_str_equal(text, "//")) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_QUERY,
                "nothing to look for; give a text or a /regular expression/");
    return NULL;
  }
  if (text[0] == '/' &&
      ((length > 2 && text[length - 1] == '/') || (length > 3 && g_str_has_suffix(text, "/i")))) {
    search->can_be_number = TRUE;
    return make_regex(search, text, length, error) ? g_steal_pointer(&search) : NULL;
  }
  make_word(search, text);
  return g_steal_pointer(&search);
}

void
ds_search_free(DsSearch *search)
{
  if (!search)
    return;
  for (gsize i = 0; search->of_strings && i < ds_table_n_columns(search->table); i++)
    g_free(search->of_strings[i]);
  g_free(search->of_strings);
  g_free(search->word);
  g_clear_pointer(&search->regex, g_regex_unref);
  g_clear_pointer(&search->raw, g_regex_unref);
  ds_table_unref(search->table);
  g_free(search);
}

/* Case is ignored for ASCII byte by byte; other letters only where the text is UTF-8. */
static gboolean
word_matches(const DsSearch *search, const char *text, gsize length)
{
  gboolean is_ascii = TRUE;

  if (!search->ignores_case)
    return memmem(text, length, search->word, search->length) != NULL;
  for (gsize i = 0; i + search->length <= length; i++)
    if (g_ascii_tolower(text[i]) == search->word[0] &&
        g_ascii_strncasecmp(text + i, search->word, search->length) == 0)
      return TRUE;
  for (gsize i = 0; i < search->length && is_ascii; i++)
    is_ascii = !(search->word[i] & 0x80);
  if (!is_ascii && g_utf8_validate(text, (gssize)length, NULL)) {
    g_autofree char *small = g_utf8_strdown(text, (gssize)length);

    return strstr(small, search->word) != NULL;
  }
  return FALSE;
}

static gboolean
text_matches(const DsSearch *search, const char *text, gsize length)
{
  GRegex *regex = search->regex;

  if (search->word)
    return word_matches(search, text, length);
  if (!regex || !g_utf8_validate(text, (gssize)length, NULL))
    regex = search->raw;
  return g_regex_match_full(regex, text, (gssize)length, 0, 0, NULL, NULL);
}

static gboolean
stored_matches(const DsSearch *search, gsize col, gsize stored, GString *room)
{
  const DsColumn *column = ds_table_stored_column(search->table, col);
  gsize length;
  const char *text;

  if (ds_column_is_missing(column, stored))
    return FALSE;
  if (column->is_coded && search->of_strings[col])
    return search->of_strings[col][column->codes[stored]];
  if (column->type == DS_TYPE_TEXT) {
    text = ds_column_text(column, stored, &length);
    return text && text_matches(search, text, length);
  }
  if (!search->can_be_number && column->type != DS_TYPE_BOOL)
    return FALSE;
  g_string_truncate(room, 0);
  ds_column_append_cell(column, stored, room);
  return text_matches(search, room->str, room->len);
}

gboolean
ds_search_matches(const DsSearch *search, gsize row, gsize col)
{
  g_autoptr(GString) room = g_string_new(NULL);

  return (search->col < 0 || (gsize)search->col == col) &&
         stored_matches(search, col, ds_table_stored_row(search->table, row), room);
}

/* Each distinct string of a coded column is looked at once. */
typedef struct {
  const DsSearch *search;
  const DsStrings *strings;
  guint8 *matches;
} Strings;

static gboolean
match_strings(gsize block, gpointer data, GError **error)
{
  const Strings *strings = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, strings->strings->n);

  (void)error;
  for (gsize i = block * DS_BLOCK_ROWS; i < end; i++) {
    gsize length;
    const char *text = ds_strings_get(strings->strings, i, &length);

    strings->matches[i] = (guint8)text_matches(strings->search, text, length);
  }
  return TRUE;
}

static gboolean
prepare(DsSearch *search, DsProgress *progress, GError **error)
{
  for (gsize col = 0; col < ds_table_n_columns(search->table); col++) {
    const DsColumn *column = ds_table_stored_column(search->table, col);
    Strings strings = { search, &column->strings, NULL };
    g_autofree guint8 *matches = NULL;

    if (!column->is_coded || search->of_strings[col] ||
        (search->col >= 0 && (gsize)search->col != col))
      continue;
    matches = ds_try_new(guint8, column->strings.n, "searching", error);
    strings.matches = matches;
    if (!matches || !ds_parallel_for(ds_block_count(column->strings.n), match_strings, &strings,
                                     progress, error))
      return FALSE;
    search->of_strings[col] = g_steal_pointer(&matches);
  }
  return TRUE;
}

/* A walk over the cells in order: cell number = row * n_columns + column, a few rows a block. */
enum { STEP_ROWS = 1 << 13 };

typedef struct {
  const DsSearch *search;
  gsize first, end; /* cells */
  gsize width;      /* columns */
  gboolean is_backwards;
  gsize *found; /* [n_blocks] the cell, G_MAXSIZE = none */
  gsize n_blocks;
} Walk;

static gboolean
cell_matches(const Walk *walk, gsize cell, GString *room)
{
  const DsSearch *search = walk->search;
  const gsize col = search->col >= 0 ? (gsize)search->col : cell % walk->width;

  return stored_matches(search, col, ds_table_stored_row(search->table, cell / walk->width), room);
}

static gboolean
walk_block(gsize block, gpointer data, GError **error)
{
  const Walk *walk = data;
  const gsize step = STEP_ROWS * walk->width;
  const gsize first = walk->first + block * step, end = MIN(first + step, walk->end);
  g_autoptr(GString) room = g_string_new(NULL);

  (void)error;
  walk->found[block] = G_MAXSIZE;
  for (gsize k = 0; k < end - first; k++) {
    const gsize cell = walk->is_backwards ? end - 1 - k : first + k;

    if (cell_matches(walk, cell, room)) {
      walk->found[block] = cell;
      break;
    }
  }
  return TRUE;
}

/* The first matching cell of first .. end in the direction of the walk; G_MAXSIZE = none. Some
 * blocks at a time run in parallel, so that a near match is found at once. */
static gboolean
walk_cells(Walk *walk, gsize first, gsize end, gsize *cell, DsProgress *progress, GError **error)
{
  const gsize step = STEP_ROWS * walk->width, batch = 4 * ds_parallel_threads();
  g_autofree gsize *found = g_new(gsize, batch);

  walk->found = found;
  *cell = G_MAXSIZE;
  while (first < end) {
    const gsize n = MIN(end - first, batch * step);
    const gsize n_blocks = (n + step - 1) / step;

    walk->first = walk->is_backwards ? end - n : first;
    walk->end = walk->first + n;
    if (!ds_parallel_for(n_blocks, walk_block, walk, progress, error))
      return FALSE;
    for (gsize k = 0; k < n_blocks; k++) {
      const gsize block = walk->is_backwards ? n_blocks - 1 - k : k;

      if (found[block] != G_MAXSIZE) {
        *cell = found[block];
        return TRUE;
      }
    }
    if (walk->is_backwards)
      end -= n;
    else
      first += n;
  }
  return TRUE;
}

DsSearchAnswer
ds_search_next(DsSearch *search, gsize *row, gsize *col, gboolean is_backwards,
               gboolean *has_wrapped, DsProgress *progress, GError **error)
{
  const gsize n_rows = ds_table_n_rows(search->table);
  Walk walk = { .search = search, .is_backwards = is_backwards };
  gsize n_cells, start, found = G_MAXSIZE;
  gboolean wrapped = FALSE;

  walk.width = search->col >= 0 ? 1 : ds_table_n_columns(search->table);
  n_cells = n_rows * walk.width;
  if (n_cells == 0)
    return DS_SEARCH_NONE;
  start = MIN(*row, n_rows - 1) * walk.width + (search->col >= 0 ? 0 : MIN(*col, walk.width - 1));
  if (search->col >= 0 && *row < n_rows) { /* the column may lie before or behind the cursor */
    if (!is_backwards && *col < (gsize)search->col)
      start = start == 0 ? G_MAXSIZE : start - 1;
    if (is_backwards && *col > (gsize)search->col)
      start++;
  }
  ds_progress_stage(progress, "searching");
  if (!prepare(search, progress, error) ||
      !walk_cells(&walk, is_backwards ? 0 : start + 1, is_backwards ? start : n_cells, &found,
                  progress, error))
    return DS_SEARCH_FAILED;
  if (found == G_MAXSIZE) {
    wrapped = TRUE;
    if (!walk_cells(&walk, is_backwards ? start : 0, is_backwards ? n_cells : start + 1, &found,
                    progress, error))
      return DS_SEARCH_FAILED;
  }
  if (found == G_MAXSIZE)
    return DS_SEARCH_NONE;
  *row = found / walk.width;
  *col = search->col >= 0 ? (gsize)search->col : found % walk.width;
  if (has_wrapped)
    *has_wrapped = wrapped;
  return DS_SEARCH_FOUND;
}

typedef struct {
  const DsSearch *search;
  gsize n_rows;
  guint8 *hits; /* [n_rows] */
} Rows;

static gboolean
rows_block(gsize block, gpointer data, GError **error)
{
  const Rows *rows = data;
  const DsSearch *search = rows->search;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, rows->n_rows);
  const gsize n_columns = ds_table_n_columns(search->table);
  g_autoptr(GString) room = g_string_new(NULL);

  (void)error;
  for (gsize row = block * DS_BLOCK_ROWS; row < end; row++)
    for (gsize col = 0; col < n_columns && !rows->hits[row]; col++)
      if (search->col < 0 || (gsize)search->col == col)
        rows->hits[row] =
            (guint8)stored_matches(search, col, ds_table_stored_row(search->table, row), room);
  return TRUE;
}

guint32 *
ds_search_rows(DsSearch *search, gsize *n, DsProgress *progress, GError **error)
{
  Rows rows = { .search = search, .n_rows = ds_table_n_rows(search->table) };
  g_autofree guint8 *hits = ds_try_new0(guint8, rows.n_rows, "searching", error);
  gsize n_hits = 0;
  guint32 *found;

  rows.hits = hits;
  ds_progress_stage(progress, "searching");
  if (!hits || !prepare(search, progress, error) ||
      !ds_parallel_for(ds_block_count(rows.n_rows), rows_block, &rows, progress, error))
    return NULL;
  for (gsize row = 0; row < rows.n_rows; row++)
    n_hits += hits[row];
  found = ds_try_new(guint32, n_hits, "searching", error);
  if (!found)
    return NULL;
  *n = n_hits;
  for (gsize row = 0, at = 0; row < rows.n_rows; row++)
    if (hits[row])
      found[at++] = (guint32)row;
  return found;
}
