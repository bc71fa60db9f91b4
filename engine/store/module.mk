# engine/store: what is kept between sessions. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
