/* engine/base/notes.h - remarks that go with a result: what was assumed, counted, left out. */
#pragma once
#include <glib.h>

/* A growing list of sentences. Not thread-safe: only the thread that runs the command adds. */
typedef struct DsNotes DsNotes;

DsNotes *ds_notes_new(void);
void ds_notes_free(DsNotes *notes); /* accepts NULL */

/* Adds one sentence (printf-like). @notes may be NULL: then nothing happens. Text from data must
 * have passed ds_text_for_terminal(). */
void ds_notes_add(DsNotes *notes, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Appends copies of all of @from's notes to @notes; either may be NULL. */
void ds_notes_append(DsNotes *notes, const DsNotes *from);

guint ds_notes_count(const DsNotes *notes);              /* 0 for NULL */
const char *ds_notes_get(const DsNotes *notes, guint i); /* (transfer none) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsNotes, ds_notes_free)
