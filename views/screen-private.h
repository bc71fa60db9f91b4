/* views/screen-private.h - what the files of the screen share; for views/screen*.c alone. */
#pragma once
#include "views/screen.h"

struct DsScreen {
  DsCanvas *canvas; /* what should be there */
  DsCell *shown;    /* what is there; the canvas's size */
  const DsTheme *theme;
  gboolean has_color;
  gboolean is_utf8;
  gboolean is_cursor_shown;
  gboolean is_down; /* the terminal is given back for the moment */
  GQueue *keys;     /* of GINT_TO_POINTER(key) */
  char *remark;
  gpointer terminal; /* curses' SCREEN */
};

/* screen-put.c */
void ds_screen_use_theme(DsScreen *screen); /* tells curses the theme's colours */

/* screen-input.c */
void ds_screen_init_keys(void);
gboolean ds_screen_read_keys(DsScreen *screen); /* FALSE: the terminal went away */

/* screen-signal.c: signals wake the wait; a crash gives the terminal back. */
gboolean ds_screen_signals_install(GError **error);
void ds_screen_signals_remove(void);
int ds_screen_wake_fd(void);
void ds_screen_wake_fd_clear(void);
gboolean ds_screen_take_resize(void);
gboolean ds_screen_take_wake(void);
gboolean ds_screen_take_stop(void);
gboolean ds_screen_take_continued(void);
gboolean ds_screen_take_interrupt(void);
int ds_screen_take_leave(void); /* the signal, stays */

/* What a crash sends to give the terminal back, prepared while all is well. */
void ds_screen_signals_set_restore(const char *bytes);
