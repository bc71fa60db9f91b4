/* engine/io/csv-columns.c - types found and columns read: as many passes as that takes. */
#include "engine/io/csv-columns.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/io/csv-assemble.h"

enum { MAX_PASSES = 4 }; /* what is read again is known; only data that changes takes more */

/* One pass's columns: which are wanted, and what they became. */
typedef struct {
  DsCsvPass *pass;
  DsCsvColumns *out;
  DsType *types; /* [n_columns] of those that are done */
  DsInfer *found;
  gboolean *is_wanted; /* read in this pass */
  gboolean *is_done;   /* its values are right */
} Work;

static gboolean
force_type(const char *pair, const DsCsvColumns *out, DsCsvColumn *columns, GError **error)
{
  const char *colon = strrchr(pair, ':');
  g_autofree char *name = colon ? g_strndup(pair, (gsize)(colon - pair)) : g_strdup(pair);
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  DsType type;

  if (!colon || !ds_type_lookup(colon + 1, &type)) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
                "\"%s\" names no column and type; write types=%s:text with one of int, real, bool, "
                "date, time, text",
                shown, shown);
    return FALSE;
  }
  for (gsize i = 0; i < out->n_columns; i++)
    if (g_str_equal(out->names[i], name)) {
      columns[i].is_forced = TRUE;
      columns[i].type = type;
      columns[i].mode = ds_csv_mode_of_type(type);
      return TRUE;
    }
  {
    const char *near = ds_text_nearest(name, (const char *const *)out->names);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                near ? "no column \"%s\" to give a type to; did you mean \"%s\"?"
                     : "no column \"%s\" to give a type to; the columns are in the first line",
                shown, near);
  }
  return FALSE;
}

/* What the chunks together found in column @i. */
static DsInfer
merge_infer(const DsCsvPass *pass, gsize i, gboolean *is_kept)
{
  DsInfer infer = { 0 };

  *is_kept = TRUE;
  for (gsize j = 0; j < pass->split->n_regions; j++) {
    const DsCsvPart *part = pass->chunks[j].parts ? &pass->chunks[j].parts[i] : NULL;

    if (!part)
      continue;
    ds_infer_merge(&infer, &part->infer);
    *is_kept &= part->mode == pass->columns[i].mode;
  }
  return infer;
}

/* A value that does not fit the type the user gave. */
static gboolean
find_misfit(const DsCsvPass *pass, const DsCsvColumns *out, gsize i, GError **error)
{
  gsize row = 0;

  for (gsize j = 0; j < pass->split->n_regions; j++) {
    const DsCsvChunk *chunk = &pass->chunks[j];
    const DsCsvPart *part = chunk->parts ? &chunk->parts[i] : NULL;

    if (part && part->misfit_text) {
      g_autofree char *value = ds_text_for_terminal(part->misfit_text, -1);
      g_autofree char *cut = ds_text_fit(value, 40, FALSE);
      g_autofree char *name = ds_text_for_terminal(out->names[i], -1);

      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
                  "%s:%" G_GUINT64_FORMAT ": column \"%s\" holds \"%s\" where %s %s was expected; "
                  "try types=%s:text",
                  ds_source_name(pass->input->source),
                  ds_csv_line_of_row(pass, row + part->misfit_row), name, cut,
                  pass->columns[i].type == DS_TYPE_INT ? "an" : "a",
                  ds_type_name(pass->columns[i].type), name);
      return FALSE;
    }
    row += chunk->n_rows;
  }
  return TRUE;
}

static DsType
forced_or_found(const DsCsvColumn *column, const DsInfer *infer)
{
  if (column->is_forced)
    return column->type;
  return column->mode == DS_CSV_TEXT ? DS_TYPE_TEXT : ds_infer_type(infer);
}

/* Decides about column @i after a pass; when it is not done, its mode is what the next one takes.
 */
static void
settle(Work *work, const DsInfer *certain, gsize i)
{
  DsCsvColumn *column = &work->pass->columns[i];
  const DsInfer *found = &work->found[i];
  gboolean is_kept;
  DsCsvMode wanted;

  work->found[i] = merge_infer(work->pass, i, &is_kept);
  if (column->is_forced) {
    work->types[i] = column->type;
    work->is_done[i] = TRUE;
    return;
  }
  wanted = ds_csv_mode_of(found);
  if (column->mode == DS_CSV_TEXT) {
    /* A text was seen, but where a region began within a cell, it may have been none. */
    const gboolean is_sure = work->pass->is_repeat || !work->pass->n_joined;

    wanted = is_sure ? DS_CSV_TEXT : ds_csv_mode_of(certain);
    is_kept = TRUE;
  }
  work->is_done[i] = is_kept && wanted == column->mode;
  work->types[i] = forced_or_found(column, found);
  if (!work->is_done[i])
    column->mode = wanted;
}

static gboolean
assemble_one(gsize block, gpointer data, GError **error)
{
  Work *work = data;
  DsColumn *column;

  if (!work->is_wanted[block] || !work->is_done[block])
    return TRUE;
  column = ds_csv_assemble(work->pass, block, work->types[block], error);
  if (!column)
    return FALSE;
  if (column->type == DS_TYPE_BOOL || column->type == DS_TYPE_TIME)
    ds_column_set_style(column, ds_infer_style(&work->found[block]));
  work->out->columns[block] = column;
  for (gsize i = 0; i < work->pass->split->n_regions; i++)
    if (work->pass->chunks[i].parts)
      ds_csv_part_clear(&work->pass->chunks[i].parts[block]);
  return TRUE;
}

