/* engine/io/archive.h - compressed files and archives, unpacked into memory. */
#pragma once
#include "engine/base/notes.h"
#include "engine/io/source.h"

/* The beginning of something that ds_archive_unpack() opens: gzip, bzip2, xz, zstd, lz4, zip, 7-Zip
 * or tar, by its first bytes alone. 512 bytes are enough (tar names itself at byte 257). */
gboolean ds_archive_recognise(const char *head, gsize n);

typedef struct {
  const char *member; /* (nullable): which file of an archive; NULL = the only one */
  /* (nullable): called once with the first bytes as soon as they are there, so that rows can be
   * shown before all is unpacked. They are lent for the call. */
  void (*preview)(const char *name, const char *bytes, gsize n, gpointer data);
  gpointer data;
  DsNotes *notes; /* (nullable): gets what was left out of an archive */
} DsUnpackOptions;

/**
 * ds_archive_unpack:
 * @packed: what ds_archive_recognise() said yes to
 *
 * One layer: a .csv.gz gives the CSV, a .tar.gz gives the tar. Folders, macOS resource forks and
 * other hidden files in an archive do not count. Checksums are verified; gzip's here, since
 * libarchive does not look at them.
 *
 * Returns: (transfer full): the content, named "packed.zip:member" in messages. Errors:
 * DS_DATA_ERROR_SYNTAX (damaged, cut, encrypted), _AMBIGUOUS (several files: they are named),
 * _NOT_FOUND (no such member, nothing inside), _MEMORY (larger than the memory of the machine).
 */
DsSource *ds_archive_unpack(DsSource *packed, const DsUnpackOptions *options, DsProgress *progress,
                            GError **error);
