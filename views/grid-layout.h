/* views/grid-layout.h - which columns the grid shows where, and how wide. */
#pragma once
#include <glib.h>

#include "app/view-state.h"
#include "engine/table/table.h"
#include "views/grid-cell.h"

/* What a column needs, measured on the rows that were looked at so far; it only grows, so that
 * scrolling does not make columns dance. */
typedef struct {
  int before; /* numbers: cells before the point */
  int after;  /* numbers: the point and what is behind it */
  int text;   /* others: cells */
} DsGridNeed;

/* One column on the screen. */
typedef struct {
  gsize col;   /* in the table */
  guint place; /* in the view's order */
  int x, width;
  int before;                           /* numbers: where the point stands, in cells from x */
  gboolean is_number, is_fixed, is_cut; /* cut: the right edge of the pane */
  DsGridCell *cells;                    /* [n_rows] of the rows shown */
} DsGridColumn;

typedef struct {
  GArray *columns;              /* of DsGridColumn, left to right */
  int gutter;                   /* cells for the row numbers */
  gsize first_row;              /* the first row shown */
  gsize n_rows;                 /* rows shown */
  guint first_place;            /* the first that scrolls */
  gboolean has_left, has_right; /* more columns beyond */
} DsGridLayout;

/* Needs of the columns of one table: kept from frame to frame. */
typedef struct DsGridNeeds DsGridNeeds;

DsGridNeeds *ds_grid_needs_new(void);
void ds_grid_needs_free(DsGridNeeds *needs);

typedef struct {
  int width, height; /* cells of the pane; rows that are free for data */
  int digits;
  gsize first_row; /* where it was scrolled to */
  gsize last_row;  /* where the cursor was then */
  guint first_place;
} DsGridFrame;

/**
 * ds_grid_layout_new:
 * Places as many columns as fit, the cursor's row and column among them, scrolling no more than
 * that needs. Formats only the cells that are shown, and a few hundred rows of a column that has
 * not been shown before. (transfer full)
 */
DsGridLayout *ds_grid_layout_new(const DsTable *table, const DsView *view, DsGridNeeds *needs,
                                 const DsGridFrame *frame);
void ds_grid_layout_free(DsGridLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsGridLayout, ds_grid_layout_free)
