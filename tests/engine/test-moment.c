/* tests/engine/test-moment.c - dates and times: what is accepted, what it means, how it is written.
 */
#include <glib.h>
#include <string.h>

#include "engine/base/moment.h"

/* Days and seconds as printed by "date -u -d ... +%s". */
static void
test_dates(void)
{
  static const struct {
    const char *text;
    gint64 days;
  } cases[] = {
    { "1970-01-01", 0 },       { "1969-12-31", -1 },      { "2000-02-29", 11016 },
    { "0001-01-01", -719162 }, { "9999-12-31", 2932896 }, { "2023-03-26", 19442 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char text[DS_MOMENT_CHARS];
    gint64 days = 7;

    g_assert_true(ds_moment_parse_date(cases[i].text, strlen(cases[i].text), &days));
    g_assert_cmpint(days, ==, cases[i].days);
    g_assert_cmpint(ds_moment_format_date(text, days), ==, 10);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void
test_not_dates(void)
{
  static const char *const cases[] = {
    "2023-02-30", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10",  "0000-00-00",
    "0000-01-01", "2023-04-31", "2023/04/30", "2023-4-30",  "2023-04-30 ", "",
    "20230430",   "2023-04-3",  "-023-04-30", "2023-04-+1", "2023-W05-3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 days;

    g_test_message("%s", cases[i]);
    g_assert_false(ds_moment_parse_date(cases[i], strlen(cases[i]), &days));
  }
}

static void
test_times(void)
{
  const gint64 instant = G_GINT64_CONSTANT(1679794200) * 1000000; /* 2023-03-26T01:30:00Z */
  static const struct {
    const char *text;
    gint64 after;
    guint style;
    const char *written;
  } cases[] = {
    { "2023-03-26T01:30:00Z", 0, DS_MOMENT_ZONED | DS_MOMENT_T, "2023-03-26T01:30:00Z" },
    { "2023-03-26T02:30:00+01:00", 0, DS_MOMENT_ZONED | DS_MOMENT_T, "2023-03-26T01:30:00Z" },
    { "2023-03-25T20:30:00-0500", 0, DS_MOMENT_ZONED | DS_MOMENT_T, "2023-03-26T01:30:00Z" },
    { "2023-03-26T07:15:00+05:45", 0, DS_MOMENT_ZONED | DS_MOMENT_T, "2023-03-26T01:30:00Z" },
    { "2023-03-26 03:30:00+02", 0, DS_MOMENT_ZONED, "2023-03-26 01:30:00Z" },
    { "2023-03-26 01:30:00.123456Z", 123456, DS_MOMENT_ZONED | DS_MOMENT_FRACTION,
      "2023-03-26 01:30:00.123456Z" },
    { "2023-03-26 01:30:00.5", 500000, DS_MOMENT_UNZONED | DS_MOMENT_FRACTION,
      "2023-03-26 01:30:00.500" },
    { "2023/03/26 01:30", 0, DS_MOMENT_UNZONED | DS_MOMENT_SLASHES | DS_MOMENT_NO_SECONDS,
      "2023/03/26 01:30" },
    { "2023-03-26 01:30:00", 0, DS_MOMENT_UNZONED, "2023-03-26 01:30:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char text[DS_MOMENT_CHARS];
    gint64 value = 7;
    guint style = 0;

    g_test_message("%s", cases[i].text);
    g_assert_true(ds_moment_parse_time(cases[i].text, strlen(cases[i].text), &value, &style));
    g_assert_cmpint(value, ==, instant + cases[i].after);
    g_assert_cmpuint(style, ==, cases[i].style);
    ds_moment_format_time(text, value, style);
    g_assert_cmpstr(text, ==, cases[i].written);
  }
}

static void
test_not_times(void)
{
  static const char *const cases[] = {
    "2023-01-01T24:00:00Z",
    "2023-01-01T25:00:00Z",
    "2023-01-01T12:60:00Z",
    "2023-01-01T12:30:61Z",
    "2016-12-31T23:59:60Z",
    "2023-01-01T12:30:00+25:00",
    "2023-01-01T12:30:00.",
    "2023-01-01T12:30:00.1234567",
    "2023-01-01",
    "2023-01-01T12",
    "2023-01-01T12:3",
    "2023-01-01T12:30:",
    "2023-01-01T12:30:0",
    "2023-01-01T12:30:00 Z",
    "2023-01-01T12:30:00+1",
    "2023-01-01T12:30:00+01:",
    "2023-01-01T12:30:00+01:6",
    "2023-01-01T12:30:00Zx",
    "2023-02-30T12:30:00",
    "2023-01-01_12:30:00",
    "2023/01-01 12:30:00",
    "0001-01-01T00:30:00+01:00",
    "9999-12-31T23:30:00-01:00",
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 value;
    guint style;

    g_test_message("%s", cases[i]);
    g_assert_false(ds_moment_parse_time(cases[i], strlen(cases[i]), &value, &style));
  }
}

/* Every day of 800 years, against GLib's calendar. */
static void
test_split_equals_glib(void)
{
  g_autoptr(GDate) date = g_date_new_dmy(1, G_DATE_JANUARY, 1600);

  for (gint64 day = ds_moment_days(1600, 1, 1); day < ds_moment_days(2400, 1, 1); day++) {
    DsMomentParts parts;

    ds_moment_split(day * DS_MOMENT_USEC_PER_DAY + 3723000004, &parts);
    g_assert_cmpint(parts.year, ==, g_date_get_year(date));
    g_assert_cmpint(parts.month, ==, (int)g_date_get_month(date));
    g_assert_cmpint(parts.day, ==, g_date_get_day(date));
    g_assert_cmpint(parts.weekday, ==, (int)g_date_get_weekday(date));
    g_assert_cmpint(parts.yearday, ==, (int)g_date_get_day_of_year(date));
    g_assert_cmpint(parts.hour * 10000 + parts.minute * 100 + parts.second, ==, 10203);
    g_assert_cmpint(parts.micro, ==, 4);
    g_date_add_days(date, 1);
  }
}

static void
test_before_1970(void)
{
  DsMomentParts parts;

  ds_moment_split(-1, &parts);
  g_assert_cmpint(parts.year, ==, 1969);
  g_assert_cmpint(parts.second, ==, 59);
  g_assert_cmpint(parts.micro, ==, 999999);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/moment/dates", test_dates);
  g_test_add_func("/base/moment/dates-that-do-not-exist", test_not_dates);
  g_test_add_func("/base/moment/times", test_times);
  g_test_add_func("/base/moment/times-that-do-not-exist", test_not_times);
  g_test_add_func("/base/moment/split-equals-glib", test_split_equals_glib);
  g_test_add_func("/base/moment/before-1970", test_before_1970);
  return g_test_run();
}
