/* engine/query/token.c - the words of an SQL text, cut as SQLite cuts them. */
#include "engine/query/token.h"

#include <string.h>

static gboolean
is_name_char(char c)
{
  return g_ascii_isalnum(c) || c == '_' || c == '$' || (c & 0x80);
}

/* Length of a quoted piece that begins at @p; 0 when it never ends. A doubled quote stands for
 * itself, but not in brackets. */
static gsize
quoted_length(const char *p, char end)
{
  for (gsize i = 1; p[i]; i++) {
    if (p[i] != end)
      continue;
    if (end == ']' || p[i + 1] != end)
      return i + 1;
    i++;
  }
  return 0;
}

static gsize
number_length(const char *p)
{
  gsize i = 0;

  if (p[0] == '0' && (p[1] == 'x' || p[1] == 'X') && g_ascii_isxdigit(p[2])) {
    for (i = 3; g_ascii_isxdigit(p[i]);)
      i++;
  } else {
    while (g_ascii_isdigit(p[i]))
      i++;
    if (p[i] == '.')
      for (i++; g_ascii_isdigit(p[i]);)
        i++;
    if ((p[i] == 'e' || p[i] == 'E') &&
        (g_ascii_isdigit(p[i + 1]) ||
         ((p[i + 1] == '+' || p[i + 1] == '-') && g_ascii_isdigit(p[i + 2]))))
      for (i += 2; g_ascii_isdigit(p[i]);)
        i++;
  }
  return i;
}

/* Bytes of blanks or of a comment at @p; G_MAXSIZE for a comment that is never closed: SQLite takes
 * it as closed by the end, we do not. */
static gsize
blank_length(const char *p)
{
  const char *end;

  if (g_ascii_isspace(*p))
    return 1;
  if (p[0] == '-' && p[1] == '-')
    return strcspn(p, "\n");
  if (p[0] != '/' || p[1] != '*')
    return 0;
  end = strstr(p + 2, "*/");
  return end ? (gsize)(end - p) + 2 : G_MAXSIZE;
}

static gsize
sign_length(const char *p)
{
  static const char *const signs[] = {
    "->>", "==", "!=", "<>", "<=", ">=", "<<", ">>", "||", "->"
  };

  for (gsize i = 0; i < G_N_ELEMENTS(signs); i++)
    if (g_str_has_prefix(p, signs[i]))
      return strlen(signs[i]);
  return strchr("()+-*/%,;.<>=&|~", *p) ? 1 : 0;
}

static DsToken
next_token(const char *p)
{
  DsToken token = { DS_TOKEN_OTHER, 0, 1 };
  gsize n = 0;

  if (strchr("'\"[`", *p)) {
    token.kind = *p == '\'' ? DS_TOKEN_STRING : DS_TOKEN_QUOTED;
    n = quoted_length(p, *p == '[' ? ']' : *p);
    if (n == 0) {
      token.kind = DS_TOKEN_UNENDED;
      n = strlen(p);
    }
  } else if ((*p == 'x' || *p == 'X') && p[1] == '\'') {
    n = quoted_length(p + 1, '\'');
    token.kind = n > 0 ? DS_TOKEN_BLOB : DS_TOKEN_UNENDED;
    n = n > 0 ? n + 1 : strlen(p);
  } else if (g_ascii_isdigit(*p) || (*p == '.' && g_ascii_isdigit(p[1]))) {
    n = number_length(p);
    token.kind = DS_TOKEN_NUMBER;
    if (is_name_char(p[n])) { /* 12abc: SQLite refuses it as one token */
      token.kind = DS_TOKEN_OTHER;
      while (is_name_char(p[n]))
        n++;
    }
  } else if (is_name_char(*p) && *p != '$') {
    token.kind = DS_TOKEN_NAME;
    while (is_name_char(p[n]))
      n++;
  } else if ((n = sign_length(p)) > 0) {
    token.kind = DS_TOKEN_SIGN;
  }
  token.length = MAX(n, 1);
  return token;
}

