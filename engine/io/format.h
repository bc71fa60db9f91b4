/* engine/io/format.h - what a file format is: how it is known, read and written. */
#pragma once
#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/open.h"
#include "engine/io/sink.h"
#include "engine/io/source.h"
#include "engine/io/write.h"
#include "engine/table/table.h"

/* To add one: write engine/io/NAME.c with its entry `const DsFormat ds_format_NAME`, add
 * DS_FORMAT (NAME) to engine/io/format-list.h, and a round trip to tests/engine/test-write.c. */
typedef struct {
  const char *name;     /* what format= takes */
  const char *title;    /* in sentences: "JSON Lines" */
  const char *suffixes; /* ".csv .txt": in small letters, the first one is usual; may be "" */
  /* Slots may be NULL: known but not read, or not written. @head holds the first bytes, without
   * packing. The last format of the list takes everything. */
  gboolean (*recognise)(const char *head, gsize n);
  const DsTable *(*read)(DsSource *source, const DsOpenOptions *options, DsProgress *progress,
                         DsNotes *notes, GError **error);
  /* Writes all of @table to @sink; the caller commits. Notes say what would read back otherwise. */
  gboolean (*write)(const DsTable *table, const DsWriteOptions *options, DsSink *sink,
                    DsProgress *progress, DsNotes *notes, GError **error);
} DsFormat;

/* All formats, NULL-terminated; by name; by the suffix of @path (NULL: no such). */
const DsFormat *const *ds_format_all(void);
const DsFormat *ds_format_lookup(const char *name);
const DsFormat *ds_format_of_path(const char *path);
