/* engine/io/csv-refuse.c - content that is no delimited text whatever it is called. */
#include "engine/io/csv-refuse.h"

#include <string.h>

#include "engine/base/error.h"

static const struct {
  const char *bytes;
  gsize n;
  const char *what, *remedy;
} kinds[] = {
  { "\x1f\x8b", 2, "gzip data", "unpack it with gunzip, or download it again if it is damaged" },
  { "PK\x03\x04", 4, "a zip archive or Office document", "save its sheet as CSV" },
  { "BZh", 3, "bzip2 data", "unpack it with bunzip2" },
  { "\xfd"
    "7zXZ",
    5, "xz data", "unpack it with unxz" },
  { "\x28\xb5\x2f\xfd", 4, "zstd data", "unpack it with unzstd" },
  { "SQLite format 3", 16, "an SQLite file", "open it by a name that ends in .sqlite" },
  { "PAR1", 4, "a Parquet file", "convert it to CSV" },
  { "%PDF-", 5, "a PDF", "export its table as CSV" },
  { "\x89PNG", 4, "an image", "choose another file" },
  { "\xff\xd8\xff", 3, "an image", "choose another file" },
  { "\xd0\xcf\x11\xe0", 4, "an old Office document", "save its sheet as CSV" },
  { "\x7f"
    "ELF",
    4, "a program", "choose another file" },
};

static gboolean
starts_with_word(const char *text, gsize n, const char *word)
{
  return n >= strlen(word) && g_ascii_strncasecmp(text, word, strlen(word)) == 0;
}

static gboolean
looks_like_html(const char *text, gsize n)
{
  static const char *const words[] = { "<!doctype html", "<html", "<head", "<body", "<?xml" };

  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (starts_with_word(text, n, words[i]))
      return TRUE;
  return FALSE;
}

/* Control characters that text does not have; NUL, tab, line ends, form feed and ESC it may. */
static gboolean
looks_binary(const char *head, gsize n)
{
  gsize n_odd = 0, n_nul = 0;

  for (gsize i = 0; i < n; i++) {
    const guchar c = (guchar)head[i];

    n_nul += c == 0;
    n_odd += (c < 0x20 && c != 0 && (c < '\t' || c > '\r') && c != 0x1b && c != 0x1a);
  }
  /* A damaged tail of NULs is handled elsewhere; random bytes have one control byte in ten. */
  return n >= 64 && (n_odd * 20 > n || (n_odd * 50 > n && n_nul * 50 > n));
}

/* { or [ and then what JSON has: not a header such as {id},{name}. */
static gboolean
looks_like_json(const char *text, gsize n)
{
  gsize i = 1;

  if (n < 2 || (*text != '{' && *text != '['))
    return FALSE;
  while (i < n && g_ascii_isspace(text[i]))
    i++;
  return i < n && (text[i] == '"' || text[i] == '{') && memchr(text, ':', MIN(n, 4096));
}

gboolean
ds_csv_refuse(const char *head, gsize n, const char *name, GError **error)
{
  gsize i = 0;

  for (gsize k = 0; k < G_N_ELEMENTS(kinds); k++)
    if (n >= kinds[k].n && memcmp(head, kinds[k].bytes, kinds[k].n) == 0) {
      g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX, "%s is %s, not delimited text; %s",
                  name, kinds[k].what, kinds[k].remedy);
      return TRUE;
    }
  while (i < n && g_ascii_isspace(head[i]))
    i++;
  if (looks_like_html(head + i, n - i))
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s looks like HTML, not delimited text; is it the page of a failed download?",
                name);
  else if (looks_like_json(head + i, n - i))
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s looks like JSON, not delimited text; rename it to end in .json or .jsonl",
                name);
  else if (looks_binary(head, n))
    g_set_error(
        error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
        "%s looks like binary data, not text; choose another file, or give its encoding=", name);
  else
    return FALSE;
  return TRUE;
}
