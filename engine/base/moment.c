/* engine/base/moment.c - dates and times from text and back: proleptic Gregorian, UTC. */
#include "engine/base/moment.h"

enum { MAX_OFFSET_MINUTES = 18 * 60, MINUTE_USEC = 60 * 1000 * 1000 };

static const guint8 month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static inline gboolean
is_leap(int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month(int year, int month)
{
  return month_days[month - 1] + (month == 2 && is_leap(year));
}

/* Years are counted from March, so that the leap day is the last of its year; eras have 400 years
 * and 146097 days; 1970-01-01 is day 719468 of the count that starts at 0000-03-01. */
gint64
ds_moment_days(int year, int month, int day)
{
  const int y = month <= 2 ? year - 1 : year;
  const int m = month <= 2 ? month + 9 : month - 3;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * m + 2) / 5 + day - 1;

  return (gint64)era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
         day_of_year - 719468;
}

static void
split_days(gint64 days, int *year, int *month, int *day)
{
  const gint64 shifted = days + 719468;
  const gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int of_era = (int)(shifted - era * 146097);
  const int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * y + y / 4 - y / 100);
  const int m = (5 * of_year + 2) / 153;

  *day = of_year - (153 * m + 2) / 5 + 1;
  *month = m < 10 ? m + 3 : m - 9;
  *year = y + (int)era * 400 + (*month <= 2);
}

/* Exactly @n digits at @p, as a number; -1 when they are not all digits. */
static inline int
digits(const char *p, int n)
{
  int sum = 0;

  for (int i = 0; i < n; i++) {
    const unsigned digit = (unsigned char)p[i] - (unsigned)'0';

    if (digit > 9)
      return -1;
    sum = sum * 10 + (int)digit;
  }
  return sum;
}

/* The first ten bytes as YYYY?MM?DD with both separators @separator. */
static gboolean
parse_day(const char *text, char separator, gint64 *days)
{
  int year, month, day;

  if (text[4] != separator || text[7] != separator)
    return FALSE;
  year = digits(text, 4);
  month = digits(text + 5, 2);
  day = digits(text + 8, 2);
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
    return FALSE;
  *days = ds_moment_days(year, month, day);
  return TRUE;
}

gboolean
ds_moment_parse_date(const char *text, gsize length, gint64 *days)
{
  return length == 10 && parse_day(text, '-', days);
}

/* .f to .ffffff; moves *p behind it. */
static gboolean
parse_fraction(const char **p, const char *end, int *micro)
{
  int sum = 0, n = 0;

  for ((*p)++; *p < end && g_ascii_isdigit(**p); (*p)++, n++)
    if (n < 6)
      sum = sum * 10 + (**p - '0');
  if (n == 0 || n > 6)
    return FALSE;
  for (; n < 6; n++)
    sum *= 10;
  *micro = sum;
  return TRUE;
}

/* Z, +HH:MM, +HHMM or +HH; must end at @end. */
static gboolean
parse_zone(const char *p, const char *end, int *minutes)
{
  const int sign = *p == '-' ? -1 : 1;
  int hour, minute = 0;

  if (*p == 'Z' || *p == 'z')
    return *minutes = 0, p + 1 == end;
  if ((*p != '+' && *p != '-') || end - p < 3)
    return FALSE;
  hour = digits(p + 1, 2);
  p += 3;
  if (p < end) {
    p += *p == ':';
    if (end - p != 2)
      return FALSE;
    minute = digits(p, 2);
  }
  if (hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > MAX_OFFSET_MINUTES)
    return FALSE;
  *minutes = sign * (hour * 60 + minute);
  return TRUE;
}

