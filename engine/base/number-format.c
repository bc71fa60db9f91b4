/* engine/base/number-format.c - the shortest decimal that reads back as the same double. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"

enum {
  MAX_DIGITS = 17,  /* always enough for a double */
  EASY_DIGITS = 15, /* any decimal of so many digits survives double and back */
};

/* Value = 0.d1d2d3... * 10^point, no trailing zeros. */
typedef struct {
  char digits[MAX_DIGITS + 1];
  int n, point;
} Digits;

static void
drop_zeros(Digits *digits)
{
  while (digits->n > 1 && digits->digits[digits->n - 1] == '0')
    digits->n--;
}

static void
digits_of_whole(Digits *digits, guint64 whole, int exponent)
{
  char reversed[24];
  int n = 0;

  for (; whole; whole /= 10)
    reversed[n++] = (char)('0' + whole % 10);
  digits->n = n;
  digits->point = n + exponent;
  for (int i = 0; i < n; i++)
    digits->digits[i] = reversed[n - 1 - i];
  drop_zeros(digits);
}

/* Most data were decimals of few digits: if value * 10^k, rounded, divided by 10^k is value again,
 * that whole number has its digits. Below 10^15 both are exact doubles and the quotient is rounded
 * correctly, so this is a proof and the first k that passes gives the shortest text. */
static gboolean
easy_digits(double value, Digits *digits)
{
  static const double powers[] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6, 1e7,
                                   1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14 };

  if (!(value < 1e15 && value >= 1e-5))
    return FALSE;
  for (int k = 0; k < (int)G_N_ELEMENTS(powers); k++) {
    const double whole = rint(value * powers[k]);

    if (whole >= 1e15)
      return FALSE;
    if (whole / powers[k] == value) {
      digits_of_whole(digits, (guint64)whole, -k);
      return TRUE;
    }
  }
  return FALSE;
}

/* @value > 0, finite, to @n significant digits. */
static void
rounded_digits(double value, int n, Digits *digits)
{
  char format[8] = "%.16e", text[DS_NUMBER_CHARS];
  const char *e;

  g_snprintf(format, sizeof format, "%%.%de", n - 1);
  g_ascii_formatd(text, sizeof text, format, value);
  e = strchr(text, 'e');
  digits->point = (int)g_ascii_strtoll(e + 1, NULL, 10) + 1;
  digits->n = n;
  digits->digits[0] = text[0];
  if (n > 1)
    memcpy(digits->digits + 1, text + 2, (gsize)n - 1);
  drop_zeros(digits);
}

static int
write_scientific(char *text, const Digits *digits)
{
  int length = 0;

  text[length++] = digits->digits[0];
  if (digits->n > 1) {
    text[length++] = '.';
    memcpy(text + length, digits->digits + 1, (gsize)digits->n - 1);
    length += digits->n - 1;
  }
  return length + g_snprintf(text + length, 8, "e%+03d", digits->point - 1);
}

/* Without exponent: @point from -4 to 17. */
static int
write_plain(char *text, const Digits *digits, gboolean keep_real)
{
  int length = 0;

  if (digits->point <= 0) {
    text[length++] = '0';
    text[length++] = '.';
    for (int i = digits->point; i < 0; i++)
      text[length++] = '0';
    memcpy(text + length, digits->digits, (gsize)digits->n);
    return length + digits->n;
  }
  for (int i = 0; i < MAX(digits->point, digits->n); i++) {
    if (i == digits->point)
      text[length++] = '.';
    text[length++] = i < digits->n ? digits->digits[i] : '0';
  }
  if (keep_real && digits->n <= digits->point) {
    text[length++] = '.';
    text[length++] = '0';
  }
  return length;
}

/* What is no ordinary number; 0 when it is one. */
static int
write_special(char text[DS_NUMBER_CHARS], double value, gboolean keep_real)
{
  if (isnan(value))
    return g_snprintf(text, DS_NUMBER_CHARS, "nan");
  if (isinf(value))
    return g_snprintf(text, DS_NUMBER_CHARS, value < 0 ? "-Infinity" : "Infinity");
  if (value == 0.0)
    return g_snprintf(text, DS_NUMBER_CHARS, "%s0%s", signbit(value) ? "-" : "",
                      keep_real ? ".0" : "");
  return 0;
}

static gboolean
reads_back(const Digits *digits, double value)
{
  char text[DS_NUMBER_CHARS];
  const int length = write_scientific(text, digits);
  gint64 integer;
  double real = 0.0;

  return ds_number_parse(text, (gsize)length, &integer, &real) == DS_NUMBER_REAL && real == value;
}

static void
shortest_digits(double value, Digits *digits)
{
  /* Subnormal numbers carry fewer digits, so that all lengths are tried there. */
  int n = value < 1e-300 ? 1 : EASY_DIGITS;

  if (easy_digits(value, digits))
    return;
  do
    rounded_digits(value, n, digits);
  while (n++ < MAX_DIGITS && !reads_back(digits, value));
}

int
ds_number_format_real(char text[DS_NUMBER_CHARS], double value, gboolean keep_real)
{
  Digits digits = { .n = 0 };
  int length = write_special(text, value, keep_real);

  if (length)
    return length;
  if (value < 0)
    text[length++] = '-';
  shortest_digits(fabs(value), &digits);
  if (digits.point < -3 || digits.point > 16)
    length += write_scientific(text + length, &digits);
  else
    length += write_plain(text + length, &digits, keep_real);
  text[length] = '\0';
  return length;
}

int
ds_number_format_int(char text[DS_NUMBER_CHARS], gint64 value)
{
  char reversed[24];
  guint64 rest = value < 0 ? -(guint64)value : (guint64)value;
  int n = 0, length = 0;

  do
    reversed[n++] = (char)('0' + rest % 10);
  while (rest /= 10);
  if (value < 0)
    text[length++] = '-';
  while (n)
    text[length++] = reversed[--n];
  text[length] = '\0';
  return length;
}

int
ds_number_format_short(char text[DS_NUMBER_CHARS], double value, int n_digits)
{
  Digits digits = { .n = 0 };
  int length = write_special(text, value, FALSE);

  if (length)
    return length;
  if (value < 0)
    text[length++] = '-';
  rounded_digits(fabs(value), CLAMP(n_digits, 1, MAX_DIGITS), &digits);
  if (digits.point < -4 || digits.point > 15)
    length += write_scientific(text + length, &digits);
  else
    length += write_plain(text + length, &digits, FALSE);
  text[length] = '\0';
  return length;
}
