#!/usr/bin/env python3
"""The benchmark's job in DuckDB and Polars: meters to hourly sums, joined to sites, summed by month.

    peers.py duckdb|polars long|wide|files METERS.csv MAP.csv OUT.csv

The fastest way that was found for each that still reads the stamps as times: TIMESTAMP in DuckDB (the
offset is applied, UTC is kept), a parsed datetime in Polars. They look for no gap, no duplicate, no
negative value and no spike. METERS.csv may be a glob for `files`, and compressed.
"""
import sys

tool, form, source, sites, out = sys.argv[1:]
threads = 2

if tool == "duckdb":
    import duckdb

    db = duckdb.connect(config={"threads": threads})
    db.execute("SET preserve_insertion_order=false")
    if form == "wide":
        hourly = (
            "SELECT date_trunc('hour', timestamp) AS hour, sum(COLUMNS(* EXCLUDE (timestamp))) "
            f"FROM read_csv('{source}', header=true, types={{'timestamp': 'TIMESTAMP'}}) GROUP BY 1"
        )
        db.execute(
            f"COPY (SELECT date_trunc('month', hour + INTERVAL 8 HOUR) AS month, sum(COLUMNS(* EXCLUDE (hour))) "
            f"FROM ({hourly}) GROUP BY 1) TO '{out}'"
        )
    else:
        scan = (
            f"read_csv('{source}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', "
            "columns={'timestamp':'TIMESTAMP','meter_id':'VARCHAR','energy_kwh':'DOUBLE'})"
        )
        hourly = f"SELECT meter_id, date_trunc('hour', timestamp) AS hour, sum(energy_kwh) AS kwh FROM {scan} GROUP BY ALL"
        db.execute(
            f"COPY (SELECT site_id, strftime(hour + INTERVAL 8 HOUR, '%Y-%m') AS month, sum(kwh) AS kwh "
            f"FROM ({hourly}) JOIN read_csv('{sites}') USING (meter_id) GROUP BY ALL ORDER BY ALL) TO '{out}' (HEADER)"
        )
else:
    import os

    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    data = pl.scan_csv(source)
    if form == "wide":
        hour = pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_zone="UTC").dt.truncate("1h")
        hourly = data.with_columns(hour).group_by("timestamp").sum()
        month = pl.col("timestamp").dt.offset_by("8h").dt.truncate("1mo")
        hourly.with_columns(month).group_by("timestamp").sum().collect(engine="streaming").write_csv(out)
    else:
        stamp = pl.col("timestamp")
        parsed = stamp.str.to_datetime(
            "%Y-%m-%dT%H:%M:%S%z" if form != "naive" else "%Y-%m-%d %H:%M:%S",
            time_zone="UTC" if form != "naive" else None,
        )
        hourly = data.group_by("meter_id", parsed.dt.truncate("1h").alias("hour")).agg(pl.col("energy_kwh").sum())
        month = pl.col("hour").dt.offset_by("8h" if form != "naive" else "0h").dt.strftime("%Y-%m").alias("month")
        (
            hourly.join(pl.scan_csv(sites), on="meter_id")
            .group_by("site_id", month)
            .agg(pl.col("energy_kwh").sum())
            .sort("site_id", "month")
            .collect(engine="streaming")
            .write_csv(out)
        )
