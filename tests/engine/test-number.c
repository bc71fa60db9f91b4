/* tests/engine/test-number.c - numbers are read to the nearest double and written to read back. */
#include <glib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/random.h"

static guint64
bits_of(double value)
{
  guint64 bits;

  memcpy(&bits, &value, sizeof bits);
  return bits;
}

static DsNumberKind
parse(const char *text, gint64 *integer, double *real)
{
  /* An exact-size copy, so that a sanitizer sees a read past the end. */
  const gsize length = strlen(text);
  g_autofree char *copy = g_strndup(text, length);

  return ds_number_parse(copy, length, integer, real);
}

/* Nearest doubles by Python's correctly rounded float(). */
static void
test_hard_rounding(void)
{
  static const struct {
    const char *text;
    guint64 bits;
  } cases[] = {
    { "2.2250738585072011e-308", G_GUINT64_CONSTANT(0x000fffffffffffff) },
    { "2.2250738585072012e-308", G_GUINT64_CONSTANT(0x0010000000000000) },
    { "0.1000000000000000055511151231257827021181583404541015625",
      G_GUINT64_CONSTANT(0x3fb999999999999a) },
    { "0.1000000000000000055511151231257827021181583404541015626",
      G_GUINT64_CONSTANT(0x3fb999999999999a) },
    { "8.988465674311582e307", G_GUINT64_CONSTANT(0x7fe0000000000001) },
    { "1.7976931348623157e308", G_GUINT64_CONSTANT(0x7fefffffffffffff) },
    { "1.7976931348623158e308", G_GUINT64_CONSTANT(0x7fefffffffffffff) },
    { "9007199254740991.4999999999999999999999999999999995",
      G_GUINT64_CONSTANT(0x433fffffffffffff) },
    { "1.00000000000000011102230246251565404236316680908203125",
      G_GUINT64_CONSTANT(0x3ff0000000000000) },
    { "1.00000000000000011102230246251565404236316680908203124",
      G_GUINT64_CONSTANT(0x3ff0000000000000) },
    { "1.00000000000000011102230246251565404236316680908203126",
      G_GUINT64_CONSTANT(0x3ff0000000000001) },
    { "6.9294956446009195e15", G_GUINT64_CONSTANT(0x43389e56ee5e7a58) },
    { "5e-324", 1 },
    { "3.2378839133029012895883524125015321748630094e-319", 0xffff },
    { "0.000000000000000000000000000000000000000000000000000000000000000001",
      G_GUINT64_CONSTANT(0x323af5bf109550f2) },
    { "1e-400", 0 },
    { "4.9e-324", 1 },
    { "2.4703282292062327e-324", 0 },
    { "2.4703282292062328e-324", 1 },
    { "1e308", G_GUINT64_CONSTANT(0x7fe1ccf385ebc8a0) },
    { "9007199254740993.0", G_GUINT64_CONSTANT(0x4340000000000000) }, /* tie: to even */
    { "-0.0", G_GUINT64_CONSTANT(0x8000000000000000) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 integer;
    double real = -1;

    g_assert_cmpint(parse(cases[i].text, &integer, &real), ==, DS_NUMBER_REAL);
    g_assert_cmphex(bits_of(real), ==, cases[i].bits);
  }
}

static void
test_kinds(void)
{
  static const struct {
    const char *text;
    DsNumberKind kind;
  } cases[] = {
    { "0", DS_NUMBER_INT },
    { "-0", DS_NUMBER_INT },
    { "+42", DS_NUMBER_INT },
    { "9223372036854775807", DS_NUMBER_INT },
    { "-9223372036854775808", DS_NUMBER_INT },
    { "9223372036854775808", DS_NUMBER_HUGE_INT },
    { "-9223372036854775809", DS_NUMBER_HUGE_INT },
    { "18446744073709551616", DS_NUMBER_HUGE_INT },
    { "100000000000000000000000000000", DS_NUMBER_HUGE_INT },
    { "007", DS_NUMBER_ZEROS },
    { "-00", DS_NUMBER_ZEROS },
    { "00.5", DS_NUMBER_ZEROS },
    { "000000000000000000000000001", DS_NUMBER_ZEROS },
    { ".5", DS_NUMBER_REAL },
    { "5.", DS_NUMBER_REAL },
    { "-.5", DS_NUMBER_REAL },
    { "4.2E+01", DS_NUMBER_REAL },
    { "1e3", DS_NUMBER_REAL },
    { "0e0", DS_NUMBER_REAL },
    { "1e00000000000000000000000000000000000000000002", DS_NUMBER_REAL },
    { "1e400", DS_NUMBER_OVERFLOW },
    { "-1e400", DS_NUMBER_OVERFLOW },
    { "1e99999999999", DS_NUMBER_OVERFLOW },
    { "inf", DS_NUMBER_INFINITY },
    { "-Infinity", DS_NUMBER_INFINITY },
    { "+INF", DS_NUMBER_INFINITY },
    { "", DS_NUMBER_NONE },
    { "-", DS_NUMBER_NONE },
    { ".", DS_NUMBER_NONE },
    { "-.", DS_NUMBER_NONE },
    { "1e", DS_NUMBER_NONE },
    { "1e+", DS_NUMBER_NONE },
    { "e5", DS_NUMBER_NONE },
    { ".e5", DS_NUMBER_NONE },
    { "2d5", DS_NUMBER_NONE },
    { "0x1F", DS_NUMBER_NONE },
    { "0x1.8p3", DS_NUMBER_NONE },
    { "1_000", DS_NUMBER_NONE },
    { "1,5", DS_NUMBER_NONE },
    { "1.2.3", DS_NUMBER_NONE },
    { "--1", DS_NUMBER_NONE },
    { "+-1", DS_NUMBER_NONE },
    { " 1", DS_NUMBER_NONE },
    { "1 ", DS_NUMBER_NONE },
    { "nan", DS_NUMBER_NONE },
    { "nan(0x1)", DS_NUMBER_NONE },
    { "infinit", DS_NUMBER_NONE },
    { "inf ", DS_NUMBER_NONE },
    { "\xef\xbc\x91", DS_NUMBER_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gint64 integer;
    double real;

    g_test_message("%s", cases[i].text);
    g_assert_cmpint(parse(cases[i].text, &integer, &real), ==, cases[i].kind);
  }
}

static void
test_integers(void)
{
  static const gint64 cases[] = { 0, 1, -1, 42, G_MAXINT64, G_MININT64, 1000000007 };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char text[DS_NUMBER_CHARS];
    gint64 integer = 77;
    double real = 77;
    const int length = ds_number_format_int(text, cases[i]);

    g_assert_cmpuint(strlen(text), ==, (gsize)length);
    g_assert_cmpint(ds_number_parse(text, (gsize)length, &integer, &real), ==, DS_NUMBER_INT);
    g_assert_cmpint(integer, ==, cases[i]);
    g_assert_true(real == (double)cases[i]);
  }
}

/* The kind and the value must be those of g_ascii_strtod, which is the C library's strtod. */
static void
check_against_library(const char *text)
{
  gint64 integer;
  double real = 0;
  const double expected = g_ascii_strtod(text, NULL);
  const DsNumberKind kind = ds_number_parse(text, strlen(text), &integer, &real);

  if (kind == DS_NUMBER_OVERFLOW) {
    g_assert_true(isinf(expected));
    return;
  }
  if (kind == DS_NUMBER_HUGE_INT)
    return;
  if (bits_of(real) != bits_of(expected))
    g_error("%s: %a, expected %a", text, real, expected);
}

static void
test_random_decimals(void)
{
  DsRandom random = ds_random_new(3, 0);
  const int n = g_test_slow() ? 5000000 : 100000;

  for (int i = 0; i < n; i++) {
    const guint64 digits = ds_random_next(&random) >> ds_random_below(&random, 63);
    const int exponent = (int)ds_random_below(&random, i % 4 ? 60 : 700) - (i % 4 ? 40 : 350);
    char text[80];

    g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT "e%d", digits, exponent);
    check_against_library(text);
    g_snprintf(text, sizeof text, "0.%019" G_GUINT64_FORMAT, digits);
    check_against_library(text);
    g_snprintf(text, sizeof text, "-%" G_GUINT64_FORMAT ".%05" G_GUINT64_FORMAT, digits >> 20,
               digits & 0xffff);
    check_against_library(text);
  }
}

