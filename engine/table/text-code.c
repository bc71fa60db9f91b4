/* engine/table/text-code.c - a text column in whichever of its two forms is smaller. */
#include "engine/table/text-code.h"

#include <string.h>

#include "engine/base/memory.h"
#include "engine/table/key.h"

/* Rows after which a column of mostly distinct strings is given up on. */
enum { TRIAL_ROWS = 1 << 14 };

/* Distinct strings so far: slot -> code + 1, by open addressing at most half full. */
typedef struct {
  guint32 *slots;
  gsize mask;
  GArray *first; /* gsize: row in which the string of each code came first */
} Dictionary;

static gboolean
is_same(const guint64 *offsets, const char *bytes, gsize a, gsize b)
{
  const gsize length = (gsize)(offsets[a + 1] - offsets[a]);

  return length == (gsize)(offsets[b + 1] - offsets[b]) &&
         memcmp(bytes + offsets[a], bytes + offsets[b], length) == 0;
}

static gboolean
grow(Dictionary *dictionary, const guint64 *offsets, const char *bytes)
{
  const gsize n_slots = dictionary->slots ? (dictionary->mask + 1) * 4 : 1024;
  guint32 *slots = ds_try_new0(guint32, n_slots, "the codes of a text column", NULL);

  if (!slots)
    return FALSE;
  for (guint code = 0; code < dictionary->first->len; code++) {
    const gsize row = g_array_index(dictionary->first, gsize, code);
    gsize at = ds_key_hash_text(bytes + offsets[row], (gsize)(offsets[row + 1] - offsets[row])) &
               (n_slots - 1);

    while (slots[at] != 0)
      at = (at + 1) & (n_slots - 1);
    slots[at] = code + 1;
  }
  g_free(dictionary->slots);
  dictionary->slots = slots;
  dictionary->mask = n_slots - 1;
  return TRUE;
}

/* The code of the string at @row; -1 = no memory. */
static gint32
code_of(Dictionary *dictionary, const guint64 *offsets, const char *bytes, gsize row)
{
  gsize at;

  if ((!dictionary->slots || dictionary->first->len * 2 > dictionary->mask) &&
      !grow(dictionary, offsets, bytes))
    return -1;
  at = ds_key_hash_text(bytes + offsets[row], (gsize)(offsets[row + 1] - offsets[row])) &
       dictionary->mask;
  for (; dictionary->slots[at] != 0; at = (at + 1) & dictionary->mask) {
    const guint32 code = dictionary->slots[at] - 1;

    if (is_same(offsets, bytes, row, g_array_index(dictionary->first, gsize, code)))
      return (gint32)code;
  }
  g_array_append_val(dictionary->first, row);
  dictionary->slots[at] = dictionary->first->len;
  return (gint32)dictionary->first->len - 1;
}

/* The codes of all rows; NULL where coding does not pay. */
static gint32 *
code_rows(Dictionary *dictionary, const guint64 *offsets, const char *bytes, gsize n,
          const guint64 *missing)
{
  g_autofree gint32 *codes = ds_try_new(gint32, n, "the codes of a text column", NULL);
  gsize n_texts = 0;

  for (gsize row = 0; codes && row < n; row++) {
    if (missing && ((missing[row >> 6] >> (row & 63)) & 1)) {
      codes[row] = -1;
      continue;
    }
    codes[row] = code_of(dictionary, offsets, bytes, row);
    n_texts++;
    if (codes[row] < 0 || (n_texts >= TRIAL_ROWS && dictionary->first->len > n_texts / 2))
      return NULL;
  }
  return dictionary->first->len <= n_texts / 2 ? g_steal_pointer(&codes) : NULL;
}

/* The strings of the codes, side by side; FALSE = no memory. */
static gboolean
copy_strings(const Dictionary *dictionary, const guint64 *offsets, const char *bytes,
             guint64 **of_codes, char **strings)
{
  const gsize n = dictionary->first->len;
  guint64 at = 0;

  for (gsize code = 0; code < n; code++) {
    const gsize row = g_array_index(dictionary->first, gsize, code);

    at += offsets[row + 1] - offsets[row];
  }
  *of_codes = ds_try_new(guint64, n + 1, "the strings of a text column", NULL);
  *strings = *of_codes ? ds_try_new(char, at, "the strings of a text column", NULL) : NULL;
  if (!*strings) {
    g_clear_pointer(of_codes, g_free);
    return FALSE;
  }
  at = 0;
  for (gsize code = 0; code < n; code++) {
    const gsize row = g_array_index(dictionary->first, gsize, code);
    const gsize length = (gsize)(offsets[row + 1] - offsets[row]);

    (*of_codes)[code] = at;
    memcpy(*strings + at, bytes + offsets[row], length);
    at += length;
  }
  (*of_codes)[n] = at;
  return TRUE;
}

DsColumn *
ds_text_column_new(guint64 *offsets, char *bytes, gsize n, guint64 *missing)
{
  Dictionary dictionary = { .first = g_array_new(FALSE, FALSE, sizeof(gsize)) };
  g_autofree gint32 *codes = code_rows(&dictionary, offsets, bytes, n, missing);
  const gsize n_strings = dictionary.first->len;
  guint64 *of_codes = NULL;
  char *strings = NULL;
  gboolean is_coded;

  is_coded = codes && copy_strings(&dictionary, offsets, bytes, &of_codes, &strings);
  g_array_unref(dictionary.first);
  g_free(dictionary.slots);
  if (!is_coded)
    return ds_column_new_texts(offsets, bytes, n, missing);
  g_free(offsets);
  g_free(bytes);
  g_free(missing);
  return ds_column_new_coded(g_steal_pointer(&codes), n, of_codes, strings, n_strings);
}
