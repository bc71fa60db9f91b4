/* tests/engine/test-open.c - a file is what its bytes say, and what holds no table is named. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "engine/io/open.h"

typedef struct {
  char *folder, *path;
} Place;

static void
set_up(Place *place, gconstpointer data)
{
  (void)data;
  place->folder = g_dir_make_tmp("dayshift-test-XXXXXX", NULL);
  place->path = g_build_filename(place->folder, "data.csv", NULL);
}

static void
tear_down(Place *place, gconstpointer data)
{
  g_autofree char *remove = g_strdup_printf("rm -rf '%s'", place->folder);

  (void)data;
  g_assert_true(g_spawn_command_line_sync(remove, NULL, NULL, NULL, NULL));
  g_free(place->folder);
  g_free(place->path);
}

static const DsTable *
open_bytes(const Place *place, const char *bytes, gsize n, DsNotes *notes, GError **error)
{
  g_assert_true(g_file_set_contents(place->path, bytes, (gssize)n, NULL));
  return ds_open(place->path, NULL, NULL, notes, NULL, error);
}

static void
assert_one(const DsTable *table)
{
  g_assert_nonnull(table);
  g_assert_cmpuint(ds_table_n_rows(table), ==, 1);
  g_assert_cmpuint(ds_table_n_columns(table), ==, 2);
  g_assert_cmpfloat(ds_table_real(table, "a", 0), ==, 1.0);
}

static void
test_content_decides(Place *place, gconstpointer data)
{
  static const char *const contents[] = { "a,b\n1,x\n", "a\tb\n1\tx\n", "{\"a\":1,\"b\":\"x\"}\n",
                                          "[{\"a\":1,\"b\":\"x\"}]" };

  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(DsNotes) notes = ds_notes_new();
    DS_TABLE_AUTO table = open_bytes(place, contents[i], strlen(contents[i]), notes, &error);

    g_assert_no_error(error);
    assert_one(table);
    if (i >= 2)
      g_assert_cmpstr(ds_notes_get(notes, 0), ==,
                      "data.csv holds JSON Lines, whatever its name says, and was read as that");
  }
}

/* A gzip file in a gzip file in a gzip file. */
static void
test_layers(Place *place, gconstpointer data)
{
  g_autoptr(GZlibCompressor) deflate = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  char bytes[2][512] = { "a,b\n1,x\n" };
  gsize n = strlen(bytes[0]), used;
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;

  (void)data;
  for (int layer = 0; layer < 3; layer++) {
    gsize made;

    g_assert_cmpint(g_converter_convert(G_CONVERTER(deflate), bytes[layer % 2], n,
                                        bytes[(layer + 1) % 2], sizeof bytes[0],
                                        G_CONVERTER_INPUT_AT_END, &used, &made, NULL),
                    ==, G_CONVERTER_FINISHED);
    g_converter_reset(G_CONVERTER(deflate));
    n = made;
  }
  table = open_bytes(place, bytes[1], n, NULL, &error);
  g_assert_no_error(error);
  assert_one(table);
}

static void
test_what_is_no_table(Place *place, gconstpointer data)
{
#define BYTES(s) s, sizeof s - 1
  static const struct {
    const char *bytes;
    gsize n;
    const char *part;
  } cases[] = {
    { BYTES("  <!DOCTYPE HTML><html>"), "is a web page, not data" },
    { BYTES("\xef\xbb\xbf<html>"), "is a web page, not data" },
    { BYTES("<?xml version='1.0'?>"), "is an XML file" },
    { BYTES("PAR1\0\0\0\0"), "is a Parquet file" },
    { BYTES("%PDF-1.7"), "is a PDF" },
    { BYTES("\x89PNG\r\n\x1a\n\0\0"), "is a PNG picture" },
    { BYTES("\x7f"
            "ELF\2\1\1"),
      "is a program" },
    { BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"), "is an old Excel or Word file" },
    { BYTES("PK\3\4\x14\0\6\0\x08\0\0\0!\0________________[Content_Types].xml"),
      "is an Excel or Word file" },
    { BYTES("version https://git-lfs.github.com/spec/v1\noid"), "is a Git LFS pointer" },
    { BYTES(""), "is empty" },
  };
#undef BYTES

  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = open_bytes(place, cases[i].bytes, cases[i].n, NULL, &error);

    g_assert_null(table);
    if (!error || !strstr(error->message, cases[i].part))
      g_error("case %d: %s", (int)i, error ? error->message : "no error");
    g_assert_true(error->domain == DS_DATA_ERROR);
  }
}

