# engine/io: readers and writers of files. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/source.c %D%/source.h
libdayshift_a_SOURCES += %D%/archive.c %D%/archive.h
libdayshift_a_SOURCES += %D%/archive-gzip.c
libdayshift_a_SOURCES += %D%/unpacked.c %D%/unpacked.h
libdayshift_a_SOURCES += %D%/csv.h
