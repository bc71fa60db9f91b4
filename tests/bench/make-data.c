/* tests/bench/make-data.c - writes the mixed table that the benchmarks read: 14 columns of all
 * types, about 120 bytes a row, the same bytes for the same number of rows. */
#include <glib.h>
#include <stdio.h>
#include <string.h>

enum { LINE_BYTES = 512, N_PRODUCTS = 5000, N_WORDS = 16 };

static const char *const countries[] = { "Austria", "Belgium", "Brazil", "Canada",  "China",
                                         "Denmark", "Egypt",   "France", "Germany", "India",
                                         "Italy",   "Japan",   "Kenya",  "Mexico",  "Norway",
                                         "Peru",    "Poland",  "Spain",  "Sweden",  "Turkey" };
static const char *const channels[] = { "web", "shop", "phone", "partner" };
static const char *const words[N_WORDS] = { "late",  "blue", "returned", "gift",   "twice", "box",
                                            "heavy", "paid", "second",   "broken", "left",  "door",
                                            "green", "no",   "sample",   "urgent" };

/* Splitmix64 of the row and the column: any row can be made without those before it. */
static guint64
noise(guint64 row, guint64 col)
{
  guint64 z = (row * 16 + col + 1) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static double
share(guint64 row, guint64 col)
{
  return (double)(noise(row, col) >> 11) * 0x1p-53;
}

static int
pick(guint64 row, guint64 col, int n)
{
  return (int)(noise(row, col) % (guint64)n);
}

/* A quoted text with commas, sometimes with a doubled quote or a line break; one in ten empty. */
static int
append_comment(char *at, gsize room, guint64 row)
{
  const guint64 z = noise(row, 12);
  const char *const a = words[z & 15], *const b = words[(z >> 4) & 15],
                    *const c = words[(z >> 8) & 15];

  if (z % 10 == 0)
    return 0;
  if (z % 97 == 1)
    return g_snprintf(at, (gulong)room, "\"%s, \"\"%s\"\", %s\"", a, b, c);
  if (z % 997 == 2)
    return g_snprintf(at, (gulong)room, "\"%s,\n%s\"", a, b);
  return g_snprintf(at, (gulong)room, "\"%s %s, %s %d\"", a, b, c, (int)((z >> 12) % 1000));
}

/* Appends the row's line to @line; returns its length. */
static int
make_line(char *line, guint64 row)
{
  const guint64 minute = 25000000 + row / 4 + noise(row, 8) % 1440; /* since 1970 */
  const int day = (int)(15000 + noise(row, 7) % 5000);
  g_autoptr(GDateTime) stamp = g_date_time_new_from_unix_utc((gint64)minute * 60);
  GDate date;
  int n = g_snprintf(line, LINE_BYTES, "%" G_GUINT64_FORMAT ",%d,%d,", row + 1,
                     pick(row, 1, 1000000) + 100000, pick(row, 2, 40) + 1);

  if (pick(row, 15, 50) != 0) /* price: two decimals, one in fifty missing */
    n +=
        g_snprintf(line + n, LINE_BYTES - 256, "%.2f", 1.0 + 999.0 * share(row, 3) * share(row, 3));
  n += g_snprintf(line + n, LINE_BYTES - 256, ",%.4f,%.6g,", -50.0 + 100.0 * share(row, 4),
                  share(row, 5) / (1.0 - share(row, 5)));
  n += g_snprintf(line + n, LINE_BYTES - 256, "%s,", pick(row, 6, 3) ? "true" : "false");
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)(719163 + day)); /* 719163 = 1970-01-01 */
  n += g_snprintf(line + n, LINE_BYTES - 256, "%04d-%02d-%02d,%04d-%02d-%02d %02d:%02d:%02d,",
                  g_date_get_year(&date), g_date_get_month(&date), g_date_get_day(&date),
                  g_date_time_get_year(stamp), g_date_time_get_month(stamp),
                  g_date_time_get_day_of_month(stamp), g_date_time_get_hour(stamp),
                  g_date_time_get_minute(stamp), pick(row, 14, 60));
  n += g_snprintf(line + n, LINE_BYTES - 256, "%s,%s,P-%04d,", countries[pick(row, 9, 20)],
                  channels[pick(row, 10, 4)], pick(row, 11, N_PRODUCTS));
  n += append_comment(line + n, LINE_BYTES - 256, row);
  n += g_snprintf(line + n, LINE_BYTES - 256, ",%08" G_GINT64_MODIFIER "x\n",
                  noise(row, 13) & G_GUINT64_CONSTANT(0xffffffff));
  return n;
}

int
main(int argc, char **argv)
{
  guint64 n_rows = 0;
  char line[LINE_BYTES];

  if (argc != 2 || !g_ascii_string_to_unsigned(argv[1], 10, 1, G_MAXUINT32, &n_rows, NULL)) {
    g_printerr("usage: make-data ROWS > FILE.csv\n");
    return 2;
  }
  fputs(
      "id,customer,quantity,price,score,odds,paid,day,stamp,country,channel,product,comment,code\n",
      stdout);
  for (guint64 row = 0; row < n_rows; row++)
    if (fwrite(line, 1, (gsize)make_line(line, row), stdout) == 0)
      break;
  if (ferror(stdout) || fflush(stdout) != 0) {
    g_printerr("make-data: could not write; is the disk full?\n");
    return 1;
  }
  return 0;
}
