/* tests/engine/test-cache.c - the cache gives the same table, and never a wrong one. */
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "engine/base/content-hash.h"
#include "engine/base/random.h"
#include "engine/table/builder.h"
#include "engine/table/cache.h"

typedef struct {
  char *folder, *cache_folder, *data;
  DsCache *cache;
} Place;

/* A data file that is large enough and was written a while ago. */
static void
write_data(const Place *place, char fill)
{
  g_autofree char *content = g_malloc(DS_CACHE_MIN_SOURCE + 10);

  memset(content, fill, DS_CACHE_MIN_SOURCE + 10);
  g_assert_true(g_file_set_contents(place->data, content, (gssize)DS_CACHE_MIN_SOURCE + 10, NULL));
  g_usleep(15000); /* a tick of the clock of file times */
}

static void
set_up(Place *place, gconstpointer data)
{
  (void)data;
  place->folder = g_dir_make_tmp("dayshift-test-XXXXXX", NULL);
  place->cache_folder = g_build_filename(place->folder, "cache", NULL);
  place->data = g_build_filename(place->folder, "data.csv", NULL);
  place->cache = ds_cache_new(place->cache_folder);
  write_data(place, 'x');
}

static void
tear_down(Place *place, gconstpointer data)
{
  g_autofree char *remove = g_strdup_printf("rm -rf '%s'", place->folder);

  (void)data;
  ds_cache_free(place->cache);
  g_assert_true(g_spawn_command_line_sync(remove, NULL, NULL, NULL, NULL));
  g_free(place->folder);
  g_free(place->cache_folder);
  g_free(place->data);
}

/* All types, with missing cells, texts of every kind, coded and plain. */
static const DsTable *
make_table(gsize n_rows)
{
  DsTableBuilder *builder =
      ds_table_builder_new("i:int,r:real,b:bool,d:date,t:time,s:text,none:text");
  DsRandom random = ds_random_new(3, 0);
  guint64 *offsets = g_new(guint64, n_rows + 1);
  DS_TABLE_AUTO table = NULL;
  DsColumn *plain;
  const DsTable *all;

  for (gsize row = 0; row < n_rows; row++) {
    const guint64 bits = ds_random_next(&random);

    for (guint col = 0; col < 5; col++)
      if ((bits >> col & 7) == 0)
        ds_table_builder_missing(builder, col);
      else if (col == 1)
        ds_table_builder_real(builder, col, ds_random_real(&random) - 0.5);
      else if (col >= 3) /* 0001-01-01 to 9999-12-31 as days; 46 days around 1970 */
        ds_table_builder_int(builder, col,
                             col == 3 ? (gint64)(bits % 3652059) - 719162
                                      : (gint64)(bits % 4000000000000) - 2000000000000);
      else
        ds_table_builder_int(builder, col, (gint64)bits >> (col * 7));
    ds_table_builder_text(builder, 5, bits & 1 ? "a \"word\"\n" : bits & 2 ? "" : NULL);
    ds_table_builder_missing(builder, 6);
    offsets[row] = row * 3;
  }
  offsets[n_rows] = n_rows * 3;
  table = ds_table_builder_build(builder);
  plain = ds_column_new_texts(offsets, g_strnfill(n_rows * 3 + 1, '\x01'), n_rows, NULL);
  all = ds_table_with_column(table, ds_table_n_columns(table), "plain", plain, NULL);
  ds_column_unref(plain);
  return all;
}

