/* engine/table/text-order.h - the order of texts: by bytes, shorter first where one begins another.
 */
#pragma once
#include <string.h>

#include "engine/table/column.h"

/* < 0, 0, > 0 as memcmp; bytes, not characters: which for UTF-8 is the order of code points. */
static inline int
ds_bytes_compare(const char *a, gsize a_length, const char *b, gsize b_length)
{
  const gsize shorter = MIN(a_length, b_length);
  const int order = shorter > 0 ? memcmp(a, b, shorter) : 0;

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

/**
 * ds_strings_rank:
 * @n_distinct: (out): how many different strings there are
 *
 * Returns: (transfer full): [strings->n] the place of each string among the different ones in byte
 * order; equal strings share a place. NULL with DS_DATA_ERROR_MEMORY or a cancel.
 *
 * Sorts by seven bytes at a time (radix), short runs by comparing: O(total bytes) for long ones.
 */
guint32 *ds_strings_rank(const DsStrings *strings, gsize *n_distinct, DsProgress *progress,
                         GError **error);
