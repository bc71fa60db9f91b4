/* engine/io/csv-dialect.c - how a file is delimited, and where its header and rows begin. */
#include "engine/io/csv-dialect.h"

#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"

enum {
  TRIAL_BYTES = 1 << 16, /* what each delimiter is tried on */
  TRIAL_ROWS = 500,
  SAMPLE_ROWS = 500,
  MAX_TITLE_LINES = 20,
};

static const char candidates[] = { ',', ';', '\t', '|' };

static const char *
delimiter_name(char delimiter)
{
  switch (delimiter) {
  case ',':
    return "a comma";
  case ';':
    return "a semicolon";
  case '\t':
    return "a tab";
  case '|':
    return "a bar";
  default:
    return "given";
  }
}

/* Behind the line that begins at @at. */
static gsize
next_line(const char *bytes, gsize n, gsize at)
{
  while (at < n && bytes[at] != '\n' && bytes[at] != '\r')
    at++;
  if (at < n)
    at += bytes[at] == '\r' && at + 1 < n && bytes[at + 1] == '\n' ? 2 : 1;
  return at;
}

static void
skip_lines(DsCsvDialect *dialect, const char *bytes, gsize n, guint64 n_lines)
{
  for (guint64 i = 0; i < n_lines && dialect->start < n; i++) {
    dialect->start = next_line(bytes, n, dialect->start);
    dialect->first_line++;
  }
}

/* Excel's first line "sep=;". */
static void
take_sep_line(DsCsvDialect *dialect, const char *bytes, gsize n, const DsCsvOptions *options,
              DsNotes *notes)
{
  const gsize end = next_line(bytes, n, 0);

  if (n < 6 || g_ascii_strncasecmp(bytes, "sep=", 4) != 0 || end > 7 ||
      (bytes[5] != '\n' && bytes[5] != '\r') || bytes[4] == '"' ||
      !(g_ascii_ispunct(bytes[4]) || bytes[4] == '\t' || bytes[4] == ' '))
    return;
  if (!options->delimiter)
    dialect->delimiter = bytes[4];
  ds_notes_add(notes, "line 1 says sep=%c: that is the delimiter, the header is line 2",
               bytes[4] == '\t' ? ' ' : bytes[4]);
  skip_lines(dialect, bytes, n, 1);
}

/* How well a delimiter cuts: the share of rows with the most frequent number of cells. */
typedef struct {
  gsize width;
  double share;
} Fit;

static gboolean
try_delimiter(const char *bytes, gsize n, gboolean is_whole, char delimiter, Fit *fit,
              GError **error)
{
  g_autoptr(DsCsvSample) sample =
      ds_csv_sample_new(bytes, n, delimiter, FALSE, is_whole, TRIAL_ROWS, error);
  gsize n_rows, n_wide = 0;

  if (!sample)
    return FALSE;
  fit->width = ds_csv_sample_width(sample, 0, &n_rows);
  /* Title lines and short rows must not vote for "no delimiter at all". */
  for (gsize i = 0; i < sample->rows->len; i++)
    n_wide += ds_csv_sample_row(sample, i)->n_cells > 1;
  if (fit->width < 2 && n_wide * 2 >= sample->rows->len && n_wide) {
    fit->width = 2;
    n_rows = n_wide / 2;
  }
  if (sample->cells.n_length == 0) /* blanks only: a tab among them is no delimiter */
    fit->width = 0;
  fit->share = sample->rows->len ? (double)n_rows / sample->rows->len : 0.0;
  return TRUE;
}

static gboolean
find_delimiter(DsCsvDialect *dialect, const char *bytes, gsize n, gboolean is_whole, DsNotes *notes,
               GError **error)
{
  Fit fits[G_N_ELEMENTS(candidates)];
  gsize best = 0;
  const gsize trial = MIN(n, TRIAL_BYTES);

  for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++) {
    if (!try_delimiter(bytes, trial, is_whole && trial == n, candidates[i], &fits[i], error))
      return FALSE;
    if (fits[i].width < 2)
      continue;
    if (fits[best].width < 2 || fits[i].share > fits[best].share + 1e-9 ||
        (fits[i].share > fits[best].share - 1e-9 && fits[i].width > fits[best].width))
      best = i;
  }
  dialect->delimiter = fits[best].width < 2 ? ',' : candidates[best];
  for (gsize i = 0; i < G_N_ELEMENTS(candidates); i++)
    if (i != best && fits[best].width >= 2 && fits[i].width == fits[best].width &&
        fits[i].share >= 1.0 && fits[best].share >= 1.0)
      ds_notes_add(notes,
                   "the delimiter could be %s too (both cut every line into %" G_GSIZE_FORMAT
                   " cells); %s was taken, delim= chooses",
                   delimiter_name(candidates[i]), fits[i].width, delimiter_name(candidates[best]));
  return TRUE;
}

/* Rows of the sample that stand before the table: a title of one cell a line where the rest has
 * more, or comments; what follows must look like a header, or like data under a # header. */
