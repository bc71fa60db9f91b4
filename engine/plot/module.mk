# engine/plot: a table in, a picture out. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
