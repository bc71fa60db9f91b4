/* engine/io/csv-chunk.c - the rows of one region, converted while libcsv hands out their cells. */
#include "engine/io/csv-chunk.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/moment.h"
#include "engine/base/number.h"

gsize
ds_csv_mode_size(DsCsvMode mode)
{
  static const guint8 sizes[] = { 0, 0, 8, 1, 8, 8, 4 };

  return sizes[mode];
}

/* Leaves @row of @part without a value. */
static void
set_missing(DsCsvChunk *chunk, DsCsvPart *part, gsize row)
{
  part->infer.seen |= DS_SEEN_MISSING;
  part->n_missing++;
  switch (part->mode) {
  case DS_CSV_TEXT:
    ((gint32 *)part->values)[row] = -1;
    return;
  case DS_CSV_BOOL:
    ((guint8 *)part->values)[row] = 0;
    break;
  case DS_CSV_NUMBER:
  case DS_CSV_DATE:
  case DS_CSV_TIME:
    ((gint64 *)part->values)[row] = 0;
    break;
  case DS_CSV_SKIP:
  case DS_CSV_CLASSIFY:
    return;
  }
  if (!part->missing) {
    if (chunk->error)
      return;
    part->missing = ds_try_new0(guint64, chunk->max_rows / 64 + 1, "missing cells", &chunk->error);
    if (!part->missing)
      return;
  }
  part->missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
}

/* The cell is of another kind than the column: from here on only kinds are noted. */
static void
give_up(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  DsCsvColumn *column = &chunk->columns[part - chunk->parts];
  DsInferValue value = { 0 };

  if (column->is_forced) {
    part->misfit_row = chunk->n_rows;
    part->misfit_text = g_strndup(text, MIN(length, 200));
    part->mode = DS_CSV_SKIP;
    return;
  }
  ds_infer_value(text, length, &value);
  if (value.seen == DS_SEEN_QUESTION && !chunk->missing->has_question)
    value.seen = DS_SEEN_OTHER;
  ds_infer_add(&part->infer, &value);
  part->mode = DS_CSV_CLASSIFY;
  if (part->infer.seen & DS_SEEN_TEXT) { /* nothing that comes can change that */
    part->mode = DS_CSV_SKIP;
    g_atomic_int_set(&column->hopeless, 1);
  }
}

/* The first real among integers: the chunk's values so far become doubles. */
static void
become_real(DsCsvPart *part, gsize n_rows)
{
  gint64 *ints = part->values;
  double *reals = part->values;

  for (gsize i = 0; i < n_rows; i++)
    reals[i] = (double)ints[i];
  part->is_real = TRUE;
}

static gboolean
is_underflow(const char *text, gsize length)
{
  for (gsize i = 0; i < length && (text[i] | 0x20) != 'e'; i++)
    if (text[i] >= '1' && text[i] <= '9')
      return TRUE;
  return FALSE;
}

static inline void
store_integer(DsCsvPart *part, gsize row, gint64 integer)
{
  const gint64 limit = G_GINT64_CONSTANT(1) << 53;

  part->infer.seen |= DS_SEEN_INT;
  if (G_UNLIKELY(integer > limit || integer < -limit) && !ds_infer_is_exact(integer))
    part->infer.seen |= DS_SEEN_INEXACT;
  if (part->is_real)
    ((double *)part->values)[row] = (double)integer;
  else
    ((gint64 *)part->values)[row] = integer;
}

static inline void
store_real(DsCsvPart *part, gsize row, double real, guint seen)
{
  part->infer.seen |= seen;
  if (!part->is_real)
    become_real(part, row);
  ((double *)part->values)[row] = real;
}

static void
take_forced(DsCsvChunk *chunk, DsCsvPart *part, DsType type, const char *text, gsize length)
{
  const gsize row = chunk->n_rows;
  DsInferValue value = { 0 };

  if (!ds_csv_forced_value(type, text, length, &value)) {
    give_up(chunk, part, text, length);
    return;
  }
  ds_infer_add(&part->infer, &value);
  if (part->mode == DS_CSV_BOOL)
    ((guint8 *)part->values)[row] = (guint8)value.integer;
  else if (type == DS_TYPE_REAL)
    ((double *)part->values)[row] = value.real;
  else
    ((gint64 *)part->values)[row] = value.integer;
}

/* A cell that no parser of the column took: '?' may be missing, a forced type may be lenient. */
static void
take_other(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  const DsCsvColumn *column = &chunk->columns[part - chunk->parts];

  if (part->mode == DS_CSV_NUMBER && length == 1 && *text == '?' && chunk->missing->has_question) {
    part->infer.seen |= DS_SEEN_QUESTION;
    part->n_words++;
    set_missing(chunk, part, chunk->n_rows);
  } else if (column->is_forced) {
    take_forced(chunk, part, column->type, text, length);
  } else {
    give_up(chunk, part, text, length);
  }
}

