/* engine/io/csv-split.h - where a file may be cut so that its parts can be parsed side by side. */
#pragma once
#include <glib.h>

#include "engine/base/progress.h"
#include "engine/io/encoding.h"
#include "engine/io/source.h"

/* A part that begins at the start of a row, as far as counting quotes can tell: whoever parses it
 * must check that the part before ended a row exactly there. */
typedef struct {
  guint64 start, end;
  guint64 first_line; /* physical line of @start, 1 = the first of the data */
  gsize max_rows;     /* line ends in it, one more in the last part; a CRLF is never cut */
} DsCsvRegion;

typedef struct {
  DsCsvRegion *regions;
  gsize n_regions; /* >= 1 */
  guint64 n_quotes, n_nul, n_lines;
  guint64 n_valid, n_broken, n_lone; /* characters beyond ASCII, see DsUtf8Count */
  guint64 first_nul, first_bad;      /* offsets of the first NUL and of the first byte that is not
                                      * UTF-8; G_MAXUINT64 = none */
} DsCsvSplit;

/**
 * ds_csv_split:
 * @start, @end: the bytes of @source that are rows
 * @chunk_bytes: about how large a region should be
 *
 * Reads all once, in parallel. A region's start is the first row border behind a chunk's start that
 * an even number of quotes precedes (RFC 4180 balances them); chunks without one join the region
 * before. Errors: those of ds_source_read(), a cancel, DS_DATA_ERROR_MEMORY.
 */
gboolean ds_csv_split(DsSource *source, guint64 start, guint64 end, gsize chunk_bytes,
                      DsProgress *progress, DsCsvSplit *split, GError **error);
void ds_csv_split_clear(DsCsvSplit *split);

/* Physical line of byte @offset of [@start, ...), 1 = the line of @start; G_MAXUINT64 with error.
 */
guint64 ds_csv_line_of(DsSource *source, guint64 start, guint64 offset, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvSplit, ds_csv_split_clear)
