#!/usr/bin/env python3
"""An independent oracle for the hourly ledger of carbongrade.

It was written from the published method alone, without sight of the program it checks. It reads a
portfolio folder and prints what the ledger must be, line for line, or the energy statement of each
file. Clarity comes before speed. Every quantity is an `int` or a `Fraction`; there is no float.

    oracle.py DIR --period P [--second]       the ledger of the period, as CSV
    oracle.py DIR --statement [--second]      the energy statement, in joules, as CSV
    oracle.py --self-test                     the worked examples at the end of this file

`readings/` is batch 1; with --second the files of `later/` are ingested after it as batch 2.
"""

import argparse
import csv
import gzip
import io
import os
import re
import sys
import tempfile
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

# ------------------------------------------------------------------------------------------------
# 1. Numbers
#
# "Energy is whole joules. A reading is parsed as the exact decimal it is, multiplied exactly by the
# meter's multiplier, and rounded to a joule half to even, once."
# ------------------------------------------------------------------------------------------------

JOULES_PER_KWH = 3_600_000

ENERGY_UNITS = {  # joules in one unit
    "J": 1, "MJ": 10**6, "GJ": 10**9,
    "Wh": 3_600, "kWh": JOULES_PER_KWH, "度": JOULES_PER_KWH,
    "MWh": 10**3 * JOULES_PER_KWH, "万kWh": 10**4 * JOULES_PER_KWH, "GWh": 10**6 * JOULES_PER_KWH,
}
POWER_UNITS = {"W": 1, "kW": 10**3, "MW": 10**6}  # watts in one unit
OTHER_UNITS = {"m3": 10**3, "L": 1, "t": 10**6, "kg": 10**3}  # never in the ledger

DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z")


def half_even(x):
    """The whole number nearest to x; a half goes to the even neighbour."""
    x = Fraction(x)
    low = x.numerator // x.denominator
    rest = x - low
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and low % 2 == 1):
        low += 1
    return low


def decimal(text):
    """The exact value of a decimal with `.`; None when the text is no such number."""
    text = text.strip()
    return Fraction(text) if DECIMAL.match(text) else None


def kwh_text(joules):
    """Joules as kWh with exactly nine decimals, half to even; a minus only below zero."""
    billionths = half_even(Fraction(abs(joules) * 10**9, JOULES_PER_KWH))
    whole, part = divmod(billionths, 10**9)
    sign = "-" if joules < 0 and billionths else ""
    return f"{sign}{whole}.{part:09d}"


# ------------------------------------------------------------------------------------------------
# 2. Time
#
# Instants are whole seconds since 1970 in UTC. "A local time that does not exist rejects its row.
# A naive local time that occurs twice: first its earlier, then its later instant, when the rows
# come in time order (newest-first files are read backwards for this); in no order such rows are
# rejected; a single stamp in a repeated hour is daylight time." Nothing is shifted in silence.
# ------------------------------------------------------------------------------------------------

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)
STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?\s*"
                   r"(Z|[+-]\d\d:?\d\d)?\Z")
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\Z")


@lru_cache(maxsize=None)
def zone_named(name):
    return ZoneInfo(name)


