/* engine/query/vtab.c - our tables as virtual tables of SQLite. */
#include "engine/query/vtab.h"

#include <string.h>

#include "engine/query/moment-sql.h"
#include "engine/query/scan.h"

/* Look-ups of a column by value before an index is worth its making. */
enum { LOOKUPS_BEFORE_INDEX = 4, SMALL_TABLE = 1024 };

typedef struct {
  sqlite3_vtab base;
  DsBinding *binding;
} Vtab;

typedef struct {
  sqlite3_vtab_cursor base;
  DsBinding *binding;
  DsScan scan;
  const DsKeyIndex *lookup; /* walking a chain of rows instead of scanning */
  guint32 chained;          /* the current row there */
} Cursor;

DsBinding *
ds_binding_new(const DsSource *source, gboolean *is_declaring, DsProgress *progress)
{
  DsBinding *binding = g_new0(DsBinding, 1);

  binding->source = source;
  binding->is_declaring = is_declaring;
  binding->n = ds_table_n_rows(source->table);
  binding->progress = progress;
  binding->n_lookups = g_new0(guint, source->n + 1);
  binding->lookups = g_new0(DsKeyIndex *, source->n + 1);
  return binding;
}

void
ds_binding_free(DsBinding *binding)
{
  if (!binding)
    return;
  for (gsize i = 0; i < binding->source->n; i++)
    ds_key_index_free(binding->lookups[i]);
  g_free(binding->lookups);
  g_free(binding->n_lookups);
  g_free(binding);
}

static const char *const declared_types[DS_N_TYPES] = {
  [DS_TYPE_INT] = "INTEGER",   [DS_TYPE_REAL] = "REAL",     [DS_TYPE_BOOL] = "BOOLINT",
  [DS_TYPE_DATE] = "DATETEXT", [DS_TYPE_TIME] = "TIMETEXT", [DS_TYPE_TEXT] = "TEXT",
};

gboolean
ds_vtab_type(const char *declared, DsType *type)
{
  for (int i = 0; declared && i < DS_N_TYPES; i++)
    if (g_str_equal(declared, declared_types[i])) {
      *type = (DsType)i;
      return TRUE;
    }
  return FALSE;
}

static int
vtab_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **result,
             char **message)
{
  DsBinding *binding = aux;
  const DsSource *source = binding->source;
  g_autoptr(GString) sql = g_string_new("CREATE TABLE t(");
  Vtab *vtab;
  int rc;

  (void)argc, (void)argv, (void)message;
  for (gsize i = 0; i < source->n; i++) {
    g_autofree char *quoted = ds_token_quote(source->names[i]);

    g_string_append_printf(sql, "%s%s %s", i > 0 ? "," : "", quoted,
                           declared_types[ds_source_column(source, i)->type]);
  }
  if (source->n == 0) /* a table of no column is none for SQLite */
    g_string_append(sql, "\"no columns\" HIDDEN");
  g_string_append_c(sql, ')');
  *binding->is_declaring = TRUE;
  rc = sqlite3_declare_vtab(db, sql->str);
  *binding->is_declaring = FALSE;
  if (rc != SQLITE_OK)
    return rc;
  sqlite3_vtab_config(db, SQLITE_VTAB_INNOCUOUS);
  vtab = sqlite3_malloc(sizeof *vtab);
  if (!vtab)
    return SQLITE_NOMEM;
  memset(vtab, 0, sizeof *vtab);
  vtab->binding = binding;
  *result = &vtab->base;
  return SQLITE_OK;
}

static int
vtab_disconnect(sqlite3_vtab *base)
{
  sqlite3_free(base);
  return SQLITE_OK;
}

/* The plan is written into idxStr as entries "<op><column>;": '=' '<' '[' (<=) '>' ']' (>=) '!' '0'
 * (is null) '1' (is not null) 'i' (in a list); column -1 is the row number. Each has one argument.
 */
