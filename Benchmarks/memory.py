#!/usr/bin/env python3
"""Peak memory of the reader and of the whole program against the limit, as one table.

    memory.py READER PROGRAM     in the folder of the files that `run` makes

The limit is 32 MB and 16 bytes for each meter-hour where readings run as time does, else 16 bytes for each
reading, of which more than 256 MB lie on the disk; a MB is 1,000,000 bytes. The peak is the kernel's account of
the finished process. What the program maps of its own file and its libraries is code that any run has, however
small its input; the kernel can drop it, and processes share it. It is told apart: `own` is what the process
wrote to, looked at every two milliseconds.
"""
import os
import subprocess
import sys
import time

reader, program = sys.argv[1:3]
HOURS, MB = 8_760, 1_000_000


def peak(*command):
    """The peak and the own part of it [bytes]."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own = 0
    while True:
        try:
            with open(f"/proc/{process.pid}/status") as status:
                for line in status:
                    if line.startswith("RssAnon"):
                        own = max(own, int(line.split()[1]) * 1_024)
        except OSError:
            pass
        done, code, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            if code:
                sys.exit(f"memory: {' '.join(command)}: {code}")
            return usage.ru_maxrss * 1_024, own
        time.sleep(0.002)


def portfolio(folder, map_file, interval):
    """A portfolio of the meters of a map, so that the whole program reads the same files."""
    os.makedirs(folder, exist_ok=True)
    with open(map_file) as lines:
        meters = [line.strip().split(",")[:2] for line in lines][1:]
    with open(f"{folder}/portfolio.yaml", "w") as out:
        out.write("organisation: Benchmark\n")
    with open(f"{folder}/sites.csv", "w") as out:
        out.write("site_id,name,kind,region,timezone\n")
        for site in sorted({site for _, site in meters}):
            out.write(f"{site},{site},data_center,CN-GD,Asia/Shanghai\n")
    with open(f"{folder}/meters.csv", "w") as out:
        out.write("meter_id,site_id,account,quantity,unit,interval\n")
        for meter, site in meters:
            out.write(f"{meter},{site},it,interval,kWh,{interval}\n")
    return folder


if not os.path.exists("second.csv"):
    # A reading a second for 60 days; one is said twice, so that all are kept for the careful way.
    with open("second.csv.part", "w") as out:
        out.write("time,meter,value\n")
        for day in range(60):
            date = time.strftime("%Y-%m-%d", time.gmtime(1_767_225_600 + day * 86_400))
            for second in range(86_400):
                clock = f"{second // 3_600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
                out.write(f"{date} {clock},m1,0.{100 + second * 62 % 900:04d}\n")
        out.write("2026-01-01 00:00:00,m1,0.0100\n")
    os.rename("second.csv.part", "second.csv")
with open("second_map.csv", "w") as out:
    out.write("meter_id,site_id\nm1,S01\n")
with open("standard.csv") as lines, open("small.csv", "w") as out:
    for _ in range(1_001):
        out.write(next(lines))

ordered = [
    ("1,000 rows", "map.csv", "PT15M", "small.csv", 700),
    ("standard", "map.csv", "PT15M", "standard.csv", 700 * HOURS),
    ("by meter", "map.csv", "PT15M", "meter.csv", 700 * HOURS),
    ("2,000 columns", "wide_map.csv", "PT15M", "wide.csv", 2_000 * HOURS),
    ("35,000 files", "files_map.csv", "PT15M", "files", 35_000 * 168),
]
forms = [(*form, 32 * MB + 16 * units) for *form, units in ordered]
forms += [
    ("one meter, a reading a second, careful", "second_map.csv", "PT1S", "second.csv", 32 * MB + 16 * 5_184_001),
    ("defects, 24.5 million rows kept", "map.csv", "PT15M", "defects.csv", 32 * MB + 16 * 700 * HOURS + 256 * MB),
]
print("| form | limit MB | reader MB | program MB | own MB |\n|---|---|---|---|---|")
for name, meters, interval, files, limit in forms:
    folder = portfolio("memory_portfolio", meters, interval)
    alone, _ = peak(reader, meters, "out.csv", files)
    whole, own = peak(program, "ingest", "--dry-run", "--quiet", "--portfolio", folder, files)
    print(f"| {name} | {limit / MB:.0f} | {alone / MB:.0f} | {whole / MB:.0f} | {own / MB:.0f} |", flush=True)
