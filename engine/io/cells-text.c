/* engine/io/cells-text.c - cells of any kind as a text column, coded where that saves memory. */
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/number.h"
#include "engine/io/cells.h"
#include "engine/table/text-hash.h"

void
ds_cells_append_text(const DsCellRun *run, gsize i, gboolean are_spelled, GString *text)
{
  const DsCellKind kind = run->cells->kinds[i];
  const DsCellValue value = run->cells->values[i];
  char number[DS_NUMBER_CHARS];

  if (kind <= DS_CELL_TRUE) {
    g_string_append(text, kind == DS_CELL_TRUE ? "true" : "false");
  } else if (!are_spelled && kind == DS_CELL_INT) {
    const int n = ds_number_format_int(number, value.integer);

    g_string_append_len(text, number, n);
  } else if (!are_spelled && kind == DS_CELL_REAL) {
    const int n = ds_number_format_real(number, value.real, TRUE);

    g_string_append_len(text, number, n);
  } else {
    g_string_append_len(text, run->bytes + value.piece.start, value.piece.length);
  }
}

/* Text of one cell, in @scratch where it has to be made. */
static const char *
cell_text(const DsCellRun *run, gsize i, gboolean are_spelled, GString *scratch, gsize *length)
{
  const DsCellKind kind = run->cells->kinds[i];
  const DsPiece piece = run->cells->values[i].piece;

  if (kind > DS_CELL_TRUE && (are_spelled || kind >= DS_CELL_INFINITY)) {
    *length = piece.length;
    return run->bytes + piece.start;
  }
  g_string_truncate(scratch, 0);
  ds_cells_append_text(run, i, are_spelled, scratch);
  *length = scratch->len;
  return scratch->str;
}

/* Strings one behind the other, one a row. */
typedef struct {
  guint64 *offsets;
  char *bytes;
  guint64 *missing;
  gsize n;
} Plain;

