/* engine/io/csv-texts.c - the texts of one column in one chunk, each distinct one kept once. */
#include "engine/io/csv-texts.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"

typedef struct DsCsvSlot {
  guint32 hash;
  guint32 position; /* of the string, plus 1; 0 = free */
} Slot;

enum {
  FIRST_SLOTS = 64,
  FIRST_BYTES = 512,
  TRIAL = 16384, /* texts after which their variety is judged */
};

static inline guint64
mix(guint64 a, guint64 b)
{
  const unsigned __int128 product = (unsigned __int128)a * b;

  return (guint64)product ^ (guint64)(product >> 64);
}

/* Eight bytes at a time, folded by a wide multiplication. */
static inline guint32
hash_of(const char *text, gsize n)
{
  guint64 h = n * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15), word;

  for (; n >= 8; n -= 8, text += 8) {
    memcpy(&word, text, 8);
    h = mix(h ^ word, G_GUINT64_CONSTANT(0xd6e8feb86659fd93));
  }
  if (n >= 4) {
    guint32 head, tail;

    memcpy(&head, text, 4);
    memcpy(&tail, text + n - 4, 4);
    word = (guint64)head << 32 | tail;
  } else {
    word =
        n ? (guint64)(guchar)text[0] << 16 | (guint64)(guchar)text[n / 2] << 8 | (guchar)text[n - 1]
          : 0;
  }
  h = mix(h ^ word, G_GUINT64_CONSTANT(0xa0761d6478bd642f));
  return (guint32)(h ^ h >> 32);
}

static gboolean
grow_slots(DsCsvTexts *texts, GError **error)
{
  const gsize n = texts->n_slots ? texts->n_slots * 2 : FIRST_SLOTS;
  Slot *slots = ds_try_new0(Slot, n, "distinct texts of a column", error);

  if (!slots)
    return FALSE;
  for (gsize i = 0; i < texts->n_slots; i++) {
    const Slot old = texts->slots[i];
    gsize at = old.hash & (n - 1);

    if (!old.position)
      continue;
    while (slots[at].position)
      at = (at + 1) & (n - 1);
    slots[at] = old;
  }
  g_free(texts->slots);
  texts->slots = slots;
  texts->n_slots = n;
  return TRUE;
}

/* Room that grows by half, so that what is left over stays small. */
static gboolean
make_room(gpointer memory, gsize *room, gsize wanted, gsize size, GError **error)
{
  gpointer *place = memory;
  const gsize target = MAX(*room + *room / 2, MAX(wanted, FIRST_BYTES / size));
  gpointer grown;

  if (wanted <= *room)
    return TRUE;
  grown = ds_try_realloc(*place, target, size, "texts of a column", error);
  if (!grown)
    return FALSE;
  *place = grown;
  *room = target;
  return TRUE;
}

static gint32
append(DsCsvTexts *texts, const char *text, gsize length, GError **error)
{
  const gsize start = texts->n ? texts->ends[texts->n - 1] : 0;

  if (start + length > G_MAXUINT32 || texts->n >= G_MAXINT32) {
    g_set_error_literal(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
                        "a part of one column holds over 4 GiB of text; is a quote never closed?");
    return -1;
  }
  if (!make_room(&texts->bytes, &texts->bytes_room, MAX(start + length, 1), 1, error) ||
      !make_room(&texts->ends, &texts->ends_room, texts->n + (gsize)1, sizeof(guint32), error))
    return -1;
  memcpy(texts->bytes + start, text, length);
  texts->ends[texts->n] = (guint32)(start + length);
  return (gint32)texts->n++;
}

static void
judge(DsCsvTexts *texts)
{
  if (!texts->is_unique && texts->n_added >= TRIAL && texts->n > texts->n_added / 8 * 7) {
    texts->is_raw = TRUE;
    g_clear_pointer(&texts->slots, g_free);
    texts->n_slots = 0;
  }
}

static inline gboolean
is_equal(const DsCsvTexts *texts, guint32 i, const char *text, gsize n)
{
  gsize length;
  const char *kept = ds_csv_texts_get(texts, i, &length);

  return length == n && memcmp(kept, text, n) == 0;
}

gint32
ds_csv_texts_add(DsCsvTexts *texts, const char *text, gsize length, GError **error)
{
  guint32 hash;
  gint32 position;
  gsize at;

  texts->n_added++;
  texts->n_length += length;
  if (texts->is_raw)
    return append(texts, text, length, error);
  if (texts->n + (gsize)1 > texts->n_slots / 2 && !grow_slots(texts, error))
    return -1;
  hash = hash_of(text, length);
  for (at = hash & (texts->n_slots - 1); texts->slots[at].position;
       at = (at + 1) & (texts->n_slots - 1)) {
    const Slot slot = texts->slots[at];

    if (slot.hash == hash && is_equal(texts, slot.position - 1, text, length))
      return (gint32)slot.position - 1;
  }
  position = append(texts, text, length, error);
  if (position >= 0)
    texts->slots[at] = (Slot){ hash, (guint32)position + 1 };
  judge(texts);
  return position;
}

void
ds_csv_texts_seal(DsCsvTexts *texts)
{
  const gsize n_bytes = texts->n ? texts->ends[texts->n - 1] : 0;

  g_clear_pointer(&texts->slots, g_free);
  texts->n_slots = 0;
  /* Shrinking in place cannot fail in a way that matters: the larger block serves as well. */
  if (texts->bytes_room > n_bytes + n_bytes / 8 && n_bytes) {
    texts->bytes = g_realloc(texts->bytes, n_bytes);
    texts->bytes_room = n_bytes;
  }
}

void
ds_csv_texts_clear(DsCsvTexts *texts)
{
  g_free(texts->ends);
  g_free(texts->bytes);
  g_free(texts->slots);
  *texts = (DsCsvTexts){ 0 };
}
