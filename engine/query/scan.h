/* engine/query/scan.h - walking over the rows of a table that pass some comparisons. */
#pragma once
#include <glib.h>

#include "engine/query/compare.h"

/* One condition: any of the comparisons is true (or, without one, the column is or is not missing).
 */
typedef struct {
  DsCompare *any; /* [n] */
  gsize n;
  const DsColumn *missing_of; /* with n == 0 */
  gboolean wants_missing;
} DsScanTerm;

/* All terms must be true. Rows are the table's, in order; chunks are evaluated when reached. */
typedef struct {
  const guint32 *index;
  gsize row, end; /* the current row; past the last one */
  GArray *terms;  /* of DsScanTerm, owned */
  gsize chunk;    /* first row of the chunk in `hits`; G_MAXSIZE = none */
  guint64 hits[DS_CHUNK_WORDS];
  DsProgress *progress;
} DsScan;

void ds_scan_init(DsScan *scan, const guint32 *index, DsProgress *progress);
void ds_scan_clear(DsScan *scan);
void ds_scan_reset(DsScan *scan, gsize first, gsize end); /* forgets the terms */
void ds_scan_add(DsScan *scan, DsScanTerm term);          /* takes its comparisons */

/* Moves row to the first passing row at or behind it, or to end. FALSE: a cancel was asked for. */
gboolean ds_scan_settle(DsScan *scan);
