/* views/pane.h - a rectangle of the screen that shows one table and has keys of its own. */
#pragma once
#include <glib.h>

#include "app/view-state.h"
#include "engine/table/table.h"
#include "views/canvas.h"
#include "views/key.h"

struct DsDesk;
typedef struct DsPane DsPane;

/* To add one: write views/pane-x.c with this struct, add DS_PANE (x) to views/pane-list.h, and
 * tests/screen/x.keys. Hint line, help, dispatch and resize follow from the entry. */
typedef struct DsPaneClass {
  const char *name;
  const char *title; /* what `?` calls it */
  const char *shows; /* "a,b": columns a result must have for this pane to show it; NULL = chosen
                      * by name only */
  const DsKey *keys; /* ends with a row without command */
  const DsKey *more; /* rows behind them that several panes share; may be NULL */

  /* Draws the whole canvas, which is blank. Only reads the table; may scroll (pane state). */
  void (*draw)(DsPane *pane, const DsCanvas *canvas);

  /* Appends what stands for a {placeholder}; FALSE = there is nothing now. NULL = the common ones
   * of ds_pane_fill() only. */
  gboolean (*fill)(DsPane *pane, const char *placeholder, GString *line);

  /* An '@word' that is the pane's own: FALSE = not mine. May be NULL. */
  gboolean (*act)(DsPane *pane, const char *word);

  void (*free_state)(gpointer state); /* NULL = nothing to free */
} DsPaneClass;

struct DsPane {
  const DsPaneClass *class;
  struct DsDesk *desk;
  const DsTable *table; /* a reference; NULL for panes without */
  const DsView *view;   /* how it is looked at; NULL when table is */
  char *name;           /* the table's name in the session; may be NULL */
  gpointer state;       /* the class's own */
  gboolean has_focus;
};

DsPane *ds_pane_new(const DsPaneClass *class, struct DsDesk *desk);
void ds_pane_free(DsPane *pane);

/* Shows another table or the same one otherwise. References are taken. */
void ds_pane_set(DsPane *pane, const DsTable *table, const DsView *view, const char *name);

/* The class called @name; the first in the list that shows such a table (the grid shows any). */
const DsPaneClass *ds_pane_class_lookup(const char *name);
const DsPaneClass *ds_pane_class_for(const DsTable *table);
const DsPaneClass *const *ds_pane_classes(guint *n);

/* The row that binds @key here, NULL = none. */
const DsKey *ds_pane_find_key(const DsPane *pane, int key);

/* {column} (quoted for the shell), {row} (1-based), {is-cell}, {is-not-cell} (SQL
 * conditions that hold where the column is, or is not, what the cell is) and the words of the
 * class. */
gboolean ds_pane_fill(gpointer pane, const char *placeholder, GString *line);
