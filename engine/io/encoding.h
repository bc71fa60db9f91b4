/* engine/io/encoding.h - which bytes are text, and their way to UTF-8. */
#pragma once
#include <glib.h>

#include "engine/base/notes.h"
#include "engine/base/progress.h"
#include "engine/io/source.h"

typedef enum {
  DS_ENCODING_UTF8,
  DS_ENCODING_CP1252, /* Windows-1252, a superset of Latin-1's letters */
  DS_ENCODING_OTHER,  /* converted as a whole before reading */
} DsEncoding;

/* A byte-order mark at the start of @head: its encoding's name ("utf-8", "utf-16le", "utf-16be",
 * "utf-32le") and length; NULL when there is none. */
const char *ds_encoding_of_mark(const char *head, gsize n, gsize *mark_bytes);

/* UTF-16 without a mark shows by NULs in every second byte: "utf-16le", "utf-16be" or NULL. */
const char *ds_encoding_of_nuls(const char *head, gsize n);

/* FALSE with DS_DATA_ERROR_ENCODING when nobody knows @name. latin1 and iso-8859-1 are taken as
 * Windows-1252, as browsers do. */
gboolean ds_encoding_lookup(const char *name, DsEncoding *encoding, GError **error);

/**
 * ds_encoding_convert:
 * Returns: (transfer full): a source of the same name with all of @source from byte @start on as
 * UTF-8, in memory. UTF-16: a lone surrogate becomes U+FFFD and an odd byte at the end is left out,
 * both with a note; another encoding is an error at the first byte that is none of it.
 */
DsSource *ds_encoding_convert(DsSource *source, guint64 start, const char *encoding,
                              DsProgress *progress, DsNotes *notes, GError **error);

/* What stands beyond ASCII in a block. */
typedef struct {
  guint64 n_valid;  /* characters of two bytes or more, well-formed */
  guint64 n_broken; /* sequences that begin like UTF-8 and are not: overlong, surrogate, cut ... */
  guint64 n_lone;   /* bytes that do not even begin like UTF-8 */
  gsize n_lead;     /* continuation bytes at the start: the block before may own them */
  gsize overhang;   /* bytes of the next block that the last character took */
  gsize first_bad;  /* offset of the first that is not well-formed; G_MAXSIZE when all is */
} DsUtf8Count;

/* Counts the characters that begin in [bytes, bytes + n); @n_behind (up to 3 matter) more bytes may
 * be looked at. */
void ds_utf8_count(const char *bytes, gsize n, gsize n_behind, DsUtf8Count *count);

/* Length of the well-formed character of two bytes or more at @p, 0 when it is none. */
gsize ds_utf8_length(const char *p, gsize n);

/* Windows-1252 to UTF-8; @out has room for 3 * n. The five bytes without a meaning there become the
 * control characters of the same number, so that nothing is lost. Returns the length. */
gsize ds_cp1252_to_utf8(const char *bytes, gsize n, char *out);
