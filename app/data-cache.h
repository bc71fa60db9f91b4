/* app/data-cache.h - the one cache of this program; see engine/table/cache.h. */
#pragma once
#include "engine/table/cache.h"

/* (transfer none): the same for everybody. */
DsCache *ds_data_cache(void);

/* Before the program ends: waits for what is being kept. Harmless when nothing is. */
void ds_data_cache_finish(void);
