/* app/script.h - the lines of a script, one command each. */
#pragma once
#include <glib.h>

typedef struct {
  char *text;
  guint number; /* of its first line, from 1 */
} DsScriptLine;

/* Commands of @path ("-" = standard input) in order, blank lines and '#' comments left out; a line
 * that ends in '\' goes on in the next (the break stays, as a blank between words). (element-type
 * DsScriptLine) (transfer full); an error names the file. */
GArray *ds_script_read(const char *path, GError **error);

/* The same from text that is at hand. */
GArray *ds_script_lines(const char *text);
