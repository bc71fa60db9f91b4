/* engine/stats/sparkline.h - a few counts as a line of bars. */
#pragma once
#include <glib.h>

/**
 * ds_sparkline:
 * @counts: [n] >= 0
 * @ascii: use " .:-=+*#" in place of the block characters
 *
 * Heights are relative to the largest count; a count above 0 shows at least the lowest bar, 0 a
 * blank. Blanks at the end are kept, so the result occupies n cells. (transfer full)
 */
char *ds_sparkline(const double *counts, guint n, gboolean ascii);

/* The same picture with ASCII characters, for a sparkline that was made with blocks. (transfer
 * full) Other text stays as it is. */
char *ds_sparkline_to_ascii(const char *sparkline);
