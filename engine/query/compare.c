/* engine/query/compare.c - a column compared with a constant, for many rows at once. */
#include "engine/query/compare.h"

#include <math.h>
#include <string.h>

#include "engine/query/moment-sql.h"

/* 2^63: the first double above all 64-bit integers. */
#define INT_END 9223372036854775808.0

/* 2^53: not every integer beyond is a double. */
#define EXACT_INT G_GINT64_CONSTANT(9007199254740992)

static void
set_range(DsCompare *compare, DsOp op, gint64 equal_low, gint64 equal_high, gboolean has_equal,
          gint64 below, gint64 above)
{
  /* @below: the greatest value less than the constant; @above: the least greater one. */
  compare->low = G_MININT64;
  compare->high = G_MAXINT64;
  compare->is_negated = op == DS_OP_NE;
  switch (op) {
  case DS_OP_EQ:
  case DS_OP_NE:
    compare->low = has_equal ? equal_low : 1;
    compare->high = has_equal ? equal_high : 0;
    break;
  case DS_OP_LT:
    compare->high = below;
    break;
  case DS_OP_LE:
    compare->high = has_equal ? equal_high : below;
    break;
  case DS_OP_GT:
    compare->low = above;
    break;
  case DS_OP_GE:
    compare->low = has_equal ? equal_low : above;
    break;
  default:
    g_assert_not_reached();
  }
}

/* No value lies between the ends: 1..0 is the empty range everywhere. */
static void
set_empty(DsCompare *compare)
{
  compare->low = 1;
  compare->high = 0;
}

static void
range_of_int(DsCompare *compare, DsOp op, gint64 value)
{
  if ((op == DS_OP_LT && value == G_MININT64) || (op == DS_OP_GT && value == G_MAXINT64))
    set_empty(compare);
  else
    set_range(compare, op, value, value, TRUE, op == DS_OP_LT ? value - 1 : 0,
              op == DS_OP_GT ? value + 1 : 0);
}

static void
range_of_real(DsCompare *compare, DsOp op, double value)
{
  const double floor_value = floor(value);
  const gboolean is_whole = floor_value == value;

  if (value >= INT_END || value < -INT_END) { /* all values lie on one side */
    const gboolean all_below = value > 0.0;
    const gboolean is_all = op == DS_OP_NE || (all_below ? op == DS_OP_LT || op == DS_OP_LE
                                                         : op == DS_OP_GT || op == DS_OP_GE);

    set_empty(compare);
    compare->is_negated = is_all;
  } else if (is_whole) {
    range_of_int(compare, op, (gint64)value);
  } else {
    set_range(compare, op, 0, 0, FALSE, (gint64)floor_value, (gint64)floor_value + 1);
  }
}

static void
range_of_moment(DsCompare *compare, DsOp op, gboolean is_time, const DsConstant *constant)
{
  gboolean is_equal;
  const gint64 bound = ds_moment_sql_bound(is_time, constant->text, constant->length, &is_equal);

  set_range(compare, op, bound, bound, is_equal, bound - 1, is_equal ? bound + 1 : bound);
}

static void
range_of_reals(DsCompare *compare, DsOp op, double value)
{
  compare->is_negated = op == DS_OP_NE;
  compare->low_real = -INFINITY;
  compare->high_real = INFINITY;
  if (op == DS_OP_EQ || op == DS_OP_NE || op == DS_OP_GE)
    compare->low_real = value;
  if (op == DS_OP_EQ || op == DS_OP_NE || op == DS_OP_LE)
    compare->high_real = value;
  if (op == DS_OP_GT)
    compare->low_real = nextafter(value, INFINITY);
  if (op == DS_OP_LT)
    compare->high_real = nextafter(value, -INFINITY);
  if ((op == DS_OP_GT && value == INFINITY) || (op == DS_OP_LT && value == -INFINITY)) {
    compare->low_real = INFINITY; /* nothing is beyond: an empty range */
    compare->high_real = -INFINITY;
  }
}

static gboolean
passes(DsOp op, int order)
{
  switch (op) {
  case DS_OP_EQ:
    return order == 0;
  case DS_OP_NE:
    return order != 0;
  case DS_OP_LT:
    return order < 0;
  case DS_OP_LE:
    return order <= 0;
  case DS_OP_GT:
    return order > 0;
  case DS_OP_GE:
    return order >= 0;
  default:
    g_assert_not_reached();
  }
}

static gboolean
text_passes(DsOp op, const char *text, gsize length, const char *other, gsize other_length)
{
  const int order = memcmp(text, other, MIN(length, other_length));

  return passes(op, order != 0 ? order : (length > other_length) - (length < other_length));
}

