/* engine/query/function-list.h - the functions that SQL gains here; each row also is its help.
 *
 * DS_SCALAR and DS_AGGREGATE (C name behind sql_, name in SQL, number of arguments, how it is
 * written, what it gives). To add one: a row here, sql_NAME in functions-*.c, a test. Missing
 * arguments give missing unless said otherwise; aggregates leave missing values out and also work
 * with OVER (...). */

/* Numbers. */
DS_SCALAR(ln, "ln", 1, "ln(x)", "natural logarithm; missing for x <= 0")
DS_SCALAR(log10, "log", 1, "log(x)", "logarithm to base 10, as in SQL; ln(x) is the natural one")
DS_SCALAR(log_base, "log", 2, "log(b, x)", "logarithm to base b")
DS_SCALAR(log10, "log10", 1, "log10(x)", "logarithm to base 10; missing for x <= 0")
DS_SCALAR(log2, "log2", 1, "log2(x)", "logarithm to base 2; missing for x <= 0")
DS_SCALAR(exp, "exp", 1, "exp(x)", "e to the power of x")
DS_SCALAR(pow, "pow", 2, "pow(x, y)", "x to the power of y; missing where that is no number")
DS_SCALAR(pow, "power", 2, "power(x, y)", "the same as pow(x, y)")
DS_SCALAR(sqrt, "sqrt", 1, "sqrt(x)", "square root; missing for x < 0")
DS_SCALAR(floor, "floor", 1, "floor(x)", "the greatest whole number that is not above x")
DS_SCALAR(ceil, "ceil", 1, "ceil(x)", "the least whole number that is not below x")
DS_SCALAR(norm_cdf, "norm_cdf", 1, "norm_cdf(x)", "share of a standard normal below x")
DS_SCALAR(norm_cdf3, "norm_cdf", 3, "norm_cdf(x, mean, sd)",
          "share of a normal below x; missing unless sd > 0")
DS_SCALAR(norm_inv, "norm_inv", 1, "norm_inv(p)",
          "the x below which a share p of a standard normal lies; missing outside 0..1")
DS_SCALAR(norm_inv3, "norm_inv", 3, "norm_inv(p, mean, sd)",
          "the same for a normal with that mean and sd")
DS_SCALAR(bucket, "bucket", 2, "bucket(x, width)",
          "lower end of x's bucket: floor(x / width) * width; for dates and times width is seconds "
          "or '15m', '1h', '1d', '1w' (from Monday), '1mo', '1q', '1y'")

/* Text. */
DS_SCALAR(regexp, "regexp", 2, "regexp(pattern, text)",
          "1 where the regular expression (PCRE) matches somewhere; also text REGEXP pattern")
DS_SCALAR(length, "length", 1, "length(text)", "characters, also behind a NUL")

/* Dates and times: columns of these types, or text such as '2024-02-29' or '2024-02-29 13:45'. */
DS_SCALAR(year, "year", 1, "year(d)", "the year, 1 to 9999")
DS_SCALAR(quarter, "quarter", 1, "quarter(d)", "the quarter, 1 to 4")
DS_SCALAR(month, "month", 1, "month(d)", "the month, 1 to 12")
DS_SCALAR(day, "day", 1, "day(d)", "the day of the month, 1 to 31")
DS_SCALAR(weekday, "weekday", 1, "weekday(d)", "1 Monday to 7 Sunday")
DS_SCALAR(yearday, "yearday", 1, "yearday(d)", "the day of the year, 1 to 366")
DS_SCALAR(hour, "hour", 1, "hour(t)", "the hour, 0 to 23; 0 for a date")
DS_SCALAR(minute, "minute", 1, "minute(t)", "the minute, 0 to 59")
DS_SCALAR(second, "second", 1, "second(t)",
          "the second, 0 to 59, with its fraction where there is one")
DS_SCALAR(days_between, "days_between", 2, "days_between(a, b)",
          "days from a to b: whole for two dates, with a fraction otherwise")
DS_SCALAR(seconds_between, "seconds_between", 2, "seconds_between(a, b)", "seconds from a to b")
DS_SCALAR(date_add, "date_add", 3, "date_add(d, n, unit)",
          "d moved by n seconds, minutes, hours, days, weeks, months, quarters or years; a month's "
          "missing end gives its last day")

/* Over rows. */
DS_AGGREGATE(quantile, "quantile", 2, "quantile(x, p)",
             "the value below which a share p lies, type 7 as in R and NumPy")
DS_AGGREGATE(median, "median", 1, "median(x)", "the middle value, quantile(x, 0.5)")
DS_AGGREGATE(sd, "sd", 1, "sd(x)", "standard deviation with n - 1; missing below two values")
DS_AGGREGATE(var, "var", 1, "var(x)", "variance with n - 1; missing below two values")
DS_AGGREGATE(skewness, "skewness", 1, "skewness(x)",
             "g1 = m3 / m2^1.5 (population moments); missing for a constant")
DS_AGGREGATE(kurtosis, "kurtosis", 1, "kurtosis(x)",
             "excess g2 = m4 / m2^2 - 3 (population moments); missing for a constant")
DS_AGGREGATE(corr, "corr", 2, "corr(x, y)",
             "Pearson's correlation of the rows where both are there; missing for a constant")
