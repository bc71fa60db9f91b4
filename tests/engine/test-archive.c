/* tests/engine/test-archive.c - packed files give what was packed, or say what is wrong. */
#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/io/archive.h"

#define CONTENT "a,b\n1,x\n2,y\n"

typedef struct {
  const char *name, *content;
} Member;

typedef struct archive Archive;

/* Packs members (the last has no name) by libarchive's writer. */
static GBytes *
pack(int (*format)(Archive *), int (*filter)(Archive *), const char *password,
     const Member *members)
{
  Archive *archive = archive_write_new();
  char *room = g_malloc0(1 << 16);
  size_t used = 0;

  g_assert_cmpint(format(archive), ==, ARCHIVE_OK);
  if (filter)
    g_assert_cmpint(filter(archive), ==, ARCHIVE_OK);
  if (password) {
    g_assert_cmpint(archive_write_set_options(archive, "zip:encryption=traditional"), ==,
                    ARCHIVE_OK);
    g_assert_cmpint(archive_write_set_passphrase(archive, password), ==, ARCHIVE_OK);
  }
  archive_write_set_bytes_in_last_block(archive, 1);
  g_assert_cmpint(archive_write_open_memory(archive, room, 1 << 16, &used), ==, ARCHIVE_OK);
  for (; members->name; members++) {
    struct archive_entry *entry = archive_entry_new();
    const gboolean is_folder = g_str_has_suffix(members->name, "/");

    archive_entry_set_pathname(entry, members->name);
    archive_entry_set_filetype(entry, is_folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)strlen(members->content));
    g_assert_cmpint(archive_write_header(archive, entry), ==, ARCHIVE_OK);
    archive_write_data(archive, members->content, strlen(members->content));
    archive_entry_free(entry);
  }
  g_assert_cmpint(archive_write_close(archive), ==, ARCHIVE_OK);
  archive_write_free(archive);
  return g_bytes_new_take(room, used);
}

static GBytes *
gzip(const char *content)
{
  g_autoptr(GZlibCompressor) deflate = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  char room[4096];
  gsize used, made;

  g_assert_cmpint(g_converter_convert(G_CONVERTER(deflate), content, strlen(content), room,
                                      sizeof room, G_CONVERTER_INPUT_AT_END, &used, &made, NULL),
                  ==, G_CONVERTER_FINISHED);
  return g_bytes_new(room, made);
}

static DsSource *
unpack(GBytes *packed, const char *member, DsNotes *notes, GError **error)
{
  g_autoptr(DsSource) source = ds_source_new_bytes("packed", packed);
  const DsUnpackOptions options = { .member = member, .notes = notes };
  gsize n;
  const char *bytes = g_bytes_get_data(packed, &n);

  g_assert_true(ds_archive_recognise(bytes, n));
  return ds_archive_unpack(source, &options, NULL, error);
}

static void
assert_content(DsSource *source, const char *expected)
{
  g_assert_nonnull(source);
  g_assert_cmpuint(ds_source_size(source), ==, strlen(expected));
  g_assert_true(memcmp(ds_source_memory(source), expected, strlen(expected)) == 0);
}

static void
test_one_file(void)
{
  const Member one[] = { { "folder/", "" }, { "folder/a.csv", CONTENT }, { NULL, NULL } };
  const Member raw[] = { { "a", CONTENT }, { NULL, NULL } };
  GBytes *packed[] = {
    gzip(CONTENT),
    pack(archive_write_set_format_raw, archive_write_add_filter_bzip2, NULL, raw),
    pack(archive_write_set_format_raw, archive_write_add_filter_xz, NULL, raw),
    pack(archive_write_set_format_raw, archive_write_add_filter_zstd, NULL, raw),
    pack(archive_write_set_format_zip, NULL, NULL, one),
    pack(archive_write_set_format_7zip, NULL, NULL, one),
    pack(archive_write_set_format_ustar, NULL, NULL, one),
    pack(archive_write_set_format_pax_restricted, NULL, NULL, one),
  };

  for (gsize i = 0; i < G_N_ELEMENTS(packed); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(DsSource) source = unpack(packed[i], NULL, NULL, &error);

    g_assert_no_error(error);
    assert_content(source, CONTENT);
    g_assert_cmpstr(ds_source_name(source), ==, i < 4 ? "packed" : "packed:folder/a.csv");
    g_bytes_unref(packed[i]);
  }
}

