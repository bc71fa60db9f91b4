/* engine/io/archive-gzip.c - gzip, with the checksum that libarchive reads over. */
#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/io/unpacked.h"

enum { INPUT = 1 << 16 };

typedef struct {
  DsSource *packed;
  GConverter *inflate;
  char input[INPUT];
  gsize from, to; /* what of the input is not used yet */
  guint64 offset; /* of the next input in the file */
} Gunzip;

static gboolean
fill(Gunzip *gunzip, GError **error)
{
  const gssize got = ds_source_read(gunzip->packed, gunzip->offset, gunzip->input, INPUT, error);

  gunzip->from = 0;
  gunzip->to = got > 0 ? (gsize)got : 0;
  gunzip->offset += gunzip->to;
  return got >= 0;
}

static void
set_damage(const Gunzip *gunzip, const char *what, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_source_name(gunzip->packed), -1);

  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
              "%s: the gzip data %s near byte %" G_GUINT64_FORMAT "; fetch or pack the file again",
              shown, what, gunzip->offset - (gunzip->to - gunzip->from));
}

/* Whether another member begins here; what follows the last one and is none (padding) is no data,
 * and gzip itself passes over it. */
static gboolean
another_member(Gunzip *gunzip, gboolean *another, GError **error)
{
  if (gunzip->from == gunzip->to && !fill(gunzip, error))
    return FALSE;
  *another = gunzip->to - gunzip->from >= 1 && (guchar)gunzip->input[gunzip->from] == 0x1f;
  return TRUE;
}

/* One step of unpacking; *done when the last member has ended. */
static gboolean
inflate_some(Gunzip *gunzip, DsUnpacked *unpacked, DsProgress *progress, gboolean *done,
             GError **error)
{
  const gboolean at_end = gunzip->offset >= ds_source_size(gunzip->packed);
  gsize used = 0, made = 0;
  gboolean another = FALSE;
  g_autoptr(GError) local = NULL;
  GConverterResult result;

  if (!ds_unpacked_reserve(unpacked, error))
    return FALSE;
  result = g_converter_convert(
      gunzip->inflate, gunzip->input + gunzip->from, gunzip->to - gunzip->from,
      unpacked->bytes + unpacked->n, unpacked->room - unpacked->n,
      at_end ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &used, &made, &local);
  if (result == G_CONVERTER_ERROR) {
    if (g_error_matches(local, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
      set_damage(gunzip, "ends too early", error);
    else
      set_damage(gunzip, "is damaged", error);
    return FALSE;
  }
  gunzip->from += used;
  ds_progress_set(progress, gunzip->offset, ds_source_size(gunzip->packed));
  if (!ds_unpacked_advance(unpacked, made, progress, error))
    return FALSE;
  if (result == G_CONVERTER_FINISHED) {
    if (!another_member(gunzip, &another, error))
      return FALSE;
    g_converter_reset(gunzip->inflate);
    *done = !another;
  }
  return TRUE;
}

DsSource *
ds_gzip_unpack(DsSource *packed, const DsUnpackOptions *options, DsProgress *progress,
               GError **error)
{
  g_autoptr(GZlibDecompressor) inflate = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree Gunzip *gunzip = g_new0(Gunzip, 1);
  g_auto(DsUnpacked) unpacked = { .name = ds_source_name(packed), .options = options };
  gboolean done = FALSE;

  gunzip->packed = packed;
  gunzip->inflate = G_CONVERTER(inflate);
  while (!done) {
    if (gunzip->from == gunzip->to && !fill(gunzip, error))
      return NULL;
    if (gunzip->from == gunzip->to) {
      set_damage(gunzip, "ends too early", error);
      return NULL;
    }
    if (!inflate_some(gunzip, &unpacked, progress, &done, error))
      return NULL;
  }
  return ds_unpacked_finish(&unpacked, ds_source_name(packed));
}
