/* app/words.c - a command line cut into words: quoting as in the shell, places kept. */
#include "app/words.h"

#include <string.h>

#include "app/session.h"
#include "engine/base/text.h"

struct DsWords {
  GArray *words; /* of DsWord */
};

static void
clear_word(gpointer data)
{
  g_free(((DsWord *)data)->text);
}

static gboolean
is_blank(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What stands between quotes, from the one at @p; returns the place behind the closing one, or
 * NULL when there is none. */
static const char *
quoted(const char *p, GString *text)
{
  const char quote = *p++;

  for (; *p; p++) {
    if (*p == quote)
      return p + 1;
    if (quote == '"' && *p == '\\' && (p[1] == '"' || p[1] == '\\'))
      p++;
    g_string_append_c(text, *p);
  }
  return NULL;
}

static const char *
one_word(const char *line, const char *p, DsWord *word)
{
  GString *text = g_string_new(NULL);

  *word = (DsWord){ .start = (gsize)(p - line), .is_plain = TRUE };
  while (*p && !is_blank(*p)) {
    if (*p == '"' || *p == '\'') {
      const char *behind = quoted(p, text);

      word->is_plain = FALSE;
      word->is_open = behind == NULL;
      p = behind ? behind : p + strlen(p);
    } else if (*p == '\\' && p[1]) {
      word->is_plain = FALSE;
      g_string_append_c(text, p[1]);
      p += 2;
    } else {
      g_string_append_c(text, *p++);
    }
  }
  word->end = (gsize)(p - line);
  word->text = g_string_free(text, FALSE);
  return p;
}

DsWords *
ds_words_new(const char *line)
{
  DsWords *words = g_new0(DsWords, 1);
  const char *p = line;

  words->words = g_array_new(FALSE, FALSE, sizeof(DsWord));
  g_array_set_clear_func(words->words, clear_word);
  for (;;) {
    DsWord word;

    while (is_blank(*p))
      p++;
    if (!*p)
      return words;
    p = one_word(line, p, &word);
    g_array_append_val(words->words, word);
  }
}

void
ds_words_free(DsWords *words)
{
  if (!words)
    return;
  g_array_free(words->words, TRUE);
  g_free(words);
}

guint
ds_words_count(const DsWords *words)
{
  return words->words->len;
}

const DsWord *
ds_words_get(const DsWords *words, guint i)
{
  return &g_array_index(words->words, DsWord, i);
}

gboolean
ds_words_check(const DsWords *words, GError **error)
{
  for (guint i = 0; i < ds_words_count(words); i++) {
    const DsWord *word = ds_words_get(words, i);

    if (word->is_open) {
      g_autofree char *shown = ds_text_for_terminal(word->text, -1);

      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                  "a quote is not closed: %s; close it, or write \\' or \\\" for the sign itself",
                  shown);
      return FALSE;
    }
  }
  return TRUE;
}

/* Signs that mean nothing to us but would to a person who pastes the line into a shell stay
 * unquoted only where they are common in names. */
static gboolean
needs_quotes(const char *text)
{
  if (!*text)
    return TRUE;
  for (const char *p = text; *p; p++)
    if (is_blank(*p) || *p == '\'' || *p == '"' || *p == '\\' || *p == '#' || *p == '=' ||
        *p == ',' || *p == ':' || *p == '?')
      return TRUE;
  return FALSE;
}

char *
ds_word_quote(const char *text)
{
  GString *word;

  if (!needs_quotes(text))
    return g_strdup(text);
  if (!strchr(text, '\''))
    return g_strdup_printf("'%s'", text);
  word = g_string_new("\"");
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_c(word, '\\');
    g_string_append_c(word, *p);
  }
  g_string_append_c(word, '"');
  return g_string_free(word, FALSE);
}
