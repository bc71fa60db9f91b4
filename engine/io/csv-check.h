/* engine/io/csv-check.h - what a written CSV would read back as; for csv-write.c. */
#pragma once
#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/table/table.h"

/* The words that mean missing unless na= says otherwise, NULL-terminated; '?' is not among them. */
gboolean ds_csv_check_is_na(const char *text, gsize length);

/**
 * ds_csv_check:
 * @head: [n] the first bytes of the file, as they were written
 * @is_whole: they are all of it
 *
 * Adds a note for everything that would read back otherwise, with the options that read it right:
 * text that looks like another type, columns without values, texts that mean missing, and whatever
 * the reader's detection would take for something else, found by reading @head again.
 */
gboolean ds_csv_check(const DsTable *table, char delimiter, const char *head, gsize n,
                      gboolean is_whole, DsNotes *notes, DsProgress *progress, GError **error);
