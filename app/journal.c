/* app/journal.c - the commands that changed something, as a script that does it all again. */
#include "app/journal.h"

#include <string.h>

#include "app/command.h"
#include "app/words.h"

typedef struct {
  char *text;
  gboolean is_mark;
} Line;

struct DsJournal {
  GPtrArray *lines; /* of Line */
  guint n_used;  /* marks before this line were needed by one that keeps or drops what is marked */
  char *current; /* the table that is current at the end of the script; NULL = not known */
};

static void
free_line(gpointer data)
{
  Line *line = data;

  g_free(line->text);
  g_free(line);
}

/* @text: (transfer full) */
static void
append(DsJournal *journal, char *text, gboolean is_mark)
{
  Line *line = g_new(Line, 1);

  *line = (Line){ text, is_mark };
  g_ptr_array_add(journal->lines, line);
}

DsJournal *
ds_journal_new(void)
{
  DsJournal *journal = g_new0(DsJournal, 1);

  journal->lines = g_ptr_array_new_with_free_func(free_line);
  return journal;
}

void
ds_journal_free(DsJournal *journal)
{
  if (!journal)
    return;
  g_ptr_array_free(journal->lines, TRUE);
  g_free(journal->current);
  g_free(journal);
}

static void
set_current(DsJournal *journal, const char *name)
{
  g_free(journal->current);
  journal->current = g_strdup(name);
}

static char *
use_line(const char *name)
{
  g_autofree char *quoted = ds_word_quote(name);

  return g_strconcat("use ", quoted, NULL);
}

static void go_to(DsJournal *journal, DsWorkspace *workspace, DsDataset *dataset);

/* A result that was only looked at so far: its command with a name, so that it can be used. */
static void
make_result(DsJournal *journal, DsWorkspace *workspace, DsDataset *result)
{
  g_autofree char *name = ds_word_quote(result->name);
  const char *rest = result->line + strcspn(result->line, " \t\n");
  DsDataset *parent = result->back_to ? ds_workspace_lookup(workspace, result->back_to) : NULL;

  if (parent)
    go_to(journal, workspace, parent);
  append(journal, g_strdup_printf("%s name=%s%s", result->command->name, name, rest), FALSE);
  result->is_in_journal = TRUE;
}

static void
go_to(DsJournal *journal, DsWorkspace *workspace, DsDataset *dataset)
{
  if (dataset->is_transient && !dataset->is_in_journal)
    make_result(journal, workspace, dataset);
  if (g_strcmp0(journal->current, dataset->name) == 0)
    return;
  append(journal, use_line(dataset->name), FALSE);
  set_current(journal, dataset->name);
}

void
ds_journal_add(DsJournal *journal, DsWorkspace *workspace, DsDataset *acting, const char *line,
               const char *makes_current)
{
  if (acting)
    go_to(journal, workspace, acting);
  append(journal, g_strdup(line), FALSE);
  if (g_str_has_prefix(line, "keep-marked") || g_str_has_prefix(line, "drop-marked"))
    journal->n_used = journal->lines->len;
  set_current(journal, makes_current);
}

void
ds_journal_add_mark(DsJournal *journal, DsWorkspace *workspace, DsDataset *acting, const char *line)
{
  go_to(journal, workspace, acting);
  append(journal, g_strdup(line), TRUE);
}

GPtrArray *
ds_journal_lines(const DsJournal *journal)
{
  GPtrArray *lines = g_ptr_array_new();

  for (guint i = 0; i < journal->lines->len; i++) {
    const Line *line = g_ptr_array_index(journal->lines, i);

    if (!line->is_mark || i < journal->n_used)
      g_ptr_array_add(lines, line->text);
  }
  return lines;
}

static void
append_line(GString *script, const char *line)
{
  const gsize n = strlen(line);

  for (const char *p = line; *p; p++) {
    if (*p == '\n')
      g_string_append_c(script, '\\');
    g_string_append_c(script, *p);
  }
  if (n && line[n - 1] == '\\')
    g_string_append_c(script, ' '); /* else it would join the next line to this one */
  g_string_append_c(script, '\n');
}

char *
ds_journal_script(const DsJournal *journal, const char *current)
{
  GString *script = g_string_new("# made by dayshift; run it again with: dayshift -f THIS\n");
  g_autoptr(GPtrArray) lines = ds_journal_lines(journal);

  for (guint i = 0; i < lines->len; i++)
    append_line(script, g_ptr_array_index(lines, i));
  if (current && g_strcmp0(current, journal->current) != 0) {
    g_autofree char *line = use_line(current);

    append_line(script, line);
  }
  return g_string_free(script, FALSE);
}
