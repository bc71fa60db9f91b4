# views: the screen. One source per line.
# e.g. libdayshift_views_a_SOURCES += %D%/name.c
