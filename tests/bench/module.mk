# tests/bench: measured by hand with "make bench", never part of "make check".
# BENCH="open describe verbs" chooses, BENCH_ROWS=10000000 makes it bigger; see tests/bench/run.
EXTRA_PROGRAMS += %D%/make-data
%C%_make_data_SOURCES = %D%/make-data.c
EXTRA_DIST += %D%/run
EXTRA_DIST += %D%/peers.py
EXTRA_DIST += %D%/peers.R
EXTRA_DIST += %D%/peers.sql
CLEANFILES += %D%/make-data$(EXEEXT)

bench_programs = %D%/make-data$(EXEEXT) %D%/bench-verbs$(EXEEXT) %D%/bench-undo$(EXEEXT)
EXTRA_PROGRAMS += %D%/bench-undo
%C%_bench_undo_SOURCES = %D%/bench-undo.c
CLEANFILES += %D%/bench-undo$(EXEEXT)
EXTRA_PROGRAMS += %D%/bench-verbs
%C%_bench_verbs_SOURCES = %D%/bench-verbs.c
CLEANFILES += %D%/bench-verbs$(EXEEXT)
.PHONY: bench
bench: dayshift$(EXEEXT) $(bench_programs)
	BENCH_BUILD='$(abs_top_builddir)' BENCH_ROWS='$(BENCH_ROWS)' $(srcdir)/%D%/run $(BENCH)
