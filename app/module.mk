# app: the command table and everything that runs it. One source per line.
# e.g. libdayshift_app_a_SOURCES += %D%/name.c
dayshift_SOURCES += %D%/main.c
