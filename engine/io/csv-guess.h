/* engine/io/csv-guess.h - what the columns probably are, from a few rows of several places. */
#pragma once
#include "engine/io/csv-chunk.h"
#include "engine/io/csv-split.h"

/**
 * ds_csv_guess:
 * @columns: [n_columns] gets modes and is_raw (not of those that are forced: only is_raw)
 * @certain: (out): [n_columns] what the first rows hold for certain; other places may have been cut
 *   within a cell
 *
 * Right guesses save a second reading, wrong ones change no result.
 * FALSE with an error of the source, DS_DATA_ERROR_MEMORY or a cancel.
 */
gboolean ds_csv_guess(const DsCsvInput *input, const DsCsvMissing *missing, const DsCsvSplit *split,
                      gboolean has_header, DsCsvColumn *columns, gsize n_columns, DsInfer *certain,
                      GError **error);

/* How a column of @infer's type is taken; CLASSIFY when it has no value. */
DsCsvMode ds_csv_mode_of(const DsInfer *infer);
DsCsvMode ds_csv_mode_of_type(DsType type);
