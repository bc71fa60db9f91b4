/* tests/bench/bench-verbs.c - the verbs of exploring on a table of 10 M rows in memory, each
 * against its bar. Run by hand (make bench); exits 1 when a bar is missed.
 *
 *   bench-verbs [ROWS] [REPEATS] [WORD]    the best of REPEATS (3); only verbs whose name has WORD
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/parallel.h"
#include "engine/base/random.h"
#include "engine/query/query.h"
#include "engine/stats/histogram.h"
#include "engine/stats/quantile.h"
#include "engine/table/group.h"
#include "engine/table/sort.h"

typedef struct {
  const DsTable *table; /* real x, int n (0..999), text g (20 values) */
  DsColumn *columns[3];
} Data;

typedef struct {
  double *x;
  gint64 *n;
  gint32 *g;
  gsize n_rows;
} Arrays;

static gboolean
make_block(gsize block, gpointer data, GError **error G_GNUC_UNUSED)
{
  const Arrays *arrays = data;
  const gsize end = MIN((block + 1) * DS_BLOCK_ROWS, arrays->n_rows);
  DsRandom random = ds_random_new(20, block);

  for (gsize i = block * DS_BLOCK_ROWS; i < end; i++) {
    arrays->x[i] = -100.0 * log(1.0 - ds_random_real(&random)) + ds_random_real(&random);
    arrays->n[i] = (gint64)ds_random_below(&random, 1000);
    arrays->g[i] = (gint32)ds_random_below(&random, 20);
  }
  return TRUE;
}

static Data
make_data(gsize n_rows)
{
  static const char *const names[] = { "x", "n", "g" };
  Arrays arrays = { g_new(double, n_rows), g_new(gint64, n_rows), g_new(gint32, n_rows), n_rows };
  guint64 *offsets = g_new(guint64, 21);
  GString *bytes = g_string_new(NULL);
  Data data;

  ds_parallel_for(ds_block_count(n_rows), make_block, &arrays, NULL, NULL);
  for (guint i = 0; i <= 20; i++) {
    offsets[i] = bytes->len;
    g_string_append_printf(bytes, "group %u", i);
  }
  data.columns[0] = ds_column_new_reals(arrays.x, n_rows);
  data.columns[1] = ds_column_new_ints(DS_TYPE_INT, arrays.n, n_rows, NULL);
  data.columns[2] = ds_column_new_coded(arrays.g, n_rows, offsets, g_string_free(bytes, FALSE), 20);
  data.table = ds_table_new(names, data.columns, 3, n_rows);
  return data;
}

static void
run_sort(const Data *data)
{
  const DsSortKey key = { 0, FALSE };

  ds_table_unref(ds_sort_table(data->table, &key, 1, NULL, NULL));
}

static void
run_median(const Data *data)
{
  const double half = 0.5;
  double median;

  ds_quantiles_of_column(data->columns[0], &half, 1, &median, NULL, NULL);
}

static void
run_group(const Data *data)
{
  const gsize key = 2;
  const DsAggregate mean = { .kind = DS_AGG_MEAN, .col = 0 };

  ds_table_unref(ds_group(data->table, &key, 1, &mean, 1, NULL, NULL, NULL));
}

static void
run_filter(const Data *data)
{
  gsize n;

  g_free(ds_query_rows(data->table, "x > 100", &n, NULL, NULL));
}

static void
run_histogram(const Data *data)
{
  const DsBins bins = { DS_BINS_AUTO, 0 };

  ds_table_unref(ds_histogram(data->table, 0, bins, -1, NULL, NULL, NULL));
}

typedef struct {
  const char *name;
  double bar_ms;
  void (*run)(const Data *data);
} Verb;

static const Verb verbs[] = {
  { "filter by comparing a real column", 60, run_filter },
  { "histogram of a real column", 40, run_histogram },
  { "group by 20 texts with a mean", 120, run_group },
  { "exact median of a real column", 150, run_median },
  { "sort by a real column", 1200, run_sort },
};

int
main(int argc, char **argv)
{
  const gsize n_rows = argc > 1 ? (gsize)g_ascii_strtoull(argv[1], NULL, 10) : 10000000;
  const guint repeats = argc > 2 ? (guint)g_ascii_strtoull(argv[2], NULL, 10) : 3;
  const Data data = make_data(n_rows);
  int n_missed = 0;

  printf("%" G_GSIZE_FORMAT " rows, %u threads, best of %u\n", n_rows, ds_parallel_threads(),
         repeats);
  for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
    double best = INFINITY;

    if (argc > 3 && !strstr(verbs[i].name, argv[3]))
      continue;
    for (guint r = 0; r < repeats; r++) {
      const gint64 start = g_get_monotonic_time();

      verbs[i].run(&data);
      best = MIN(best, (double)(g_get_monotonic_time() - start) / 1000.0);
    }
    printf("%-34s %9.2f ms   bar %7.1f ms   %s\n", verbs[i].name, best, verbs[i].bar_ms,
           best <= verbs[i].bar_ms ? "met" : "MISSED");
    n_missed += best > verbs[i].bar_ms;
  }
  ds_table_unref(data.table);
  return n_missed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
