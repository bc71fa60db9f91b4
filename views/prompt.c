/* views/prompt.c - the command line in the bottom line: readline inside the curses screen.
 *
 * Readline gets whole characters as bytes from a queue and draws nothing itself: what it shows is
 * its prompt and line, put on the canvas here. */
#include "views/prompt.h"

#include <stdio.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/line-history.h"
#include "engine/base/text.h"
#include "views/key.h"

struct DsPrompt {
  DsSession *session;
  gboolean is_open, is_command, is_pasting;
  char *entered; /* the line after Enter; NULL = none */
  gboolean has_ended;
  GString *paste;
  DsCompletion *completion; /* NULL = not asked for */
  int chosen;
  FILE *nowhere;
};

static DsPrompt *the_prompt;
static GString *pending; /* bytes that readline has not fetched yet */

static int
next_byte(FILE *stream)
{
  int byte = EOF;

  (void)stream;
  if (pending->len > 0) {
    byte = (guchar)pending->str[0];
    g_string_erase(pending, 0, 1);
  }
  return byte;
}

static int
has_bytes(void)
{
  return pending->len > 0;
}

static void
draw_nothing(void)
{
}

static void
prepare_nothing(int meta)
{
  (void)meta;
}

static void
drop_candidates(DsPrompt *prompt)
{
  g_clear_pointer(&prompt->completion, ds_completion_free);
  prompt->chosen = -1;
}

/* Called by readline when a line is complete; NULL = end of input. */
static void
line_entered(char *line)
{
  the_prompt->has_ended = TRUE;
  g_free(the_prompt->entered);
  the_prompt->entered = line ? g_strdup(line) : NULL;
  free(line);
}

static void
replace_word(const DsPrompt *prompt, const char *text, gboolean is_whole)
{
  const int start = (int)prompt->completion->start;

  rl_begin_undo_group();
  rl_delete_text(start, rl_point);
  rl_point = start;
  rl_insert_text(text);
  if (is_whole)
    rl_insert_text(" ");
  rl_end_undo_group();
}

static void
choose_next(DsPrompt *prompt, gboolean is_back)
{
  const GPtrArray *candidates = prompt->completion->candidates;
  const int n = (int)candidates->len;
  const DsCandidate *candidate;

  if (prompt->chosen < 0)
    prompt->chosen = is_back ? n - 1 : 0;
  else
    prompt->chosen = (prompt->chosen + (is_back ? n - 1 : 1)) % n;
  candidate = g_ptr_array_index(candidates, (guint)prompt->chosen);
  replace_word(prompt, candidate->text, FALSE);
}

/* Tab: what all candidates share, then one candidate after the other. */
static void
complete(DsPrompt *prompt, gboolean is_back)
{
  const GPtrArray *candidates;

  if (!prompt->is_command)
    return;
  if (prompt->completion) {
    choose_next(prompt, is_back);
    return;
  }
  prompt->completion = ds_complete(prompt->session, rl_line_buffer, (gsize)rl_point);
  candidates = prompt->completion->candidates;
  if (candidates->len == 1) {
    const DsCandidate *only = g_ptr_array_index(candidates, 0);

    replace_word(prompt, only->text, !only->is_open);
  } else if (strlen(prompt->completion->common) > (gsize)rl_point - prompt->completion->start) {
    replace_word(prompt, prompt->completion->common, FALSE);
  }
  if (candidates->len < 2)
    drop_candidates(prompt);
}

static void
bind_keys(void)
{
  rl_bind_keyseq("\\e[1;5D", rl_backward_word);
  rl_bind_keyseq("\\e[1;5C", rl_forward_word);
  rl_bind_keyseq("\\e[3~", rl_delete);
  rl_bind_keyseq("\\e[H", rl_beg_of_line);
  rl_bind_keyseq("\\e[F", rl_end_of_line);
}

