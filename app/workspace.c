/* app/workspace.c - what is open: tables by name, which is current, results one can go back from.
 */
#include "app/workspace.h"

#include <string.h>

struct DsWorkspace {
  GPtrArray *datasets; /* in order of opening */
  DsDataset *current;
};

static void
free_dataset(gpointer data)
{
  DsDataset *dataset = data;

  ds_history_free(dataset->history);
  ds_view_unref(dataset->view);
  ds_args_free(dataset->args);
  if (dataset->parent)
    ds_table_unref(dataset->parent);
  g_free(dataset->name);
  g_free(dataset->source);
  g_free(dataset->back_to);
  g_free(dataset->parent_name);
  g_free(dataset->line);
  g_free(dataset);
}

DsWorkspace *
ds_workspace_new(void)
{
  DsWorkspace *workspace = g_new0(DsWorkspace, 1);

  workspace->datasets = g_ptr_array_new_with_free_func(free_dataset);
  return workspace;
}

void
ds_workspace_free(DsWorkspace *workspace)
{
  if (!workspace)
    return;
  g_ptr_array_free(workspace->datasets, TRUE);
  g_free(workspace);
}

DsDataset *
ds_workspace_add(DsWorkspace *workspace, const char *name, const DsTable *table, const char *source)
{
  DsDataset *dataset = g_new0(DsDataset, 1);

  dataset->name = ds_workspace_free_name(workspace, name);
  dataset->source = g_strdup(source);
  dataset->history = ds_history_new(table, source);
  dataset->view = ds_view_new(table);
  g_ptr_array_add(workspace->datasets, dataset);
  return dataset;
}

DsDataset *
ds_workspace_current(const DsWorkspace *workspace)
{
  return workspace->current;
}

DsDataset *
ds_workspace_lookup(const DsWorkspace *workspace, const char *name)
{
  for (guint i = 0; i < workspace->datasets->len; i++) {
    DsDataset *dataset = g_ptr_array_index(workspace->datasets, i);

    if (strcmp(dataset->name, name) == 0)
      return dataset;
  }
  return strcmp(name, "this") == 0 ? workspace->current : NULL;
}

guint
ds_workspace_count(const DsWorkspace *workspace)
{
  return workspace->datasets->len;
}

DsDataset *
ds_workspace_get(const DsWorkspace *workspace, guint i)
{
  return g_ptr_array_index(workspace->datasets, i);
}

/* Whether going back from @from, step by step, comes to @to. */
static gboolean
leads_back(const DsWorkspace *workspace, const DsDataset *from, const DsDataset *to)
{
  for (guint steps = 0; from && steps <= workspace->datasets->len; steps++) {
    if (from == to)
      return TRUE;
    from = from->back_to ? ds_workspace_lookup(workspace, from->back_to) : NULL;
  }
  return FALSE;
}

void
ds_workspace_use(DsWorkspace *workspace, DsDataset *dataset)
{
  workspace->current = dataset;
  for (guint i = workspace->datasets->len; i-- > 0;) {
    const DsDataset *each = g_ptr_array_index(workspace->datasets, i);

    if (each->is_transient && !leads_back(workspace, dataset, each))
      g_ptr_array_remove_index(workspace->datasets, i);
  }
}

DsDataset *
ds_workspace_behind(const DsWorkspace *workspace)
{
  const DsDataset *current = workspace->current;

  return current && current->back_to ? ds_workspace_lookup(workspace, current->back_to) : NULL;
}

void
ds_workspace_close(DsWorkspace *workspace, DsDataset *dataset)
{
  const gboolean was_current = dataset == workspace->current;
  DsDataset *next = was_current ? ds_workspace_behind(workspace) : workspace->current;

  g_ptr_array_remove(workspace->datasets, dataset);
  if (was_current)
    workspace->current = NULL;
  for (guint i = workspace->datasets->len; !next && i-- > 0;) {
    DsDataset *each = g_ptr_array_index(workspace->datasets, i);

    if (!each->is_transient)
      next = each;
  }
  if (next)
    ds_workspace_use(workspace, next);
  else
    g_ptr_array_set_size(workspace->datasets, 0); /* only results without a table are left */
}

char *
ds_workspace_free_name(const DsWorkspace *workspace, const char *name)
{
  char *candidate = g_strdup(name);

  for (guint i = 2; strcmp(candidate, "this") == 0 || ds_workspace_lookup(workspace, candidate);
       i++) {
    g_free(candidate);
    candidate = g_strdup_printf("%s_%u", name, i);
  }
  return candidate;
}

/* The file's name up to its kind and compression: shop.2024.csv.gz -> shop.2024 */
static char *
stem_of(const char *path)
{
  static const char *const suffixes[] = { ".gz",     ".bz2",    ".xz",  ".zst",     ".zip",
                                          ".tar",    ".tgz",    ".csv", ".tsv",     ".txt",
                                          ".tab",    ".psv",    ".dat", ".json",    ".jsonl",
                                          ".ndjson", ".sqlite", ".db",  ".sqlite3", NULL };
  char *stem = g_path_get_basename(path);
  gboolean has_cut = TRUE;

  while (has_cut) {
    has_cut = FALSE;
    for (guint i = 0; suffixes[i] && !has_cut; i++) {
      const gsize n = strlen(stem), cut = strlen(suffixes[i]);

      if (n > cut && g_ascii_strcasecmp(stem + n - cut, suffixes[i]) == 0) {
        stem[n - cut] = '\0';
        has_cut = TRUE;
      }
    }
  }
  return stem;
}

char *
ds_workspace_name_of(const char *path)
{
  g_autofree char *stem = stem_of(path);
  g_autofree char *valid = g_utf8_make_valid(stem, -1);
  GString *name = g_string_new(NULL);

  for (const char *p = valid; *p; p = g_utf8_next_char(p)) {
    const gunichar c = g_utf8_get_char(p);

    g_string_append_unichar(name, g_unichar_isalnum(c) ? c : '_');
  }
  if (!name->len || g_ascii_isdigit(name->str[0]))
    g_string_prepend(name, "t_");
  return g_string_free(name, FALSE);
}
