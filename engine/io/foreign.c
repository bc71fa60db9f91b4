/* engine/io/foreign.c - files that hold no table we read, known by their first bytes. */
#include "engine/io/foreign.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

#define AS_CSV "save it as CSV and open that"
#define BY_TOOL "convert it to CSV with the program it is from"

/* Fixed bytes at a fixed place. */
static const struct {
  gsize at, length;
  const char *magic, *what, *advice;
} KINDS[] = {
  { 0, 4, "PAR1", "a Parquet file", "convert it to CSV with DuckDB or pandas" },
  { 0, 6, "ARROW1", "an Arrow file", "convert it to CSV with DuckDB or pandas" },
  { 0, 3, "ORC", "an ORC file", "convert it to CSV with pandas" },
  { 0, 4, "Obj\1", "an Avro file", "convert it to CSV with DuckDB" },
  { 0, 8, "\x89HDF\r\n\x1a\n", "an HDF5 file", "convert it to CSV with pandas" },
  { 0, 6, "\x93NUMPY", "a NumPy array", "save it with numpy.savetxt" },
  { 0, 5, "RDX3\n", "an R data file", "save it in R with write.csv" },
  { 0, 5, "RDX2\n", "an R data file", "save it in R with write.csv" },
  { 0, 8, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or Word file", AS_CSV },
  { 30, 19, "[Content_Types].xml", "an Excel or Word file", AS_CSV },
  { 30, 11, "_rels/.rels", "an Excel or Word file", AS_CSV },
  { 30, 8, "mimetype", "an OpenDocument file", AS_CSV },
  { 0, 4, "%PDF", "a PDF", "ask for the data it was made from" },
  { 0, 8, "\x89PNG\r\n\x1a\n", "a PNG picture", "ask for the data it was made from" },
  { 0, 3, "\xff\xd8\xff", "a JPEG picture", "ask for the data it was made from" },
  { 0, 4, "GIF8", "a GIF picture", "ask for the data it was made from" },
  { 0, 4,
    "\x7f"
    "ELF",
    "a program", "name a data file" },
  { 0, 11, "<stata_dta>", "a Stata file", BY_TOOL },
  { 0, 4, "$FL2", "an SPSS file", BY_TOOL },
  { 0, 6, "Rar!\x1a\x07", "a RAR archive", "unpack it first" },
};

/* Words at the beginning of text, in any case. */
static const struct {
  const char *word, *what, *advice;
} WORDS[] = {
  { "<!doctype html", "a web page, not data", "was the download refused? look at it in a browser" },
  { "<html", "a web page, not data", "was the download refused? look at it in a browser" },
  { "<?xml", "an XML file", "convert it to CSV or JSON" },
  { "version https://git-lfs", "a Git LFS pointer, not the data",
    "fetch the data with git lfs pull" },
};

static gboolean
fail(const char *name, const char *what, const char *advice, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX, "%s: is %s; %s", shown, what, advice);
  return FALSE;
}

gboolean
ds_foreign_check(const char *head, gsize n, const char *name, GError **error)
{
  gsize start = n >= 3 && memcmp(head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  for (gsize i = 0; i < G_N_ELEMENTS(KINDS); i++)
    if (n >= KINDS[i].at + KINDS[i].length &&
        memcmp(head + KINDS[i].at, KINDS[i].magic, KINDS[i].length) == 0)
      return fail(name, KINDS[i].what, KINDS[i].advice, error);
  while (start < n && g_ascii_isspace(head[start]))
    start++;
  for (gsize i = 0; i < G_N_ELEMENTS(WORDS); i++) {
    const gsize length = strlen(WORDS[i].word);

    if (n - start >= length && g_ascii_strncasecmp(head + start, WORDS[i].word, length) == 0)
      return fail(name, WORDS[i].what, WORDS[i].advice, error);
  }
  return TRUE;
}