static gsize
count_title_rows(const DsCsvSample *sample, gboolean *are_comments)
{
  gsize n_rows, n_title = 0, n_comments = 0;
  const gsize width = ds_csv_sample_width(sample, 0, &n_rows);
  const gsize limit = MIN((gsize)sample->rows->len, (gsize)MAX_TITLE_LINES);

  *are_comments = FALSE;
  while (n_comments < limit) {
    gsize length;
    const char *text = ds_csv_sample_cell(sample, n_comments, 0, &length);

    if (length == 0 || *text != '#')
      break;
    n_comments++;
  }
  if (n_comments && n_comments < sample->rows->len) {
    *are_comments = TRUE;
    if (ds_csv_header_evidence(sample, n_comments) > 0)
      return n_comments;
    /* "#chrom,start,end" over data names its columns. */
    return n_comments - (ds_csv_sample_row(sample, n_comments - 1)->n_cells == width);
  }
  if (width < 2)
    return 0;
  while (n_title < limit && ds_csv_sample_row(sample, n_title)->n_cells == 1)
    n_title++;
  if (n_title == 0 || n_title + 1 >= sample->rows->len ||
      ds_csv_sample_row(sample, n_title)->n_cells != width ||
      ds_csv_header_evidence(sample, n_title) <= 0)
    return 0;
  return n_title;
}

static gboolean
resample(DsCsvDialect *dialect, const char *bytes, gsize n, gboolean is_whole, gboolean is_cp1252,
         GError **error)
{
  g_clear_pointer(&dialect->sample, ds_csv_sample_free);
  dialect->sample = ds_csv_sample_new(bytes + dialect->start, n - dialect->start,
                                      dialect->delimiter, is_cp1252, is_whole, SAMPLE_ROWS, error);
  return dialect->sample != NULL;
}

static void
skip_title(DsCsvDialect *dialect, const char *bytes, gsize n, DsNotes *notes)
{
  gboolean are_comments;
  const gsize n_rows = count_title_rows(dialect->sample, &are_comments);
  const guint64 first = dialect->first_line;
  g_autofree char *shown = NULL;
  gsize length;
  const char *text;

  if (n_rows == 0)
    return;
  text = ds_csv_sample_cell(dialect->sample, 0, 0, &length);
  shown = ds_text_for_terminal(text, (gssize)MIN(length, 40));
  skip_lines(dialect, bytes, n, ds_csv_sample_row(dialect->sample, n_rows)->line - 1);
  ds_notes_add(notes,
               "lines %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT " look like %s (\"%s\") and were "
               "skipped; skip=%" G_GUINT64_FORMAT " keeps them",
               first, dialect->first_line - 1, are_comments ? "comments" : "a title", shown,
               first - 1);
}

/* What a person would see at once and we only say. */
static void
note_shape(const DsCsvDialect *dialect, DsNotes *notes)
{
  const DsCsvSample *sample = dialect->sample;
  gsize n_rows, n_aligned = 0;

  if (ds_csv_sample_width(sample, 0, &n_rows) != 1)
    return;
  for (gsize i = 0; i < sample->rows->len; i++) {
    gsize length;
    const char *text = ds_csv_sample_cell(sample, i, 0, &length);

    n_aligned += g_strstr_len(text, (gssize)length, "  ") != NULL;
  }
  if (n_aligned * 2 > sample->rows->len)
    ds_notes_add(notes, "no delimiter was found and the lines look aligned by spaces: they were "
                        "read as one column");
}

static void
decide_header(DsCsvDialect *dialect, const DsCsvOptions *options, DsNotes *notes)
{
  const int evidence = ds_csv_header_evidence(dialect->sample, 0);

  if (options->header >= 0) {
    dialect->has_header = options->header != 0;
    return;
  }
  dialect->has_header = evidence >= 0;
  if (evidence < 0)
    ds_notes_add(notes,
                 "line %" G_GUINT64_FORMAT " looks like data, so the columns were called "
                 "column_1, column_2, ...; header=yes takes it as header",
                 dialect->first_line + ds_csv_sample_row(dialect->sample, 0)->line - 1);
  else if (evidence == 0)
    ds_notes_add(notes,
                 "line %" G_GUINT64_FORMAT " was taken as header, though nothing tells it "
                 "from the rows below; header=no takes it as data",
                 dialect->first_line + ds_csv_sample_row(dialect->sample, 0)->line - 1);
}

gboolean
ds_csv_dialect_find(const char *bytes, gsize n, gboolean is_whole, gboolean is_cp1252,
                    const DsCsvOptions *options, const char *name, DsNotes *notes,
                    DsCsvDialect *dialect, GError **error)
{
  *dialect = (DsCsvDialect){ .delimiter = options->delimiter, .first_line = 1 };
  take_sep_line(dialect, bytes, n, options, notes);
  if (options->skip_lines > 0)
    skip_lines(dialect, bytes, n, (guint64)options->skip_lines);
  if (!dialect->delimiter &&
      !find_delimiter(dialect, bytes + dialect->start, n - dialect->start, is_whole, notes, error))
    return FALSE;
  if (!resample(dialect, bytes, n, is_whole, is_cp1252, error))
    return FALSE;
  if (dialect->sample->rows->len && options->skip_lines < 0) {
    const gsize start = dialect->start;

    skip_title(dialect, bytes, n, notes);
    if (dialect->start != start && !resample(dialect, bytes, n, is_whole, is_cp1252, error))
      return FALSE;
  }
  if (dialect->sample->rows->len == 0) {
    if (!is_whole)
      return TRUE; /* more bytes are needed; the caller looks at the sample */
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_EMPTY,
                "%s is empty: there is nothing to read; choose another file", name);
    return FALSE;
  }
  note_shape(dialect, notes);
  decide_header(dialect, options, notes);
  return TRUE;
}

void
ds_csv_dialect_clear(DsCsvDialect *dialect)
{
  g_clear_pointer(&dialect->sample, ds_csv_sample_free);
}
