/* app/cmd-summaries.c - the current table in numbers: overview, describe, counts, correlations. */
#include "app/command.h"
#include "app/drill.h"
#include "app/where.h"
#include "engine/stats/correlation.h"
#include "engine/stats/frequency.h"
#include "engine/stats/histogram.h"
#include "engine/stats/overview.h"
#include "engine/stats/summary.h"

/* Every command here takes it. */
#define WHERE_ARG                                                                                  \
  {                                                                                                \
    "where", DS_ARG_EXPR, .help = "only rows for which this SQL expression is true"                \
  }

static gssize
by_column(const DsArgs *args)
{
  return ds_args_has(args, "by") ? (gssize)ds_args_column(args, "by") : -1;
}

static const DsTable *
run_overview(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_where_table(session, args, error);

  return table ? ds_overview(table, ds_session_progress(session), notes, error) : NULL;
}

static const DsArg overview_args[] = {
  WHERE_ARG,
  { 0 },
};

const DsCommand ds_command_overview = {
  .name = "overview",
  .family = "summaries",
  .help = "the table on one page: types, gaps, shapes, and what stands out",
  .details = "shape is a small histogram of numbers, dates and times; of texts it shows how often "
             "the most frequent values occur. says is the most telling number in a sentence. The "
             "notes count rows, missing cells and rows that repeat an earlier one. All counts are "
             "exact.",
  .example = "overview",
  .columns = "column,type,missing,distinct,shape,says",
  .args = overview_args,
  .flags = DS_COMMAND_PROSE,
  .run = run_overview,
};

static const DsTable *
run_describe(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_where_table(session, args, error);
  gsize n;
  const gsize *cols = ds_args_columns(args, "COL", &n);

  return table ? ds_describe(table, cols, n, ds_session_progress(session), notes, error) : NULL;
}

static const DsArg describe_args[] = {
  { "COL", DS_ARG_COLUMNS, .help = "the columns to describe; all when none is given" },
  WHERE_ARG,
  { 0 },
};

const DsCommand ds_command_describe = {
  .name = "describe",
  .family = "summaries",
  .help = "a profile of each column",
  .details =
      "count is how many values are there. sd has n - 1; the quartiles are type 7 (R, NumPy); "
      "skewness is g1 and kurtosis the excess g2, both of population moments. bool counts as "
      "0 and 1. Dates and times have first and last instead. top is the most frequent value, "
      "of several the smallest. Distinct counts and quantiles are exact at any size. What is "
      "undefined, as the sd of one value, is missing.",
  .example = "describe body_mass_g sex",
  .columns = "column,type,count,missing,distinct,mean,sd,min,q1,median,q3,max,skewness,kurtosis,"
             "zeros,top,top_count,first,last",
  .args = describe_args,
  .run = run_describe,
};

static const DsTable *
run_freq(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_where_table(session, args, error);

  (void)notes;
  if (!table)
    return NULL;
  return ds_frequency(table, ds_args_column(args, "COL"), by_column(args),
                      ds_session_progress(session), error);
}

static const DsArg freq_args[] = {
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "the column whose values are counted" },
  { "by", DS_ARG_COLUMN, .help = "count within each value of this column" },
  WHERE_ARG,
  { 0 },
};

const DsCommand ds_command_freq = {
  .name = "freq",
  .family = "summaries",
  .help = "how often each value occurs",
  .details = "The most frequent first, ties in the order of the values. A missing value is counted "
             "too, in the last row. percent is of all rows (of those with the same by value), "
             "cumulative its sum so far.",
  .example = "freq species by=island",
  .columns = "value,count,percent,cumulative",
  .args = freq_args,
  .run = run_freq,
  .behind = ds_drill_freq,
};

static const DsTable *
run_hist(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = NULL;
  DsBins bins;

  if (!ds_bins_parse(ds_args_text(args, "bins"), &bins, error))
    return NULL;
  table = ds_where_table(session, args, error);
  if (!table)
    return NULL;
  return ds_histogram(table, ds_args_column(args, "COL"), bins, by_column(args),
                      ds_session_progress(session), notes, error);
}

static const DsArg hist_args[] = {
  { "COL", DS_ARG_COLUMN, .is_required = TRUE, .help = "a column of numbers, dates or times" },
  { "bins", DS_ARG_TEXT, .fallback = "auto", .help = "auto, fd, sturges, or how many" },
  { "by", DS_ARG_COLUMN, .help = "a histogram for each value of this column, over the same bins" },
  WHERE_ARG,
  { 0 },
};

const DsCommand ds_command_hist = {
  .name = "hist",
  .family = "summaries",
  .help = "a histogram of a column",
  .details =
      "Equally wide bins from the least to the greatest value; each holds its lower edge and "
      "not its upper one, the last holds both. auto is the rule of Freedman and Diaconis, but "
      "Sturges' where the quartiles coincide, one bin a whole number at most, and 100 bins "
      "where the rule asks for more than 1,000; fd is that rule as it stands. density is "
      "count / (values x width), for times per second, so that the bars' areas add up to 1. "
      "Missing and infinite values are left out.",
  .example = "hist body_mass_g bins=10 by=sex",
  .columns = "bin_low,bin_high,count,density",
  .args = hist_args,
  .run = run_hist,
  .behind = ds_drill_hist,
};

static const DsTable *
run_corr(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  static const char *const methods[] = { "pearson", "spearman", "kendall" };
  DS_TABLE_AUTO table = ds_where_table(session, args, error);
  DsCorrMethod method = DS_CORR_PEARSON;
  gsize n;
  const gsize *cols = ds_args_columns(args, "COL", &n);

  if (!table)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS(methods); i++)
    if (g_str_equal(ds_args_text(args, "method"), methods[i]))
      method = (DsCorrMethod)i;
  return ds_correlate(table, cols, n, method, ds_session_progress(session), notes, error);
}

static const DsArg corr_args[] = {
  { "COL", DS_ARG_COLUMNS, .help = "columns; all of type int and real when none is given" },
  { "method", DS_ARG_CHOICE, .fallback = "pearson", .choices = "pearson|spearman|kendall",
    .help = "of values, of ranks, or of pairs in the same order (tau-b)" },
  WHERE_ARG,
  { 0 },
};

const DsCommand ds_command_corr = {
  .name = "corr",
  .family = "summaries",
  .help = "correlations of columns, with p-values",
  .details =
      "Each pair uses the n rows where both values are there. p is two-sided, of no "
      "association: by Student's t for pearson and spearman (ties in the middle); for kendall "
      "exact where there are no ties and n is at most 33, else by the normal distribution "
      "corrected for ties. A constant column has no correlation.",
  .example = "corr bill_length_mm bill_depth_mm method=spearman",
  .columns = "a,b,r,p,n",
  .args = corr_args,
  .run = run_corr,
};