DsPrompt *
ds_prompt_new(DsSession *session)
{
  DsPrompt *prompt = g_new0(DsPrompt, 1);
  g_auto(GStrv) lines = ds_line_history_load();

  g_return_val_if_fail(!the_prompt, NULL);
  the_prompt = prompt;
  prompt->session = session;
  prompt->chosen = -1;
  prompt->paste = g_string_new(NULL);
  prompt->nowhere = fopen("/dev/null", "r+");
  pending = g_string_new(NULL);

  rl_readline_name = "dayshift";
  rl_terminal_name = "dumb";
  rl_instream = rl_outstream = prompt->nowhere;
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0; /* LINES and COLUMNS would freeze the size of the screen */
  rl_getc_function = next_byte;
  rl_input_available_hook = has_bytes;
  rl_redisplay_function = draw_nothing;
  rl_prep_term_function = prepare_nothing;
  rl_deprep_term_function = draw_nothing;
  rl_initialize();
  rl_variable_bind("bell-style", "none");
  rl_variable_bind("enable-bracketed-paste", "off");
  rl_variable_bind("show-mode-in-prompt", "off");
  bind_keys();
  using_history();
  for (guint i = 0; lines[i]; i++)
    add_history(lines[i]);
  return prompt;
}

void
ds_prompt_free(DsPrompt *prompt)
{
  if (!prompt)
    return;
  ds_prompt_close(prompt);
  clear_history();
  if (prompt->nowhere)
    fclose(prompt->nowhere);
  rl_instream = rl_outstream = NULL;
  g_string_free(prompt->paste, TRUE);
  g_string_free(pending, TRUE);
  g_free(prompt->entered);
  pending = NULL;
  the_prompt = NULL;
  g_free(prompt);
}

void
ds_prompt_open(DsPrompt *prompt, const char *mark, const char *text, gboolean is_command)
{
  ds_prompt_close(prompt);
  g_clear_pointer(&prompt->entered, g_free);
  prompt->is_open = TRUE;
  prompt->is_command = is_command;
  prompt->is_pasting = FALSE;
  prompt->has_ended = FALSE;
  using_history(); /* recalling starts from the newest line */
  rl_callback_handler_install(mark, line_entered);
  rl_insert_text(text);
}

void
ds_prompt_close(DsPrompt *prompt)
{
  if (!prompt->is_open)
    return;
  prompt->is_open = FALSE;
  drop_candidates(prompt);
  g_string_truncate(pending, 0);
  rl_callback_sigcleanup(); /* leaves a search or a pending argument */
  rl_callback_handler_remove();
}

gboolean
ds_prompt_is_open(const DsPrompt *prompt)
{
  return prompt->is_open;
}

const char *
ds_prompt_text(const DsPrompt *prompt)
{
  if (!prompt->is_open)
    return prompt->entered ? prompt->entered : "";
  return rl_line_buffer;
}

const DsCompletion *
ds_prompt_completion(const DsPrompt *prompt, int *chosen)
{
  *chosen = prompt->chosen;
  return prompt->completion;
}

/* Lets readline have @bytes, a whole character or sequence. */
static void
feed(const char *bytes, gsize n)
{
  g_string_append_len(pending, bytes, (gssize)n);
  while (pending->len > 0 && !the_prompt->has_ended)
    rl_callback_read_char();
}

static void
feed_key(int key)
{
  static const struct {
    int key;
    const char *bytes;
  } sequences[] = {
    { DS_KEY_UP, "\033[A" },
    { DS_KEY_DOWN, "\033[B" },
    { DS_KEY_RIGHT, "\033[C" },
    { DS_KEY_LEFT, "\033[D" },
    { DS_KEY_HOME, "\033[H" },
    { DS_KEY_END, "\033[F" },
    { DS_KEY_DELETE, "\033[3~" },
    { DS_KEY_BACKSPACE, "\x7F" },
    { DS_KEY_CTRL_LEFT, "\033[1;5D" },
    { DS_KEY_CTRL_RIGHT, "\033[1;5C" },
    { DS_KEY_ENTER, "\r" },
  };
  char utf8[7];

  for (gsize i = 0; i < G_N_ELEMENTS(sequences); i++)
    if (sequences[i].key == key) {
      feed(sequences[i].bytes, strlen(sequences[i].bytes));
      return;
    }
  if (key > 0 && key < DS_KEY_FIRST)
    feed(utf8, (gsize)g_unichar_to_utf8((gunichar)key, utf8));
}

