/* engine/io/csv-doubts.c - text columns that a person may have taken for something else. */
#include <string.h>

#include "engine/base/moment.h"
#include "engine/base/number.h"
#include "engine/base/parallel.h"
#include "engine/base/text.h"
#include "engine/io/csv-remarks.h"

enum { MAX_NOTES = 8, LOOK_ROWS = 2000, SHOWN_CELLS = 40 };

/* What a text looks like. */
typedef enum {
  IS_OTHER,
  IS_NUMBER,
  IS_INEXACT, /* an integer that no double equals */
  IS_HUGE,
  IS_OVERFLOW,
  IS_ZEROS,
  IS_COMMA,     /* 1,5 or 1.234,5: a decimal comma */
  IS_THOUSANDS, /* 1,234,567 or 1'234 or 1.234.567 */
  IS_EITHER,    /* 1,234: cannot be told */
  IS_UNIT,      /* a number with a currency, percent sign or unit */
  IS_BOOL,
  IS_BOOL_LIKE, /* yes, no, t, f ... */
  IS_DATE,
  IS_BAD_DATE,  /* 2023-02-30 */
  IS_DATE_LIKE, /* 31.12.2023, 12/31/2023 */
  IS_ZONED,
  IS_UNZONED,
  N_LOOKS
} Look;

typedef struct {
  gsize n[N_LOOKS];     /* values */
  gsize first[N_LOOKS]; /* row of the first */
  gsize n_values;
} Census;

/* Digits with separators: groups of three behind @mark, and at most one @point. */
static Look
grouped(const char *text, gsize n)
{
  gsize commas = 0, dots = 0, quotes = 0, digits = 0, after = 0;
  char last = 0;
  gboolean is_grouped = TRUE;

  for (gsize i = n && (text[0] == '-' || text[0] == '+'); i < n; i++) {
    const char c = text[i];

    if (g_ascii_isdigit(c)) {
      digits++;
      after++;
      continue;
    }
    if (c != ',' && c != '.' && c != '\'')
      return IS_OTHER;
    is_grouped &= last == 0 || after == 3;
    commas += c == ',';
    dots += c == '.';
    quotes += c == '\'';
    last = c;
    after = 0;
  }
  if (digits == 0 || after == 0)
    return IS_OTHER;
  if (commas == 1 && quotes == 0 && last == ',') {
    if (dots == 0)
      return after == 3 ? IS_EITHER : IS_COMMA;
    return is_grouped ? IS_COMMA : IS_OTHER;
  }
  if (commas && last == '.' && dots == 1)
    return is_grouped ? IS_THOUSANDS : IS_OTHER;
  if ((commas > 1) + (dots > 1) + (quotes > 0) == 1)
    return is_grouped && after == 3 ? IS_THOUSANDS : IS_OTHER;
  return IS_OTHER;
}

/* d.m.y, m/d/y, y/m/d, d-m-y: three groups of digits, a separator twice. */
static Look
dated(const char *text, gsize n)
{
  gsize groups = 1, digits = 0;
  char mark = 0;

  for (gsize i = 0; i < n; i++) {
    if (g_ascii_isdigit(text[i])) {
      if (++digits > 4)
        return IS_OTHER;
      continue;
    }
    if ((text[i] != '.' && text[i] != '/' && text[i] != '-') || (mark && text[i] != mark) ||
        digits == 0)
      return IS_OTHER;
    mark = text[i];
    groups++;
    digits = 0;
  }
  if (groups != 3 || digits == 0)
    return IS_OTHER;
  return n == 10 && text[4] == '-' && text[7] == '-' ? IS_BAD_DATE : IS_DATE_LIKE;
}

/* A number between at most one sign in front and a short unit behind: $5, 12 kg, 3.5%, (4). */
static Look
with_unit(const char *text, gsize n)
{
  gsize start = 0, end = n;
  gint64 integer;
  double real;
  DsNumberKind kind;

  while (start < n && start < 4 && !g_ascii_isdigit(text[start]) && text[start] != '-')
    start++;
  while (end > start && n - end < 5 && !g_ascii_isdigit(text[end - 1]))
    end--;
  if (end == start || (start == 0 && end == n) || n - end > 4 ||
      (start > 0 && g_ascii_isalpha(text[start - 1])))
    return IS_OTHER;
  kind = ds_number_parse(text + start, end - start, &integer, &real);
  if (kind != DS_NUMBER_INT && kind != DS_NUMBER_REAL &&
      grouped(text + start, end - start) == IS_OTHER)
    return IS_OTHER;
  return IS_UNIT;
}

