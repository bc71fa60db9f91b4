# app: the command table and everything that runs it. One source per line.
dayshift_SOURCES += %D%/main.c

# The manual's list of commands is printed by the program from its command table.
nodist_man1_MANS = %D%/dayshift.1
CLEANFILES += %D%/dayshift.1 %D%/dayshift.1-t %D%/dayshift.1-c
EXTRA_DIST += %D%/dayshift.1.in
EXTRA_DIST += %D%/dayshift.bash
%D%/dayshift.1: dayshift$(EXEEXT) %D%/dayshift.1.in
	$(AM_V_GEN)$(MKDIR_P) %D% && rm -f $@-c && \
	./dayshift$(EXEEXT) --print-manual >$@-c && \
	sed -e 's|@VERSION''@|$(PACKAGE_VERSION)|' -e 's|@PKGDATADIR''@|$(pkgdatadir)|' \
	  -e '/^@COMMANDS''@$$/{' -e 'r $@-c' -e 'd' -e '}' $(srcdir)/%D%/dayshift.1.in >$@-t && \
	rm -f $@-c && mv -f $@-t $@

bashcompletiondir = $(datadir)/bash-completion/completions
install-data-local:
	$(MKDIR_P) '$(DESTDIR)$(bashcompletiondir)'
	$(INSTALL_DATA) $(srcdir)/%D%/dayshift.bash '$(DESTDIR)$(bashcompletiondir)/dayshift'
uninstall-local:
	rm -f '$(DESTDIR)$(bashcompletiondir)/dayshift'
libdayshift_app_a_SOURCES += %D%/line-history.c %D%/line-history.h
libdayshift_app_a_SOURCES += %D%/arg-value.c %D%/arg-value.h
libdayshift_app_a_SOURCES += %D%/args.c %D%/args.h
libdayshift_app_a_SOURCES += %D%/batch.c %D%/batch.h
libdayshift_app_a_SOURCES += %D%/cell.c %D%/cell.h
libdayshift_app_a_SOURCES += %D%/cmd-back.c
libdayshift_app_a_SOURCES += %D%/cmd-columns.c
libdayshift_app_a_SOURCES += %D%/cmd-group.c
libdayshift_app_a_SOURCES += %D%/cmd-marks.c
libdayshift_app_a_SOURCES += %D%/cmd-program.c
libdayshift_app_a_SOURCES += %D%/cmd-rows.c
libdayshift_app_a_SOURCES += %D%/cmd-query.c
libdayshift_app_a_SOURCES += %D%/cmd-search.c
libdayshift_app_a_SOURCES += %D%/cmd-session.c
libdayshift_app_a_SOURCES += %D%/cmd-show.c
libdayshift_app_a_SOURCES += %D%/cmd-summaries.c
libdayshift_app_a_SOURCES += %D%/cmd-view.c
libdayshift_app_a_SOURCES += %D%/command.c %D%/command.h %D%/command-list.h
libdayshift_app_a_SOURCES += %D%/complete.c %D%/complete.h
libdayshift_app_a_SOURCES += %D%/complete-source.c %D%/complete-source.h
libdayshift_app_a_SOURCES += %D%/drill.c %D%/drill.h
libdayshift_app_a_SOURCES += %D%/help.c %D%/help.h
libdayshift_app_a_SOURCES += %D%/history.c %D%/history.h
libdayshift_app_a_SOURCES += %D%/journal.c %D%/journal.h
libdayshift_app_a_SOURCES += %D%/manual.c %D%/manual.h
libdayshift_app_a_SOURCES += %D%/option.c %D%/option.h %D%/option-list.h
libdayshift_app_a_SOURCES += %D%/output.c %D%/output.h
libdayshift_app_a_SOURCES += %D%/output-csv.c
libdayshift_app_a_SOURCES += %D%/output-json.c
libdayshift_app_a_SOURCES += %D%/output-markdown.c
libdayshift_app_a_SOURCES += %D%/output-table.c
libdayshift_app_a_SOURCES += %D%/repl.c %D%/repl.h
libdayshift_app_a_SOURCES += %D%/script.c %D%/script.h
libdayshift_app_a_SOURCES += %D%/session.c %D%/session.h
libdayshift_app_a_SOURCES += %D%/session-run.c %D%/session-state.h
libdayshift_app_a_SOURCES += %D%/sql-text.c %D%/sql-text.h
libdayshift_app_a_SOURCES += %D%/session-preview.c
libdayshift_app_a_SOURCES += %D%/task.c %D%/task.h
libdayshift_app_a_SOURCES += %D%/view-state.c %D%/view-state.h
libdayshift_app_a_SOURCES += %D%/words.c %D%/words.h
libdayshift_app_a_SOURCES += %D%/workspace.c %D%/workspace.h
libdayshift_app_a_SOURCES += %D%/where.c %D%/where.h
libdayshift_app_a_SOURCES += %D%/cmd-data.c
libdayshift_app_a_SOURCES += %D%/data-cache.c %D%/data-cache.h
