/* tests/fuzz/replay.c - runs a harness over its kept corpus where there is no libFuzzer. */
#include <glib.h>
#include <string.h>

#include "tests/fuzz/harness.h"

/* A copy of exactly the input's size, so that a sanitizer sees a read past its end. */
static void
test_input(gconstpointer data)
{
  const char *const path = data;
  g_autofree char *text = NULL, *exact = NULL;
  gsize size = 0;

  g_assert_true(g_file_get_contents(path, &text, &size, NULL));
  exact = g_malloc(size);
  memcpy(exact, text, size);
  g_assert_cmpint(LLVMFuzzerTestOneInput((const uint8_t *)exact, size), ==, 0);
}

/* fuzz-csv reads tests/fuzz/corpus/csv. */
int
main(int argc, char **argv)
{
  g_autofree char *program = g_path_get_basename(argv[0]);
  const char *const name = g_str_has_prefix(program, "fuzz-") ? program + 5 : program;
  g_autofree char *folder = NULL;
  g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GDir) dir = NULL;

  g_test_init(&argc, &argv, NULL);
  folder = g_test_build_filename(G_TEST_DIST, "tests", "fuzz", "corpus", name, NULL);
  dir = g_dir_open(folder, 0, NULL);
  if (!dir)
    g_error("the corpus %s is not there; put at least one input into it", folder);
  for (const char *file; (file = g_dir_read_name(dir));) {
    g_autofree char *test = g_strconcat("/fuzz/", name, "/", file, NULL);

    g_ptr_array_add(paths, g_build_filename(folder, file, NULL));
    g_test_add_data_func(test, g_ptr_array_index(paths, paths->len - 1), test_input);
  }
  return g_test_run();
}
