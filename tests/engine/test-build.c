/* tests/engine/test-build.c - the build holds the promises that the numbers rely on. */
#include <glib.h>
#include <math.h>

/* With contraction into a fused multiply-add the low part of the product would survive. */
static void
test_no_contraction(void)
{
  const volatile double a = 1.0 + 0x1p-30, b = 1.0 - 0x1p-30;
  const volatile double c = -1.0;
  const double product = a * b; /* 1 - 2^-60 exactly, rounds to 1 */

  g_assert_cmpfloat(product + c, ==, 0.0);
  g_assert_cmpfloat(a * b + c, ==, 0.0);
}

/* -ffast-math would fold these away. */
static void
test_nan_and_infinity(void)
{
  const volatile double zero = 0.0;
  const double nan = zero / zero, inf = 1.0 / zero;

  g_assert_true(isnan(nan));
  g_assert_false(nan == nan);
  g_assert_true(isinf(inf));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/build/arithmetic/not-contracted", test_no_contraction);
  g_test_add_func("/build/arithmetic/nan-and-infinity", test_nan_and_infinity);
  return g_test_run();
}
