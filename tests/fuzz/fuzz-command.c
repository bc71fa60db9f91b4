/* tests/fuzz/fuzz-command.c - any bytes as command lines: parsed, completed, replayed, never run
 * far.
 */
#include <glib.h>
#include <string.h>

#include "app/args.h"
#include "app/command.h"
#include "app/complete.h"
#include "app/script.h"
#include "app/words.h"
#include "tests/app/kit.h"
#include "tests/fuzz/harness.h"

/* Only what touches no file and nothing outside the session is run. */
static gboolean
may_run(const DsCommand *command)
{
  return command->flags & DS_COMMAND_VIEW || strcmp(command->family, "columns") == 0 ||
         strcmp(command->name, "undo") == 0 || strcmp(command->name, "redo") == 0 ||
         strcmp(command->name, "use") == 0 || strcmp(command->name, "show") == 0 ||
         strcmp(command->name, "history") == 0 || strcmp(command->name, "help") == 0;
}

static void
try_line(DsSession *session, const char *line)
{
  const gsize n = strcspn(line, " \t\n");
  g_autofree char *name = g_strndup(line, n);
  const DsCommand *command = ds_command_find(name, TRUE, NULL);
  g_autoptr(DsCompletion) completion = NULL;
  g_autoptr(DsArgs) args = NULL;
  DsResult result = { 0 };

  if (g_utf8_validate(line, -1, NULL))
    completion = ds_complete(session, line, strlen(line));
  if (!command)
    return;
  args = ds_args_parse(command, session, line + n, NULL);
  if (args && may_run(command) && ds_session_run(session, line, TRUE, NULL, &result, NULL))
    ds_result_clear(&result);
}

/* The words of any text, quoted and cut again, are the same words. */
static void
check_words(const char *line)
{
  g_autoptr(DsWords) words = ds_words_new(line);

  for (guint i = 0; i < ds_words_count(words); i++) {
    const char *text = ds_words_get(words, i)->text;
    g_autofree char *quoted = ds_word_quote(text);
    g_autoptr(DsWords) again = ds_words_new(quoted);

    if (ds_words_count(again) != 1 || strcmp(ds_words_get(again, 0)->text, text) != 0)
      g_error("a word does not read back: %s", quoted);
  }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autoptr(DsSession) session = ds_kit_session("kit");
  g_autofree char *journal = NULL;
  GArray *lines = ds_script_lines(text);

  for (guint i = 0; i < MIN(lines->len, 50); i++) {
    const char *line = g_array_index(lines, DsScriptLine, i).text;

    check_words(line);
    try_line(session, line);
  }
  journal = ds_session_journal(session);
  g_array_free(lines, TRUE);
  return 0;
}