static void
test_several_gzip_members(void)
{
  g_autoptr(GBytes) a = gzip("a,b\n"), b = gzip("1,x\n2,y\n");
  g_autoptr(GByteArray) both = g_byte_array_new();
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(DsSource) source = NULL;

  g_byte_array_append(both, g_bytes_get_data(a, NULL), (guint)g_bytes_get_size(a));
  g_byte_array_append(both, g_bytes_get_data(b, NULL), (guint)g_bytes_get_size(b));
  g_byte_array_append(both, (const guint8 *)"\0\0\0\0", 4); /* padding, as on tapes */
  packed = g_bytes_new(both->data, both->len);
  source = unpack(packed, NULL, NULL, NULL);
  assert_content(source, CONTENT);
}

static void
test_several_files(void)
{
  const Member two[] = { { "x/a.csv", CONTENT }, { "x/b.csv", "c\n9\n" }, { NULL, NULL } };
  g_autoptr(GBytes) packed = pack(archive_write_set_format_zip, NULL, NULL, two);
  g_autoptr(GError) error = NULL, other = NULL;
  g_autoptr(DsSource) none = unpack(packed, NULL, NULL, &error);
  g_autoptr(DsSource) wrong = NULL;
  g_autoptr(DsSource) b = unpack(packed, "b.csv", NULL, NULL);
  g_autoptr(DsSource) whole = unpack(packed, "x/a.csv", NULL, NULL);

  g_assert_null(none);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_AMBIGUOUS);
  g_assert_cmpstr(error->message, ==,
                  "packed: holds 2 files: x/a.csv, x/b.csv; choose one with member=NAME");
  assert_content(b, "c\n9\n");
  assert_content(whole, CONTENT);
  wrong = unpack(packed, "c.csv", NULL, &other);
  g_assert_null(wrong);
  g_assert_error(other, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
  g_assert_cmpstr(other->message, ==, "packed: holds no file \"c.csv\"; it holds x/a.csv, x/b.csv");
}

static void
test_companions_do_not_count(void)
{
  const Member members[] = { { "__MACOSX/._a.csv", "junk" },
                             { ".DS_Store", "junk" },
                             { "README.md", "about" },
                             { "a.csv", CONTENT },
                             { NULL, NULL } };
  g_autoptr(GBytes) packed = pack(archive_write_set_format_zip, NULL, NULL, members);
  g_autoptr(DsNotes) notes = ds_notes_new();
  g_autoptr(DsSource) source = unpack(packed, NULL, notes, NULL);

  assert_content(source, CONTENT);
  g_assert_cmpuint(ds_notes_count(notes), ==, 1);
  g_assert_cmpstr(ds_notes_get(notes, 0), ==,
                  "the archive also holds README.md, which was left out");
}

static void
test_nothing_inside(void)
{
  const Member nothing[] = { { "folder/", "" }, { NULL, NULL } };
  g_autoptr(GBytes) packed = pack(archive_write_set_format_zip, NULL, NULL, nothing);
  g_autoptr(GError) error = NULL;
  g_autoptr(DsSource) source = unpack(packed, NULL, NULL, &error);

  g_assert_null(source);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND);
}

static void
test_encrypted(void)
{
  const Member one[] = { { "a.csv", CONTENT }, { NULL, NULL } };
  g_autoptr(GBytes) packed = pack(archive_write_set_format_zip, NULL, "secret", one);
  g_autoptr(GError) error = NULL;
  g_autoptr(DsSource) source = unpack(packed, NULL, NULL, &error);

  g_assert_null(source);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX);
  g_assert_cmpstr(error->message, ==, "packed: is encrypted; unpack it with its password first");
}

/* libarchive does not compare gzip's checksum: a changed byte in a stored block passed unseen. */
static void
test_gzip_checksum(void)
{
  g_autoptr(GZlibCompressor) deflate = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 0);
  char room[256], *digit;
  gsize used, made;
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(DsSource) source = NULL;

  g_converter_convert(G_CONVERTER(deflate), CONTENT, strlen(CONTENT), room, sizeof room,
                      G_CONVERTER_INPUT_AT_END, &used, &made, NULL);
  digit = memchr(room + 10, '2', made - 10);
  g_assert_nonnull(digit);
  *digit = '3';
  packed = g_bytes_new(room, made);
  source = unpack(packed, NULL, NULL, &error);
  g_assert_null(source);
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX);
}

