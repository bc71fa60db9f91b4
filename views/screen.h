/* views/screen.h - the terminal while the program is on it: curses, keys, signals, what is drawn.
 */
#pragma once
#include <glib.h>

#include "views/canvas.h"
#include "views/theme.h"

/* There is one terminal, so one screen at a time. Everything but ds_screen_wake() is for the thread
 * that opened it. */
typedef struct DsScreen DsScreen;

typedef struct {
  gboolean no_color, ascii;
  const char *const *commands; /* command lines that run first, NULL-terminated; NULL = none */
} DsScreenOptions;

typedef enum {
  DS_SCREEN_KEYS = 1 << 0,    /* ds_screen_next_key() has some */
  DS_SCREEN_RESIZED = 1 << 1, /* ds_screen_canvas() has another size; everything was cleared */
  DS_SCREEN_WOKEN = 1 << 2,   /* ds_screen_wake() was called */
  DS_SCREEN_REDRAW = 1 << 3,  /* the program was stopped and goes on: draw */
  DS_SCREEN_LEAVE = 1 << 4,   /* SIGTERM, SIGHUP, or the terminal went away */
} DsScreenEvents;

/* The least size that is drawn on. */
enum { DS_SCREEN_MIN_WIDTH = 40, DS_SCREEN_MIN_HEIGHT = 8 };

/**
 * ds_screen_open:
 * Takes over the terminal on standard input and output. From here on it is given back whatever
 * happens: ds_screen_close(), exit(), a signal that ends the program, a crash.
 * Returns: NULL with DS_COMMAND_ERROR_STATE when there is no terminal or TERM cannot do it.
 */
DsScreen *ds_screen_open(const DsScreenOptions *options, GError **error);
void ds_screen_close(DsScreen *screen);

/* Where to draw: a blank canvas of the terminal's size. */
const DsCanvas *ds_screen_canvas(DsScreen *screen);

/* A remark about the terminal for the message line, NULL = none. (transfer none) */
const char *ds_screen_remark(DsScreen *screen);

/* Puts what changed on the canvas since the last time on the terminal; the cursor of the terminal
 * stands at (x, y), or is hidden with x < 0. */
void ds_screen_put(DsScreen *screen, int x, int y);

/* Forgets what the terminal shows: the next put sends everything. */
void ds_screen_redraw(DsScreen *screen);

/* Sleeps until something happens, at most @timeout_ms (-1 = for ever). Uses no time meanwhile. */
guint ds_screen_wait(DsScreen *screen, int timeout_ms);

/* The next key that came, DS_KEY_NONE = no more. */
int ds_screen_next_key(DsScreen *screen);
int ds_screen_peek_key(DsScreen *screen);

/* Ends a ds_screen_wait() from any thread or signal handler. */
void ds_screen_wake(DsScreen *screen);

/* Gives the terminal back, stops the program (Ctrl-Z) and takes the terminal again afterwards. */
void ds_screen_suspend(DsScreen *screen);

/* The signal that asks to leave, 0 = none or the terminal is gone. */
int ds_screen_leave_signal(const DsScreen *screen);

void ds_screen_set_theme(DsScreen *screen, const DsTheme *theme);
void ds_screen_bell(DsScreen *screen);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsScreen, ds_screen_close)
