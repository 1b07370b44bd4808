#!/usr/bin/env python3
"""Holds the program against the oracle on random portfolios, joule by joule.

    compare.py PROGRAM FIRST LAST

For every seed from FIRST to LAST: makes a random portfolio, lets PROGRAM ingest it (and the later
files as a second batch), and compares the hourly journal of several periods and the energy
statement of the first batch with the oracle's. Prints each difference; exits 1 if there is one.
"""

import csv
import io
import pathlib
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = pathlib.Path(__file__).resolve().parent


def run(*command):
    """Runs a command and returns its standard output; a program may exit with 0 or 1."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(f"{command[0]} {command[1]} exited {done.returncode}: {done.stderr[:2000]}")
    return done.stdout


def oracle(*words):
    return run(sys.executable, HERE / "oracle.py", *words)


def joules(kwh):
    """The joule that nine decimals of a kilowatt-hour stand for."""
    return round(Fraction(kwh) * 3_600_000)


def statement_of_program(text):
    rows = {}
    for row in csv.DictReader(io.StringIO(text)):
        rows[row["file"]] = [int(row["rows"]), int(row["rows_accepted"]), int(row["rows_rejected"])] + [
            joules(row[f"energy_{part}_kwh"])
            for part in ("in", "booked", "superseded", "duplicate", "rejected")
        ]
    return rows


def statement_of_oracle(text):
    return {
        row["file"]: [int(value) for name, value in row.items() if name != "file"]
        for row in csv.DictReader(io.StringIO(text))
    }


def compare(program, seed, folder):
    """Returns the differences of one seed as lines of text."""
    periods = run(sys.executable, HERE / "random_portfolio.py", seed, folder).split()
    wrong = []
    stated = statement_of_program(
        run(program, "ingest", "-C", folder, "--quiet", "--format", "csv"))
    expected = statement_of_oracle(oracle(folder, "--statement"))
    for file in sorted(stated.keys() | expected.keys()):
        if stated.get(file) != expected.get(file):
            wrong.append(f"statement of {file}: {stated.get(file)} is not {expected.get(file)}")
    second = []
    if (folder / "later").is_dir():
        run(program, "ingest", "-C", folder, folder / "later", "--quiet")
        second = ["--second"]
    for period in periods:
        got = run(program, "ledger", "-C", folder, "--period", period, "--format", "csv", "--quiet")
        want = oracle(folder, "--period", period, *second)
        if got != want:
            lines = set(got.splitlines()) ^ set(want.splitlines())
            wrong.append(f"journal of {period}: {len(lines)} lines differ, first {sorted(lines)[:3]}")
    return wrong


def main():
    program, first, last = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    bad = 0
    for seed in range(first, last + 1):
        with tempfile.TemporaryDirectory() as parent:
            for line in compare(program, seed, pathlib.Path(parent) / "portfolio"):
                print(f"seed {seed}: {line}")
                bad += 1
    print(f"{last - first + 1} portfolios compared, {bad} differences")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
