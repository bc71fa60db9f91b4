/* engine/query/functions-text.c - SQL functions of text. */
#include <glib.h>
#include <string.h>

#include "engine/query/functions-provider.h"

/* Compiled once for a statement. Text that is no UTF-8 is matched byte by byte. */
typedef struct {
  GRegex *characters; /* NULL when the pattern itself is no UTF-8 */
  GRegex *bytes;      /* made when first needed */
} Pattern;

static void
pattern_free(void *data)
{
  Pattern *pattern = data;

  g_clear_pointer(&pattern->characters, g_regex_unref);
  g_clear_pointer(&pattern->bytes, g_regex_unref);
  g_free(pattern);
}

static GRegex *
compile(const char *text, gsize length, gboolean is_raw, GError **error)
{
  if (memchr(text, '\0', length)) {
    g_set_error_literal(error, G_REGEX_ERROR, G_REGEX_ERROR_COMPILE,
                        "a NUL character cannot be part of it; write \\x00");
    return NULL;
  }
  return g_regex_new(text, G_REGEX_OPTIMIZE | (is_raw ? G_REGEX_RAW : 0), 0, error);
}

static Pattern *
pattern_new(const char *text, gsize length, GError **error)
{
  const gboolean is_utf8 = g_utf8_validate(text, (gssize)length, NULL);
  GRegex *regex = compile(text, length, !is_utf8, error);
  Pattern *pattern;

  if (!regex)
    return NULL;
  pattern = g_new0(Pattern, 1);
  if (is_utf8)
    pattern->characters = regex;
  else
    pattern->bytes = regex;
  return pattern;
}

void
sql_regexp(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  Pattern *pattern = sqlite3_get_auxdata(context, 0);
  gboolean is_new = pattern == NULL, is_match;
  const char *source, *text;
  gsize length;
  g_autoptr(GError) error = NULL;
  GRegex *regex;

  (void)argc;
  if (sqlite3_value_type(argv[0]) == SQLITE_NULL || sqlite3_value_type(argv[1]) == SQLITE_NULL)
    return;
  source = (const char *)sqlite3_value_text(argv[0]);
  text = (const char *)sqlite3_value_text(argv[1]);
  length = (gsize)sqlite3_value_bytes(argv[1]);
  if (!source || !text) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (is_new)
    pattern = pattern_new(source, (gsize)sqlite3_value_bytes(argv[0]), &error);
  if (pattern) {
    const gboolean is_utf8 = g_utf8_validate(text, (gssize)length, NULL);

    regex = is_utf8 ? pattern->characters : NULL;
    if (!regex && !pattern->bytes)
      pattern->bytes = compile(source, (gsize)sqlite3_value_bytes(argv[0]), TRUE, &error);
    if (!regex)
      regex = pattern->bytes;
    if (regex) {
      is_match = g_regex_match_full(regex, text, (gssize)length, 0, 0, NULL, &error);
      sqlite3_result_int(context, is_match);
    }
  }
  if (error) {
    g_autofree char *message = g_strdup_printf("met a wrong pattern: %s", error->message);

    sql_fail(context, message);
  }
  if (pattern && is_new)
    sqlite3_set_auxdata(context, 0, pattern, pattern_free);
}

/* SQLite's own stops at the first NUL; data may hold some. */
void
sql_length(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const unsigned char *text;
  gint64 n = 0;

  (void)argc;
  if (sqlite3_value_type(argv[0]) == SQLITE_NULL)
    return;
  if (sqlite3_value_type(argv[0]) == SQLITE_BLOB) {
    sqlite3_result_int(context, sqlite3_value_bytes(argv[0]));
    return;
  }
  text = sqlite3_value_text(argv[0]);
  for (int i = 0, length = sqlite3_value_bytes(argv[0]); text && i < length; i++)
    n += (text[i] & 0xc0) != 0x80; /* all but the bytes that continue a character */
  sqlite3_result_int64(context, n);
}