static void
assert_same(const DsTable *a, const DsTable *b)
{
  g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);

  g_assert_cmpuint(ds_table_n_rows(a), ==, ds_table_n_rows(b));
  g_assert_cmpuint(ds_table_n_columns(a), ==, ds_table_n_columns(b));
  for (gsize col = 0; col < ds_table_n_columns(a); col++) {
    const DsColumn *ca = ds_table_stored_column(a, col), *cb = ds_table_stored_column(b, col);

    g_assert_cmpstr(ds_table_column_name(a, col), ==, ds_table_column_name(b, col));
    g_assert_cmpint(ca->type, ==, cb->type);
    g_assert_cmpint(ca->is_coded, ==, cb->is_coded);
    g_assert_cmpuint(ca->style, ==, cb->style);
    g_assert_cmpuint(ca->n_missing, ==, cb->n_missing);
    for (gsize row = 0; row < ds_table_n_rows(a); row++) {
      g_string_truncate(x, 0);
      g_string_truncate(y, 0);
      g_assert_cmpint(ds_table_append_cell(a, row, col, x), ==,
                      ds_table_append_cell(b, row, col, y));
      g_assert_true(g_string_equal(x, y));
    }
  }
}

static void
keep(const Place *place, const DsTable *table)
{
  DsCacheKey *key = ds_cache_key_new(place->cache, place->data, "options");
  g_autoptr(DsNotes) notes = ds_notes_new();

  g_assert_nonnull(key);
  ds_notes_add(notes, "100 %% %s", "noted");
  ds_cache_store(place->cache, key, table, notes);
  ds_cache_finish(place->cache);
}

static const DsTable *
find(const Place *place, const char *options, DsNotes *notes)
{
  g_autoptr(DsCacheKey) key = ds_cache_key_new(place->cache, place->data, options);

  return key ? ds_cache_lookup(place->cache, key, notes) : NULL;
}

static void
assert_found(const Place *place, const DsTable *expected)
{
  DS_TABLE_AUTO found = find(place, "options", NULL);

  g_assert_nonnull(found);
  assert_same(found, expected);
}

static void
assert_not_found(const Place *place)
{
  DS_TABLE_AUTO found = find(place, "options", NULL);

  g_assert_null(found);
}

/* Path of the only file in the cache folder with this suffix. */
static char *
kept_path(const Place *place, const char *suffix)
{
  g_autoptr(GDir) dir = g_dir_open(place->cache_folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name(dir)))
    if (g_str_has_suffix(name, suffix))
      return g_build_filename(place->cache_folder, name, NULL);
  return NULL;
}

static void
test_round_trip(Place *place, gconstpointer data)
{
  const gsize sizes[] = { 0, 1, 64, 1000 };

  (void)data;
  for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
    DS_TABLE_AUTO table = make_table(sizes[i]);
    g_autoptr(DsNotes) notes = ds_notes_new();
    DS_TABLE_AUTO found = NULL;

    keep(place, table);
    found = find(place, "options", notes);
    g_assert_nonnull(found);
    assert_same(found, table);
    g_assert_cmpuint(ds_notes_count(notes), ==, 1);
    g_assert_cmpstr(ds_notes_get(notes, 0), ==, "100 % noted");
  }
}

