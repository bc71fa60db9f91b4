/* engine/base/number.c - numbers from text and back, exactly, in the C locale whatever is set. */
#include "engine/base/number.h"

#include <math.h>
#include <string.h>

#include "engine/base/number-powers.h"

enum {
  SAFE_DIGITS = 19, /* decimal digits that always fit 64 bits */
  EXACT_POWER = 22, /* 10^22 is the largest power of ten that is a double */
  SLOW_CHARS = 128, /* longer texts are copied to the heap for the C library */
  EXPONENT_MAX = 99999,
};

static const double powers_of_ten[EXACT_POWER + 1] = {
  1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* A decimal cut into its parts: value = digits * 10^exponent. */
typedef struct {
  gboolean is_negative, has_point, has_exponent;
  int n_whole, n_digits; /* digits before the point; in all, leading zeros too */
  int n_leading_zeros;
  guint64 digits; /* valid while n_digits - n_leading_zeros <= SAFE_DIGITS */
  int exponent;
} Decimal;

static inline gboolean
is_digit(char c)
{
  return (unsigned char)(c - '0') < 10;
}

static inline const char *
take_digits(const char *p, const char *end, guint64 *digits)
{
  guint64 sum = *digits;

  while (p < end && is_digit(*p))
    sum = sum * 10 + (guint64)(*p++ - '0');
  *digits = sum;
  return p;
}

static gboolean
take_exponent(const char *p, const char *end, int *exponent)
{
  gboolean is_negative = FALSE;
  int sum = 0;

  if (p < end && (*p == '+' || *p == '-'))
    is_negative = *p++ == '-';
  if (p == end)
    return FALSE;
  for (; p < end; p++) {
    if (!is_digit(*p))
      return FALSE;
    sum = MIN(sum * 10 + (*p - '0'), EXPONENT_MAX);
  }
  *exponent = is_negative ? -sum : sum;
  return TRUE;
}

static int
count_leading_zeros(const char *p, const char *end)
{
  int n = 0;

  for (; p < end && (*p == '0' || *p == '.'); p++)
    n += *p == '0';
  return n;
}

/* Cuts [p, end), whose sign is already taken; FALSE when it is no decimal. */
static inline gboolean
cut_decimal(const char *p, const char *end, Decimal *decimal)
{
  const char *const start = p;
  int n_fraction = 0, exponent = 0;

  p = take_digits(p, end, &decimal->digits);
  decimal->n_whole = (int)(p - start);
  if (p < end && *p == '.') {
    const char *const fraction = ++p;

    decimal->has_point = TRUE;
    p = take_digits(p, end, &decimal->digits);
    n_fraction = (int)(p - fraction);
  }
  decimal->n_digits = decimal->n_whole + n_fraction;
  if (decimal->n_digits == 0)
    return FALSE;
  if (p < end) {
    if ((*p | 0x20) != 'e' || !take_exponent(p + 1, end, &exponent))
      return FALSE;
    decimal->has_exponent = TRUE;
  }
  if (decimal->n_digits > SAFE_DIGITS)
    decimal->n_leading_zeros = count_leading_zeros(start, end);
  decimal->exponent = exponent - n_fraction;
  return TRUE;
}

/* Nearest double to the 192-bit number hi:mid:lo (its top or next bit set) times 2^shift. */
static double
round_product(guint64 hi, guint64 mid, guint64 lo, int shift)
{
  const int up = (int)(~hi >> 63); /* 1 when the top bit is clear */
  guint64 bits, rest, half;
  const int dropped = 11 - up; /* bits of hi below the 53 kept */

  bits = hi >> dropped;
  rest = hi & ((G_GUINT64_CONSTANT(1) << dropped) - 1);
  half = G_GUINT64_CONSTANT(1) << (dropped - 1);
  if (rest > half || (rest == half && ((mid | lo) != 0 || (bits & 1))))
    bits++;
  /* bits may have become 2^53: the addition below then carries into the exponent, as it should. */
  {
    const guint64 biased = (guint64)(shift + 128 + dropped + 52 + 1023);
    const guint64 word = (biased << 52) + (bits - (G_GUINT64_CONSTANT(1) << 52));
    double value;

    memcpy(&value, &word, sizeof value);
    return value;
  }
}

/* Multiplies by the power of five kept to 128 bits. Lemire (2021) shows when the cut-off part
 * cannot matter; here both ends of the interval it leaves are rounded, and when they differ the
 * caller asks the C library. */
static gboolean
scale_wide(guint64 digits, int exponent, double *value)
{
  const int zeros = __builtin_clzll(digits);
  const guint64 w = digits << zeros;
  const guint64 *power = powers_of_five[exponent + DS_POWER_MAX];
  const unsigned __int128 high = (unsigned __int128)w * power[0];
  const unsigned __int128 low = (unsigned __int128)w * power[1];
  const unsigned __int128 upper = high + (guint64)(low >> 64);
  const int shift = ((exponent * 152170) >> 16) - 127 - zeros + exponent; /* floor(q log2 5) */
  const guint64 bottom = (guint64)low;
  unsigned __int128 upper_end = upper;
  guint64 bottom_end = bottom;

  /* 5^0 .. 5^55 fit 128 bits exactly; the others are cut off, by less than one unit. */
  if (exponent < 0 || exponent > 55) {
    bottom_end += w;
    upper_end += bottom_end < bottom;
  }
  *value = round_product((guint64)(upper >> 64), (guint64)upper, bottom, shift);
  return *value == round_product((guint64)(upper_end >> 64), (guint64)upper_end, bottom_end, shift);
}

static double
ask_library(const char *text, gsize length)
{
  char small[SLOW_CHARS];
  g_autofree char *large = length < SLOW_CHARS ? NULL : g_malloc(length + 1);
  char *copy = large ? large : small;

  memcpy(copy, text, length);
  copy[length] = '\0';
  return g_ascii_strtod(copy, NULL);
}

/* The magnitude; @text is the whole cell, for the library. */
static double
decimal_value(const Decimal *decimal, const char *text, gsize length)
{
  double value;

  if (decimal->n_digits - decimal->n_leading_zeros <= SAFE_DIGITS) {
    const guint64 digits = decimal->digits;
    const int exponent = decimal->exponent;

    if (digits == 0)
      return 0.0;
    if (digits <= G_GUINT64_CONSTANT(1) << 53 && ABS(exponent) <= EXACT_POWER)
      return exponent < 0 ? (double)digits / powers_of_ten[-exponent]
                          : (double)digits * powers_of_ten[exponent];
    if (ABS(exponent) <= DS_POWER_MAX && scale_wide(digits, exponent, &value))
      return value;
  }
  return fabs(ask_library(text, length));
}

static DsNumberKind
whole_number(const Decimal *decimal, gint64 *integer, double *real)
{
  const guint64 limit = (guint64)G_MAXINT64 + (decimal->is_negative ? 1 : 0);
  gint64 value;

  if (decimal->n_digits > SAFE_DIGITS || decimal->digits > limit)
    return DS_NUMBER_HUGE_INT;
  value = (gint64)(decimal->is_negative ? -decimal->digits : decimal->digits);
  *integer = value;
  *real = (double)value;
  return DS_NUMBER_INT;
}

static DsNumberKind
infinity_word(const char *p, gsize length, gboolean is_negative, double *real)
{
  if (!(length == 3 && g_ascii_strncasecmp(p, "inf", 3) == 0) &&
      !(length == 8 && g_ascii_strncasecmp(p, "infinity", 8) == 0))
    return DS_NUMBER_NONE;
  *real = is_negative ? -INFINITY : INFINITY;
  return DS_NUMBER_INFINITY;
}

DsNumberKind
ds_number_parse(const char *text, gsize length, gint64 *integer, double *real)
{
  const char *p = text, *const end = text + length;
  Decimal decimal = { 0 };
  double value;

  if (p < end && (*p == '-' || *p == '+'))
    decimal.is_negative = *p++ == '-';
  if (p == end || length > G_MAXINT / 2)
    return DS_NUMBER_NONE;
  if (!is_digit(*p) && *p != '.')
    return infinity_word(p, (gsize)(end - p), decimal.is_negative, real);
  if (!cut_decimal(p, end, &decimal))
    return DS_NUMBER_NONE;
  if (decimal.n_whole > 1 && *p == '0')
    return DS_NUMBER_ZEROS;
  if (!decimal.has_point && !decimal.has_exponent)
    return whole_number(&decimal, integer, real);
  value = decimal_value(&decimal, text, length);
  if (isinf(value))
    return DS_NUMBER_OVERFLOW;
  *real = decimal.is_negative ? -value : value;
  return DS_NUMBER_REAL;
}
