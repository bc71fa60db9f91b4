/* engine/io/csv-guess.c - what the columns probably are, from a few rows of several places. */
#include "engine/io/csv-guess.h"

#include "engine/base/memory.h"

enum {
  MAX_SPOTS = 20,
  SPOT_BYTES = 1 << 15,
  FIRST_SPOT_BYTES = 1 << 18,
  MIN_VARIETY = 200, /* values below which variety says nothing */
};

typedef struct {
  DsInfer infer;
  DsCsvTexts texts;
} Look;

typedef struct {
  const DsCsvMissing *missing;
  Look *looks;
  gsize n_columns, col;
  gsize skip_rows;
  GError *error;
} Looking;

static void
on_cell(void *field, size_t length, void *data)
{
  Looking *looking = data;
  const gsize col = looking->col++;
  DsInferValue value = { 0 };
  Look *look;

  if (col >= looking->n_columns || looking->skip_rows || looking->error)
    return;
  look = &looking->looks[col];
  if (length == 0 || ds_csv_missing_has(looking->missing, field, length)) {
    look->infer.seen |= DS_SEEN_MISSING;
    return;
  }
  ds_infer_value(field, length, &value);
  if (value.seen == DS_SEEN_QUESTION && !looking->missing->has_question)
    value.seen = DS_SEEN_OTHER;
  ds_infer_add(&look->infer, &value);
  ds_csv_texts_add(&look->texts, field, length, &looking->error);
}

static void
on_row(int ended_by, void *data)
{
  Looking *looking = data;

  (void)ended_by;
  if (looking->col && looking->skip_rows)
    looking->skip_rows--;
  looking->col = 0;
}

static gboolean
look_at(const DsCsvInput *input, const DsCsvRegion *region, gsize n_bytes, Looking *looking,
        GError **error)
{
  g_auto(DsCsvScanner) scanner = { 0 };
  const DsCsvTaker taker = { on_cell, on_row, looking, &looking->error };

  looking->col = 0;
  return ds_csv_scanner_init(&scanner, input, error) &&
         ds_csv_scanner_feed(&scanner, region->start, MIN(region->end, region->start + n_bytes),
                             &taker, error);
}

static void
choose(const Look *look, DsCsvColumn *column)
{
  column->is_raw =
      look->texts.n_added >= MIN_VARIETY && look->texts.n > look->texts.n_added / 10 * 9;
  if (!column->is_forced)
    column->mode = ds_csv_mode_of(&look->infer);
}

static gboolean
look_around(const DsCsvInput *input, const DsCsvSplit *split, Looking *looking, DsInfer *certain,
            GError **error)
{
  const gsize step = MAX(1, split->n_regions / MAX_SPOTS);

  if (!look_at(input, &split->regions[0], FIRST_SPOT_BYTES, looking, error))
    return FALSE;
  for (gsize i = 0; i < looking->n_columns; i++)
    certain[i] = looking->looks[i].infer;
  looking->skip_rows = 0;
  for (gsize i = step; i < split->n_regions; i += step)
    if (!look_at(input, &split->regions[i], SPOT_BYTES, looking, error))
      return FALSE;
  return TRUE;
}

gboolean
ds_csv_guess(const DsCsvInput *input, const DsCsvMissing *missing, const DsCsvSplit *split,
             gboolean has_header, DsCsvColumn *columns, gsize n_columns, DsInfer *certain,
             GError **error)
{
  g_autofree Look *looks = ds_try_new0(Look, n_columns, "a look at the columns", error);
  Looking looking = { missing, looks, n_columns, 0, has_header ? 1 : 0, NULL };
  DsCsvInput quiet = *input;
  gboolean is_done;

  if (!looks)
    return FALSE;
  quiet.has_quotes = FALSE;
  quiet.counts_bytes = FALSE;
  is_done = look_around(&quiet, split, &looking, certain, error);
  for (gsize i = 0; i < n_columns; i++) {
    if (is_done)
      choose(&looks[i], &columns[i]);
    ds_csv_texts_clear(&looks[i].texts);
  }
  g_clear_error(&looking.error);
  return is_done;
}

DsCsvMode
ds_csv_mode_of_type(DsType type)
{
  switch (type) {
  case DS_TYPE_INT:
  case DS_TYPE_REAL:
    return DS_CSV_NUMBER;
  case DS_TYPE_BOOL:
    return DS_CSV_BOOL;
  case DS_TYPE_DATE:
    return DS_CSV_DATE;
  case DS_TYPE_TIME:
    return DS_CSV_TIME;
  case DS_TYPE_TEXT:
  case DS_N_TYPES:
    break;
  }
  return DS_CSV_TEXT;
}

DsCsvMode
ds_csv_mode_of(const DsInfer *infer)
{
  if ((infer->seen & ~(guint)DS_SEEN_MISSING) == 0)
    return DS_CSV_CLASSIFY;
  return ds_csv_mode_of_type(ds_infer_type(infer));
}
