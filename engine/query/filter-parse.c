/* engine/query/filter-parse.c - reading a simple condition into its tree. */
#include <sqlite3.h>
#include <string.h>

#include "engine/query/filter-node.h"

/* Deeper nesting is left to SQLite, which has its own limit. */
enum { MAX_DEPTH = 100, MAX_LIST = 64 };

typedef struct {
  const DsSource *source;
  const char *sql;
  const GArray *tokens;
  guint at;
  guint depth;
  sqlite3 *db; /* reads the constants, so that they are SQLite's to the last bit */
} Parser;

/* A column or a constant. */
typedef struct {
  const DsColumn *column;
  DsConstant constant;
  char *text; /* owner of the constant's text */
} Operand;

void
ds_node_free(DsNode *node)
{
  if (!node)
    return;
  ds_compare_clear(&node->compare);
  ds_node_free(node->left);
  ds_node_free(node->right);
  g_free(node);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsNode, ds_node_free)

static void
operand_clear(Operand *operand)
{
  g_clear_pointer(&operand->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Operand, operand_clear)

static const DsToken *
peek(const Parser *parser, guint ahead)
{
  return parser->at + ahead < parser->tokens->len
             ? &g_array_index(parser->tokens, DsToken, parser->at + ahead)
             : NULL;
}

static gboolean
sees(const Parser *parser, guint ahead, const char *word)
{
  const DsToken *token = peek(parser, ahead);

  return token && ds_token_is(parser->sql, token, word);
}

static gboolean
takes(Parser *parser, const char *word)
{
  if (!sees(parser, 0, word))
    return FALSE;
  parser->at++;
  return TRUE;
}

static DsNode *
node_new(DsNodeKind kind, DsNode *left, DsNode *right)
{
  DsNode *node = g_new0(DsNode, 1);

  node->kind = kind;
  node->left = left;
  node->right = right;
  return node;
}

/* A number, with its sign, as SQLite reads it. */
static gboolean
take_number(Parser *parser, Operand *operand)
{
  const DsToken *first = peek(parser, 0);
  const gboolean is_signed = sees(parser, 0, "-") || sees(parser, 0, "+");
  const DsToken *number = peek(parser, is_signed ? 1 : 0);
  sqlite3_stmt *statement = NULL;
  g_autofree char *sql = NULL;
  gboolean ok = FALSE;

  if (!number || number->kind != DS_TOKEN_NUMBER)
    return FALSE;
  sql =
      g_strdup_printf("SELECT %.*s%.*s", (int)(is_signed ? first->length : 0),
                      parser->sql + first->start, (int)number->length, parser->sql + number->start);
  if (sqlite3_prepare_v2(parser->db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW) {
    const int type = sqlite3_column_type(statement, 0);

    ok = type == SQLITE_INTEGER || type == SQLITE_FLOAT;
    operand->constant.kind = type == SQLITE_INTEGER ? DS_CONSTANT_INT : DS_CONSTANT_REAL;
    operand->constant.integer = sqlite3_column_int64(statement, 0);
    operand->constant.real = sqlite3_column_double(statement, 0);
  }
  sqlite3_finalize(statement);
  parser->at += is_signed ? 2 : 1;
  return ok;
}

/* null, true or false, unless a column is called so. */
static gboolean
take_word(Parser *parser, const DsToken *token, Operand *operand)
{
  if (ds_token_is(parser->sql, token, "null"))
    operand->constant.kind = DS_CONSTANT_NULL;
  else if (ds_token_is(parser->sql, token, "true") || ds_token_is(parser->sql, token, "false"))
    operand->constant =
        (DsConstant){ .kind = DS_CONSTANT_INT, .integer = ds_token_is(parser->sql, token, "true") };
  else
    return FALSE;
  parser->at++;
  return TRUE;
}

static gboolean
take_operand(Parser *parser, Operand *operand)
{
  const DsToken *token = peek(parser, 0);
  g_autofree char *name = NULL;
  gssize col;

  *operand = (Operand){ 0 };
  if (!token || sees(parser, 1, "(") || sees(parser, 1, "."))
    return FALSE;
  if (token->kind == DS_TOKEN_STRING) {
    operand->text = ds_token_text(parser->sql, token);
    operand->constant = (DsConstant){ .kind = DS_CONSTANT_TEXT,
                                      .text = operand->text,
                                      .length = strlen(operand->text) };
    parser->at++;
    return TRUE;
  }
  if (token->kind != DS_TOKEN_NAME && token->kind != DS_TOKEN_QUOTED)
    return take_number(parser, operand);
  name = ds_token_text(parser->sql, token);
  col = ds_source_lookup(parser->source, name);
  if (token->kind == DS_TOKEN_NAME && (col < 0 || ds_token_is(parser->sql, token, "null")))
    return take_word(parser, token, operand);
  if (col < 0 || (token->kind == DS_TOKEN_NAME && sqlite3_keyword_check(name, (int)strlen(name))))
    return FALSE;
  operand->column = ds_source_column(parser->source, (gsize)col);
  parser->at++;
  return TRUE;
}

static gboolean
take_op(Parser *parser, DsOp *op)
{
  static const struct {
    const char *sign;
    DsOp op;
  } signs[] = {
    { "=", DS_OP_EQ }, { "==", DS_OP_EQ }, { "!=", DS_OP_NE }, { "<>", DS_OP_NE },
    { "<", DS_OP_LT }, { "<=", DS_OP_LE }, { ">", DS_OP_GT },  { ">=", DS_OP_GE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
    if (takes(parser, signs[i].sign)) {
      *op = signs[i].op;
      return TRUE;
    }
  return FALSE;
}

/* The operator with its sides exchanged. */
static DsOp
flipped(DsOp op)
{
  static const DsOp of[] = { DS_OP_EQ, DS_OP_NE, DS_OP_GT, DS_OP_GE, DS_OP_LT, DS_OP_LE };

  return of[op];
}

static DsNode *
compare_node(const DsColumn *column, DsOp op, const DsConstant *constant)
{
  g_autoptr(DsNode) node = node_new(DS_NODE_COMPARE, NULL, NULL);

  return ds_compare_init(&node->compare, column, op, constant) ? g_steal_pointer(&node) : NULL;
}

/* Two columns: only where both hold the same kind of values, so that nothing is converted. */
static DsNode *
pair_node(const DsColumn *a, DsOp op, const DsColumn *b)
{
  const gboolean both_real = a->type == DS_TYPE_REAL && b->type == DS_TYPE_REAL;
  const gboolean both_ints = a->type == b->type && a->ints && b->ints;
  DsNode *node;

  if (!both_real && !both_ints)
    return NULL;
  node = node_new(DS_NODE_PAIR, NULL, NULL);
  node->op = op;
  node->a = a;
  node->b = b;
  return node;
}

static DsNode *
parse_between(Parser *parser, const DsColumn *column)
{
  g_auto(Operand) low = { 0 };
  g_auto(Operand) high = { 0 };
  g_autoptr(DsNode) above = NULL;
  g_autoptr(DsNode) below = NULL;

  if (!take_operand(parser, &low) || low.column || !takes(parser, "and") ||
      !take_operand(parser, &high) || high.column)
    return NULL;
  above = compare_node(column, DS_OP_GE, &low.constant);
  below = above ? compare_node(column, DS_OP_LE, &high.constant) : NULL;
  if (!below)
    return NULL;
  return node_new(DS_NODE_AND, g_steal_pointer(&above), g_steal_pointer(&below));
}

static DsNode *
list_node(const DsColumn *column, const Operand *operands, gsize n)
{
  g_autofree DsConstant *constants = g_new(DsConstant, n + 1);
  g_autoptr(DsNode) node = NULL;

  for (gsize i = 0; i < n; i++)
    constants[i] = operands[i].constant;
  node = node_new(DS_NODE_COMPARE, NULL, NULL);
  if (ds_compare_init_in(&node->compare, column, constants, n))
    return g_steal_pointer(&node);
  g_clear_pointer(&node, ds_node_free);
  for (gsize i = 0; i < n; i++) {
    DsNode *one = compare_node(column, DS_OP_EQ, &constants[i]);

    if (!one)
      return NULL;
    node = node ? node_new(DS_NODE_OR, g_steal_pointer(&node), one) : one;
  }
  return g_steal_pointer(&node);
}

static DsNode *
parse_list(Parser *parser, const DsColumn *column)
{
  Operand operands[MAX_LIST];
  gsize n = 0;
  gboolean ok = takes(parser, "(");
  DsNode *node = NULL;

  while (ok && n < MAX_LIST) {
    ok = take_operand(parser, &operands[n]) && !operands[n].column;
    n++;
    if (!ok || !takes(parser, ","))
      break;
  }
  if (ok && takes(parser, ")"))
    node = list_node(column, operands, n);
  for (gsize i = 0; i < n; i++)
    operand_clear(&operands[i]);
  return node;
}

static DsNode *
missing_node(const DsColumn *column, gboolean is_not)
{
  DsNode *node = node_new(DS_NODE_MISSING, NULL, NULL);

  node->a = column;
  return is_not ? node_new(DS_NODE_NOT, node, NULL) : node;
}

static DsNode *
truth_node(const DsColumn *column)
{
  const DsConstant zero = { .kind = DS_CONSTANT_INT };

  return column->type <= DS_TYPE_BOOL ? compare_node(column, DS_OP_NE, &zero) : NULL;
}

/* What stands behind a column. */
static DsNode *
parse_behind(Parser *parser, const DsColumn *column)
{
  gboolean is_not;
  DsNode *node = NULL;

  if (takes(parser, "isnull"))
    return missing_node(column, FALSE);
  if (takes(parser, "notnull"))
    return missing_node(column, TRUE);
  if (takes(parser, "is")) {
    is_not = takes(parser, "not");
    return takes(parser, "null") ? missing_node(column, is_not) : NULL;
  }
  is_not = takes(parser, "not");
  if (is_not && takes(parser, "null"))
    return missing_node(column, TRUE);
  if (takes(parser, "between"))
    node = parse_between(parser, column);
  else if (takes(parser, "in"))
    node = parse_list(parser, column);
  else if (!is_not)
    return truth_node(column);
  return node && is_not ? node_new(DS_NODE_NOT, node, NULL) : node;
}

static DsNode *
parse_comparison(Parser *parser)
{
  g_auto(Operand) left = { 0 };
  g_auto(Operand) right = { 0 };
  DsOp op;

  if (!take_operand(parser, &left))
    return NULL;
  if (!take_op(parser, &op))
    return left.column ? parse_behind(parser, left.column) : NULL;
  if (!take_operand(parser, &right))
    return NULL;
  if (left.column && right.column)
    return pair_node(left.column, op, right.column);
  if (left.column)
    return compare_node(left.column, op, &right.constant);
  return right.column ? compare_node(right.column, flipped(op), &left.constant) : NULL;
}

static DsNode *parse_or(Parser *parser);

static DsNode *
parse_not(Parser *parser)
{
  DsNode *node = NULL;
  guint at;

  if (parser->depth >= MAX_DEPTH)
    return NULL;
  parser->depth++;
  at = parser->at;
  if (takes(parser, "not")) {
    node = parse_not(parser);
    node = node ? node_new(DS_NODE_NOT, node, NULL) : NULL;
  } else if (takes(parser, "(")) {
    node = parse_or(parser);
    if (node && !takes(parser, ")"))
      g_clear_pointer(&node, ds_node_free);
  } else {
    parser->at = at;
    node = parse_comparison(parser);
  }
  parser->depth--;
  return node;
}

/* A tree of AND or of OR. Whatever follows the last operand must be what a caller expects: AND, OR,
 * a bracket or the end. Anything else makes the whole text no simple condition. */
static DsNode *
parse_chain(Parser *parser, const char *word, DsNodeKind kind, DsNode *(*next)(Parser *))
{
  g_autoptr(DsNode) node = next(parser);

  while (node && takes(parser, word)) {
    DsNode *right = next(parser);

    if (!right)
      return NULL;
    node = node_new(kind, g_steal_pointer(&node), right);
  }
  return g_steal_pointer(&node);
}

static DsNode *
parse_and(Parser *parser)
{
  return parse_chain(parser, "and", DS_NODE_AND, parse_not);
}

static DsNode *
parse_or(Parser *parser)
{
  return parse_chain(parser, "or", DS_NODE_OR, parse_and);
}

DsNode *
ds_node_parse(const DsSource *source, const char *sql, const GArray *tokens)
{
  Parser parser = { .source = source, .sql = sql, .tokens = tokens };
  DsNode *node = NULL;

  if (tokens->len > 2000)
    return NULL; /* a chain that long would be a deep tree */
  if (sqlite3_open_v2(":memory:", &parser.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
      SQLITE_OK)
    node = parse_or(&parser);
  sqlite3_close(parser.db);
  if (node && parser.at < tokens->len)
    g_clear_pointer(&node, ds_node_free);
  return node;
}
