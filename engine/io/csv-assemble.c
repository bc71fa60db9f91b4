/* engine/io/csv-assemble.c - what the chunks hold of a column, put together. */
#include "engine/io/csv-assemble.h"

#include <math.h>
#include <string.h>

#include "engine/base/memory.h"

/* Bits [0, n) of @from are or'ed into @to from bit @at on. */
static void
put_bits(guint64 *to, gsize at, const guint64 *from, gsize n)
{
  const guint shift = (guint)(at & 63);

  to += at >> 6;
  for (gsize i = 0; i < n; i += 64) {
    guint64 word = from[i >> 6];

    if (n - i < 64)
      word &= (G_GUINT64_CONSTANT(1) << (n - i)) - 1;
    to[i >> 6] |= word << shift;
    if (shift && word >> (64 - shift))
      to[(i >> 6) + 1] |= word >> (64 - shift);
  }
}

/* The missing cells of all chunks; *@missing stays NULL where there are none. */
static gboolean
gather_missing(const DsCsvPass *pass, gsize col, gsize n_rows, guint64 **missing, GError **error)
{
  gsize at = 0;

  for (gsize i = 0; i < pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &pass->chunks[i];

    if (chunk->parts && chunk->parts[col].missing) {
      if (!*missing &&
          !(*missing = ds_try_new0(guint64, ds_missing_words(n_rows) + 1, "missing cells", error)))
        return FALSE;
      put_bits(*missing, at, chunk->parts[col].missing, chunk->n_rows);
    }
    at += chunk->n_rows;
  }
  return TRUE;
}

/* Blank lines and line breaks in cells left room between the chunks' rows: closes the gaps. */
static void
close_gaps(const DsCsvPass *pass, gsize col, gsize size)
{
  char *values = pass->columns[col].values;
  gsize at = 0;

  for (gsize i = 0; i < pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &pass->chunks[i];

    if (!chunk->parts)
      continue;
    if (chunk->n_rows && (char *)chunk->parts[col].values != values + at * size)
      memmove(values + at * size, chunk->parts[col].values, chunk->n_rows * size);
    chunk->parts[col].values = values + at * size;
    at += chunk->n_rows;
  }
}

/* Gives back room that no row took. */
static gpointer
take_values(DsCsvPass *pass, gsize col, gsize size, gsize n_rows)
{
  gpointer values = g_steal_pointer(&pass->columns[col].values);

  if (ds_csv_pass_room_before(pass, pass->split->n_regions) > n_rows + n_rows / 64)
    values = g_realloc(values, MAX(n_rows * size, 1));
  return values;
}

/* A chunk that met only integers kept them as such. */
static void
make_reals(DsCsvPart *part, gsize n_rows)
{
  const gint64 *ints = part->values;
  double *reals = part->values;

  if (!part->is_real)
    for (gsize i = 0; i < n_rows; i++)
      reals[i] = (double)ints[i];
  if (!part->missing)
    return;
  for (gsize i = 0; i < n_rows; i++)
    if ((part->missing[i >> 6] >> (i & 63)) & 1)
      reals[i] = NAN;
}

static DsColumn *
assemble_reals(DsCsvPass *pass, gsize col, gsize n_rows)
{
  close_gaps(pass, col, sizeof(double));
  for (gsize i = 0; i < pass->split->n_regions; i++)
    if (pass->chunks[i].parts)
      make_reals(&pass->chunks[i].parts[col], pass->chunks[i].n_rows);
  return ds_column_new_reals(take_values(pass, col, sizeof(double), n_rows), n_rows);
}

static DsColumn *
assemble_fixed(DsCsvPass *pass, gsize col, DsType type, gsize n_rows, GError **error)
{
  const gsize size = type == DS_TYPE_BOOL ? 1 : sizeof(gint64);
  g_autofree guint64 *missing = NULL;
  gpointer values;

  if (!gather_missing(pass, col, n_rows, &missing, error))
    return NULL;
  close_gaps(pass, col, size);
  values = take_values(pass, col, size, n_rows);
  if (type == DS_TYPE_BOOL)
    return ds_column_new_bools(values, n_rows, g_steal_pointer(&missing));
  return ds_column_new_ints(type, values, n_rows, g_steal_pointer(&missing));
}

