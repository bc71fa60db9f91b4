/* engine/table/builder.c - writing a small or middling table value by value. */
#include "engine/table/builder.h"

#include <math.h>
#include <string.h>

/* A column being written: one array of its type grows; missing rows are listed by position. */
typedef struct {
  char *name;
  DsType type;
  gsize n_rows;
  GArray *ints;       /* gint64: INT DATE TIME */
  GArray *reals;      /* double: REAL */
  GArray *bools;      /* guint8: BOOL */
  GArray *codes;      /* gint32: TEXT */
  GHashTable *map;    /* GBytes string -> code + 1 */
  GPtrArray *strings; /* GBytes, in order of their codes; owned by the map */
  GArray *missing;    /* gsize positions, ascending; not for REAL and TEXT, which mark in place */
  guint style;
} Growing;

struct DsTableBuilder {
  GPtrArray *columns;
};

static void
growing_free(gpointer data)
{
  Growing *column = data;

  g_free(column->name);
  g_clear_pointer(&column->ints, g_array_unref);
  g_clear_pointer(&column->reals, g_array_unref);
  g_clear_pointer(&column->bools, g_array_unref);
  g_clear_pointer(&column->codes, g_array_unref);
  g_clear_pointer(&column->map, g_hash_table_unref);
  g_clear_pointer(&column->strings, g_ptr_array_unref);
  g_clear_pointer(&column->missing, g_array_unref);
  g_free(column);
}

static Growing *
column_at(const DsTableBuilder *builder, guint col)
{
  g_assert(col < builder->columns->len);
  return builder->columns->pdata[col];
}

DsTableBuilder *
ds_table_builder_new(const char *schema)
{
  DsTableBuilder *builder = g_new0(DsTableBuilder, 1);
  g_auto(GStrv) parts = g_strsplit(schema ? schema : "", ",", -1);

  builder->columns = g_ptr_array_new_with_free_func(growing_free);
  for (guint i = 0; parts[i]; i++) {
    g_auto(GStrv) pair = g_strsplit(parts[i], ":", 2);
    DsType type = DS_TYPE_TEXT;

    if (!pair[0])
      continue;
    if (!pair[1] || !ds_type_lookup(pair[1], &type))
      g_error("ds_table_builder_new: no type in \"%s\"", parts[i]); /* a programmer's mistake */
    ds_table_builder_column(builder, pair[0], type);
  }
  return builder;
}

void
ds_table_builder_free(DsTableBuilder *builder)
{
  if (!builder)
    return;
  g_ptr_array_unref(builder->columns);
  g_free(builder);
}

guint
ds_table_builder_column(DsTableBuilder *builder, const char *name, DsType type)
{
  Growing *column = g_new0(Growing, 1);
  g_autofree const char **names = g_new0(const char *, builder->columns->len + 1);

  for (guint i = 0; i < builder->columns->len; i++)
    names[i] = column_at(builder, i)->name;
  column->name = ds_table_unique_name(names, builder->columns->len, name);
  column->type = type;
  column->missing = g_array_new(FALSE, FALSE, sizeof(gsize));
  switch (type) {
  case DS_TYPE_REAL:
    column->reals = g_array_new(FALSE, FALSE, sizeof(double));
    break;
  case DS_TYPE_BOOL:
    column->bools = g_array_new(FALSE, FALSE, sizeof(guint8));
    break;
  case DS_TYPE_TEXT:
    column->codes = g_array_new(FALSE, FALSE, sizeof(gint32));
    column->map =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    column->strings = g_ptr_array_new();
    break;
  default:
    column->ints = g_array_new(FALSE, FALSE, sizeof(gint64));
  }
  g_ptr_array_add(builder->columns, column);
  return builder->columns->len - 1;
}

void
ds_table_builder_missing(DsTableBuilder *builder, guint col)
{
  Growing *column = column_at(builder, col);
  const gint64 zero = 0;
  const double nothing = NAN;
  const guint8 no = 0;
  const gint32 no_code = -1;

  if (column->reals)
    g_array_append_val(column->reals, nothing);
  else if (column->codes)
    g_array_append_val(column->codes, no_code);
  else if (column->bools)
    g_array_append_val(column->bools, no);
  else
    g_array_append_val(column->ints, zero);
  if (!column->reals && !column->codes)
    g_array_append_val(column->missing, column->n_rows);
  column->n_rows++;
}

void
ds_table_builder_int(DsTableBuilder *builder, guint col, gint64 value)
{
  Growing *column = column_at(builder, col);

  if (column->reals) {
    ds_table_builder_real(builder, col, (double)value);
    return;
  }
  g_return_if_fail(column->type != DS_TYPE_TEXT);
  if (column->bools) {
    const guint8 truth = value != 0;

    g_array_append_val(column->bools, truth);
  } else {
    g_array_append_val(column->ints, value);
  }
  column->n_rows++;
}

void
ds_table_builder_real(DsTableBuilder *builder, guint col, double value)
{
  Growing *column = column_at(builder, col);

  g_return_if_fail(column->reals);
  g_array_append_val(column->reals, value);
  column->n_rows++;
}

