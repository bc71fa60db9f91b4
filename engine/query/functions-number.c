/* engine/query/functions-number.c - SQL functions of numbers. */
#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "engine/query/functions-provider.h"

/* The arguments as numbers; FALSE where one is missing or no number: the result stays missing. */
static gboolean
numbers(int argc, sqlite3_value **argv, double *values)
{
  for (int i = 0; i < argc; i++) {
    const int type = sqlite3_value_numeric_type(argv[i]);

    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT)
      return FALSE;
    values[i] = sqlite3_value_double(argv[i]);
  }
  return TRUE;
}

void
sql_ln(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x) && x > 0.0)
    sqlite3_result_double(context, log(x));
}

void
sql_log10(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x) && x > 0.0)
    sqlite3_result_double(context, log10(x));
}

void
sql_log2(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x) && x > 0.0)
    sqlite3_result_double(context, log2(x));
}

void
sql_log_base(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x[2];

  if (numbers(argc, argv, x) && x[0] > 0.0 && x[0] != 1.0 && x[1] > 0.0)
    sqlite3_result_double(context, log(x[1]) / log(x[0]));
}

void
sql_exp(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x))
    sqlite3_result_double(context, exp(x));
}

void
sql_pow(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x[2];

  if (numbers(argc, argv, x))
    sqlite3_result_double(context, pow(x[0], x[1])); /* NaN becomes NULL */
}

void
sql_sqrt(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x) && x >= 0.0)
    sqlite3_result_double(context, sqrt(x));
}

/* An int stays an int. */
static void
rounded(sqlite3_context *context, sqlite3_value *value, double (*round)(double))
{
  const int type = sqlite3_value_numeric_type(value);

  if (type == SQLITE_INTEGER)
    sqlite3_result_int64(context, sqlite3_value_int64(value));
  else if (type == SQLITE_FLOAT)
    sqlite3_result_double(context, round(sqlite3_value_double(value)));
}

void
sql_floor(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  rounded(context, argv[0], floor);
}

void
sql_ceil(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  (void)argc;
  rounded(context, argv[0], ceil);
}

void
sql_norm_cdf(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x;

  if (numbers(argc, argv, &x))
    sqlite3_result_double(context, gsl_cdf_ugaussian_P(x));
}

void
sql_norm_cdf3(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x[3];

  if (numbers(argc, argv, x) && x[2] > 0.0)
    sqlite3_result_double(context, gsl_cdf_ugaussian_P((x[0] - x[1]) / x[2]));
}

void
sql_norm_inv(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double p;

  if (numbers(argc, argv, &p) && p >= 0.0 && p <= 1.0)
    sqlite3_result_double(context, gsl_cdf_ugaussian_Pinv(p));
}

void
sql_norm_inv3(sqlite3_context *context, int argc, sqlite3_value **argv)
{
  double x[3];

  if (numbers(argc, argv, x) && x[0] >= 0.0 && x[0] <= 1.0 && x[2] > 0.0)
    sqlite3_result_double(context, x[1] + x[2] * gsl_cdf_ugaussian_Pinv(x[0]));
}