static gboolean
is_bool_like(const char *text, gsize n)
{
  static const char *const words[] = { "yes", "no", "y", "n", "t", "f", "true", "false", NULL };

  for (const char *const *word = words; *word; word++)
    if (strlen(*word) == n && g_ascii_strncasecmp(*word, text, n) == 0)
      return TRUE;
  return FALSE;
}

static Look
look_at(const char *text, gsize n, DsInferValue *value)
{
  Look look;

  *value = (DsInferValue){ 0 };
  if (n == 0 || n > 400)
    return IS_OTHER;
  ds_infer_value(text, n, value);
  switch ((guint)value->seen) {
  case DS_SEEN_INT | DS_SEEN_INEXACT:
    return IS_INEXACT;
  case DS_SEEN_INT:
  case DS_SEEN_REAL:
  case DS_SEEN_INFINITY:
    return IS_NUMBER;
  case DS_SEEN_HUGE:
    return IS_HUGE;
  case DS_SEEN_OVERFLOW:
    return IS_OVERFLOW;
  case DS_SEEN_ZEROS:
    return IS_ZEROS;
  case DS_SEEN_DATE:
    return IS_DATE;
  case DS_SEEN_TIME:
    return value->style & DS_MOMENT_ZONED ? IS_ZONED : IS_UNZONED;
  default:
    break;
  }
  if (value->seen & DS_SEEN_BOOL)
    return IS_BOOL;
  if (n > SHOWN_CELLS)
    return IS_OTHER;
  look = grouped(text, n);
  if (look == IS_OTHER)
    look = dated(text, n);
  if (look == IS_OTHER && is_bool_like(text, n))
    look = IS_BOOL_LIKE;
  return look == IS_OTHER ? with_unit(text, n) : look;
}

static void
count_look(Census *census, const DsColumn *column, gsize row)
{
  gsize length;
  const char *text = ds_column_text(column, row, &length);
  DsInferValue value;
  Look look;

  if (!text)
    return;
  look = look_at(text, length, &value);
  if (census->n[look]++ == 0)
    census->first[look] = row;
  census->n_values++;
}

/* All rows, unless some of them show plain text. */
static gboolean
take_census(const DsColumn *column, Census *census, DsProgress *progress, GError **error)
{
  const gsize step = MAX(1, column->n_rows / LOOK_ROWS);
  Census look = { 0 };

  for (gsize row = 0; row < column->n_rows; row += step)
    count_look(&look, column, row);
  if (look.n[IS_OTHER] * 10 > look.n_values * 9)
    return FALSE;
  for (gsize row = 0; row < column->n_rows; row++) {
    if (row % DS_BLOCK_ROWS == 0 && !ds_progress_go_on(progress, error))
      return FALSE;
    count_look(census, column, row);
  }
  return census->n_values > 0;
}

/* The first row that is none of the looks in @mask, or one of them when @is_in. */
static gsize
first_row(const Census *census, guint mask, gboolean is_in)
{
  gsize first = G_MAXSIZE;

  for (int i = 0; i < N_LOOKS; i++)
    if (census->n[i] && (((mask >> i) & 1) != 0) == is_in)
      first = MIN(first, census->first[i]);
  return first;
}

static gsize
sum(const Census *census, guint mask)
{
  gsize n = 0;

  for (int i = 0; i < N_LOOKS; i++)
    n += (mask >> i) & 1 ? census->n[i] : 0;
  return n;
}

#define BIT(look) (1u << (look))
#define NUMBERS (BIT(IS_NUMBER) | BIT(IS_INEXACT))