static void
note_facts(Work *work, gsize i)
{
  DsCsvColumnFacts *facts = &work->out->facts[i];

  *facts = (DsCsvColumnFacts){ .seen = work->found[i].seen };
  for (gsize j = 0; j < work->pass->split->n_regions; j++)
    if (work->pass->chunks[j].parts) {
      facts->n_words += work->pass->chunks[j].parts[i].n_words;
      facts->n_underflow += work->pass->chunks[j].parts[i].n_underflow;
    }
}

static void
set_changed(const DsCsvPass *pass, GError **error)
{
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO, "%s changed while it was read; open it again",
              ds_source_name(pass->input->source));
}

/* Runs @work->pass, keeps the columns that are right. */
static gboolean
run_pass(Work *work, const DsInfer *certain, GError **error)
{
  DsCsvPass *pass = work->pass;
  const gsize n = work->out->n_columns;

  if (!ds_csv_pass_run(pass, error))
    return FALSE;
  if (!pass->is_repeat) {
    work->out->n_rows = ds_csv_pass_rows(pass);
  } else if (ds_csv_pass_rows(pass) != work->out->n_rows) {
    set_changed(pass, error);
    return FALSE;
  }
  if (work->out->n_rows >= G_MAXUINT32) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE,
                "%s has %" G_GSIZE_FORMAT " rows, more than the 4,294,967,294 of a table; cut it",
                ds_source_name(pass->input->source), work->out->n_rows);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++) {
    if (!work->is_wanted[i])
      continue;
    if (pass->columns[i].is_forced && !find_misfit(pass, work->out, i, error))
      return FALSE;
    settle(work, &certain[i], i);
    if (work->is_done[i])
      note_facts(work, i);
    else
      g_clear_pointer(&pass->columns[i].values, g_free);
  }
  return ds_parallel_for(n, assemble_one, work, pass->input->progress, error);
}

/* Reads again what was guessed wrongly. */
static gboolean
repeat_pass(const DsCsvPass *first, Work *work, const DsInfer *certain, GError **error)
{
  const gsize n = work->out->n_columns;
  DsCsvInput input = *first->input;
  g_auto(DsCsvPass) pass = *first;

  input.has_quotes = FALSE;
  pass.input = &input;
  pass.chunks = NULL;
  pass.quotes = NULL;
  pass.is_repeat = TRUE;
  pass.n_joined = 0;
  for (gsize i = 0; i < n; i++) {
    work->is_wanted[i] = !work->is_done[i];
    if (work->is_done[i])
      pass.columns[i].mode = DS_CSV_SKIP;
    pass.columns[i].hopeless = 0;
  }
  work->pass = &pass;
  return run_pass(work, certain, error);
}

static gboolean
is_all_done(const Work *work)
{
  for (gsize i = 0; i < work->out->n_columns; i++)
    if (!work->is_done[i])
      return FALSE;
  return TRUE;
}

gboolean
ds_csv_columns_read(DsCsvPass *pass, const char *const *types, DsCsvColumns *columns,
                    GError **error)
{
  const gsize n = columns->n_columns;
  g_autofree DsInfer *certain = g_new0(DsInfer, n);
  g_autofree DsInfer *found = g_new0(DsInfer, n);
  g_autofree DsType *kinds = g_new0(DsType, n);
  g_autofree gboolean *is_wanted = g_new0(gboolean, n);
  g_autofree gboolean *is_done = g_new0(gboolean, n);
  Work work = { pass, columns, kinds, found, is_wanted, is_done };
  g_autoptr(GError) reason = NULL;

  columns->columns = g_new0(DsColumn *, n + 1);
  columns->facts = g_new0(DsCsvColumnFacts, n);
  for (gsize i = 0; i < n; i++)
    is_wanted[i] = TRUE;
  for (; types && *types; types++)
    if (!force_type(*types, columns, pass->columns, error))
      return FALSE;
  if (!ds_csv_guess(pass->input, pass->missing, pass->split, pass->has_header, pass->columns, n,
                    certain, error) ||
      !run_pass(&work, certain, error))
    return FALSE;
  columns->extra = ds_csv_assemble_extra(pass, &reason);
  if (reason) {
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
  }
  for (int i = 0; i < MAX_PASSES && !is_all_done(&work); i++)
    if (!repeat_pass(pass, &work, certain, error))
      return FALSE;
  if (!is_all_done(&work)) {
    set_changed(pass, error);
    return FALSE;
  }
  return TRUE;
}

void
ds_csv_columns_clear(DsCsvColumns *columns)
{
  for (gsize i = 0; columns->columns && i < columns->n_columns; i++)
    ds_column_unref(columns->columns[i]);
  g_clear_pointer(&columns->columns, g_free);
  g_clear_pointer(&columns->facts, g_free);
  g_clear_pointer(&columns->extra, ds_column_unref);
}