/* Cut anywhere, a packed file is an error or (where only padding went) the whole content. */
static void
cut_everywhere(GBytes *packed, gsize first)
{
  const char *bytes = g_bytes_get_data(packed, NULL);

  for (gsize n = first; n < g_bytes_get_size(packed); n++) {
    g_autoptr(GBytes) cut = g_bytes_new(bytes, n);
    g_autoptr(GError) error = NULL;
    g_autoptr(DsSource) source = unpack(cut, NULL, NULL, &error);

    if (source)
      assert_content(source, CONTENT);
    else
      g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX);
  }
}

static void
test_cut_everywhere(void)
{
  const Member one[] = { { "a.csv", CONTENT }, { NULL, NULL } };
  g_autoptr(GBytes) gz = gzip(CONTENT);
  g_autoptr(GBytes) bz2 =
      pack(archive_write_set_format_raw, archive_write_add_filter_bzip2, NULL, one);
  g_autoptr(GBytes) xz = pack(archive_write_set_format_raw, archive_write_add_filter_xz, NULL, one);
  g_autoptr(GBytes) zst =
      pack(archive_write_set_format_raw, archive_write_add_filter_zstd, NULL, one);

  cut_everywhere(gz, 3);
  cut_everywhere(bz2, 10);
  cut_everywhere(xz, 6);
  cut_everywhere(zst, 4);
}

static void
test_refused_memory(void)
{
  g_autoptr(GBytes) gz = gzip(CONTENT);

  for (guint nth = 1; nth <= 2; nth++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(DsSource) source = NULL;

    ds_memory_fail_nth(nth);
    source = unpack(gz, NULL, NULL, &error);
    ds_memory_fail_nth(0);
    if (!source)
      g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  }
}

static void
note_preview(const char *name, const char *bytes, gsize n, gpointer data)
{
  g_assert_cmpstr(name, ==, "packed");
  g_assert_cmpint(bytes[0], ==, '0');
  *(gsize *)data += n;
}

static void
test_preview_and_cancel(void)
{
  g_autoptr(GString) zeros = g_string_new(NULL);
  g_autoptr(GZlibCompressor) deflate = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autofree char *room = g_malloc(1 << 16);
  g_autoptr(GBytes) packed = NULL;
  g_autoptr(DsSource) source = NULL, unpacked = NULL, cancelled = NULL;
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autoptr(GError) error = NULL;
  gsize shown = 0, used, made;
  const DsUnpackOptions options = { .preview = note_preview, .data = &shown };

  for (int i = 0; i < 1 << 20; i++)
    g_string_append_c(zeros, '0');
  g_converter_convert(G_CONVERTER(deflate), zeros->str, zeros->len, room, 1 << 16,
                      G_CONVERTER_INPUT_AT_END, &used, &made, NULL);
  packed = g_bytes_new(room, made);
  source = ds_source_new_bytes("packed", packed);
  unpacked = ds_archive_unpack(source, &options, progress, NULL);
  assert_content(unpacked, zeros->str);
  g_assert_cmpuint(shown, >=, 1 << 18);
  g_assert_cmpuint(shown, <, 1 << 20);
  ds_progress_cancel(progress);
  cancelled = ds_archive_unpack(source, &options, progress, &error);
  g_assert_null(cancelled);
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_not_recognised(void)
{
  g_assert_false(ds_archive_recognise("BZh,b\n1,2\n", 10));
  g_assert_false(ds_archive_recognise("PK,b\n1,2\n", 9));
  g_assert_false(ds_archive_recognise("", 0));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/archive/unpack/one-file", test_one_file);
  g_test_add_func("/archive/unpack/several-gzip-members", test_several_gzip_members);
  g_test_add_func("/archive/unpack/several-files-are-named", test_several_files);
  g_test_add_func("/archive/unpack/companions-do-not-count", test_companions_do_not_count);
  g_test_add_func("/archive/unpack/nothing-inside", test_nothing_inside);
  g_test_add_func("/archive/unpack/encrypted", test_encrypted);
  g_test_add_func("/archive/unpack/gzip-checksum", test_gzip_checksum);
  g_test_add_func("/archive/unpack/cut-everywhere", test_cut_everywhere);
  g_test_add_func("/archive/unpack/refused-memory", test_refused_memory);
  g_test_add_func("/archive/unpack/preview-and-cancel", test_preview_and_cancel);
  g_test_add_func("/archive/recognise/text-is-none", test_not_recognised);
  return g_test_run();
}