void
ds_table_builder_text(DsTableBuilder *builder, guint col, const char *text)
{
  if (text)
    ds_table_builder_bytes(builder, col, text, strlen(text));
  else
    ds_table_builder_missing(builder, col);
}

void
ds_table_builder_bytes(DsTableBuilder *builder, guint col, const char *text, gsize length)
{
  Growing *column = column_at(builder, col);
  g_autoptr(GBytes) key = g_bytes_new(text, length);
  gint32 code;

  g_return_if_fail(column->codes);
  code = GPOINTER_TO_INT(g_hash_table_lookup(column->map, key)) - 1;
  if (code < 0) {
    code = (gint32)column->strings->len;
    g_ptr_array_add(column->strings, key);
    g_hash_table_insert(column->map, g_steal_pointer(&key), GINT_TO_POINTER(code + 1));
  }
  g_array_append_val(column->codes, code);
  column->n_rows++;
}

void
ds_table_builder_cell(DsTableBuilder *builder, guint col, const DsColumn *column, gsize row)
{
  Growing *to = column_at(builder, col);
  gsize length;
  const char *text;

  g_return_if_fail(to->type == column->type);
  to->style = column->style;
  if (ds_column_is_missing(column, row)) {
    ds_table_builder_missing(builder, col);
    return;
  }
  switch (column->type) {
  case DS_TYPE_REAL:
    ds_table_builder_real(builder, col, column->reals[row]);
    break;
  case DS_TYPE_BOOL:
    ds_table_builder_int(builder, col, column->bools[row]);
    break;
  case DS_TYPE_TEXT:
    text = ds_column_text(column, row, &length);
    ds_table_builder_bytes(builder, col, text, length);
    break;
  default:
    ds_table_builder_int(builder, col, column->ints[row]);
  }
}

void
ds_table_builder_style(DsTableBuilder *builder, guint col, guint style)
{
  column_at(builder, col)->style = style;
}

gsize
ds_table_builder_rows(const DsTableBuilder *builder, guint col)
{
  return column_at(builder, col)->n_rows;
}

/* [n_rows] bits of the missing positions, NULL for none. */
static guint64 *
missing_bits(const Growing *column)
{
  guint64 *bits;

  if (column->missing->len == 0)
    return NULL;
  bits = g_new0(guint64, ds_missing_words(column->n_rows));
  for (guint i = 0; i < column->missing->len; i++) {
    const gsize row = g_array_index(column->missing, gsize, i);

    bits[row >> 6] |= G_GUINT64_CONSTANT(1) << (row & 63);
  }
  return bits;
}

static gpointer
steal(GArray **array)
{
  return g_array_free(g_steal_pointer(array), FALSE);
}

static DsColumn *
finish_text(Growing *column)
{
  guint64 *offsets = g_new(guint64, column->strings->len + 1);
  GByteArray *bytes = g_byte_array_sized_new(1); /* never NULL, even without a byte */

  for (guint i = 0; i < column->strings->len; i++) {
    gsize length;
    const guint8 *data = g_bytes_get_data(column->strings->pdata[i], &length);

    offsets[i] = bytes->len;
    g_byte_array_append(bytes, data, (guint)length);
  }
  offsets[column->strings->len] = bytes->len;
  return ds_column_new_coded(steal(&column->codes), column->n_rows, offsets,
                             (char *)g_byte_array_free(bytes, FALSE), column->strings->len);
}

static DsColumn *
finish(Growing *column)
{
  DsColumn *done;

  if (column->reals)
    done = ds_column_new_reals(steal(&column->reals), column->n_rows);
  else if (column->codes)
    done = finish_text(column);
  else if (column->bools)
    done = ds_column_new_bools(steal(&column->bools), column->n_rows, missing_bits(column));
  else
    done = ds_column_new_ints(column->type, steal(&column->ints), column->n_rows,
                              missing_bits(column));
  ds_column_set_style(done, column->style);
  return done;
}

const DsTable *
ds_table_builder_build(DsTableBuilder *builder)
{
  const guint n_columns = builder->columns->len;
  g_autofree const char **names = g_new0(const char *, n_columns + 1);
  g_autofree DsColumn **columns = g_new0(DsColumn *, n_columns + 1);
  gsize n_rows = 0;
  const DsTable *table;

  for (guint col = 0; col < n_columns; col++)
    n_rows = MAX(n_rows, column_at(builder, col)->n_rows);
  for (guint col = 0; col < n_columns; col++) {
    while (column_at(builder, col)->n_rows < n_rows)
      ds_table_builder_missing(builder, col);
    names[col] = column_at(builder, col)->name;
    columns[col] = finish(column_at(builder, col));
  }
  table = ds_table_new(names, columns, n_columns, n_rows);
  for (guint col = 0; col < n_columns; col++)
    ds_column_unref(columns[col]);
  ds_table_builder_free(builder);
  return table;
}
