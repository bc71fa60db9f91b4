/* engine/io/csv-missing.c - which cells are missing, and what a type that was asked for accepts. */
#include <math.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/io/csv-chunk.h"

static const char *const default_words[] = {
  "NA", "N/A", "NaN", "nan", "null", "NULL", "None", NULL
};

void
ds_csv_missing_init(DsCsvMissing *missing, const char *const *words)
{
  *missing = (DsCsvMissing){ .words = words ? words : default_words, .has_question = !words };
  for (const char *const *word = missing->words; *word; word++) {
    missing->n_words++;
    missing->max_length = MAX(missing->max_length, strlen(*word));
    missing->starts[(guchar) * *word] = TRUE;
  }
}

gboolean
ds_csv_missing_has(const DsCsvMissing *missing, const char *text, gsize length)
{
  if (length > missing->max_length)
    return FALSE;
  for (gsize i = 0; i < missing->n_words; i++)
    if (strlen(missing->words[i]) == length && memcmp(missing->words[i], text, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_word(const char *text, gsize length, const char *const *words)
{
  for (; *words; words++)
    if (strlen(*words) == length && g_ascii_strncasecmp(text, *words, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
forced_bool(const char *text, gsize length, DsInferValue *value)
{
  static const char *const yes[] = { "true", "t", "yes", "y", "1", NULL };
  static const char *const no[] = { "false", "f", "no", "n", "0", NULL };

  value->integer = is_word(text, length, yes);
  value->seen = DS_SEEN_BOOL_LOWER;
  return value->integer || is_word(text, length, no);
}

/* Digits that are no number by themselves: leading zeros, and for a real more than 64 bits. */
static gboolean
forced_number(DsType type, const char *text, gsize length, DsInferValue *value)
{
  gsize sign = length > 0 && (text[0] == '-' || text[0] == '+'), zeros = sign;
  g_autofree char *copy = NULL;

  if (value->seen == DS_SEEN_ZEROS) {
    while (zeros + 1 < length && text[zeros] == '0' && g_ascii_isdigit(text[zeros + 1]))
      zeros++;
    copy = g_strndup(text, length);
    memmove(copy + sign, copy + zeros, length - zeros + 1);
    ds_infer_value(copy, strlen(copy), value);
    text = copy;
    length = strlen(copy);
  }
  if (type == DS_TYPE_REAL && value->seen == DS_SEEN_HUGE) {
    g_autofree char *digits = g_strndup(text, length);

    value->real = g_ascii_strtod(digits, NULL);
    value->seen = DS_SEEN_REAL;
    return isfinite(value->real);
  }
  if (type == DS_TYPE_INT)
    return (value->seen & DS_SEEN_INT) != 0;
  return (value->seen & DS_SEEN_NUMBER) != 0;
}

gboolean
ds_csv_forced_value(DsType type, const char *text, gsize length, DsInferValue *value)
{
  ds_infer_value(text, length, value);
  switch (type) {
  case DS_TYPE_INT:
  case DS_TYPE_REAL:
    return forced_number(type, text, length, value);
  case DS_TYPE_BOOL:
    return forced_bool(text, length, value);
  case DS_TYPE_DATE:
    return value->seen == DS_SEEN_DATE;
  case DS_TYPE_TIME:
    if (value->seen == DS_SEEN_DATE) {
      value->integer *= DS_MOMENT_USEC_PER_DAY;
      value->style = DS_MOMENT_UNZONED | DS_MOMENT_NO_SECONDS;
      value->seen = DS_SEEN_TIME;
    }
    return value->seen == DS_SEEN_TIME;
  case DS_TYPE_TEXT:
  case DS_N_TYPES:
    break;
  }
  return TRUE;
}
