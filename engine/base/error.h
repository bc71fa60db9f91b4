/* engine/base/error.h - the error domains of the engine, one per family. */
#pragma once
#include <glib.h>

/* Each message names the thing and its value, says what is wrong and, after a semicolon, what to
 * do. Text that came from data passes ds_text_for_terminal() before it is quoted. */

#define DS_DATA_ERROR (ds_data_error_quark())
GQuark ds_data_error_quark(void);

typedef enum {
  DS_DATA_ERROR_SYNTAX,    /* the file is not what its format says: file and line are named */
  DS_DATA_ERROR_EMPTY,     /* there is nothing to read or to compute from */
  DS_DATA_ERROR_ENCODING,  /* bytes that are no text */
  DS_DATA_ERROR_AMBIGUOUS, /* more than one thing fits: they are named, the user chooses */
  DS_DATA_ERROR_NOT_FOUND, /* no such file, table, member or column */
  DS_DATA_ERROR_TYPE,      /* a column has the wrong type for what was asked */
  DS_DATA_ERROR_RANGE,     /* a value is outside what is allowed; the limit is named */
  DS_DATA_ERROR_MEMORY,    /* a large buffer could not be had; its size is named */
  DS_DATA_ERROR_IO,        /* the system refused: its reason is named */
  DS_DATA_ERROR_QUERY,     /* a wrong SQL expression: the part and its place are named */
} DsDataError;
