/* engine/table/column.h - one immutable, reference-counted column of values. */
#pragma once
#include <glib.h>

#include "engine/base/error.h"
#include "engine/base/progress.h"

typedef enum {
  DS_TYPE_INT,  /* 64-bit integers */
  DS_TYPE_REAL, /* doubles; never NaN except where missing */
  DS_TYPE_BOOL,
  DS_TYPE_DATE, /* days since 1970-01-01 */
  DS_TYPE_TIME, /* UTC microseconds since 1970-01-01 */
  DS_TYPE_TEXT, /* bytes, any; also a column without any value */
  DS_N_TYPES
} DsType;

const char *ds_type_name(DsType type);                   /* "int", "real", ... (static) */
gboolean ds_type_lookup(const char *name, DsType *type); /* FALSE: no such type */

/* Strings one behind the other: string i is bytes[offsets[i] .. offsets[i + 1]), no NUL between.
 * They may hold any byte, NUL included. */
typedef struct {
  gsize n;
  const guint64 *offsets; /* [n + 1] */
  const char *bytes;
} DsStrings;

static inline const char *
ds_strings_get(const DsStrings *strings, gsize i, gsize *length)
{
  *length = (gsize)(strings->offsets[i + 1] - strings->offsets[i]);
  return strings->bytes + strings->offsets[i];
}

/* How values were spelled in their source, so that they are written as they were read. */
typedef enum {
  DS_BOOL_LOWER, /* true false */
  DS_BOOL_TITLE, /* True False */
  DS_BOOL_UPPER, /* TRUE FALSE */
} DsBoolStyle;

/* Read-only to everybody but column.c and the builders; never changes once built. Just the arrays
 * of its type are set:
 *   INT, DATE, TIME: ints [n_rows] (0 where missing)
 *   REAL: reals [n_rows] (NaN where missing)
 *   BOOL: bools [n_rows] 0 or 1 (0 where missing)
 *   TEXT with is_coded: codes [n_rows] (-1 where missing) into the distinct strings of `strings`
 *     (each occurs at least once is NOT promised; no two are equal; order is of first appearance)
 *   TEXT otherwise: `strings`, one a row (empty where missing).
 * missing: NULL when n_missing == 0, else bit (row & 63) of missing[row >> 6] is 1 where missing;
 * bits at n_rows and beyond are 0. */
typedef struct DsColumn {
  DsType type;
  gsize n_rows;
  gsize n_missing;
  const guint64 *missing;
  const gint64 *ints;
  const double *reals;
  const guint8 *bools;
  gboolean is_coded;
  const gint32 *codes;
  DsStrings strings;
  guint style; /* DsBoolStyle for BOOL, DsMomentStyle flags for TIME */
  /* private to column.c */
  gatomicrefcount refs;
  GBytes *backing;                /* owner of the arrays when they lie in a mapped file */
  struct DsColumn *strings_owner; /* the column whose strings are shared, or NULL */
  gpointer cache;                 /* results kept with the column; see column-facts.h */
  void (*free_cache)(gpointer cache);
  GMutex cache_lock;
} DsColumn;

static inline gboolean
ds_column_is_missing(const DsColumn *column, gsize row)
{
  return column->missing && ((column->missing[row >> 6] >> (row & 63)) & 1);
}

static inline gsize
ds_missing_words(gsize n_rows)
{
  return (n_rows + 63) / 64;
}

/* Bytes of the text at @row of a TEXT column; NULL where missing. (transfer none) */
const char *ds_column_text(const DsColumn *column, gsize row, gsize *length);

/* The value at @row as a double: ints, dates, times and bools convert; missing and TEXT are NaN. */
double ds_column_number(const DsColumn *column, gsize row);

/* Number of the values that are there. */
static inline gsize
ds_column_count(const DsColumn *column)
{
  return column->n_rows - column->n_missing;
}

/**
 * Constructors take ownership of g_malloc'ed arrays (transfer full), also when they fail.
 * @missing: (nullable): [ds_missing_words(n)]; n_missing is counted here and an all-zero bitmap
 * dropped. The data under missing bits is normalised as the struct says. These cannot fail.
 */
DsColumn *ds_column_new_ints(DsType type, gint64 *values, gsize n, guint64 *missing);
DsColumn *ds_column_new_reals(double *values, gsize n); /* NaN = missing */
DsColumn *ds_column_new_bools(guint8 *values, gsize n, guint64 *missing);
DsColumn *ds_column_new_coded(gint32 *codes, gsize n, guint64 *offsets, char *bytes,
                              gsize n_strings); /* code -1 = missing */
DsColumn *ds_column_new_texts(guint64 *offsets, char *bytes, gsize n, guint64 *missing);
void ds_column_set_style(DsColumn *column, guint style); /* before it is shared */

/* A column whose arrays lie inside @backing (a mapped file); fields as in @layout, whose private
 * part is ignored. Takes a reference on @backing. */
DsColumn *ds_column_new_mapped(const DsColumn *layout, GBytes *backing);

DsColumn *ds_column_ref(const DsColumn *column); /* any owner may share: const in, owned out */
void ds_column_unref(DsColumn *column);

/**
 * ds_column_gather:
 * @rows: [n] positions in @column, any order, repeats allowed; G_MAXUINT32 gives a missing cell
 *
 * Returns: (transfer full): the column of these rows; coded text keeps its strings (shared with
 * @column). In parallel. NULL with DS_DATA_ERROR_MEMORY or a cancel.
 */
DsColumn *ds_column_gather(const DsColumn *column, const guint32 *rows, gsize n,
                           DsProgress *progress, GError **error);

/* The coded column with other @codes [n] (transfer full; -1 = missing) into the strings of @column,
 * which it shares. */
DsColumn *ds_column_new_recoded(const DsColumn *column, gint32 *codes, gsize n);

/* The inverse of gather: a column of @n_stored rows where row rows[i] holds @column's row i (the
 * rows are all different) and the others are missing. */
DsColumn *ds_column_scatter(const DsColumn *column, const guint32 *rows, gsize n_stored,
                            DsProgress *progress, GError **error);

/* Bytes of memory that the column's own arrays hold (mapped ones count too). */
gsize ds_column_memory(const DsColumn *column);

/* Text of one cell as it is written to files: numbers read back the same, dates and times as they
 * were spelled; FALSE (and @text untouched) where missing. Appends to @text. */
gboolean ds_column_append_cell(const DsColumn *column, gsize row, GString *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsColumn, ds_column_unref)
