/* app/complete.h - what could be typed next: commands, options, columns, tables, paths, values. */
#pragma once
#include <glib.h>

#include "app/session.h"

typedef struct {
  char *text;       /* what replaces line[start .. cursor), quoted where needed */
  char *label;      /* as it is shown in a list: without quotes, for paths only the last part */
  char *hint;       /* what it is ("real", a command's help); may be NULL; safe for a terminal */
  gboolean is_open; /* more of the same word may follow: no blank behind it (`by=`, `folder/`) */
} DsCandidate;

typedef struct {
  gsize start;           /* byte in the line where the word that is completed begins */
  GPtrArray *candidates; /* of DsCandidate, sorted as they should be shown */
  char *common;          /* the longest beginning all their texts share; "" = none */
} DsCompletion;

/**
 * ds_complete:
 * @line: what is typed so far, valid UTF-8
 * @cursor: byte in @line; what stands behind it does not matter
 *
 * Pure but for looking at folders. Without candidates the list is empty. Names match without
 * regard to case. (transfer full)
 */
DsCompletion *ds_complete(DsSession *session, const char *line, gsize cursor);
void ds_completion_free(DsCompletion *completion);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsCompletion, ds_completion_free)
