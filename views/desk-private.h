/* views/desk-private.h - the inside of the desk; for views/desk*.c alone. */
#pragma once
#include "app/task.h"
#include "views/desk.h"
#include "views/facts-job.h"
#include "views/page.h"

typedef enum {
  DS_DESK_COMMAND, /* the line runs as a command */
  DS_DESK_JUMP,    /* the line is part of a column's name; the cursor goes there as one types */
} DsDeskLine;

struct DsDesk {
  DsSession *session;
  DsScreen *screen;
  DsPrompt *prompt;
  DsFactsJob *facts;

  DsPane *main;       /* the current table, or the start page */
  DsPane *side;       /* the selected column; NULL = not wide enough, or nothing open */
  DsPane *overlay;    /* a page over both; NULL = none */
  gint64 side_due_us; /* when side is to follow the cursor to another column; 0 = it has */
  gboolean is_side_focused;
  guint64 generation;  /* of the session when main was set */
  gboolean is_preview; /* main shows the first rows of a file that is still being read */
  gsize n_rows_first;  /* rows that the table had when it was opened */
  gsize page_rows;
  char *missing_sign;
  int digits;

  GQueue *later;    /* command lines that wait for the task */
  DsTask *task;     /* NULL = nothing runs */
  gint has_changed; /* set by other threads */
  GMutex lock;      /* with `changed`: for a short wait for the task */
  GCond changed;

  DsDeskLine line_kind;
  gsize jump_from;   /* the place of the cursor when the jump began */
  guint jump_choice; /* which of the columns that match */
  char **jump_names; /* those that match; NULL = none asked for */

  char *message; /* NULL = none */
  DsRole message_role;
  GPtrArray *messages; /* all of them, oldest first */

  gboolean is_pasting; /* pasted text that nobody asked for is passing by */
  gboolean has_asked_to_quit;
  gboolean wants_quit;
};

/* desk.c */
DsPane *ds_desk_focus(DsDesk *desk);
void ds_desk_changed(gpointer desk); /* for other threads: look after what happened */
void ds_desk_refresh(DsDesk *desk);  /* takes what the session has now */
void ds_desk_clear_message(DsDesk *desk);

/* desk-run.c */
DsDeskNews ds_desk_task_tick(DsDesk *desk);
void ds_desk_cancel_task(DsDesk *desk);
void ds_desk_end_task(DsDesk *desk);
/* What runs, NULL = nothing that is worth showing; @fraction -1 = unknown. (transfer full) */
char *ds_desk_task_text(const DsDesk *desk, double *fraction);

/* desk-word.c: '@word' without '@'; FALSE = no such */
gboolean ds_desk_act(DsDesk *desk, const char *word);

/* desk-line.c: the command line */
void ds_desk_open_line(DsDesk *desk, const char *text);
void ds_desk_open_jump(DsDesk *desk);
void ds_desk_line_key(DsDesk *desk, int key, int next, gboolean *used_next);

/* desk-page.c: pages over the screen. */
void ds_desk_show_page(DsDesk *desk, DsPage *page); /* (transfer full); NULL: nothing happens */
DsPage *ds_desk_help_page(DsDesk *desk);
DsPage *ds_desk_cell_page(DsDesk *desk); /* NULL: no cell */
DsPage *ds_desk_messages_page(DsDesk *desk);
DsPage *ds_desk_start_page(DsDesk *desk);
