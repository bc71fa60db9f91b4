# tests/fuzz: harnesses, each with a kept corpus in corpus/NAME. Two lines add fuzz-NAME.c:
# fuzz_programs += %D%/fuzz-name
# %C%_fuzz_name_SOURCES = %D%/fuzz-name.c
# It includes harness.h, holds LLVMFuzzerTestOneInput() and no main(): "make check" replays the corpus with
# replay.c, and after "configure --enable-fuzzers CC=clang" "make fuzz" runs libFuzzer.
EXTRA_DIST += %D%/corpus
fuzz_programs =
fuzz_programs += %D%/fuzz-jsonl
%C%_fuzz_jsonl_SOURCES = %D%/fuzz-jsonl.c
fuzz_programs += %D%/fuzz-csv
%C%_fuzz_csv_SOURCES = %D%/fuzz-csv.c
fuzz_programs += %D%/fuzz-command
%C%_fuzz_command_SOURCES = %D%/fuzz-command.c
fuzz_programs += %D%/fuzz-expr
%C%_fuzz_expr_SOURCES = %D%/fuzz-expr.c

if FUZZERS
EXTRA_PROGRAMS += $(fuzz_programs)
else
check_PROGRAMS += $(fuzz_programs)
libdayshift_testkit_a_SOURCES += %D%/replay.c
libdayshift_testkit_a_SOURCES += %D%/harness.h
endif

FUZZ_SECONDS = 20
.PHONY: fuzz fuzz-build
fuzz-build:
	@test -z '$(fuzz_programs)' || \
	  $(MAKE) $(AM_MAKEFLAGS) LDFLAGS='$(LDFLAGS) -fsanitize=fuzzer' $(fuzz_programs)

# New inputs go to the build tree; those worth keeping are copied to the corpus by hand.
fuzz: fuzz-build
	@for program in $(fuzz_programs); do \
	  name=`basename $$program | sed 's/^fuzz-//'`; found=tests/fuzz/found/$$name; \
	  $(MKDIR_P) $$found && echo "fuzzing $$name for $(FUZZ_SECONDS) s" && \
	  ./$$program -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 \
	    -print_final_stats=1 -verbosity=0 -artifact_prefix=tests/fuzz/found/$$name- \
	    $$found $(srcdir)/tests/fuzz/corpus/$$name || exit 1; \
	done
