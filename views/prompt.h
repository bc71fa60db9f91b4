/* views/prompt.h - the command line in the bottom line: readline inside the curses screen. */
#pragma once
#include <glib.h>

#include "app/complete.h"
#include "views/canvas.h"

/* Readline keeps its state in globals, so there is one prompt. Make it before the screen is opened
 * (readline asks terminfo for its terminal, which must not disturb curses). */
typedef struct DsPrompt DsPrompt;

typedef enum {
  DS_PROMPT_GOES_ON,
  DS_PROMPT_ACCEPTED,  /* ds_prompt_text() is what was entered; the prompt is closed */
  DS_PROMPT_CANCELLED, /* closed */
} DsPromptStatus;

/* @session: asked what could be typed next (complete.h). */
DsPrompt *ds_prompt_new(DsSession *session);
void ds_prompt_free(DsPrompt *prompt);

/* @mark: ":" stands in front. @is_command: with completion, and entered lines go to the history. */
void ds_prompt_open(DsPrompt *prompt, const char *mark, const char *text, gboolean is_command);
void ds_prompt_close(DsPrompt *prompt);
gboolean ds_prompt_is_open(const DsPrompt *prompt);

/* @next: the key behind it if it is already there (Esc and a letter are Alt), DS_KEY_NONE = none;
 * @used_next: (out): it was taken too. */
DsPromptStatus ds_prompt_key(DsPrompt *prompt, int key, int next, gboolean *used_next);

/* The text as it stands, or as it was entered. (transfer none) */
const char *ds_prompt_text(const DsPrompt *prompt);

/* Candidates to show above after Tab (NULL = none) and which of them is chosen (-1 = none). */
const DsCompletion *ds_prompt_completion(const DsPrompt *prompt, int *chosen);

/* Draws into the first row of @canvas; returns where the cursor stands. */
int ds_prompt_draw(const DsPrompt *prompt, const DsCanvas *canvas);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsPrompt, ds_prompt_free)