/* The chunks' strings made one list, in order of appearance, and for each chunk the way there. */
typedef struct {
  DsCsvTexts texts;
  gint32 **maps; /* [n_regions]; NULL for a chunk without strings */
  gsize n_maps;
} Merged;

static void
merged_clear(Merged *merged)
{
  for (gsize i = 0; merged->maps && i < merged->n_maps; i++)
    g_free(merged->maps[i]);
  g_free(merged->maps);
  ds_csv_texts_clear(&merged->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Merged, merged_clear)

static gboolean
merge_chunk(const DsCsvTexts *texts, Merged *merged, gint32 **map, GError **error)
{
  *map = ds_try_new(gint32, texts->n, "distinct texts of a column", error);
  if (!*map)
    return FALSE;
  for (guint32 i = 0; i < texts->n; i++) {
    gsize length;
    const char *text = ds_csv_texts_get(texts, i, &length);

    (*map)[i] = ds_csv_texts_add(&merged->texts, text, length, error);
    if ((*map)[i] < 0)
      return FALSE;
  }
  return TRUE;
}

/* Whether codes are smaller than the @plain_bytes of one string a row; stops as soon as not. */
static gboolean
merge_strings(const DsCsvPass *pass, gsize col, guint64 plain_bytes, gsize n_rows, Merged *merged,
              gboolean *pays, GError **error)
{
  merged->n_maps = pass->split->n_regions;
  merged->maps = g_new0(gint32 *, merged->n_maps);
  merged->texts.is_unique = TRUE;
  *pays = TRUE;
  for (gsize i = 0; i < merged->n_maps && *pays; i++) {
    const DsCsvPart *parts = pass->chunks[i].parts;
    const DsCsvTexts *all = &merged->texts;

    if (!ds_progress_go_on(pass->input->progress, error))
      return FALSE;
    if (!parts || !parts[col].texts.n)
      continue;
    if (!merge_chunk(&parts[col].texts, merged, &merged->maps[i], error))
      return FALSE;
    *pays = (guint64)n_rows * 4 + all->n * (guint64)8 + all->ends[all->n - 1] <= plain_bytes;
  }
  return TRUE;
}

static void
follow_maps(const DsCsvPass *pass, gsize col, const Merged *merged)
{
  for (gsize i = 0; i < merged->n_maps; i++) {
    gint32 *codes = merged->maps[i] ? pass->chunks[i].parts[col].values : NULL;

    for (gsize row = 0; codes && row < pass->chunks[i].n_rows; row++)
      codes[row] = codes[row] < 0 ? -1 : merged->maps[i][codes[row]];
  }
}

/* Takes @codes, also when it fails. */
static DsColumn *
coded_column(DsCsvTexts *texts, gint32 *codes, gsize n_rows, GError **error)
{
  guint64 *offsets = ds_try_new(guint64, texts->n + (gsize)1, "distinct texts", error);
  char *bytes;

  if (!offsets) {
    g_free(codes);
    return NULL;
  }
  ds_csv_texts_seal(texts);
  offsets[0] = 0;
  for (guint32 i = 0; i < texts->n; i++)
    offsets[i + 1] = texts->ends[i];
  bytes = g_steal_pointer(&texts->bytes);
  return ds_column_new_coded(codes, n_rows, offsets, bytes ? bytes : g_malloc(1), texts->n);
}

/* One string a row. A chunk's strings are freed as soon as they are copied. */
static DsColumn *
plain_column(DsCsvPass *pass, gsize col, gsize n_rows, guint64 n_bytes, GError **error)
{
  g_autofree guint64 *offsets = ds_try_new(guint64, n_rows + 1, "a column of text", error);
  g_autofree char *bytes = offsets ? ds_try_alloc(n_bytes, 1, "a column of text", error) : NULL;
  g_autofree guint64 *missing =
      bytes ? ds_try_new0(guint64, ds_missing_words(n_rows), "missing cells", error) : NULL;
  gsize row = 0;
  guint64 at = 0;

  if (!missing)
    return NULL;
  offsets[0] = 0;
  for (gsize i = 0; i < pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &pass->chunks[i];
    const gint32 *codes = chunk->parts ? chunk->parts[col].values : NULL;

    if (!ds_progress_go_on(pass->input->progress, error))
      return NULL;
    for (gsize j = 0; j < chunk->n_rows; j++, row++) {
      if (codes[j] < 0) {
        missing[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
      } else {
        gsize length;
        const char *text = ds_csv_texts_get(&chunk->parts[col].texts, (guint32)codes[j], &length);

        memcpy(bytes + at, text, length);
        at += length;
      }
      offsets[row + 1] = at;
    }
    if (chunk->parts)
      ds_csv_texts_clear(&chunk->parts[col].texts);
  }
  g_clear_pointer(&pass->columns[col].values, g_free);
  return ds_column_new_texts(g_steal_pointer(&offsets), g_steal_pointer(&bytes), n_rows,
                             g_steal_pointer(&missing));
}

static DsColumn *
assemble_text(DsCsvPass *pass, gsize col, gsize n_rows, GError **error)
{
  g_auto(Merged) merged = { 0 };
  guint64 n_bytes = 0;
  gboolean pays, is_raw = FALSE;

  for (gsize i = 0; i < pass->split->n_regions; i++)
    if (pass->chunks[i].parts) {
      n_bytes += pass->chunks[i].parts[col].texts.n_length;
      is_raw |= pass->chunks[i].parts[col].texts.is_raw;
    }
  if (is_raw)
    return plain_column(pass, col, n_rows, n_bytes, error);
  if (!merge_strings(pass, col, n_bytes + (guint64)n_rows * 8, n_rows, &merged, &pays, error))
    return NULL;
  if (!pays)
    return plain_column(pass, col, n_rows, n_bytes, error);
  follow_maps(pass, col, &merged);
  close_gaps(pass, col, sizeof(gint32));
  return coded_column(&merged.texts, take_values(pass, col, sizeof(gint32), n_rows), n_rows, error);
}

/* Text, for nothing says otherwise. */
static DsColumn *
column_without_values(gsize n_rows, GError **error)
{
  gint32 *codes = ds_try_new(gint32, n_rows, "a column", error);

  if (!codes)
    return NULL;
  for (gsize i = 0; i < n_rows; i++)
    codes[i] = -1;
  return ds_column_new_coded(codes, n_rows, g_new0(guint64, 1), g_malloc(1), 0);
}

DsColumn *
ds_csv_assemble(DsCsvPass *pass, gsize col, DsType type, GError **error)
{
  const gsize n_rows = ds_csv_pass_rows(pass);

  switch (pass->columns[col].mode) {
  case DS_CSV_SKIP:
  case DS_CSV_CLASSIFY:
    return column_without_values(n_rows, error);
  case DS_CSV_TEXT:
    return assemble_text(pass, col, n_rows, error);
  case DS_CSV_NUMBER:
    if (type == DS_TYPE_REAL)
      return assemble_reals(pass, col, n_rows);
    return assemble_fixed(pass, col, DS_TYPE_INT, n_rows, error);
  case DS_CSV_BOOL:
  case DS_CSV_DATE:
  case DS_CSV_TIME:
    break;
  }
  return assemble_fixed(pass, col, type, n_rows, error);
}

DsColumn *
ds_csv_assemble_extra(const DsCsvPass *pass, GError **error)
{
  const gsize n_rows = ds_csv_pass_rows(pass);
  g_auto(DsCsvTexts) texts = { .is_unique = TRUE };
  g_autofree gint32 *codes = NULL;
  gsize at = 0;

  for (gsize i = 0; i < pass->split->n_regions; i++) {
    const DsCsvChunk *chunk = &pass->chunks[i];

    for (guint32 j = 0; chunk->extra_rows && j < chunk->extra_rows->len; j++) {
      const gsize row = at + g_array_index(chunk->extra_rows, gsize, j);
      gsize length;
      const char *text = ds_csv_texts_get(&chunk->extra_texts, j, &length);

      if (!codes) {
        codes = ds_try_new(gint32, n_rows, "the column _extra", error);
        if (!codes)
          return NULL;
        memset(codes, 0xff, n_rows * sizeof *codes); /* -1 */
      }
      codes[row] = ds_csv_texts_add(&texts, text, length, error);
      if (codes[row] < 0)
        return NULL;
    }
    at += chunk->n_rows;
  }
  if (!codes)
    return NULL;
  return coded_column(&texts, g_steal_pointer(&codes), n_rows, error);
}
