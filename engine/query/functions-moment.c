/* engine/query/functions-moment.c - SQL functions of dates and times. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "engine/query/functions-provider.h"
#include "engine/query/moment-sql.h"

#define USEC_PER_SEC G_GINT64_CONSTANT(1000000)

/* A date or time in microseconds; FALSE where missing or none. */
static gboolean
moment_of(sqlite3_value *value, gint64 *microseconds, gboolean *is_date)
{
  const char *text;
  gsize length;
  gint64 days;
  guint style;

  if (sqlite3_value_type(value) != SQLITE_TEXT)
    return FALSE;
  text = (const char *)sqlite3_value_text(value);
  length = (gsize)sqlite3_value_bytes(value);
  *is_date = text && ds_moment_parse_date(text, length, &days);
  if (*is_date)
    *microseconds = days * DS_MOMENT_USEC_PER_DAY;
  return *is_date || (text && ds_moment_parse_time(text, length, microseconds, &style));
}

static gboolean
parts_of(sqlite3_value *value, DsMomentParts *parts)
{
  gint64 microseconds;
  gboolean is_date;

  if (!moment_of(value, &microseconds, &is_date))
    return FALSE;
  ds_moment_split(microseconds, parts);
  return TRUE;
}

#define PART(name, value)                                                                          \
  void sql_##name(sqlite3_context *context, int argc, sqlite3_value **argv)                        \
  {                                                                                                \
    DsMomentParts parts;                                                                           \
    (void)argc;                                                                                    \
    if (parts_of(argv[0], &parts))                                                                 \
      sqlite3_result_int(context, (value));                                                        \
  }
PART(year, parts.year)
PART(quarter, (parts.month + 2) / 3)
PART(month, parts.month)
PART(day, parts.day)
PART(weekday, parts.weekday)
PART(yearday, parts.yearday)
PART(hour, parts.hour)
PART(minute, parts.minute)

void
sql_second(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  DsMomentParts parts;

  (void)argc;
  if (!parts_of(argv[0], &parts))
    return;
  if (parts.micro == 0)
    sqlite3_result_int(context, parts.second);
  else
    sqlite3_result_double(context, (double)(parts.second * USEC_PER_SEC + parts.micro) / 1e6);
}

/* The microseconds from the first to the second; whole days when both are dates. */
static gboolean
difference(sqlite3_value **argv, gint64 *microseconds, gboolean *are_dates)
{
  gint64 from, to;
  gboolean from_is_date, to_is_date;

  if (!moment_of(argv[0], &from, &from_is_date) || !moment_of(argv[1], &to, &to_is_date))
    return FALSE;
  *microseconds = to - from;
  *are_dates = from_is_date && to_is_date;
  return TRUE;
}

static void
divided(sqlite3_context *context, gint64 microseconds, gint64 unit, gboolean is_whole)
{
  if (is_whole)
    sqlite3_result_int64(context, microseconds / unit);
  else
    sqlite3_result_double(context, (double)microseconds / (double)unit);
}

void
sql_days_between(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  gint64 microseconds;
  gboolean are_dates;

  (void)argc;
  if (difference(argv, &microseconds, &are_dates))
    divided(context, microseconds, DS_MOMENT_USEC_PER_DAY, are_dates);
}

void
sql_seconds_between(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  gint64 microseconds;
  gboolean are_dates;

  (void)argc;
  if (difference(argv, &microseconds, &are_dates))
    divided(context, microseconds, USEC_PER_SEC, microseconds % USEC_PER_SEC == 0);
}

/* Beyond the years 0001 to 9999 the result is missing. */
static void
result_moment(sqlite3_context *context, gint64 microseconds, gboolean is_date)
{
  char text[DS_MOMENT_CHARS];

  if (microseconds < ds_moment_first_day * DS_MOMENT_USEC_PER_DAY ||
      microseconds >= (ds_moment_last_day + 1) * DS_MOMENT_USEC_PER_DAY)
    return;
  sqlite3_result_text(context, text,
                      is_date ? ds_moment_sql_date(text, microseconds / DS_MOMENT_USEC_PER_DAY)
                              : ds_moment_sql_time(text, microseconds),
                      SQLITE_TRANSIENT);
}

static gint64
floor_div(gint64 a, gint64 b)
{
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* A unit of time: of fixed length, or of whole months. */
typedef struct {
  gint64 microseconds; /* 0 = months */
  gint64 months;
} Unit;

/* "s", "seconds", "mo", "month" ...; FALSE = no unit of ours. */
static gboolean
unit_of(const char *name, Unit *unit)
{
  static const struct {
    const char *names; /* "|s|second|seconds|" */
    Unit unit;
  } units[] = {
    { "|s|sec|second|seconds|", { USEC_PER_SEC, 0 } },
    { "|m|min|minute|minutes|", { 60 * USEC_PER_SEC, 0 } },
    { "|h|hour|hours|", { 3600 * USEC_PER_SEC, 0 } },
    { "|d|day|days|", { DS_MOMENT_USEC_PER_DAY, 0 } },
    { "|w|week|weeks|", { 7 * DS_MOMENT_USEC_PER_DAY, 0 } },
    { "|mo|month|months|", { 0, 1 } },
    { "|q|quarter|quarters|", { 0, 3 } },
    { "|y|year|years|", { 0, 12 } },
  };
  g_autofree char *wanted = g_strdup_printf("|%s|", name);

  for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
    if (strstr(units[i].names, wanted)) {
      *unit = units[i].unit;
      return TRUE;
    }
  return FALSE;
}

/* "15m", "1mo", or a number of seconds. */
static gboolean
width_of(sqlite3_value *value, Unit *unit)
{
  const int type = sqlite3_value_type(value);
  gint64 n;
  char *end;

  if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
    const double seconds = sqlite3_value_double(value);

    if (!(seconds >= 1e-6 && seconds < 1e11))
      return FALSE;
    *unit = (Unit){ llround(seconds * 1e6), 0 };
    return TRUE;
  }
  if (type != SQLITE_TEXT)
    return FALSE;
  n = g_ascii_strtoll((const char *)sqlite3_value_text(value), &end, 10);
  if (n < 1 || n > 1000000 || !unit_of(end, unit))
    return FALSE;
  unit->microseconds *= n;
  unit->months *= n;
  return TRUE;
}

