/* engine/stats/text-tally.c - how many texts of a column differ, and which are the most frequent.
 */
#include "engine/stats/text-tally.h"

#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/table/radix.h"
#include "engine/table/text-hash.h"
#include "engine/table/text-order.h"

enum { MAX_TASKS = 8, MANY_CODES = 1 << 18 };

/* Hashes are cut to 40 bits: three rounds of sorting less, and texts behind equal ones are compared
 * anyway. */
#define SORTED_BITS (~G_GUINT64_CONSTANT(0xffffff))

static int
compare_rows(const DsColumn *column, gsize a, gsize b)
{
  gsize a_length, b_length;
  const char *a_text = ds_column_text(column, a, &a_length);
  const char *b_text = ds_column_text(column, b, &b_length);

  return ds_bytes_compare(a_text, a_length, b_text, b_length);
}

/* Puts a value among the tops where it belongs. */
static void
offer(DsTextTally *tally, const DsColumn *column, gsize row, gsize count)
{
  guint at = tally->n_tops;

  while (at > 0 && (count > tally->tops[at - 1].count ||
                    (count == tally->tops[at - 1].count &&
                     compare_rows(column, row, tally->tops[at - 1].row) < 0)))
    at--;
  if (at == DS_TALLY_TOPS)
    return;
  tally->n_tops = MIN(tally->n_tops + 1, DS_TALLY_TOPS);
  for (guint i = tally->n_tops - 1; i > at; i--)
    tally->tops[i] = tally->tops[i - 1];
  tally->tops[at] = (DsTop){ row, count };
}

/* Fills what is left of the tops, which hold all values that occur twice or more, with those that
 * occur once: row after row, so that the texts are read as they lie in memory. */
static void
offer_singles(DsTextTally *tally, const DsColumn *column)
{
  const guint n_repeated = tally->n_tops;

  if (n_repeated == DS_TALLY_TOPS || tally->n_distinct == n_repeated)
    return;
  for (gsize row = 0; row < column->n_rows; row++) {
    guint i = 0;

    if (ds_column_is_missing(column, row) ||
        (tally->n_tops == DS_TALLY_TOPS &&
         compare_rows(column, row, tally->tops[DS_TALLY_TOPS - 1].row) >= 0))
      continue;
    while (i < n_repeated && compare_rows(column, row, tally->tops[i].row) != 0)
      i++;
    if (i == n_repeated)
      offer(tally, column, row, 1);
  }
}

typedef struct {
  const DsColumn *column;
  gsize n_tasks, task_rows;
  guint32 *counts; /* [n_tasks x n strings] */
  guint32 *firsts; /* [n_tasks x n strings]: first row, where the count is not 0 */
} Codes;

static gboolean
count_codes(gsize task, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Codes *codes = data;
  const gsize begin = task * codes->task_rows;
  const gsize end = MIN(begin + codes->task_rows, codes->column->n_rows);
  const gint32 *code = codes->column->codes;
  guint32 *counts = codes->counts + task * codes->column->strings.n;
  guint32 *firsts = codes->firsts + task * codes->column->strings.n;

  for (gsize row = begin; row < end; row++)
    if (code[row] >= 0 && counts[code[row]]++ == 0)
      firsts[code[row]] = (guint32)row;
  return TRUE;
}

