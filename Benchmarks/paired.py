#!/usr/bin/env python3
"""Runs commands in turn, round after round, and prints one table: what each cost the processor.

    paired.py [--rounds N] [--base NAME] [--before COMMAND] NAME=COMMAND...

Each round runs every command once, so that all see the same neighbours on a shared machine; one round
before them warms up and is not counted. Seconds are the kernel's account of the finished process and of
its children; ratios are taken round by round, and all figures are medians. COMMAND runs in a shell. What `--before` names runs
before each command and is not counted: clearing away what the last one wrote is not its neighbour's work.
"""
import os
import resource
import statistics
import subprocess
import sys
import time

rounds, base, before, jobs = 5, None, None, []
arguments = sys.argv[1:]
while arguments:
    word = arguments.pop(0)
    if word == "--rounds":
        rounds = int(arguments.pop(0))
    elif word == "--base":
        base = arguments.pop(0)
    elif word == "--before":
        before = arguments.pop(0)
    else:
        name, _, command = word.partition("=")
        jobs.append((name, command))
base = base or jobs[0][0]


def once(command):
    start = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(["/usr/bin/time", "-f", "%M", "sh", "-c", command], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"paired: {command}: {done.stderr.strip()}")
    memory = int(done.stderr.split()[-1]) / 1024
    return (time.monotonic() - start, after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime, memory)


seen = {name: [] for name, _ in jobs}
for number in range(rounds + 1):
    for name, command in jobs:
        if before:
            subprocess.run(before, shell=True, check=True)
        figures = once(command)
        if number:
            seen[name].append(figures)
print(f"{rounds} rounds in turn, load average {os.getloadavg()[0]:.1f}")
print(f"| command | wall s (least-most) | user s | system s | peak MB | CPU x {base} | wall x {base} |")
print("|---|---|---|---|---|---|---|")
for name, _ in jobs:
    runs = seen[name]
    median = [statistics.median(column) for column in zip(*runs)]
    cpu = statistics.median((r[1] + r[2]) / max(1e-9, b[1] + b[2]) for r, b in zip(runs, seen[base]))
    wall = statistics.median(r[0] / b[0] for r, b in zip(runs, seen[base]))
    walls = [run[0] for run in runs]
    print(f"| {name} | {median[0]:.2f} ({min(walls):.2f}-{max(walls):.2f}) | {median[1]:.2f} | {median[2]:.2f} "
          f"| {median[3]:.0f} | {cpu:.2f} | {wall:.2f} |")