/* Points half-way between two doubles and their neighbours by one unit of the 17th digit. */
static void
test_near_ties(void)
{
  DsRandom random = ds_random_new(4, 0);

  for (int i = 0; i < 20000; i++) {
    const guint64 mantissa = (G_GUINT64_CONSTANT(1) << 53) + (ds_random_next(&random) >> 11);
    const double tie = ldexp((double)mantissa, (int)ds_random_below(&random, 100) - 80);
    char text[80], format[8] = "%.17e";

    g_ascii_formatd(text, sizeof text, format, tie * (1 + 0x1p-53));
    check_against_library(text);
    g_snprintf(text, sizeof text, "%" G_GUINT64_FORMAT ".5", mantissa >> 1);
    check_against_library(text);
  }
}

static void
check_round_trip(double value, gboolean keep_real)
{
  char text[DS_NUMBER_CHARS];
  gint64 integer;
  double real = 0;
  const int length = ds_number_format_real(text, value, keep_real);
  const DsNumberKind kind = ds_number_parse(text, (gsize)length, &integer, &real);

  g_assert_cmpuint(strlen(text), ==, (gsize)length);
  if (keep_real)
    g_assert_cmpint(kind, ==, DS_NUMBER_REAL);
  if (bits_of(real) != bits_of(value) && value != 0)
    g_error("%s: %a became %a", text, value, real);
}