GArray *
ds_tokens_new(const char *sql)
{
  GArray *tokens = g_array_new(FALSE, FALSE, sizeof(DsToken));
  gsize at = 0;

  while (sql[at]) {
    const gsize blank = blank_length(sql + at);
    DsToken token;

    if (blank > 0 && blank != G_MAXSIZE) {
      at += blank;
      continue;
    }
    if (blank == G_MAXSIZE)
      token = (DsToken){ DS_TOKEN_UNENDED, 0, strlen(sql + at) };
    else
      token = next_token(sql + at);
    token.start = at;
    at += token.length;
    g_array_append_val(tokens, token);
  }
  return tokens;
}

gboolean
ds_token_is(const char *sql, const DsToken *token, const char *word)
{
  return (token->kind == DS_TOKEN_NAME || token->kind == DS_TOKEN_SIGN) &&
         strlen(word) == token->length &&
         g_ascii_strncasecmp(sql + token->start, word, token->length) == 0;
}

char *
ds_token_text(const char *sql, const DsToken *token)
{
  const char *p = sql + token->start;
  GString *text;
  char end;

  if (token->kind != DS_TOKEN_QUOTED && token->kind != DS_TOKEN_STRING)
    return g_strndup(p, token->length);
  end = *p == '[' ? ']' : *p;
  text = g_string_new(NULL);
  for (gsize i = 1; i + 1 < token->length; i++) {
    g_string_append_c(text, p[i]);
    if (p[i] == end)
      i++; /* the second of a doubled quote */
  }
  return g_string_free(text, FALSE);
}

char *
ds_token_quote(const char *name)
{
  GString *text = g_string_new("\"");

  for (const char *p = name; *p; p++) {
    if (*p == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, *p);
  }
  g_string_append_c(text, '"');
  return g_string_free(text, FALSE);
}

/* Every one of these binds looser than arithmetic, so one of them outside all brackets is the
 * operator at the top. */
static gboolean
is_logical(const char *sql, const DsToken *token)
{
  static const char *const words[] = { "=",      "==",    "!=",      "<>",     "<",
                                       "<=",     ">",     ">=",      "and",    "or",
                                       "not",    "is",    "in",      "like",   "glob",
                                       "regexp", "match", "between", "isnull", "notnull" };

  for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
    if (ds_token_is(sql, token, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
ds_tokens_are_logical(const char *sql, const GArray *tokens)
{
  gsize first = 0, end = tokens->len;
  int depth = 0;

  for (; end - first >= 2; first++, end--) { /* brackets around all of it */
    if (!ds_token_is(sql, &g_array_index(tokens, DsToken, first), "(") ||
        !ds_token_is(sql, &g_array_index(tokens, DsToken, end - 1), ")"))
      break;
    for (gsize i = first; i + 1 < end; i++) {
      const DsToken *token = &g_array_index(tokens, DsToken, i);

      depth += ds_token_is(sql, token, "(") - ds_token_is(sql, token, ")");
      if (depth == 0) /* closed before the end: (a) = (b) */
        goto stripped;
    }
    depth = 0;
  }
stripped:
  depth = 0;
  for (gsize i = first; i < end; i++) {
    const DsToken *token = &g_array_index(tokens, DsToken, i);

    if (ds_token_is(sql, token, "(") || ds_token_is(sql, token, "case"))
      depth++;
    else if (ds_token_is(sql, token, ")") || ds_token_is(sql, token, "end"))
      depth--;
    else if (depth == 0 && is_logical(sql, token))
      return TRUE;
  }
  return end - first == 1 && (ds_token_is(sql, &g_array_index(tokens, DsToken, first), "true") ||
                              ds_token_is(sql, &g_array_index(tokens, DsToken, first), "false"));
}

gboolean
ds_tokens_have(const char *sql, const GArray *tokens, const char *word)
{
  for (guint i = 0; i < tokens->len; i++) {
    const DsToken *token = &g_array_index(tokens, DsToken, i);

    if (token->kind == DS_TOKEN_NAME && ds_token_is(sql, token, word))
      return TRUE;
  }
  return FALSE;
}
