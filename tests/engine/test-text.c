/* tests/engine/test-text.c - what reaches a terminal, its width, where it is cut, near words. */
#include "engine/base/text.h"

#include <string.h>

static void
check_terminal(const char *text, gssize length, const char *expected)
{
  g_autofree char *shown = ds_text_for_terminal(text, length);

  g_assert_cmpstr(shown, ==, expected);
  g_assert_true(g_utf8_validate(shown, -1, NULL));
}

static void
test_controls_become_symbols(void)
{
  check_terminal("plain", -1, "plain");
  check_terminal("", 0, "");
  check_terminal("\x1b[31mred", -1, "␛[31mred");
  check_terminal("a\nb\tc\r", -1, "a␊b␉c␍");
  check_terminal("a\0b", 3, "a␀b");
  check_terminal("\x7f", -1, "␡");
  check_terminal("\xc2\x9b"
                 "2J",
                 -1, "<9B>2J");
  check_terminal("\xc2\x85", -1, "<85>");
}

static void
test_bytes_that_are_no_text(void)
{
  check_terminal("\xff\xfe", -1, "<FF><FE>");
  check_terminal("caf\xe9", -1, "caf<E9>");           /* Latin-1 */
  check_terminal("\xed\xa0\x80", -1, "<ED><A0><80>"); /* a surrogate in UTF-8 */
  check_terminal("\xc0\xaf", -1, "<C0><AF>");         /* overlong */
  check_terminal("\xe2\x82", -1, "<E2><82>");         /* cut in a character */
}

static void
test_movers_and_hiders_are_named(void)
{
  check_terminal("a\u202Eb", -1, "a<U+202E>b");
  check_terminal("\u2066x\u2069", -1, "<U+2066>x<U+2069>");
  check_terminal("a\u200Bb\uFEFF", -1, "a<U+200B>b<U+FEFF>");
  check_terminal("a\u2028b\u2029", -1, "a<U+2028>b<U+2029>");
  check_terminal("so\u00ADft", -1, "so<U+00AD>ft");
  check_terminal("\U000E0041", -1, "<U+E0041>");
  check_terminal("\u0378", -1, "<U+0378>"); /* unassigned */
  check_terminal("\u0301a", -1, "\u25CC\u0301a");
  check_terminal("👨\u200D👩", -1, "👨\u200D👩");
}

static void
test_width(void)
{
  static const struct {
    const char *text;
    int width;
  } rows[] = {
    { "", 0 },
    { "abc", 3 },
    { "é", 1 },
    { "e\u0301", 1 },
    { "日本語", 6 },
    { "한국", 4 },
    { "\u1112\u1161\u11ab", 2 }, /* Hangul as conjoining parts */
    { "ｆｕｌｌ", 8 },
    { "😀", 2 },
    { "👨\u200D👩\u200D👧", 2 }, /* family: counts as its first */
    { "👍🏽", 2 },        /* skin tone joins */
    { "🏽", 2 },            /* alone it stands */
    { "❤\uFE0F", 1 },         /* drawn without its selector */
    { "🇩🇪", 2 },
    { "שלום", 4 },
    { "हिन्दी", 5 }, /* Mn 0, Mc 1 */
    { "क\u200Dष", 2 },
    { "\U0001FAE9", 2 }, /* Unicode 16 */
    { "▁▂▃…", 4 },
    { "a\u00A0b", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_test_message("%s", rows[i].text);
    g_assert_cmpint(ds_text_width(rows[i].text), ==, rows[i].width);
  }
}

static void
check_fit(const char *text, int width, gboolean ascii, const char *expected)
{
  g_autofree char *fit = ds_text_fit(text, width, ascii);

  g_assert_cmpstr(fit, ==, expected);
  g_assert_cmpint(ds_text_width(fit), <=, MAX(width, 0));
}

static void
test_fit(void)
{
  check_fit("abc", 3, FALSE, "abc");
  check_fit("abcd", 3, FALSE, "ab…");
  check_fit("abcd", 3, TRUE, "ab~");
  check_fit("abcd", 1, FALSE, "…");
  check_fit("abcd", 0, FALSE, "");
  check_fit("", 0, FALSE, "");
  check_fit("日本語", 6, FALSE, "日本語");
  check_fit("日本語", 5, FALSE, "日本…");
  check_fit("日本語", 4, FALSE, "日…"); /* a half would not fit: one cell stays free */
  check_fit("e\u0301e\u0301e\u0301", 2, FALSE, "e\u0301…");
  check_fit("👨\u200D👩\u200D👧ab", 3, FALSE, "👨\u200D👩\u200D👧…");
}

/* Whatever bytes come in, what comes out is one line of valid text without a control. */
static void
test_any_bytes_are_calm(void)
{
  for (guint round = 0; round < 2000; round++) {
    char bytes[48];
    g_autofree char *shown = NULL;
    g_autofree char *fit = NULL;
    const gsize n = (gsize)g_test_rand_int_range(0, sizeof bytes);

    for (gsize i = 0; i < n; i++)
      bytes[i] = (char)g_test_rand_int_range(0, 256);
    shown = ds_text_for_terminal(bytes, (gssize)n);
    g_assert_true(g_utf8_validate(shown, -1, NULL));
    for (const char *p = shown; *p; p = g_utf8_next_char(p))
      g_assert_false(g_unichar_iscntrl(g_utf8_get_char(p)));
    fit = ds_text_fit(shown, 7, FALSE);
    g_assert_cmpint(ds_text_width(fit), <=, 7);
  }
}

static void
test_nearest(void)
{
  static const char *const names[] = {
    "bill_length", "bill_depth", "species", "sex", "année", NULL
  };
  static const char *const none[] = { NULL };

  g_assert_cmpstr(ds_text_nearest("bill_lenght", names), ==, "bill_length");
  g_assert_cmpstr(ds_text_nearest("Species", names), ==, "species");
  g_assert_cmpstr(ds_text_nearest("spec", names), ==, "species"); /* the only one so begun */
  g_assert_cmpstr(ds_text_nearest("bill", names), ==, NULL);      /* two begin so */
  g_assert_cmpstr(ds_text_nearest("sxe", names), ==, "sex");
  g_assert_cmpstr(ds_text_nearest("ANNÉE", names), ==, "année");
  g_assert_cmpstr(ds_text_nearest("zzzzzz", names), ==, NULL);
  g_assert_cmpstr(ds_text_nearest("x", names), ==, NULL);
  g_assert_cmpstr(ds_text_nearest("", names), ==, NULL);
  g_assert_cmpstr(ds_text_nearest("sex", none), ==, NULL);
  g_assert_cmpstr(ds_text_nearest("caf\xe9", names), ==, NULL);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/base/text/controls-become-symbols", test_controls_become_symbols);
  g_test_add_func("/base/text/bytes-that-are-no-text-are-named", test_bytes_that_are_no_text);
  g_test_add_func("/base/text/movers-and-hiders-are-named", test_movers_and_hiders_are_named);
  g_test_add_func("/base/text/any-bytes-are-calm", test_any_bytes_are_calm);
  g_test_add_func("/base/text/width", test_width);
  g_test_add_func("/base/text/fit-cuts-between-clusters", test_fit);
  g_test_add_func("/base/text/nearest", test_nearest);
  return g_test_run();
}
