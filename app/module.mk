# app: the command table and everything that runs it. One source per line.
# e.g. libdayshift_app_a_SOURCES += %D%/name.c
dayshift_SOURCES += %D%/main.c
libdayshift_app_a_SOURCES += %D%/args.h
libdayshift_app_a_SOURCES += %D%/command.h
libdayshift_app_a_SOURCES += %D%/session.h