static char
plan_letter(unsigned char op)
{
  switch (op) {
  case SQLITE_INDEX_CONSTRAINT_EQ:
    return '=';
  case SQLITE_INDEX_CONSTRAINT_LT:
    return '<';
  case SQLITE_INDEX_CONSTRAINT_LE:
    return '[';
  case SQLITE_INDEX_CONSTRAINT_GT:
    return '>';
  case SQLITE_INDEX_CONSTRAINT_GE:
    return ']';
  case SQLITE_INDEX_CONSTRAINT_NE:
    return '!';
  case SQLITE_INDEX_CONSTRAINT_ISNULL:
    return '0';
  case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
    return '1';
  default:
    return '\0';
  }
}

/* Texts are compared byte by byte here; another collation is SQLite's business. */
static gboolean
is_binary(sqlite3_index_info *info, int constraint, const DsSource *source, int col)
{
  const char *collation;

  if (col < 0 || ds_source_column(source, (gsize)col)->type < DS_TYPE_DATE)
    return TRUE;
#if SQLITE_VERSION_NUMBER >= 3022000
  collation = sqlite3_vtab_collation(info, constraint);
#else
  collation = NULL;
#endif
  return collation && g_ascii_strcasecmp(collation, "BINARY") == 0;
}

/* How many rows are left of @rows, by rule of thumb. */
static double
selected(char letter, double rows)
{
  switch (letter) {
  case '=':
    return rows / 50.0;
  case 'i':
    return rows / 20.0;
  case '!':
  case '1':
    return rows * 0.95;
  case '0':
    return rows / 10.0;
  default:
    return rows / 3.0;
  }
}

/* Whether a column is compared with a constant, not with another table's column. */
static gboolean
is_constant(sqlite3_index_info *info, int constraint)
{
#if SQLITE_VERSION_NUMBER >= 3038000
  sqlite3_value *value = NULL;

  return sqlite3_vtab_rhs_value(info, constraint, &value) == SQLITE_OK && value;
#else
  (void)info, (void)constraint;
  return FALSE;
#endif
}

static int
vtab_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
  const DsSource *source = ((Vtab *)base)->binding->source;
  double rows = (double)ds_table_n_rows(source->table) + 1.0, all = rows;
  g_autoptr(GString) plan = g_string_new(NULL);
  gboolean is_lookup = FALSE;
  int n_arguments = 0;

  for (int i = 0; i < info->nConstraint; i++) {
    const int col = info->aConstraint[i].iColumn;
    char letter = plan_letter(info->aConstraint[i].op);

    if (!info->aConstraint[i].usable || letter == '\0' || col >= (int)source->n ||
        !is_binary(info, i, source, col))
      continue;
#if SQLITE_VERSION_NUMBER >= 3038000
    if (letter == '=' && sqlite3_vtab_in(info, i, -1)) {
      sqlite3_vtab_in(info, i, 1); /* the whole list at once keeps the rows in order */
      letter = 'i';
    }
#endif
    info->aConstraintUsage[i].argvIndex = ++n_arguments;
    g_string_append_printf(plan, "%c%d;", letter, col);
    is_lookup = is_lookup || (letter == '=' && (col < 0 || !is_constant(info, i)));
    if (col < 0 && letter == '=') {
      rows = 1.0;
      info->idxFlags |= SQLITE_INDEX_SCAN_UNIQUE;
    } else {
      rows = MAX(selected(letter, rows), 1.0);
    }
  }
  info->estimatedRows = (sqlite3_int64)rows;
  /* Two scans cost more than one over everything: else SQLite would answer an OR by one scan after
   * the other and hand out rows in that order. */
  info->estimatedCost = is_lookup ? 20.0 + rows : n_arguments > 0 ? 0.6 * all + 0.1 * rows : all;
  info->orderByConsumed =
      info->nOrderBy == 1 && info->aOrderBy[0].iColumn == -1 && !info->aOrderBy[0].desc;
  info->idxStr = sqlite3_mprintf("%s", plan->str);
  info->needToFreeIdxStr = 1;
  return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

