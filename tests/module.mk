# tests: what all of them share. Shared helpers for test programs go into the kit library:
# libdayshift_testkit_a_SOURCES += %D%/kit/name.c
check_LIBRARIES += libdayshift-testkit.a
libdayshift_testkit_a_SOURCES =
libdayshift_testkit_a_SOURCES += %D%/kit/small-table.c %D%/kit/small-table.h
EXTRA_DIST += %D%/run-tap
TESTS += %D%/lint
EXTRA_DIST += %D%/lint
TESTS += %D%/readme
EXTRA_DIST += %D%/readme
EXTRA_DIST += %D%/data
