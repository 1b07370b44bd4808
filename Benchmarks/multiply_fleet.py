#!/usr/bin/env python3
"""A large fleet out of a small one that was ingested: every site N times under other names, with its kept months but without
its hours, which for 100,000 sites would fill 30 GB of disk. What is planned from months costs the same as if all had been read.

multiply_fleet.py SOURCE TARGET N

It knows what a closing rests on (Sources/Runs/ClosingBook.swift) and refuses to go on when the source's own closings are not
found by it.
"""

import csv
import hashlib
import os
import shutil
import sqlite3
import sys

ALWAYS = (0, 7_258_118_400)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def main():
    source, target, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    os.makedirs(os.path.join(target, ".carbongrade", "originals"), exist_ok=True)
    shutil.copy(os.path.join(source, "portfolio.yaml"), target)
    shutil.copy(os.path.join(source, "measures.csv"), target)
    with open(os.path.join(source, "portfolio.yaml")) as file:
        if "_hours" in file.read():
            sys.exit("a tariff with bands is part of what closings rest on; this script takes one price only")
    meters_of = {}
    with open(os.path.join(source, "meters.csv"), newline="") as file:
        for row in csv.DictReader(file):
            meters_of.setdefault(row["site_id"], []).append(row)
    old = sqlite3.connect(os.path.join(source, ".carbongrade", "ledger.sqlite"))
    path = os.path.join(target, ".carbongrade", "ledger.sqlite")
    new = sqlite3.connect(path)
    new.execute("PRAGMA page_size = 16384")
    for (sql,) in old.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"):
        new.execute(sql)
    new.execute(f"PRAGMA user_version = {old.execute('PRAGMA user_version').fetchone()[0]}")
    for table in ("grdb_migrations", "facts"):
        rows = old.execute(f"SELECT * FROM {table}").fetchall()
        new.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
    known = {row[1]: row for row in old.execute("SELECT * FROM meters")}
    closings = {row[0]: row for row in old.execute("SELECT site_id, year, basis, months FROM closings WHERE year = 2025")}
    first = next(site for site in meters_of if site in closings)

    def basis(prefix, rows, names):
        text = prefix + "Asia/Shanghai"
        for row, name in zip(rows, names):
            text += f"\n{name}\n{row['account']}\n\t{ALWAYS[0]}\t{ALWAYS[1]}\t{known[row['meter_id']][8]}" + "energy"
        return digest(text)

    zone = "unknown"
    if os.path.exists("/usr/share/zoneinfo/tzdata.zi"):
        with open("/usr/share/zoneinfo/tzdata.zi") as file:
            zone = file.readline().removeprefix("# version ").strip()
    prefixes = [f"{edition} {rules} {zone} " for edition in range(1, 9) for rules in range(1, 9)]
    names = [row["meter_id"] for row in meters_of[first]]
    prefix = next((one for one in prefixes if basis(one, meters_of[first], names) == closings[first][2]), None)
    if prefix is None:
        sys.exit("what the closings of the source rest on is not what this script knows")

    def lines(name):
        with open(os.path.join(source, name)) as file:
            header, *rest = file.read().splitlines()
        return header, rest

    key = 0
    for name in ("sites.csv", "meters.csv", "facts.csv"):
        header, rest = lines(name)
        with open(os.path.join(target, name), "w") as file:
            file.write(header + "\n")
            for copy in range(times):
                # Sites are named s000000; names of meters begin with them.
                file.writelines(row.replace("s0", f"c{copy}", 2 if name == "meters.csv" else 1) + "\n" for row in rest)
    for copy in range(times):
        for site, rows in meters_of.items():
            clones = [row["meter_id"].replace("s0", f"c{copy}", 1) for row in rows]
            for row, clone in zip(rows, clones):
                key += 1
                values = (key, clone) + known[row["meter_id"]][2:]
                new.execute(f"INSERT INTO meters VALUES ({','.join('?' * len(values))})", values)
            if site in closings:
                _, year, _, months = closings[site]
                new.execute(
                    "INSERT INTO closings VALUES (?,?,?,?)",
                    (site.replace("s0", f"c{copy}", 1), year, basis(prefix, rows, clones), months))
    new.commit()


main()