static gboolean
tally_codes(const DsColumn *column, DsTextTally *tally, DsProgress *progress, GError **error)
{
  const gsize n_strings = column->strings.n;
  Codes codes = { .column = column };
  g_autofree guint32 *counts = NULL, *firsts = NULL;

  codes.n_tasks =
      n_strings < MANY_CODES && column->n_rows > (gsize)MAX_TASKS * DS_BLOCK_ROWS ? MAX_TASKS : 1;
  codes.task_rows = (column->n_rows + codes.n_tasks - 1) / codes.n_tasks;
  counts = ds_try_new0(guint32, codes.n_tasks * n_strings, "counting texts", error);
  if (!counts)
    return FALSE;
  firsts = ds_try_new(guint32, codes.n_tasks * n_strings, "counting texts", error);
  if (!firsts)
    return FALSE;
  codes.counts = counts;
  codes.firsts = firsts;
  if (!ds_parallel_for(codes.n_tasks, count_codes, &codes, progress, error))
    return FALSE;
  for (gsize code = 0; code < n_strings; code++) {
    guint32 first = G_MAXUINT32, count = 0;

    for (gsize task = 0; task < codes.n_tasks; task++) {
      const gsize at = task * n_strings + code;

      count += counts[at];
      if (counts[at] > 0)
        first = MIN(first, firsts[at]);
    }
    tally->n_distinct += (gsize)(count > 0);
    if (count > 0)
      offer(tally, column, first, count);
  }
  return TRUE;
}

typedef struct {
  const DsColumn *column;
  DsKeyRow *pairs; /* [n_rows], in row order; missing rows too */
} Hashes;

static gboolean
hash_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Hashes *hashes = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, hashes->column->n_rows);

  for (gsize row = block * DS_BLOCK_ROWS; row < end; row++) {
    gsize length;
    const char *text = ds_strings_get(&hashes->column->strings, row, &length);

    hashes->pairs[row] = (DsKeyRow){ ds_hash_bytes(text, length) & SORTED_BITS, (guint32)row };
  }
  return TRUE;
}

static int
compare_pair_texts(gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_rows(data, ((const DsKeyRow *)a)->row, ((const DsKeyRow *)b)->row);
}

/* Texts with one hash: nearly always one text; where not, they are put in order first. */
static void
offer_run(DsTextTally *tally, const DsColumn *column, DsKeyRow *run, gsize n)
{
  gsize same = 1;

  while (same < n && compare_rows(column, run[0].row, run[same].row) == 0)
    same++;
  if (same < n)
    g_qsort_with_data(run, (gint)n, sizeof *run, compare_pair_texts, (gpointer)column);
  for (gsize i = 0, j; i < n; i = j) {
    for (j = same == n ? n : i + 1; j < n && compare_rows(column, run[i].row, run[j].row) == 0; j++)
      ;
    tally->n_distinct++;
    if (j - i > 1)
      offer(tally, column, run[i].row, j - i);
  }
}

static gboolean
tally_hashes(const DsColumn *column, DsTextTally *tally, DsProgress *progress, GError **error)
{
  g_autofree DsKeyRow *pairs = ds_try_new(DsKeyRow, column->n_rows, "counting texts", error);
  g_autofree DsKeyRow *scratch =
      pairs ? ds_try_new(DsKeyRow, column->n_rows, "counting texts", error) : NULL;
  Hashes hashes = { column, pairs };
  gsize n = 0;

  if (!scratch ||
      !ds_parallel_for(ds_block_count(column->n_rows), hash_block, &hashes, progress, error))
    return FALSE;
  for (gsize row = 0; column->missing && row < column->n_rows; row++) {
    pairs[n] = pairs[row];
    n += (gsize)!ds_column_is_missing(column, row);
  }
  n = column->missing ? n : column->n_rows;
  if (!ds_radix_sort_pairs(&pairs, &scratch, n, progress, error))
    return FALSE;
  for (gsize i = 0, j; i < n; i = j) {
    for (j = i + 1; j < n && pairs[j].key == pairs[i].key; j++)
      ;
    if (j - i > 1)
      offer_run(tally, column, pairs + i, j - i);
    else
      tally->n_distinct++;
  }
  offer_singles(tally, column);
  return TRUE;
}

gboolean
ds_text_tally(const DsColumn *column, DsTextTally *tally, DsProgress *progress, GError **error)
{
  *tally = (DsTextTally){ 0 };
  if (column->is_coded)
    return tally_codes(column, tally, progress, error);
  return tally_hashes(column, tally, progress, error);
}
