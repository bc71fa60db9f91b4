/* app/args.h - a command's arguments: declared as rows, parsed and checked before it runs. */
#pragma once
#include <glib.h>

#include "app/session.h"

typedef enum {
  DS_ARG_TEXT,    /* any word */
  DS_ARG_TEXTS,   /* words up to the end (positional only) */
  DS_ARG_INT,     /* min .. max */
  DS_ARG_REAL,    /* min .. max */
  DS_ARG_CHOICE,  /* one of .choices "pearson|spearman" */
  DS_ARG_YESNO,   /* yes or no */
  DS_ARG_COLUMN,  /* a column of the current table */
  DS_ARG_COLUMNS, /* positional: words up to the end; option: a,b,c */
  DS_ARG_TABLE,   /* an open table */
  DS_ARG_PATH,    /* a file; ~ is expanded */
  DS_ARG_REST,    /* the rest of the line as it stands, quotes kept (positional, last) */
  DS_ARG_EXPR,    /* option only: an SQL expression, quoted as one word */
  DS_ARG_COMMAND, /* a command's name */
  DS_ARG_OPTION,  /* a setting's name */
} DsArgKind;

/* One row. A NAME in capitals is positional, in the order of the rows; a name in small letters is a
 * key=value option, in any order, anywhere before a REST. */
typedef struct DsArg {
  const char *name;
  DsArgKind kind;
  gboolean is_required;
  const char *fallback; /* used when not given; NULL = not there */
  double min, max;      /* for INT and REAL; both 0 = no limit */
  const char *choices;
  const char *help;
} DsArg;

/* What was given, checked. Lookups by the row's name; asking for a name or kind that the command
 * does not declare is a programmer's error. */
typedef struct DsArgs DsArgs;

struct DsCommand;

/**
 * ds_args_parse:
 * @line: the text behind the command's name, quoting as in the shell
 *
 * Returns: (transfer full): the checked arguments, or NULL with DS_COMMAND_ERROR_USAGE or an error
 * about a column or table that does not exist (the nearest is named). name=NEW, which keeps a
 * result as a table, is accepted for every command and read by the session.
 */
DsArgs *ds_args_parse(const struct DsCommand *command, DsSession *session, const char *line,
                      GError **error);
void ds_args_free(DsArgs *args);

gboolean ds_args_has(const DsArgs *args, const char *name);     /* given, or has a fallback */
const char *ds_args_text(const DsArgs *args, const char *name); /* NULL = not there */
const char *const *ds_args_texts(const DsArgs *args, const char *name, guint *n);
gint64 ds_args_int(const DsArgs *args, const char *name);
double ds_args_real(const DsArgs *args, const char *name);
gboolean ds_args_yes(const DsArgs *args, const char *name);
gsize ds_args_column(const DsArgs *args, const char *name); /* position */
const gsize *ds_args_columns(const DsArgs *args, const char *name,
                             gsize *n);            /* n = 0: none given */
const char *ds_args_keep_name(const DsArgs *args); /* name=…, or NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsArgs, ds_args_free)
