# engine/table: columns and tables, and what is done with them. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
