/* views/pane-list.h - every pane there is, one row each: DS_PANE (name) is ds_pane_NAME in
 * views/pane-NAME.c. A result is shown by the first whose `shows` columns it has. */
DS_PANE(tables)
DS_PANE(freq)
DS_PANE(hist)
DS_PANE(commands)
DS_PANE(prose)
DS_PANE(grid)
DS_PANE(summary)
DS_PANE(page)
DS_PANE(start)
