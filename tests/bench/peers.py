"""tests/bench/peers.py - what pandas, polars and DuckDB need for the same work.
usage: peers.py pandas|polars|duckdb open|describe; the table is $BENCH_TABLE."""
import os
import sys

peer, task = sys.argv[1:3]
path = os.environ["BENCH_TABLE"]

if peer == "pandas":
    import pandas as pd

    table = pd.read_csv(path, parse_dates=["day", "stamp"])
    if task == "describe":
        print(table.describe(include="all", datetime_is_numeric=True).T.to_string())
        print(table.nunique().to_string(), table.skew(numeric_only=True).to_string())
    else:
        print(len(table))
elif peer == "polars":
    import polars as pl

    table = pl.read_csv(path, try_parse_dates=True, infer_schema_length=10000)
    if task == "describe":
        print(table.describe(), table.select(pl.all().n_unique()))
    else:
        print(len(table))
elif peer == "duckdb":
    import duckdb

    if task == "describe":
        print(duckdb.sql(f"summarize select * from read_csv_auto('{path}')"))
    else:
        duckdb.sql(f"create table t as select * from read_csv_auto('{path}')")
else:
    sys.exit(f"no peer is called {peer}")
