/* engine/base/notes.c - remarks that go with a result: what was assumed, counted, left out. */
#include "engine/base/notes.h"

struct DsNotes {
  GPtrArray *sentences;
};

DsNotes *
ds_notes_new(void)
{
  DsNotes *notes = g_new0(DsNotes, 1);

  notes->sentences = g_ptr_array_new_with_free_func(g_free);
  return notes;
}

void
ds_notes_free(DsNotes *notes)
{
  if (!notes)
    return;
  g_ptr_array_unref(notes->sentences);
  g_free(notes);
}

void
ds_notes_add(DsNotes *notes, const char *format, ...)
{
  va_list args;

  if (!notes)
    return;
  va_start(args, format);
  g_ptr_array_add(notes->sentences, g_strdup_vprintf(format, args));
  va_end(args);
}

void
ds_notes_append(DsNotes *notes, const DsNotes *from)
{
  for (guint i = 0; notes && i < ds_notes_count(from); i++)
    g_ptr_array_add(notes->sentences, g_strdup(ds_notes_get(from, i)));
}

guint
ds_notes_count(const DsNotes *notes)
{
  return notes ? notes->sentences->len : 0;
}

const char *
ds_notes_get(const DsNotes *notes, guint i)
{
  return notes->sentences->pdata[i];
}