static const struct {
  guint these, among; /* some of these, and all values are one of these or of those */
  const char *says;
} uniform[] = {
  { BIT(IS_ZEROS), NUMBERS | BIT(IS_HUGE),
    "has numbers with leading zeros, kept as text so that the "
    "zeros stay; types=%s:int drops them" },
  { BIT(IS_HUGE), NUMBERS,
    "has whole numbers beyond 64 bits, kept as text so that no digit is lost; "
    "types=%s:real rounds them" },
  { BIT(IS_OVERFLOW), NUMBERS | BIT(IS_HUGE),
    "has numbers beyond the range of a double, kept as "
    "text; correct them and retype %s" },
  { BIT(IS_INEXACT), BIT(IS_NUMBER),
    "has whole numbers among decimals that no double holds exactly, "
    "kept as text; types=%s:real rounds them" },
  { BIT(IS_EITHER), NUMBERS,
    "has a decimal comma or a thousands separator, which cannot be told; "
    "kept as text, derive a number from %s" },
  { BIT(IS_COMMA), NUMBERS | BIT(IS_EITHER) | BIT(IS_THOUSANDS),
    "looks like numbers with a decimal comma, kept as text; derive a number from %s with "
    "replace()" },
  { BIT(IS_THOUSANDS), NUMBERS | BIT(IS_EITHER),
    "looks like numbers with thousands separators, kept as text; derive a number from %s with "
    "replace()" },
  { BIT(IS_DATE_LIKE), BIT(IS_DATE),
    "looks like dates that are not YYYY-MM-DD, kept as text (which "
    "is day and which is month is not guessed), and %s does not "
    "sort by time" },
  { BIT(IS_UNIT), NUMBERS | BIT(IS_EITHER) | BIT(IS_COMMA) | BIT(IS_THOUSANDS),
    "looks like numbers with a currency, percent sign or unit, kept as text; derive a number from "
    "%s" },
};

typedef struct {
  const DsCsvReading *reading;
  const DsColumn *column;
  const char *name;
  const Census *census;
  DsNotes *notes;
} Doubt;

static char *
cell_at(const Doubt *doubt, gsize row)
{
  gsize length;
  const char *text = ds_column_text(doubt->column, row, &length);
  g_autofree char *safe = ds_text_for_terminal(text, (gssize)MIN(length, 200));

  return ds_text_fit(safe, SHOWN_CELLS, FALSE);
}

/* A note of the form: COLUMN says (k of n values, first in line 5: "x"). */
static void
add_uniform(const Doubt *doubt, const char *says, gsize k, gsize row)
{
  g_autofree char *cell = cell_at(doubt, row);
  g_auto(GStrv) parts = g_strsplit(says, "%s", 2);

  ds_notes_add(doubt->notes,
               "%s %s%s%s (%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
               " values, first in line %" G_GUINT64_FORMAT ": \"%s\")",
               doubt->name, parts[0], parts[1] ? doubt->name : "", parts[1] ? parts[1] : "", k,
               doubt->census->n_values, ds_csv_line_of_row(doubt->reading->pass, row), cell);
}

/* na= replaces the list of words: those that are in use must be said again. */
static char *
words_in_use(const DsCsvReading *reading)
{
  const DsCsvMissing *missing = reading->pass->missing;
  gsize n_words = 0;

  for (gsize i = 0; i < reading->columns->n_columns; i++)
    n_words += reading->columns->facts[i].n_words;
  if (n_words == 0 || missing->n_words == 0)
    return g_strdup("");
  {
    g_autofree char *words = g_strjoinv(",", (char **)(gpointer)missing->words);

    return g_strconcat(words, ",", NULL);
  }
}

/* Most are @what, one line is not; when that is always the same text, it may mean missing. */
static void
add_mixed(const Doubt *doubt, guint mask, const char *what)
{
  const Census *census = doubt->census;
  const gsize row = first_row(census, mask, FALSE);
  g_autofree char *cell = cell_at(doubt, row);
  g_autofree char *words = words_in_use(doubt->reading);
  g_autofree char *remedy = NULL;
  const gsize n_odd = census->n_values - sum(census, mask);
  gsize length, n_same = 0;
  const char *odd = ds_column_text(doubt->column, row, &length);

  for (gsize i = 0; n_odd * 2 <= census->n_values && i < doubt->column->n_rows; i++) {
    gsize n;
    const char *text = ds_column_text(doubt->column, i, &n);

    n_same += text && n == length && memcmp(text, odd, n) == 0;
  }
  if (n_same == n_odd && length && length < 20 && !strpbrk(cell, " ,\"'"))
    remedy =
        g_strdup_printf("; na=%s%s takes %s as missing", words, cell, n_same == 1 ? "it" : "these");
  ds_notes_add(doubt->notes,
               "%s is text: %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
               " values are %s, line %" G_GUINT64_FORMAT " holds \"%s\"%s",
               doubt->name, sum(census, mask), census->n_values, what,
               ds_csv_line_of_row(doubt->reading->pass, row), cell, remedy ? remedy : "");
}

