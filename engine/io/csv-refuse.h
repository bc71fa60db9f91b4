/* engine/io/csv-refuse.h - content that is no delimited text whatever it is called. */
#pragma once
#include <glib.h>

/**
 * ds_csv_refuse:
 * @head: [n] the first bytes, some 64 KiB
 *
 * TRUE with DS_DATA_ERROR_SYNTAX that says what it looks like: a compressed file, SQLite, Parquet,
 * an Office document, HTML, JSON, an image, binary data.
 */
gboolean ds_csv_refuse(const char *head, gsize n, const char *name, GError **error);
