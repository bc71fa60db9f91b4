/* app/words.h - a command line cut into words: quoting as in the shell, places kept. */
#pragma once
#include <glib.h>

/* One word: @text is what it means (quotes gone), line[start .. end) is what was typed. */
typedef struct {
  char *text;
  gsize start, end;
  gboolean is_open;  /* a quote was never closed */
  gboolean is_plain; /* no quote and no backslash in what was typed */
} DsWord;

typedef struct DsWords DsWords;

/* Cuts @line at blanks outside quotes. Never fails: a word whose quote stays open goes to the end
 * of the line and says so (completion needs it; ds_words_check makes it an error). '...' is taken
 * as it stands; inside "..." a backslash escapes " and \; elsewhere it escapes any character. */
DsWords *ds_words_new(const char *line);
void ds_words_free(DsWords *words);
guint ds_words_count(const DsWords *words);
const DsWord *ds_words_get(const DsWords *words, guint i);

/* FALSE with DS_COMMAND_ERROR_USAGE naming the word whose quote is not closed. */
gboolean ds_words_check(const DsWords *words, GError **error);

/* @text as one word that ds_words_new reads back: as it is when it needs no quotes, otherwise in
 * quotes. (transfer full) */
char *ds_word_quote(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(DsWords, ds_words_free)
