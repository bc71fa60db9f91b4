# engine/stats: summaries, histograms, correlations. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/moments.c %D%/moments.h
libdayshift_a_SOURCES += %D%/quantile.c %D%/quantile.h
libdayshift_a_SOURCES += %D%/select.c %D%/select.h
libdayshift_a_SOURCES += %D%/sparkline.c %D%/sparkline.h
libdayshift_a_SOURCES += %D%/summary.c %D%/summary.h
libdayshift_a_SOURCES += %D%/tally.c %D%/tally.h
libdayshift_a_SOURCES += %D%/text-tally.c %D%/text-tally.h
libdayshift_a_SOURCES += %D%/binning.c
libdayshift_a_SOURCES += %D%/frequency.c %D%/frequency.h
libdayshift_a_SOURCES += %D%/histogram.c %D%/histogram.h
libdayshift_a_SOURCES += %D%/correlation.c %D%/correlation.h
libdayshift_a_SOURCES += %D%/correlation-pearson.c %D%/correlation-pearson.h
libdayshift_a_SOURCES += %D%/correlation-ranks.c %D%/correlation-ranks.h
libdayshift_a_SOURCES += %D%/duplicates.c %D%/duplicates.h
libdayshift_a_SOURCES += %D%/overview.c %D%/overview.h
libdayshift_a_SOURCES += %D%/student.c %D%/student.h
