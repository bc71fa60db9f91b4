# app: the command table and everything that runs it. One source per line.
# e.g. libdayshift_app_a_SOURCES += %D%/name.c
dayshift_SOURCES += %D%/main.c
libdayshift_app_a_SOURCES += %D%/args.h
libdayshift_app_a_SOURCES += %D%/command.h
libdayshift_app_a_SOURCES += %D%/session.h

# The manual's list of commands is printed by the program from its command table.
nodist_man1_MANS = %D%/dayshift.1
CLEANFILES += %D%/dayshift.1 %D%/dayshift.1-t %D%/dayshift.1-c
EXTRA_DIST += %D%/dayshift.1.in
EXTRA_DIST += %D%/dayshift.bash
%D%/dayshift.1: dayshift$(EXEEXT) %D%/dayshift.1.in
	$(AM_V_GEN)$(MKDIR_P) %D% && rm -f $@-c && \
	{ ASAN_OPTIONS=detect_leaks=0 ./dayshift$(EXEEXT) --print-manual >$@-c 2>/dev/null || : >$@-c; } && \
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
