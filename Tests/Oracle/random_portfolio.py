#!/usr/bin/env python3
"""A random but fully seeded portfolio folder, to compare carbongrade with the oracle.

    random_portfolio.py SEED DIR

writes DIR/portfolio.yaml, sites.csv, meters.csv, sometimes events.csv, readings/ (batch 1) and
sometimes later/ (files for a second ingest, batch 2), and prints periods worth asking for, one a
line. The same seed makes the same bytes. All numbers are whole numbers and exact decimals; there is
no float. The defects are listed in README.md.
"""

import gzip
import os
import random
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

HOUR, DAY = 3600, 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
SECOND = timedelta(seconds=1)

ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Asia/Kolkata",
         "Australia/Lord_Howe"]
CHANGES = {  # days on which the clocks change
    "America/New_York": ["2025-03-09", "2025-11-02"],
    "Europe/Berlin": ["2025-03-30", "2025-10-26"],
    "Australia/Lord_Howe": ["2025-04-06", "2025-10-05"],
}
REGIONS = {"Asia/Shanghai": "CN-GD", "America/New_York": "US-VA", "Europe/Berlin": "DE",
           "Asia/Kolkata": "IN-MH", "Australia/Lord_Howe": "AU-NSW"}

SUPPLY = ["onsite_solar", "generator"]
USE = ["it", "cooling", "lighting", "other_use", "office"]
MIRRORED = {"grid_import", "grid_export", "onsite_solar", "other_use"}
TYPICAL_KW = {"grid_import": 1200, "onsite_solar": 150, "generator": 300, "it": 500, "cooling": 200,
              "lighting": 20, "other_use": 40, "office": 30, "grid_export": 60, "check": 400}

ENERGY_UNITS = {"J": 1, "MJ": 10**6, "Wh": 3600, "kWh": 3_600_000, "度": 3_600_000,
                "MWh": 3_600_000_000, "万kWh": 36_000_000_000}
POWER_UNITS = {"W": 1, "kW": 1000, "MW": 10**6}
DURATIONS = {60: ["PT1M", "PT60S"], 300: ["PT5M"], 900: ["PT15M"], 1800: ["PT30M"],
             3600: ["PT1H", "PT60M"], 7200: ["PT2H"], 86_400: ["PT24H"]}


def instant(year, month, day, hour=0):
    return (datetime(year, month, day, hour, tzinfo=timezone.utc) - EPOCH) // SECOND


def local_at(time, zone):
    return (EPOCH + time * SECOND).astimezone(zone)


def ambiguous(time, zone):
    """Whether the clocks show this instant's local time twice."""
    local = local_at(time, zone).replace(tzinfo=None)
    return (local.replace(tzinfo=zone, fold=0).utcoffset()
            > local.replace(tzinfo=zone, fold=1).utcoffset())