static int
vtab_open(sqlite3_vtab *base, sqlite3_vtab_cursor **result)
{
  DsBinding *binding = ((Vtab *)base)->binding;
  Cursor *cursor = sqlite3_malloc(sizeof *cursor);

  if (!cursor)
    return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  cursor->binding = binding;
  ds_scan_init(&cursor->scan, ds_table_index(binding->source->table), binding->progress);
  *result = &cursor->base;
  return SQLITE_OK;
}

static int
vtab_close(sqlite3_vtab_cursor *base)
{
  ds_scan_clear(&((Cursor *)base)->scan);
  sqlite3_free(base);
  return SQLITE_OK;
}

static DsConstant
constant_of(sqlite3_value *value)
{
  DsConstant constant = { .kind = DS_CONSTANT_NULL };

  switch (sqlite3_value_type(value)) {
  case SQLITE_INTEGER:
    constant.kind = DS_CONSTANT_INT;
    constant.integer = sqlite3_value_int64(value);
    break;
  case SQLITE_FLOAT:
    constant.kind = DS_CONSTANT_REAL;
    constant.real = sqlite3_value_double(value);
    break;
  case SQLITE_TEXT:
    constant.kind = DS_CONSTANT_TEXT;
    constant.text = (const char *)sqlite3_value_text(value);
    constant.length = (gsize)sqlite3_value_bytes(value);
    break;
  default:
    break;
  }
  return constant;
}

/* Narrows the range of rows by a comparison of the row number, where that is plain. */
static void
limit_rows(DsScan *scan, char letter, sqlite3_value *value)
{
  const gint64 limit = sqlite3_value_int64(value);
  gint64 low = (gint64)scan->row, high = (gint64)scan->end - 1; /* rows from 0, both ends in */

  if (sqlite3_value_type(value) != SQLITE_INTEGER || limit < 0 || limit > G_MAXUINT32)
    return;
  if (letter == '=' || letter == ']')
    low = MAX(low, limit - 1);
  if (letter == '>')
    low = MAX(low, limit);
  if (letter == '=' || letter == '[')
    high = MIN(high, limit - 1);
  if (letter == '<')
    high = MIN(high, limit - 2);
  scan->row = (gsize)MAX(low, 0);
  scan->end = (gsize)MAX(high + 1, (gint64)scan->row);
}

static DsOp
op_of(char letter)
{
  static const char letters[] = "=!<[>]"; /* in the order of DsOp */

  return (DsOp)(strchr(letters, letter) - letters);
}

/* All values of an IN list; FALSE when one of them has to be left to SQLite. */
static gboolean
list_term(const DsColumn *column, sqlite3_value *list, DsScanTerm *term)
{
  g_autoptr(GArray) any = g_array_new(FALSE, FALSE, sizeof(DsCompare));
  gboolean is_plain = TRUE;

#if SQLITE_VERSION_NUMBER >= 3038000
  sqlite3_value *value = NULL;

  for (int rc = sqlite3_vtab_in_first(list, &value); rc == SQLITE_OK && value && is_plain;
       rc = sqlite3_vtab_in_next(list, &value)) {
    const DsConstant constant = constant_of(value);
    DsCompare compare;

    is_plain = any->len < 64 && sqlite3_value_type(value) != SQLITE_BLOB &&
               ds_compare_init(&compare, column, DS_OP_EQ, &constant);
    if (is_plain)
      g_array_append_val(any, compare);
  }
#else
  (void)list;
  is_plain = FALSE;
#endif
  if (!is_plain || any->len == 0) {
    for (guint i = 0; i < any->len; i++)
      ds_compare_clear(&g_array_index(any, DsCompare, i));
    return FALSE;
  }
  term->n = any->len;
  term->any = (DsCompare *)(gpointer)g_array_free(g_steal_pointer(&any), FALSE);
  return TRUE;
}

