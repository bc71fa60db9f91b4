/* tests/engine/test-encoding.c - bytes to UTF-8, and what is no UTF-8 counted. */
#include <glib.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/io/encoding.h"

static void
test_marks(void)
{
  gsize n = 0;

  g_assert_cmpstr(ds_encoding_of_mark("\xef\xbb\xbf"
                                      "a",
                                      4, &n),
                  ==, "utf-8");
  g_assert_cmpuint(n, ==, 3);
  g_assert_cmpstr(ds_encoding_of_mark("\xff\xfe"
                                      "a\0",
                                      4, &n),
                  ==, "utf-16le");
  g_assert_cmpstr(ds_encoding_of_mark("\xfe\xff", 2, &n), ==, "utf-16be");
  g_assert_null(ds_encoding_of_mark("abc", 3, &n));
  g_assert_cmpstr(ds_encoding_of_nuls("a\0,\0b\0\n\0", 8), ==, "utf-16le");
  g_assert_cmpstr(ds_encoding_of_nuls("\0a\0,\0b\0\n", 8), ==, "utf-16be");
  g_assert_null(ds_encoding_of_nuls("a,b\n1,2\n", 8));
}

/* The bytes 0x80 to 0xff by iconv's own table; five of them have no meaning there. */
static void
test_cp1252_equals_iconv(void)
{
  for (int i = 0x20; i < 256; i++) {
    const char byte = (char)i;
    char text[4] = { 0 };
    g_autofree char *expected = g_convert(&byte, 1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
    const gsize n = ds_cp1252_to_utf8(&byte, 1, text);

    g_assert_true(g_utf8_validate(text, (gssize)n, NULL));
    if (expected)
      g_assert_cmpstr(text, ==, expected);
    else
      g_assert_cmpuint(g_utf8_get_char(text), ==, (gunichar)i);
  }
}

/* Whole and in two blocks, against GLib's validator. */
static void
test_count_equals_glib(void)
{
  DsRandom random = ds_random_new(21, 0);

  for (int i = 0; i < 20000; i++) {
    static const guchar leads[] = { 'a',  0x80, 0xbf, 0xc0, 0xc3, 0xa9, 0xe2, 0x82, 0xac,
                                    0xed, 0xa0, 0xf0, 0x9f, 0x98, 0x80, 0xf4, 0x90, 0xff };
    char bytes[12];
    const gsize n = 1 + ds_random_below(&random, sizeof bytes);
    const gsize cut = ds_random_below(&random, n + 1);
    DsUtf8Count whole, first, second;
    guint64 n_lone;

    for (gsize j = 0; j < n; j++)
      bytes[j] = (char)leads[ds_random_below(&random, G_N_ELEMENTS(leads))];
    ds_utf8_count(bytes, n, 0, &whole);
    g_assert_cmpint(whole.n_broken + whole.n_lone + whole.n_lead == 0, ==,
                    g_utf8_validate(bytes, (gssize)n, NULL));
    if (cut < 3 || n - cut < 3)
      continue; /* a block smaller than a character is the splitter's matter */
    ds_utf8_count(bytes, cut, n - cut, &first);
    ds_utf8_count(bytes + cut, n - cut, 0, &second);
    n_lone = second.n_lead > first.overhang ? second.n_lead - first.overhang : 0;
    g_assert_cmpuint(first.n_valid + second.n_valid, ==, whole.n_valid);
    g_assert_cmpint(first.n_broken + first.n_lone + second.n_broken + second.n_lone + n_lone == 0,
                    ==, whole.n_broken + whole.n_lone == 0);
  }
}

static void
test_unknown_is_named(void)
{
  g_autoptr(GError) error = NULL;
  DsEncoding encoding;

  g_assert_false(ds_encoding_lookup("klingon-8", &encoding, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_ENCODING);
  g_assert_nonnull(strstr(error->message, "klingon-8"));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/io/encoding/marks", test_marks);
  g_test_add_func("/io/encoding/cp1252-equals-iconv", test_cp1252_equals_iconv);
  g_test_add_func("/io/encoding/count-equals-glib", test_count_equals_glib);
  g_test_add_func("/io/encoding/unknown-is-named", test_unknown_is_named);
  return g_test_run();
}
