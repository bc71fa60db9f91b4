/* app/arg-value.h - one argument's value: checked against its row. Used by args.c only. */
#pragma once
#include <glib.h>

#include "app/args.h"

typedef struct {
  gboolean is_given;
  char *text;       /* as it was given; a column's exact name; a path with ~ expanded */
  GPtrArray *texts; /* TEXTS, COLUMNS: every one, NULL at the end */
  gint64 integer;   /* INT, YESNO */
  double real;      /* INT, REAL */
  GArray *columns;  /* of gsize: COLUMN, COLUMNS */
} DsArgValue;

/* Sets @value (TEXTS and COLUMNS: adds to it) from @text, or says what is wrong with it.
 * @is_plain: nothing of it was quoted, so commas may separate column names. */
gboolean ds_arg_value_set(DsArgValue *value, const DsArg *arg, DsSession *session, const char *text,
                          gboolean is_plain, GError **error);
void ds_arg_value_clear(DsArgValue *value);
