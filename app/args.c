/* app/args.c - a command's arguments: what was typed, matched to its rows. */
#include "app/args.h"

#include <string.h>

#include "app/arg-value.h"
#include "app/command.h"
#include "app/words.h"
#include "engine/base/text.h"

struct DsArgs {
  const DsCommand *command;
  guint n;
  DsArgValue *values; /* [n], as the command's rows */
  char *keep_name;
};

/* What the walk along the words needs to know. */
typedef struct {
  DsArgs *args;
  DsSession *session;
  const char *line;
  const DsWords *words;
} Parse;

static gboolean
is_positional(const DsArg *arg)
{
  return g_ascii_isupper(arg->name[0]);
}

static gssize
row_of(const DsCommand *command, const char *name)
{
  for (guint i = 0; command->args && command->args[i].name; i++)
    if (strcmp(command->args[i].name, name) == 0)
      return (gssize)i;
  return -1;
}

static gssize
next_positional(const DsCommand *command, gssize after)
{
  for (gssize i = after + 1; command->args && command->args[i].name; i++)
    if (is_positional(&command->args[i]))
      return i;
  return -1;
}

gboolean
ds_command_takes_rest(const DsCommand *command)
{
  for (guint i = 0; command->args && command->args[i].name; i++)
    if (command->args[i].kind == DS_ARG_REST)
      return TRUE;
  return FALSE;
}

/* Length of the key in a word typed as key=value, 0 when it is not: the key is never quoted. */
static gsize
key_length(const char *line, const DsWord *word)
{
  const char *p = line + word->start;
  gsize n = 0;

  if (!g_ascii_islower(p[0]))
    return 0;
  while (word->start + n < word->end &&
         (g_ascii_islower(p[n]) || g_ascii_isdigit(p[n]) || p[n] == '_' || p[n] == '-'))
    n++;
  return word->start + n < word->end && p[n] == '=' ? n : 0;
}

/* In front of an expression `name=x …` is an option only when it cannot be the expression itself
 * (a column may be called "name"): the value is a bare word and what follows starts a new phrase
 * rather than an operator. */
static gboolean
is_option_before_rest(const Parse *parse, guint i, gsize key)
{
  static const char *const operators[] = { "and",  "or",   "is",    "in",     "between", "like",
                                           "glob", "not",  "match", "regexp", "collate", "isnull",
                                           "then", "else", "end",   NULL };
  const DsWord *word = ds_words_get(parse->words, i);
  const char *value = parse->line + word->start + key + 1;
  const char *next;

  if (i + 1 >= ds_words_count(parse->words) || !word->is_plain)
    return FALSE;
  for (const char *p = value; p < parse->line + word->end; p++)
    if (!g_ascii_isalnum(*p) && *p != '_')
      return FALSE;
  next = ds_words_get(parse->words, i + 1)->text;
  if (value == parse->line + word->end || strchr("=<>!+-*/%|&~.,)", next[0]))
    return FALSE;
  for (guint k = 0; operators[k]; k++)
    if (g_ascii_strcasecmp(next, operators[k]) == 0)
      return FALSE;
  return TRUE;
}

static void
unknown_option(const DsCommand *command, const char *name, GError **error)
{
  g_autoptr(GPtrArray) known = g_ptr_array_new();
  g_autofree char *usage = ds_command_usage(command);
  const char *nearest;

  for (guint i = 0; command->args && command->args[i].name; i++)
    if (!is_positional(&command->args[i]))
      g_ptr_array_add(known, (gpointer)command->args[i].name);
  g_ptr_array_add(known, (gpointer) "name");
  g_ptr_array_add(known, NULL);
  nearest = ds_text_nearest(name, (const char *const *)known->pdata);
  if (nearest)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no option \"%s\"; did you mean \"%s\"?", name, nearest);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_UNKNOWN,
                "no option \"%s\"; it takes: %s; a word that holds '=' is quoted", name, usage);
}

/* Takes an option; @taken says whether the word was one. */
static gboolean
take_option(Parse *parse, guint i, gboolean before_rest, gboolean *taken, GError **error)
{
  const DsCommand *command = parse->args->command;
  const DsWord *word = ds_words_get(parse->words, i);
  const gsize n = key_length(parse->line, word);
  g_autofree char *key = g_strndup(parse->line + word->start, n);
  const gssize row = n ? row_of(command, key) : -1;

  *taken = FALSE;
  if (!n || (before_rest && !is_option_before_rest(parse, i, n)))
    return TRUE;
  if (row < 0 && strcmp(key, "name") != 0) {
    if (ds_command_takes_rest(command))
      return TRUE;
    unknown_option(command, key, error);
    return FALSE;
  }
  *taken = TRUE;
  if (row < 0) {
    if (!word->text[n + 1]) {
      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                  "name= is empty; give the name that the result shall have");
      return FALSE;
    }
    g_free(parse->args->keep_name);
    parse->args->keep_name = g_strdup(word->text + n + 1);
    return TRUE;
  }
  return ds_arg_value_set(&parse->args->values[row], &command->args[row], parse->session,
                          word->text + n + 1, word->is_plain, error);
}