static void
add_term(Cursor *cursor, char letter, gsize col, sqlite3_value *value)
{
  const DsColumn *column = ds_source_column(cursor->binding->source, col);
  DsScanTerm term = { 0 };

  if (letter == '0' || letter == '1') {
    term.missing_of = column;
    term.wants_missing = letter == '0';
  } else if (letter == 'i') {
    if (!list_term(column, value, &term))
      return;
  } else {
    const DsConstant constant = constant_of(value);

    term.any = g_new(DsCompare, 1);
    term.n = 1;
    if (sqlite3_value_type(value) == SQLITE_BLOB ||
        !ds_compare_init(&term.any[0], column, op_of(letter), &constant)) {
      g_free(term.any); /* not plain: all rows are handed over and SQLite decides */
      return;
    }
  }
  ds_scan_add(&cursor->scan, term);
}

/* The hash of a value as a key of a column; FALSE when SQLite would convert it first. */
static gboolean
lookup_hash(DsType type, sqlite3_value *value, guint64 *hash)
{
  const DsConstant constant = constant_of(value);
  gint64 moment;

  if (constant.kind == DS_CONSTANT_INT && type <= DS_TYPE_BOOL)
    *hash = ds_key_hash_int(constant.integer);
  else if (constant.kind == DS_CONSTANT_REAL && type <= DS_TYPE_BOOL)
    *hash = ds_key_hash_real(constant.real);
  else if (constant.kind != DS_CONSTANT_TEXT || type <= DS_TYPE_BOOL)
    return FALSE;
  else if (type == DS_TYPE_TEXT)
    *hash = ds_key_hash_text(constant.text, constant.length);
  else if (ds_moment_sql_parse(type == DS_TYPE_TIME, constant.text, constant.length, &moment))
    *hash = ds_key_hash_int(moment);
  else
    return FALSE;
  *hash = ds_key_combine(1, *hash);
  return TRUE;
}

static const DsKeyIndex *
lookup_of(DsBinding *binding, gsize col)
{
  const DsTable *table = binding->source->table;
  const gsize n = ds_table_n_rows(table);

  if (binding->lookups[col] || n < SMALL_TABLE || ++binding->n_lookups[col] <= LOOKUPS_BEFORE_INDEX)
    return binding->lookups[col];
  {
    g_autoptr(DsColumn) dense =
        ds_table_dense_column(table, binding->source->cols[col], binding->progress, NULL);
    guint64 *hashes = dense ? ds_key_hashes(&dense, 1, n, binding->progress, NULL) : NULL;

    if (hashes)
      binding->lookups[col] = ds_key_index_new(hashes, n, NULL);
    binding->n_lookups[col] = 0; /* without memory: scans, and another try later */
  }
  return binding->lookups[col];
}

/* Skips rows of the chain outside the range. */
static void
settle_chain(Cursor *cursor)
{
  while (cursor->chained != DS_KEY_NONE && cursor->chained < cursor->scan.row)
    cursor->chained = ds_key_index_next(cursor->lookup, cursor->chained);
  if (cursor->chained >= cursor->scan.end)
    cursor->chained = DS_KEY_NONE;
}

static int
vtab_filter(sqlite3_vtab_cursor *base, int number, const char *plan, int argc, sqlite3_value **argv)
{
  Cursor *cursor = (Cursor *)base;
  DsBinding *binding = cursor->binding;
  const char *p = plan;

  (void)number;
  cursor->lookup = NULL;
  ds_scan_reset(&cursor->scan, binding->first, binding->first + binding->n);
  for (int i = 0; i < argc && *p; i++) {
    const char letter = *p;
    char *end;
    const gint64 col = g_ascii_strtoll(p + 1, &end, 10);
    guint64 hash;

    p = end + 1;
    if (col < 0) {
      limit_rows(&cursor->scan, letter, argv[i]);
      continue;
    }
    if (letter == '=' && !cursor->lookup &&
        lookup_hash(ds_source_column(binding->source, (gsize)col)->type, argv[i], &hash)) {
      cursor->lookup = lookup_of(binding, (gsize)col);
      if (cursor->lookup) {
        cursor->chained = ds_key_index_first(cursor->lookup, hash);
        continue;
      }
    }
    add_term(cursor, letter, (gsize)col, argv[i]);
  }
  if (cursor->lookup)
    settle_chain(cursor);
  else if (!ds_scan_settle(&cursor->scan))
    return SQLITE_INTERRUPT;
  return SQLITE_OK;
}

