/* app/output.h - a result written out: for people as a table, for programs as CSV, JSON, Markdown.
 */
#pragma once
#include <glib.h>

#include "app/session.h"

struct DsOutputFormat;

/* Where results go and how they look. */
typedef struct {
  int fd;
  const struct DsOutputFormat *format;
  gboolean is_terminal; /* text may be cut, rows too, to what a person reads */
  gboolean is_ascii;
  int width;         /* cells of a line; 0 = no limit */
  gsize max_rows;    /* of a table on a terminal; 0 = all */
  int digits;        /* significant digits of computed numbers */
  char *missing;     /* what stands for a missing value in a table; freed with the output */
  gboolean is_prose; /* the last column holds sentences: wrapped, never cut */
  guint n_written;   /* results written so far */
} DsOutput;

/* One format: text of a result appended to @text; large ones call ds_output_flush now and then. */
typedef struct DsOutputFormat {
  const char *name;
  gboolean (*write)(DsOutput *output, const DsResult *result, GString *text, GError **error);
} DsOutputFormat;

extern const DsOutputFormat ds_output_table, ds_output_csv, ds_output_json, ds_output_markdown;

/* table, csv, json, markdown; DS_COMMAND_ERROR_UNKNOWN names the nearest. */
const DsOutputFormat *ds_output_format(const char *name, GError **error);

/* Fills in width, digits and so on from the session's settings and the terminal. */
void ds_output_configure(DsOutput *output, DsSession *session);

void ds_output_clear(DsOutput *output);

/* Writes @result. FALSE with an error when the output cannot be written; a reader that went away
 * (a closed pipe) is G_IO_ERROR_BROKEN_PIPE. */
gboolean ds_output_result(DsOutput *output, const DsResult *result, GError **error);

/* For formats: writes what @text holds so far and empties it once it is large. */
gboolean ds_output_flush(const DsOutput *output, GString *text, GError **error);

/* For formats: "note: ..." lines for what has no place for notes; to standard error. */
void ds_output_notes_aside(const DsResult *result);