static inline void
take_number(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  gint64 integer;
  double real;

  switch (ds_number_parse(text, length, &integer, &real)) {
  case DS_NUMBER_INT:
    store_integer(part, chunk->n_rows, integer);
    return;
  case DS_NUMBER_REAL:
    if (part->is_whole)
      break;
    if (real == 0.0 && is_underflow(text, length))
      part->n_underflow++;
    store_real(part, chunk->n_rows, real, DS_SEEN_REAL);
    return;
  case DS_NUMBER_INFINITY:
    if (part->is_whole)
      break;
    store_real(part, chunk->n_rows, real, DS_SEEN_INFINITY);
    return;
  case DS_NUMBER_NONE:
  case DS_NUMBER_HUGE_INT:
  case DS_NUMBER_OVERFLOW:
  case DS_NUMBER_ZEROS:
    break;
  }
  take_other(chunk, part, text, length);
}

static void
take_moment(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  gint64 *place = (gint64 *)part->values + chunk->n_rows;
  DsInferValue value = { .seen = DS_SEEN_TIME };

  if (part->mode == DS_CSV_DATE) {
    if (ds_moment_parse_date(text, length, place))
      part->infer.seen |= DS_SEEN_DATE;
    else
      take_other(chunk, part, text, length);
  } else if (ds_moment_parse_time(text, length, place, &value.style)) {
    ds_infer_add(&part->infer, &value);
  } else {
    take_other(chunk, part, text, length);
  }
}

static void
take_bool(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  DsInferValue value = { 0 };

  ds_infer_value(text, length, &value);
  if (value.seen & DS_SEEN_BOOL && !chunk->columns[part - chunk->parts].is_forced) {
    ((guint8 *)part->values)[chunk->n_rows] = (guint8)value.integer;
    part->infer.seen |= value.seen;
  } else {
    take_other(chunk, part, text, length);
  }
}

static inline void
take_text(DsCsvChunk *chunk, DsCsvPart *part, const char *text, gsize length)
{
  if (G_UNLIKELY(chunk->error))
    return;
  ((gint32 *)part->values)[chunk->n_rows] =
      ds_csv_texts_add(&part->texts, text, length, &chunk->error);
}

/* A cell as CSV writes it: in quotes where it holds something that needs them. */
static void
append_quoted(GString *row, const char *text, gsize length)
{
  gboolean needs_quotes = FALSE;

  for (gsize i = 0; i < length; i++)
    needs_quotes |= text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
  if (!needs_quotes) {
    g_string_append_len(row, text, (gssize)length);
    return;
  }
  g_string_append_c(row, '"');
  for (gsize i = 0; i < length; i++) {
    if (text[i] == '"')
      g_string_append_c(row, '"');
    g_string_append_c(row, text[i]);
  }
  g_string_append_c(row, '"');
}

static void
take_extra(DsCsvChunk *chunk, gsize col, const char *text, gsize length)
{
  if (col > chunk->n_columns)
    g_string_append_c(chunk->extra, ',');
  append_quoted(chunk->extra, text, length);
}

static void
on_cell(void *field, size_t length, void *data)
{
  DsCsvChunk *chunk = data;
  const char *text = field;
  const gsize col = chunk->col++;
  DsCsvPart *part;

  if (G_UNLIKELY(col >= chunk->n_columns)) {
    if (chunk->current == chunk->parts && !chunk->is_repeat)
      take_extra(chunk, col, text, length);
    return;
  }
  part = &chunk->current[col];
  if (part->mode == DS_CSV_SKIP)
    return;
  if (length == 0) {
    set_missing(chunk, part, chunk->n_rows);
    return;
  }
  if (chunk->missing->starts[(guchar)*text] && ds_csv_missing_has(chunk->missing, text, length)) {
    part->n_words++;
    set_missing(chunk, part, chunk->n_rows);
    return;
  }
  switch (part->mode) {
  case DS_CSV_NUMBER:
    take_number(chunk, part, text, length);
    break;
  case DS_CSV_TEXT:
    take_text(chunk, part, text, length);
    break;
  case DS_CSV_BOOL:
    take_bool(chunk, part, text, length);
    break;
  case DS_CSV_DATE:
  case DS_CSV_TIME:
    take_moment(chunk, part, text, length);
    break;
  case DS_CSV_CLASSIFY:
    give_up(chunk, part, text, length);
    break;
  case DS_CSV_SKIP:
    break;
  }
}

static void
note_fault(DsCsvFault *fault, gsize row)
{
  if (fault->n < DS_CSV_FIRST_ROWS)
    fault->rows[fault->n] = row;
  fault->n++;
}

static void
end_extra(DsCsvChunk *chunk)
{
  note_fault(&chunk->long_rows, chunk->n_rows);
  if (chunk->error)
    return;
  if (!chunk->extra_rows) {
    chunk->extra_rows = g_array_new(FALSE, FALSE, sizeof(gsize));
    chunk->extra_texts.is_raw = TRUE;
  }
  g_array_append_val(chunk->extra_rows, chunk->n_rows);
  ds_csv_texts_add(&chunk->extra_texts, chunk->extra->str, chunk->extra->len, &chunk->error);
  g_string_truncate(chunk->extra, 0);
}

