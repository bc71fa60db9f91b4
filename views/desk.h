/* views/desk.h - what is on the screen: panes and focus, messages, the line, the task that runs. */
#pragma once
#include <glib.h>

#include "app/session.h"
#include "engine/table/column-facts.h"
#include "views/canvas.h"
#include "views/pane.h"
#include "views/prompt.h"
#include "views/screen.h"

/* Draws on any canvas and takes keys from anybody, so that tests need no terminal. One thread. */
typedef struct DsDesk DsDesk;

/* @screen is NULL in tests without a terminal. Everything is borrowed and must outlive the desk. */
DsDesk *ds_desk_new(DsSession *session, DsScreen *screen, DsPrompt *prompt);
void ds_desk_free(DsDesk *desk);

/* Runs a command line; long ones as a task. What it says or shows appears on the screen. */
void ds_desk_run(DsDesk *desk, const char *line);

/* The same, but after what runs now; the command lines of the start. */
void ds_desk_run_later(DsDesk *desk, const char *line);

/* @next: the key behind it if it is there already; @used_next: (out): it was taken too. */
void ds_desk_key(DsDesk *desk, int key, int next, gboolean *used_next);

typedef enum {
  DS_DESK_NOTHING, /* nothing to see */
  DS_DESK_SOON,    /* something moved by itself: with the next frame */
  DS_DESK_NOW,     /* what somebody waits for is there */
} DsDeskNews;

/* Looks after what happened elsewhere: a task is done or further, facts are there. */
DsDeskNews ds_desk_tick(DsDesk *desk);

/* Milliseconds until the next ds_desk_tick() is due by itself, -1 = only when woken. */
int ds_desk_next_tick_ms(const DsDesk *desk);

/* Draws all of it; the terminal's cursor belongs at (@x, @y), nowhere with x < 0. */
void ds_desk_draw(DsDesk *desk, const DsCanvas *canvas, int *x, int *y);

extern const DsKey ds_desk_keys[]; /* those that work in every pane */

gboolean ds_desk_wants_quit(const DsDesk *desk);

/* A message for the bottom line until the next key; it is kept among the messages. */
void ds_desk_say(DsDesk *desk, DsRole role, const char *text);

/* For panes. */
DsSession *ds_desk_session(const DsDesk *desk);
const char *ds_desk_missing_sign(const DsDesk *desk);
int ds_desk_digits(const DsDesk *desk);
void ds_desk_set_page_rows(DsDesk *desk, gsize n_rows);
const DsColumnFacts *ds_desk_facts(DsDesk *desk, const DsTable *table, gsize col,
                                   const DsColumn **column); /* see facts-job.h */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsDesk, ds_desk_free)