static void
init_codes(DsCompare *compare, DsOp op, const DsConstant *constant)
{
  const DsStrings *strings = &compare->column->strings;

  if (!compare->codes)
    compare->codes = g_new0(guint8, MAX(strings->n, 1));
  compare->kind = DS_COMPARE_CODES;
  for (gsize i = 0; i < strings->n; i++) {
    gsize length;
    const char *text = ds_strings_get(strings, i, &length);

    if (text_passes(op, text, length, constant->text, constant->length))
      compare->codes[i] = 1;
  }
}

static gboolean
init_text(DsCompare *compare, DsOp op, const DsConstant *constant)
{
  if (constant->kind != DS_CONSTANT_TEXT)
    return FALSE; /* SQLite would spell the number first */
  if (compare->column->is_coded) {
    init_codes(compare, op, constant);
    return TRUE;
  }
  compare->kind = DS_COMPARE_TEXTS;
  compare->op = op;
  compare->text = g_malloc(MAX(constant->length, 1));
  memcpy(compare->text, constant->text, constant->length);
  compare->length = constant->length;
  return TRUE;
}

static gboolean
init_number(DsCompare *compare, DsOp op, const DsConstant *constant)
{
  const DsType type = compare->column->type;

  if (constant->kind == DS_CONSTANT_TEXT)
    return FALSE; /* SQLite would try to read it as a number first */
  if (type == DS_TYPE_REAL) {
    const gboolean is_int = constant->kind == DS_CONSTANT_INT;

    if (is_int && (constant->integer > EXACT_INT || constant->integer < -EXACT_INT))
      return FALSE;
    compare->kind = DS_COMPARE_REALS;
    range_of_reals(compare, op, is_int ? (double)constant->integer : constant->real);
    return TRUE;
  }
  compare->kind = type == DS_TYPE_BOOL ? DS_COMPARE_BOOLS : DS_COMPARE_INTS;
  if (constant->kind == DS_CONSTANT_INT)
    range_of_int(compare, op, constant->integer);
  else
    range_of_real(compare, op, constant->real);
  return TRUE;
}

gboolean
ds_compare_init(DsCompare *compare, const DsColumn *column, DsOp op, const DsConstant *constant)
{
  *compare = (DsCompare){ .column = column, .kind = DS_COMPARE_NEVER };
  if (constant->kind == DS_CONSTANT_NULL)
    return TRUE;
  switch (column->type) {
  case DS_TYPE_INT:
  case DS_TYPE_REAL:
  case DS_TYPE_BOOL:
    return init_number(compare, op, constant);
  case DS_TYPE_DATE:
  case DS_TYPE_TIME:
    if (constant->kind != DS_CONSTANT_TEXT)
      return FALSE;
    compare->kind = DS_COMPARE_INTS;
    range_of_moment(compare, op, column->type == DS_TYPE_TIME, constant);
    return TRUE;
  case DS_TYPE_TEXT:
    return init_text(compare, op, constant);
  default:
    g_assert_not_reached();
  }
}

gboolean
ds_compare_init_in(DsCompare *compare, const DsColumn *column, const DsConstant *constants, gsize n)
{
  *compare = (DsCompare){ .column = column, .kind = DS_COMPARE_NEVER };
  if (column->type != DS_TYPE_TEXT || !column->is_coded)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (constants[i].kind != DS_CONSTANT_TEXT)
      return FALSE;
  for (gsize i = 0; i < n; i++)
    init_codes(compare, DS_OP_EQ, &constants[i]);
  return TRUE;
}

void
ds_compare_clear(DsCompare *compare)
{
  g_clear_pointer(&compare->codes, g_free);
  g_clear_pointer(&compare->text, g_free);
}

/* 64 answers of a byte each become one word; eight bytes at a time by a multiplication that moves
 * their lowest bits side by side into the top byte. */
static void
pack(const guint8 *restrict bytes, gsize n_words, guint64 *restrict words)
{
  for (gsize w = 0; w < n_words; w++) {
    guint64 word = 0;

    for (guint i = 0; i < 8; i++) {
      guint64 eight;

      memcpy(&eight, bytes + w * 64 + i * 8, 8);
      word |= ((GUINT64_FROM_LE(eight) * G_GUINT64_CONSTANT(0x0102040810204080)) >> 56) << (8 * i);
    }
    words[w] = word;
  }
}

static void
run_ints(const gint64 *restrict values, gsize n, gint64 low, gint64 high, guint8 *restrict out)
{
  const guint64 base = (guint64)low, span = (guint64)high - (guint64)low;

  if (low > high) {
    memset(out, 0, n);
    return;
  }
  for (gsize i = 0; i < n; i++)
    out[i] = (guint64)values[i] - base <= span;
}

static void
run_reals(const double *restrict values, gsize n, double low, double high, guint8 *restrict out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (values[i] >= low) & (values[i] <= high);
}

static void
run_bools(const guint8 *restrict values, gsize n, gint64 low, gint64 high, guint8 *restrict out)
{
  const guint8 of_false = low <= 0 && high >= 0, of_true = low <= 1 && high >= 1;

  for (gsize i = 0; i < n; i++)
    out[i] = values[i] ? of_true : of_false;
}