static void
test_format_round_trips(void)
{
  DsRandom random = ds_random_new(5, 0);
  const int n = g_test_slow() ? 2000000 : 40000;

  for (int i = 0; i < n; i++) {
    const guint64 word = ds_random_next(&random);
    double value;

    memcpy(&value, &word, sizeof value);
    if (isfinite(value))
      check_round_trip(value, i & 1);
    check_round_trip(ds_random_real(&random) * 1000, i & 1);
    check_round_trip((double)(gint64)ds_random_below(&random, 1000000) / 100, i & 1);
    check_round_trip(ldexp(1.0, (int)ds_random_below(&random, 2000) - 1000), TRUE);
  }
}

static void
test_format_shortest(void)
{
  static const struct {
    double value;
    const char *plain, *real;
  } cases[] = {
    { 0.1, "0.1", "0.1" },
    { 3.0, "3", "3.0" },
    { -0.0, "-0", "-0.0" },
    { 5e-324, "5e-324", "5e-324" },
    { 0.30000000000000004, "0.30000000000000004", "0.30000000000000004" },
    { 1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308" },
    { 1e15, "1000000000000000", "1000000000000000.0" },
    { 1e16, "1e+16", "1e+16" },
    { 0.0001, "0.0001", "0.0001" },
    { 0.00001, "1e-05", "1e-05" },
    { 123456.789, "123456.789", "123456.789" },
    { -1700000000.123456, "-1700000000.123456", "-1700000000.123456" },
    { INFINITY, "Infinity", "Infinity" },
    { -INFINITY, "-Infinity", "-Infinity" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char text[DS_NUMBER_CHARS];

    ds_number_format_real(text, cases[i].value, FALSE);
    g_assert_cmpstr(text, ==, cases[i].plain);
    ds_number_format_real(text, cases[i].value, TRUE);
    g_assert_cmpstr(text, ==, cases[i].real);
  }
}

static void
test_format_short(void)
{
  static const struct {
    double value;
    int digits;
    const char *text;
  } cases[] = {
    { 1234.5678, 6, "1234.57" },
    { 0.000012345, 3, "0.0000123" },
    { 2.0, 6, "2" },
    { 123456789.0, 4, "123500000" },
    { 1e20, 6, "1e+20" },
    { 1e-7, 6, "1e-07" },
    { -0.05, 6, "-0.05" },
    { 0.0, 6, "0" },
    { 999999.9, 3, "1000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    char text[DS_NUMBER_CHARS];

    g_assert_cmpint(ds_number_format_short(text, cases[i].value, cases[i].digits), ==,
                    (int)strlen(cases[i].text));
    g_assert_cmpstr(text, ==, cases[i].text);
  }
}

static void
test_long_digits(void)
{
  g_autoptr(GString) text = g_string_new("0.");
  gint64 integer;
  double real = 0;

  for (int i = 0; i < 2000; i++)
    g_string_append_c(text, '3');
  g_assert_cmpint(parse(text->str, &integer, &real), ==, DS_NUMBER_REAL);
  g_assert_true(real == 0.3333333333333333);
  g_string_assign(text, "1");
  for (int i = 0; i < 300; i++)
    g_string_append_c(text, '0');
  g_string_append(text, "e-300");
  g_assert_cmpint(parse(text->str, &integer, &real), ==, DS_NUMBER_REAL);
  g_assert_true(real == 1.0);
}

int
main(int argc, char **argv)
{
  setlocale(LC_ALL, ""); /* as the program does: a German locale must change nothing */
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/number/parse/hard-rounding", test_hard_rounding);
  g_test_add_func("/base/number/parse/kinds", test_kinds);
  g_test_add_func("/base/number/parse/long-digits", test_long_digits);
  g_test_add_func("/base/number/parse/equals-the-library", test_random_decimals);
  g_test_add_func("/base/number/parse/near-ties", test_near_ties);
  g_test_add_func("/base/number/integers-round-trip", test_integers);
  g_test_add_func("/base/number/format/round-trips", test_format_round_trips);
  g_test_add_func("/base/number/format/shortest", test_format_shortest);
  g_test_add_func("/base/number/format/short", test_format_short);
  return g_test_run();
}