static void
plain_clear(Plain *plain)
{
  g_free(plain->offsets);
  g_free(plain->bytes);
  g_free(plain->missing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Plain, plain_clear)

static gsize
count_bytes(const DsCellRun *runs, gsize n_runs, gboolean are_spelled)
{
  g_autoptr(GString) scratch = g_string_new(NULL);
  gsize sum = 0;

  for (gsize r = 0; r < n_runs; r++)
    for (gsize i = 0; runs[r].cells && i < runs[r].cells->n; i++) {
      gsize length;

      cell_text(&runs[r], i, are_spelled, scratch, &length);
      sum += length;
    }
  return sum;
}

static gboolean
plain_fill(Plain *plain, const DsCellRun *runs, gsize n_runs, gboolean are_spelled, GError **error)
{
  g_autoptr(GString) scratch = g_string_new(NULL);
  gsize row = 0, at = 0;

  plain->offsets = ds_try_new(guint64, plain->n + 1, "a text column", error);
  plain->missing = plain->offsets
                       ? ds_try_new(guint64, ds_missing_words(plain->n), "a text column", error)
                       : NULL;
  plain->bytes = plain->missing ? ds_try_new(char, count_bytes(runs, n_runs, are_spelled),
                                             "a text column", error)
                                : NULL;
  if (!plain->bytes)
    return FALSE;
  memset(plain->missing, 0xff, ds_missing_words(plain->n) * 8);
  for (gsize r = 0; r < n_runs; r++)
    for (gsize i = 0; runs[r].cells && i < runs[r].cells->n; i++) {
      const gsize here = runs[r].first_row + runs[r].cells->rows[i];
      gsize length;
      const char *text = cell_text(&runs[r], i, are_spelled, scratch, &length);

      while (row <= here)
        plain->offsets[row++] = at;
      plain->missing[here >> 6] &= ~(G_GUINT64_CONSTANT(1) << (here & 63));
      memcpy(plain->bytes + at, text, length);
      at += length;
    }
  while (row <= plain->n)
    plain->offsets[row++] = at;
  return TRUE;
}

/* A dictionary in the making: an open table of string numbers + 1. */
typedef struct {
  guint32 *slots;
  gsize n_slots;
  guint64 *hashes;  /* of each string */
  guint64 *offsets; /* [n + 1] */
  char *bytes;
  gsize n, room, bytes_room;
  gint32 *codes;
} Coder;

static void
coder_clear(Coder *coder)
{
  g_free(coder->slots);
  g_free(coder->hashes);
  g_free(coder->offsets);
  g_free(coder->bytes);
  g_free(coder->codes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Coder, coder_clear)

static gboolean
coder_grow(Coder *coder, GError **error)
{
  const gsize room = coder->room ? coder->room * 2 : 64;
  guint64 *hashes = ds_try_realloc(coder->hashes, room, 8, "a dictionary", error);
  guint64 *offsets;
  guint32 *slots;

  if (!hashes)
    return FALSE;
  coder->hashes = hashes;
  offsets = ds_try_realloc(coder->offsets, room + 1, 8, "a dictionary", error);
  if (!offsets)
    return FALSE;
  coder->offsets = offsets;
  offsets[0] = 0;
  slots = ds_try_new0(guint32, room * 2, "a dictionary", error);
  if (!slots)
    return FALSE;
  g_free(coder->slots);
  coder->slots = slots;
  coder->n_slots = room * 2;
  coder->room = room;
  for (gsize i = 0; i < coder->n; i++) {
    gsize slot = hashes[i] & (coder->n_slots - 1);

    while (slots[slot] != 0)
      slot = (slot + 1) & (coder->n_slots - 1);
    slots[slot] = (guint32)i + 1;
  }
  return TRUE;
}

/* There is room for one more string. */
static gboolean
coder_keep(Coder *coder, const char *text, gsize length, guint64 hash, GError **error)
{
  const gsize used = (gsize)coder->offsets[coder->n];

  if (used + length > coder->bytes_room) {
    const gsize room = MAX((used + length) * 2, 1024);
    char *bytes = ds_try_realloc(coder->bytes, room, 1, "a dictionary", error);

    if (!bytes)
      return FALSE;
    coder->bytes = bytes;
    coder->bytes_room = room;
  }
  memcpy(coder->bytes + used, text, length);
  coder->hashes[coder->n++] = hash;
  coder->offsets[coder->n] = used + length;
  return TRUE;
}

/* The number of the string, which is added when it is new; -1 with @error. */
static gssize
coder_code(Coder *coder, const char *text, gsize length, GError **error)
{
  const guint64 hash = ds_hash_bytes(text, length);
  gsize slot;

  if (coder->n == coder->room && !coder_grow(coder, error))
    return -1;
  slot = hash & (coder->n_slots - 1);
  for (; coder->slots[slot] != 0; slot = (slot + 1) & (coder->n_slots - 1)) {
    const guint32 i = coder->slots[slot] - 1;
    const guint64 start = coder->offsets[i];

    if (coder->hashes[i] == hash && coder->offsets[i + 1] - start == length &&
        memcmp(coder->bytes + start, text, length) == 0)
      return i;
  }
  if (!coder_keep(coder, text, length, hash, error))
    return -1;
  coder->slots[slot] = (guint32)coder->n;
  return (gssize)coder->n - 1;
}

/* Codes @plain as long as that is the smaller form; *saves tells whether it stayed so. */
static gboolean
coder_run(Coder *coder, const Plain *plain, gboolean *saves, GError **error)
{
  const gsize plain_bytes = plain->n * 8 + (gsize)plain->offsets[plain->n];

  *saves = FALSE;
  coder->codes = ds_try_new(gint32, plain->n, "a text column", error);
  if (!coder->codes)
    return FALSE;
  for (gsize row = 0; row < plain->n; row++) {
    const guint64 start = plain->offsets[row];
    gssize code = -1;

    if (!((plain->missing[row >> 6] >> (row & 63)) & 1)) {
      code =
          coder_code(coder, plain->bytes + start, (gsize)(plain->offsets[row + 1] - start), error);
      if (code < 0)
        return FALSE;
    }
    coder->codes[row] = (gint32)code;
    if (coder->n > G_MAXINT32 - 1 ||
        (coder->n > 0 &&
         plain->n * 4 + coder->n * 8 + (gsize)coder->offsets[coder->n] > plain_bytes))
      return TRUE;
  }
  *saves = TRUE;
  return TRUE;
}

DsColumn *
ds_cells_build_text(const DsCellRun *runs, gsize n_runs, gsize n_rows, gboolean are_spelled,
                    GError **error)
{
  g_auto(Plain) plain = { .n = n_rows };
  g_auto(Coder) coder = { .bytes = g_malloc0(1) };
  gboolean saves;

  if (!plain_fill(&plain, runs, n_runs, are_spelled, error) || !coder_grow(&coder, error) ||
      !coder_run(&coder, &plain, &saves, error))
    return NULL;
  if (!saves)
    return ds_column_new_texts(g_steal_pointer(&plain.offsets), g_steal_pointer(&plain.bytes),
                               n_rows, g_steal_pointer(&plain.missing));
  return ds_column_new_coded(g_steal_pointer(&coder.codes), n_rows, g_steal_pointer(&coder.offsets),
                             g_steal_pointer(&coder.bytes), coder.n);
}
