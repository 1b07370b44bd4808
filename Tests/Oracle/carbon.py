#!/usr/bin/env python3
"""Emissions of four sites, computed a second time in exact fractions, and held against `carbongrade account`.

carbon.py PROGRAM [SEED ...]     makes a portfolio for each seed, accounts it under both boundaries of tenants

Factors are read from the publishers' tables in EmissionFactors; the rules are those of Documentation/carbon.md: fuel
metered, billed and estimated, gases with one source a charge, heat and cooling, lots of every class with refusals,
null power, a proven direct line, residual mixes, tenants, Scope 3, hourly intensity, hourly match, own tables of
factors beside the library's, batteries that hand on surplus and what they take from the grid.
"""
import collections
import csv
import datetime as dt
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction as F
from zoneinfo import ZoneInfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
MONTHS = range(1, 13)
KWH = 3_600_000
BOUGHT = ["grid_import", "direct_line"]
OWN = ["onsite_solar", "onsite_wind"]
COVERED = BOUGHT + OWN
SCOPES = ["scope1", "scope2_location", "scope2_market", "scope3"]

SITES = """site_id,kind,region,timezone,organisation
cn,data_center,CN-GD,Asia/Shanghai,org/south
cn2,telecom_room,CN-SH,Asia/Shanghai,org/east
au,data_center,AU-NSW,Australia/Sydney,org/oceania
gb,data_center,GB,Europe/London,org/europe
"""
# meter, account, unit, valid_to, greatest amount of an hour in thousandths
METERS = {
    "cn": [
        ("cn-g", "grid_import", "kWh", "", 900_000), ("cn-d", "direct_line", "kWh", "", 60_000),
        ("cn-s", "onsite_solar", "kWh", "", 90_000), ("cn-w", "onsite_wind", "kWh", "", 15_000),
        ("cn-x", "grid_export", "kWh", "", 40_000), ("cn-n", "generator", "kWh", "", 90_000),
        ("cn-i", "it", "kWh", "", 180_000), ("cn-t", "tenant_it", "kWh", "", 90_000),
        ("cn-h", "heat_import", "GJ", "", 900), ("cn-f", "fuel", "kg", "2025-04-01", 40_000)],
    "cn2": [("cn2-g", "grid_import", "kWh", "", 700_000), ("cn2-i", "it", "kWh", "", 90_000)],
    "au": [
        ("au-g", "grid_import", "kWh", "", 900_000), ("au-i", "it", "kWh", "", 180_000),
        ("au-c", "storage_charge", "kWh", "", 70_000), ("au-r", "storage_discharge", "kWh", "", 60_000)],
    "gb": [
        ("gb-g", "grid_import", "kWh", "", 120_000), ("gb-s", "onsite_solar", "kWh", "", 400_000),
        ("gb-i", "it", "kWh", "", 180_000), ("gb-t", "tenant_it", "kWh", "", 90_000),
        ("gb-c", "storage_charge", "kWh", "", 70_000), ("gb-r", "storage_discharge", "kWh", "", 60_000)],
}
ACTIVITIES = """activity_id,site_id,start,end,kind,substance,amount,unit,rate_percent,equipment,evidence
d1,cn,2025-04-01,2025-06-01,stationary_fuel,diesel,2.5,t,,,bill
d2,cn,2025-02-10,2025-02-20,stationary_fuel,diesel,0.3,t,,,a bill beside the meter
c1,cn,2025-01-01,2025-07-01,cooling,,321.7,GJ,,,bill
c2,cn,2025-07-01,2026-01-01,cooling,,288.123,GJ,,,bill
r1,cn,2025-05-11,2025-05-12,refrigerant_topup,R134a,4.2,kg,,chiller-1,service
r2,cn,2025-01-01,2026-01-01,refrigerant_screening,R-134a,300,kg,3.5,chiller-2,plate
r3,cn,2025-01-01,2026-01-01,refrigerant_screening,R-134a,90,kg,3.5,,may be the charge of chiller-1
r4,cn,2024-07-01,2026-07-01,fire_suppression_screening,HFC-227ea,400,kg,1.5,,plate
s1,cn,2025-09-09,2025-09-10,sf6,,350,g,,,service
z1,cn,2025-03-03,2025-03-04,refrigerant_topup,R-22,7.7,kg,,,service
b1,au,2025-01-01,2026-01-01,refrigerant_stock_start,R-410A,40,kg,,,stock
b2,au,2025-01-01,2026-01-01,refrigerant_purchase,R-410A,25.5,kg,,,invoice
b3,au,2025-01-01,2026-01-01,refrigerant_stock_end,R-410A,38.25,kg,,,stock
b4,au,2025-01-01,2026-01-01,refrigerant_recovery,R-410A,3,kg,,,service
b5,au,2025-01-01,2026-01-01,refrigerant_capacity_increase,R-410A,5,kg,,,order
b6,au,2025-08-01,2025-08-02,refrigerant_topup,R410A,9,kg,,,a part of the balance
d3,au,2025-01-01,2026-01-01,stationary_fuel,diesel,1.234,kL,,,bill
d4,gb,2025-01-01,2026-01-01,mobile_fuel,diesel,765.4,L,,,bill
g1,gb,2025-01-01,2026-01-01,purchased_goods,servers,12.5,tCO2e,,,invoice
"""
LOT_COLUMNS = (
    "instrument_id,kind,site_id,quantity_kwh,generation_start,generation_end,technology,region,"
    "factor_kgco2e_per_kwh,cancelled_on,cancelled_for,contract,settlement,claim_year,serial_from,"
    "serial_to,tradable,profile_file,for_tenants,evidence")