static int
vtab_next(sqlite3_vtab_cursor *base)
{
  Cursor *cursor = (Cursor *)base;

  if (cursor->lookup) {
    cursor->chained = ds_key_index_next(cursor->lookup, cursor->chained);
    settle_chain(cursor);
    return SQLITE_OK;
  }
  cursor->scan.row++;
  return ds_scan_settle(&cursor->scan) ? SQLITE_OK : SQLITE_INTERRUPT;
}

static int
vtab_eof(sqlite3_vtab_cursor *base)
{
  const Cursor *cursor = (const Cursor *)base;

  return cursor->lookup ? cursor->chained == DS_KEY_NONE : cursor->scan.row >= cursor->scan.end;
}

static gsize
current_row(const Cursor *cursor)
{
  return cursor->lookup ? cursor->chained : cursor->scan.row;
}

static int
vtab_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int col)
{
  const Cursor *cursor = (const Cursor *)base;
  const DsSource *source = cursor->binding->source;
  const gsize row = ds_table_stored_row(source->table, current_row(cursor));
  const DsColumn *column;
  char text[DS_MOMENT_CHARS];
  const char *bytes;
  gsize length;

  if (col < 0 || (gsize)col >= source->n)
    return SQLITE_OK;
  column = ds_source_column(source, (gsize)col);
  if (ds_column_is_missing(column, row))
    return SQLITE_OK; /* NULL */
  switch (column->type) {
  case DS_TYPE_INT:
    sqlite3_result_int64(context, column->ints[row]);
    break;
  case DS_TYPE_REAL:
    sqlite3_result_double(context, column->reals[row]);
    break;
  case DS_TYPE_BOOL:
    sqlite3_result_int(context, column->bools[row]);
    break;
  case DS_TYPE_DATE:
    sqlite3_result_text(context, text, ds_moment_sql_date(text, column->ints[row]),
                        SQLITE_TRANSIENT);
    break;
  case DS_TYPE_TIME:
    sqlite3_result_text(context, text, ds_moment_sql_time(text, column->ints[row]),
                        SQLITE_TRANSIENT);
    break;
  case DS_TYPE_TEXT: /* the table outlives the query: no copy */
    bytes = ds_column_text(column, row, &length);
    sqlite3_result_text64(context, bytes, length, SQLITE_STATIC, SQLITE_UTF8);
    break;
  default:
    g_assert_not_reached();
  }
  return SQLITE_OK;
}

static int
vtab_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid)
{
  *rowid = (sqlite3_int64)current_row((const Cursor *)base) + 1;
  return SQLITE_OK;
}

/* Without xCreate the module is itself the table: nothing has to be created. */
static const sqlite3_module vtab_module = {
  .xConnect = vtab_connect,
  .xBestIndex = vtab_best_index,
  .xDisconnect = vtab_disconnect,
  .xOpen = vtab_open,
  .xClose = vtab_close,
  .xFilter = vtab_filter,
  .xNext = vtab_next,
  .xEof = vtab_eof,
  .xColumn = vtab_column,
  .xRowid = vtab_rowid,
};

int
ds_vtab_register(sqlite3 *db, const char *name, DsBinding *binding)
{
  return sqlite3_create_module_v2(db, name, &vtab_module, binding, NULL);
}
