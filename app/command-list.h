/* app/command-list.h - every command there is, by family, one row each, sorted in its family.
 *
 * To add a command:
 * 1. write `const DsCommand ds_command_NAME = { … };` at the end of its family's app/cmd-*.c
 *    (a '-' in the name is a '_' here), with help, an example and the columns of its result;
 * 2. add its row below; completion, help, the man page, the outputs and the journal follow from it;
 * 3. write tests/app/NAME.script with what it prints, its errors too (tests/app/README.md).
 * tests/app/test-commands fails when a row has no script, no help or an example that does not run.
 */
/* clang-format off */

/* data: opening, saving, what is open */
DS_COMMAND (cache)
DS_COMMAND (close)
DS_COMMAND (open)
DS_COMMAND (save)
DS_COMMAND (show)
DS_COMMAND (tables)
DS_COMMAND (use)

/* columns: each makes a new version of the current table */
DS_COMMAND (columns)
DS_COMMAND (derive)
DS_COMMAND (drop)
DS_COMMAND (rename)
DS_COMMAND (retype)
DS_COMMAND (select)

/* rows: each makes a new version of the current table */
DS_COMMAND (append)
DS_COMMAND (filter)
DS_COMMAND (join)
DS_COMMAND (sample)
DS_COMMAND (sort)

/* summaries: the current table in numbers */
DS_COMMAND (corr)
DS_COMMAND (describe)
DS_COMMAND (freq)
DS_COMMAND (group)
DS_COMMAND (hist)
DS_COMMAND (overview)
DS_COMMAND (pivot)

/* queries: SQL */
DS_COMMAND (sql)

/* versions */
DS_COMMAND (history)
DS_COMMAND (journal)
DS_COMMAND (redo)
DS_COMMAND (undo)

/* view: how the current table is looked at */
DS_COMMAND (back)
DS_COMMAND (drill)
DS_COMMAND (drop_marked)
DS_COMMAND (fix)
DS_COMMAND (go)
DS_COMMAND (hide)
DS_COMMAND (invert_marks)
DS_COMMAND (keep_marked)
DS_COMMAND (mark)
DS_COMMAND (mark_where)
DS_COMMAND (move)
DS_COMMAND (search)
DS_COMMAND (search_next)
DS_COMMAND (search_previous)
DS_COMMAND (unhide)
DS_COMMAND (unmark)
DS_COMMAND (view)
DS_COMMAND (width)

/* program */
DS_COMMAND (help)
DS_COMMAND (quit)
DS_COMMAND (set)
DS_COMMAND (theme)
DS_COMMAND (threads)
