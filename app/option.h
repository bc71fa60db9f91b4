/* app/option.h - settings: rows with a kind, a range and a default, checked when they are set. */
#pragma once
#include <glib.h>

#include "app/args.h"

#define DS_THEMES "auto|dark|light|mono"

typedef struct {
  DsArg arg; /* name, kind, range, choices, fallback (the default), help (the sentence) */
} DsOption;

const DsOption *ds_option_all(guint *n);
const DsOption *ds_option_lookup(const char *name);

/* The values of one session. Not thread-safe: the session locks. */
typedef struct DsOptions DsOptions;

DsOptions *ds_options_new(void);
void ds_options_free(DsOptions *options);

/* FALSE with DS_COMMAND_ERROR_UNKNOWN (the nearest is named) or _USAGE (the range is named). */
gboolean ds_options_set(DsOptions *options, const char *name, const char *value, GError **error);
const char *ds_options_text(const DsOptions *options, const char *name); /* (transfer none) */
gint64 ds_options_int(const DsOptions *options, const char *name);       /* YESNO: 1 or 0 */

/* Reads NAME=VALUE lines of [dayshift] from @path; a file that is not there is no error. An
 * unknown name or a wrong value is one that says file and line. */
gboolean ds_options_load(DsOptions *options, const char *path, GError **error);
