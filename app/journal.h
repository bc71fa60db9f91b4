/* app/journal.h - the commands that changed something, as a script that does it all again. */
#pragma once
#include <glib.h>

#include "app/workspace.h"

/* Only lines that matter are kept; which table they act on is made explicit by `use` lines where
 * the script would otherwise act on another. Not thread-safe. */
typedef struct DsJournal DsJournal;

DsJournal *ds_journal_new(void);
void ds_journal_free(DsJournal *journal);

/* @line changed @acting (NULL: nothing was open). @makes_current: the name of the table that is
 * current after it when the script runs (NULL: not known). */
void ds_journal_add(DsJournal *journal, DsWorkspace *workspace, DsDataset *acting, const char *line,
                    const char *makes_current);

/* The same for a line that only marks rows of @acting: it counts once what is marked is kept or
 * dropped, which it makes come out the same. */
void ds_journal_add_mark(DsJournal *journal, DsWorkspace *workspace, DsDataset *acting,
                         const char *line);

/* The lines that count. (element-type utf8) (transfer container): borrowed until the next add */
GPtrArray *ds_journal_lines(const DsJournal *journal);

/* The script: a line each (a line break inside one is '\' and a line break), ending so that
 * @current is current. (transfer full) */
char *ds_journal_script(const DsJournal *journal, const char *current);
