/* views/key.h - keys: their codes and names, and the rows that bind them to commands. */
#pragma once
#include <glib.h>

/* A key is its character, a control character, or one of these. */
enum {
  DS_KEY_NONE = 0,
  DS_KEY_TAB = '\t',
  DS_KEY_ENTER = '\n',
  DS_KEY_ESCAPE = 0x1B,
  DS_KEY_FIRST = 0x110000, /* beyond Unicode */
  DS_KEY_UP = DS_KEY_FIRST,
  DS_KEY_DOWN,
  DS_KEY_LEFT,
  DS_KEY_RIGHT,
  DS_KEY_HOME,
  DS_KEY_END,
  DS_KEY_PAGE_UP,
  DS_KEY_PAGE_DOWN,
  DS_KEY_INSERT,
  DS_KEY_DELETE,
  DS_KEY_BACKSPACE,
  DS_KEY_BACK_TAB,
  DS_KEY_CTRL_LEFT,
  DS_KEY_CTRL_RIGHT,
  DS_KEY_CTRL_HOME,
  DS_KEY_CTRL_END,
  DS_KEY_F1,
  DS_KEY_PASTE,     /* the terminal starts to send pasted text */
  DS_KEY_PASTE_END, /* and has sent it */
  DS_KEY_OTHER,     /* something nobody binds */
};

#define DS_CTRL(letter) ((letter)&0x1F)

typedef enum {
  DS_KEY_HINT = 1 << 0, /* named in the hint line, in the order of the rows */
} DsKeyFlags;

/* The headings under which `?` shows the rows, in this order. */
typedef enum {
  DS_KEYS_HERE, /* what only this pane has */
  DS_KEYS_MOVE,
  DS_KEYS_LOOK,
  DS_KEYS_ROWS,
  DS_KEYS_COLUMNS,
  DS_KEYS_MARKS,
  DS_KEYS_VERSIONS,
  DS_KEYS_PROGRAM,
  DS_KEYS_N_GROUPS
} DsKeyGroup;

/* One row. Rows with the same label one behind the other are shown as one with several keys.
 *
 * @command is a command line with {placeholders} that the pane fills in ({column}, {row} ...);
 * ':' in front opens the command line with it instead of running it; '@word' is something of the
 * screen itself (views/desk-word.h): open the line, help, next pane, back. */
typedef struct {
  int key;
  const char *command;
  const char *label; /* two or three words, what it does: for the hint line */
  guint flags;
  DsKeyGroup group;
  const char *help; /* the same for a newcomer, in at most 36 characters: for `?` */
} DsKey;

/* "j", "Enter", "^R", "PgDn", "F1"; as they stand in hints and help. (transfer full) */
char *ds_key_name(int key);

/* The key of such a name, DS_KEY_NONE = there is none. */
int ds_key_lookup(const char *name);

/* The row of @key in @keys (ends with a row without command), NULL = not bound. */
const DsKey *ds_key_find(const DsKey *keys, int key);

/**
 * ds_key_expand:
 * @command: a row's command
 * @fill: appends what stands for a placeholder; FALSE = there is nothing (no cell, no column)
 *
 * Returns: (transfer full): the line, or NULL when a placeholder had nothing to stand for
 */
char *ds_key_expand(const char *command,
                    gboolean (*fill)(gpointer data, const char *placeholder, GString *line),
                    gpointer data);

/* The command of @row for a reader: "filter COLUMN = VALUE"; ":filter ..." where the line is opened
 * with it; "" where no command stands behind the key. (transfer full) */
char *ds_key_command_shown(const DsKey *row);
