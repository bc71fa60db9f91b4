/* engine/query/moment-sql.h - dates and times as the text that SQL sees, and back. */
#pragma once
#include <glib.h>

#include "engine/base/moment.h"

/* YYYY-MM-DD; YYYY-MM-DD HH:MM:SS with .fff or .ffffff behind it where the fraction is not zero:
 * the forms of SQLite's own date functions, and byte order is time order. Return the length. */
int ds_moment_sql_date(char text[DS_MOMENT_CHARS], gint64 days);
int ds_moment_sql_time(char text[DS_MOMENT_CHARS], gint64 microseconds);

/* The range of what can be written: years 0001 to 9999. */
extern const gint64 ds_moment_first_day, ds_moment_last_day;

/* The first day (microsecond, when @is_time) whose text is not before @text in byte order, one past
 * the last when there is none; @is_equal: whether its text is @text. */
gint64 ds_moment_sql_bound(gboolean is_time, const char *text, gsize length, gboolean *is_equal);

/* Exactly one of the forms above, of a day that exists. */
gboolean ds_moment_sql_parse(gboolean is_time, const char *text, gsize length, gint64 *value);
