/* engine/io/csv-header.c - is the first row a header, and what are the columns called. */
#include <string.h>

#include "engine/base/text.h"
#include "engine/io/csv-chunk.h"
#include "engine/io/csv-dialect.h"

enum { LOOK_ROWS = 200, SHOWN_NAMES = 5 };

/* The type of a column below row @row. */
static DsInfer
infer_below(const DsCsvSample *sample, gsize row, gsize col)
{
  const gsize end = MIN((gsize)sample->rows->len, row + 1 + LOOK_ROWS);
  DsCsvMissing missing;
  DsInfer infer = { 0 };

  ds_csv_missing_init(&missing, NULL);
  for (gsize i = row + 1; i < end; i++) {
    gsize length;
    const char *text = ds_csv_sample_cell(sample, i, col, &length);
    DsInferValue value = { 0 };

    if (!text || length == 0 || ds_csv_missing_has(&missing, text, length))
      continue;
    ds_infer_value(text, length, &value);
    ds_infer_add(&infer, &value);
  }
  return infer;
}

/* A whole number that may well be a name: a year, or a small count. */
static gboolean
is_name_like(const DsInferValue *value)
{
  return value->seen == DS_SEEN_INT && value->integer >= 1900 && value->integer <= 2100;
}

int
ds_csv_header_evidence(const DsCsvSample *sample, gsize row)
{
  const gsize n_cells = ds_csv_sample_row(sample, row)->n_cells;
  gint64 year = G_MININT64;
  int names = 0, values = 0, years = 0, texts = 0;

  for (gsize col = 0; col < n_cells; col++) {
    const DsInfer below = infer_below(sample, row, col);
    DsInferValue value = { 0 };
    gsize length;
    const char *text = ds_csv_sample_cell(sample, row, col, &length);

    if (length == 0 || below.seen == 0)
      continue;
    ds_infer_value(text, length, &value);
    if (ds_infer_type(&below) == DS_TYPE_TEXT) {
      /* Text over text says little, but a mostly numeric column spoilt by one bad cell does. */
      texts += value.seen == DS_SEEN_OTHER;
      if (value.seen == DS_SEEN_OTHER &&
          (below.seen &
           (DS_SEEN_NUMBER | DS_SEEN_DATE | DS_SEEN_TIME | DS_SEEN_ZEROS | DS_SEEN_HUGE)))
        names++;
      else if ((below.seen & value.seen & ~(guint)DS_SEEN_OTHER) != 0)
        values++;
    } else if (value.seen == DS_SEEN_OTHER) {
      names++;
    } else if (is_name_like(&value) && value.integer > year) {
      year = value.integer;
      years++;
    } else {
      values++;
    }
  }
  /* Rising years beside a name are names themselves. */
  if (years && (names || texts) && !values)
    return 1;
  values += years;
  return names >= values ? names : -1;
}

/* Trimmed and valid; empty where there is no name. */
static char *
clean_name(const DsCsvSample *sample, gsize col)
{
  gsize length;
  const char *text = ds_csv_sample_cell(sample, 0, col, &length);
  g_autoptr(GString) bytes = g_string_new(NULL);

  for (gsize i = 0; text && i < length; i++) {
    if (text[i] == '\0')
      g_string_append(bytes, "\xe2\x90\x80"); /* U+2400: a name is a C string */
    else
      g_string_append_c(bytes, text[i]);
  }
  return g_strstrip(g_utf8_make_valid(bytes->str, (gssize)bytes->len));
}

typedef struct {
  GString *shown;
  gsize n;
} Changed;

static void
note_change(Changed *changed, const char *name)
{
  g_autofree char *safe = ds_text_for_terminal(name, -1);
  g_autofree char *cut = ds_text_fit(safe, 40, FALSE);

  if (!changed->shown)
    changed->shown = g_string_new(NULL);
  if (changed->n++ < SHOWN_NAMES)
    g_string_append_printf(changed->shown, "%s%s", changed->n > 1 ? ", " : "", cut);
  else if (changed->n == SHOWN_NAMES + 1)
    g_string_append(changed->shown, ", ...");
}

static void
end_change(Changed *changed, const char *format, DsNotes *notes)
{
  if (changed->n)
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " %s: %s", changed->n, format, changed->shown->str);
  if (changed->shown)
    g_string_free(changed->shown, TRUE);
}

/* @wanted, or with the first number behind it that no column has or is given. */
static char *
free_name(GHashTable *taken, const char *wanted, guint from)
{
  char *name = g_strdup(wanted);

  for (guint i = from; g_hash_table_contains(taken, name); i++) {
    g_free(name);
    name = g_strdup_printf("%s_%u", wanted, i);
  }
  return name;
}

/* Names that are told apart byte for byte, but hardly by a person or by SQL. */
static void
note_alike(char **names, gsize n, DsNotes *notes)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < n; i++) {
    g_autofree char *folded = g_utf8_casefold(names[i], -1);
    char *key = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL);
    const char *other = g_hash_table_lookup(seen, key);

    if (other) {
      g_autofree char *a = ds_text_for_terminal(other, -1);
      g_autofree char *b = ds_text_for_terminal(names[i], -1);

      ds_notes_add(notes,
                   "the columns %s and %s look the same but for letter case or Unicode form; "
                   "both are kept",
                   a, b);
      g_free(key);
      return; /* one example is enough */
    }
    g_hash_table_insert(seen, key, names[i]);
  }
}

char **
ds_csv_header_names(const DsCsvSample *sample, gboolean has_header, gsize n_columns, DsNotes *notes)
{
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
  char **names = g_new0(char *, n_columns + 1);
  Changed repeated = { 0 }, unnamed = { 0 };

  /* The given names first, so that a number made up later never takes one. */
  for (gsize i = 0; i < n_columns; i++) {
    g_autofree char *name = has_header ? clean_name(sample, i) : g_strdup("");

    if (*name && !g_hash_table_contains(taken, name) && g_hash_table_add(taken, name))
      names[i] = g_steal_pointer(&name);
  }
  for (gsize i = 0; i < n_columns; i++) {
    g_autofree char *given = has_header ? clean_name(sample, i) : g_strdup("");
    g_autofree char *wanted =
        *given ? g_strdup(given) : g_strdup_printf("column_%" G_GSIZE_FORMAT, i + 1);

    if (names[i])
      continue;
    names[i] = free_name(taken, wanted, 2);
    g_hash_table_add(taken, names[i]);
    if (has_header)
      note_change(*given ? &repeated : &unnamed, names[i]);
  }
  end_change(&repeated, "repeated column names got a number", notes);
  end_change(&unnamed, "columns without a name were called", notes);
  note_alike(names, n_columns, notes);
  return names;
}
