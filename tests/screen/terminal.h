/* tests/screen/terminal.h - a terminal for tests: the program on a real pty, its screen read back
 * through libvterm. */
#pragma once
#include <glib.h>
#include <sys/types.h>

typedef struct Terminal Terminal;

typedef struct {
  int width, height;
  const char *term;       /* NULL = xterm-256color */
  const char *const *env; /* NAME=VALUE or NAME (unset), NULL-terminated; NULL = none */
} TerminalOptions;

/* Starts @argv[0], a path, on a terminal; aborts the test when it cannot. */
Terminal *terminal_start(const char *const *argv, const TerminalOptions *options);
void terminal_free(Terminal *terminal); /* kills what still runs */

void terminal_send(Terminal *terminal, const char *bytes, gssize n);

/* Sends keys by name, as views/key.c calls them: "j", "Enter", "^R", "PgDn"; 'text' in quotes is
 * typed. FALSE: there is no such key. */
gboolean terminal_key(Terminal *terminal, const char *name);

/* Reads until nothing came for @quiet_ms; the program has drawn what it had to draw. */
void terminal_settle(Terminal *terminal, int quiet_ms);

/* Reads until @text stands on the screen; FALSE after @timeout_ms. */
gboolean terminal_wait_for(Terminal *terminal, const char *text, int timeout_ms);

/* Reads what comes within @ms; FALSE when nothing did. */
gboolean terminal_read(Terminal *terminal, int ms);

char *terminal_row(Terminal *terminal, int y); /* without blanks at its end */
char *terminal_text(Terminal *terminal);       /* all rows, each with a line break */

/* The looks of a row, a letter a cell: ' ' plain, 'b' bold, 'u' underlined, 'r' reverse, 'c'
 * coloured, 'B' bold and coloured, 'U' underlined and bold or coloured; blanks at the end gone. */
char *terminal_looks(Terminal *terminal, int y);

int terminal_height(const Terminal *terminal);
gboolean terminal_cursor(Terminal *terminal, int *x, int *y); /* FALSE: not visible */
gboolean terminal_is_alternate(const Terminal *terminal);

gsize terminal_n_bytes(const Terminal *terminal); /* received so far */
const guint8 *terminal_bytes(const Terminal *terminal);

void terminal_resize(Terminal *terminal, int width, int height);
pid_t terminal_pid(const Terminal *terminal);
int terminal_fd(const Terminal *terminal);

/* Waits for the end; the status of waitpid(), -1 after @timeout_ms. */
int terminal_wait_exit(Terminal *terminal, int timeout_ms);

/* Hangs up: the other end of the line goes away. */
void terminal_hang_up(Terminal *terminal);

/* CPU time of the program so far, in clock ticks. */
guint64 terminal_ticks(const Terminal *terminal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Terminal, terminal_free)
