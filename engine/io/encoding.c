/* engine/io/encoding.c - which bytes are text, and their way to UTF-8. */
#include "engine/io/encoding.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"

const char *
ds_encoding_of_mark(const char *head, gsize n, gsize *mark_bytes)
{
  static const struct {
    const char *name;
    const char *mark;
    gsize n;
  } marks[] = {
    { "utf-8", "\xef\xbb\xbf", 3 },
    { "utf-32le", "\xff\xfe\0\0", 4 },
    { "utf-16le", "\xff\xfe", 2 },
    { "utf-16be", "\xfe\xff", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
    if (n >= marks[i].n && memcmp(head, marks[i].mark, marks[i].n) == 0) {
      *mark_bytes = marks[i].n;
      return marks[i].name;
    }
  return NULL;
}

const char *
ds_encoding_of_nuls(const char *head, gsize n)
{
  const gsize pairs = MIN(n, 512) / 2;
  gsize zeros[2] = { 0, 0 };

  for (gsize i = 0; i < pairs * 2; i++)
    zeros[i % 2] += head[i] == '\0';
  if (pairs < 4)
    return NULL;
  if (zeros[1] * 10 >= pairs * 8 && zeros[0] * 10 < pairs)
    return "utf-16le";
  return zeros[0] * 10 >= pairs * 8 && zeros[1] * 10 < pairs ? "utf-16be" : NULL;
}

gboolean
ds_encoding_lookup(const char *name, DsEncoding *encoding, GError **error)
{
  static const char *const as_cp1252[] = { "windows-1252", "cp1252",     "latin1",
                                           "latin-1",      "iso-8859-1", NULL };
  g_autofree char *folded = g_ascii_strdown(name, -1);
  GIConv converter;

  if (g_str_equal(folded, "utf-8") || g_str_equal(folded, "utf8")) {
    *encoding = DS_ENCODING_UTF8;
    return TRUE;
  }
  if (g_strv_contains(as_cp1252, folded)) {
    *encoding = DS_ENCODING_CP1252;
    return TRUE;
  }
  converter = g_iconv_open("UTF-8", name);
  if (converter == (GIConv)-1) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_ENCODING,
                "no encoding \"%s\"; known are utf-8, utf-16le, utf-16be, windows-1252, latin1 "
                "and those of iconv -l",
                name);
    return FALSE;
  }
  g_iconv_close(converter);
  *encoding = DS_ENCODING_OTHER;
  return TRUE;
}

gsize
ds_utf8_length(const char *p, gsize n)
{
  const guchar *b = (const guchar *)p;
  guint32 c;

  if (b[0] >= 0xc2 && b[0] <= 0xdf)
    return n >= 2 && (b[1] & 0xc0) == 0x80 ? 2 : 0;
  if (b[0] >= 0xe0 && b[0] <= 0xef) {
    if (n < 3 || (b[1] & 0xc0) != 0x80 || (b[2] & 0xc0) != 0x80)
      return 0;
    c = (guint32)((b[0] & 0xf) << 12 | (b[1] & 0x3f) << 6 | (b[2] & 0x3f));
    return c >= 0x800 && (c < 0xd800 || c > 0xdfff) ? 3 : 0;
  }
  if (b[0] >= 0xf0 && b[0] <= 0xf4) {
    if (n < 4 || (b[1] & 0xc0) != 0x80 || (b[2] & 0xc0) != 0x80 || (b[3] & 0xc0) != 0x80)
      return 0;
    c = (guint32)((b[0] & 7) << 18 | (b[1] & 0x3f) << 12 | (b[2] & 0x3f) << 6 | (b[3] & 0x3f));
    return c >= 0x10000 && c <= 0x10ffff ? 4 : 0;
  }
  return 0;
}

/* Bytes that a broken sequence at @p takes; 1 when it does not even begin like UTF-8. */
static gsize
broken_length(const guchar *p, gsize n)
{
  const gsize wanted = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf8 ? 4 : 1;
  gsize length = 1;

  while (length < wanted && length < n && (p[length] & 0xc0) == 0x80)
    length++;
  return length;
}

static gsize
skip_ascii(const guchar *p, gsize i, gsize n)
{
  guint64 word;

  for (; i + 8 <= n; i += 8) {
    memcpy(&word, p + i, 8);
    if (word & G_GUINT64_CONSTANT(0x8080808080808080))
      break;
  }
  while (i < n && p[i] < 0x80)
    i++;
  return i;
}

