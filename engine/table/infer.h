/* engine/table/infer.h - the narrowest type that holds every value of a column of text. */
#pragma once
#include <glib.h>

#include "engine/table/column.h"

/* What a column has held so far; sets only grow, and their union is order-free, so that blocks can
 * be looked at in any order. */
typedef enum {
  DS_SEEN_INT = 1 << 0,
  DS_SEEN_INEXACT = 1 << 1, /* an integer that no double equals; comes with DS_SEEN_INT */
  DS_SEEN_REAL = 1 << 2,
  DS_SEEN_INFINITY = 1 << 3,
  DS_SEEN_BOOL_LOWER = 1 << 4,
  DS_SEEN_BOOL_TITLE = 1 << 5,
  DS_SEEN_BOOL_UPPER = 1 << 6,
  DS_SEEN_DATE = 1 << 7,
  DS_SEEN_TIME = 1 << 8,
  DS_SEEN_QUESTION = 1 << 9, /* '?': missing where all else is numbers, text otherwise */
  DS_SEEN_HUGE = 1 << 10,    /* integers beyond 64 bits */
  DS_SEEN_OVERFLOW = 1 << 11,
  DS_SEEN_ZEROS = 1 << 12, /* leading zeros */
  DS_SEEN_OTHER = 1 << 13,
  DS_SEEN_MISSING = 1 << 14,
} DsSeen;

#define DS_SEEN_NUMBER (DS_SEEN_INT | DS_SEEN_INEXACT | DS_SEEN_REAL | DS_SEEN_INFINITY)
#define DS_SEEN_BOOL (DS_SEEN_BOOL_LOWER | DS_SEEN_BOOL_TITLE | DS_SEEN_BOOL_UPPER)
#define DS_SEEN_TEXT (DS_SEEN_HUGE | DS_SEEN_OVERFLOW | DS_SEEN_ZEROS | DS_SEEN_OTHER)

typedef struct {
  guint seen;      /* DsSeen flags */
  guint time_any;  /* DsMomentStyle flags that some time had */
  guint time_none; /* ... that some time had not */
} DsInfer;

/* One value that is there. */
typedef struct {
  DsSeen seen;
  gint64 integer; /* INT; DATE days; TIME microseconds; BOOL 0 or 1 */
  double real;    /* INT, REAL, INFINITY */
  guint style;    /* TIME: DsMomentStyle */
} DsInferValue;

/* Looks at one value (not missing, not empty). Thread-safe, no allocation but for long numbers. */
void ds_infer_value(const char *text, gsize length, DsInferValue *value);

/* Takes note of a value, of a missing cell ('missing' as flag of @infer->seen), of another set. */
void ds_infer_add(DsInfer *infer, const DsInferValue *value);
void ds_infer_merge(DsInfer *infer, const DsInfer *other);

/* A true, or inexact, whole number as a double? */
gboolean ds_infer_is_exact(gint64 integer);

/**
 * ds_infer_type: the narrowest type for all that was seen: int, real (ints among reals must be
 * exact doubles), bool (one spelling a column), date, time (all with a zone or none, all with '-'
 * or all with '/'); anything else, and a column without values, is text.
 */
DsType ds_infer_type(const DsInfer *infer);

/* The style for ds_column_set_style() of a BOOL or TIME column. */
guint ds_infer_style(const DsInfer *infer);
