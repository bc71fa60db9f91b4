/* views/theme.h - what things look like: roles, and the looks that a theme gives them. */
#pragma once
#include <glib.h>

/* What a cell is for. Panes name roles, never colours. */
typedef enum {
  DS_ROLE_TEXT,   /* data and everything ordinary */
  DS_ROLE_DIM,    /* secondary: types, counts, missing marks, row numbers */
  DS_ROLE_TITLE,  /* the top line */
  DS_ROLE_NAME,   /* column names, headings */
  DS_ROLE_HERE,   /* the name of the column, the number of the row with the cursor */
  DS_ROLE_ACCENT, /* histograms, bars, keys in hints */
  DS_ROLE_CURSOR, /* the cell with the cursor */
  DS_ROLE_MARKED, /* rows that are marked (they carry a sign too) */
  DS_ROLE_MATCH,  /* what a search found (the cursor goes there too) */
  DS_ROLE_CHOSEN, /* the candidate that is chosen in a list */
  DS_ROLE_PROMPT, /* the command line's mark */
  DS_ROLE_NOTE,   /* messages */
  DS_ROLE_ERROR,  /* what went wrong (it starts with the command's name) */
  DS_N_ROLES
} DsRole;

typedef enum {
  DS_LOOK_BOLD = 1 << 0,
  DS_LOOK_DIM = 1 << 1,
  DS_LOOK_UNDERLINE = 1 << 2,
  DS_LOOK_REVERSE = 1 << 3,
} DsLookFlags;

/* Colours are -1 (the terminal's own) or 0..255; @basic is for terminals with 8 or 16. The
 * background is always the terminal's own. */
typedef struct {
  gint16 colour, basic;
  guint flags;
} DsLook;

typedef struct {
  const char *name;
  const char *help;
  DsLook looks[DS_N_ROLES];
} DsTheme;

/* The theme called @name, NULL = no such. All: NULL-terminated names. */
const DsTheme *ds_theme_lookup(const char *name);
const char *const *ds_theme_names(void);

/* What to use when nobody chose: mono with NO_COLOR set (and not empty), light or dark by
 * COLORFGBG where the terminal sets it, else dark. */
const char *ds_theme_guess(void);
