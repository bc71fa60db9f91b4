/* engine/io/unpacked.c - the growing content of a file that is being unpacked; for archive*.c. */
#include "engine/io/unpacked.h"

#include <unistd.h>

#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/text.h"

enum { STEP = 1 << 18, PREVIEW = 1 << 18 };

/* A small file may hold petabytes of zeros: it is stopped before the machine is. */
static gsize
machine_memory(void)
{
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);

  return pages > 0 && page > 0 ? (gsize)pages * (gsize)page : G_MAXSIZE / 2;
}

gboolean
ds_unpacked_reserve(DsUnpacked *unpacked, GError **error)
{
  const gsize wanted = MAX(unpacked->room + unpacked->room / 2, (gsize)STEP * 2);
  char *bigger;

  if (unpacked->room - unpacked->n >= STEP)
    return TRUE;
  if (wanted > machine_memory()) {
    g_autofree char *shown = ds_text_for_terminal(unpacked->name, -1);

    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
                "%s: unpacks to more than the memory of this machine; unpack it to disk first",
                shown);
    return FALSE;
  }
  bigger = ds_try_realloc(unpacked->bytes, wanted, 1, "an unpacked file", error);
  if (!bigger)
    return FALSE;
  unpacked->bytes = bigger;
  unpacked->room = wanted;
  return TRUE;
}

gboolean
ds_unpacked_advance(DsUnpacked *unpacked, gsize got, DsProgress *progress, GError **error)
{
  const DsUnpackOptions *options = unpacked->options;

  unpacked->n += got;
  if (options && options->preview && !unpacked->was_shown && unpacked->n >= PREVIEW) {
    unpacked->was_shown = TRUE;
    options->preview(unpacked->name, unpacked->bytes, unpacked->n, options->data);
  }
  return ds_progress_go_on(progress, error);
}

DsSource *
ds_unpacked_finish(DsUnpacked *unpacked, const char *name)
{
  char *fitting = g_try_realloc(unpacked->bytes, MAX(unpacked->n, 1));
  g_autoptr(GBytes) bytes = NULL;

  if (fitting)
    unpacked->bytes = fitting;
  bytes = g_bytes_new_take(g_steal_pointer(&unpacked->bytes), unpacked->n);
  return ds_source_new_bytes(name, bytes);
}

void
ds_unpacked_clear(DsUnpacked *unpacked)
{
  g_clear_pointer(&unpacked->bytes, g_free);
}
