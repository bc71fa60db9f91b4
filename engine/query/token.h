/* engine/query/token.h - the words of an SQL text, cut as SQLite cuts them. */
#pragma once
#include <glib.h>

typedef enum {
  DS_TOKEN_NAME,    /* bare: may be a keyword */
  DS_TOKEN_QUOTED,  /* "name", [name] or `name` */
  DS_TOKEN_STRING,  /* 'text' */
  DS_TOKEN_NUMBER,  /* 12, 1.5e3, 0x1f */
  DS_TOKEN_BLOB,    /* x'00ff' */
  DS_TOKEN_SIGN,    /* operators and punctuation, one or two characters */
  DS_TOKEN_UNENDED, /* a quote or comment that is never closed */
  DS_TOKEN_OTHER,   /* a character that SQL does not know, a parameter such as ?1 or :x */
} DsTokenKind;

typedef struct {
  DsTokenKind kind;
  gsize start, length; /* bytes of the text, quotes included */
} DsToken;

/* All tokens of @sql, blanks and comments left out. (transfer full): an array of DsToken. */
GArray *ds_tokens_new(const char *sql);

/* Whether the token is this word, case ignored (bare), or this sign. */
gboolean ds_token_is(const char *sql, const DsToken *token, const char *word);

/* The text of a token with its quotes taken off and doubled quotes made one; (transfer full). */
char *ds_token_text(const char *sql, const DsToken *token);

/* A copy of @name in double quotes, ready for SQL. */
char *ds_token_quote(const char *name);

/* Whether the text is an expression whose value is true or false: a comparison or a logical
 * operator at the top, or the words true or false alone. */
gboolean ds_tokens_are_logical(const char *sql, const GArray *tokens);

/* Whether the word occurs as a bare name. */
gboolean ds_tokens_have(const char *sql, const GArray *tokens, const char *word);
