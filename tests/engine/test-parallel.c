/* tests/engine/test-parallel.c - parallel blocks, progress, random streams, refused memory. */
#include <gio/gio.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/parallel.h"
#include "engine/base/random.h"

enum { N_BLOCKS = 1000 };

static gboolean
count_block(gsize block, gpointer data, GError **error)
{
  gint *seen = data;

  (void)error;
  g_atomic_int_inc(&seen[block]);
  return TRUE;
}

static void
test_each_block_once(void)
{
  for (guint threads = 1; threads <= 8; threads++) {
    gint seen[N_BLOCKS] = { 0 };

    ds_parallel_set_threads(threads);
    g_assert_true(ds_parallel_for(N_BLOCKS, count_block, seen, NULL, NULL));
    for (guint i = 0; i < N_BLOCKS; i++)
      g_assert_cmpint(seen[i], ==, 1);
  }
  ds_parallel_set_threads(0);
  g_assert_true(ds_parallel_for(0, count_block, NULL, NULL, NULL));
}

static gboolean
fail_block(gsize block, gpointer data, GError **error)
{
  (void)data;
  if (block % 100 != 50)
    return TRUE;
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE, "block %u", (guint)block);
  return FALSE;
}

static void
test_error_stops(void)
{
  g_autoptr(GError) error = NULL;

  ds_parallel_set_threads(1);
  g_assert_false(ds_parallel_for(N_BLOCKS, fail_block, NULL, NULL, &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_RANGE);
  g_assert_cmpstr(error->message, ==, "block 50");
  ds_parallel_set_threads(0);
}

static gboolean
cancel_block(gsize block, gpointer data, GError **error)
{
  (void)error;
  if (block == 3)
    ds_progress_cancel(data);
  return TRUE;
}

static void
test_cancel_stops(void)
{
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autoptr(GError) error = NULL;

  g_assert_false(ds_parallel_for(N_BLOCKS, cancel_block, progress, progress, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gboolean
nested_block(gsize block, gpointer data, GError **error)
{
  gint seen[10] = { 0 };
  gint *total = data;

  (void)block;
  if (!ds_parallel_for(10, count_block, seen, NULL, error))
    return FALSE;
  for (guint i = 0; i < 10; i++)
    g_atomic_int_add(total, seen[i]);
  return TRUE;
}

static void
test_nested(void)
{
  gint total = 0;

  g_assert_true(ds_parallel_for(20, nested_block, &total, NULL, NULL));
  g_assert_cmpint(total, ==, 200);
}

/* The first outputs of xoshiro256++ from state {1, 2, 3, 4}, worked out by hand from its definition
 * (Blackman and Vigna 2021): rotl(1 + 4, 23) + 1 = 41943041, then the state is {7, 0, 262146,
 * 6 rotl 45}, so rotl(7 + 6 * 2^45, 23) + 7 = 58720359. */
static void
test_random_definition(void)
{
  DsRandom random = { { 1, 2, 3, 4 } };

  g_assert_cmpuint(ds_random_next(&random), ==, 41943041);
  g_assert_cmpuint(ds_random_next(&random), ==, 58720359);
}

static void
test_random_streams_differ(void)
{
  DsRandom a = ds_random_new(1, 0), again = ds_random_new(1, 0), b = ds_random_new(1, 1);
  guint equal = 0;
  double sum = 0.0;

  for (guint i = 0; i < 10000; i++) {
    const guint64 x = ds_random_next(&a);

    g_assert_cmpuint(x, ==, ds_random_next(&again));
    equal += x == ds_random_next(&b);
  }
  g_assert_cmpuint(equal, ==, 0);
  for (guint i = 0; i < 10000; i++) {
    const guint64 below = ds_random_below(&a, 10);

    g_assert_cmpuint(below, <, 10);
    sum += (double)below;
  }
  /* mean 4.5, standard error sqrt(8.25 / 10000) = 0.029: five of them */
  g_assert_cmpfloat_with_epsilon(sum / 10000.0, 4.5, 0.15);
}

static void
test_memory_refused(void)
{
  g_autoptr(GError) error = NULL, overflow = NULL;
  g_autofree int *kept = ds_try_new0(int, 4, "a test", NULL);

  ds_memory_fail_nth(2);
  g_free(ds_try_new(int, 4, "a test", NULL));
  g_assert_null(ds_try_realloc(kept, 1024, 1024, "sorting column mass", &error));
  g_assert_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  g_assert_cmpstr(error->message, ==,
                  "could not get 1 MiB of memory for sorting column mass; close tables or work "
                  "on fewer rows");
  g_assert_cmpint(kept[3], ==, 0); /* still ours */
  g_assert_null(ds_try_alloc(G_MAXSIZE / 2, 4, "a test", &overflow));
  g_assert_error(overflow, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY);
  g_free(ds_try_new(int, 0, "nothing", NULL));
}

static void
test_progress_preview(void)
{
  g_autoptr(DsProgress) progress = ds_progress_new();
  g_autofree char *taken = NULL;

  g_assert_cmpfloat(ds_progress_fraction(progress), ==, -1.0);
  ds_progress_stage(progress, "reading");
  ds_progress_set(progress, 1, 4);
  ds_progress_add(progress, 1);
  g_assert_cmpfloat(ds_progress_fraction(progress), ==, 0.5);
  ds_progress_publish(progress, g_strdup("first"), g_free);
  ds_progress_publish(progress, g_strdup("second"), g_free);
  taken = ds_progress_take_preview(progress);
  g_assert_cmpstr(taken, ==, "second");
  g_assert_null(ds_progress_take_preview(progress));
  ds_progress_publish(progress, g_strdup("never taken"), g_free);
}

int
main(int argc, char *argv[])
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/parallel/each-block-once", test_each_block_once);
  g_test_add_func("/parallel/error-stops", test_error_stops);
  g_test_add_func("/parallel/cancel-stops", test_cancel_stops);
  g_test_add_func("/parallel/nested-runs-alone", test_nested);
  g_test_add_func("/random/definition", test_random_definition);
  g_test_add_func("/random/streams-differ", test_random_streams_differ);
  g_test_add_func("/memory/refusal-is-an-error", test_memory_refused);
  g_test_add_func("/progress/preview", test_progress_preview);
  return g_test_run();
}
