# engine/table: columns and tables, and what is done with them. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/builder.h
libdayshift_a_SOURCES += %D%/column.h
libdayshift_a_SOURCES += %D%/table.h
libdayshift_a_SOURCES += %D%/builder.c %D%/builder.h
libdayshift_a_SOURCES += %D%/column.c %D%/column.h
libdayshift_a_SOURCES += %D%/column-gather.c
libdayshift_a_SOURCES += %D%/table.c %D%/table.h
