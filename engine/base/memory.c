/* engine/base/memory.c - large buffers whose refusal is an error the user reads, not a crash. */
#include "engine/base/memory.h"

#include <string.h>

#include "engine/base/error.h"

/* Test-only state: the request counter and the one that is to fail. */
static gint n_requests;
static gint fail_at;

static void
set_refusal(guint64 bytes, const char *what, GError **error)
{
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
              "could not get %" G_GUINT64_FORMAT
              " MiB of memory for %s; close tables or work on fewer rows",
              (bytes + (1 << 20) - 1) >> 20, what);
}

static gboolean
refused(gsize n, gsize size, const char *what, gsize *bytes, GError **error)
{
  const gint request = g_atomic_int_add(&n_requests, 1) + 1;
  const gint failing = g_atomic_int_get(&fail_at);

  if (g_size_checked_mul(bytes, n, size) && !(failing != 0 && request == failing)) {
    *bytes = MAX(*bytes, 1);
    return FALSE;
  }
  set_refusal((guint64)n * size, what, error);
  return TRUE;
}

static gpointer
checked(gpointer memory, gsize bytes, const char *what, GError **error)
{
  if (!memory)
    set_refusal(bytes, what, error);
  return memory;
}

gpointer
ds_try_alloc(gsize n, gsize size, const char *what, GError **error)
{
  gsize bytes;

  if (refused(n, size, what, &bytes, error))
    return NULL;
  return checked(g_try_malloc(bytes), bytes, what, error);
}

gpointer
ds_try_alloc0(gsize n, gsize size, const char *what, GError **error)
{
  gsize bytes;

  if (refused(n, size, what, &bytes, error))
    return NULL;
  return checked(g_try_malloc0(bytes), bytes, what, error);
}

gpointer
ds_try_realloc(gpointer memory, gsize n, gsize size, const char *what, GError **error)
{
  gsize bytes;

  if (refused(n, size, what, &bytes, error))
    return NULL;
  return checked(g_try_realloc(memory, bytes), bytes, what, error);
}

void
ds_memory_fail_nth(guint nth)
{
  g_atomic_int_set(&fail_at, nth == 0 ? 0 : g_atomic_int_get(&n_requests) + (gint)nth);
}

guint
ds_memory_requests(void)
{
  return (guint)g_atomic_int_get(&n_requests);
}
