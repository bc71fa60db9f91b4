/* app/complete.c - what could be typed next: finds the place in the line, then what fits there. */
#include "app/complete.h"

#include <string.h>

#include "app/command.h"
#include "app/complete-source.h"
#include "app/option.h"
#include "app/words.h"

/* Where the cursor is. */
typedef struct {
  DsSession *session;
  const char *line; /* up to the cursor */
  const DsWords *words;
  guint word;        /* the word that is typed; may be one behind the last */
  const char *typed; /* what it means so far, without quotes */
  DsCompletion *completion;
} Place;

static gboolean
is_name_byte(char c)
{
  return g_ascii_isalnum(c) || c == '_' || (guchar)c >= 0x80;
}

/* In SQL: the name that is typed, quoted or not, begins at the returned byte; FALSE inside a
 * string. */
static gboolean
find_name_in_sql(const char *sql, gsize *start)
{
  gsize n = strlen(sql);
  char quote = '\0';

  for (gsize i = 0; i < n; i++) {
    if (quote ? sql[i] == quote : sql[i] == '"' || sql[i] == '\'') {
      quote = quote ? '\0' : sql[i];
      *start = i;
    }
  }
  if (quote == '\'')
    return FALSE;
  if (quote == '"')
    return TRUE;
  while (n > 0 && is_name_byte(sql[n - 1]))
    n--;
  *start = n;
  return TRUE;
}

static void
complete_sql(Place *place, const char *sql, gboolean with_tables)
{
  gsize start = 0;

  if (!find_name_in_sql(sql, &start))
    return;
  place->completion->start = (gsize)(sql - place->line) + start;
  ds_complete_sql_names(place->completion, place->session, sql + start, with_tables);
}

/* Behind the last ',' or '(' of what is typed: lists and calls are completed part by part. */
static const char *
last_part(const char *typed)
{
  const char *comma = strrchr(typed, ','), *paren = strrchr(typed, '(');
  const char *last = MAX(comma, paren);

  return last ? last + 1 : typed;
}

static void complete_value(Place *place, const DsArg *arg, const char *typed);

/* The second word of `set`: what the option named before it takes. */
static void
complete_setting(Place *place, const char *typed)
{
  const DsOption *option =
      place->word > 1 ? ds_option_lookup(ds_words_get(place->words, place->word - 1)->text) : NULL;

  if (option && option->arg.kind != DS_ARG_TEXT)
    complete_value(place, &option->arg, typed);
}

static void
complete_columns(Place *place, const char *typed)
{
  const char *part = last_part(typed);
  const gsize raw = strlen(place->line) - place->completion->start;

  if (part != typed && raw != strlen(typed))
    return; /* a list inside quotes: places cannot be told */
  place->completion->start += (gsize)(part - typed);
  ds_complete_column_names(place->completion, place->session, part);
}

static void
complete_value(Place *place, const DsArg *arg, const char *typed)
{
  DsCompletion *completion = place->completion;

  switch (arg->kind) {
  case DS_ARG_COLUMN:
    ds_complete_column_names(completion, place->session, typed);
    break;
  case DS_ARG_COLUMNS:
  case DS_ARG_TEXTS:
    complete_columns(place, typed);
    break;
  case DS_ARG_TABLE:
    ds_complete_table_names(completion, place->session, typed);
    break;
  case DS_ARG_CHOICE:
  case DS_ARG_INT:
  case DS_ARG_REAL:
    ds_complete_choices(completion, arg->choices, typed);
    break;
  case DS_ARG_YESNO:
    ds_complete_choices(completion, "yes|no", typed);
    break;
  case DS_ARG_PATH:
    ds_complete_paths(completion, typed);
    break;
  case DS_ARG_COMMAND:
    ds_complete_commands(completion, typed);
    break;
  case DS_ARG_OPTION:
    ds_complete_settings(completion, typed);
    break;
  case DS_ARG_EXPR:
  case DS_ARG_REST:
    break; /* SQL, completed from the line itself */
  case DS_ARG_TEXT:
    complete_setting(place, typed);
    break;
  }
}

