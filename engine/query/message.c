/* engine/query/message.c - SQLite's complaints in our words: which part, where, what is near. */
#include "engine/query/message.h"

#include <gio/gio.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/query/functions.h"
#include "engine/query/source.h"

static void fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void
fail(GError **error, const char *format, ...)
{
  va_list arguments;

  va_start(arguments, format);
  g_propagate_error(error,
                    g_error_new_valist(DS_DATA_ERROR, DS_DATA_ERROR_QUERY, format, arguments));
  va_end(arguments);
}

/* " at character 7" of a byte of the user's text, "" when the place is not known. */
static char *
place_of(const DsQueryText *text, gssize byte)
{
  if (byte < 0 || (gsize)byte > strlen(text->sql))
    return g_strdup("");
  return g_strdup_printf(" at character %ld", g_utf8_validate(text->sql, (gssize)byte, NULL)
                                                  ? g_utf8_strlen(text->sql, (gssize)byte) + 1
                                                  : (long)byte + 1);
}

static const DsToken *
token_at(const DsQueryText *text, gssize byte)
{
  for (guint i = 0; byte >= 0 && i < text->tokens->len; i++) {
    const DsToken *token = &g_array_index(text->tokens, DsToken, i);

    if (token->start == (gsize)byte)
      return token;
  }
  return NULL;
}

/* The first token that spells @name. */
static const DsToken *
token_of_name(const DsQueryText *text, const char *name)
{
  for (guint i = 0; i < text->tokens->len; i++) {
    const DsToken *token = &g_array_index(text->tokens, DsToken, i);
    g_autofree char *spelled = ds_token_text(text->sql, token);

    if ((token->kind == DS_TOKEN_NAME || token->kind == DS_TOKEN_QUOTED) &&
        g_ascii_strcasecmp(spelled, name) == 0)
      return token;
  }
  return NULL;
}

static void
fail_column(const DsQueryText *text, const char *name, gssize byte, GError **error)
{
  const char *last = strrchr(name, '.');
  const char *column = last ? last + 1 : name;
  const DsToken *token = token_at(text, byte);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  g_autofree char *place = NULL;
  const char *near;
  gboolean is_quoted;

  if (!token || token->kind == DS_TOKEN_SIGN)
    token = token_of_name(text, column);
  is_quoted = token && text->sql[token->start] == '"';
  place = place_of(text, token ? (gssize)token->start : byte);
  for (guint i = 0; i < text->sources->len; i++) {
    const DsSource *source = g_ptr_array_index(text->sources, i);

    for (gsize j = 0; j < source->n; j++)
      g_ptr_array_add(names, source->names[j]);
  }
  g_ptr_array_add(names, NULL);
  near = ds_text_nearest(column, (const char *const *)names->pdata);
  if (near) {
    g_autofree char *near_shown = ds_text_for_terminal(near, -1);

    fail(error, "no column \"%s\"%s; did you mean \"%s\"?", shown, place, near_shown);
  } else if (is_quoted) {
    fail(error, "no column \"%s\"%s; text takes single quotes: '%s'", shown, place, shown);
  } else {
    fail(error, "no column \"%s\"%s; columns lists them, and text takes single quotes: '%s'", shown,
         place, shown);
  }
}

static void
fail_function(const DsQueryText *text, sqlite3 *db, const char *name, gssize byte, GError **error)
{
  g_auto(GStrv) names = ds_functions_names(db);
  const char *near = ds_text_nearest(name, (const char *const *)names);
  const DsToken *token = token_at(text, byte) ? token_at(text, byte) : token_of_name(text, name);
  g_autofree char *place = place_of(text, token ? (gssize)token->start : byte);
  g_autofree char *shown = ds_text_for_terminal(name, -1);

  if (near)
    fail(error, "no function %s()%s; did you mean %s()?", shown, place, near);
  else
    fail(error, "no function %s()%s; help functions lists them", shown, place);
}

