/* app/option-list.h - every setting there is, one row each:
 * DS_OPTION (name, kind, min, max, choices, default, sentence)
 * `set NAME VALUE` changes it for this session, a line NAME=VALUE in the configuration file for all.
 */
/* clang-format off */
DS_OPTION (ascii, DS_ARG_YESNO, 0, 0, NULL, "no", "draw with ASCII signs only")
DS_OPTION (color, DS_ARG_CHOICE, 0, 0, "auto|on|off", "auto", "colours; auto: on a terminal unless NO_COLOR is set")
DS_OPTION (digits, DS_ARG_INT, 1, 17, NULL, "6", "significant digits of computed numbers on the screen and in tables")
DS_OPTION (missing, DS_ARG_TEXT, 0, 0, NULL, "·", "how a missing value is shown on the screen and in tables")
DS_OPTION (results, DS_ARG_CHOICE, 0, 0, "print|keep", "print", "keep: a result becomes the current table, until back, as on the screen")
DS_OPTION (rows, DS_ARG_INT, 0, 1e9, NULL, "1000", "the most rows a table prints on a terminal; 0 = all")
DS_OPTION (theme, DS_ARG_CHOICE, 0, 0, DS_THEMES, "auto", "colours of the screen; auto: what suits the terminal")
DS_OPTION (threads, DS_ARG_INT, 0, 256, NULL, "0", "threads that work at once; 0 = one a core")
DS_OPTION (width, DS_ARG_INT, 0, 10000, NULL, "0", "cells that a printed table may take; 0 = as wide as the terminal")
