/* views/pane.c - panes: what they show, their keys, what their placeholders stand for. */
#include "views/pane.h"

#include <string.h>

#include "app/words.h"
#include "views/condition.h"

#define DS_PANE(name) extern const DsPaneClass ds_pane_##name;
#include "views/pane-list.h"
#undef DS_PANE

static const DsPaneClass *const classes[] = {
#define DS_PANE(name) &ds_pane_##name,
#include "views/pane-list.h"
#undef DS_PANE
};

DsPane *
ds_pane_new(const DsPaneClass *class, struct DsDesk *desk)
{
  DsPane *pane = g_new0(DsPane, 1);

  pane->class = class;
  pane->desk = desk;
  return pane;
}

void
ds_pane_free(DsPane *pane)
{
  if (!pane)
    return;
  if (pane->class->free_state && pane->state)
    pane->class->free_state(pane->state);
  if (pane->table)
    ds_table_unref(pane->table);
  ds_view_unref(pane->view);
  g_free(pane->name);
  g_free(pane);
}

void
ds_pane_set(DsPane *pane, const DsTable *table, const DsView *view, const char *name)
{
  const DsTable *old_table = pane->table;
  const DsView *old_view = pane->view;
  char *old_name = pane->name;

  pane->table = table ? ds_table_ref(table) : NULL;
  pane->view = view ? ds_view_ref(view) : NULL;
  pane->name = g_strdup(name);
  if (old_table)
    ds_table_unref(old_table);
  ds_view_unref(old_view);
  g_free(old_name);
}

const DsPaneClass *const *
ds_pane_classes(guint *n)
{
  *n = G_N_ELEMENTS(classes);
  return classes;
}

const DsPaneClass *
ds_pane_class_lookup(const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
    if (strcmp(classes[i]->name, name) == 0)
      return classes[i];
  return NULL;
}

static gboolean
shows(const DsPaneClass *class, const DsTable *table)
{
  g_auto(GStrv) names = NULL;

  if (!class->shows)
    return FALSE;
  names = g_strsplit(class->shows, ",", -1);
  for (guint i = 0; names[i]; i++)
    if (*names[i] && ds_table_lookup_column(table, names[i]) < 0)
      return FALSE;
  return TRUE;
}

const DsPaneClass *
ds_pane_class_for(const DsTable *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS(classes); i++)
    if (shows(classes[i], table))
      return classes[i];
  return ds_pane_class_lookup("grid");
}

const DsKey *
ds_pane_find_key(const DsPane *pane, int key)
{
  const DsKey *found = ds_key_find(pane->class->keys, key);

  return found ? found : ds_key_find(pane->class->more, key);
}

gboolean
ds_pane_fill(gpointer data, const char *placeholder, GString *line)
{
  DsPane *pane = data;
  const gssize col = pane->view ? ds_view_column(pane->view) : -1;

  if (pane->class->fill && pane->class->fill(pane, placeholder, line))
    return TRUE;
  if (!pane->table)
    return FALSE;
  if (strcmp(placeholder, "row") == 0) {
    g_string_append_printf(line, "%" G_GSIZE_FORMAT, pane->view->row + 1);
    return ds_table_n_rows(pane->table) > 0;
  }
  if (col < 0)
    return FALSE;
  if (strcmp(placeholder, "column") == 0) {
    g_autofree char *quoted = ds_word_quote(ds_table_column_name(pane->table, (gsize)col));

    g_string_append(line, quoted);
    return TRUE;
  }
  if (ds_table_n_rows(pane->table) == 0)
    return FALSE;
  if (strcmp(placeholder, "is-cell") == 0 || strcmp(placeholder, "is-not-cell") == 0)
    return ds_condition_append(line, pane->table, pane->view->row, (gsize)col,
                               strcmp(placeholder, "is-cell") == 0);
  return FALSE;
}