static void
run_codes(const gint32 *restrict codes, gsize n, const guint8 *restrict table, guint8 *restrict out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = codes[i] >= 0 ? table[codes[i]] : 0;
}

static void
run_texts(const DsCompare *compare, const guint32 *index, gsize first, gsize n,
          guint8 *restrict out)
{
  for (gsize i = 0; i < n; i++) {
    gsize length;
    const char *text =
        ds_strings_get(&compare->column->strings, index ? index[first + i] : first + i, &length);

    out[i] = (guint8)text_passes(compare->op, text, length, compare->text, compare->length);
  }
}

/* The values of the rows, side by side: those of the column itself where there is no index. */
#define GATHER(Type, array, scratch)                                                               \
  const Type *values = index ? NULL : (array) + first;                                             \
  Type scratch[DS_CHUNK_ROWS];                                                                     \
  if (index) {                                                                                     \
    for (gsize i = 0; i < n; i++)                                                                  \
      scratch[i] = (array)[index[first + i]];                                                      \
    values = scratch;                                                                              \
  }

static void
fill_ints(const DsCompare *compare, const guint32 *index, gsize first, gsize n, guint8 *out)
{
  GATHER(gint64, compare->column->ints, ints)
  run_ints(values, n, compare->low, compare->high, out);
}

static void
fill_reals(const DsCompare *compare, const guint32 *index, gsize first, gsize n, guint8 *out)
{
  GATHER(double, compare->column->reals, reals)
  run_reals(values, n, compare->low_real, compare->high_real, out);
}

static void
fill_bools(const DsCompare *compare, const guint32 *index, gsize first, gsize n, guint8 *out)
{
  GATHER(guint8, compare->column->bools, bools)
  run_bools(values, n, compare->low, compare->high, out);
}

static void
fill_codes(const DsCompare *compare, const guint32 *index, gsize first, gsize n, guint8 *out)
{
  GATHER(gint32, compare->column->codes, codes)
  run_codes(values, n, compare->codes, out);
}

void
ds_compare_missing(const DsColumn *column, const guint32 *index, gsize first, gsize n,
                   guint64 *is_true, guint64 *is_false)
{
  const gsize n_words = ds_missing_words(n);
  const guint64 last = n % 64 ? (G_GUINT64_CONSTANT(1) << (n % 64)) - 1 : G_MAXUINT64;

  memset(is_true, 0, DS_CHUNK_WORDS * sizeof *is_true);
  memset(is_false, 0, DS_CHUNK_WORDS * sizeof *is_false);
  if (column->missing && !index)
    memcpy(is_true, column->missing + first / 64, n_words * sizeof *is_true);
  else if (column->missing)
    for (gsize i = 0; i < n; i++)
      if (ds_column_is_missing(column, index[first + i]))
        is_true[i / 64] |= G_GUINT64_CONSTANT(1) << (i % 64);
  is_true[n_words - 1] &= last;
  for (gsize w = 0; w < n_words; w++)
    is_false[w] = ~is_true[w];
  is_false[n_words - 1] &= last;
}

void
ds_compare_run(const DsCompare *compare, const guint32 *index, gsize first, gsize n,
               guint64 *is_true, guint64 *is_false)
{
  const gsize n_words = ds_missing_words(n);
  guint64 missing[DS_CHUNK_WORDS], passed[DS_CHUNK_WORDS];
  guint8 out[DS_CHUNK_ROWS];

  if (compare->kind == DS_COMPARE_NEVER) {
    memset(is_true, 0, DS_CHUNK_WORDS * sizeof *is_true);
    memset(is_false, 0, DS_CHUNK_WORDS * sizeof *is_false);
    return;
  }
  memset(out + (n_words - 1) * 64, 0, 64); /* nothing passes beyond the end */
  if (compare->kind == DS_COMPARE_INTS)
    fill_ints(compare, index, first, n, out);
  else if (compare->kind == DS_COMPARE_REALS)
    fill_reals(compare, index, first, n, out);
  else if (compare->kind == DS_COMPARE_BOOLS)
    fill_bools(compare, index, first, n, out);
  else if (compare->kind == DS_COMPARE_CODES)
    fill_codes(compare, index, first, n, out);
  else
    run_texts(compare, index, first, n, out);
  pack(out, n_words, passed);
  ds_compare_missing(compare->column, index, first, n, missing,
                     is_false); /* is_false: those not missing */
  memset(is_true, 0, DS_CHUNK_WORDS * sizeof *is_true);
  for (gsize w = 0; w < n_words; w++) {
    const guint64 hits = compare->is_negated ? ~passed[w] : passed[w];

    is_true[w] = hits & is_false[w];
    is_false[w] &= ~hits;
  }
}
