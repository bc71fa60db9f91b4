# tests/engine: one program a module of the engine. Two lines add one:
# check_PROGRAMS += %D%/test-x
# %C%_test_x_SOURCES = %D%/test-x.c
check_PROGRAMS += %D%/test-build
%C%_test_build_SOURCES = %D%/test-build.c
check_PROGRAMS += %D%/test-text
%C%_test_text_SOURCES = %D%/test-text.c
check_PROGRAMS += %D%/test-parallel
%C%_test_parallel_SOURCES = %D%/test-parallel.c
check_PROGRAMS += %D%/test-sort
%C%_test_sort_SOURCES = %D%/test-sort.c
check_PROGRAMS += %D%/test-archive
%C%_test_archive_SOURCES = %D%/test-archive.c
check_PROGRAMS += %D%/test-number
%C%_test_number_SOURCES = %D%/test-number.c
check_PROGRAMS += %D%/test-moment
%C%_test_moment_SOURCES = %D%/test-moment.c
