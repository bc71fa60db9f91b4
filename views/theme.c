/* views/theme.c - what things look like: roles, and the looks that a theme gives them. */
#include "views/theme.h"

#include <string.h>

enum { OWN = -1 };

/* One accent; the rest is weight. Every difference survives without colour. */
static const DsTheme themes[] = {
  { "dark",
    "for dark backgrounds",
    {
        [DS_ROLE_TEXT] = { OWN, OWN, 0 },
        [DS_ROLE_DIM] = { 245, OWN, 0 },
        [DS_ROLE_TITLE] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_NAME] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_HERE] = { 80, 6, DS_LOOK_BOLD | DS_LOOK_UNDERLINE },
        [DS_ROLE_ACCENT] = { 80, 6, 0 },
        [DS_ROLE_CURSOR] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_MARKED] = { 80, 6, DS_LOOK_BOLD },
        [DS_ROLE_MATCH] = { OWN, OWN, DS_LOOK_UNDERLINE },
        [DS_ROLE_CHOSEN] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_PROMPT] = { 80, 6, DS_LOOK_BOLD },
        [DS_ROLE_NOTE] = { OWN, OWN, 0 },
        [DS_ROLE_ERROR] = { 210, 1, DS_LOOK_BOLD },
    } },
  { "light",
    "for light backgrounds",
    {
        [DS_ROLE_TEXT] = { OWN, OWN, 0 },
        [DS_ROLE_DIM] = { 242, OWN, 0 },
        [DS_ROLE_TITLE] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_NAME] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_HERE] = { 25, 4, DS_LOOK_BOLD | DS_LOOK_UNDERLINE },
        [DS_ROLE_ACCENT] = { 25, 4, 0 },
        [DS_ROLE_CURSOR] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_MARKED] = { 25, 4, DS_LOOK_BOLD },
        [DS_ROLE_MATCH] = { OWN, OWN, DS_LOOK_UNDERLINE },
        [DS_ROLE_CHOSEN] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_PROMPT] = { 25, 4, DS_LOOK_BOLD },
        [DS_ROLE_NOTE] = { OWN, OWN, 0 },
        [DS_ROLE_ERROR] = { 124, 1, DS_LOOK_BOLD },
    } },
  { "mono",
    "no colour at all",
    {
        [DS_ROLE_TEXT] = { OWN, OWN, 0 },
        [DS_ROLE_DIM] = { OWN, OWN, 0 },
        [DS_ROLE_TITLE] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_NAME] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_HERE] = { OWN, OWN, DS_LOOK_BOLD | DS_LOOK_UNDERLINE },
        [DS_ROLE_ACCENT] = { OWN, OWN, 0 },
        [DS_ROLE_CURSOR] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_MARKED] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_MATCH] = { OWN, OWN, DS_LOOK_UNDERLINE },
        [DS_ROLE_CHOSEN] = { OWN, OWN, DS_LOOK_REVERSE },
        [DS_ROLE_PROMPT] = { OWN, OWN, DS_LOOK_BOLD },
        [DS_ROLE_NOTE] = { OWN, OWN, 0 },
        [DS_ROLE_ERROR] = { OWN, OWN, DS_LOOK_BOLD },
    } },
};

static const char *const names[] = { "dark", "light", "mono", NULL };

const DsTheme *
ds_theme_lookup(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(themes); i++)
    if (strcmp(themes[i].name, name) == 0)
      return &themes[i];
  return NULL;
}

const char *const *
ds_theme_names(void)
{
  return names;
}

const char *
ds_theme_guess(void)
{
  const char *no_color = g_getenv("NO_COLOR");
  const char *colours = g_getenv("COLORFGBG"); /* "foreground;background", rxvt's invention */
  const char *background = colours ? strrchr(colours, ';') : NULL;

  if (no_color && *no_color)
    return "mono";
  /* of the sixteen, 7 and 9 .. 15 are light */
  if (background) {
    guint64 number;

    if (g_ascii_string_to_unsigned(background + 1, 10, 0, 15, &number, NULL) &&
        (number == 7 || number >= 9))
      return "light";
  }
  return "dark";
}
