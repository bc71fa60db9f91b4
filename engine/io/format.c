/* engine/io/format.c - the list of formats, and who answers to a name or a suffix. */
#include "engine/io/format.h"

#include <string.h>

#define DS_FORMAT(name) extern const DsFormat ds_format_##name;
#include "engine/io/format-list.h"
#undef DS_FORMAT

static const DsFormat *const formats[] = {
#define DS_FORMAT(name) &ds_format_##name,
#include "engine/io/format-list.h"
#undef DS_FORMAT
  NULL
};

const DsFormat *const *
ds_format_all(void)
{
  return formats;
}

const DsFormat *
ds_format_lookup(const char *name)
{
  for (gsize i = 0; formats[i]; i++)
    if (strcmp(formats[i]->name, name) == 0)
      return formats[i];
  return NULL;
}

const DsFormat *
ds_format_of_path(const char *path)
{
  g_autofree char *plain = ds_sink_plain_name(path);
  g_autofree char *base = g_path_get_basename(plain);
  const char *dot = strrchr(base, '.');
  g_autofree char *suffix = dot ? g_ascii_strdown(dot, -1) : NULL;

  for (gsize i = 0; suffix && formats[i]; i++) {
    g_auto(GStrv) suffixes = g_strsplit(formats[i]->suffixes, " ", -1);

    if (g_strv_contains((const char *const *)suffixes, suffix))
      return formats[i];
  }
  return NULL;
}
