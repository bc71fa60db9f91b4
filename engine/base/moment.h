/* engine/base/moment.h - dates and times from text and back: proleptic Gregorian, UTC. */
#pragma once
#include <glib.h>

/* A date is days since 1970-01-01; a time is microseconds since 1970-01-01T00:00:00Z. Years 0001 to
 * 9999. No time zone of the machine is ever applied. */
#define DS_MOMENT_USEC_PER_DAY G_GINT64_CONSTANT(86400000000)

/* YYYY-MM-DD, a day that exists. */
gboolean ds_moment_parse_date(const char *text, gsize length, gint64 *days);

/* How a time was spelled: kept by the column so that it is written as it was read. */
typedef enum {
  DS_MOMENT_ZONED = 1 << 0,   /* ended in Z or an offset (converted to UTC) */
  DS_MOMENT_UNZONED = 1 << 1, /* no zone: taken as UTC */
  DS_MOMENT_T = 1 << 2,       /* 'T' between date and time, else a blank */
  DS_MOMENT_SLASHES = 1 << 3, /* YYYY/MM/DD */
  DS_MOMENT_NO_SECONDS = 1 << 4,
  DS_MOMENT_FRACTION = 1 << 5,
} DsMomentStyle;

/* YYYY-MM-DD or YYYY/MM/DD, 'T' or blank, HH:MM[:SS[.ffffff]][Z|+HH:MM|+HHMM|+HH]; more than six
 * decimals are refused (nothing is lost); second 60 is refused. @style gets the flags. */
gboolean ds_moment_parse_time(const char *text, gsize length, gint64 *microseconds, guint *style);

enum { DS_MOMENT_CHARS = 40 };
int ds_moment_format_date(char text[DS_MOMENT_CHARS], gint64 days);
int ds_moment_format_time(char text[DS_MOMENT_CHARS], gint64 microseconds, guint style);

typedef struct {
  int year, month, day;            /* 1..9999, 1..12, 1..31 */
  int hour, minute, second, micro; /* 0..23, 0..59, 0..59, 0..999999 */
  int weekday, yearday;            /* Monday = 1 .. 7; 1 .. 366 */
} DsMomentParts;

void ds_moment_split(gint64 microseconds, DsMomentParts *parts);
gint64 ds_moment_days(int year, int month, int day); /* of a valid date */
