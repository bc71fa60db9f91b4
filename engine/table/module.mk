libdayshift_a_SOURCES += %D%/builder.c %D%/builder.h
libdayshift_a_SOURCES += %D%/column.c %D%/column.h
libdayshift_a_SOURCES += %D%/column-gather.c
libdayshift_a_SOURCES += %D%/table.c %D%/table.h
libdayshift_a_SOURCES += %D%/radix.c %D%/radix.h
libdayshift_a_SOURCES += %D%/sort.c %D%/sort.h
libdayshift_a_SOURCES += %D%/text-order.c %D%/text-order.h
