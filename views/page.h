/* views/page.h - text to read: lines that are wrapped to the pane, with headings; help, one cell.
 */
#pragma once
#include <glib.h>

#include "views/canvas.h"
#include "views/key.h"

typedef struct DsPage DsPage;

DsPage *ds_page_new(const char *title);
void ds_page_free(gpointer page); /* accepts NULL */
const char *ds_page_title(const DsPage *page);

/* Adds a line; @text is any text, cleaned here. Longer than the pane: wrapped at blanks, and what
 * follows starts at @indent. */
void ds_page_add(DsPage *page, DsRole role, int indent, const char *text);

/* A line of two columns: @name in the first @name_width cells, @text wrapped beside it. */
void ds_page_add_pair(DsPage *page, int name_width, const char *name, const char *text);

/* For panes that show a page: its keys, and what their '@words' do (FALSE: not one of them). */
gboolean ds_page_act(DsPage *page, const char *word);
extern const DsKey ds_page_keys[];

void ds_page_draw(DsPage *page, const DsCanvas *canvas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsPage, ds_page_free)
