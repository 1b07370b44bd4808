#!/usr/bin/env python3
"""An invented fleet of sites, the same bytes everywhere: what accounting, grading and planning are measured on.

make_fleet.py DIR [--sites 10000] [--seed 1] [--hourly N] [--kinds mixed|rooms|stations] [--lots N] [--monthly]
                  [--plan flat|bands|provinces] [--contract]

Most sites have daily readings of grid and IT, which the ledger lays on the hours; the first N are read by the hour. With
--monthly all meters are counters read once a month. One site in four meters its cooling (of rooms and stations: three in
four), one center in four has solar power, one site in ten lacks some days. --plan adds prices of measures, efficiencies of
rectifiers and a tariff, flat or with peak, valley and summer hours; with provinces the sites stand in all 31 of the mainland
and each has a price of its own, stations a lower one than rooms.
A contract brings its generation of 8,760 hours and is matched by the hour over all sites. Nothing here is real.
"""

import argparse
import os
from datetime import date, datetime, timedelta

REGIONS = ["CN-GD", "CN-ZJ", "CN-JS", "CN-BJ", "CN-SH", "CN-SC", "CN-GZ", "CN-NM", "CN-GS", "CN-NX", "CN-HE", "CN-SD"]
PROVINCES = [
    "CN-" + name for name in (
        "AH BJ CQ FJ GD GS GX GZ HA HB HE HI HL HN JL JS JX LN NM NX QH SC SD SH SN SX TJ XJ XZ YN ZJ").split()
]
KINDS = {
    "mixed": ["telecom_room"] * 5 + ["base_station"] * 3 + ["data_center", "edge_data_center"],
    "rooms": ["telecom_room"],
    "stations": ["telecom_room"] * 3 + ["base_station"] * 7,
}
TARIFFS = {
    "flat": "tariff: 0.66\n",
    "bands": "tariff: {flat: 0.66, peak: 1.05, peak_hours: 10-12;14-19, valley: 0.28, valley_hours: 0-8}\n"
    "tariff_seasons:\n  summer: {months: 7-9, flat: 0.66, peak: 1.05, peak_hours: 10-11;17-19, sharp: 1.31, "
    "sharp_hours: 11-12;15-17, valley: 0.28, valley_hours: 0-8}\n",
}
# A price of each province for rooms and for stations, from 0.45 on.
TARIFFS["provinces"] = "tariff: 0.66\ntariffs:\n" + "".join(
    f"  {region[3:].lower()}-{kind[:7]}: {{regions: {region}, kinds: {kind}, flat: 0.{45 + number - dear}}}\n"
    for number, region in enumerate(PROVINCES) for kind, dear in (("telecom_room", 0), ("base_station", 4)))
MEASURES = [
    "metering,,,,600,site,,10", "legacy-network-switch-off,0.05,0.15,,2400,site,,8",
    "rectifier-replacement,0.04,0.06,,5200,site,,12", "rectifier-sleep,0.005,0.01,,350,site,,6",
    "room-air-conditioner-control,0.10,0.2,,1500,site,40,8", "room-free-cooling,0.30,0.5,,880,rack,60,10",
    "room-supply-temperature,,,2,260,site,,5",
]