/* Pasted text is inserted as it is: no key in it does anything, a line break is a blank. */
static void
paste_key(DsPrompt *prompt, int key)
{
  if (key == DS_KEY_PASTE_END) {
    prompt->is_pasting = FALSE;
    rl_insert_text(prompt->paste->str);
    return;
  }
  if (key > 0 && key < DS_KEY_FIRST)
    g_string_append_unichar(prompt->paste, key < ' ' ? ' ' : (gunichar)key);
}

static DsPromptStatus
finish(DsPrompt *prompt)
{
  ds_prompt_close(prompt);
  if (!prompt->entered)
    return DS_PROMPT_CANCELLED;
  if (prompt->is_command && ds_line_history_append(prompt->entered))
    add_history(prompt->entered);
  return DS_PROMPT_ACCEPTED;
}

DsPromptStatus
ds_prompt_key(DsPrompt *prompt, int key, int next, gboolean *used_next)
{
  *used_next = FALSE;
  if (prompt->is_pasting) {
    paste_key(prompt, key);
    return DS_PROMPT_GOES_ON;
  }
  if (key == DS_KEY_PASTE) {
    prompt->is_pasting = TRUE;
    g_string_truncate(prompt->paste, 0);
    return DS_PROMPT_GOES_ON;
  }
  if (key == DS_KEY_TAB || key == DS_KEY_BACK_TAB) {
    if (!RL_ISSTATE(RL_STATE_ISEARCH))
      complete(prompt, key == DS_KEY_BACK_TAB);
    return DS_PROMPT_GOES_ON;
  }
  drop_candidates(prompt);
  if (key == DS_KEY_ESCAPE && next > ' ' && next < DS_KEY_FIRST) {
    char utf8[7] = "\033";

    *used_next = TRUE;
    feed(utf8, 1 + (gsize)g_unichar_to_utf8((gunichar)next, utf8 + 1));
  } else if (key == DS_KEY_ESCAPE && RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH)) {
    feed("\007", 1);
  } else if (key == DS_KEY_ESCAPE || key == DS_CTRL('C') ||
             (key == DS_KEY_BACKSPACE && rl_end == 0 && !RL_ISSTATE(RL_STATE_ISEARCH))) {
    ds_prompt_close(prompt);
    return DS_PROMPT_CANCELLED;
  } else {
    feed_key(key);
  }
  return prompt->has_ended ? finish(prompt) : DS_PROMPT_GOES_ON;
}

int
ds_prompt_draw(const DsPrompt *prompt, const DsCanvas *canvas)
{
  g_autofree char *mark = ds_text_for_terminal(rl_display_prompt ? rl_display_prompt : "", -1);
  g_autofree char *line = ds_text_for_terminal(rl_line_buffer, -1);
  g_autofree char *before = ds_text_for_terminal(rl_line_buffer, rl_point);
  const int x = ds_canvas_text(canvas, 0, 0, canvas->width / 2, mark, DS_ROLE_PROMPT);
  const int room = canvas->width - x - 1; /* one cell for the cursor behind the end */
  int cursor = ds_text_width(before), skipped = 0;
  const char *from = line;

  (void)prompt;
  /* a long line scrolls by thirds, so that there is something to see on both sides */
  while (*from && cursor - skipped > room) {
    const int target = skipped + MAX(1, room / 3);

    while (*from && skipped < target) {
      int width;

      from = ds_text_cluster(from, &width);
      skipped += width;
    }
  }
  cursor -= skipped;
  if (skipped > 0)
    ds_canvas_char(canvas, x - 1, 0, DS_GLYPH_LEFT, DS_ROLE_PROMPT);
  ds_canvas_text(canvas, x, 0, room + 1, from, DS_ROLE_TEXT);
  return x + cursor;
}
