/* views/grid-header.h - the rows over the grid: name, type, a small histogram, missing. */
#pragma once
#include "views/grid-layout.h"
#include "views/pane.h"

/* Rows of a pane @height rows high that go to the header: four, or fewer where rows are dear. */
int ds_grid_header_height(int height);

void ds_grid_header_draw(DsPane *pane, const DsCanvas *canvas, const DsGridLayout *layout);
