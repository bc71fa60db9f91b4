/* engine/io/wanted-types.c - the option types=COLUMN:TYPE,... for formats that are not CSV. */
#include "engine/io/wanted-types.h"

#include <string.h>

#include "engine/base/text.h"

static gboolean
names_column(const char *entry, const char *column)
{
  const char *colon = strrchr(entry, ':');
  const gsize length = strlen(column);

  return colon && (gsize)(colon - entry) == length && memcmp(entry, column, length) == 0;
}

gboolean
ds_wanted_type_lookup(const char *const *types, const char *column, DsType *type)
{
  for (gsize i = 0; types && types[i]; i++)
    if (names_column(types[i], column))
      return ds_type_lookup(strrchr(types[i], ':') + 1, type);
  return FALSE;
}

static gboolean
check_entry(const char *entry, const char *const *names, gsize n, GError **error)
{
  const char *colon = strrchr(entry, ':');
  g_autofree char *shown = ds_text_for_terminal(entry, -1);
  g_autofree char *column = colon ? g_strndup(entry, (gsize)(colon - entry)) : NULL;
  g_autofree const char **candidates = g_new0(const char *, n + 1);
  const char *near;
  DsType type;

  if (!colon || !ds_type_lookup(colon + 1, &type)) {
    g_set_error(
        error, DS_DATA_ERROR, DS_DATA_ERROR_TYPE,
        "types=%s names no type; write COLUMN:TYPE with int, real, bool, date, time or text",
        shown);
    return FALSE;
  }
  for (gsize i = 0; i < n; i++) {
    if (strcmp(names[i], column) == 0)
      return TRUE;
    candidates[i] = names[i];
  }
  near = ds_text_nearest(column, candidates);
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
              near ? "types=%s: there is no such column; did you mean \"%s\"?"
                   : "types=%s: there is no such column",
              shown, near);
  return FALSE;
}

gboolean
ds_wanted_types_check(const char *const *types, const char *const *names, gsize n, GError **error)
{
  for (gsize i = 0; types && types[i]; i++)
    if (!check_entry(types[i], names, n, error))
      return FALSE;
  return TRUE;
}

gboolean
ds_wanted_na(const char *const *words, const char *text, gsize length)
{
  for (gsize i = 0; words && words[i]; i++)
    if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
      return TRUE;
  return FALSE;
}
