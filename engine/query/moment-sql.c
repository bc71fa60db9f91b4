/* engine/query/moment-sql.c - dates and times as the text that SQL sees, and back. */
#include "engine/query/moment-sql.h"

#include <string.h>

/* Days from 1970-01-01 to 0001-01-01 and to 9999-12-31, proleptic Gregorian. */
const gint64 ds_moment_first_day = -719162, ds_moment_last_day = 2932896;

static void
digits(char *text, int value, int n)
{
  for (int i = n - 1; i >= 0; i--, value /= 10)
    text[i] = (char)('0' + value % 10);
}

static void
write_date(char *text, const DsMomentParts *parts)
{
  digits(text, parts->year, 4);
  text[4] = text[7] = '-';
  digits(text + 5, parts->month, 2);
  digits(text + 8, parts->day, 2);
}

int
ds_moment_sql_date(char text[DS_MOMENT_CHARS], gint64 days)
{
  DsMomentParts parts;

  ds_moment_split(CLAMP(days, ds_moment_first_day, ds_moment_last_day) * DS_MOMENT_USEC_PER_DAY,
                  &parts);
  write_date(text, &parts);
  text[10] = '\0';
  return 10;
}

int
ds_moment_sql_time(char text[DS_MOMENT_CHARS], gint64 microseconds)
{
  DsMomentParts parts;
  int length = 19;

  ds_moment_split(microseconds, &parts);
  write_date(text, &parts);
  text[10] = ' ';
  text[13] = text[16] = ':';
  digits(text + 11, parts.hour, 2);
  digits(text + 14, parts.minute, 2);
  digits(text + 17, parts.second, 2);
  if (parts.micro != 0) {
    const gboolean is_milli = parts.micro % 1000 == 0;

    text[19] = '.';
    digits(text + 20, is_milli ? parts.micro / 1000 : parts.micro, is_milli ? 3 : 6);
    length = is_milli ? 23 : 26;
  }
  text[length] = '\0';
  return length;
}

static int
compare_bytes(const char *a, gsize a_length, const char *b, gsize b_length)
{
  const int order = memcmp(a, b, MIN(a_length, b_length));

  return order != 0 ? order : (a_length > b_length) - (a_length < b_length);
}

gint64
ds_moment_sql_bound(gboolean is_time, const char *text, gsize length, gboolean *is_equal)
{
  const gint64 unit = is_time ? DS_MOMENT_USEC_PER_DAY : 1;
  gint64 low = ds_moment_first_day * unit, high = (ds_moment_last_day + 1) * unit;

  *is_equal = FALSE;
  while (low < high) { /* the answer is in low..high */
    const gint64 middle = low + (high - low) / 2;
    char spelled[DS_MOMENT_CHARS];
    const int n =
        is_time ? ds_moment_sql_time(spelled, middle) : ds_moment_sql_date(spelled, middle);
    const int order = compare_bytes(spelled, (gsize)n, text, length);

    if (order == 0) {
      *is_equal = TRUE;
      return middle;
    }
    if (order < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gboolean
ds_moment_sql_parse(gboolean is_time, const char *text, gsize length, gint64 *value)
{
  char spelled[DS_MOMENT_CHARS];
  guint style;
  int n;

  if (is_time ? !ds_moment_parse_time(text, length, value, &style)
              : !ds_moment_parse_date(text, length, value))
    return FALSE;
  n = is_time ? ds_moment_sql_time(spelled, *value) : ds_moment_sql_date(spelled, *value);
  return (gsize)n == length && memcmp(spelled, text, length) == 0;
}