static void
bucket_moment(sqlite3_context *context, gint64 microseconds, gboolean is_date, const Unit *unit)
{
  const gint64 monday = -3 * DS_MOMENT_USEC_PER_DAY; /* 1969-12-29 */

  if (unit->months > 0) {
    DsMomentParts parts;
    gint64 months;

    ds_moment_split(microseconds, &parts);
    months = floor_div((gint64)parts.year * 12 + parts.month - 1, unit->months) * unit->months;
    if (months >= 12)
      result_moment(context,
                    ds_moment_days((int)(months / 12), (int)(months % 12) + 1, 1) *
                        DS_MOMENT_USEC_PER_DAY,
                    TRUE);
    return;
  }
  {
    const gboolean in_weeks = unit->microseconds % (7 * DS_MOMENT_USEC_PER_DAY) == 0;
    const gboolean in_days = unit->microseconds % DS_MOMENT_USEC_PER_DAY == 0;
    const gint64 origin = in_weeks ? monday : 0;

    result_moment(
        context, floor_div(microseconds - origin, unit->microseconds) * unit->microseconds + origin,
        is_date || in_days);
  }
}

void
sql_bucket(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const int x_type = sqlite3_value_numeric_type(argv[0]);
  const int width_type = sqlite3_value_numeric_type(argv[1]);
  gint64 microseconds;
  gboolean is_date;
  Unit unit;

  (void)argc;
  if (x_type == SQLITE_NULL || width_type == SQLITE_NULL)
    return;
  if (moment_of(argv[0], &microseconds, &is_date)) {
    if (width_of(argv[1], &unit))
      bucket_moment(context, microseconds, is_date, &unit);
    else
      sql_fail(context, "takes for dates and times a width in seconds or '15m', '1h', '1d', '1w', "
                        "'1mo', '1q', '1y'");
    return;
  }
  if (x_type == SQLITE_TEXT || x_type == SQLITE_BLOB)
    return;
  if (!(sqlite3_value_double(argv[1]) > 0.0)) {
    sql_fail(context, "needs a width above 0");
  } else if (x_type == SQLITE_INTEGER && width_type == SQLITE_INTEGER) {
    const gint64 x = sqlite3_value_int64(argv[0]), width = sqlite3_value_int64(argv[1]);
    gint64 low;

    if (!__builtin_mul_overflow(floor_div(x, width), width, &low))
      sqlite3_result_int64(context, low);
  } else {
    const double width = sqlite3_value_double(argv[1]);

    sqlite3_result_double(context, floor(sqlite3_value_double(argv[0]) / width) * width);
  }
}

static int
days_of_month(int year, int month)
{
  const int next_year = month == 12 ? year + 1 : year, next_month = month == 12 ? 1 : month + 1;

  return month == 12
             ? 31
             : (int)(ds_moment_days(next_year, next_month, 1) - ds_moment_days(year, month, 1));
}

/* The day stays unless the month has fewer: January 31 and a month is the end of February. */
static gboolean
add_months(gint64 microseconds, gint64 months, gint64 *result)
{
  DsMomentParts parts;
  gint64 at;

  ds_moment_split(microseconds, &parts);
  at = (gint64)parts.year * 12 + parts.month - 1 + months;
  if (at < 12 || at >= 10000 * 12)
    return FALSE;
  {
    const int year = (int)(at / 12), month = (int)(at % 12) + 1;
    const int day = MIN(parts.day, days_of_month(year, month));
    const gint64 within =
        microseconds - floor_div(microseconds, DS_MOMENT_USEC_PER_DAY) * DS_MOMENT_USEC_PER_DAY;

    *result = ds_moment_days(year, month, day) * DS_MOMENT_USEC_PER_DAY + within;
  }
  return TRUE;
}

void
sql_date_add(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  gint64 microseconds, moved;
  const gint64 n = sqlite3_value_int64(argv[1]);
  gboolean is_date;
  Unit unit;

  (void)argc;
  if (sqlite3_value_type(argv[2]) != SQLITE_TEXT ||
      !unit_of((const char *)sqlite3_value_text(argv[2]), &unit)) {
    if (sqlite3_value_type(argv[2]) != SQLITE_NULL)
      sql_fail(context, "takes as unit 'second', 'minute', 'hour', 'day', 'week', 'month', "
                        "'quarter' or 'year'");
    return;
  }
  if (sqlite3_value_numeric_type(argv[1]) != SQLITE_INTEGER || ABS(n) > 400000000000 ||
      !moment_of(argv[0], &microseconds, &is_date))
    return;
  if (unit.months > 0) {
    if (add_months(microseconds, n * unit.months, &moved))
      result_moment(context, moved, is_date);
  } else if (!__builtin_mul_overflow(n, unit.microseconds, &moved) &&
             !__builtin_add_overflow(moved, microseconds, &moved)) {
    result_moment(context, moved, is_date && unit.microseconds % DS_MOMENT_USEC_PER_DAY == 0);
  }
}