@lru_cache(maxsize=200_000)
def instants_of(local, zone):
    """The instants at which the clocks of the zone show this time: none, one, or two."""
    found = set()
    for fold in (0, 1):
        utc = local.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc)
        if utc.astimezone(zone).replace(tzinfo=None) == local:
            found.add((utc - EPOCH) // SECOND)
    return tuple(sorted(found))


def parse_stamp(text):
    """(instant, None) for a stamp with offset or Z, (None, local) for a naive one, else None."""
    match = STAMP.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        local = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    offset = match.group(7)
    if offset is None:
        return None, local
    utc = (local.replace(tzinfo=timezone.utc) - EPOCH) // SECOND
    if offset == "Z":
        return utc, None
    shift = int(offset[1:3]) * 3600 + int(offset[-2:]) * 60
    return utc + (shift if offset[0] == "-" else -shift), None


def time_passes(locals_, zone):
    """Which pass of a repeated hour each naive stamp is in (0 or 1), or None if out of order.

    Rows are in time order when no stamp lies before the one above it, except that inside one
    repeated hour the clock may step back once: 01:45 followed by 01:00 opens the second pass. The
    same stamp again inside a repeated hour opens it as well.
    """
    passes = []
    for k, local in enumerate(locals_):
        both = instants_of(local, zone)
        current = 0
        if k > 0:
            above = locals_[k - 1]
            both_above = instants_of(above, zone)
            same_hour = (len(both) == 2 and len(both_above) == 2
                         and abs(both[0] - both_above[0]) < both[1] - both[0])
            if same_hour:
                current = passes[-1] + (1 if local <= above else 0)
                if current > 1:
                    return None  # a third pass: no order
            elif local < above:
                return None
        passes.append(current)
    return passes


def resolve_stamps(parsed, zone):
    """The instants of the stamps that one file has for one meter; None where a row is rejected."""
    naive = [k for k, stamp in enumerate(parsed) if stamp is not None and stamp[1] is not None]
    locals_ = [parsed[k][1] for k in naive]
    passes = time_passes(locals_, zone)
    if passes is None:  # perhaps newest first: read backwards
        passes = time_passes(locals_[::-1], zone)
        if passes is not None:
            passes = passes[::-1]
    result = [stamp[0] if stamp is not None else None for stamp in parsed]
    for position, k in enumerate(naive):
        possible = instants_of(locals_[position], zone)
        if len(possible) == 1:
            result[k] = possible[0]
        elif len(possible) == 2 and passes is not None:
            result[k] = possible[passes[position]]
    return result


def duration_seconds(text):
    match = DURATION.match(text)
    if match is None or len(text) < 3:
        raise ValueError(f"no duration: {text}")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return days * 86_400 + hours * 3_600 + minutes * 60 + seconds


def midnight(day, zone):
    """"A bare date is local midnight of the site"; a midnight that occurs twice is the first."""
    local = datetime(day.year, day.month, day.day)
    possible = instants_of(local, zone)
    if possible:
        return possible[0]
    return (local.replace(tzinfo=zone).astimezone(timezone.utc) - EPOCH) // SECOND


def instant_or_date(text, meter_zone, site_zone):
    """An instant of a table: with offset, naive in the meter's zone, or a bare date."""
    text = text.strip()
    if not text:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return midnight(date.fromisoformat(text), site_zone)
    instant, local = parse_stamp(text)
    return instant if local is None else instants_of(local, meter_zone)[0]


def period_of(text, zone):
    """"A day, month, quarter, year is the site's local one"; A/B is half-open."""
    if "/" in text:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        return midnight(first, zone), midnight(last, zone)
    if match := re.fullmatch(r"(\d{4})", text):
        year, month, months = int(text), 1, 12
    elif match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        year, month, months = int(match[1]), int(match[2]), 1
    elif match := re.fullmatch(r"(\d{4})-?Q([1-4])", text):
        year, month, months = int(match[1]), 3 * int(match[2]) - 2, 3
    else:
        raise ValueError(f"no period: {text}")
    after = year * 12 + month - 1 + months
    return (midnight(date(year, month, 1), zone),
            midnight(date(after // 12, after % 12 + 1, 1), zone))


@lru_cache(maxsize=None)
def slot_length(zone):
    """"An hour is a UTC hour; a site whose offset is not whole hours keeps half (or quarter)
    hours": the offsets that the zone has had since 1973, looked up once a day, decide."""
    length = 3600
    moment = datetime(1973, 1, 1, tzinfo=timezone.utc)
    while moment.year < 2038:
        offset = moment.astimezone(zone).utcoffset() // SECOND
        if offset % 1800 != 0:
            return 900
        if offset % 3600 != 0:
            length = 1800
        moment += timedelta(days=1)
    return length


# ------------------------------------------------------------------------------------------------
# 3. The tables of the portfolio
# ------------------------------------------------------------------------------------------------

SUPPLY = {"grid_import", "onsite_solar", "onsite_wind", "onsite_other", "generator",
          "storage_discharge", "direct_line"}
USE = {"it", "cooling", "ventilation", "ups_loss", "distribution_loss", "lighting", "office",
       "tenant_it", "other_use", "grid_export", "storage_charge", "heat_pump_upgrade"}
ELECTRIC = SUPPLY | USE | {"check"}

# "Negative energy or power is booked to the mirror account where one exists."
MIRROR = {"grid_import": "grid_export", "grid_export": "grid_import",
          "storage_discharge": "storage_charge", "storage_charge": "storage_discharge",
          "onsite_solar": "other_use", "onsite_wind": "other_use", "onsite_other": "other_use",
          "other_use": "onsite_other"}


def kind_of(account):
    return "supply" if account in SUPPLY else "use" if account in USE else "none"


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as handle:
        return [{key: (cell or "").strip() for key, cell in row.items() if key is not None}
                for row in csv.DictReader(handle)]


class Site:
    def __init__(self, index, row):
        self.index = index
        self.site_id = row["site_id"]
        self.zone = zone_named(row["timezone"])
        self.slot = slot_length(self.zone)
        self.meters = []


class Meter:
    def __init__(self, index, row, site):
        self.index = index
        self.meter_id = row["meter_id"]
        self.site = site
        self.account = row["account"]
        self.kind = kind_of(self.account)
        self.electric = self.account in ELECTRIC
        self.quantity = row["quantity"]
        self.unit = row["unit"]
        self.multiplier = decimal(row.get("multiplier") or "1")
        declared = row.get("interval")
        self.interval = duration_seconds(declared) if declared else None
        self.label = row.get("label") or "start"
        self.zone = zone_named(row["timezone"]) if row.get("timezone") else site.zone
        self.register_max = decimal(row["register_max"]) if row.get("register_max") else None
        self.max_watts = (decimal(row["max_power_kw"]) * 1000 if row.get("max_power_kw") else None)
        self.register_reset = row.get("register_reset") or None
        self.usual_rise = None  # watts, found when it is asked for
        self.parent_id = row.get("parent_meter") or None
        self.valid_from = instant_or_date(row.get("valid_from") or "", self.zone, site.zone)
        self.valid_to = instant_or_date(row.get("valid_to") or "", self.zone, site.zone)
        self.events = []  # exchanges and resets of the register, by time
        scale = {**ENERGY_UNITS, **POWER_UNITS, **OTHER_UNITS}[self.unit]
        self.scale = self.multiplier * scale  # joules, or watts, for a reading of 1

    def joules(self, value, seconds=1):
        """One reading in whole joules; power is multiplied by its seconds before the rounding."""
        return half_even(value * self.scale * seconds)

    def valid_seconds(self, start, end):
        """How much of [start, end) lies inside the meter's validity."""
        low = start if self.valid_from is None else max(start, self.valid_from)
        high = end if self.valid_to is None else min(end, self.valid_to)
        return max(0, high - low)


class Event:
    def __init__(self, at, final, first):
        self.at, self.final, self.first = at, final, first


class Row:
    """One reading: where it was written, what it says, and what became of it.

    `fate` is booked, duplicate, superseded or rejected for interval and power readings; a register
    reading has only `rejected` (or None), since its energy lies in the spans.
    """

    def __init__(self, meter, source, evidence, instant, value):
        self.meter = meter
        self.source = source        # the statement of its file
        self.evidence = evidence    # (batch, order of the file, order of the row)
        self.instant = instant
        self.value = value
        self.start = self.end = self.joules = None
        self.fate = None

    @property
    def batch(self):
        return self.evidence[0]


class Span:
    """Energy over [start, end), booked for a meter, with the batch that brought it."""

    def __init__(self, start, end, joules, batch):
        self.start, self.end, self.joules, self.batch = start, end, joules, batch


class Source:
    """One file, with its statement in joules."""

    COLUMNS = ["rows", "rows_accepted", "rows_rejected", "energy_in", "energy_booked",
               "energy_superseded", "energy_duplicate", "energy_rejected"]

    def __init__(self, name):
        self.name = name
        for column in self.COLUMNS:
            setattr(self, column, 0)


class Portfolio:
    def __init__(self, folder):
        self.folder = folder
        self.sites = [Site(k, row)
                      for k, row in enumerate(table(os.path.join(folder, "sites.csv")))]
        by_id = {site.site_id: site for site in self.sites}
        self.meters = {}
        for k, row in enumerate(table(os.path.join(folder, "meters.csv"))):
            meter = Meter(k, row, by_id[row["site_id"]])
            if meter.meter_id in self.meters:
                raise ValueError("the oracle knows one line a meter only: " + meter.meter_id)
            self.meters[meter.meter_id] = meter
            meter.site.meters.append(meter)
        events = os.path.join(folder, "events.csv")
        for row in table(events) if os.path.exists(events) else []:
            if row["event"] not in ("exchange", "reset"):
                raise ValueError("the oracle knows exchange and reset only: " + row["event"])
            meter = self.meters[row["meter_id"]]
            meter.events.append(Event(instant_or_date(row["at"], meter.zone, meter.site.zone),
                                      decimal(row["final_reading"]) if row["final_reading"]
                                      else None,
                                      decimal(row["first_reading"] or "0")))
        for meter in self.meters.values():
            meter.events.sort(key=lambda event: event.at)
        self.estimation = estimation_named(os.path.join(folder, "portfolio.yaml"))
        self.sources = []
        self.rows = defaultdict(list)     # meter -> its readings, over all batches
        self.spans = {}                   # meter -> booked spans, signed
        self.ingested = 0

    # --------------------------------------------------------------------------------------------
    # 4. Files into readings
    # --------------------------------------------------------------------------------------------

    def ingest(self, subfolder):
        """One call is one batch; its files are taken in byte order of their relative path."""
        self.ingested += 1
        folder = os.path.join(self.folder, subfolder)
        names = [f"{subfolder}/{name}" for name in (os.listdir(folder)
                                                    if os.path.isdir(folder) else [])
                 if name.endswith((".csv", ".csv.gz"))]
        for order, name in enumerate(sorted(names, key=lambda name: name.encode("utf-8"))):
            source = Source(name)
            self.sources.append(source)
            self.read_file(source, (self.ingested, order))

    def read_file(self, source, place):
        path = os.path.join(self.folder, source.name)
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rb") as handle:
            text = handle.read().decode("utf-8-sig")
        heading = text.split("\n", 1)[0]
        delimiter = max(",;\t", key=heading.count)
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
                 if any(cell.strip() for cell in line)]
        header = [cell.strip() for cell in lines[0]]

        # Every cell that counts as a row: (number of its row, stamp, meter_id, value).
        cells = []
        if "meter_id" in header and "value" in header:
            at, who, what = (header.index(name) for name in ("timestamp", "meter_id", "value"))
            for number, line in enumerate(lines[1:]):
                line = line + [""] * (len(header) - len(line))
                cells.append((number, line[at], line[who].strip(), line[what].strip()))
        else:
            at = header.index("timestamp")
            for number, line in enumerate(lines[1:]):
                for column, cell in enumerate(line):
                    if column != at and cell.strip():  # an empty cell of a wide file is nothing
                        cells.append((number, line[at], header[column], cell.strip()))

        source.rows = len(cells)
        by_meter = defaultdict(list)
        for cell in cells:
            if cell[2] in self.meters:
                by_meter[self.meters[cell[2]]].append(cell)
            else:
                source.rows_rejected += 1  # unknown meter: no energy can be computed
        for meter, own in by_meter.items():
            instants = resolve_stamps([parse_stamp(cell[1]) for cell in own], meter.zone)
            good = []
            for (number, _, _, text), instant in zip(own, instants):
                value = decimal(text)
                if instant is None or value is None:
                    source.rows_rejected += 1  # no stamp, or no readable value
                else:
                    good.append(Row(meter, source, place + (number,), instant, value))
            if meter.quantity == "register":
                self.take_register(meter, good)
            else:
                self.take_intervals(meter, good)

    def take_register(self, meter, good):
        """Each reading is rounded before readings are subtracted; `label` has no meaning. "Readings
        outside valid_from, valid_to are rejected": a count has no energy by itself."""
        for row in good:
            if ((meter.valid_from is not None and row.instant < meter.valid_from)
                    or (meter.valid_to is not None and row.instant >= meter.valid_to)):
                reject(row)
                continue
            row.joules = meter.joules(row.value)
            self.rows[meter].append(row)

    def take_intervals(self, meter, good):
        """Interval and power readings of one file: their [start, end), energy, and the tests that
        look at one reading alone, in this order: validity, sign, power."""
        found = {}
        if meter.interval is None:
            times = sorted({row.instant for row in good})
            found = dict(zip(times, intervals_found(times, meter.label)))
        for row in good:
            if meter.interval is not None:
                start = row.instant - (meter.interval if meter.label == "end" else 0)
                row.start, row.end = start, start + meter.interval
            elif found[row.instant] is None:
                reject(row)  # a lone reading without a declared interval
                continue
            else:
                row.start, row.end = found[row.instant]
            seconds = row.end - row.start
            row.joules = meter.joules(row.value, seconds if meter.quantity == "power" else 1)
            self.rows[meter].append(row)

            if meter.valid_seconds(row.start, row.end) < seconds:
                reject(row)
            elif row.joules < 0 and meter.account not in MIRROR and meter.account != "check":
                reject(row)
            elif meter.max_watts is not None and abs(row.joules) > meter.max_watts * seconds:
                reject(row)

    # --------------------------------------------------------------------------------------------
    # 5. Readings into booked spans, over all batches
    # --------------------------------------------------------------------------------------------

    def settle(self):
        for meter in self.meters.values():
            if meter.quantity == "register":
                self.spans[meter] = settle_register(meter, self.rows[meter])
            else:
                self.spans[meter] = settle_intervals(self.rows[meter])
                if meter.electric:
                    self.state_intervals(self.rows[meter])
        for source in self.sources:
            source.rows_accepted = source.rows - source.rows_rejected
            told = (source.energy_booked + source.energy_superseded + source.energy_duplicate
                    + source.energy_rejected)
            if source.energy_in != told:
                raise AssertionError(f"{source.name}: {source.energy_in} J in, {told} J told")

    @staticmethod
    def state_intervals(rows):
        """Energy in = booked + duplicate + superseded + rejected, in absolute values."""
        for row in rows:
            column = "energy_" + row.fate
            row.source.energy_in += abs(row.joules)
            setattr(row.source, column, getattr(row.source, column) + abs(row.joules))

    # --------------------------------------------------------------------------------------------
    # 6. Booked spans into the ledger
    # --------------------------------------------------------------------------------------------

    def ledger(self, period):
        """The lines of the period: (site_id, meter_id, account, hour, joules, quality, method,
        batch), sorted."""
        lines = []
        for site in self.sites:
            lines += self.site_lines(site, *period_of(period, site.zone))
        return lines

    def site_lines(self, site, begin, end):
        own, mirrored = {}, {}
        for meter in site.meters:
            if meter.electric:
                own[meter], mirrored[meter] = slots_of(meter, self.spans[meter])

        Estimation(site, own, mirrored).fill(self.estimation)

        # Each slot of the period that stands, under the account it is booked to.
        standing = []  # (order of the meter, meter_id, account, slot, its booking)
        for meter in own:
            for slot, booking in remainders(meter, own).items():
                standing.append((meter.index, meter.meter_id, meter.account, slot, booking))
            for slot, booking in mirrored[meter].items():
                standing.append((meter.index, meter.meter_id, MIRROR[meter.account], slot,
                                 booking))

        # "Without a supply meter, supply = sum of top-level uses, marked derived": the whole energy
        # of every use meter that has no use meter above it.
        last = len(self.meters)  # meterless lines come after those of the meters
        if not any(meter.kind == "supply" for meter in own):
            for meter in own:
                above = self.meters.get(meter.parent_id)
                if meter.kind == "use" and (above is None or above.kind != "use"):
                    for slot, booking in own[meter].items():
                        standing.append((last, "", "grid_import", slot, booking))

        # Slots into UTC hours; an hour on the period's edge holds only its part inside.
        hours = {}
        for order, meter_id, account, slot, booking in standing:
            if begin <= slot and slot + site.slot <= end:
                key = (slot - slot % 3600, order, account, meter_id)
                hours.setdefault(key, Booking()).add(booking)

        # "`unallocated` = supply - uses", never clamped, for every hour with a line that is booked.
        balance = defaultdict(int)
        for (hour, _, account, _), booking in hours.items():
            if account != "check":
                balance[hour] += booking.joules if account in SUPPLY else -booking.joules
        for hour, joules in balance.items():
            hours[(hour, last, "unallocated", "")] = Booking(joules)

        lines = []
        for (hour, order, account, meter_id), booking in sorted(hours.items(),
                                                                key=lambda item: item[0]):
            stamp = (EPOCH + hour * SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")
            quality, method, batch, basis = "derived", "", "", ""
            if order < last:
                batch = str(booking.batch) if booking.batch else ""
                quality = "spread" if booking.spread else "measured"
                if booking.estimate is not None:
                    quality, (method, basis) = "estimated", booking.estimate
                elif booking.spread:
                    register = self.meters[meter_id].quantity == "register"
                    method = "register-spread" if register else "interval-spread"
            lines.append((site.site_id, meter_id, account, stamp, booking.joules, quality, method,
                          batch, basis))
        return lines


# ------------------------------------------------------------------------------------------------
# 7. Lengths of intervals
#
# "The interval is declared or found from the steps, run by run: a new step that holds for four
# readings starts a run, and the reading before it ends where the run begins (ties: the shorter); a
# lone reading gets the declared interval or is rejected."
# ------------------------------------------------------------------------------------------------

def intervals_found(times, label):
    """[start, end) of each of the sorted distinct stamps; None for a lone one."""
    if len(times) < 2:
        return [None] * len(times)
    if label == "end":  # the same in a mirror: time runs backwards
        back = intervals_by_start([-time for time in reversed(times)])
        return [(-end, -start) for start, end in reversed(back)]
    return intervals_by_start(times)


def intervals_by_start(times):
    steps = [later - earlier for earlier, later in zip(times, times[1:])]
    runs = []  # (first reading, step)
    for i in range(len(steps) - 2):
        if steps[i] == steps[i + 1] == steps[i + 2] and (not runs or runs[-1][1] != steps[i]):
            runs.append((i, steps[i]))
    if not runs:  # no step holds for four readings: the most frequent, of equals the shorter
        often = Counter(steps)
        runs = [(0, min(often, key=lambda step: (-often[step], step)))]
    result = []
    for i, time in enumerate(times):
        step = runs[0][1]
        end_at = None
        for first, run_step in runs:
            if first <= i:
                step = run_step
            elif first == i + 1:
                end_at = times[first]
        end = time + step
        result.append((time, end if end_at is None else min(end, end_at)))
    return result


# ------------------------------------------------------------------------------------------------
# 8. Interval and power readings: duplicates, conflicts, overlaps
# ------------------------------------------------------------------------------------------------

def reject(row):
    row.fate = "rejected"
    row.source.rows_rejected += 1


def choose(same):
    """Of readings of one interval (or one instant): the one that stands, the duplicates, the
    superseded. "Same value: one kept, the rest counted as duplicate. Different value: the later row
    wins; across batches the later batch supersedes." The value of the last evidence stands; of the
    readings with that value the earliest is kept."""
    same = sorted(same, key=lambda row: row.evidence)
    value = same[-1].joules
    kept = next(row for row in same if row.joules == value)
    return (kept, [row for row in same if row.joules == value and row is not kept],
            [row for row in same if row.joules != value])


def settle_intervals(rows):
    groups = defaultdict(list)
    for row in rows:
        if row.fate is None:
            groups[(row.start, row.end)].append(row)
    standing = []
    for same in groups.values():
        kept, duplicates, superseded = choose(same)
        standing.append(kept)
        for row in duplicates:
            row.fate = "duplicate"
        for row in superseded:
            row.fate = "superseded"

    # "Overlaps of unlike lengths: the shorter intervals win where they cover the longer completely,
    # the longer one is superseded ..."
    standing.sort(key=lambda row: (row.start, row.end))
    starts = [row.start for row in standing]
    longest = max((row.end - row.start for row in standing), default=0)
    shortest = min((row.end - row.start for row in standing), default=0)
    remaining = []
    for row in standing:
        covered = row.start  # up to here shorter intervals cover it
        if row.end - row.start > shortest:
            k = bisect_left(starts, row.start - longest)
            while k < len(standing) and starts[k] <= covered and covered < row.end:
                other = standing[k]
                if other.end - other.start < row.end - row.start:
                    covered = max(covered, other.end)
                k += 1
        if covered >= row.end:
            row.fate = "superseded"
        else:
            remaining.append(row)

    # "... a partial overlap rejects the later row": the one that begins before the last kept ends.
    booked = []
    last_end = None
    for row in remaining:
        if last_end is not None and row.start < last_end:
            reject(row)
        else:
            row.fate = "booked"
            last_end = row.end
            booked.append(Span(row.start, row.end, row.joules, row.batch))
    return booked


# ------------------------------------------------------------------------------------------------
# 9. Registers
#
# "Energy = difference of rounded readings over the time between them. Pairs are formed over all
# batches; a span's energy belongs to the file of its later reading; a reading that arrives between
# two old ones supersedes their span. A register that stands still is zero, measured."
# ------------------------------------------------------------------------------------------------

DAY = 86_400


def settle_register(meter, rows):
    by_instant = defaultdict(list)
    for row in rows:
        by_instant[row.instant].append(row)
    counts = [choose(by_instant[instant])[0] for instant in sorted(by_instant)]

    booked = []

    def book(start, later, joules):
        booked.append(Span(start, later.instant, joules, later.batch))
        if meter.electric:
            later.source.energy_in += joules
            later.source.energy_booked += joules

    def rise(start, later, joules):
        """A span, unless it means more than max_power_kw: then it is missing."""
        if meter.max_watts is not None and joules > meter.max_watts * (later.instant - start):
            if meter.electric:
                later.source.energy_in += joules
                later.source.energy_rejected += joules
        else:
            book(start, later, joules)

    k = 1
    old = counts[0] if counts else None
    taken = None  # the boundary at which the register was last seen to begin again
    seen = resets_seen(meter, counts)
    while k < len(counts):
        new = counts[k]
        events = events_between(meter, old.instant, new.instant)
        boundary = reset_boundary(meter, old, new, seen, taken)
        if events:
            # (1) An event: the old meter up to its final reading, the new one from its first. An
            # event applies even where the reading does not fall. Without a final reading what the
            # old meter counted after its last reading is not known: as if final = old count.
            joules, count = 0, old.joules
            for event in events:
                if event.final is not None:
                    joules += meter.joules(event.final) - count
                count = meter.joules(event.first)
            joules += new.joules - count
            if joules >= 0:
                book(old.instant, new, joules)
        elif boundary is not None:
            # (2) A declared reset: what the register shows was counted from the boundary.
            taken = boundary
            start = max(boundary, old.instant)
            if start >= new.instant:
                start = old.instant if new.joules > 0 else new.instant
            if start < new.instant:
                rise(start, new, new.joules)
        elif new.joules >= old.joules:
            end = spike_end(meter, counts, k, old)
            if end is not None:
                # (3) An unbelievable rise that is taken back: its rows are rejected.
                for row in counts[k:end]:
                    reject(row)
                k = end
                continue
            rise(old.instant, new, new.joules - old.joules)
        else:
            recovered = dip_end(meter, counts, k, old)
            if recovered is not None:
                # (4) A dip: its rows are rejected, the span goes on to the recovered count.
                for row in counts[k:recovered]:
                    reject(row)
                k = recovered
                continue
            wrapped = rollover(meter, old, new)
            if wrapped is not None:
                rise(old.instant, new, wrapped)  # (5)
            # (6) else a reset: the span is missing.
        old = new
        k += 1
    return booked


HOUR = 3_600


def last_boundary(meter, instant):
    """Local midnight of the day, of the first of the month or of the first of January that is not
    after an instant."""
    day = (EPOCH + instant * SECOND).astimezone(meter.zone).date()
    if meter.register_reset == "monthly":
        day = day.replace(day=1)
    elif meter.register_reset == "yearly":
        day = day.replace(month=1, day=1)
    return midnight(day, meter.zone)


def boundary_of_fall(meter, old, new):
    """"A fall within an hour of the boundary is the reset." """
    boundary = last_boundary(meter, new.instant + HOUR)
    return boundary if boundary >= old.instant - HOUR else None


def resets_seen(meter, counts):
    return meter.register_reset is not None and any(
        new.joules < old.joules and boundary_of_fall(meter, old, new) is not None
        for old, new in zip(counts, counts[1:]))


def reset_boundary(meter, old, new, seen, taken):
    """The boundary at which a register with `register_reset` began again between two counts, or
    None. A rise over a boundary hides a reset when the later count lies more than an hour behind the
    boundary, and the register was seen to begin again at some boundary; each boundary once."""
    if meter.register_reset is None:
        return None
    if new.joules < old.joules:
        boundary = boundary_of_fall(meter, old, new)
    else:
        boundary = last_boundary(meter, new.instant)
        if boundary <= old.instant or new.instant - boundary <= HOUR or not seen:
            boundary = None
    return boundary if boundary != taken else None


GREATEST = 10**15  # joules that one reading may mean


def unbelievable(meter, counts, old, new):
    """"Above max_power_kw, or where none is declared more than ten times the 99th percentile of the
    register's rises by mean power, or more than the ledger keeps." """
    joules, seconds = new.joules - old.joules, new.instant - old.instant
    if joules <= 0:
        return False
    if joules > GREATEST:
        return True
    if meter.max_watts is not None:
        return joules > meter.max_watts * seconds
    if meter.usual_rise is None:
        rises = sorted(Fraction(later.joules - earlier.joules, later.instant - earlier.instant)
                       for earlier, later in zip(counts, counts[1:])
                       if 0 < later.joules - earlier.joules <= GREATEST)
        # The highest of all is never the measure; fewer than 24 are none.
        rank = min(-(-len(rises) * 99 // 100), len(rises) - 1)
        meter.usual_rise = rises[rank - 1] if len(rises) >= 24 else Fraction(0)
    return meter.usual_rise > 0 and joules > 10 * meter.usual_rise * seconds


def spike_end(meter, counts, k, old):
    """The index of the reading that takes an unbelievable rise back: "the first within 24 hours that
    lies below everything since the rise, not below the count before it, and is a believable rise from
    that count; with no reading below that count and no event between." """
    if not unbelievable(meter, counts, old, counts[k]):
        return None
    lowest = counts[k].joules
    for j in range(k + 1, len(counts)):
        if (counts[j].joules < old.joules or counts[j].instant - old.instant > DAY
                or events_between(meter, old.instant, counts[j].instant)):
            return None
        if counts[j].joules < lowest and not unbelievable(meter, counts, old, counts[j]):
            return j
        lowest = min(lowest, counts[j].joules)
    return None


def events_between(meter, after, until):
    return [event for event in meter.events if after < event.at <= until]


def dip_end(meter, counts, k, old):
    """The index of the recovered count when counts[k:...] is a dip below `old`, else None: "lower
    readings that do not rise among themselves, then one not below the old count, within 24 h"."""
    j = k + 1
    while j < len(counts) and counts[j].joules < old.joules \
            and counts[j].joules <= counts[j - 1].joules:
        j += 1
    if j == len(counts) or counts[j].joules < old.joules:
        return None
    if counts[j].instant - old.instant > DAY:
        return None
    if events_between(meter, old.instant, counts[j].instant):
        return None
    return j


def rollover(meter, old, new):
    """The wrapped difference when it is plausible: "its mean power at most max_power_kw, or where
    none is declared the difference at most half of register_max"."""
    if meter.register_max is None:
        return None
    whole = meter.joules(meter.register_max)
    wrapped = new.joules - old.joules + whole
    if wrapped < 0:
        return None
    if meter.max_watts is not None:
        plausible = wrapped <= meter.max_watts * (new.instant - old.instant)
    else:
        plausible = 2 * wrapped <= whole
    return wrapped if plausible else None


# ------------------------------------------------------------------------------------------------
# 10. Slots and families
# ------------------------------------------------------------------------------------------------

class Booking:
    """Energy of one slot (or hour): joules, seconds covered, what kind of span, newest batch, and the
    (method, basis) of the first estimate in it."""

    def __init__(self, joules=0, seconds=0, spread=False, batch=0, estimate=None):
        self.joules, self.seconds, self.spread, self.batch = joules, seconds, spread, batch
        self.estimate = estimate

    def add(self, other):
        self.joules += other.joules
        self.seconds += other.seconds
        self.spread = self.spread or other.spread
        self.batch = max(self.batch, other.batch)
        self.estimate = self.estimate or other.estimate


def split(joules, start, end, slot):
    """"Readings that straddle hours are split in proportion to time; parts are floored, the joules
    left over go one each to the earliest parts." A negative amount is split as its absolute value.
    Gives (slot start, seconds, joules)."""
    sign = -1 if joules < 0 else 1
    amount = abs(joules)
    parts = []
    at = start
    while at < end:
        slot_start = at - at % slot
        until = min(end, slot_start + slot)
        parts.append([slot_start, until - at, amount * (until - at) // (end - start)])
        at = until
    for k in range(amount - sum(part[2] for part in parts)):
        parts[k][2] += 1
    return [(slot_start, seconds, sign * part) for slot_start, seconds, part in parts]


def slots_of(meter, spans):
    """The slots of a meter's own account, and those of the mirror account (made positive)."""
    own, mirrored = {}, {}
    for span in spans:
        negative = span.joules < 0 and meter.account != "check"
        target = mirrored if negative else own
        joules = -span.joules if negative else span.joules
        spread = span.end - span.start > 3600
        for slot, seconds, part in split(joules, span.start, span.end, meter.site.slot):
            target.setdefault(slot, Booking()).add(Booking(part, seconds, spread, span.batch))
    return own, mirrored


def remainders(meter, own):
    """"Sub-meters never add to their parents: where parent and child are both use meters (or both
    supply), only the remainder of the parent is booked to the parent's account, and only where all
    children are covered." A negative remainder is a line of zero. Mirror parts stay outside."""
    children = [child for child in own
                if child.parent_id == meter.meter_id and child.kind == meter.kind != "none"]
    if not children:
        return own[meter]
    slot_seconds = meter.site.slot
    result = {}
    for slot, booking in own[meter].items():
        below = 0
        complete = True
        for child in children:
            due = child.valid_seconds(slot, slot + slot_seconds)
            covered = own[child].get(slot, Booking())
            if covered.seconds < due and covered.estimate is None:
                complete = False
            below += covered.joules
        if complete:
            result[slot] = Booking(max(0, booking.joules - below), booking.seconds,
                                   booking.spread, booking.batch, booking.estimate)
    return result


# ------------------------------------------------------------------------------------------------
# 10b. Estimation, off unless portfolio.yaml names a method
# ------------------------------------------------------------------------------------------------

def estimation_named(path):
    """[(method, longest gap in seconds or None)] of the list `estimation` in portfolio.yaml."""
    rules, inside = [], False
    for line in open(path, encoding="utf-8") if os.path.exists(path) else []:
        if inside and (match := re.match(r"\s+-\s*(\w+)(?::\s*(\d+))?\s*$", line)):
            rules.append((match[1], int(match[2]) * HOUR if match[2] else None))
        else:
            inside = line.strip() == "estimation:"
    return rules


class Estimation:
    """Fills the slots of a site's meters that readings do not cover."""

    AROUND = 15  # days before and after

    def __init__(self, site, own, mirrored):
        self.site, self.own, self.mirrored = site, own, mirrored
        self.slot = site.slot
        slots = [slot for booked in own.values() for slot in booked]
        reach = 40 * DAY
        self.first = (min(slots) - reach) // self.slot * self.slot if slots else 0
        self.end = max(slots) + reach if slots else 0
        # What is measured; estimates never rest on other estimates.
        self.measured = {meter: dict(booked) for meter, booked in own.items()}

    def fill(self, rules):
        for method, longest in rules:
            for meter in self.own:
                if meter.account == "check" or self.mirrored[meter]:
                    continue
                for gap in self.gaps(meter, longest):
                    getattr(self, method)(meter, gap)

    def covered(self, meter, slot):
        booking = self.measured[meter].get(slot)
        return booking is not None and booking.seconds == self.slot

    def owed(self, meter, slot):
        return meter.valid_seconds(slot, slot + self.slot) == self.slot

    def seconds_missing(self, meter, slot):
        booking = self.measured[meter].get(slot)
        return self.slot - (booking.seconds if booking else 0)

    def gaps(self, meter, longest):
        """Runs of slots that lack something, no longer than allowed by their missing time."""
        runs, run = [], []
        for slot in range(self.first, self.end, self.slot):
            standing = self.own[meter].get(slot)
            if (self.owed(meter, slot) and not self.covered(meter, slot)
                    and (standing is None or standing.estimate is None)):
                run.append(slot)
            elif run:
                runs.append(run)
                run = []
        runs += [run] if run else []
        return [run for run in runs if longest is None
                or sum(self.seconds_missing(meter, slot) for slot in run) <= longest]

    def put(self, meter, slot, joules, method, basis):
        booking = Booking(joules, 0, False, 0, (method, basis))
        if slot in self.measured[meter]:
            booking.add(self.measured[meter][slot])
            booking.estimate = (method, basis)
        self.own[meter][slot] = booking

    def linear(self, meter, gap):
        before, after = gap[0] - self.slot, gap[-1] + self.slot
        if not (self.covered(meter, before) and self.covered(meter, after)):
            return
        a, b = self.measured[meter][before].joules, self.measured[meter][after].joules
        shares = [(a + Fraction(b - a) * (k + 1) / (len(gap) + 1))
                  * Fraction(self.seconds_missing(meter, slot), self.slot)
                  for k, slot in enumerate(gap)]
        whole = half_even(sum(shares))
        parts = [share.numerator // share.denominator for share in shares]
        for k in range(whole - sum(parts)):
            parts[k] += 1
        for slot, part in zip(gap, parts):
            self.put(meter, slot, part, "linear", f"{zulu(before)};{zulu(after)}")

    def like_days(self, meter, gap):
        zone = self.site.zone
        for slot in gap:
            local = (EPOCH + slot * SECOND).astimezone(zone).replace(tzinfo=None, fold=0)
            days, values = [], []
            for shift in range(-self.AROUND, self.AROUND + 1):
                like = local + timedelta(days=shift)
                if shift == 0 or (like.weekday() >= 5) != (local.weekday() >= 5):
                    continue
                possible = instants_of(like, zone)
                if possible and self.owed(meter, possible[0]) and self.covered(meter, possible[0]):
                    days.append(like.date())
                    values.append(self.measured[meter][possible[0]].joules)
            if len(days) < 3 or not days[0] < local.date() < days[-1]:
                continue
            mean = Fraction(sum(values), len(values))
            joules = half_even(mean * Fraction(self.seconds_missing(meter, slot), self.slot))
            self.put(meter, slot, joules, "like_days", f"{len(days)} x {days[0]}/{days[-1]}")

    def parent_share(self, meter, gap):
        parent = next((other for other in self.own if other.meter_id == meter.parent_id), None)
        if parent is None or self.mirrored[parent]:
            return
        zone = self.site.zone
        common = [t for t in sorted(self.measured[meter])
                  if self.covered(meter, t) and self.covered(parent, t)]
        below, above = [0], [0]
        for t in common:
            below.append(below[-1] + self.measured[meter][t].joules)
            above.append(above[-1] + self.measured[parent][t].joules)
        siblings = [other for other in self.own
                    if other is not meter and other.parent_id == meter.parent_id]
        for slot in gap:
            if not self.covered(parent, slot):
                continue
            day = (EPOCH + slot * SECOND).astimezone(zone).date()
            begin = midnight(day - timedelta(days=self.AROUND), zone)
            end = midnight(day + timedelta(days=self.AROUND + 1), zone)
            low, high = bisect_left(common, begin), bisect_left(common, end)
            child, whole = below[high] - below[low], above[high] - above[low]
            if (high - low) * self.slot < DAY or whole <= 0:
                continue
            energy = self.measured[parent][slot].joules
            usual = half_even(Fraction(energy * child, whole)
                              * Fraction(self.seconds_missing(meter, slot), self.slot))
            taken = sum(self.own[other][slot].joules for other in siblings
                        if slot in self.own[other])
            if slot in self.measured[meter]:
                taken += self.measured[meter][slot].joules
            share = half_even(Fraction(child * 10**6, whole))
            self.put(meter, slot, max(0, min(usual, energy - taken)), "parent_share",
                     f"{meter.parent_id} x {share // 10**6}.{share % 10**6:06d}")


def zulu(instant):
    return (EPOCH + instant * SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")


# ------------------------------------------------------------------------------------------------
# 11. Output
# ------------------------------------------------------------------------------------------------

LEDGER_HEADER = "site_id,meter_id,account,hour_start_utc,energy_kwh,quality,method,batch,basis"
STATEMENT_HEADER = ("file,rows,rows_accepted,rows_rejected,energy_in_j,energy_booked_j,"
                    "energy_superseded_j,energy_duplicate_j,energy_rejected_j")


def load(folder, second=False):
    portfolio = Portfolio(folder)
    portfolio.ingest("readings")
    if second:
        portfolio.ingest("later")
    portfolio.settle()
    return portfolio


def ledger_text(portfolio, period):
    lines = [LEDGER_HEADER]
    for line in portfolio.ledger(period):
        lines.append(",".join(line[:4] + (kwh_text(line[4]),) + line[5:]))
    return "\n".join(lines) + "\n"


def statement_text(portfolio):
    lines = [STATEMENT_HEADER]
    for source in portfolio.sources:
        lines.append(",".join([source.name] + [str(getattr(source, column))
                                               for column in Source.COLUMNS]))
    return "\n".join(lines) + "\n"


# ------------------------------------------------------------------------------------------------
# 12. Worked examples
# ------------------------------------------------------------------------------------------------

METER_COLUMNS = ("meter_id,site_id,account,medium,quantity,unit,multiplier,interval,label,"
                 "timezone,register_max,max_power_kw,parent_meter,valid_from,valid_to,register_reset")


def example(zone, meters, files, events=None, second=False, estimation=""):
    """A portfolio of one site `s`, made in a temporary folder and settled. Each meter is a dict;
    files are {relative path: text}."""
    with tempfile.TemporaryDirectory() as folder:
        def write(name, text):
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", newline="") as handle:
                handle.write(text)

        write("sites.csv", f"site_id,kind,region,timezone\ns,data_center,XX,{zone}\n")
        columns = METER_COLUMNS.split(",")
        defaults = {"site_id": "s", "medium": "electricity", "quantity": "interval",
                    "unit": "kWh"}
        rows = [",".join(str({**defaults, **meter}.get(column, "")) for column in columns)
                for meter in meters]
        write("meters.csv", METER_COLUMNS + "\n" + "\n".join(rows) + "\n")
        write("portfolio.yaml", "organisation: Example\n" + estimation)
        if events:
            write("events.csv", "meter_id,at,event,final_reading,first_reading\n" + events)
        for name, text in files.items():
            write(name, text)
        return load(folder, second)


def long_file(*rows):
    return "timestamp,meter_id,value\n" + "".join(",".join(row) + "\n" for row in rows)


def self_test():
    examples = 0

    def same(got, expected):
        nonlocal examples
        examples += 1
        if got != expected:
            raise AssertionError(f"example {examples}: got {got!r}, expected {expected!r}")

    def energies(portfolio, period="2025"):
        """(meter_id, account, hour without its date's year, joules) of every line."""
        return [(line[1], line[2], line[3][5:16], line[4]) for line in portfolio.ledger(period)]

    def statement(portfolio, k=0):
        return tuple(getattr(portfolio.sources[k], column) for column in Source.COLUMNS)

    g = {"meter_id": "g", "account": "grid_import", "interval": "PT1H"}

    # Half to even: 0.5 -> 0, 1.5 -> 2, 2.5 -> 2, -0.5 -> 0, -1.5 -> -2.
    same([half_even(Fraction(n, 2)) for n in (1, 3, 5, -1, -3)], [0, 2, 2, 0, -2])

    # 1 J = 1/3,600,000 kWh = 0.000000277..., printed 0.000000278; -9 J = -0.0000025 exactly.
    same([kwh_text(n) for n in (0, 1, -9, 3_600_000, 5_400_001)],
         ["0.000000000", "0.000000278", "-0.000002500", "1.000000000", "1.500000278"])

    # 10 J over 00:50 to 02:10 (10 + 60 + 10 of 80 minutes): 1.25, 7.5, 1.25 -> floors 1, 7, 1; one
    # joule is left and goes to the earliest part: 2, 7, 1. Negative: the same with a minus.
    same(split(10, 3000, 7800, 3600), [(0, 600, 2), (3600, 3600, 7), (7200, 600, 1)])
    same([part[2] for part in split(-10, 3000, 7800, 3600)], [-2, -7, -1])

    # Slots: whole hours, half hours (Kolkata +5:30, Lord Howe +10:30), quarters (Kathmandu +5:45).
    same([slot_length(zone_named(name)) for name in
          ("Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Kathmandu")],
         [3600, 1800, 1800, 900])

    # Power: 1.5 kW x 40 x 900 s = 54,000,000 J = 15 kWh.
    p = example("Asia/Shanghai", [{**g, "quantity": "power", "unit": "kW", "multiplier": "40",
                                   "interval": "PT15M"}],
                {"readings/a.csv": long_file(("2025-01-01T08:00:00+08:00", "g", "1.5"))})
    same(energies(p), [("g", "grid_import", "01-01T00:00", 54_000_000),
                       ("", "unallocated", "01-01T00:00", 54_000_000)])

    # The repeated hour of Berlin, 2025-10-26, in time order: 02:00 CEST = 00:00Z, then 02:00 CET =
    # 01:00Z; newest first the same; a single stamp is daylight time, 00:00Z.
    berlin = zone_named("Europe/Berlin")

    def utc_hours(*stamps):
        times = resolve_stamps([parse_stamp("2025-10-26 " + stamp) for stamp in stamps], berlin)
        base = 1_761_436_800  # 2025-10-26T00:00:00Z
        return [None if time is None else Fraction(time - base, 3600) for time in times]

    half = Fraction(1, 2)
    same(utc_hours("01:30", "02:00", "02:30", "02:00", "02:30", "03:00"),
         [-half, 0, half, 1, 1 + half, 2])
    same(utc_hours("03:00", "02:00", "02:00", "01:00"), [2, 1, 0, -1])
    same(utc_hours("01:00", "02:00", "03:00"), [-1, 0, 2])
    # In no order the repeated times are rejected, the others stand.
    same(utc_hours("03:00", "02:00", "04:00", "01:00"), [2, None, 3, -1])
    # 02:30 does not exist on 2025-03-30.
    same(resolve_stamps([parse_stamp("2025-03-30 02:30")], berlin), [None])

    # Steps found: 15 minutes, then hourly from reading 3 on; the last quarter ends at the run.
    # Minutes 0, 15, 30, 50, 110, 170, 230: steps 15, 15, 20, 60, 60, 60. Only 60 holds for four
    # readings (from 50 on), so the readings before it have 60 too, but 30 ends at 50.
    same(intervals_found([0, 15, 30, 50, 110, 170, 230], "start")[2:4], [(30, 50), (50, 110)])
    # Ends: 15, 30, 45, 60 and a gap to 120: each [t - 15, t).
    same(intervals_found([15, 30, 45, 60, 120], "end"),
         [(0, 15), (15, 30), (30, 45), (45, 60), (105, 120)])
    # No step holds: steps 10, 20, 10 -> 10 is the most frequent. A lone stamp has none.
    same(intervals_found([0, 10, 30, 40], "start")[1], (10, 20))
    same(intervals_found([7], "start"), [None])

    # Sign: -2 kWh of grid_import are 2 kWh of grid_export: supply 0 - uses 2 = -2. Hour 0 holds
    # 1 kWh = 3,600,000 J. A negative `it` is rejected: 3 kWh = 10,800,000 J.
    p = example("Asia/Shanghai", [g, {**g, "meter_id": "i", "account": "it"}],
                {"readings/a.csv": long_file(("2025-01-01T00:00:00Z", "g", "1"),
                                             ("2025-01-01T01:00:00Z", "g", "-2"),
                                             ("2025-01-01T01:00:00Z", "i", "-3"),
                                             ("2025-01-01T02:00:00Z", "i", "--"),
                                             ("2025-01-01T02:00:00Z", "x", "9"))})
    same(energies(p), [("g", "grid_import", "01-01T00:00", 3_600_000),
                       ("", "unallocated", "01-01T00:00", 3_600_000),
                       ("g", "grid_export", "01-01T01:00", 7_200_000),
                       ("", "unallocated", "01-01T01:00", -7_200_000)])
    # Five rows, three rejected (negative, unreadable, unknown); in 1 + 2 + 3 kWh.
    same(statement(p), (5, 2, 3, 21_600_000, 10_800_000, 0, 0, 10_800_000))

    # Conflicts: 1, 2, 1, 2 kWh for one hour: the last says 2, the first 2 is kept (row 2), the
    # other 2 is duplicate, both 1 are superseded. A second batch saying 5 takes all of it.
    hour = [("2025-01-01T00:00:00Z", "g", value) for value in "1212"]
    later = {"later/b.csv": long_file(("2025-01-01T08:00:00+08:00", "g", "5"))}
    p = example("Asia/Shanghai", [g], {"readings/a.csv": long_file(*hour)})
    same(statement(p), (4, 4, 0, 21_600_000, 7_200_000, 7_200_000, 7_200_000, 0))
    p = example("Asia/Shanghai", [g], {"readings/a.csv": long_file(*hour), **later}, second=True)
    same(statement(p), (4, 4, 0, 21_600_000, 0, 21_600_000, 0, 0))
    same(p.ledger("2025")[0][4:], (18_000_000, "measured", "", "2", ""))

    # Unlike lengths: an hour of 8 kWh is covered by two half hours and superseded; a half hour that
    # begins at 00:50, inside the one of 00:30, is rejected.
    m = {**g, "interval": ""}
    p = example("Asia/Shanghai", [m], {
        "readings/a.csv": long_file(("2025-01-01T00:00:00Z", "g", "8"),
                                    ("2025-01-01T01:00:00Z", "g", "8")),
        "readings/b.csv": long_file(("2025-01-01T00:00:00Z", "g", "1"),
                                    ("2025-01-01T00:30:00Z", "g", "2")),
        "readings/c.csv": long_file(("2025-01-01T00:50:00Z", "g", "4"),
                                    ("2025-01-01T03:00:00Z", "g", "4"),
                                    ("2025-01-01T03:30:00Z", "g", "4"))})
    # c.csv: steps 130 and 30 minutes, once each: the shorter. 00:50-01:20 begins in 00:30-01:00.
    # The hour from 01:00 begins after 01:00 and stays; 01:00 itself is 8 kWh.
    same([line[3] for line in energies(p) if line[0]], [10_800_000, 28_800_000, 28_800_000])
    same([statement(p, k)[2:] for k in range(3)],
         [(0, 57_600_000, 28_800_000, 28_800_000, 0, 0), (0, 10_800_000, 10_800_000, 0, 0, 0),
          (1, 43_200_000, 28_800_000, 0, 0, 14_400_000)])

    # Registers, kWh. Counts by hour; each joule value divided by 3,600,000.
    def register(counts, events=None, **more):
        meter = {**g, "quantity": "register", "interval": "", **more}
        rows = [(f"2025-01-01T{hour:02d}:00:00Z", "g", count) for hour, count in counts]
        p = example("Asia/Shanghai", [meter], {"readings/a.csv": long_file(*rows)}, events)
        return ([Fraction(line[4], JOULES_PER_KWH) for line in p.ledger("2025") if line[1]],
                p.sources[0].rows_rejected, p.ledger("2025")[0][5:7])

    # 10 to 13 over three hours is spread 1, 1, 1; then standing still is zero.
    same(register([(0, "10"), (3, "13"), (4, "13")]),
         ([1, 1, 1, 0], 0, ("spread", "register-spread")))
    # A dip 10, 4, 4, 12: two rows rejected, 2 kWh over three hours.
    same(register([(0, "10"), (1, "4"), (2, "4"), (3, "12")])[:2], ([Fraction(2, 3)] * 3, 2))
    # 10, 4, 5: rises below the old count: no dip, no register_max: reset, the span is missing.
    same(register([(0, "10"), (1, "4"), (2, "5")])[:2], ([1], 0))
    # Rollover at 100: 97, 2 -> 5 <= 50. But 60, 20 -> 60 > 50: reset. With max_power_kw 4: 5 kWh in
    # an hour is too much, a reset as well.
    same(register([(0, "97"), (1, "2")], register_max="100")[0], [5])
    same(register([(0, "60"), (1, "20"), (2, "21")], register_max="100")[0], [1])
    same(register([(0, "97"), (1, "2"), (2, "3")], register_max="100", max_power_kw="4")[0], [1])
    # Exchange at 00:30: (12 - 10) + (3 - 1) = 4, though the count 3 is below 10. Without a final
    # reading: 3 - 1 = 2.
    same(register([(0, "10"), (1, "3")], "g,2025-01-01T00:30:00Z,exchange,12,1\n")[0], [4])
    same(register([(0, "10"), (1, "3")], "g,2025-01-01T00:30:00Z,exchange,,1\n")[0], [2])
    # A spike 10, 900, 11 with max_power_kw 4: one row rejected, 1 kWh over two hours. Not taken back:
    # 10, 900, 901: 890 rejected, 1 stays.
    same(register([(0, "10"), (1, "900"), (2, "11")], max_power_kw="4")[:2], ([Fraction(1, 2)] * 2, 1))
    same(register([(0, "10"), (1, "900"), (2, "901")], max_power_kw="4")[0], [1])
    # Begins again every day; midnight of Shanghai is 16:00Z. 15:00 50, 16:00 52, 17:00 3: 2 and 3 kWh.
    # Read after it began again: 50, 0, 3: the hour before midnight is missing, then 3.
    same(register([(15, "50"), (16, "52"), (17, "3")], register_reset="daily")[0], [2, 3])
    same(register([(15, "50"), (16, "0"), (17, "3")], register_reset="daily")[0], [3])
    # Above max_power_kw 4: 10, 20, 23: the first span of 10 kWh in an hour is missing, 3 stay.
    same(register([(0, "10"), (1, "20"), (2, "23")], max_power_kw="4")[0], [3])

    # Families: parent 10, children 3 and 4 -> remainder 3. In hour 1 a child is missing: the parent
    # has no line. Hour 2: children 13 of 10 -> 0. Without a supply meter the supply is the parent's
    # whole energy, 10 each hour; unallocated: 10 - 10 = 0, 10 - 3 = 7, 10 - 13 = -3.
    o = {**g, "meter_id": "o", "account": "other_use"}
    a = {**g, "meter_id": "a", "account": "lighting", "parent_meter": "o"}
    b = {**g, "meter_id": "b", "account": "cooling", "parent_meter": "o"}
    p = example("Asia/Shanghai", [o, a, b], {
        "readings/w.csv": "timestamp;o;a;b\n2025-01-01 08:00;10;3;4\n2025-01-01 09:00;10;3;\n"
                          "2025-01-01 10:00;10;6;7\n"})
    same([(line[1], line[2], line[4] // JOULES_PER_KWH, line[5]) for line in p.ledger("2025")],
         [("o", "other_use", 3, "measured"), ("a", "lighting", 3, "measured"),
          ("b", "cooling", 4, "measured"), ("", "grid_import", 10, "derived"),
          ("", "unallocated", 0, "derived"),
          ("a", "lighting", 3, "measured"), ("", "grid_import", 10, "derived"),
          ("", "unallocated", 7, "derived"),
          ("o", "other_use", 0, "measured"), ("a", "lighting", 6, "measured"),
          ("b", "cooling", 7, "measured"), ("", "grid_import", 10, "derived"),
          ("", "unallocated", -3, "derived")])
    same(p.sources[0].rows, 8)  # nine cells, one empty

    # Kolkata: local midnight is 18:30Z. An hour of 7 J from 18:00Z is 4 J and 3 J in half hours;
    # the period 2025-01-02 to 2025-01-03 holds the second half of it only: 3 J.
    p = example("Asia/Kolkata", [{**g, "unit": "J"}],
                {"readings/a.csv": long_file(("2025-01-01T18:00:00Z", "g", "7"))})
    same([line[3] for line in energies(p, "2025-01-02/2025-01-03")], [3, 3])
    same([line[3] for line in energies(p, "2025-01-01/2025-01-02")], [4, 4])

    # Validity: [00:00, 01:00) local of 2025-01-02 is outside when valid_to is that day; 2 kWh are
    # rejected with their energy. max_power_kw 3: 3 kWh in an hour touch the limit and stay.
    p = example("Asia/Shanghai", [{**g, "valid_to": "2025-01-02", "max_power_kw": "3"}],
                {"readings/a.csv": long_file(("2025-01-01 22:00", "g", "3.000001"),
                                             ("2025-01-01 23:00", "g", "3"),
                                             ("2025-01-02 00:00", "g", "2"))})
    same(statement(p), (3, 1, 2, 28_800_004, 10_800_000, 0, 0, 18_000_004))

    # Estimation: hours 0 and 3 of 10 and 40 kWh, linear up to 3 hours: 20, 30. Not with 1 hour.
    gap = {"readings/a.csv": long_file(("2025-01-01T00:00:00Z", "g", "10"),
                                       ("2025-01-01T03:00:00Z", "g", "40"))}
    for hours, expected in ((3, [10, 20, 30, 40]), (1, [10, 40])):
        p = example("Asia/Shanghai", [g], gap, estimation=f"estimation:\n  - linear: {hours}\n")
        same([line[4] // JOULES_PER_KWH for line in p.ledger("2025") if line[1]], expected)
    same(p.ledger("2025")[0][8], "")
    # Share: 24 hours of 3 of 12 kWh, then 16 / 4 = 4.
    i = {**g, "meter_id": "i", "account": "it", "parent_meter": "g"}
    rows = [(f"2025-01-{1 + hour // 24:02d}T{hour % 24:02d}:00:00Z", name, value)
            for hour in range(25) for name, value in (("g", "16" if hour == 24 else "12"), ("i", "3"))
            if hour < 24 or name == "g"]
    p = example("Asia/Shanghai", [g, i], {"readings/a.csv": long_file(*rows)},
                estimation="estimation:\n  - parent_share\n")
    same([line[4:] for line in p.ledger("2025") if line[1] == "i"][-1],
         (4 * JOULES_PER_KWH, "estimated", "parent_share", "", "g x 0.250000"))

    # A check meter keeps its sign, stands in the ledger, and makes no `unallocated`.
    p = example("Asia/Shanghai", [{**g, "meter_id": "c", "account": "check"}],
                {"readings/a.csv": long_file(("2025-01-01T00:00:00Z", "c", "-2"))})
    same(energies(p), [("c", "check", "01-01T00:00", -7_200_000)])

    print(f"{examples} worked examples hold")


def main():
    parser = argparse.ArgumentParser(description="Independent oracle of the hourly ledger")
    parser.add_argument("folder", nargs="?", metavar="DIR")
    parser.add_argument("--period", metavar="P")
    parser.add_argument("--second", action="store_true", help="ingest later/ as batch 2 as well")
    parser.add_argument("--statement", action="store_true", help="the energy statement, in joules")
    parser.add_argument("--self-test", action="store_true", help="run the worked examples")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if not options.folder or not (options.period or options.statement):
        parser.error("needs DIR and --period P, or DIR and --statement, or --self-test")
    portfolio = load(options.folder, options.second)
    text = (statement_text(portfolio) if options.statement
            else ledger_text(portfolio, options.period))
    sys.stdout.buffer.write(text.encode("utf-8"))


if __name__ == "__main__":
    main()