void
ds_utf8_count(const char *bytes, gsize n, gsize n_behind, DsUtf8Count *count)
{
  const guchar *p = (const guchar *)bytes;
  gsize i = 0;

  *count = (DsUtf8Count){ .first_bad = G_MAXSIZE };
  while (i < n && count->n_lead < 3 && (p[i] & 0xc0) == 0x80) {
    count->n_lead++;
    i++;
  }
  while ((i = skip_ascii(p, i, n)) < n) {
    const gsize room = n - i + n_behind;
    gsize length = ds_utf8_length(bytes + i, room);

    if (length) {
      count->n_valid++;
    } else {
      length = broken_length(p + i, room);
      if (length > 1)
        count->n_broken++;
      else
        count->n_lone++;
      count->first_bad = MIN(count->first_bad, i);
    }
    i += length;
  }
  count->overhang = i > n ? i - n : 0;
}

gsize
ds_cp1252_to_utf8(const char *bytes, gsize n, char *out)
{
  static const guint16 upper[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
  };
  char *p = out;

  for (gsize i = 0; i < n; i++) {
    const guchar c = (guchar)bytes[i];

    if (c < 0x80)
      *p++ = (char)c;
    else
      p += g_unichar_to_utf8(c < 0xa0 ? upper[c - 0x80] : c, p);
  }
  return (gsize)(p - out);
}

static inline guint
unit_at(const guchar *p, gboolean is_big)
{
  return is_big ? (guint)(p[0] << 8 | p[1]) : (guint)(p[1] << 8 | p[0]);
}

/* [n_units] units to UTF-8 in @out (room 3 a unit); returns the length. */
static gsize
utf16_to_utf8(const guchar *p, gsize n_units, gboolean is_big, char *out, gsize *n_lone)
{
  char *q = out;

  for (gsize i = 0; i < n_units; i++) {
    gunichar c = unit_at(p + 2 * i, is_big);

    if (c >= 0xd800 && c < 0xdc00 && i + 1 < n_units) {
      const guint low = unit_at(p + 2 * (i + 1), is_big);

      if (low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        i++;
      }
    }
    if (c >= 0xd800 && c < 0xe000) {
      c = 0xfffd;
      (*n_lone)++;
    }
    if (c < 0x80)
      *q++ = (char)c;
    else
      q += g_unichar_to_utf8(c, q);
  }
  return (gsize)(q - out);
}

static GBytes *
convert_utf16(const char *bytes, gsize n, gboolean is_big, DsNotes *notes, GError **error)
{
  char *out = ds_try_alloc(n / 2 + 1, 3, "the text as UTF-8", error);
  gsize length, n_lone = 0;

  if (!out)
    return NULL;
  length = utf16_to_utf8((const guchar *)bytes, n / 2, is_big, out, &n_lone);
  if (n % 2)
    ds_notes_add(notes, "an odd byte at the end was left out: the last character is incomplete, "
                        "the file may be cut");
  if (n_lone)
    ds_notes_add(notes, "%" G_GSIZE_FORMAT " half characters (lone surrogates) became U+FFFD",
                 n_lone);
  return g_bytes_new_take(out, length);
}

static GBytes *
convert_other(const char *bytes, gsize n, const char *encoding, GError **error)
{
  g_autoptr(GError) reason = NULL;
  gsize n_read = 0, n_written = 0;
  char *out = g_convert(bytes, (gssize)n, "UTF-8", encoding, &n_read, &n_written, &reason);

  if (out)
    return g_bytes_new_take(out, n_written);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_ENCODING,
              "byte %" G_GSIZE_FORMAT " is no %s text; give another encoding=", n_read, encoding);
  return NULL;
}

DsSource *
ds_encoding_convert(DsSource *source, guint64 start, const char *encoding, DsProgress *progress,
                    DsNotes *notes, GError **error)
{
  g_autoptr(GBytes) bytes = ds_source_bytes(source, progress, error);
  g_autoptr(GBytes) text = NULL;
  g_autofree char *folded = g_ascii_strdown(encoding, -1);
  const char *data;
  gsize n;

  if (!bytes)
    return NULL;
  data = g_bytes_get_data(bytes, &n);
  data += MIN(start, n);
  n -= MIN(start, n);
  if (g_str_equal(folded, "utf-16le") || g_str_equal(folded, "utf-16"))
    text = convert_utf16(data, n, FALSE, notes, error);
  else if (g_str_equal(folded, "utf-16be"))
    text = convert_utf16(data, n, TRUE, notes, error);
  else
    text = convert_other(data, n, encoding, error);
  if (!text) {
    g_prefix_error(error, "%s: ", ds_source_name(source));
    return NULL;
  }
  return ds_source_new_bytes(ds_source_name(source), text);
}
