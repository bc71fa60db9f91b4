# engine/base: errors, numbers as text, parallel loops. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
