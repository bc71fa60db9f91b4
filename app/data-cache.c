/* app/data-cache.c - the one cache of this program. */
#include "app/data-cache.h"

static gsize the_cache; /* a pointer, set once */

DsCache *
ds_data_cache(void)
{
  if (g_once_init_enter(&the_cache))
    g_once_init_leave(&the_cache, (gsize)ds_cache_new(NULL));
  return GSIZE_TO_POINTER(the_cache);
}

void
ds_data_cache_finish(void)
{
  if (g_atomic_pointer_get(&the_cache))
    ds_cache_finish(ds_data_cache());
}
