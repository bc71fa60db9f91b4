/* engine/io/unpacked.h - the growing content of a file that is being unpacked; for archive*.c. */
#pragma once
#include "engine/io/archive.h"

typedef struct {
  const char *name; /* for messages and the preview; not owned */
  char *bytes;
  gsize n, room;
  const DsUnpackOptions *options; /* (nullable) */
  gboolean was_shown;
} DsUnpacked;

/* Makes @bytes[n .. room) at least one step long. */
gboolean ds_unpacked_reserve(DsUnpacked *unpacked, GError **error);

/* @got more bytes are there: shows the first ones, asks whether to go on. */
gboolean ds_unpacked_advance(DsUnpacked *unpacked, gsize got, DsProgress *progress, GError **error);

/* Hands over what is there, as a source called @name. */
DsSource *ds_unpacked_finish(DsUnpacked *unpacked, const char *name);
void ds_unpacked_clear(DsUnpacked *unpacked);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DsUnpacked, ds_unpacked_clear)

/* The gzip layer: all members one behind the other, as gzip -dc does. */
DsSource *ds_gzip_unpack(DsSource *packed, const DsUnpackOptions *options, DsProgress *progress,
                         GError **error);
