# engine/query: SQLite over our columns. One source per line.
# e.g. libdayshift_a_SOURCES += %D%/name.c
