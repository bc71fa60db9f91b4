/* engine/query/compare.h - a column compared with a constant, for many rows at once. */
#pragma once
#include <glib.h>

#include "engine/table/table.h"

/* A constant as SQL has it. @text is borrowed and may hold any byte. */
typedef struct {
  enum { DS_CONSTANT_NULL, DS_CONSTANT_INT, DS_CONSTANT_REAL, DS_CONSTANT_TEXT } kind;
  gint64 integer;
  double real;
  const char *text;
  gsize length;
} DsConstant;

typedef enum { DS_OP_EQ, DS_OP_NE, DS_OP_LT, DS_OP_LE, DS_OP_GT, DS_OP_GE } DsOp;

/* Rows of a chunk: a chunk's answers fit in a few cache lines. DS_BLOCK_ROWS is a multiple. */
enum { DS_CHUNK_ROWS = 4096, DS_CHUNK_WORDS = DS_CHUNK_ROWS / 64 };

/* Prepared once, read by any thread. All comparisons of a type come down to one closed range. */
typedef struct {
  const DsColumn *column; /* borrowed */
  enum {
    DS_COMPARE_NEVER,
    DS_COMPARE_INTS,
    DS_COMPARE_BOOLS,
    DS_COMPARE_REALS,
    DS_COMPARE_CODES,
    DS_COMPARE_TEXTS
  } kind;
  gboolean is_negated; /* outside the range instead */
  gint64 low, high;
  double low_real, high_real;
  guint8 *codes; /* [n distinct strings] 1 where the string passes */
  DsOp op;       /* for texts that are not coded */
  char *text;
  gsize length;
} DsCompare;

/**
 * ds_compare_init:
 * @constant: its text is copied where needed
 *
 * Returns: FALSE (and @compare is not to be used) when the comparison is none of the plain ones,
 * where SQLite would convert a value first; then let SQLite decide. Otherwise the answers are
 * SQLite's: an int against a real is compared exactly, dates and times as the text that SQL sees,
 * texts byte by byte, anything with a missing value is neither true nor false.
 */
gboolean ds_compare_init(DsCompare *compare, const DsColumn *column, DsOp op,
                         const DsConstant *constant);

/* @column is one of the @n constants. Only coded text; FALSE elsewhere. */
gboolean ds_compare_init_in(DsCompare *compare, const DsColumn *column, const DsConstant *constants,
                            gsize n);
void ds_compare_clear(DsCompare *compare);

/**
 * ds_compare_run:
 * @index: the table's index or NULL
 * @first: the first row, a multiple of 64
 * @n: rows, 1 to DS_CHUNK_ROWS
 * @is_true, @is_false: (out): [DS_CHUNK_WORDS] a bit a row; neither is set where the answer is
 *   unknown, and none at @n and beyond
 */
void ds_compare_run(const DsCompare *compare, const guint32 *index, gsize first, gsize n,
                    guint64 *is_true, guint64 *is_false);

/* The same for "is missing" (@is_true) and its opposite. */
void ds_compare_missing(const DsColumn *column, const guint32 *index, gsize first, gsize n,
                        guint64 *is_true, guint64 *is_false);
