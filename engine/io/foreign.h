/* engine/io/foreign.h - files that hold no table we read, known by their first bytes. */
#pragma once
#include <glib.h>

/* FALSE with DS_DATA_ERROR_SYNTAX that says what @name is and what to do, when @head[n] begins
 * something else than data we read: a web page, a picture, a spreadsheet, a program ... */
gboolean ds_foreign_check(const char *head, gsize n, const char *name, GError **error);