# Each with the sites that it may serve; none where it is refused or covers no bought electricity.
LOTS = [
    ("own-kept,self_use,cn,Q,2025-01-01,2026-01-01,solar,CN-GD,,,,,,2025,,,false,,,meter", []),
    ("own-sold,self_use,cn,Q,2025-02-01,2025-03-01,wind,CN-GD,,2025-03-10,Stranger,,,2025,,,,,,"
     "sale", []),
    ("line,direct_line,cn,Q,2025-01-01,2026-01-01,wind,CN-GD,0.012,2025-12-31,,c,s,2025,,,,,,"
     "settlement", []),
    ("tenants,green_trade,cn,Q,2025-03-01,2025-06-01,wind,CN-YN,,2025-07-01,org,c,s,2025,,,,,true,"
     "trade", ["cn"]),
    ("trade,green_trade,cn,Q,2025-02-01,2025-06-01,wind,CN-YN,,2025-07-01,org,c,s,2025,,,,,,trade",
     ["cn"]),
    ("trade-span,green_trade,cn,Q,2024-12-01,2025-02-01,wind,CN-YN,,2025-07-01,org,c,s,2025,,,,,,"
     "trade", []),
    ("gec-1,gec,,300000,2025-05-01,2025-06-01,wind,CN-GS,,2025-12-01,org,,,2025,G1,G300,true,,,"
     "statement", ["cn", "cn2"]),
    ("gec-2,gec,,200000,2024-11-01,2024-12-01,hydro,CN-GS,,2025-12-01,org/south,,,2025,H1,H200,"
     "true,,,statement", ["cn"]),
    ("gec-double,gec,,100000,2025-06-01,2025-07-01,wind,CN-GS,,2025-12-02,org,,,2025,G250,G349,"
     "true,,,statement", []),
    ("irec,irec,cn2,99999000,2025-01-01,2026-01-01,nuclear,CN-GD,,2026-01-05,cn2,,,2025,,,true,,,"
     "statement", ["cn2"]),
    ("ppa,ppa,au,Q,2025-03-01,2025-05-01,solar,AU-QLD,,2025-12-20,au,c,s,2025,,,,ppa.csv,,contract",
     ["au"]),
    ("lgc,rec,,1500000,2025-01-01,2026-01-01,wind,AU-VIC,,2026-02-01,org,,,2025,R1,R1500,true,,,"
     "registry", ["au"]),
    ("rate,supplier_rate,gb,Q,2025-01-01,2026-01-01,other,GB,0.0715,2026-01-31,,c,,2025,,,,,,tariff",
     ["gb"]),
    ("rego,go,gb,500000,2024-10-01,2025-01-01,wind,GB,,2025-05-01,org/europe,,,2025,,,true,,,"
     "registry", ["gb"]),
]
CLASSES = {"green_trade": 1, "ppa": 1, "gec": 2, "irec": 2, "rec": 2, "go": 2, "supplier_rate": 3}


def half_even(value):
    return round(F(value))