static void
fail_table(const DsQueryText *text, const char *name, GError **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  g_autoptr(GString) all = g_string_new("this");
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  const DsToken *token = token_of_name(text, name);
  g_autofree char *place = place_of(text, token ? (gssize)token->start : -1);
  const char *near;

  for (guint i = 0; i < text->sources->len; i++) {
    const DsSource *source = g_ptr_array_index(text->sources, i);
    g_autofree char *source_shown = ds_text_for_terminal(source->name, -1);

    g_ptr_array_add(names, source->name);
    g_string_append_printf(all, ", %s", source_shown);
  }
  g_ptr_array_add(names, (gpointer)(guintptr) "this");
  g_ptr_array_add(names, NULL);
  near = ds_text_nearest(name, (const char *const *)names->pdata);
  if (near)
    fail(error, "no table \"%s\"%s; did you mean \"%s\"?", shown, place, near);
  else
    fail(error, "no table \"%s\"%s; open are %s", shown, place, all->str);
}

static void
fail_arguments(const DsQueryText *text, const char *name, gssize byte, GError **error)
{
  g_autoptr(GString) forms = g_string_new(NULL);
  const DsToken *token = token_at(text, byte) ? token_at(text, byte) : token_of_name(text, name);
  g_autofree char *place = place_of(text, token ? (gssize)token->start : byte);
  g_autofree char *shown = ds_text_for_terminal(name, -1);
  guint n;
  const DsFunction *functions = ds_functions_all(&n);

  for (guint i = 0; i < n; i++)
    if (g_ascii_strcasecmp(functions[i].name, name) == 0)
      g_string_append_printf(forms, "%s%s", forms->len > 0 ? " or " : "", functions[i].signature);
  if (forms->len > 0)
    fail(error, "wrong number of arguments for %s()%s; write %s", shown, place, forms->str);
  else
    fail(error, "wrong number of arguments for %s()%s; see the documentation of SQLite", shown,
         place);
}

/* @near: the token at which reading stopped, as SQLite shows it. */
static void
fail_syntax(const DsQueryText *text, const char *near, gssize byte, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(near, -1);
  g_autofree char *place = place_of(text, byte);

  if (byte >= (gssize)strlen(text->sql) || (byte < 0 && *near == '\0')) {
    const DsToken *last = &g_array_index(text->tokens, DsToken, text->tokens->len - 1);
    g_autofree char *last_shown =
        ds_text_for_terminal(text->sql + last->start, (gssize)last->length);

    fail(error, "the %s ends too early; something must follow \"%s\"", text->what, last_shown);
  } else if (sqlite3_keyword_check(near, (int)strlen(near)))
    fail(error,
         "cannot read the %s%s, near \"%s\"; a name that is a word of SQL takes double quotes",
         text->what, place, shown);
  else
    fail(error, "cannot read the %s%s, near \"%s\"; check the word before it", text->what, place,
         shown);
}

/* The text behind @prefix, up to @end where given; NULL when the message is another. */
static char *
behind(const char *message, const char *prefix, const char *end)
{
  const char *rest, *stop;

  if (!g_str_has_prefix(message, prefix))
    return NULL;
  rest = message + strlen(prefix);
  stop = end ? g_strrstr(rest, end) : NULL;
  return stop ? g_strndup(rest, (gsize)(stop - rest)) : end ? NULL : g_strdup(rest);
}

static gboolean
fail_name(const DsQueryText *text, sqlite3 *db, const char *message, gssize byte, GError **error)
{
  g_autofree char *name = NULL;

  if ((name = behind(message, "no such column: ", NULL)))
    fail_column(text, name, byte, error);
  else if ((name = behind(message, "no such function: ", NULL)))
    fail_function(text, db, name, byte, error);
  else if ((name = behind(message, "no such table: ", NULL)))
    fail_table(text, g_str_has_prefix(name, "main.") ? name + 5 : name, error);
  else if ((name = behind(message, "wrong number of arguments to function ", "()")))
    fail_arguments(text, name, byte, error);
  else if ((name = behind(message, "near \"", "\": syntax error")))
    fail_syntax(text, name, byte, error);
  else
    return FALSE;
  return TRUE;
}

