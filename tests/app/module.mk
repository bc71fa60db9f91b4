# tests/app: commands as scripts with their expected output, tests/app/NAME.script.
TESTS += %D%/completion
EXTRA_DIST += %D%/completion
check_PROGRAMS += %D%/test-scripts
%C%_test_scripts_SOURCES = %D%/test-scripts.c
EXTRA_DIST += %D%/README.md
# The scripts are found by their name, here and in the tree.
dist-hook:
	$(MKDIR_P) '$(distdir)/%D%'
	cp -p $(srcdir)/%D%/*.script '$(distdir)/%D%/'
TESTS += %D%/manual
EXTRA_DIST += %D%/manual
libdayshift_testkit_a_SOURCES += %D%/kit.c %D%/kit.h
check_PROGRAMS += %D%/test-line
%C%_test_line_SOURCES = %D%/test-line.c
check_PROGRAMS += %D%/test-session
%C%_test_session_SOURCES = %D%/test-session.c
check_PROGRAMS += %D%/test-commands
%C%_test_commands_SOURCES = %D%/test-commands.c