def milligrams(kilograms):
    return half_even(F(kilograms) * 10**6)


def thousandths(number):
    return f"{number // 1000}.{number % 1000:03d}"


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text):
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.timezone.utc)


def midnight(zone, text):
    return dt.datetime(*map(int, text.split("-")), tzinfo=zone).astimezone(dt.timezone.utc)


def month_ends(zone, month):
    end = "2026-01-01" if month == 12 else f"2025-{month + 1}-1"
    return midnight(zone, f"2025-{month}-1"), midnight(zone, end)


def part(zone, start, end, month):
    """The share of a stretch of time that lies in a month of 2025."""
    (first, last), (begin, close) = month_ends(zone, month), (midnight(zone, start), midnight(zone, end))
    inside = (min(last, close) - max(first, begin)).total_seconds()
    return F(max(0, int(inside)), int((close - begin).total_seconds()))


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def factor(publication, region, variant):
    rows = table(ROOT / "EmissionFactors" / publication / "factors.csv")
    return next(F(r["value"]) for r in rows if (r["region"], r["variant"]) == (region, variant))


def spread(amount, cells, book):
    """In proportion, floored, the rest one each to the first; taken out of the book."""
    held = [book[cell] for cell in cells]
    whole = sum(held)
    if amount >= whole:
        parts = held
    else:
        parts = [amount * value // whole for value in held]
        rest = amount - sum(parts)
        for place, value in enumerate(held):
            if rest and value:
                parts[place] += 1
                rest -= 1
    for cell, joules in zip(cells, parts):
        book[cell] -= joules
    return list(zip(cells, parts))


def handed_on(charges, discharges):
    """Green energy that a battery hands on: the smaller of two ledgers, one that loses nothing before the end and one
    in which each charge loses at once the share of all charges that never comes out."""
    def walk(kept):
        stored = clean = F(0)
        for (charge, green), discharge in zip(charges, discharges):
            stored, clean = stored + charge * kept, clean + green * kept
            out = min(F(discharge), stored)
            part = clean * out / stored if stored else F(0)
            if kept == 1:
                part = F(part // 1)
            stored, clean = stored - out, clean - part
            yield out, part

    late = list(walk(F(1)))
    whole = sum(charge for charge, _ in charges)
    if not whole:
        return [0] * len(charges)
    early = walk(F(sum(out for out, _ in late)) / whole)
    return [min(part, other) // 1 for (_, part), (_, other) in zip(late, early)]


class Portfolio:
    """What is written into the folder, and what it amounts to."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.dice = random.Random(seed)
        self.zones = {row["site_id"]: ZoneInfo(row["timezone"]) for row in csv.DictReader(SITES.splitlines())}
        self.hours = {site: collections.defaultdict(dict) for site in self.zones}
        self.months = {site: collections.defaultdict(lambda: [0] * 13) for site in self.zones}
        (folder / "readings").mkdir(parents=True)
        (folder / "sites.csv").write_text(SITES)
        (folder / "activities.csv").write_text(ACTIVITIES)
        self.write_meters()
        for site in self.zones:
            self.write_readings(site)
        self.write_intensity()
        self.write_own_factors()
        self.write_lots()

    def write_meters(self):
        lines = ["meter_id,site_id,account,medium,quantity,unit,interval,valid_to,measurement_point"]
        for site, meters in METERS.items():
            for name, account, unit, until, _ in meters:
                medium = {"fuel": "diesel", "heat_import": "heat"}.get(account, "")
                point = "ups_output" if account in ("it", "tenant_it") else ""
                lines.append(f"{name},{site},{account},{medium},interval,{unit},PT1H,{until},{point}")
        (self.folder / "meters.csv").write_text("\n".join(lines) + "\n")

    def write_readings(self, site):
        zone = self.zones[site]
        time, end = midnight(zone, "2025-01-01"), midnight(zone, "2026-01-01")
        lines = ["timestamp,meter_id,value"]
        while time < end:
            local = time.astimezone(zone)
            made = 0
            for name, account, unit, until, most in METERS[site]:
                if until and time >= midnight(zone, until):
                    continue
                amount = self.dice.randint(0, most)
                if account == "onsite_solar" and abs(local.hour - 12) > 5:
                    amount = 0
                if account in ("generator", "fuel") and (local.day not in (3, 17) or local.hour != 10):
                    amount = 0
                if account == "storage_charge" and local.hour not in (2, 9, 11, 12, 13, 14):
                    amount = 0
                if account == "storage_discharge" and local.hour not in (7, 17, 18, 19, 20):
                    amount = 0
                if account in OWN:
                    made += amount
                if account == "grid_export":
                    amount = min(amount, made) if local.hour == 12 else 0
                lines.append(f"{stamp(time)},{name},{thousandths(amount)}")
                scale = {"kWh": KWH // 1000, "GJ": 10**6, "kg": 1}[unit]
                self.hours[site][account][time] = amount * scale
                self.months[site][account][local.month] += amount * scale
            time += dt.timedelta(hours=1)
        (self.folder / "readings" / f"{site}.csv").write_text("\n".join(lines) + "\n")

    def write_intensity(self):
        folder = self.folder / "factors" / "GB" / "own-hours"
        folder.mkdir(parents=True)
        words = {"en": "Hours", "zh": "小时"}
        record = {
            "id": "GB/own-hours", "issuer": "own", "title": words, "number": None, "published": None,
            "data_year": 2025, "family": "co2e", "gases": "CO2e", "gwp_set": "AR5", "basis": words,
            "locator": "own", "licence": "own", "sha256": None, "notes": None,
            "hourly": [{
                "region": "GB", "file": "hours.csv", "time": "t", "value": "i", "unit": "gCO2e/kWh",
                "label": "start"}]}
        (folder / "publication.json").write_text(json.dumps(record))
        start = midnight(dt.timezone.utc, "2025-01-01")
        hours = [start + dt.timedelta(hours=hour) for hour in range(8_760)]
        self.intensity = {hour: self.dice.randint(40, 320) for hour in hours}
        rows = "".join(f"{stamp(hour)},{grams}\n" for hour, grams in self.intensity.items())
        (folder / "hours.csv").write_text("t,i\n" + rows)

    def write_own_factors(self):
        """Tables that the portfolio brings: by them the library's hold only where no line is old enough.

        CN-SH has a chosen line that is older than the library's and comes before it; CN-GD has one of a later
        year only, so the library's holds; of AU-NSW 2025 comes before 2024; GB has a table that is not named.
        """
        def rate(most):
            return f"0.{self.dice.randint(1, most):04d}"

        self.own = {"cn2": rate(9_999), "au": rate(9_999), "residual": rate(9_999)}
        self.write_table("CN/own-lines", "co2", "gases=CO2", [
            ("CN-SH", "province", 2021, "average", self.own["cn2"]),
            ("CN-GD", "province", 2026, "average", rate(9_999))])
        self.write_table("AU/own-lines", "co2e", "gases=CO2e", [
            ("AU-NSW", "province", 2024, "average", rate(9_999)),
            ("AU-NSW", "province", 2025, "average", self.own["au"]),
            ("AU", "nation", 2025, "residual_mix", self.own["residual"])])
        self.write_table("GB/not-named", "co2e", "gases=CO2e", [
            ("GB", "nation", 2025, "average", rate(9_999))])

    def write_table(self, name, family, gases, lines):
        folder = self.folder / "factors" / name
        folder.mkdir(parents=True)
        words = {"en": name, "zh": name}
        record = {
            "id": name, "issuer": "own", "title": words, "number": None, "published": None,
            "data_year": None, "family": family, "gases": gases.split("=")[1], "basis": words,
            "loss_basis": "generation", "locator": "own", "licence": "own", "sha256": None, "notes": None}
        (folder / "publication.json").write_text(json.dumps(record))
        rows = "".join(
            f"{region},{region},{region},{level},{year},{variant},{value},kg{record['gases']}/kWh,own,A\n"
            for region, level, year, variant, value in lines)
        (folder / "factors.csv").write_text(
            "region,name,name_zh,level,data_year,variant,value,unit,place,confidence\n" + rows)

    def write_lots(self):
        start = midnight(self.zones["au"], "2025-03-01")
        amounts = [self.dice.randint(0, 1_400_000) for _ in range(24 * 60)]
        hours = [start + dt.timedelta(hours=hour) for hour in range(len(amounts))]
        self.profile = {hour: amount * KWH // 1000 for hour, amount in zip(hours, amounts)}
        rows = "".join(f"{stamp(hour)},{thousandths(amount)}\n" for hour, amount in zip(hours, amounts))
        (self.folder / "ppa.csv").write_text("hour_start_utc,kwh\n" + rows)
        lines = [LOT_COLUMNS]
        for line, _ in LOTS:
            most = 60_000_000 if ",self_use," in line else 900_000_000
            quantity = sum(amounts) if line.startswith("ppa,") else self.dice.randint(1, most)
            lines.append(line.replace(",Q,", f",{thousandths(quantity)},"))
        (self.folder / "instruments.csv").write_text("\n".join(lines) + "\n")
        self.lots = {row["instrument_id"]: row for row in csv.DictReader(lines)}

    def write_settings(self, boundary):
        (self.folder / "portfolio.yaml").write_text(
            f"organisation: org\ntenant_boundary: {boundary}\ngenerator_fuel: diesel\n"
            "generator_consumption_per_kwh: 0.23\ngenerator_fuel_unit: kg\ncooling_supplier_cop: 4.5\n"
            "factor_publications: [CN/own-lines, AU/own-lines]\n")

    def quantity(self, lot):
        return int(F(self.lots[lot]["quantity_kwh"]) * KWH)


class Oracle:
    """What `account` must print of a portfolio."""

    LOCATION = {
        "cn": factor("CN/mee-nbs-47-2025", "CN-GD", "average"),
        "cn2": factor("CN/mee-nbs-47-2025", "CN-SH", "average"),
        "au": factor("AU/dcceew-nga-2025", "AU-NSW", "average"),
        "gb": factor("GB/desnz-2025", "GB", "average")}
    CHINA = factor("CN/mee-nbs-47-2025", "CN", "excluding_market_non_fossil")
    REMAINDER = {
        "cn": CHINA, "cn2": CHINA, "au": factor("AU/dcceew-nga-2025", "AU", "residual_mix"),
        "gb": LOCATION["gb"]}
    # kg CO2 of a kilogram of diesel: GJ/t x tC/TJ x oxidation x 44/12, and kg CO2e of a kilolitre and a litre
    DIESEL = F("42.652") * F("20.2") * F("0.98") * F(44, 12) / 1000
    DIESEL_AU = F("38.6") * (F("69.9") + F("0.1") + F("0.2"))
    DIESEL_GB = F("2.57082")

    def __init__(self, portfolio, boundary):
        self.it = portfolio
        self.boundary = boundary
        own = {name: F(value) for name, value in portfolio.own.items()}
        self.location = {**self.LOCATION, "cn2": own["cn2"], "au": own["au"]}
        self.remainder = {**self.REMAINDER, "au": own["residual"]}
        self.figures = {}
        self.tenants = collections.Counter()
        self.allocate()
        self.direct()
        self.electricity()
        self.value_chain()

    def direct(self):
        it, zone = self.it, self.it.zones["cn"]
        sums = collections.Counter()
        for month in MONTHS:
            sums["cn"] += milligrams(F(it.months["cn"]["fuel"][month], 1000) * self.DIESEL)
            sums["cn"] += milligrams(2500 * part(zone, "2025-04-01", "2025-06-01", month) * self.DIESEL)
            if month >= 6:
                generated = F(it.months["cn"]["generator"][month], KWH)
                sums["cn"] += milligrams(generated * F("0.23") * self.DIESEL)
            sums["cn"] += milligrams(300 * F("3.5") / 1200 * 1300) + milligrams(400 * F("1.5") / 1200 * 3350)
            year = part(it.zones["au"], "2025-01-01", "2026-01-01", month)
            balance = 40 + F("25.5") - F("38.25") - 3 - 5
            sums["au"] += milligrams(balance * year * F("1923.5"))
            sums["au"] += milligrams(F("1.234") * year * self.DIESEL_AU)
            year = part(it.zones["gb"], "2025-01-01", "2026-01-01", month)
            sums["gb"] += milligrams(F("765.4") * year * self.DIESEL_GB)
        sums["cn"] += milligrams(F("4.2") * 1300) + milligrams(F("0.35") * 23500)
        for site in it.zones:
            self.figures[site, "scope1"] = sums.get(site)

    def allocate(self):
        it = self.it
        self.open, own = {}, {}
        for site in it.zones:
            for month in MONTHS:
                made = [it.months[site][account][month] for account in OWN]
                export = min(it.months[site]["grid_export"][month], sum(made))
                taken = [export * amount // sum(made) if export else 0 for amount in made]
                for place, amount in enumerate(made):
                    more = min(export - sum(taken), amount - taken[place])
                    taken[place] += more
                for account in COVERED:
                    bought = account in BOUGHT
                    amount = it.months[site][account][month]
                    self.open[site, account, month] = amount if bought else 0
                    own[site, account, month] = 0 if bought else amount - taken[OWN.index(account)]
        mine = [("cn", account, month) for month in MONTHS for account in OWN]
        self.null = dict(spread(it.quantity("own-sold"), mine, own))
        for cell, joules in self.null.items():
            self.open[cell] += joules
        self.draws = {"own-kept": spread(it.quantity("own-kept"), mine, own)}
        line = [("cn", "direct_line", month) for month in MONTHS]
        self.draws["line"] = spread(it.quantity("line"), line, self.open)
        serves = {text.split(",")[0]: sites for text, sites in LOTS if sites}

        def order(lot):
            return CLASSES[it.lots[lot]["kind"]], it.lots[lot]["generation_start"][:7], lot

        for lot in sorted(serves, key=order):
            cells = [
                (site, account, month) for month in MONTHS for site in it.zones if site in serves[lot]
                for account in COVERED]
            self.draws[lot] = spread(it.quantity(lot), cells, self.open)

    def drawn(self, lot):
        return sum(joules for _, joules in self.draws.get(lot, []))

    def entries(self, site, method):
        """Month, milligrams, and what of it tenants' own lots cover."""
        it = self.it
        taken = collections.Counter()
        for lot, draws in self.draws.items():
            for cell, joules in draws:
                if cell[0] != site or not joules or (method == "location" and lot != "line"):
                    continue
                rate = F(it.lots[lot]["factor_kgco2e_per_kwh"] or 0)
                tenants = joules if it.lots[lot]["for_tenants"] else 0
                taken[cell[1:]] += joules if lot != "own-kept" else 0
                yield cell[2], milligrams(F(joules, KWH) * rate), tenants
        remainder = (self.location if method == "location" else self.remainder)[site]
        for month in MONTHS:
            for account in COVERED if method == "market" else BOUGHT:
                amount = it.months[site][account][month] if account in BOUGHT else self.null.get(
                    (site, account, month), 0)
                yield month, milligrams(F(amount - taken[account, month], KWH) * remainder), 0

    def electricity(self):
        it = self.it
        for site in it.zones:
            for method in ("location", "market"):
                entries = list(self.entries(site, method))
                theirs = collections.Counter()
                for month, _, joules in entries:
                    theirs[month] += joules
                total = 0
                for month, mass, joules in entries:
                    use = it.months[site]["tenant_it"][month]
                    total += mass
                    if self.boundary != "tenant" or not use:
                        continue
                    whole = sum(it.months[site][account][month] for account in COVERED + ["generator"])
                    whole -= it.months[site]["grid_export"][month]
                    covered = min(theirs[month], use)
                    share = F(covered, theirs[month]) if joules else F(use - covered, whole - theirs[month])
                    self.tenants[site, method] += half_even(mass * share)
                if site == "cn":
                    total += self.heat_and_cooling(method)
                self.figures[site, "scope2_" + method] = total - self.tenants[site, method]

    def heat_and_cooling(self, method):
        rate = (self.location if method == "location" else self.remainder)["cn"]
        total = 0
        for month in MONTHS:
            total += milligrams(F(self.it.months["cn"]["heat_import"][month], 10**9) * 110)
            for amount, start, end in (
                    ("321.7", "2025-01-01", "2025-07-01"), ("288.123", "2025-07-01", "2026-01-01")):
                joules = F(amount) * part(self.it.zones["cn"], start, end, month) * 10**9
                total += milligrams(joules / KWH / F("4.5") * rate)
        return total

    def value_chain(self):
        it = self.it
        sums = collections.Counter()
        for month in MONTHS:
            for site, rates in (("au", ["0.03"]), ("gb", ["0.0459", "0.01853", "0.00397"])):
                bought = F(it.months[site]["grid_import"][month], KWH)
                sums[site] += sum(milligrams(bought * F(rate)) for rate in rates)
            year = part(it.zones["au"], "2025-01-01", "2026-01-01", month)
            sums["au"] += milligrams(F("1.234") * year * F("38.6") * F("17.3"))
            year = part(it.zones["gb"], "2025-01-01", "2026-01-01", month)
            sums["gb"] += milligrams(F("765.4") * year * F("0.61101")) + milligrams(12_500 * year)
        for site in it.zones:
            self.figures[site, "scope3"] = (
                sums[site] + self.tenants[site, "location"] if site in sums else None)

    def hourly_location(self):
        sums = collections.defaultdict(F)
        for hour, joules in self.it.hours["gb"]["grid_import"].items():
            month = hour.astimezone(self.it.zones["gb"]).month
            sums[month] += F(joules, KWH) * self.it.intensity[hour] / 1000
        return sum(milligrams(kilograms) for kilograms in sums.values())

    def hourly_match(self, site):
        hours, zone = self.it.hours[site], self.it.zones[site]

        def amount(account, hour):
            return hours[account].get(hour, 0)

        loads, green, charges, discharges, lots = [], [], [], [], []
        for month in MONTHS:
            inside = [hour for hour in hours["grid_import"] if hour.astimezone(zone).month == month]
            own = {
                hour: max(0, sum(amount(a, hour) for a in OWN) - amount("grid_export", hour))
                for hour in inside}
            spread(sum(self.null.get((site, account, month), 0) for account in OWN), inside, own)
            open_line = self.open_line(month) if site == "cn" else 0
            line = {hour: amount("direct_line", hour) for hour in inside}
            spread(open_line, inside, line)
            for hour in inside:
                use = sum(amount(a, hour) for a in COVERED + ["generator", "storage_discharge"])
                use -= amount("grid_export", hour) + amount("storage_charge", hour)
                charge, made = amount("storage_charge", hour), own[hour] + line[hour]
                surplus = min(charge, max(0, made - max(0, use)))
                loads.append(max(0, use))
                green.append(made - surplus)
                charges.append((charge, surplus))
                discharges.append(amount("storage_discharge", hour))
                bought = amount("grid_import", hour) - (charge - surplus)
                lots.append(max(0, min(self.it.profile.get(hour, 0), bought)) if site == "au" else 0)
        handed = handed_on(charges, discharges)
        matched = sum(min(use, sum(parts)) for use, *parts in zip(loads, green, handed, lots))
        return F(half_even(F(matched * 10**6, sum(loads))), 10**6)

    def open_line(self, month):
        drawn = dict(self.draws["line"])["cn", "direct_line", month]
        return self.it.months["cn"]["direct_line"][month] - drawn


def compare(program, seed):
    differences = count = 0

    def same(name, printed, expected):
        nonlocal differences, count
        count += 1
        if printed != expected:
            differences += 1
            print(f"seed {seed} {name}: {printed} printed, {expected} expected")

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "portfolio"
        portfolio = Portfolio(folder, seed)
        for boundary in ("operator", "tenant"):
            portfolio.write_settings(boundary)
            place = ["-C", str(folder), "--data", str(ROOT), "--quiet"]
            subprocess.run([program, "ingest", *place], capture_output=True)
            run = subprocess.run(
                [program, "account", *place, "--period", "2025", "--format", "json"],
                capture_output=True, text=True)
            document = json.loads(run.stdout, parse_float=F, parse_int=F)
            oracle = Oracle(portfolio, boundary)
            for site in document["sites"]:
                key = site["site_id"]
                for scope in SCOPES:
                    kilograms = site["emissions_kgco2e"][scope]
                    printed = None if kilograms is None else kilograms * 10**6
                    same(f"{boundary} {key} {scope}", printed, oracle.figures[key, scope])
                match = site["indicators"]["hourly_match"]["value"]
                same(f"{boundary} {key} hourly_match", match, oracle.hourly_match(key))
                if key == "gb":
                    same(
                        f"{boundary} gb hourly_location", site["hourly_location"]["kgco2e"] * 10**6,
                        oracle.hourly_location())
            for lot in document["portfolio"]["instruments"]:
                key = lot["instrument_id"]
                same(f"{boundary} lot {key}", half_even(lot["allocated_kwh"] * KWH), oracle.drawn(key))
    return count, differences


def main():
    program, *seeds = sys.argv[1:]
    counts = [compare(program, int(seed)) for seed in seeds or ["1"]]
    differences = sum(wrong for _, wrong in counts)
    print(f"{sum(count for count, _ in counts)} figures compared, {differences} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
