# engine/base: errors, numbers as text, parallel loops. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
libdayshift_a_SOURCES += %D%/error.c %D%/error.h
libdayshift_a_SOURCES += %D%/memory.c %D%/memory.h
libdayshift_a_SOURCES += %D%/moment.c %D%/moment.h
libdayshift_a_SOURCES += %D%/notes.c %D%/notes.h
libdayshift_a_SOURCES += %D%/number.c %D%/number-format.c %D%/number.h %D%/number-powers.h
libdayshift_a_SOURCES += %D%/parallel.c %D%/parallel.h
libdayshift_a_SOURCES += %D%/progress.c %D%/progress.h
libdayshift_a_SOURCES += %D%/random.c %D%/random.h
libdayshift_a_SOURCES += %D%/text.c %D%/text.h
libdayshift_a_SOURCES += %D%/content-hash.c %D%/content-hash.h
