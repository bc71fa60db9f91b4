# tests/bench/peers.R - what data.table needs for the same work.
# usage: Rscript peers.R open|describe; the table is $BENCH_TABLE.
library(data.table)
task <- commandArgs(TRUE)[1]
d <- fread(Sys.getenv("BENCH_TABLE"))
if (task == "describe") {
  for (name in names(d)) {
    x <- d[[name]]
    if (is.numeric(x))
      print(c(sum(!is.na(x)), uniqueN(x), mean(x, na.rm = TRUE), sd(x, na.rm = TRUE),
              quantile(x, c(0, .25, .5, .75, 1), na.rm = TRUE)))
    else
      print(d[, .N, by = name][order(-N)][1])
    print(c(name, uniqueN(x)))
  }
} else print(nrow(d))