class Numbers:
    """A multiplicative generator modulo 2^61 - 1, the same on every machine."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % (2**61 - 1) or 1

    def below(self, bound):
        self.state = self.state * 437799614237992725 % (2**61 - 1)
        return self.state % bound


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="") as file:
        file.write(header + "\n")
        file.writelines(row + "\n" for row in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--sites", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hourly", type=int, default=100)
    parser.add_argument("--kinds", choices=sorted(KINDS), default="mixed")
    parser.add_argument("--lots", type=int, default=0)
    parser.add_argument("--contract", action="store_true")
    parser.add_argument("--monthly", action="store_true")
    parser.add_argument("--plan", choices=sorted(TARIFFS))
    options = parser.parse_args()
    readings = os.path.join(options.folder, "readings")
    os.makedirs(readings, exist_ok=True)
    numbers = Numbers(options.seed)
    kinds = KINDS[options.kinds]
    regions = PROVINCES if options.plan == "provinces" else REGIONS
    if options.monthly:
        options.hourly = 0
    sites, meters, facts = [], [], []
    with open(os.path.join(options.folder, "portfolio.yaml"), "w") as file:
        file.write("# Invented by Benchmarks/make_fleet.py.\norganisation: Fleet\nlanguage: en\n")
        if options.plan:
            file.write("discount_rate: 0.08\n" + TARIFFS[options.plan])
        if options.contract:
            file.write("profile: ghg_protocol_hourly\n")
    daily = open(os.path.join(readings, "daily.csv"), "w", newline="")
    daily.write("timestamp,meter_id,value\n")
    hourly = open(os.path.join(readings, "hourly.csv"), "w", newline="")
    hourly.write("timestamp,meter_id,value\n")
    first = date(2025, 1, 1)
    starts = [date(2025, month, 1) for month in range(1, 13)] + [date(2026, 1, 1)]
    days = [(first + timedelta(days=number)).isoformat() for number in range(365)]
    for number in range(options.sites):
        kind = kinds[number % len(kinds)]
        region = regions[numbers.below(len(regions))]
        site = f"s{number:06d}"
        isCenter = kind.endswith("center")
        load = (200 + numbers.below(4000)) if isCenter else 2 + numbers.below(20)
        racks = max(1, load // 4)
        sites.append(
            f"{site},Site {number},站点 {number},{kind},{region},Asia/Shanghai,fleet/{region}/{number % 100},"
            f"{2005 + numbers.below(19)}-06-01,{load},{racks},{racks},{racks * 3 // 4},4,air")
        if options.plan and not isCenter and number % 3:
            facts.append(f"{site},conversion_efficiency,0.{86 + numbers.below(8)},1,2020-01-01,plate,declared")
        step = "" if options.monthly else "PT1H" if number < options.hourly else "P1D"
        accounts = [("grid_import", 1250 + numbers.below(900)), ("it", 1000)]
        if (number % 4 == 0) != (options.kinds == "stations"):
            accounts.append(("cooling", 150 + numbers.below(200)))
        if options.kinds == "stations":
            # What the grid gives carries all uses in every month, the warm ones too.
            accounts[0] = ("grid_import", 1120 + numbers.below(500) + sum(share for _, share in accounts[2:]) * 13 // 10)
        if isCenter and number % 20 == 8:
            accounts.append(("onsite_solar", 40))
        lacking = (numbers.below(300), 1 + numbers.below(12)) if number % 10 == 3 else (0, 0)
        for account, share in accounts:
            meter = f"{site}-{account}"
            point = "pdu_output" if account == "it" else ""
            quantity = "register" if options.monthly else "interval"
            meters.append(f"{meter},{site},{account},electricity,{quantity},kWh,{step},Asia/Shanghai,{point},0.5")
            if options.monthly:
                count = numbers.below(10**9)
                for place, start in enumerate(starts):
                    daily.write(f"{start.isoformat()},{meter},{count // 1000}.{count % 1000:03d}\n")
                    length = (starts[place + 1] - start).days if place < 12 else 0
                    # Milliwatt-hours of a month; summer takes more.
                    part = load * share * 24 * length * (95 + (number + place) % 11) // 100
                    count += part * (130 if account == "cooling" and 5 <= place <= 8 else 100) // 100
                continue
            for day, stamp in enumerate(days):
                if lacking[0] <= day < lacking[0] + lacking[1] and lacking[1]:
                    continue
                # Milliwatt-hours of a day [kWh with three digits].
                energy = load * share * 24 * (90 + numbers.below(21)) // 100
                if step == "P1D":
                    daily.write(f"{stamp},{meter},{energy // 1000}.{energy % 1000:03d}\n")
                    continue
                for hour in range(24):
                    part = energy * (90 + (hour * 7 + day) % 21) // 2400
                    hourly.write(f"{stamp}T{hour:02d}:00:00+08:00,{meter},{part // 1000}.{part % 1000:03d}\n")
    daily.close()
    hourly.close()
    if not options.hourly:
        os.remove(hourly.name)
    if options.hourly >= options.sites:
        os.remove(daily.name)
    write(
        options.folder, "sites.csv",
        "site_id,name,name_zh,kind,region,timezone,organisation,commissioned,it_design_kw,racks_design,"
        "racks_installed,racks_occupied,rack_nominal_kw,cooling", sites)
    write(
        options.folder, "meters.csv",
        "meter_id,site_id,account,medium,quantity,unit,interval,timezone,measurement_point,accuracy_class", meters)
    if options.contract:
        hours = [200_000_000 + numbers.below(200_000_000) for _ in range(8_760)]
        os.makedirs(os.path.join(options.folder, "profiles"), exist_ok=True)
        begin = datetime(2024, 12, 31, 16)
        write(
            options.folder, "profiles/contract.csv", "hour_start_utc,kwh",
            [
                f"{begin + timedelta(hours=number):%Y-%m-%dT%H:%M:%SZ},{energy // 1000}.{energy % 1000:03d}"
                for number, energy in enumerate(hours)
            ])
        whole = sum(hours)
        write(
            options.folder, "instruments.csv",
            "instrument_id,kind,quantity_kwh,generation_start,generation_end,technology,region,cancelled_on,"
            "cancelled_for,contract,settlement,claim_year,profile_file,evidence",
            [
                f"contract,ppa,{whole // 1000}.{whole % 1000:03d},2025-01-01,2026-01-01,wind,CN-GS,2026-02-10,Fleet,c,s,2025,"
                "profiles/contract.csv,invented"
            ])
    if options.plan:
        write(
            options.folder, "measures.csv",
            "measure,saving_low,saving_high,quantity,capex,capex_per,annual_cost,life_years", MEASURES)
        write(options.folder, "facts.csv", "site_id,fact,value,unit,valid_from,evidence,assurance", facts)
    if options.lots:
        write(
            options.folder, "instruments.csv",
            "instrument_id,kind,site_id,quantity_kwh,generation_start,generation_end,technology,region,cancelled_on,"
            "cancelled_for,claim_year,evidence",
            [
                f"lot{number:05d},gec,s{number * 7 % options.sites:06d},{1000 * (1 + numbers.below(50))},2025-03-01,2025-04-01,"
                f"wind,CN-GS,2026-02-10,s{number * 7 % options.sites:06d},2025,invented"
                for number in range(options.lots)
            ])


main()
