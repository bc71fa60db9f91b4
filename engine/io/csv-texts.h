/* engine/io/csv-texts.h - the texts of one column in one chunk, each distinct one kept once. */
#pragma once
#include <glib.h>

/* Not thread-safe: a chunk has its own. Where nearly all are different, looking for equals costs
 * more than it saves: then texts are just put one behind the other (is_raw). */
typedef struct {
  guint32 n;        /* strings kept */
  guint64 n_added;  /* strings that came */
  guint64 n_length; /* bytes of all that came */
  gboolean is_raw;
  gboolean is_unique; /* set first: never becomes raw, so that no two kept strings are equal */
  guint32 *ends;      /* [n] string i is bytes[ends[i - 1] .. ends[i]), with ends[-1] = 0 */
  char *bytes;
  /* private */
  gsize ends_room, bytes_room, n_slots;
  struct DsCsvSlot *slots;
} DsCsvTexts;

/**
 * ds_csv_texts_add:
 * Returns: the position of the string, new or found; -1 with DS_DATA_ERROR_MEMORY.
 */
gint32 ds_csv_texts_add(DsCsvTexts *texts, const char *text, gsize length, GError **error);

/* No more adding: gives back the room and what served for looking up. */
void ds_csv_texts_seal(DsCsvTexts *texts);
void ds_csv_texts_clear(DsCsvTexts *texts);

static inline const char *
ds_csv_texts_get(const DsCsvTexts *texts, guint32 i, gsize *length)
{
  const guint32 start = i ? texts->ends[i - 1] : 0;

  *length = texts->ends[i] - start;
  return texts->bytes + start;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsCsvTexts, ds_csv_texts_clear)