static gboolean
add_note(const Doubt *doubt)
{
  const Census *c = doubt->census;
  const guint times = BIT(IS_ZONED) | BIT(IS_UNZONED);
  const gsize n = c->n_values, n_bool = c->n[IS_BOOL] + c->n[IS_BOOL_LIKE];

  for (gsize i = 0; i < G_N_ELEMENTS(uniform); i++)
    if (sum(c, uniform[i].these) && sum(c, uniform[i].these | uniform[i].among) == n &&
        (uniform[i].these != BIT(IS_UNIT) || c->n[IS_UNIT] * 2 >= n)) {
      add_uniform(doubt, uniform[i].says, sum(c, uniform[i].these),
                  first_row(c, uniform[i].these, TRUE));
      return TRUE;
    }
  if (c->n[IS_ZONED] && c->n[IS_UNZONED])
    ds_notes_add(doubt->notes,
                 "%s is text: %" G_GSIZE_FORMAT " times have a zone and %" G_GSIZE_FORMAT
                 " have none; types=%s:time takes those as UTC",
                 doubt->name, c->n[IS_ZONED], c->n[IS_UNZONED], doubt->name);
  else if (n_bool && n_bool + c->n[IS_NUMBER] == n && c->n[IS_BOOL] + c->n[IS_NUMBER] > 0)
    ds_notes_add(doubt->notes,
                 "%s looks like true and false in mixed spelling, kept as text; "
                 "types=%s:bool reads them",
                 doubt->name, doubt->name);
  else if (sum(c, NUMBERS) * 5 >= n)
    add_mixed(doubt, NUMBERS, "numbers");
  else if (c->n[IS_DATE] + c->n[IS_BAD_DATE] == n)
    add_mixed(doubt, BIT(IS_DATE), "dates that exist");
  else if (sum(c, times) * 10 >= n || (sum(c, times) && c->n[IS_DATE]))
    add_mixed(doubt, times, "times");
  else if ((c->n[IS_DATE] + c->n[IS_DATE_LIKE]) * 5 >= n && c->n[IS_DATE])
    add_mixed(doubt, BIT(IS_DATE), "dates (YYYY-MM-DD)");
  else
    return FALSE;
  return TRUE;
}

typedef struct {
  const DsCsvColumns *columns;
  const DsCsvColumn *plan;
  Census *census;
  gboolean *is_doubtful;
  DsProgress *progress;
} Job;

static gboolean
census_one(gsize block, gpointer data, GError **error)
{
  Job *job = data;
  const DsColumn *column = job->columns->columns[block];
  GError *reason = NULL;

  if (column->type == DS_TYPE_TEXT && !job->plan[block].is_forced)
    job->is_doubtful[block] = take_census(column, &job->census[block], job->progress, &reason);
  if (reason)
    g_propagate_error(error, reason);
  return !reason;
}

void
ds_csv_remark_columns(const DsCsvReading *reading, DsNotes *notes)
{
  const DsCsvColumns *columns = reading->columns;
  const gsize n = columns->n_columns;
  g_autofree Census *census = g_new0(Census, n);
  g_autofree gboolean *is_doubtful = g_new0(gboolean, n);
  Job job = { columns, reading->pass->columns, census, is_doubtful,
              reading->pass->input->progress };
  guint n_notes = 0;
  gsize n_more = 0;
  g_autoptr(GError) reason = NULL;

  if (!ds_parallel_for(n, census_one, &job, job.progress, &reason))
    return;
  for (gsize i = 0; i < n; i++) {
    g_autofree char *safe = is_doubtful[i] ? ds_text_for_terminal(columns->names[i], -1) : NULL;
    g_autofree char *name = safe ? ds_text_fit(safe, SHOWN_CELLS, FALSE) : NULL;
    const Doubt doubt = { reading, columns->columns[i], name, &census[i], notes };

    if (!is_doubtful[i])
      continue;
    if (n_notes < MAX_NOTES)
      n_notes += add_note(&doubt) ? 1 : 0;
    else
      n_more++;
  }
  if (n_more)
    ds_notes_add(notes,
                 "%" G_GSIZE_FORMAT " more text columns hold numbers, dates or bools in part",
                 n_more);
}
