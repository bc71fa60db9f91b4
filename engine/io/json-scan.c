/* engine/io/json-scan.c - finds the values in JSON text, strictly, and leaves them as they stand.
 */
#include "engine/io/json-scan.h"

#include <string.h>

enum { MAX_DEPTH = 512 };

static gboolean
fail(DsJsonScan *scan, const char *problem)
{
  scan->problem = problem;
  scan->is_cut = scan->at >= scan->end;
  return FALSE;
}

static inline void
skip_blanks(DsJsonScan *scan)
{
  while (scan->at < scan->end &&
         (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\r' || *scan->at == '\n'))
    scan->at++;
}

gboolean
ds_json_scan_at_end(DsJsonScan *scan)
{
  skip_blanks(scan);
  return scan->at >= scan->end;
}

gboolean
ds_json_scan_skip(DsJsonScan *scan, char c)
{
  skip_blanks(scan);
  if (scan->at >= scan->end || *scan->at != c)
    return FALSE;
  scan->at++;
  return TRUE;
}

gboolean
ds_json_scan_expect(DsJsonScan *scan, char c, const char *wanted)
{
  return ds_json_scan_skip(scan, c) || fail(scan, wanted);
}

/* Behind the backslash. */
static gboolean
scan_escape(DsJsonScan *scan)
{
  if (scan->at >= scan->end)
    return fail(scan, "the string is not closed");
  if (*scan->at == 'u') {
    for (int i = 0; i < 4; i++) {
      scan->at++;
      if (scan->at >= scan->end || !g_ascii_isxdigit(*scan->at))
        return fail(scan, "\\u needs four hexadecimal digits");
    }
  } else if (!memchr("\"\\/bfnrt", *scan->at, 8)) {
    return fail(scan, "there is no such escape in JSON");
  }
  scan->at++;
  return TRUE;
}

/* Eight bytes at once: nonzero when one of them is '"', '\\' or a control character. */
static inline guint64
has_special(guint64 word)
{
  const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
  const guint64 highs = G_GUINT64_CONSTANT(0x8080808080808080);
  const guint64 quote = word ^ (ones * '"'), slash = word ^ (ones * '\\');

  return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((word - ones * 32) & ~word)) &
         highs;
}

/* At the opening quote. */
static gboolean
scan_string(DsJsonScan *scan, DsJsonValue *value)
{
  const char *const end = scan->end;
  char *p = scan->at + 1;

  *value = (DsJsonValue){ .kind = DS_JSON_STRING, .text = p };
  for (;;) {
    guint64 word;

    while (end - p >= 8 && (memcpy(&word, p, 8), !has_special(word)))
      p += 8;
    while (p < end && *p != '"' && *p != '\\' && (guchar)*p >= 0x20)
      p++;
    scan->at = p;
    if (p >= end)
      return fail(scan, "the string is not closed");
    if (*p == '"')
      break;
    if (*p != '\\')
      return fail(scan, *p == '\n' ? "the string is not closed on its line"
                                   : "a control character stands in a string");
    value->has_escapes = TRUE;
    scan->at++;
    if (!scan_escape(scan))
      return FALSE;
    p = scan->at;
  }
  value->length = (gsize)(p - value->text);
  scan->at = p + 1;
  return TRUE;
}

/* Digits, at least one. */
static gboolean
scan_digits(DsJsonScan *scan)
{
  if (scan->at >= scan->end || !g_ascii_isdigit(*scan->at))
    return fail(scan, "a digit was expected");
  while (scan->at < scan->end && g_ascii_isdigit(*scan->at))
    scan->at++;
  return TRUE;
}

static gboolean
scan_number(DsJsonScan *scan, DsJsonValue *value)
{
  const char *const end = scan->end;

  *value = (DsJsonValue){ .kind = DS_JSON_NUMBER, .text = scan->at };
  if (*scan->at == '-')
    scan->at++;
  if (end - scan->at >= 2 && *scan->at == '0' && g_ascii_isdigit(scan->at[1]))
    return fail(scan, "a number may not begin with a zero");
  if (!scan_digits(scan))
    return FALSE;
  if (scan->at < end && *scan->at == '.') {
    scan->at++;
    if (!scan_digits(scan))
      return FALSE;
  }
  if (scan->at < end && (*scan->at | 0x20) == 'e') {
    scan->at++;
    if (scan->at < end && (*scan->at == '+' || *scan->at == '-'))
      scan->at++;
    if (!scan_digits(scan))
      return FALSE;
  }
  value->length = (gsize)(scan->at - value->text);
  return TRUE;
}

static gboolean
scan_word(DsJsonScan *scan, DsJsonValue *value)
{
  static const struct {
    const char *word;
    gsize length;
    DsJsonKind kind;
  } WORDS[] = { { "true", 4, DS_JSON_TRUE },         { "false", 5, DS_JSON_FALSE },
                { "null", 4, DS_JSON_NULL },         { "NaN", 3, DS_JSON_NAN },
                { "Infinity", 8, DS_JSON_INFINITY }, { "-Infinity", 9, DS_JSON_INFINITY } };
  const gsize left = (gsize)(scan->end - scan->at);

  for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++) {
    const gsize n = WORDS[i].length;

    if (left >= n && memcmp(scan->at, WORDS[i].word, n) == 0) {
      *value = (DsJsonValue){ .kind = WORDS[i].kind, .text = scan->at, .length = n };
      scan->at += n;
      if (scan->at < scan->end && (g_ascii_isalnum(*scan->at) || *scan->at == '_'))
        return fail(scan, "there is no such word in JSON");
      return TRUE;
    }
    if (left < n && memcmp(scan->at, WORDS[i].word, left) == 0) {
      scan->at += left; /* the beginning of a word, cut */
      break;
    }
  }
  return fail(scan, "a value was expected");
}

