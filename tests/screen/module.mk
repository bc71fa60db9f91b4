# tests/screen: keys and expected screens; programs that need libvterm stand in the "if".
if HAVE_VTERM
libdayshift_testkit_a_SOURCES += %D%/terminal.c %D%/terminal.h
check_PROGRAMS += %D%/test-screens
%C%_test_screens_SOURCES = %D%/test-screens.c
check_PROGRAMS += %D%/test-terminal
%C%_test_terminal_SOURCES = %D%/test-terminal.c
endif
EXTRA_DIST += %D%/README.md
# The scripts are found by their name, here and in the tree.
dist-hook: dist-screens
dist-screens:
	$(MKDIR_P) '$(distdir)/%D%'
	cp -p $(srcdir)/%D%/*.keys '$(distdir)/%D%/'
