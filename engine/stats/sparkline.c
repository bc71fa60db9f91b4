/* engine/stats/sparkline.c - a few counts as a line of bars. */
#include "engine/stats/sparkline.h"

#include <math.h>
#include <string.h>

enum { N_LEVELS = 8 };

/* The house's bars; some fonts draw the two left out at the height of their neighbours. */
static const char *const blocks[N_LEVELS] = { " ",      "\u2581", "\u2582", "\u2583",
                                              "\u2584", "\u2585", "\u2586", "\u2587" };
static const char *const dashes[N_LEVELS] = { " ", ".", ":", "-", "=", "+", "*", "#" };

char *
ds_sparkline(const double *counts, guint n, gboolean ascii)
{
  GString *line = g_string_new(NULL);
  double largest = 0.0;

  for (guint i = 0; i < n; i++)
    largest = MAX(largest, counts[i]);
  for (guint i = 0; i < n; i++) {
    const int level = counts[i] > 0.0 ? (int)ceil(counts[i] / largest * (N_LEVELS - 1)) : 0;

    g_string_append(line, (ascii ? dashes : blocks)[CLAMP(level, 0, N_LEVELS - 1)]);
  }
  return g_string_free(line, FALSE);
}

char *
ds_sparkline_to_ascii(const char *sparkline)
{
  GString *line = g_string_new(NULL);

  while (*sparkline) {
    int level = N_LEVELS - 1;

    while (level > 0 && !g_str_has_prefix(sparkline, blocks[level]))
      level--;
    if (level > 0) {
      g_string_append(line, dashes[level]);
      sparkline += strlen(blocks[level]);
    } else {
      g_string_append_c(line, *sparkline++);
    }
  }
  return g_string_free(line, FALSE);
}