static gboolean
fail_use(const DsQueryText *text, const char *message, gssize byte, GError **error)
{
  g_autofree char *place = place_of(text, byte);
  g_autofree char *name = NULL;

  if ((name = behind(message, "misuse of aggregate function ", "()")) ||
      (name = behind(message, "misuse of aggregate: ", "()")))
    fail(error,
         "%s()%s gives one value for many rows and cannot stand here; write %s(...) OVER () in a "
         "derive, or use sql with GROUP BY and HAVING",
         name, place, name);
  else if ((name = behind(message, "misuse of window function ", "()")))
    fail(error, "%s() OVER%s cannot stand here; derive it as a column first", name, place);
  else if ((name = behind(message, "ambiguous column name: ", NULL)))
    fail(error, "column \"%s\"%s is in more than one of the tables; write table.%s", name, place,
         name);
  else if (g_str_equal(message, "incomplete input"))
    fail_syntax(text, "", -1, error);
  else if (g_str_has_prefix(message, "not authorized") ||
           g_str_has_suffix(message, "may not be modified"))
    fail(error, "only SELECT, WITH, VALUES and EXPLAIN can be run; tables are changed by commands "
                "such as filter and derive");
  else
    return FALSE;
  return TRUE;
}

void
ds_query_text_fail(const DsQueryText *text, sqlite3 *db, int rc, GError **error)
{
  const char *message = sqlite3_errmsg(db);
  gssize byte = -1;

#if SQLITE_VERSION_NUMBER >= 3038000
  byte = sqlite3_error_offset(db);
  byte = byte >= (gssize)text->prefix ? byte - (gssize)text->prefix : -1;
#endif
  if ((rc & 0xff) == SQLITE_INTERRUPT) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "interrupted");
  } else if ((rc & 0xff) == SQLITE_NOMEM) {
    g_set_error_literal(
        error, DS_DATA_ERROR, DS_DATA_ERROR_MEMORY,
        "could not get the memory that SQLite needs for it; close tables or work on "
        "fewer rows");
  } else if ((rc & 0xff) == SQLITE_AUTH) {
    fail_use(text, "not authorized", byte, error);
  } else if (!fail_name(text, db, message, byte, error) && !fail_use(text, message, byte, error)) {
    g_autofree char *shown = ds_text_for_terminal(message, -1);
    g_autofree char *place = place_of(text, byte);

    fail(error, "cannot run the %s%s: %s", text->what, place, shown);
  }
}

static gboolean
check_brackets(const DsQueryText *text, GError **error)
{
  g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(gsize));

  for (guint i = 0; i < text->tokens->len; i++) {
    const DsToken *token = &g_array_index(text->tokens, DsToken, i);

    if (ds_token_is(text->sql, token, "("))
      g_array_append_val(open, token->start);
    else if (ds_token_is(text->sql, token, ")") && open->len > 0)
      g_array_set_size(open, open->len - 1);
    else if (ds_token_is(text->sql, token, ")")) {
      g_autofree char *place = place_of(text, (gssize)token->start);

      fail(error, "the \")\"%s closes nothing; take it out or open a \"(\" before it", place);
      return FALSE;
    }
  }
  if (open->len > 0) {
    g_autofree char *place = place_of(text, (gssize)g_array_index(open, gsize, open->len - 1));

    fail(error, "the \"(\"%s is never closed; add a \")\"", place);
    return FALSE;
  }
  return TRUE;
}

gboolean
ds_query_text_check(const DsQueryText *text, GError **error)
{
  if (text->tokens->len == 0) {
    fail(error, "the %s is empty; write one", text->what);
    return FALSE;
  }
  for (guint i = 0; i < text->tokens->len; i++) {
    const DsToken *token = &g_array_index(text->tokens, DsToken, i);
    g_autofree char *place = place_of(text, (gssize)token->start);

    if (token->kind == DS_TOKEN_UNENDED) {
      fail(error, "the %s%s is never closed; add %s",
           text->sql[token->start] == '/' ? "comment" : "quote", place,
           text->sql[token->start] == '/'   ? "*/"
           : text->sql[token->start] == '[' ? "a ]"
                                            : "the closing quote");
      return FALSE;
    }
    if (ds_token_is(text->sql, token, ";") &&
        (i + 1 < text->tokens->len || g_str_equal(text->what, "expression"))) {
      fail(error, "the \";\"%s ends it, but there is more; run one %s at a time", place,
           text->what);
      return FALSE;
    }
    if (token->kind == DS_TOKEN_OTHER && strchr("?:@#$", text->sql[token->start])) {
      g_autofree char *word = g_strndup(text->sql + token->start, 1);

      fail(error, "cannot read \"%s\"%s; write the value itself, text in single quotes", word,
           place);
      return FALSE;
    }
  }
  return check_brackets(text, error);
}