static void
test_rights(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(10);
  g_autofree char *columns = NULL, *seal = NULL;
  struct stat info;

  (void)data;
  keep(place, table);
  columns = kept_path(place, ".columns");
  seal = kept_path(place, ".seal");
  g_assert_cmpint(stat(columns, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0600);
  g_assert_cmpint(stat(seal, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0600);
  g_assert_cmpint(stat(place->cache_folder, &info), ==, 0);
  g_assert_cmpint(info.st_mode & 0777, ==, 0700);
}

static void
test_other_options(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(10);
  DS_TABLE_AUTO found = NULL;

  (void)data;
  keep(place, table);
  found = find(place, "other options", NULL);
  g_assert_null(found);
  assert_found(place, table);
}

/* One byte in the middle, same size; with the old time put back; in an unsampled place. */
static void
test_changed_source(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(10);
  struct stat info;
  int fd;

  (void)data;
  keep(place, table);
  g_assert_cmpint(stat(place->data, &info), ==, 0);
  fd = open(place->data, O_WRONLY);
  g_assert_cmpint(pwrite(fd, "y", 1, 3000001), ==, 1);
  futimens(fd, (struct timespec[]){ info.st_atim, info.st_mtim });
  close(fd);
  g_usleep(15000);
  assert_not_found(place);
}

static void
test_touched_source(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(10);

  (void)data;
  keep(place, table);
  g_assert_cmpint(g_utime(place->data, NULL), ==, 0);
  g_usleep(15000);
  assert_found(place, table); /* the same content to the last byte */
  write_data(place, 'x');     /* another file with the same content */
  assert_found(place, table);
  write_data(place, 'z');
  assert_not_found(place);
}

static void
test_just_changed_source(Place *place, gconstpointer data)
{
  g_autoptr(DsCacheKey) key = NULL;

  (void)data;
  g_assert_cmpint(g_chmod(place->data, 0640), ==, 0);
  key = ds_cache_key_new(place->cache, place->data, "options");
  g_assert_null(key); /* a change in the same tick of the clock could not be seen */
}

/* Each byte of the file changed in turn (in steps), and cut at many lengths, with the seal as it
 * was: always noticed. */
static void
test_damage(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(50);
  g_autofree char *columns = NULL, *content = NULL, *seal = NULL, *seal_content = NULL;
  gsize n, n_seal;

  (void)data;
  keep(place, table);
  columns = kept_path(place, ".columns");
  seal = kept_path(place, ".seal");
  g_assert_true(g_file_get_contents(columns, &content, &n, NULL));
  g_assert_true(g_file_get_contents(seal, &seal_content, &n_seal, NULL));
  for (gsize at = 0; at < n; at += at < 100 || at >= 4096 ? 7 : 501) {
    g_autofree char *damaged = g_malloc(n);
    const gboolean is_cut = at % 2 == 0;
    DS_TABLE_AUTO found = NULL;

    memcpy(damaged, content, n);
    damaged[at] ^= (char)(1 << at % 8);
    g_assert_true(g_file_set_contents(columns, damaged, is_cut ? (gssize)at : (gssize)n, NULL));
    g_assert_true(g_file_set_contents(seal, seal_content, (gssize)n_seal, NULL));
    found = find(place, "options", NULL);
    if (found) {
      g_assert_cmpuint(at, >=, 64); /* only the rest of the header page says nothing */
      g_assert_cmpuint(at, <, 4096);
      assert_same(found, table);
    } else {
      g_assert_cmpint(g_access(columns, F_OK), !=, 0);
    }
  }
}

/* In place, as a program would that writes over it: size and number stay, the seal too. */
static void
test_damage_in_place(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(5000);
  g_autofree char *columns = NULL;
  struct stat info;
  int fd;

  (void)data;
  keep(place, table);
  columns = kept_path(place, ".columns");
  fd = open(columns, O_RDWR);
  g_assert_cmpint(fstat(fd, &info), ==, 0);
  g_assert_cmpint(pwrite(fd, "?", 1, 20000), ==, 1);
  futimens(fd, (struct timespec[]){ info.st_atim, info.st_mtim });
  close(fd);
  assert_not_found(place);
}

static void
test_without_seal(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(100);
  g_autofree char *seal = NULL, *again = NULL;

  (void)data;
  keep(place, table);
  seal = kept_path(place, ".seal");
  g_assert_cmpint(g_unlink(seal), ==, 0);
  assert_found(place, table);
  again = kept_path(place, ".seal");
  g_assert_cmpstr(again, ==, seal);
  g_assert_true(g_file_set_contents(seal, "junk", 4, NULL));
  assert_found(place, table);
}

static void
test_limit(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(1000);
  g_autofree char *other = g_build_filename(place->folder, "other.csv", NULL);
  g_autofree char *first = g_strdup(place->data);
  guint n_files;
  guint64 bytes, one;

  (void)data;
  keep(place, table);
  ds_cache_measure(place->cache, &n_files, &one);
  g_assert_cmpuint(n_files, ==, 1);
  g_assert_cmpuint(one, >, 4096);
  g_free(place->data);
  place->data = g_strdup(other);
  write_data(place, 'o');
  keep(place, table);
  ds_cache_measure(place->cache, &n_files, &bytes);
  g_assert_cmpuint(n_files, ==, 2);
  g_assert_true(ds_cache_set_limit(place->cache, one + one / 2, NULL));
  g_assert_cmpuint(ds_cache_limit(place->cache), ==, one + one / 2);
  ds_cache_measure(place->cache, &n_files, &bytes);
  g_assert_cmpuint(n_files, ==, 1);
  assert_found(place, table); /* the newer one */
  g_free(place->data);
  place->data = g_steal_pointer(&first);
  assert_not_found(place);
  g_assert_true(ds_cache_set_limit(place->cache, 100, NULL));
  keep(place, table);
  assert_not_found(place);
}

static void
test_off_and_clear(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(100);
  g_autoptr(DsCache) later = ds_cache_new(place->cache_folder);
  guint n_files;
  guint64 bytes;

  (void)data;
  g_assert_true(ds_cache_is_on(place->cache));
  keep(place, table);
  g_assert_true(ds_cache_set_on(place->cache, FALSE, NULL));
  g_assert_false(ds_cache_is_on(later));
  assert_not_found(place);
  g_assert_true(ds_cache_set_on(place->cache, TRUE, NULL));
  g_assert_true(ds_cache_set_on(place->cache, TRUE, NULL));
  assert_found(place, table);
  g_assert_cmpuint(ds_cache_clear(place->cache), >, 0);
  assert_not_found(place);
  ds_cache_measure(place->cache, &n_files, &bytes);
  g_assert_cmpuint(n_files, ==, 0);
  g_assert_cmpuint(bytes, ==, 0);
}

static void
test_folder_that_cannot_be_made(Place *place, gconstpointer data)
{
  DS_TABLE_AUTO table = make_table(100);
  g_autofree char *inside = g_build_filename(place->data, "cache", NULL);
  g_autoptr(GError) error = NULL;

  (void)data;
  ds_cache_free(place->cache);
  place->cache = ds_cache_new(inside);
  keep(place, table);
  assert_not_found(place);
  g_assert_false(ds_cache_set_on(place->cache, FALSE, &error));
  g_assert_nonnull(error);
}

/* Any single bit shows, and so does the place of a block. */
static void
test_hash(void)
{
  guchar bytes[200];
  const guint64 zero = ds_content_hash(memset(bytes, 0, sizeof bytes), sizeof bytes, 0);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

  for (gsize bit = 0; bit < sizeof bytes * 8; bit++) {
    guint64 hash, *copy = g_new(guint64, 1);

    bytes[bit / 8] ^= (guchar)(1 << bit % 8);
    hash = ds_content_hash(bytes, sizeof bytes, 0);
    bytes[bit / 8] ^= (guchar)(1 << bit % 8);
    *copy = hash;
    g_assert_true(hash != zero);
    g_assert_true(g_hash_table_add(seen, copy));
  }
  g_assert_true(ds_content_hash(bytes, sizeof bytes, 1) != zero);
  g_assert_true(ds_content_hash(bytes, sizeof bytes - 1, 0) != zero);
}

#define ADD(path, test) g_test_add(path, Place, NULL, set_up, test, tear_down)

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cache/hash/every-bit-shows", test_hash);
  ADD("/cache/found/same-table-same-notes", test_round_trip);
  ADD("/cache/found/private-files", test_rights);
  ADD("/cache/found/without-seal", test_without_seal);
  ADD("/cache/found/touched-source", test_touched_source);
  ADD("/cache/stale/other-options", test_other_options);
  ADD("/cache/stale/changed-source", test_changed_source);
  ADD("/cache/stale/source-changed-a-moment-ago", test_just_changed_source);
  ADD("/cache/damaged/any-byte-any-length", test_damage);
  ADD("/cache/damaged/in-place", test_damage_in_place);
  ADD("/cache/folder/limit", test_limit);
  ADD("/cache/folder/off-and-clear", test_off_and_clear);
  ADD("/cache/folder/cannot-be-made", test_folder_that_cannot_be_made);
  return g_test_run();
}