/* HH:MM[:SS[.f]]; moves *p behind it. */
static gboolean
parse_clock(const char **p, const char *end, gint64 *microseconds, guint *style)
{
  const char *q = *p;
  int hour, minute, second = 0, micro = 0;

  if (end - q < 5 || q[2] != ':')
    return FALSE;
  hour = digits(q, 2);
  minute = digits(q + 3, 2);
  q += 5;
  if (end - q >= 3 && *q == ':') {
    second = digits(q + 1, 2);
    q += 3;
    if (q < end && *q == '.') {
      *style |= DS_MOMENT_FRACTION;
      if (!parse_fraction(&q, end, &micro))
        return FALSE;
    }
  } else {
    *style |= DS_MOMENT_NO_SECONDS;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return FALSE;
  *microseconds = ((gint64)(hour * 60 + minute) * 60 + second) * 1000000 + micro;
  *p = q;
  return TRUE;
}

gboolean
ds_moment_parse_time(const char *text, gsize length, gint64 *microseconds, guint *style)
{
  const char *p = text + 11, *const end = text + length;
  gint64 days, clock, sum;
  guint flags = 0;
  int offset = 0;

  if (length < 16 || (text[10] != ' ' && text[10] != 'T'))
    return FALSE;
  if (text[4] == '/')
    flags |= DS_MOMENT_SLASHES;
  if (text[10] == 'T')
    flags |= DS_MOMENT_T;
  if (!parse_day(text, text[4] == '/' ? '/' : '-', &days) || !parse_clock(&p, end, &clock, &flags))
    return FALSE;
  flags |= p < end ? DS_MOMENT_ZONED : DS_MOMENT_UNZONED;
  if (p < end && !parse_zone(p, end, &offset))
    return FALSE;
  sum = days * DS_MOMENT_USEC_PER_DAY + clock - (gint64)offset * MINUTE_USEC;
  if (sum < ds_moment_days(1, 1, 1) * DS_MOMENT_USEC_PER_DAY ||
      sum >= (ds_moment_days(9999, 12, 31) + 1) * DS_MOMENT_USEC_PER_DAY)
    return FALSE; /* an offset that leads out of the years we can write */
  *microseconds = sum;
  *style = flags;
  return TRUE;
}

/* @value in @n digits, zeros in front. */
static char *
put(char *p, int value, int n)
{
  for (int i = n - 1; i >= 0; i--, value /= 10)
    p[i] = (char)('0' + value % 10);
  return p + n;
}

static char *
put_day(char *p, gint64 days, char separator)
{
  int year, month, day;

  split_days(days, &year, &month, &day);
  p = put(p, year, 4);
  *p++ = separator;
  p = put(p, month, 2);
  *p++ = separator;
  return put(p, day, 2);
}

int
ds_moment_format_date(char text[DS_MOMENT_CHARS], gint64 days)
{
  char *p = put_day(text, days, '-');

  *p = '\0';
  return (int)(p - text);
}

int
ds_moment_format_time(char text[DS_MOMENT_CHARS], gint64 microseconds, guint style)
{
  DsMomentParts parts;
  char *p;

  ds_moment_split(microseconds, &parts);
  p = put_day(text, ds_moment_days(parts.year, parts.month, parts.day),
              style & DS_MOMENT_SLASHES ? '/' : '-');
  *p++ = style & DS_MOMENT_T ? 'T' : ' ';
  p = put(p, parts.hour, 2);
  *p++ = ':';
  p = put(p, parts.minute, 2);
  if (!(style & DS_MOMENT_NO_SECONDS) || parts.second || parts.micro) {
    *p++ = ':';
    p = put(p, parts.second, 2);
  }
  if (parts.micro) {
    const gboolean whole_ms = parts.micro % 1000 == 0;

    *p++ = '.';
    p = put(p, whole_ms ? parts.micro / 1000 : parts.micro, whole_ms ? 3 : 6);
  }
  if (style & DS_MOMENT_ZONED)
    *p++ = 'Z';
  *p = '\0';
  return (int)(p - text);
}

void
ds_moment_split(gint64 microseconds, DsMomentParts *parts)
{
  gint64 days = microseconds / DS_MOMENT_USEC_PER_DAY;
  gint64 rest = microseconds % DS_MOMENT_USEC_PER_DAY;
  int seconds;

  if (rest < 0) {
    rest += DS_MOMENT_USEC_PER_DAY;
    days--;
  }
  split_days(days, &parts->year, &parts->month, &parts->day);
  seconds = (int)(rest / 1000000);
  parts->micro = (int)(rest % 1000000);
  parts->hour = seconds / 3600;
  parts->minute = seconds / 60 % 60;
  parts->second = seconds % 60;
  parts->weekday = (int)(((days + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
  parts->yearday = (int)(days - ds_moment_days(parts->year, 1, 1)) + 1;
}
