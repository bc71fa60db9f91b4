/* tests/engine/test-infer.c - the narrowest type that holds every value. */
#include <glib.h>
#include <string.h>

#include "engine/base/moment.h"
#include "engine/table/infer.h"

static void
test_types(void)
{
  static const struct {
    const char *values; /* separated by '|' */
    DsType type;
  } cases[] = {
    { "1|2|-3", DS_TYPE_INT },
    { "1|2.5", DS_TYPE_REAL },
    { "1|inf", DS_TYPE_REAL },
    { "9007199254740993|2", DS_TYPE_INT },
    { "9007199254740993|2.5", DS_TYPE_TEXT }, /* no double is 2^53 + 1 */
    { "9007199254740992|2.5", DS_TYPE_REAL },
    { "9223372036854775807|0.5", DS_TYPE_TEXT },
    { "9223372036854775808|1", DS_TYPE_TEXT },
    { "007|1", DS_TYPE_TEXT },
    { "1e400|1", DS_TYPE_TEXT },
    { "1|x", DS_TYPE_TEXT },
    { "1|?", DS_TYPE_INT },
    { "x|?", DS_TYPE_TEXT },
    { "?", DS_TYPE_TEXT },
    { "true|?", DS_TYPE_TEXT },
    { "true|false", DS_TYPE_BOOL },
    { "True|False", DS_TYPE_BOOL },
    { "true|False", DS_TYPE_TEXT },
    { "true|1", DS_TYPE_TEXT },
    { "2020-01-01|1999-12-31", DS_TYPE_DATE },
    { "2020-01-01|2020-01-01T00:00:00Z", DS_TYPE_TEXT },
    { "2020-01-01T00:00:00Z|2020-01-01 10:00:00+02:00", DS_TYPE_TIME },
    { "2020-01-01T00:00:00Z|2020-01-01 10:00:00", DS_TYPE_TEXT },
    { "2020/01/01 00:00|2020-01-01 10:00", DS_TYPE_TEXT },
    { "1.5e-00005|1", DS_TYPE_REAL }, /* '-' where a date has one */
  };

  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_auto(GStrv) values = g_strsplit(cases[i].values, "|", -1);
    DsInfer infer = { 0 };

    for (char **p = values; *p; p++) {
      DsInferValue value = { 0 };

      ds_infer_value(*p, strlen(*p), &value);
      ds_infer_add(&infer, &value);
    }
    g_test_message("%s", cases[i].values);
    g_assert_cmpint(ds_infer_type(&infer), ==, cases[i].type);
  }
}

static void
test_nothing_is_text(void)
{
  const DsInfer infer = { .seen = DS_SEEN_MISSING };

  g_assert_cmpint(ds_infer_type(&infer), ==, DS_TYPE_TEXT);
}

/* Seconds are left out in writing only when no value had them. */
static void
test_style(void)
{
  DsInfer infer = { 0 };
  DsInferValue value = { .seen = DS_SEEN_TIME, .style = DS_MOMENT_UNZONED | DS_MOMENT_NO_SECONDS };

  ds_infer_add(&infer, &value);
  g_assert_cmpuint(ds_infer_style(&infer), ==, value.style);
  value.style = DS_MOMENT_UNZONED;
  ds_infer_add(&infer, &value);
  g_assert_cmpuint(ds_infer_style(&infer), ==, DS_MOMENT_UNZONED);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/table/infer/types", test_types);
  g_test_add_func("/table/infer/nothing-is-text", test_nothing_is_text);
  g_test_add_func("/table/infer/style", test_style);
  return g_test_run();
}
