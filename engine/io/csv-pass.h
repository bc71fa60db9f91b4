/* engine/io/csv-pass.h - all regions of a file through libcsv, several at once. */
#pragma once
#include <glib.h>

#include "engine/io/csv-chunk.h"
#include "engine/io/csv-split.h"

typedef struct {
  const DsCsvInput *input;
  const DsCsvMissing *missing;
  DsCsvColumn *columns;
  gsize n_columns;
  gboolean has_header;
  gboolean is_head;    /* the data goes on behind the last region: a cut row there is left out */
  gboolean is_repeat;  /* the regions are known to be good; only columns are wanted */
  DsCsvSplit *split;   /* regions that turn out to begin inside a cell join the one before */
  DsCsvChunk *chunks;  /* out: [split->n_regions] */
  DsCsvQuotes *quotes; /* out: the same */
  gsize n_joined;
  gboolean is_unclosed; /* the data ended inside quotes */
} DsCsvPass;

/**
 * ds_csv_pass_run:
 *
 * Allocates the columns' values and fills them. Each region is parsed by a parser of its own; where
 * the parser before did not end between two rows exactly at a region's start (a stray quote broke
 * the count), that parser's region goes on until it does, so that the rows are those of one parser
 * going through all. The chunk of a region says which rows are there.
 *
 * Errors: of the source, a cancel, DS_DATA_ERROR_MEMORY. The pass is to be cleared in any case.
 */
gboolean ds_csv_pass_run(DsCsvPass *pass, GError **error);
void ds_csv_pass_clear(DsCsvPass *pass); /* the columns' values too */

/* Rows in front of region @i: as room in the values, and as rows that are there. */
gsize ds_csv_pass_room_before(const DsCsvPass *pass, gsize i);
gsize ds_csv_pass_rows(const DsCsvPass *pass);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvPass, ds_csv_pass_clear)