static void
test_what_is_not_there(Place *place, gconstpointer data)
{
  g_autofree char *near = g_build_filename(place->folder, "data.cvs", NULL);
  g_autoptr(GError) missing = NULL, folder = NULL;
  DS_TABLE_AUTO table = NULL;

  (void)data;
  g_assert_true(g_file_set_contents(place->path, "a\n1\n", -1, NULL));
  table = ds_open(near, NULL, NULL, NULL, NULL, &missing);
  g_assert_null(table);
  g_assert_error(missing, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
  g_assert_nonnull(strstr(missing->message, "did you mean \"data.csv\"?"));
  table = ds_open(place->folder, NULL, NULL, NULL, NULL, &folder);
  g_assert_null(table);
  g_assert_error(folder, DS_DATA_ERROR, DS_DATA_ERROR_IO);
  if (geteuid() != 0) { /* root may read everything */
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(g_chmod(place->path, 0), ==, 0);
    table = ds_open(place->path, NULL, NULL, NULL, NULL, &error);
    g_assert_null(table);
    g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_IO);
  }
}

static void
test_unused_options(Place *place, gconstpointer data)
{
  DsOpenOptions options = DS_OPEN_DETECT;
  g_autoptr(DsNotes) notes = ds_notes_new();
  DS_TABLE_AUTO table = NULL;

  (void)data;
  options.csv.delimiter = ';';
  options.table = "t";
  options.member = "m";
  g_assert_true(g_file_set_contents(place->path, "{\"a\":1}\n", -1, NULL));
  table = ds_open(place->path, &options, NULL, notes, NULL, NULL);
  g_assert_nonnull(table);
  g_assert_cmpuint(ds_notes_count(notes), ==, 4); /* one is about the name */
}

/* A pipe, whose size nobody knows before. */
static void
test_pipe(Place *place, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename(place->folder, "pipe", NULL);
  g_autofree char *command = g_strdup_printf("printf 'a,b\\n1,x\\n' >'%s'", pipe);
  char *argv[] = { (char *)"/bin/sh", (char *)"-c", command, NULL };
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;
  DsOpenInfo info;

  (void)data;
  g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
  g_assert_true(g_spawn_async(NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL));
  table = ds_open(pipe, NULL, NULL, NULL, &info, &error);
  g_assert_no_error(error);
  assert_one(table);
  g_assert_cmpuint(info.bytes, ==, 8);
}

/* The second time from the cache, with the same notes; not after a change. */
static void
test_again_from_cache(Place *place, gconstpointer data)
{
  g_autofree char *folder = g_build_filename(place->folder, "cache", NULL);
  g_autoptr(DsCache) cache = ds_cache_new(folder);
  g_autoptr(GString) text = g_string_new("id,word\n");
  DsOpenOptions options = DS_OPEN_DETECT;
  gsize n_notes = 0;

  (void)data;
  options.cache = cache;
  for (int i = 0; text->len < DS_CACHE_MIN_SOURCE + 100; i++)
    g_string_append_printf(text, "0%d,some text to make it longer %d\n", i, i % 1000);
  g_assert_true(g_file_set_contents(place->path, text->str, (gssize)text->len, NULL));
  for (int i = 0; i < 3; i++) {
    g_autoptr(DsNotes) notes = ds_notes_new();
    DS_TABLE_AUTO table = NULL;
    g_autofree char *id = NULL;
    DsOpenInfo info;

    g_usleep(15000); /* a tick of the clock of file times */
    table = ds_open(place->path, &options, NULL, notes, &info, NULL);
    g_assert_nonnull(table);
    g_assert_cmpint(info.from_cache, ==, i == 1);
    g_assert_cmpuint(info.bytes, ==, text->len);
    id = ds_table_text(table, "id", 1);
    g_assert_cmpstr(id, ==, i == 2 ? "09" : "01");
    if (i == 1)
      g_assert_cmpuint(ds_notes_count(notes), ==, n_notes);
    n_notes = ds_notes_count(notes);
    g_assert_cmpuint(n_notes, >, 0);
    ds_cache_finish(cache);
    if (i == 1) {
      *(strstr(text->str, "\n01,") + 2) = '9';
      g_assert_true(g_file_set_contents(place->path, text->str, (gssize)text->len, NULL));
    }
  }
}

#define ADD(path, test) g_test_add(path, Place, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  ADD("/open/content/decides", test_content_decides);
  ADD("/open/content/layers", test_layers);
  ADD("/open/content/no-table", test_what_is_no_table);
  ADD("/open/path/not-there", test_what_is_not_there);
  ADD("/open/path/pipe", test_pipe);
  ADD("/open/options/unused-are-named", test_unused_options);
  ADD("/open/cache/again", test_again_from_cache);
  return g_test_run();
}
