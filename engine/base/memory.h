/* engine/base/memory.h - large buffers whose refusal is an error the user reads, not a crash. */
#pragma once
#include <glib.h>

/**
 * ds_try_alloc:
 * @n, @size: how many items of which size; their product may not overflow
 * @what: what the buffer is for, in words ("sorting column mass"), for the message
 *
 * Returns: (transfer full): uninitialised memory for g_free(), never NULL on success even for
 * n = 0; NULL with DS_DATA_ERROR_MEMORY when the system refuses. ds_try_alloc0 clears it.
 */
gpointer ds_try_alloc(gsize n, gsize size, const char *what, GError **error);
gpointer ds_try_alloc0(gsize n, gsize size, const char *what, GError **error);

/* Like realloc; on failure @memory is untouched and still the caller's. */
gpointer ds_try_realloc(gpointer memory, gsize n, gsize size, const char *what, GError **error);

#define ds_try_new(Type, n, what, error) ((Type *)ds_try_alloc((n), sizeof(Type), (what), (error)))
#define ds_try_new0(Type, n, what, error)                                                          \
  ((Type *)ds_try_alloc0((n), sizeof(Type), (what), (error)))

/* For tests: the @nth request (1 = the next) through these functions fails, once; 0 switches it
 * off. ds_memory_requests() counts the requests so far. */
void ds_memory_fail_nth(guint nth);
guint ds_memory_requests(void);