static gboolean
scan_scalar(DsJsonScan *scan, DsJsonValue *value)
{
  if (scan->at >= scan->end)
    return fail(scan, "a value was expected");
  if (*scan->at == '"')
    return scan_string(scan, value);
  if (g_ascii_isdigit(*scan->at) ||
      (*scan->at == '-' && !(scan->end - scan->at > 1 && scan->at[1] == 'I')))
    return scan_number(scan, value);
  return scan_word(scan, value);
}

/* A key and its colon. */
static gboolean
scan_key(DsJsonScan *scan)
{
  DsJsonValue key;

  skip_blanks(scan);
  if (scan->at >= scan->end || *scan->at != '"')
    return fail(scan, "a key in double quotes was expected");
  return scan_string(scan, &key) && ds_json_scan_expect(scan, ':', "':' was expected");
}

/* From { or [ to its end, level by level: open[] is what has to be closed. */
static gboolean
scan_nested(DsJsonScan *scan, DsJsonValue *value)
{
  char open[MAX_DEPTH];
  int depth = 0;
  DsJsonValue inner;

  *value =
      (DsJsonValue){ .kind = *scan->at == '{' ? DS_JSON_OBJECT : DS_JSON_ARRAY, .text = scan->at };
  do {
    gboolean closes = FALSE;

    skip_blanks(scan);
    if (scan->at < scan->end && (*scan->at == '{' || *scan->at == '[')) {
      if (depth == MAX_DEPTH)
        return fail(scan, "values are nested more than 512 deep");
      open[depth++] = *scan->at++;
      closes = ds_json_scan_skip(scan, open[depth - 1] == '{' ? '}' : ']');
      if (!closes) {
        if (open[depth - 1] == '{' && !scan_key(scan))
          return FALSE;
        continue;
      }
      depth--;
    } else if (!scan_scalar(scan, &inner)) {
      return FALSE;
    }
    while (depth > 0 && !ds_json_scan_skip(scan, ',')) {
      const char bracket = open[depth - 1] == '{' ? '}' : ']';

      if (!ds_json_scan_expect(scan, bracket,
                               bracket == '}' ? "',' or '}' was expected"
                                              : "',' or ']' was expected"))
        return FALSE;
      depth--;
    }
    if (depth > 0 && open[depth - 1] == '{' && !scan_key(scan))
      return FALSE;
  } while (depth > 0);
  value->length = (gsize)(scan->at - value->text);
  return TRUE;
}

gboolean
ds_json_scan_value(DsJsonScan *scan, DsJsonValue *value)
{
  skip_blanks(scan);
  if (scan->at < scan->end && (*scan->at == '{' || *scan->at == '['))
    return scan_nested(scan, value);
  return scan_scalar(scan, value);
}

static guint
hex4(const char *p)
{
  guint sum = 0;

  for (int i = 0; i < 4; i++)
    sum = sum * 16 + (guint)g_ascii_xdigit_value(p[i]);
  return sum;
}

/* The character of \uXXXX at @p (behind the u), with its partner; *used = bytes of text behind the
 * first u. */
static guint
escaped_character(const char *p, gsize left, gsize *used)
{
  const guint first = hex4(p);

  *used = 4;
  if (first >= 0xd800 && first < 0xdc00 && left >= 10 && p[4] == '\\' && p[5] == 'u') {
    const guint second = hex4(p + 6);

    if (second >= 0xdc00 && second < 0xe000) {
      *used = 10;
      return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    }
  }
  return first;
}

/* UTF-8 of @c; surrogates too, as three bytes. */
static char *
put_character(char *to, guint c)
{
  if (c < 0x80) {
    *to++ = (char)c;
  } else if (c < 0x800) {
    *to++ = (char)(0xc0 | c >> 6);
    *to++ = (char)(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    *to++ = (char)(0xe0 | c >> 12);
    *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    *to++ = (char)(0x80 | (c & 0x3f));
  } else {
    *to++ = (char)(0xf0 | c >> 18);
    *to++ = (char)(0x80 | (c >> 12 & 0x3f));
    *to++ = (char)(0x80 | (c >> 6 & 0x3f));
    *to++ = (char)(0x80 | (c & 0x3f));
  }
  return to;
}

gsize
ds_json_unescape(char *text, gsize length)
{
  const char *from = text, *const end = text + length;
  char *to = text;

  while (from < end) {
    gsize used;

    if (*from != '\\') {
      *to++ = *from++;
      continue;
    }
    switch (from[1]) {
    case 'u':
      to = put_character(to, escaped_character(from + 2, (gsize)(end - from) - 2, &used));
      from += 2 + used;
      continue;
    case 'b':
      *to++ = '\b';
      break;
    case 'f':
      *to++ = '\f';
      break;
    case 'n':
      *to++ = '\n';
      break;
    case 'r':
      *to++ = '\r';
      break;
    case 't':
      *to++ = '\t';
      break;
    default:
      *to++ = from[1];
    }
    from += 2;
  }
  return (gsize)(to - text);
}
