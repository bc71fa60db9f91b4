# engine/table: columns and tables, and what is done with them. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/builder.h
libdayshift_a_SOURCES += %D%/column.h
libdayshift_a_SOURCES += %D%/table.h