/* Where the cells of the next row go. */
static void
begin_row(DsCsvChunk *chunk)
{
  chunk->col = 0;
  chunk->is_full = chunk->n_rows == chunk->max_rows;
  chunk->current = chunk->skip_rows || chunk->is_full ? chunk->ignored : chunk->parts;
}

/* A line end without a cell before it: a blank line, or the LF of a CRLF. */
static void
on_bare_end(DsCsvChunk *chunk, int ended_by)
{
  if (ended_by == '\n' && chunk->last_end == '\r') {
    if (chunk->has_cr_row) {
      chunk->n_ends[1]--;
      chunk->n_ends[2]++;
    }
  } else {
    chunk->n_blank++;
  }
  chunk->last_end = chunk->last_end == '\r' && ended_by == '\n' ? 0 : ended_by;
  chunk->has_cr_row = FALSE;
}

static void
on_row(int ended_by, void *data)
{
  DsCsvChunk *chunk = data;

  if (chunk->col == 0) {
    on_bare_end(chunk, ended_by);
    return;
  }
  chunk->last_end = ended_by;
  chunk->has_cr_row = ended_by == '\r';
  if (ended_by == '\n')
    chunk->n_ends[0]++;
  else if (ended_by == '\r')
    chunk->n_ends[1]++;
  if (chunk->skip_rows) {
    chunk->skip_rows--;
  } else if (chunk->is_full) {
    chunk->has_overflow = TRUE;
  } else {
    if (ended_by == -1)
      chunk->last_row_cells = chunk->col;
    if (chunk->col > chunk->n_columns && !chunk->is_repeat)
      end_extra(chunk);
    if (chunk->col < chunk->n_columns)
      note_fault(&chunk->short_rows, chunk->n_rows);
    for (; chunk->col < chunk->n_columns; chunk->col++)
      set_missing(chunk, &chunk->parts[chunk->col], chunk->n_rows);
    chunk->n_rows++;
  }
  begin_row(chunk);
}

gboolean
ds_csv_chunk_init(DsCsvChunk *chunk, const DsCsvMissing *missing, DsCsvColumn *columns,
                  gsize n_columns, gsize row, gsize max_rows, GError **error)
{
  *chunk = (DsCsvChunk){
    .missing = missing, .columns = columns, .n_columns = n_columns, .max_rows = max_rows
  };
  chunk->parts = ds_try_new0(DsCsvPart, n_columns, "columns of a chunk", error);
  if (chunk->parts)
    chunk->ignored = ds_try_new0(DsCsvPart, n_columns, "columns of a chunk", error);
  if (!chunk->ignored)
    return FALSE;
  chunk->extra = g_string_new(NULL);
  for (gsize i = 0; i < n_columns; i++) {
    DsCsvPart *part = &chunk->parts[i];

    part->mode = columns[i].mode;
    if (part->mode != DS_CSV_SKIP && g_atomic_int_get(&columns[i].hopeless))
      part->mode = DS_CSV_SKIP;
    part->texts.is_raw = columns[i].is_raw;
    part->is_real = columns[i].is_forced && columns[i].type == DS_TYPE_REAL;
    part->is_whole = columns[i].is_forced && columns[i].type == DS_TYPE_INT;
    if (columns[i].values)
      part->values = (char *)columns[i].values + row * ds_csv_mode_size(columns[i].mode);
  }
  begin_row(chunk);
  return TRUE;
}

void
ds_csv_part_clear(DsCsvPart *part)
{
  g_clear_pointer(&part->missing, g_free);
  g_clear_pointer(&part->misfit_text, g_free);
  ds_csv_texts_clear(&part->texts);
}

void
ds_csv_chunk_clear(DsCsvChunk *chunk)
{
  for (gsize i = 0; chunk->parts && i < chunk->n_columns; i++)
    ds_csv_part_clear(&chunk->parts[i]);
  g_free(chunk->parts);
  g_free(chunk->ignored);
  if (chunk->extra)
    g_string_free(chunk->extra, TRUE);
  if (chunk->extra_rows)
    g_array_unref(chunk->extra_rows);
  ds_csv_texts_clear(&chunk->extra_texts);
  g_clear_error(&chunk->error);
  *chunk = (DsCsvChunk){ 0 };
}

DsCsvTaker
ds_csv_chunk_taker(DsCsvChunk *chunk)
{
  begin_row(chunk);
  return (DsCsvTaker){ on_cell, on_row, chunk, &chunk->error };
}

gboolean
ds_csv_chunk_seal(DsCsvChunk *chunk, const char *name, GError **error)
{
  if (chunk->has_overflow) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO,
                "%s changed while it was read; open it again", name);
    return FALSE;
  }
  for (gsize i = 0; i < chunk->n_columns; i++)
    ds_csv_texts_seal(&chunk->parts[i].texts);
  g_clear_pointer(&chunk->ignored, g_free);
  g_string_free(g_steal_pointer(&chunk->extra), TRUE);
  return TRUE;
}
