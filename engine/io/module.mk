# engine/io: readers and writers of files. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/source.c %D%/source.h
libdayshift_a_SOURCES += %D%/archive.c %D%/archive.h
libdayshift_a_SOURCES += %D%/archive-gzip.c
libdayshift_a_SOURCES += %D%/unpacked.c %D%/unpacked.h
libdayshift_a_SOURCES += %D%/csv.h
libdayshift_a_SOURCES += %D%/json-scan.c %D%/json-scan.h
libdayshift_a_SOURCES += %D%/cells.c %D%/cells.h
libdayshift_a_SOURCES += %D%/cells-text.c
libdayshift_a_SOURCES += %D%/jsonl.c %D%/jsonl.h
libdayshift_a_SOURCES += %D%/jsonl-block.c %D%/jsonl-block.h
libdayshift_a_SOURCES += %D%/jsonl-split.c
libdayshift_a_SOURCES += %D%/wanted-types.c %D%/wanted-types.h
libdayshift_a_SOURCES += %D%/sqlite-open.c %D%/sqlite-open.h
libdayshift_a_SOURCES += %D%/sqlite-read.c %D%/sqlite-read.h