def decimal_text(value, digits):
    """A Fraction as a decimal with so many digits, cut off."""
    whole, part = divmod(abs(value).numerator * 10**digits // abs(value).denominator, 10**digits)
    sign = "-" if value < 0 and (whole or part) else ""
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


class Record:
    """One reading as it will be written."""

    def __init__(self, time, text, fixed=False, stamp=None):
        self.time, self.text = time, text
        self.fixed = fixed  # no further defect may touch it
        self.stamp = stamp  # instead of the time: a stamp that cannot be read or does not exist


class Meter:
    """A meter: its line in meters.csv, its true readings, and how its files are written."""

    def __init__(self, rng, site, meter_id, account):
        self.rng, self.site, self.meter_id, self.account = rng, site, meter_id, account
        self.parent = ""
        self.medium = "electricity"
        self.quantity = rng.choices(["interval", "power", "register"], [5, 2, 4])[0]
        self.unit = rng.choices(["Wh", "kWh", "MWh", "J", "MJ", "万kWh", "度"],
                                [2, 8, 2, 1, 1, 1, 1])[0]
        if self.quantity == "power":
            self.unit = rng.choices(["W", "kW", "MW"], [2, 5, 1])[0]
        self.multiplier = rng.choice(["", "1", "40", "0.5", "1.25", "160"])
        self.scale = (Fraction(self.multiplier or "1")
                      * {**ENERGY_UNITS, **POWER_UNITS}[self.unit])
        self.step = rng.choices([60, 300, 900, 1800, 3600, 7200, DAY],
                                [1, 2, 8, 3, 6, 2, 1])[0]
        self.label = rng.choice(["", "start", "end"])
        self.zone_name = rng.choices(["", "Asia/Shanghai", "UTC"], [12, 1, 1])[0]
        self.zone = ZoneInfo(self.zone_name or site.zone_name)
        self.kw = max(2, TYPICAL_KW[account] * rng.randint(50, 150) // 100)
        self.max_kw = str(self.kw * 4) if rng.random() < 0.5 else ""
        self.register_max = ""
        self.register_reset = ""
        self.interval = ""
        self.valid_from = self.valid_to = ""
        if rng.random() < 0.12:
            day = local_at(site.begin + rng.randint(1, site.days - 1) * DAY, site.zone)
            if rng.random() < 0.5:
                self.valid_from = day.strftime("%Y-%m-%d")
            elif self.quantity != "register":
                self.valid_to = day.strftime("%Y-%m-%d")
        self.digits = self.choose_digits()
        self.events = []

    def choose_digits(self):
        """Decimals: enough for a reading to show something, sometimes many more."""
        if self.unit == "J":
            return self.rng.choice([0, 0, 2])
        seconds = 1 if self.quantity == "power" else self.step
        size = Fraction(self.kw * 1000 * seconds) / self.scale
        least = 0
        while size * 10**least < 20 and least < 6:
            least += 1
        if self.rng.random() < 0.1:
            return 12
        return self.rng.randint(least, 6)

    def joules_text(self, joules, digits=None):
        return decimal_text(joules / self.scale, self.digits if digits is None else digits)

    # -- true readings ---------------------------------------------------------------------------

    def watts(self):
        return Fraction(self.kw * self.rng.randint(700, 1300))

    def make_truth(self):
        rng, site = self.rng, self.site
        begin, end = site.begin, site.begin + site.days * DAY
        if self.step == 60:  # long files cost time
            begin += rng.randint(0, site.days - 2) * DAY
            end = begin + rng.randint(1, 2) * DAY
        phase = rng.choice([0] * 8 + [420, 1800, 137])
        if self.step < HOUR:
            phase %= self.step
        times = list(range(begin - begin % self.step + self.step + phase, end, self.step))
        if self.step == DAY:
            times = list(range(site.begin + phase, end, DAY))
        if self.quantity == "register":
            self.records = self.register_truth(times)
        else:
            exporting = self.account == "grid_import" and rng.random() < 0.4
            self.records = []
            for time in times:
                watts = self.watts()
                if exporting and 10 <= local_at(time, self.zone).hour < 15 and rng.random() < 0.6:
                    watts = -watts / rng.randint(2, 5)
                if rng.random() < 0.02:
                    watts = Fraction(0)
                amount = watts * (1 if self.quantity == "power" else self.step)
                self.records.append(Record(time, self.joules_text(amount)))
            stem = rng.choice(DURATIONS[self.step])
            self.interval = "" if rng.random() < 0.25 and self.step <= HOUR else stem

    def register_truth(self, times):
        """Counts in units of the last decimal; rolls over, is exchanged, dips, is reset."""
        rng = self.rng
        irregular = rng.random() < 0.25
        self.irregular = irregular
        if irregular:
            times = sorted({time + rng.randint(0, self.step - 1) for time in times})
        tick = Fraction(1, 10**self.digits)
        per_second = Fraction(self.kw * 1000) / self.scale / tick  # counts in a second, on average
        total = int(per_second * (times[-1] - times[0])) + 10
        count = rng.randint(total, total * 20)
        limit = None
        if rng.random() < 0.5:  # a register that shows so many digits
            limit = 10**self.digits
            while limit <= total * 3:
                limit *= 10
            count = limit - rng.randint(1, total) if rng.random() < 0.6 else limit // 3
            self.register_max = str(limit // 10**self.digits)
            if self.max_kw == "" and rng.random() < 0.5:
                self.max_kw = str(self.kw * 4)
        if self.medium == "water":
            limit, self.register_max, self.max_kw = None, "", ""
        elif rng.random() < 0.25:
            return self.resetting_truth(times, per_second, tick)

        # Special readings, well apart, so that each rule decides one thing at a time.
        specials = {}
        if len(times) > 60 and self.medium != "water":
            places = rng.sample(range(1, len(times) // 12 - 1),
                                min(3, len(times) // 12 - 2))
            for place in places:
                specials[place * 12] = rng.choices(
                    ["dip", "exchange", "reset_event", "reset", "spike", "still"],
                    [4, 3, 1, 1, 1, 4])[0]
        records = []
        stand = 0
        for k, time in enumerate(times):
            if k > 0:
                growth = int(per_second * (time - times[k - 1]) * rng.randint(700, 1300) / 1000)
                growth = 0 if stand > 0 else growth
                stand -= 1
                before = count
                count += growth
                what = specials.get(k)
                if what == "still":
                    stand = rng.randint(2, 10)
                elif what in ("exchange", "reset_event"):
                    # The old meter counts on to its final reading, the new one from its first.
                    at = time if rng.random() < 0.25 else rng.randint(times[k - 1] + 1, time)
                    final = before + growth * (at - times[k - 1]) // (time - times[k - 1])
                    if limit is not None:
                        final = max(min(final, limit - 1), before)
                    first = (0 if what == "reset_event" or rng.random() < 0.4
                             else rng.randint(1, total))
                    count = first + max(0, before + growth - final)
                    self.events.append((
                        self.meter_id, utc_text(at),
                        "reset" if what == "reset_event" else "exchange",
                        decimal_text(final * tick, self.digits) if rng.random() < 0.7 else "",
                        decimal_text(first * tick, self.digits)
                        if first or rng.random() < 0.5 else ""))
                elif what == "reset":
                    count = rng.randint(0, max(1, growth))
                if limit is not None and count >= limit:
                    count -= limit
            records.append(Record(time, decimal_text(count * tick, self.digits)))
        for k, what in specials.items():
            for record in records[k - 4:k + 6]:
                record.fixed = True
            if what == "dip":
                low = Fraction(records[k - 1].text) * rng.randint(0, 99) / 100
                for record in records[k:k + rng.randint(1, 3)]:
                    record.text = decimal_text(low, self.digits)
                    if rng.random() < 0.5:
                        low = low * 9 / 10
            elif what == "spike":
                high = Fraction(records[k].text) * 2 + total * tick
                if limit is None or high < limit * tick:
                    records[k].text = decimal_text(high, self.digits)
        return records

    def resetting_truth(self, times, per_second, tick):
        """Counts of a register that begins again every day or month, on time, late or early."""
        rng = self.rng
        self.register_max = ""
        self.register_reset = rng.choice(["daily", "daily", "daily", "monthly"])
        late = rng.choice([0, 0, 0, 600, 1500, -300])
        shows_old = rng.random() < 0.5  # a reading at the very moment
        records = []
        count = rng.randint(1, 10**6) if rng.random() < 0.8 else 0
        for k, time in enumerate(times):
            if k > 0:
                begin = times[k - 1]
                reset = self.last_reset(time - late) + late
                begins_again = begin < reset <= time if not shows_old else begin <= reset < time
                start = max(begin, reset) if begins_again else begin
                growth = int(per_second * (time - start) * rng.randint(700, 1300) / 1000)
                growth = 0 if rng.random() < 0.03 else growth
                count = growth if begins_again else count + growth
            records.append(Record(time, decimal_text(count * tick, self.digits)))
        return records

    def last_reset(self, time):
        local = local_at(time, self.zone)
        day = local.replace(hour=0, minute=0, second=0, tzinfo=None)
        if self.register_reset == "monthly":
            day = day.replace(day=1)
        aware = day.replace(tzinfo=self.zone)
        return (aware.astimezone(timezone.utc) - EPOCH) // SECOND

    # -- defects ---------------------------------------------------------------------------------

    def spoil(self):
        """Gaps, duplicates, conflicts, unreadable values, negatives, too much power, odd stamps.
        The share of rows that suffer is drawn per meter; some meters are clean."""
        rng = self.rng
        rate = rng.choice([0, 2, 10])  # of 1000 rows, each defect
        register = self.quantity == "register"
        spoiled = []
        gap = 0
        for record in self.records:
            if record.fixed:
                spoiled.append(record)
                continue
            draw = rng.randint(0, 999) // max(1, rate) if rate else 99
            if gap > 0:
                gap -= 1
                continue
            if draw == 0:
                gap = rng.choice([0, 0, 1, 3, 30])
                continue
            spoiled.append(record)
            if draw == 1:
                spoiled += [Record(record.time, record.text) for _ in range(rng.randint(1, 2))]
            elif draw == 2:
                spoiled.append(Record(record.time, self.other_value(record.text)))
                if rng.random() < 0.3:  # 1, 2, 1: the first is kept
                    spoiled.append(Record(record.time, record.text))
            elif draw == 3:
                record.text = rng.choice(["--", "N/A", ""])
            elif draw == 4 and not register and self.may_be_negative():
                record.text = "-" + record.text.lstrip("-")
            elif draw == 5 and not register and self.max_kw:
                record.text = decimal_text(Fraction(record.text) * 100, self.digits)
            elif draw == 6 and not register and self.interval and self.step > 60:
                odd = record.time + self.step * rng.randint(1, 3) // 4 // 60 * 60
                if not ambiguous(odd, self.zone):
                    spoiled.append(Record(odd, record.text))
            elif draw == 7 and rng.random() < 0.3:
                spoiled.append(Record(record.time, record.text, stamp=rng.choice(
                    ["2025-13-40 00:00", "2025-02-30T01:00:00Z", "unknown", ""])))
        self.records = spoiled

    def may_be_negative(self):
        """Mirror parts of children stay out of family sums by a rule that is not tested here."""
        if self.account in MIRRORED:
            return self.site.has_supply and not self.parent
        return True

    def other_value(self, text):
        """A value that differs by more than a joule, and for registers never by much."""
        value = Fraction(text)
        nudge = max(3 / self.scale, Fraction(3, 10**self.digits))
        if self.quantity == "register":
            if self.register_max and value + nudge >= Fraction(self.register_max):
                nudge = -nudge  # a register never shows its register_max
            return decimal_text(value + nudge, self.digits)
        return decimal_text(value * Fraction(self.rng.randint(80, 120), 100)
                            + (nudge if value >= 0 else -nudge), self.digits)

    def settle_interval(self, blocks):
        """An empty `interval` stays only where every file shows the true step: no longer step
        holds for four readings. Otherwise the interval is declared."""
        if self.quantity == "register" or self.interval:
            return
        for block in blocks:
            times = sorted({record.time for record in block
                            if record.stamp is None and is_number(record.text)})
            steps = [later - earlier for earlier, later in zip(times, times[1:])]
            often = sum(1 for step in steps if step == self.step)
            longer = any(steps[k] == steps[k + 1] == steps[k + 2] != self.step
                         for k in range(len(steps) - 2))
            if longer or 2 * often <= len(steps) or any(step % self.step for step in steps):
                self.interval = DURATIONS[self.step][0]

    def line(self):
        return [self.meter_id, self.site.site_id, self.account, self.medium, self.quantity,
                self.unit, self.multiplier, self.interval, self.label, self.zone_name,
                self.register_max, self.max_kw, self.parent,
                "ups_output" if self.account == "it" else "", self.valid_from, self.valid_to,
                self.register_reset]


def is_number(text):
    return text.lstrip("-")[:1].isdigit()


def utc_text(time):
    return (EPOCH + time * SECOND).strftime("%Y-%m-%dT%H:%M:%SZ")


class Site:
    def __init__(self, rng, number):
        self.site_id = f"s{number}"
        self.zone_name = rng.choices(ZONES, [3, 4, 4, 2, 1])[0]
        self.zone = ZoneInfo(self.zone_name)
        self.days = rng.randint(6, 13)
        if self.zone_name in CHANGES and rng.random() < 0.75:
            year, month, day = map(int, rng.choice(CHANGES[self.zone_name]).split("-"))
            self.begin = instant(year, month, day) - rng.randint(1, self.days - 2) * DAY
        elif rng.random() < 0.3:  # across the end of a year or of a month
            year, month = rng.choice([(2025, 1), (2026, 1), (2025, 7), (2025, 12)])
            self.begin = instant(year, month, 1) - rng.randint(1, self.days - 1) * DAY
        else:
            self.begin = instant(2025, rng.randint(1, 12), rng.randint(1, 28))
        # The window starts at a local midnight or nearly so, on a half hour of UTC.
        self.begin -= local_at(self.begin, self.zone).utcoffset() // SECOND // 1800 * 1800
        self.has_supply = rng.random() < 0.85
        self.meters = []


def make_site(rng, number):
    site = Site(rng, number)
    accounts = []
    if site.has_supply:
        accounts.append("grid_import")
        accounts += [account for account in SUPPLY if rng.random() < 0.3]
        accounts += ["grid_export"] if rng.random() < 0.15 else []
    wanted = rng.randint(2, 8)
    accounts += ["check"] if rng.random() < 0.25 else []
    while len(accounts) < wanted or not set(accounts) & set(USE):
        accounts.append(rng.choice(USE))
    rng.shuffle(accounts)
    for k, account in enumerate(accounts):
        site.meters.append(Meter(rng, site, f"{site.site_id}-{account[:4]}{k}", account))

    # Families: a use meter above use meters, sometimes one more level; a supply meter above uses.
    uses = [meter for meter in site.meters if meter.account in USE]
    if len(uses) > 1 and rng.random() < 0.6:
        top, below = uses[0], uses[1:1 + rng.randint(1, 3)]
        for child in below:
            child.parent = top.meter_id
        if len(uses) > 1 + len(below) and rng.random() < 0.4:
            uses[-1].parent = below[0].meter_id
            below[0].kw += uses[-1].kw
        top.kw = sum(child.kw for child in below) * rng.randint(100, 140) // 100 + 5
    grid = next((meter for meter in site.meters if meter.account == "grid_import"), None)
    if grid is not None and rng.random() < 0.4:
        for meter in uses:
            if not meter.parent and rng.random() < 0.7:
                meter.parent = grid.meter_id
    for meter in site.meters:  # the family may have changed the size
        if meter.max_kw:
            meter.max_kw = str(meter.kw * 4)
        meter.digits = meter.choose_digits()
        meter.make_truth()
        meter.truth = [Record(record.time, record.text, record.fixed) for record in meter.records]
    if rng.random() < 0.15:
        site.meters.append(water_meter(rng, site))
    return site


def water_meter(rng, site):
    meter = Meter(rng, site, f"{site.site_id}-water", "check")
    meter.account, meter.medium, meter.quantity, meter.unit = "water_in", "water", "register", "m3"
    meter.multiplier, meter.scale, meter.digits = "", Fraction(10**6), 1
    meter.step, meter.valid_from, meter.valid_to = HOUR, "", ""
    meter.make_truth()
    meter.truth = []
    return meter


# -- files ---------------------------------------------------------------------------------------

def stamp_text(rng, record, zone, style):
    if record.stamp is not None:
        return record.stamp
    if style == "utc":
        return utc_text(record.time)
    local = local_at(record.time, zone)
    naive = local.strftime("%Y-%m-%d %H:%M:%S" if local.second or style == "naive seconds"
                           else "%Y-%m-%d %H:%M")
    if style.startswith("naive"):
        return naive
    minutes = local.utcoffset() // timedelta(minutes=1)
    sign = "-" if minutes < 0 else "+"
    return (local.strftime("%Y-%m-%dT%H:%M:%S")
            + f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}")


def write_bytes(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    data = text.encode("utf-8")
    if path.endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    with open(path, "wb") as handle:
        handle.write(data)


def prepare_naive(rng, blocks):
    """Makes blocks of readings decidable without offsets: in a repeated hour every meter has both
    passes complete, or one pass only; no defect lies in it. Adds stamps that do not exist. Blocks
    are [(meter, records)]; False when a block cannot be written so."""
    for meter, records in blocks:
        passes = [{}, {}]
        for record in records:
            if record.stamp is None and ambiguous(record.time, meter.zone):
                if not is_number(record.text):
                    return False
                local = local_at(record.time, meter.zone)
                seen = passes[local.fold]
                naive = local.replace(tzinfo=None, fold=0)
                if naive in seen:
                    return False  # a duplicate inside the repeated hour
                seen[naive] = record
        if passes[0] and passes[1] and set(passes[0]) != set(passes[1]):
            return False
        if meter.quantity == "register" and passes[1] and not passes[0]:
            return False  # would be read an hour early, perhaps on the other side of an exchange
    for meter, records in blocks:
        # A logger that wrote one pass only; registers keep the first, for the same reason.
        drop = rng.choice([None, None, 1, 1 if meter.quantity == "register" else 0])
        if drop is not None:
            records[:] = [record for record in records
                          if record.stamp is not None or not ambiguous(record.time, meter.zone)
                          or local_at(record.time, meter.zone).fold != drop]
        for k in range(len(records) - 1):
            here = local_at(records[k].time, meter.zone)
            there = local_at(records[k + 1].time, meter.zone)
            jump = (there.replace(tzinfo=None) - here.replace(tzinfo=None)) // SECOND
            real = records[k + 1].time - records[k].time
            if 0 <= real <= HOUR and jump > real and rng.random() < 0.7:
                # The clocks go forward here: look minute by minute for a stamp that does not exist.
                naive = here.replace(tzinfo=None)
                for _ in range(150):
                    naive += timedelta(minutes=1)
                    aware = naive.replace(tzinfo=meter.zone)
                    back = aware.astimezone(timezone.utc).astimezone(meter.zone)
                    if back.replace(tzinfo=None) != naive:
                        records.insert(k + 1, Record(records[k].time, records[k].text,
                                                     stamp=naive.strftime("%Y-%m-%d %H:%M")))
                        break
                break
    return True


def write_file(rng, path, blocks, careful=False):
    """One readings file of some meters, long or wide. `careful`: stamps carry offsets."""
    delimiter = rng.choice([",", ",", ";", "\t"])
    wide = rng.random() < 0.45
    style = rng.choice(["offset", "utc", "naive", "naive seconds"])
    zones = {str(meter.zone) for meter, _ in blocks}
    if careful or (wide and len(zones) > 1) or any(getattr(meter, "irregular", False)
                                                   for meter, _ in blocks):
        style = rng.choice(["offset", "utc"]) if not wide or len(zones) == 1 else "utc"
    # One reading an instant and meter: the order of the file is settled below.
    blocks = [(meter, sorted(records, key=lambda record: record.time))
              for meter, records in blocks]
    naive = style.startswith("naive")
    if naive and not prepare_naive(rng, blocks):
        naive, style = False, "offset"
    repeated = naive and any(record.stamp is None and ambiguous(record.time, meter.zone)
                             for meter, records in blocks for record in records)
    order = rng.choice(["time", "time", "time", "newest", "shuffled", "swapped"])
    if repeated and order in ("shuffled", "swapped"):
        order = "time"
    ghost = rng.random() < 0.08

    if wide:
        # The n-th reading of a meter at one instant goes to the n-th row of that instant.
        rows = {}
        for column, (meter, records) in enumerate(blocks):
            seen = {}
            for record in records:
                key = (record.time, record.stamp or "")
                nth = seen.get(key, 0)
                seen[key] = nth + 1
                place = (record.time, record.stamp is not None, record.stamp or "", nth)
                rows.setdefault(place, (record, {}))[1][column] = record.text
        names = [meter.meter_id for meter, _ in blocks] + (["ghost"] if ghost else [])
        table = [["timestamp"] + names]
        for place in sorted(rows):
            record, cells = rows[place]
            line = [stamp_text(rng, record, blocks[0][0].zone, style)]
            line += [cells.get(column, "") for column in range(len(blocks))]
            line += [str(rng.randint(0, 99)) if rng.random() < 0.8 else ""] if ghost else []
            table.append(line)
    else:
        entries = [(record.time, k, meter, record) for k, (meter, records) in enumerate(blocks)
                   for record in records]
        if rng.random() < 0.5:  # all meters by time, else meter after meter
            entries.sort(key=lambda entry: entry[0])
        table = [["timestamp", "meter_id", "value"]]
        for _, _, meter, record in entries:
            table.append([stamp_text(rng, record, meter.zone, style), meter.meter_id, record.text])
            if ghost and rng.random() < 0.02:
                table.append([stamp_text(rng, record, meter.zone, style), "ghost", "1.5"])
    body = table[1:]
    if order == "newest":
        body.reverse()
    elif order == "shuffled":
        rng.shuffle(body)
    elif order == "swapped":
        for _ in range(min(20, len(body) // 4)):
            one, two = rng.randrange(len(body)), rng.randrange(len(body))
            body[one], body[two] = body[two], body[one]
    # A first row without a readable stamp tells nothing about the layout: put another one first.
    if body and not body[0][0][:4].isdigit():
        body.reverse()
    write_bytes(path, "".join(delimiter.join(line) + "\n" for line in table[:1] + body))


def correction(rng, meter):
    """A block of readings for a second file: some as they were, some corrected, some new."""
    truth = meter.truth
    if len(truth) < 12:
        return []
    first = rng.randrange(len(truth) - 10)
    last = first + rng.randint(6, min(200, len(truth) - first))
    block = []
    for k in range(first, min(last, len(truth))):
        record = truth[k]
        if record.fixed:
            block.append(Record(record.time, record.text))
            continue
        corrected = rng.random() < 0.4
        block.append(Record(record.time, meter.other_value(record.text) if corrected
                            and meter.quantity != "register" else record.text))
        if meter.quantity == "register" and k + 1 < len(truth) and not truth[k + 1].fixed \
                and rng.random() < 0.2:
            # A reading between two old ones supersedes their span.
            one, two = Fraction(record.text), Fraction(truth[k + 1].text)
            middle = (record.time + truth[k + 1].time) // 2
            if two >= one and middle > record.time:
                block.append(Record(middle, decimal_text((one + two) / 2, meter.digits)))
    return block


def finer(rng, meter):
    """The same time once more in half the step: whole intervals are covered by shorter ones."""
    truth = meter.truth
    if len(truth) < 12 or meter.step % 120:
        return []
    first = rng.randrange(len(truth) - 10)
    block = []
    for record in truth[first:first + rng.randint(4, 40)]:
        shift = -meter.step // 2 if meter.label == "end" else meter.step // 2
        half = Fraction(record.text) / (1 if meter.quantity == "power" else 2)
        for time in sorted((record.time, record.time + shift)):
            block.append(Record(time, decimal_text(half, meter.digits)))
    return block


def write_portfolio(seed, folder):
    rng = random.Random(seed)
    sites = [make_site(rng, number + 1) for number in range(rng.choices([1, 2, 3], [5, 3, 1])[0])]
    meters = [meter for site in sites for meter in site.meters]
    events = []
    files = 0
    for site in sites:
        left = list(site.meters)
        rng.shuffle(left)
        while left:
            group = [left.pop() for _ in range(min(len(left), rng.randint(1, 4)))]
            for meter in group:
                if meter.medium != "water":
                    meter.spoil()
            parts = [[(meter, meter.records) for meter in group]]
            if rng.random() < 0.3:  # two files one after the other, overlapping by a few readings
                cut = site.begin + rng.randint(1, site.days - 1) * DAY
                over = cut + rng.choice([0, 0, 2 * HOUR])
                parts = [[(meter, [copy(record) for record in meter.records if record.time < over])
                          for meter in group],
                         [(meter, [copy(record) for record in meter.records if record.time >= cut])
                          for meter in group]]
            for blocks in parts:
                blocks = [(meter, records) for meter, records in blocks if records]
                for meter, records in blocks:
                    meter.settle_interval([records])
                if blocks:
                    files += 1
                    end = ".csv.gz" if rng.random() < 0.2 else ".csv"
                    name = f"{rng.choice('abcmz')}{files:02d}-{site.site_id}{end}"
                    write_file(rng, os.path.join(folder, "readings", name), blocks)
        for meter in site.meters:
            events += meter.events

    # Second files: in the same ingest (names that sort early or late), or in the one after it.
    later = rng.random() < 0.5
    for number in range(rng.randint(0, 3)):
        chosen = rng.sample(meters, min(len(meters), rng.randint(1, 3)))
        blocks = []
        for meter in chosen:
            if meter.medium == "water":
                continue
            makes = finer if (meter.interval == "" and meter.quantity != "register"
                              and rng.random() < 0.5) else correction
            block = makes(rng, meter)
            if makes is correction:
                meter.settle_interval([block])
            if block:
                blocks.append((meter, block))
        if blocks:
            where = "later" if later else "readings"
            name = f"{rng.choice(['0', 'k', 'zz'])}{number}-more{rng.choice(['.csv', '.csv.gz'])}"
            write_file(rng, os.path.join(folder, where, name), blocks, careful=True)

    settings = "organisation: Oracle\n"
    if rng.random() < 0.5:
        methods = ["linear: " + str(rng.choice([1, 3, 24])), "like_days", "parent_share",
                   "like_days: " + str(rng.choice([6, 48]))]
        chosen = rng.sample(methods[:3] if rng.random() < 0.7 else [methods[0], *methods[2:]],
                            rng.randint(1, 3))
        settings += "estimation:\n" + "".join(f"  - {method}\n" for method in chosen)
    write_bytes(os.path.join(folder, "portfolio.yaml"), settings)
    lines = [["site_id", "name", "kind", "region", "timezone"]]
    lines += [[site.site_id, f"Site {site.site_id}", "data_center", REGIONS[site.zone_name],
               site.zone_name] for site in sites]
    write_table(os.path.join(folder, "sites.csv"), lines)
    header = ["meter_id", "site_id", "account", "medium", "quantity", "unit", "multiplier",
              "interval", "label", "timezone", "register_max", "max_power_kw", "parent_meter",
              "measurement_point", "valid_from", "valid_to", "register_reset"]
    write_table(os.path.join(folder, "meters.csv"), [header] + [meter.line() for meter in meters])
    if events:
        write_table(os.path.join(folder, "events.csv"),
                    [["meter_id", "at", "event", "final_reading", "first_reading", "evidence"]]
                    + [list(event) + ["log book"] for event in events])
    return periods(rng, sites)


def copy(record):
    return Record(record.time, record.text, record.fixed, record.stamp)


def write_table(path, lines):
    write_bytes(path, "".join(",".join(line) + "\n" for line in lines))


def periods(rng, sites):
    """The year, and a month, a quarter and some days that cut through the data."""
    site = rng.choice(sites)
    day = local_at(site.begin + rng.randint(1, site.days - 1) * DAY, site.zone)
    after = day + timedelta(days=rng.randint(1, 4))
    return ["2025", day.strftime("%Y-%m"), f"{day.year}Q{(day.month + 2) // 3}",
            day.strftime("%Y-%m-%d") + "/" + after.strftime("%Y-%m-%d")]


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: random_portfolio.py SEED DIR")
    print("\n".join(write_portfolio(int(sys.argv[1]), sys.argv[2])))


if __name__ == "__main__":
    main()
