/* tests/bench/bench-undo.c - how long taking back and doing again take on a large table.
 *
 * usage: bench-undo FILE: a file of tests/bench/make-data
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/session.h"

static const double bar_ms = 1.0;

static double
milliseconds_of(DsSession *session, const char *line)
{
  DsResult result = { 0 };
  g_autoptr(GError) error = NULL;
  const gint64 start = g_get_monotonic_time();
  double taken;

  if (!ds_session_run(session, line, FALSE, NULL, &result, &error)) {
    fprintf(stderr, "bench-undo: %s\n", error->message);
    exit(EXIT_FAILURE);
  }
  taken = (double)(g_get_monotonic_time() - start) / 1000.0;
  ds_result_clear(&result);
  return taken;
}

int
main(int argc, char **argv)
{
  static const char *const changes[] = { "filter quantity > 20", "sort price desc",
                                         "derive cost = price * quantity" };
  g_autoptr(DsSession) session = ds_session_new();
  g_autofree char *open = argc == 2 ? g_strdup_printf("open '%s'", argv[1]) : NULL;
  double worst = 0.0;

  if (!open) {
    fputs("usage: bench-undo FILE\n", stderr);
    return 2;
  }
  milliseconds_of(session, open);
  for (guint i = 0; i < G_N_ELEMENTS(changes); i++)
    milliseconds_of(session, changes[i]);
  for (guint i = 0; i < 2 * G_N_ELEMENTS(changes); i++) {
    const double taken = milliseconds_of(session, i < G_N_ELEMENTS(changes) ? "undo" : "redo");

    worst = MAX(worst, taken);
  }
  printf("%-34s %9.2f ms   bar %7.1f ms   %s\n", "undo or redo, the slowest of six", worst, bar_ms,
         worst <= bar_ms ? "met" : "MISSED");
  return worst <= bar_ms ? EXIT_SUCCESS : EXIT_FAILURE;
}