static const DsArg *
option_called(const DsCommand *command, const char *key, gsize n)
{
  for (const DsArg *arg = command->args; arg && arg->name; arg++)
    if (strlen(arg->name) == n && strncmp(arg->name, key, n) == 0 && !g_ascii_isupper(arg->name[0]))
      return arg;
  return NULL;
}

/* The option that a word as typed gives a value to; NULL = it is none. */
static const DsArg *
option_of(const DsCommand *command, const char *raw)
{
  const char *equals = strchr(raw, '=');

  return equals ? option_called(command, raw, (gsize)(equals - raw)) : NULL;
}

/* The positional argument at the cursor: those before it have a word each. */
static const DsArg *
positional_at(const Place *place, const DsCommand *command)
{
  const DsArg *arg = command->args;

  while (arg && arg->name && !g_ascii_isupper(arg->name[0]))
    arg++;
  for (guint i = 1; arg && arg->name && i < place->word; i++) {
    const DsWord *word = ds_words_get(place->words, i);

    if (option_of(command, place->line + word->start) || arg->kind == DS_ARG_TEXTS ||
        arg->kind == DS_ARG_COLUMNS || arg->kind == DS_ARG_REST)
      continue;
    do
      arg++;
    while (arg->name && !g_ascii_isupper(arg->name[0]));
  }
  return arg && arg->name ? arg : NULL;
}

/* Where the words of an expression begin: behind the positionals before it. */
static const char *
start_of_rest(const Place *place, const DsCommand *command)
{
  guint skip = 1;

  for (const DsArg *arg = command->args; arg && arg->name && arg->kind != DS_ARG_REST; arg++)
    if (g_ascii_isupper(arg->name[0]))
      skip++;
  if (skip < ds_words_count(place->words))
    return place->line + ds_words_get(place->words, skip)->start;
  return place->line + strlen(place->line);
}

static void
complete_argument(Place *place, const DsCommand *command)
{
  const char *raw = place->line + place->completion->start;
  const DsArg *arg = option_of(command, raw);

  if (arg) {
    const gsize n = strlen(arg->name) + 1;

    place->completion->start += n;
    if (arg->kind == DS_ARG_EXPR)
      complete_sql(place, raw + n + (raw[n] == '"' || raw[n] == '\''), FALSE);
    else
      complete_value(place, arg, place->typed + n);
    return;
  }
  arg = positional_at(place, command);
  if (arg && arg->kind == DS_ARG_REST) {
    complete_sql(place, start_of_rest(place, command), strcmp(command->name, "sql") == 0);
    return;
  }
  if (arg)
    complete_value(place, arg, place->typed);
  if (place->completion->start == (gsize)(raw - place->line))
    ds_complete_option_keys(place->completion, command, place->line, place->typed);
}

static void
find_common(DsCompletion *completion)
{
  GPtrArray *all = completion->candidates;
  const char *first = all->len ? ((DsCandidate *)g_ptr_array_index(all, 0))->text : "";
  gsize n = strlen(first);

  for (guint i = 1; i < all->len; i++) {
    const char *text = ((DsCandidate *)g_ptr_array_index(all, i))->text;
    gsize same = 0;

    while (same < n && first[same] == text[same])
      same++;
    n = same;
  }
  while (n > 0 && ((guchar)first[n] & 0xc0) == 0x80)
    n--; /* never inside a character */
  completion->common = g_strndup(first, n);
}

DsCompletion *
ds_complete(DsSession *session, const char *line, gsize cursor)
{
  g_autofree char *head = g_strndup(line, cursor);
  g_autoptr(DsWords) words = ds_words_new(head);
  const guint n = ds_words_count(words);
  const DsWord *last = n ? ds_words_get(words, n - 1) : NULL;
  const gboolean in_word = last && last->end == strlen(head);
  DsCompletion *completion = ds_completion_new(in_word ? last->start : strlen(head));
  Place place = { session, head, words, 0, "", completion };

  place.word = in_word ? n - 1 : n;
  place.typed = in_word ? last->text : "";
  if (place.word == 0) {
    ds_complete_commands(completion, place.typed);
  } else {
    const DsCommand *command = ds_command_find(ds_words_get(words, 0)->text, TRUE, NULL);

    if (command)
      complete_argument(&place, command);
  }
  find_common(completion);
  return completion;
}
