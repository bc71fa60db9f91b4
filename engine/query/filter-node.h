/* engine/query/filter-node.h - the tree of a simple condition; only filter*.c include it. */
#pragma once
#include "engine/query/compare.h"
#include "engine/query/source.h"

typedef enum {
  DS_NODE_COMPARE, /* a column with a constant */
  DS_NODE_PAIR,    /* two columns of the same kind */
  DS_NODE_MISSING, /* column IS NULL */
  DS_NODE_AND,
  DS_NODE_OR,
  DS_NODE_NOT,
} DsNodeKind;

typedef struct DsNode {
  DsNodeKind kind;
  DsCompare compare;     /* COMPARE */
  DsOp op;               /* PAIR */
  const DsColumn *a, *b; /* PAIR; a: MISSING */
  struct DsNode *left, *right;
} DsNode;

void ds_node_free(DsNode *node); /* accepts NULL */

/* Reads a condition; NULL when it is not a simple one. */
DsNode *ds_node_parse(const DsSource *source, const char *sql, const GArray *tokens);
