/* engine/table/infer.c - the narrowest type that holds every value of a column of text. */
#include "engine/table/infer.h"

#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"

gboolean
ds_infer_is_exact(gint64 integer)
{
  const gint64 limit = G_GINT64_CONSTANT(1) << 53;

  if (integer >= -limit && integer <= limit)
    return TRUE;
  /* G_MAXINT64 rounds up to 2^63, which cannot be cast back. */
  return (double)integer < 0x1p63 && (gint64)(double)integer == integer;
}

static DsSeen
bool_word(const char *text, gsize length, gint64 *integer)
{
  static const struct {
    char text[6];
    guint8 length, value;
    DsSeen seen;
  } words[] = {
    { "true", 4, 1, DS_SEEN_BOOL_LOWER }, { "false", 5, 0, DS_SEEN_BOOL_LOWER },
    { "True", 4, 1, DS_SEEN_BOOL_TITLE }, { "False", 5, 0, DS_SEEN_BOOL_TITLE },
    { "TRUE", 4, 1, DS_SEEN_BOOL_UPPER }, { "FALSE", 5, 0, DS_SEEN_BOOL_UPPER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (length == words[i].length && memcmp(text, words[i].text, length) == 0) {
      *integer = words[i].value;
      return words[i].seen;
    }
  return DS_SEEN_OTHER;
}

static DsSeen
number(const char *text, gsize length, DsInferValue *value)
{
  switch (ds_number_parse(text, length, &value->integer, &value->real)) {
  case DS_NUMBER_INT:
    return ds_infer_is_exact(value->integer) ? DS_SEEN_INT : DS_SEEN_INT | DS_SEEN_INEXACT;
  case DS_NUMBER_REAL:
    return DS_SEEN_REAL;
  case DS_NUMBER_INFINITY:
    return DS_SEEN_INFINITY;
  case DS_NUMBER_HUGE_INT:
    return DS_SEEN_HUGE;
  case DS_NUMBER_OVERFLOW:
    return DS_SEEN_OVERFLOW;
  case DS_NUMBER_ZEROS:
    return DS_SEEN_ZEROS;
  case DS_NUMBER_NONE:
    break;
  }
  return DS_SEEN_OTHER;
}

void
ds_infer_value(const char *text, gsize length, DsInferValue *value)
{
  const char c = text[0];

  if (g_ascii_isdigit(c)) {
    if (length >= 10 && (text[4] == '-' || text[4] == '/')) {
      if (ds_moment_parse_date(text, length, &value->integer))
        value->seen = DS_SEEN_DATE;
      else if (ds_moment_parse_time(text, length, &value->integer, &value->style))
        value->seen = DS_SEEN_TIME;
      else
        value->seen = number(text, length, value);
      return;
    }
    value->seen = number(text, length, value);
  } else if (c == '-' || c == '+' || c == '.' || c == 'i' || c == 'I') {
    value->seen = number(text, length, value);
  } else if (c == 't' || c == 'f' || c == 'T' || c == 'F') {
    value->seen = bool_word(text, length, &value->integer);
  } else {
    value->seen = c == '?' && length == 1 ? DS_SEEN_QUESTION : DS_SEEN_OTHER;
  }
}

void
ds_infer_add(DsInfer *infer, const DsInferValue *value)
{
  infer->seen |= value->seen;
  if (value->seen == DS_SEEN_TIME) {
    infer->time_any |= value->style;
    infer->time_none |= ~value->style;
  }
}

void
ds_infer_merge(DsInfer *infer, const DsInfer *other)
{
  infer->seen |= other->seen;
  infer->time_any |= other->time_any;
  infer->time_none |= other->time_none;
}

static gboolean
is_one_style(const DsInfer *infer)
{
  return !((infer->time_any & DS_MOMENT_ZONED) && (infer->time_any & DS_MOMENT_UNZONED)) &&
         !((infer->time_any & DS_MOMENT_SLASHES) && (infer->time_none & DS_MOMENT_SLASHES));
}

DsType
ds_infer_type(const DsInfer *infer)
{
  const guint seen = infer->seen & ~(guint)(DS_SEEN_MISSING | DS_SEEN_QUESTION);
  const gboolean has_question = (infer->seen & DS_SEEN_QUESTION) != 0;

  if (seen & DS_SEEN_TEXT || seen == 0)
    return DS_TYPE_TEXT;
  if ((seen & ~(guint)DS_SEEN_NUMBER) == 0) {
    if ((seen & (DS_SEEN_REAL | DS_SEEN_INFINITY)) == 0)
      return DS_TYPE_INT;
    return seen & DS_SEEN_INEXACT ? DS_TYPE_TEXT : DS_TYPE_REAL;
  }
  if (has_question)
    return DS_TYPE_TEXT;
  switch (seen) {
  case DS_SEEN_BOOL_LOWER:
  case DS_SEEN_BOOL_TITLE:
  case DS_SEEN_BOOL_UPPER:
    return DS_TYPE_BOOL;
  case DS_SEEN_DATE:
    return DS_TYPE_DATE;
  case DS_SEEN_TIME:
    return is_one_style(infer) ? DS_TYPE_TIME : DS_TYPE_TEXT;
  default:
    return DS_TYPE_TEXT;
  }
}

guint
ds_infer_style(const DsInfer *infer)
{
  if (infer->seen & DS_SEEN_TIME) /* seconds are left out only where nobody had them */
    return infer->time_any & ~(infer->time_none & DS_MOMENT_NO_SECONDS);
  if (infer->seen & DS_SEEN_BOOL_TITLE)
    return DS_BOOL_TITLE;
  return infer->seen & DS_SEEN_BOOL_UPPER ? DS_BOOL_UPPER : DS_BOOL_LOWER;
}
