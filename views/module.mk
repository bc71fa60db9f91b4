# views: the screen. One source per line.
# e.g. libdayshift_views_a_SOURCES += %D%/name.c
libdayshift_views_a_SOURCES += %D%/canvas.c %D%/canvas.h
libdayshift_views_a_SOURCES += %D%/glyph.c %D%/glyph.h
libdayshift_views_a_SOURCES += %D%/key.c %D%/key.h
libdayshift_views_a_SOURCES += %D%/prompt.c %D%/prompt.h
libdayshift_views_a_SOURCES += %D%/screen-input.c
libdayshift_views_a_SOURCES += %D%/screen-private.h
libdayshift_views_a_SOURCES += %D%/screen-put.c
libdayshift_views_a_SOURCES += %D%/screen-signal.c
libdayshift_views_a_SOURCES += %D%/screen.c %D%/screen.h
libdayshift_views_a_SOURCES += %D%/theme.c %D%/theme.h
