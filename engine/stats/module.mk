# engine/stats: summaries, histograms, correlations. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