static void
too_many(const DsCommand *command, const DsWord *word, GError **error)
{
  g_autofree char *usage = ds_command_usage(command);
  g_autofree char *shown = ds_text_for_terminal(word->text, -1);

  if (!command->args || !command->args[0].name)
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "\"%s\" is one word too many; it stands alone", shown);
  else
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "\"%s\" is one word too many; it takes: %s; quote a name that holds blanks", shown,
                usage);
}

static gboolean
take_words(Parse *parse, GError **error)
{
  const DsCommand *command = parse->args->command;
  gssize row = next_positional(command, -1);

  for (guint i = 0; i < ds_words_count(parse->words); i++) {
    const DsWord *word = ds_words_get(parse->words, i);
    const DsArg *arg = row >= 0 ? &command->args[row] : NULL;
    const gboolean is_rest = arg && arg->kind == DS_ARG_REST;
    gboolean taken;

    if (!take_option(parse, i, is_rest, &taken, error))
      return FALSE;
    if (taken)
      continue;
    if (is_rest) {
      g_autofree char *rest = g_strstrip(g_strdup(parse->line + word->start));

      return ds_arg_value_set(&parse->args->values[row], arg, parse->session, rest, FALSE, error);
    }
    if (!arg) {
      too_many(command, word, error);
      return FALSE;
    }
    if (!ds_arg_value_set(&parse->args->values[row], arg, parse->session, word->text,
                          word->is_plain, error))
      return FALSE;
    if (arg->kind != DS_ARG_TEXTS && arg->kind != DS_ARG_COLUMNS)
      row = next_positional(command, row);
  }
  return TRUE;
}

/* Quotes are checked up to where an expression starts: inside it they are SQL's. */
static gboolean
check_quotes(const Parse *parse, GError **error)
{
  return ds_command_takes_rest(parse->args->command) || ds_words_check(parse->words, error);
}

static gboolean
fill_in(Parse *parse, GError **error)
{
  const DsCommand *command = parse->args->command;

  for (guint i = 0; i < parse->args->n; i++) {
    const DsArg *arg = &command->args[i];

    if (parse->args->values[i].is_given)
      continue;
    if (arg->fallback) {
      if (!ds_arg_value_set(&parse->args->values[i], arg, parse->session, arg->fallback, TRUE,
                            error))
        return FALSE;
      continue;
    }
    if (arg->is_required) {
      g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                  "%s is missing: %s; for example: %s", arg->name, arg->help,
                  command->example ? command->example : command->name);
      return FALSE;
    }
  }
  return TRUE;
}

DsArgs *
ds_args_parse(const DsCommand *command, DsSession *session, const char *line, GError **error)
{
  g_autoptr(DsArgs) args = g_new0(DsArgs, 1);
  g_autoptr(DsWords) words = ds_words_new(line);
  Parse parse = { args, session, line, words };

  args->command = command;
  while (command->args && command->args[args->n].name)
    args->n++;
  args->values = g_new0(DsArgValue, args->n);
  if (!check_quotes(&parse, error) || !take_words(&parse, error) || !fill_in(&parse, error))
    return NULL;
  return g_steal_pointer(&args);
}

void
ds_args_free(DsArgs *args)
{
  if (!args)
    return;
  for (guint i = 0; i < args->n; i++)
    ds_arg_value_clear(&args->values[i]);
  g_free(args->values);
  g_free(args->keep_name);
  g_free(args);
}

static const DsArgValue *
value_of(const DsArgs *args, const char *name)
{
  const gssize row = row_of(args->command, name);

  if (row < 0)
    g_error("%s declares no argument %s", args->command->name, name);
  return &args->values[row];
}

gboolean
ds_args_has(const DsArgs *args, const char *name)
{
  return value_of(args, name)->is_given;
}

const char *
ds_args_text(const DsArgs *args, const char *name)
{
  const DsArgValue *value = value_of(args, name);

  return value->is_given ? value->text : NULL;
}

const char *const *
ds_args_texts(const DsArgs *args, const char *name, guint *n)
{
  static const char *const none[] = { NULL };
  const DsArgValue *value = value_of(args, name);

  if (!value->texts) {
    *n = 0;
    return none;
  }
  *n = value->texts->len - 1; /* the NULL at the end */
  return (const char *const *)value->texts->pdata;
}

gint64
ds_args_int(const DsArgs *args, const char *name)
{
  return value_of(args, name)->integer;
}

double
ds_args_real(const DsArgs *args, const char *name)
{
  return value_of(args, name)->real;
}

gboolean
ds_args_yes(const DsArgs *args, const char *name)
{
  return value_of(args, name)->integer != 0;
}

gsize
ds_args_column(const DsArgs *args, const char *name)
{
  const DsArgValue *value = value_of(args, name);

  return value->columns && value->columns->len ? g_array_index(value->columns, gsize, 0) : 0;
}

const gsize *
ds_args_columns(const DsArgs *args, const char *name, gsize *n)
{
  const DsArgValue *value = value_of(args, name);

  *n = value->columns ? value->columns->len : 0;
  return *n ? (const gsize *)(gpointer)value->columns->data : NULL;
}

const char *
ds_args_keep_name(const DsArgs *args)
{
  return args->keep_name;
}
