/* engine/base/error.c - the error domains of the engine, one per family. */
#include "engine/base/error.h"

G_DEFINE_QUARK(ds - data - error - quark, ds_data_error)
