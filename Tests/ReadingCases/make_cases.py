#!/usr/bin/env python3
"""Makes the folders beside it: files of readings as exports write them, with the ledger they must give.

Every case is made from a truth, a list of readings with exact instants and amounts. The file is the
truth written in some troublesome way; the ledger is the truth split over UTC hours in whole joules.
Nothing here knows how the program reads: what differs is a fault of one of the two.

    make_cases.py            writes the folders anew
    make_cases.py --check    tells which committed files differ from what would be written
"""
import os
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

HERE = os.path.dirname(os.path.abspath(__file__))
CHECK = "--check" in sys.argv
JOULES = {"Wh": 3600, "kWh": 3_600_000, "度": 3_600_000, "MWh": 3_600_000_000, "万kWh": 36_000_000_000,
          "W": 1, "kW": 1000}
CASES = {}


def half_even(value):
    floor = value.numerator // value.denominator
    rest = value - floor
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2):
        floor += 1
    return floor


class Case:
    """One folder."""

    def __init__(self, name, about, zone="Asia/Shanghai"):
        self.name, self.about, self.zone = name, about, zone
        self.files, self.booked, self.findings, self.refused = {}, [], [], None
        self.meters = {"m1": "grid_import,interval,kWh,PT1H,start", "m2": "it,interval,kWh,PT1H,start"}
        self.rejected = 0
        CASES[name] = self

    def meter(self, name, account="grid_import", quantity="interval", unit="kWh", interval="PT1H", label="start", layout=""):
        self.meters[name] = f"{account},{quantity},{unit},{interval},{label},{layout}"
        return self

    def only(self, *names):
        self.meters = {k: v for k, v in self.meters.items() if k in names}
        return self

    def file(self, name, text, encoding="utf-8", bom=b""):
        self.files["readings/" + name] = text if isinstance(text, bytes) else bom + text.encode(encoding)
        return self

    def layout(self, name, text):
        self.files[f"layouts/{name}.yaml"] = text.encode()
        return self

    def finds(self, code, line="", meter="", count=1):
        self.findings.append((code, str(line), meter, count))
        return self

    def rejects(self, rows):
        self.rejected += rows
        return self

    def is_refused(self, why):
        self.refused = why
        return self

    def books(self, meter, start, seconds, amount, unit="kWh", account=None):
        """An amount between two instants (aware datetimes)."""
        account = account or self.meters[meter].split(",")[0]
        joules = half_even(Fraction(amount) * JOULES[unit])
        self.booked.append((meter, account, int(start.timestamp()), seconds, joules))
        return self

    def hourly(self, meter, values, start=None, unit="kWh"):
        """Hour by hour from local midnight of 2026-01-01."""
        at = start or local(self.zone, 2026, 1, 1)
        for value in values:
            if value is not None:
                self.books(meter, at, 3600, value, unit)
            at += timedelta(hours=1)
        return self

    def ledger(self):
        hours = {}
        for meter, account, start, seconds, joules in self.booked:
            sign = 1
            if joules < 0:
                account, sign, joules = {"grid_import": "grid_export"}[account], 1, -joules
            parts, at, end = [], start, start + seconds
            while at < end:
                stop = min(end, at - at % 3600 + 3600)
                parts.append((at - at % 3600, stop - at))
                at = stop
            shares = [joules * length // seconds for _, length in parts]
            for i in range(joules - sum(shares)):
                shares[i] += 1
            for (hour, _), share in zip(parts, shares):
                key = (hour, meter, account)
                hours[key] = hours.get(key, 0) + sign * share
        lines = ["meter_id,account,hour_start_utc,joules"]
        for (hour, meter, account), joules in sorted(hours.items()):
            stamp = datetime.fromtimestamp(hour, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
            lines.append(f"{meter},{account},{stamp},{joules}")
        return "\n".join(lines) + "\n"

    def period(self):
        """Whole days around what is booked; what a clock that was not set wrote lies outside."""
        starts = [b[2] for b in self.booked if b[2] > 500_000_000]
        day = lambda at: datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%d")
        end = max([max(starts) + 3 * 86400] + [b[2] + b[3] + 86400 for b in self.booked])
        return day(min(starts) - 86400) + "/" + day(end)

    def written(self):
        out = dict(self.files)
        if self.meters:
            lines = ["meter_id,site_id,account,quantity,unit,interval,label,layout,measurement_point"]
            for name, rest in self.meters.items():
                cells = rest.split(",")
                cells += [""] * (6 - len(cells))
                point = "ups_output" if cells[0] == "it" else ""
                quoted = '"' + name + '"' if name != name.strip() else name
                lines.append(f"{quoted},s1,{','.join(cells[:6])},{point}")
            out["meters.csv"] = ("\n".join(lines) + "\n").encode()
        out["sites.csv"] = f"site_id,kind,region,timezone\ns1,data_center,CN,{self.zone}\n".encode()
        out["portfolio.yaml"] = b"organisation: Test\n"
        out["about.txt"] = (self.about + "\n").encode()
        if self.refused:
            out["refused.txt"] = (self.refused + "\n").encode()
        else:
            out["ledger.csv"] = self.ledger().encode()
            out["period.txt"] = (self.period() + "\n").encode()
            out["rejected.txt"] = f"{self.rejected}\n".encode()
        kinds = {}
        for code, line, meter, count in self.findings:
            first, total = kinds.get((code, meter), (line, 0))
            kinds[code, meter] = (first, total + count)
        found = ["code,line,meter_id,count"] + [f"{code},{first},{meter},{total}" for (code, meter), (first, total) in kinds.items()]
        out["findings.csv"] = ("\n".join(found) + "\n").encode()
        return out


def local(zone, *parts):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


SHANGHAI = "Asia/Shanghai"
T0 = local(SHANGHAI, 2026, 1, 1)
V1, V2 = [10, 11, 12, 13, 14, 15], [5, 6, 7, 8, 9, 4]


def rows(values=V1, meter="m1", form="%Y-%m-%d %H:%M", write=str, start=T0, step=3600, sep=","):
    return [f"{(start + timedelta(seconds=i * step)).strftime(form)}{sep}{meter}{sep}{write(v)}" for i, v in enumerate(values)]


def both(sep=",", header="timestamp,meter_id,value", names=("m1", "m2"), write=str):
    return [header.replace(",", sep)] + rows(V1, names[0], sep=sep, write=write) + rows(V2, names[1], sep=sep, write=write)


def text(lines, end="\n", last=True):
    return end.join(lines) + (end if last else "")


def plain(name, about, content, encoding="utf-8", bom=b""):
    return Case(name, about).file("a.csv", content, encoding, bom).hourly("m1", V1).hourly("m2", V2)


# ---------------------------------------------------------------- encodings

CN = ("总进线", "机房")


def chinese(name, about, encoding, bom=b"", names=CN):
    case = Case(name, about)
    case.meters = {}
    case.meter(names[0]).meter(names[1], "it")
    case.file("a.csv", text(both(header="时间,计量点,数值", names=names)), encoding, bom)
    return case.hourly(names[0], V1).hourly(names[1], V2)


chinese("utf8-mark", "UTF-8 with a byte order mark", "utf-8", b"\xef\xbb\xbf")
chinese("utf16-le", "UTF-16, little end first, with a mark", "utf-16-le", b"\xff\xfe")
chinese("utf16-be", "UTF-16, big end first, with a mark", "utf-16-be", b"\xfe\xff")
plain("utf16-no-mark", "UTF-16 without a mark, told by its zero bytes", text(both()), "utf-16-le")
chinese("gb18030", "GB18030, as spreadsheets in China save CSV", "gb18030").finds("encoding-detected")
chinese("gb18030-four-bytes", "a character that GB18030 writes with four bytes", "gb18030", names=("㐀进线", "机房")).finds("encoding-detected")
case = Case("gb18030-late", "the first 128 KiB are ASCII, then GB18030 begins").only("m1").meter("总表", "it")
filler = [f"2025-01-01 00:00,m9,{i}" for i in range(9000)]
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(V1) + filler + rows(V2, "总表")), "gb18030")
case.hourly("m1", V1).hourly("总表", V2).rejects(9000).finds("encoding-detected").finds("unknown-meter", 8, "", 9000)
FLOORS = ("1楼", "2楼")
case = Case("gb18030-like-utf8", "楼 in GB18030 is `¥` in UTF-8: every row is valid UTF-8, the header is not")
case.meters = {}
case.meter("1楼").meter("2楼", "it")
case.file("a.csv", text(both(header="采集时间,楼层,电量(kWh)", names=FLOORS)), "gb18030").layout(
    "floors", 'files: ["a.csv"]\ntimestamp: 采集时间\nmeter_id: 楼层\nvalue: 电量(kWh)\n')
case.hourly("1楼", V1).hourly("2楼", V2).finds("encoding-detected")
case = Case("gb18030-like-utf8-late", "the first 256 KiB are valid UTF-8 by 楼 in GB18030, and then a name that is not")
case.meters = {}
case.meter("1楼").meter("机房", "it")
filler = [f"2025-01-01 00:00,9楼,{i}" for i in range(14000)]
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(V1, "1楼") + filler + rows(V2, "机房")), "gb18030")
case.hourly("1楼", V1).hourly("机房", V2).rejects(14000).finds("encoding-detected").finds("unknown-meter", 8, "", 14000)
case = Case("order-settled-late", "the day that proves the order stands behind the first 256 KiB").only("m1")
days = [f"{d:02d}/02/2026 00:00,m1,{d}" for d in (1, 13)]
case.file("a.csv", text(["timestamp,meter_id,value", days[0]] + [f"01/02/2026 00:00,m9,{i}" for i in range(14000)] + days[1:]))
case.rejects(14000).finds("unknown-meter", 3, "", 14000).finds("form-settled", 14003).finds("interval-gap", 14003, "m1")
for d in (1, 13):
    case.books("m1", local(SHANGHAI, 2026, 2, d), 3600, d)
case = Case("utf8-latin", "letters of two bytes, in UTF-8, in a file that is longer than what is looked at first").only("m1").meter("Zähler1", "it")
filler = [f"2025-01-01 00:00,Zähler9,{i}" for i in range(9000)]
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(V1) + filler + rows(V2, "Zähler1")))
case.hourly("m1", V1).hourly("Zähler1", V2).rejects(9000).finds("unknown-meter", 8, "", 9000)
case = Case("mixed-encodings", "a UTF-8 file to which rows in GB18030 were joined")
case.meters = {}
case.meter("总进线").meter("机房", "it")
lines = ["时间,计量点,数值"] + rows(V1, "总进线")
case.file("a.csv", text(lines).encode() + text(rows(V2[:2], "机房")).encode("gb18030"))
case.hourly("总进线", V1).hourly("机房", V2[:2]).finds("encoding-mixed", 8)
case = Case("windows-1252", "letters of Western Europe in one byte each").only("m1", "m2")
case.file("a.csv", text(both(";", "Zeit,Zähler,Wert")), "cp1252").layout(
    "german", 'files: ["a.csv"]\ntimestamp: Zeit\nmeter_id: Zähler\nvalue: Wert\n')
case.hourly("m1", V1).hourly("m2", V2).finds("encoding-detected")
Case("encoding-unknown", "bytes of no encoding that is known").file(
    "a.csv", b"timestamp,meter_id,value\n2026-01-01 00:00,\xff\x80\xff\xff,1\n").is_refused("no encoding fits").finds("encoding-unsupported", 2)
plain("marks-inside-cells", "byte order marks, zero-width and no-break spaces inside cells",
      text(both()).replace("m1,10", "\ufeffm1,\ufeff10").replace("m2,6", "m2\u200b,\u00a06").replace("2026-01-01 02:00,m1", "\ufeff2026-01-01 02:00,m1"))
plain("full-width-digits", "full-width digits", text(both(write=lambda v: "".join(chr(0xFF10 + int(c)) for c in str(v)))))

# ---------------------------------------------------------------- dialects

plain("semicolons", "semicolons", text(both(";")))
plain("tabs", "tabs", text(both("\t")))
plain("pipes", "pipes", text(both("|")))
plain("sep-line", "a `sep=` line, CRLF", text(["sep=;"] + both(";"), "\r\n"))
plain("sep-line-caret", "a `sep=` line that names an unusual delimiter", text(["sep=^"] + both("^")))
plain("carriage-returns", "lone carriage returns", text(both(), "\r"))
plain("no-last-newline", "no newline at the end", text(both(), "\r\n", last=False))
plain("quoted-newlines", "notes with newlines inside quotes", text([r + (',"a\nnote, twice ""so"""' if i else ",note") for i, r in enumerate(both())]))
plain("all-quoted", "every cell quoted", text(['"' + r.replace(",", '","') + '"' for r in both()]))
case = plain("zero-bytes", "zero bytes at the end of a cell, in a cell, and behind the last row",
             text(both()).replace("m1,10\n", "m1,10\0\0\n").replace("m2,9\n", "m2,9\x000\n").encode() + b"\0\0\0\n")
case.booked = [b for b in case.booked if not (b[0] == "m2" and b[4] == 9 * 3_600_000)]
case.finds("value-unreadable", 12, "m2").finds("not-a-reading", 14).rejects(1).finds("interval-gap", 13, "m2")
case = plain("ragged-rows", "rows that are too short or too long", text(both() + ["2026-01-01 06:00", "2026-01-01 07:00,m1", "2026-01-01 08:00,m1,3,4", "2026-01-01 00:00,m2,5,,,"]))
case.finds("row-length", 14).finds("row-length", 16).finds("value-missing", 15, "m1").finds("duplicate-row", 17, "m2").rejects(3)
plain("preamble", "lines above the header, one of them with a time", text(["电量报表,,", "导出时间,2026-01-05 10:00,", ",,"] + both()))
case = Case("unit-row", "a row of units below the header, the totals below the readings, a footer")
case.file("a.csv", text(["时间,m1,m2", ",kWh,kWh"] + [f"2026-01-01 0{i}:00,{a},{b}" for i, (a, b) in enumerate(zip(V1, V2))] + ["合计,75,39", "备注：完"]))
case.hourly("m1", V1).hourly("m2", V2).finds("totals-row", 9).finds("not-a-reading", 10).rejects(2)
case = Case("two-header-rows", "names in two rows, the upper one joined over several columns")
case.meters = {}
case.meter("1#/正向", "grid_import").meter("1#/反向", "grid_export").meter("2#/正向", "it")
case.file("a.csv", text(["时间,1#,,2#", ",正向,反向,正向", ",kWh,kWh,kWh"] + [f"2026-01-01 0{i}:00,{a},{b},{b}" for i, (a, b) in enumerate(zip(V1, V2))]))
case.hourly("1#/正向", V1).hourly("1#/反向", V2).hourly("2#/正向", V2)
plain("repeated-header", "the header again in the middle", text(both()[:7] + [both()[0]] + both()[7:])).finds("not-a-reading", 8)
case = plain("totals-row", "totals and averages below the readings", text(both() + ["合计,,114", "Total:,,114", "平均值,,9.5"]))
case.finds("totals-row", 14, "", 3).rejects(3)
case = Case("excel-text-cells", "texts as spreadsheets write them").only().meter("00123").meter("=m2", "it")
case.meters = {"00123": case.meters["00123"]}
case.file("a.csv", text(["timestamp,meter_id,value"] + [r.replace("00123", '="00123"') for r in rows(V1[:3], "00123")] + [r.replace("00123", "'00123") for r in [f"2026-01-01 0{i}:00,00123,{v}" for i, v in enumerate(V1) if i > 2]]))
case.hourly("00123", V1)
case = plain("stray-quotes", "a stray quote costs its line alone", text(both()).replace("m1,12\n", 'm1,1"2\n'))
case.booked = [b for b in case.booked if not (b[0] == "m1" and b[4] == 12 * 3_600_000)]
case.finds("malformed-row", 4).finds("interval-gap", 5, "m1").rejects(1)
plain("other-order", "columns in another order, and one more", text(["value,note,meter,time"] + [f"{v},x,{m},{t}" for t, m, v in (r.split(",") for r in rows() + rows(V2, "m2"))]))
Case("no-header", "one file a meter, no header").only("m1").file("m1.csv", text([f"2026-01-01 0{i}:00,{v}" for i, v in enumerate(V1)])).hourly("m1", V1)
Case("same-header-twice", "two columns of one meter's name").file(
    "a.csv", text(["timestamp,m1,m1"] + [f"2026-01-01 0{i}:00,{v},{v}" for i, v in enumerate(V1)])).is_refused("m1 is in two columns").finds("no-layout")
Case("header-only", "a header and no reading").file("a.csv", "timestamp,meter_id,value\n").is_refused("no row").finds("file-empty")
Case("workbook", "an Excel workbook that was renamed").file("a.csv", b"PK\x03\x04" + bytes(60)).is_refused("no text").finds("file-unreadable")

# ---------------------------------------------------------------- numbers

D1 = ["1234.5", "999.25", "1000.125", "12", "2345678.5", "0.5"]


def number_case(name, about, write, sep=";", note=2, values=D1, layout=None, finds=True):
    case = Case(name, about).only("m1")
    case.file("a.csv", text(["timestamp,meter_id,value".replace(",", sep)] + rows(values, sep=sep, write=write)))
    case.hourly("m1", [Fraction(v) for v in values])
    if layout:
        case.layout("own", layout)
    if finds:
        case.finds("form-settled", note)
    return case


def grouped(value, mark, point):
    whole, _, fraction = str(value).partition(".")
    groups = []
    while len(whole) > 3:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return mark.join([whole] + groups) + (point + fraction if fraction else "")


number_case("decimal-comma", "decimal commas", lambda v: v.replace(".", ","))
number_case("thousands-1.234,5", "points part thousands, a comma the decimals", lambda v: grouped(v, ".", ","))
number_case("thousands-1,234.5", "commas part thousands", lambda v: '"' + grouped(v, ",", ".") + '"', sep=",", note=2)
number_case("thousands-blank", "blanks part thousands", lambda v: grouped(v, " ", ","))
number_case("thousands-no-break", "narrow no-break spaces part thousands", lambda v: grouped(v, "\u202f", ","))
number_case("thousands-apostrophe", "apostrophes part thousands", lambda v: grouped(v, "'", "."))
number_case("settled-late", "the column's first thousand stands beyond the first rows, and only the last cell decides",
            lambda v: grouped(v, ".", ","), note=7, values=["998", "999", "1000", "1001", "1002", "1003.5"])
AMBIGUOUS = ["1234", "2345", "3456", "4567", "5678", "6789"]
Case("thousands-open", "`1,234` and nothing that decides").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value"] + rows(AMBIGUOUS, write=lambda v: '"' + grouped(v, ",", ".") + '"'))).is_refused("1,234 may be either").finds("form-ambiguous", 2)
Case("point-open", "`1.234` between semicolons, and nothing that decides").only("m1").file(
    "a.csv", text(["timestamp;meter_id;value"] + rows(AMBIGUOUS, sep=";", write=lambda v: grouped(v, ".", ",")))).is_refused("1.234 may be either").finds("form-ambiguous", 2)
number_case("thousands-declared", "`1,234`, and a layout that says which", lambda v: '"' + grouped(v, ",", ".") + '"', sep=",", values=AMBIGUOUS,
            layout='files: ["a.csv"]\ndecimal: point\n', finds=False)
number_case("decimals-declared", "`1,234` as 1.234, by a layout", lambda v: '"' + v.replace(".", ",") + '"', sep=",", values=["1.234", "2.345", "3.456", "4.567"],
            layout='files: ["a.csv"]\ndecimal: comma\n', finds=False)
number_case("scientific", "scientific notation", str, sep=",", values=["1e3", "2.5E2", "1.25e+1", "5E-1"], finds=False)
number_case("many-digits", "seventeen digits", str, sep=",", values=["341.699999999983", "341.70000000001704", "0.1", "0.30000000000000004"], finds=False)
case = Case("no-value", "cells that say that there is no value").only("m1")
words = ["-", "--", "N/A", "NaN", "null", "无", "#DIV/0!", "", "—", "缺失", "#REF!"]
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(words + ["7"])))
case.books("m1", T0 + timedelta(hours=11), 3600, 7).finds("value-missing", 2, "m1", 11).rejects(11)
case = Case("no-number", "cells that are no number").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(["Infinity", "0x10", "12kvar", "1..2", "1-2", "7"])))
case.books("m1", T0 + timedelta(hours=5), 3600, 7).finds("value-unreadable", 2, "m1", 5).rejects(5)
case = Case("negative", "negative energy is that of the other direction").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(["10", "-3", "\u22124", "－5"])))
for i, v in enumerate([10, -3, -4, -5]):
    case.books("m1", T0 + timedelta(hours=i), 3600, v)
case.finds("sign-split", 3, "m1", 3)

# ---------------------------------------------------------------- units

case = Case("unit-column", "each row names its unit").only("m1")
pairs = [("10", "kWh"), ("11000", "Wh"), ("0.012", "MWh"), ("13", "度"), ("0.0014", "万kWh"), ("15", "KWH")]
case.file("a.csv", text(["timestamp,meter_id,value,unit"] + [r + "," + u for r, (_, u) in zip(rows([v for v, _ in pairs]), pairs)])).hourly("m1", V1)
case = Case("unit-column-unknown", "a row's unit is not that of an energy").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value,unit"] + [r + "," + u for r, u in zip(rows(V1[:3]), ["kWh", "kvarh", "m3"])]))
case.hourly("m1", V1[:1]).finds("unit-unusable", 3, "m1").finds("unit-unusable", 4, "m1").rejects(2)
case = Case("unit-of-layout", "a layout names the unit of the file; 1 万kWh is 10,000 kWh").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(["0.001", "0.0011", "0.0012"]))).layout("own", 'files: ["a.csv"]\nunit: 万kWh\n').hourly("m1", V1[:3])
case = Case("units-of-columns", "a layout names the unit of each column")
case.file("a.csv", text(["timestamp,m1,m2"] + [f"2026-01-01 0{i}:00,{a * 1000},{b}" for i, (a, b) in enumerate(zip(V1, V2))]))
case.layout("own", 'files: ["a.csv"]\nshape: wide\nmeters: {m1: m1, m2: m2}\nunits: {m1: Wh}\n').hourly("m1", V1).hourly("m2", V2)
case = Case("header-says-MWh", "the header says MWh, meters.csv says kWh").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value (MWh)"] + rows())).hourly("m1", V1).finds("unit-doubtful", 1, "m1")
case = Case("header-says-kW", "the header says kW, meters.csv says that kWh of intervals are read").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value (kW)"] + rows())).hourly("m1", V1).finds("unit-doubtful", 1, "m1")
case = Case("kW-that-rises", "a column of kW that runs as a register does").only().meter("m1", "grid_import", "power", "kW", "PT1H")
case.file("a.csv", text(["timestamp,meter_id,value (kW)"] + rows(range(1000, 1030))))
for i in range(30):
    case.books("m1", T0 + timedelta(hours=i), 3600, 1000 + i)
case.finds("quantity-doubtful", 2, "m1")
case = Case("register-that-falls", "a register whose values go up and down").only().meter("m1", "grid_import", "register", "kWh", "")
values = [100 + (i * 7) % 5 for i in range(30)]
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(values)))

# ---------------------------------------------------------------- times


def time_case(name, about, write, zone=SHANGHAI, header="timestamp,meter_id,value", values=V1):
    case = Case(name, about, zone).only("m1")
    start = local(zone, 2026, 1, 1)
    lines = []
    for i, v in enumerate(values):
        at = start + timedelta(hours=i)
        lines.append(f"{write(at, i)},m1,{v}")
    return case.file("a.csv", text([header] + lines)).hourly("m1", values, start)


utc = lambda at: at.astimezone(timezone.utc)
time_case("offset", "stamps with an offset", lambda at, i: at.isoformat())
time_case("zulu", "stamps in UTC", lambda at, i: utc(at).strftime("%Y-%m-%dT%H:%M:%SZ"))
time_case("utc-word", "stamps that say UTC", lambda at, i: utc(at).strftime("%Y-%m-%d %H:%M:%S UTC"))
time_case("slashes", "`2026/1/1 0:00`", lambda at, i: f"{at.year}/{at.month}/{at.day} {at.hour}:{at.minute:02d}")
time_case("chinese", "`2026年1月1日 00:00`", lambda at, i: at.strftime("%Y年%-m月%-d日 %H:%M"))
time_case("chinese-hours", "`2026年1月1日0时0分`", lambda at, i: f"{at.year}年{at.month}月{at.day}日{at.hour}时{at.minute}分")
time_case("chinese-half-days", "`2026/1/1 上午 12:00:00`", lambda at, i: f"{at.year}/{at.month}/{at.day} {'上午' if at.hour < 12 else '下午'} {at.hour % 12 or 12}:00:00", values=list(range(1, 19)))
time_case("am-pm", "`2026-01-01 12:00 AM`", lambda at, i: f"2026-01-01 {at.hour % 12 or 12}:00 {'AM' if at.hour < 12 else 'PM'}", values=list(range(1, 19)))
time_case("month-names", "`01-Jan-2026 00:00`", lambda at, i: at.strftime("%d-%b-%Y %H:%M"))
time_case("german", "`01.01.2026 00:00`", lambda at, i: at.strftime("%d.%m.%Y %H:%M"))
time_case("full-width-stamp", "full-width digits and colon", lambda at, i: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in at.strftime("%Y-%m-%d %H:%M")))
time_case("epoch-seconds", "Unix seconds", lambda at, i: str(int(at.timestamp())))
time_case("epoch-milliseconds", "Unix milliseconds", lambda at, i: str(int(at.timestamp()) * 1000))
time_case("epoch-microseconds", "Unix microseconds", lambda at, i: str(int(at.timestamp()) * 1000000))
time_case("epoch-fraction", "Unix seconds with decimals", lambda at, i: f"{int(at.timestamp())}.0")
serial = lambda at: Fraction(int((at.replace(tzinfo=timezone.utc) - datetime(1899, 12, 30, tzinfo=timezone.utc)).total_seconds()), 86400)
time_case("excel-serial", "days of a spreadsheet, as a double prints them", lambda at, i: repr(float(serial(at))))
case = Case("midnight-24", "24:00 is the end of the day").only().meter("m1", label="end")
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"2026-01-01 {22 + i}:00,m1,{v}" for i, v in enumerate(V1[:3])]))
for i, v in enumerate(V1[:3]):
    case.books("m1", T0 + timedelta(hours=21 + i), 3600, v)
case = Case("end-labels", "stamps name the end of the interval").only().meter("m1", label="end", interval="PT15M")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(range(1, 9), start=T0 + timedelta(minutes=15), step=900)))
for i in range(8):
    case.books("m1", T0 + timedelta(minutes=15 * i), 900, i + 1)
Case("newest-first", "newest first").only("m1").file("a.csv", text(["timestamp,meter_id,value"] + rows()[::-1])).hourly("m1", V1)
Case("shuffled", "in no order").only("m1").file("a.csv", text(["timestamp,meter_id,value"] + [rows()[i] for i in (3, 0, 5, 1, 4, 2)])).hourly("m1", V1)
case = Case("clock-drift", "thirteen seconds past the hour").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(start=T0 + timedelta(seconds=13), form="%Y-%m-%d %H:%M:%S")))
for i, v in enumerate(V1):
    case.books("m1", T0 + timedelta(hours=i, seconds=13), 3600, v)
case = Case("interval-changes", "from hours to quarter hours inside a file").only().meter("m1", interval="")
quarter = T0 + timedelta(hours=5)
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(V1[:5]) + rows([1, 2, 3, 4, 5, 6, 7, 8], start=quarter, step=900)))
case.hourly("m1", V1[:5])
for i in range(8):
    case.books("m1", quarter + timedelta(minutes=15 * i), 900, i + 1)
case.finds("interval-from-data", "", "m1")
case = Case("leap-second", "23:59:60 is the second before midnight").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value", "2016-12-31T23:00:00Z,m1,5", "2016-12-31T23:59:60Z,m1,6"]))
case.books("m1", datetime(2016, 12, 31, 23, tzinfo=timezone.utc), 3600, 5).books("m1", datetime(2017, 1, 1, tzinfo=timezone.utc), 3600, 6).finds("leap-second", 3)
case = Case("leap-day", "the 29th of February is there in 2028, not in 2026").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value", "2028-02-29 00:00,m1,5", "2026-02-29 00:00,m1,6"]))
case.books("m1", local(SHANGHAI, 2028, 2, 29), 3600, 5).finds("timestamp-unreadable", 3).rejects(1).finds("time-in-future", 2, "m1")
case = Case("year-1970", "a logger whose clock was not set").only("m1")
lines = rows([5], start=local(SHANGHAI, 1970, 1, 2)) + rows([i % 7 + 1 for i in range(60)])
case.file("a.csv", text(["timestamp,meter_id,value"] + lines)).books("m1", local(SHANGHAI, 1970, 1, 2), 3600, 5)
for i in range(60):
    case.books("m1", T0 + timedelta(hours=i), 3600, i % 7 + 1)
case.finds("time-implausible", 2, "m1").finds("interval-gap", 3, "m1")
case = Case("future", "a year that has not come").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows(V1, start=local(SHANGHAI, 2096, 1, 1)))).hourly("m1", V1, local(SHANGHAI, 2096, 1, 1)).finds("time-in-future", 2, "m1")


def dates(order, days, hours=1):
    at = lambda d, h: {"dmy": f"{d:02d}/01/2026 {h:02d}:00", "mdy": f"01/{d:02d}/2026 {h:02d}:00"}[order]
    return [f"{at(d, h)},m1,{d + h}" for d in days for h in range(hours)]


def date_case(name, about, order, days, hours, line):
    case = Case(name, about).only("m1")
    case.file("a.csv", text(["timestamp,meter_id,value"] + dates(order, days, hours)))
    for d in days:
        for h in range(hours):
            case.books("m1", local(SHANGHAI, 2026, 1, d, h), 3600, d + h)
    return case.finds("form-settled", line)


date_case("day-before-month", "a 13 settles the order", "dmy", [11, 12, 13], 24, 50)
date_case("month-before-day", "a 13 settles the order", "mdy", [11, 12, 13], 24, 50)
date_case("order-by-course", "no 13, but the days follow each other hour by hour", "dmy", [1, 2, 3, 4], 24, 2)
Case("order-open", "`01/02/2026` and nothing that decides").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value", "01/02/2026 00:00,m1,5", "01/03/2026 00:00,m1,6"])).is_refused("dmy or mdy").finds("form-ambiguous", 2)
case = Case("order-declared", "`01/02/2026`, and a layout that says which").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value", "01/02/2026 00:00,m1,5", "01/02/2026 01:00,m1,6"])).layout("own", 'files: ["a.csv"]\ndate_order: dmy\n')
case.books("m1", local(SHANGHAI, 2026, 2, 1), 3600, 5).books("m1", local(SHANGHAI, 2026, 2, 1, 1), 3600, 6)
Case("date-and-time", "date and time in two columns").only("m1").file(
    "a.csv", text(["日期,时间,表号,示数"] + [f"2026-01-01,{i}:00,m1,{v}" for i, v in enumerate(V1)])).hourly("m1", V1)
Case("date-and-hour", "the hour as a number").only("m1").file(
    "a.csv", text(["day,hour,meter,value"] + [f"2026-01-01,{i},m1,{v}" for i, v in enumerate(V1)])).layout(
    "own", 'files: ["a.csv"]\ntimestamp: [day, hour]\nmeter_id: meter\n').hourly("m1", V1)
case = Case("date-and-period", "periods of half an hour, counted from 1").only().meter("m1", interval="PT30M")
case.file("a.csv", text(["day,period,meter,value"] + [f"2026-01-01,{i + 1},m1,{v}" for i, v in enumerate(V1)])).layout(
    "own", 'files: ["a.csv"]\ntimestamp: [day, period]\nperiod: PT30M\nmeter_id: meter\n')
for i, v in enumerate(V1):
    case.books("m1", T0 + timedelta(minutes=30 * i), 1800, v)
time_case("offset-of-layout", "naive stamps in UTC, by a layout", lambda at, i: utc(at).strftime("%Y-%m-%d %H:%M")).layout("own", 'files: ["a.csv"]\nutc_offset: "+00:00"\n')

NEW_YORK = "America/New_York"
case = Case("offsets-flip", "the offset changes inside the file", NEW_YORK).only("m1")
first = datetime(2025, 11, 2, 4, tzinfo=timezone.utc)
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{(first + timedelta(hours=i)).astimezone(ZoneInfo(NEW_YORK)).isoformat()},m1,{v}" for i, v in enumerate(V1)])).hourly("m1", V1, first)

BERLIN = "Europe/Berlin"


def berlin(name, about, stamps, instants):
    """Naive stamps and the UTC hour each stands for; None where the row is rejected."""
    case = Case(name, about, BERLIN).only("m1")
    case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{s},m1,{i + 1}" for i, s in enumerate(stamps)]))
    for i, at in enumerate(instants):
        if at:
            case.books("m1", datetime.fromisoformat(at + "+00:00"), 3600, i + 1)
    return case


berlin("day-of-25-hours", "the repeated hour stands twice", [f"2025-10-26 0{h}:00" for h in (1, 2, 2, 3)],
       [f"2025-10-25T23:00", "2025-10-26T00:00", "2025-10-26T01:00", "2025-10-26T02:00"])
berlin("day-of-25-hours-once", "the repeated hour stands once", [f"2025-10-26 0{h}:00" for h in (1, 2, 3)],
       ["2025-10-25T23:00", "2025-10-26T00:00", "2025-10-26T02:00"]).finds("time-repeated-hour", 3, "m1").finds("interval-gap", 4, "m1")
berlin("day-of-23-hours", "the hour that was left out is not there", [f"2026-03-29 0{h}:00" for h in (1, 3, 4)],
       ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T02:00"])
berlin("always-24-hours", "an hour that no clock showed", [f"2026-03-29 0{h}:00" for h in (1, 2, 3)],
       ["2026-03-29T00:00", None, "2026-03-29T01:00"]).finds("time-nonexistent", 3, "m1").rejects(1)
case = Case("china-summer-1988", "China's summer time: 2 o'clock of 10 April 1988 did not exist").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value", "1988-04-17 01:00,m1,5", "1988-04-17 02:00,m1,6", "1988-04-17 03:00,m1,7"]))
case.books("m1", datetime(1988, 4, 16, 17, tzinfo=timezone.utc), 3600, 5).books("m1", datetime(1988, 4, 16, 18, tzinfo=timezone.utc), 3600, 7)
case.finds("time-nonexistent", 3, "m1").rejects(1).finds("time-implausible", 2, "m1")

# ---------------------------------------------------------------- layouts

case = Case("wide", "one column a meter, one column of no meter")
case.file("a.csv", text(["timestamp,m1,outside,m2"] + [f"2026-01-01 0{i}:00,{a},20.5,{b}" for i, (a, b) in enumerate(zip(V1, V2))]))
case.hourly("m1", V1).hourly("m2", V2).finds("unknown-meter", 2, "", 6).rejects(6)


def day_columns(count):
    return [f"P{i + 1}" for i in range(count)]


def day_values(count, shift=0):
    return [(i * 3 + shift) % 17 + 1 for i in range(count)]


def day_case(name, about, count, labels, meters=("m1",), sep=",", days=1, blank=(), label="start"):
    step = 86400 // count
    case = Case(name, about).only(*meters)
    for m in meters:
        case.meter(m, interval=f"PT{step // 60}M", label=label)
    lines = [sep.join(["meter_id", "date"] + labels)]
    for m in meters:
        for d in range(days):
            values = day_values(count, d)
            cells = ["" if i in blank else str(v) for i, v in enumerate(values)]
            lines.append(sep.join([m, f"2026-01-0{d + 1}"] + cells))
            for i, v in enumerate(values):
                if i not in blank:
                    case.books(m, T0 + timedelta(days=d, seconds=i * step), step, v)
    return case.file("a.csv", text(lines))


clock = lambda minutes: f"{minutes // 60:02d}:{minutes % 60:02d}"
day_case("day-row-96", "ninety-six quarter hours in a row", 96, day_columns(96), days=2)
day_case("day-row-48", "forty-eight half hours, named by their begin", 48, [clock(30 * i) for i in range(48)])
day_case("day-row-24", "twenty-four hours in semicolons", 24, [str(i) + ":00" for i in range(24)], sep=";")
day_case("day-row-ends", "columns named by the end of their part, the last 24:00", 96, [clock(15 * (i + 1)) for i in range(96)])
day_case("day-row-ends-midnight", "columns named by their end, the last 00:00", 24, [clock(60 * (i + 1) % 1440) for i in range(24)])
day_case("day-row-ranges", "columns named `00:00-00:30`", 48, [clock(30 * i) + "-" + clock(30 * (i + 1)) for i in range(48)])
day_case("day-row-blank", "a blank first cell drops nothing", 96, day_columns(96), blank=(0, 1, 50)).finds("interval-gap", 2, "m1")
case = Case("day-row-file", "a whole day in a row, the file is the meter").only().meter("m1", interval="PT60M")
case.file("m1.csv", text(["date," + ",".join(str(i) for i in range(1, 25)), "2026-01-01," + ",".join(map(str, day_values(24)))]))
for i, v in enumerate(day_values(24)):
    case.books("m1", T0 + timedelta(hours=i), 3600, v)


def berlin_day(name, about, date, columns, values, start, instants):
    case = Case(name, about, BERLIN).only().meter("m1", interval="PT60M")
    case.file("a.csv", text(["meter_id,date," + ",".join(columns), f"m1,{date}," + ",".join(values)]))
    for v, at in zip(values, instants):
        if v and at is not None:
            case.books("m1", start + timedelta(hours=at), 3600, v)
    return case


autumn, spring = datetime(2025, 10, 25, 22, tzinfo=timezone.utc), datetime(2026, 3, 28, 23, tzinfo=timezone.utc)
N = [str(i) for i in range(1, 26)]
berlin_day("day-row-25-hours", "twenty-five values on the day of twenty-five hours", "2025-10-26", N, [str(v) for v in day_values(25)], autumn, range(25))
berlin_day("day-row-24-of-25", "twenty-four columns on that day: the repeated hour stands once", "2025-10-26", N[:24],
           [str(v) for v in day_values(24)], autumn, [0, 1, 2] + list(range(4, 25))).finds("interval-gap", 2, "m1")
berlin_day("day-row-23-hours", "twenty-three values on the day of twenty-three hours", "2026-03-29", N[:24], [str(v) for v in day_values(23)] + [""], spring, range(23))
berlin_day("day-row-23-named", "columns named by the clock: 02:00 is blank", "2026-03-29", [clock(60 * i) for i in range(24)],
           ["1", "2", ""] + [str(v) for v in day_values(21)], spring, [0, 1, None] + list(range(2, 23)))
berlin_day("day-row-24-of-23", "columns named by the clock: 02:00 holds a zero that no clock showed", "2026-03-29", [clock(60 * i) for i in range(24)],
           ["1", "2", "0"] + [str(v) for v in day_values(21)], spring, [0, 1, None] + list(range(2, 23))).finds("time-nonexistent", 2, "m1").rejects(1)

case = Case("month-grid", "one row a meter and month, columns 1 to 31; blank days drop nothing").only().meter("m1", interval="P1D")
days = ["" if d in (1, 2) else str(d * 10) for d in range(1, 32)]
feb = [str(d % 9 + 1) for d in range(1, 29)] + ["", "", ""]
case.file("a.csv", text(["表号,年,月," + ",".join(f"{d}日" for d in range(1, 32)), "m1,2026,1," + ",".join(days), "m1,2026,2," + ",".join(feb), "合计,,," + ",".join(["9"] * 31)]))
for d in range(3, 32):
    case.books("m1", local(SHANGHAI, 2026, 1, d), 86400, d * 10)
for d in range(1, 29):
    case.books("m1", local(SHANGHAI, 2026, 2, d), 86400, d % 9 + 1)
case.finds("totals-row", 4).rejects(31)
case = Case("month-grid-myems", "the month stands once, in the second row").only().meter("1", interval="P1D").meter("2", "it", interval="P1D")
case.file("a.csv", text(["年,月,说明," + ",".join(str(d) for d in range(1, 32)), "2026,2,," + "," * 30, "1,电表一,," + ",".join(["", ""] + feb[2:]), "2,电表二,," + ",".join(feb)]))
for d in range(1, 29):
    if d > 2:
        case.books("1", local(SHANGHAI, 2026, 2, d), 86400, d % 9 + 1)
    case.books("2", local(SHANGHAI, 2026, 2, d), 86400, d % 9 + 1)
case = Case("month-grid-impossible", "a value under the 30th of February").only().meter("m1", interval="P1D")
case.file("a.csv", text(["表号,月份," + ",".join(str(d) for d in range(1, 32)), "m1,2026-02," + ",".join(feb[:29] + ["5", ""])]))
for d in range(1, 29):
    case.books("m1", local(SHANGHAI, 2026, 2, d), 86400, d % 9 + 1)
case.finds("timestamp-unreadable", 2, "m1").rejects(1)
MONTH_FORMS = (("month-grid-year-month", "年月", "{y}-{m:02d}"), ("month-grid-chinese", "统计月份", "{y}年{m}月"), ("month-grid-account", "账期", "{y}{m:02d}"),
               ("month-grid-reading-month", "抄表月", "{y}/{m}"), ("month-grid-english", "year-month", "{y}-{m:02d}"), ("month-grid-date", "日期", "{y}-{m:02d}"),
               ("month-grid-first-day", "日期", "{y}-{m:02d}-01"), ("month-grid-unnamed", "Abrechnung", "{y}-{m:02d}"))
for name, header, form in MONTH_FORMS:
    case = Case(name, f"the month of each row under {header}").only().meter("m1", interval="P1D")
    grid = [(m, [100 * m + d * 7 % 31 for d in range(1, days + 1)]) for m, days in ((1, 31), (2, 28), (3, 31))]
    case.file("a.csv", text([header + ",表号," + ",".join(str(d) for d in range(1, 32))] + [
        form.format(y=2026, m=m) + ",m1," + ",".join([str(v) for v in values] + [""] * (31 - len(values))) for m, values in grid]))
    for m, values in grid:
        for d, v in enumerate(values):
            case.books("m1", local(SHANGHAI, 2026, m, d + 1), 86400, v)
# One row a meter, the times side by side in the header.
MONTHS = [[310, 280, 311], [62, 56, 93]]
BOTH = lambda interval: {"m1": f"grid_import,interval,kWh,{interval},start,", "m2": f"it,interval,kWh,{interval},start,"}


def month_columns(name, about, header, rows, encoding="utf-8", first=1, years=(2026, 2026, 2026)):
    case = Case(name, about)
    case.meters = BOTH("P1M")
    case.file("a.csv", text(header + rows), encoding)
    for meter, values in zip(("m1", "m2"), MONTHS):
        for i, v in enumerate(values):
            begin, end = local(SHANGHAI, years[i], first + i if first + i <= 12 else first + i - 12, 1), local(SHANGHAI, years[i] + (first + i == 12), first + i + 1 if first + i < 12 else first + i - 11, 1)
            case.books(meter, begin, int((end - begin).total_seconds()), v)
    return case


def meter_rows(form):
    return [form.format(m=m, v=",".join(map(str, v)), s=sum(v)) for m, v in zip(("m1", "m2"), MONTHS)]


month_columns("times-across-months", "one row a meter, one column a month", ["site,2026-01,2026-02,2026-03"], meter_rows("{m},{v}")).finds("form-settled", 1)
month_columns("times-across-chinese", "month columns with words, a number and a place beside the meter, sums of rows and columns, GB18030",
              ["序号,站点,电表,2026年1月用电量,2026年2月用电量,2026年3月用电量,一季度合计"], [f"{i + 1},站{i}," + r for i, r in enumerate(meter_rows("{m},{v},{s}"))] + ["合计,,,372,336,404,1112"],
              "gb18030").finds("form-settled", 1).finds("encoding-detected").finds("totals-row", 4).rejects(3)
month_columns("times-across-title", "months alone below a title that names the year", ["2026年机房用电量统计表,,,,", "机房,1月,2月,3月,合计"], meter_rows("{m},{v},{s}")).finds("form-settled", 2)
month_columns("times-across-years", "months alone below a row of years that spans two of them", [",2025年,2026年,", "meter,12月,1月,2月"], meter_rows("{m},{v}"), first=12, years=(2025, 2026, 2026)).finds("form-settled", 2)
month_columns("times-across-year-column", "months alone beside a column of years", ["meter,year,Jan,Feb,Mar,Total"], meter_rows("{m},2026,{v},{s}"))
month_columns("times-across-short", "months with two digits of the year, a unit row below", ["Meter,Jan-26,Feb-26,Mar-26", ",kWh,kWh,kWh"], meter_rows("{m},{v}")).finds("form-settled", 1)
month_columns("times-across-newest-first", "the newest month first", ["meter,2026/3,2026/2,2026/1"], [f"{m},{v[2]},{v[1]},{v[0]}" for m, v in zip(("m1", "m2"), MONTHS)]).finds("form-settled", 1)
month_columns("times-across-unit", "the unit of each row in a column of its own", ["meter,unit,2026-01,2026-02,2026-03"], ["m1,MWh,0.310,0.280,0.311", "m2,kWh,62,56,93"]).finds("form-settled", 1)
case = Case("times-across-no-year", "months alone, and nothing names their year")
case.meters = BOTH("P1M")
case.file("a.csv", text(["meter,1月,2月,3月"] + meter_rows("{m},{v}"))).is_refused("nothing names their year").finds("no-layout")
case = Case("times-across-of-a-report", "a title that names begin and end of what is told, and a table without times below")
case.meters = BOTH("P1M")
case.file("a.csv", text(["Period,2026-01-01,2026-01-31", "meter,kWh,cost"] + [f"m{1 + i % 2},{100 + i},{50 + i}" for i in range(8)])).is_refused("no row holds both a time and a number").finds("no-layout")
case = Case("times-across-quarters", "one column a quarter").only().meter("m1", interval="")
case.file("a.csv", text(["meter,2026Q1,2026Q2", "m1,90,91"])).finds("form-settled", 1)
case.books("m1", local(SHANGHAI, 2026, 1, 1), 90 * 86400, 90).books("m1", local(SHANGHAI, 2026, 4, 1), 91 * 86400, 91)
case = Case("times-across-days", "one column a day, also that of the clock's change: a day of 23 hours", "Europe/Berlin")
case.meters = BOTH("P1D")
DAYS = [28, 29, 30, 31]
case.file("a.csv", text(["meter;" + ";".join(f"{d}.03.2026" for d in DAYS), "m1;1,5;2,5;;4,5", "m2;10;20;30;40"])).finds("form-settled", 2).finds("interval-gap", 2, "m1")
for meter, values in (("m1", ["1.5", "2.5", None, "4.5"]), ("m2", [10, 20, 30, 40])):
    for d, v in zip(DAYS, values):
        if v is not None:
            begin, end = local("Europe/Berlin", 2026, 3, d), (local("Europe/Berlin", 2026, 3, d + 1) if d < 31 else local("Europe/Berlin", 2026, 4, 1))
            case.books(meter, begin, int(end.timestamp() - begin.timestamp()), v)
case = Case("times-across-us-days", "days whose order nothing but their course settles").only().meter("m1", interval="P1D")
case.file("a.csv", text(["meter,03/01/2026,03/02/2026,03/03/2026", "m1,1,2,3"])).finds("form-settled", 1)
for d in (1, 2, 3):
    case.books("m1", local(SHANGHAI, 2026, 3, d), 86400, d)
case = Case("times-across-order-open", "two first days of a month, or the first and the second of January").only().meter("m1", interval="")
case.file("a.csv", text(["meter,01/01/2026,02/01/2026", "m1,1,2"])).is_refused("day before month or month before day").finds("form-ambiguous", 1)
case = Case("times-across-hours", "moments side by side, a blank, a word for nothing, an unknown meter")
case.file("a.csv", text(["meter," + ",".join(f"2026-01-01 {h:02d}:00" for h in range(6)), "m1,1,2,,4,5,6", "m2,1,2,3,--,5,6", "m9,1,1,1,1,1,1"]))
case.hourly("m1", [1, 2, None, 4, 5, 6]).hourly("m2", [1, 2, 3, None, 5, 6])
case.finds("value-missing", 3, "m2").finds("unknown-meter", 4).finds("interval-gap", 2, "m1").finds("interval-gap", 3, "m2").rejects(7)
case = Case("times-across-registers", "registers read on the first of each month").only()
case.meters = {"m1": "grid_import,register,kWh,,start,"}
case.file("a.csv", text(["表号,2026-01-01,2026-02-01,2026-03-01", "m1,1000,1310,1590"])).finds("register-spread", 2, "m1", 2)
case.books("m1", local(SHANGHAI, 2026, 1, 1), 31 * 86400, 310).books("m1", local(SHANGHAI, 2026, 2, 1), 28 * 86400, 280)
case = Case("times-across-registers-of-months", "a register under a month has no moment").only()
case.meters = {"m1": "grid_import,register,kWh,,start,", "m2": "it,interval,kWh,P1M,start,"}
case.file("a.csv", text(["表号,2026-01,2026-02", "m1,1000,1310", "m2,310,280"])).finds("form-settled", 1).finds("period-of-register", 2, "m1", 2).rejects(2)
case.books("m2", local(SHANGHAI, 2026, 1, 1), 31 * 86400, 310).books("m2", local(SHANGHAI, 2026, 2, 1), 28 * 86400, 280)
case = Case("times-across-by-layout", "a layout names the meter's column and the order of day and month").only().meter("m1", interval="P1M")
case.file("a.csv", text(["area,name,01/01/2026,01/02/2026", "m1,x,9,9", "z,m1,310,280"]))
case.layout("own", 'files: ["a.csv"]\nshape: times_across\nmeter_id: name\ndate_order: dmy\n').finds("unknown-meter", 2).rejects(2)
case.books("m1", local(SHANGHAI, 2026, 1, 1), 31 * 86400, 310).books("m1", local(SHANGHAI, 2026, 2, 1), 28 * 86400, 280)
case = Case("times-across-title-unit", "a title names the year and a unit that is not the meters'")
case.meters = BOTH("P1M")
case.file("a.csv", text(["2026年机房用电量（单位：万kWh）,,", "机房,1月,2月", "m1,310,280", "m2,62,56", "制表：张三,,"]))
for meter, values in zip(("m1", "m2"), MONTHS):
    case.books(meter, local(SHANGHAI, 2026, 1, 1), 31 * 86400, values[0]).books(meter, local(SHANGHAI, 2026, 2, 1), 28 * 86400, values[1])
case.finds("form-settled", 2).finds("unit-doubtful", 1, "m1").finds("unit-doubtful", 1, "m2").finds("not-a-reading", 5)
plain("unit-above", "a line above the header names the unit of all values",
      text(["日用电量,,", "单位,MWh,"] + both())).finds("unit-doubtful", 2, "m1").finds("unit-doubtful", 2, "m2")
plain("unit-above-the-same", "a line above the header names the meters' own unit", text(["Consumption (kWh)"] + both()))
case = Case("registers-in-a-row", "several registers of a meter in a row")
case.meters = {}
case.meter("M1/正向有功", "grid_import", "register", "kWh", "").meter("M1/反向有功", "grid_export", "register", "kWh", "")
case.file("a.csv", text(["表号,时间,正向有功,反向有功,电压"] + [f"M1,2026-01-01 0{i}:00,{1000 + 10 * i},{50 + i},220" for i in range(6)]))
for i in range(5):
    case.books("M1/正向有功", T0 + timedelta(hours=i), 3600, 10).books("M1/反向有功", T0 + timedelta(hours=i), 3600, 1)
case = Case("directions-by-layout", "import and export columns to meters of their own, by a layout")
case.meters = {}
case.meter("A-in", "grid_import").meter("A-out", "grid_export")
case.file("a.csv", text(["when,device,in,out"] + [f"2026-01-01 0{i}:00,A,{a},{b}" for i, (a, b) in enumerate(zip(V1, V2))]))
case.layout("own", 'files: ["a.csv"]\ntimestamp: when\nmeter_id: device\nvalues: {in: "{meter}-in", out: "{meter}-out"}\n').hourly("A-in", V1).hourly("A-out", V2)
case = Case("names-of-two-columns", "the meter's name in two columns, and only rows of one kind")
case.meters = {}
case.meter("A/p", "grid_import")
case.file("a.csv", text(["when,device,point,kind,v"] + [f"2026-01-01 0{i}:00,A,p,energy,{v}" for i, v in enumerate(V1)] + ["2026-01-01 00:00,A,p,voltage,220"]))
case.layout("own", 'files: ["a.csv"]\ntimestamp: when\nmeter_id: [device, point]\nvalue: v\nonly: {kind: energy}\n').hourly("A/p", V1).finds("not-a-reading", 8)
case = Case("nem12", "NEM12: streams, reactive energy, quality of parts, a missing part")
case.meters = {}
case.meter("NMI1/E1", "grid_import", interval="PT30M").meter("NMI1/B1", "grid_export", interval="PT30M")
v = [str(i % 7 + 1) for i in range(48)]
case.file("a.csv", text(["100,NEM12,202601020000,MDP,RET", "200,NMI1,E1B1Q1,1,E1,N1,S1,kWh,30,", "300,20260101," + ",".join(v) + ",V,,,20260102000000,",
                         "400,1,46,A,,", "400,47,47,N,,", "400,48,48,F14,76,", "200,NMI1,E1B1Q1,2,B1,N1,S1,Wh,30,", "300,20260101," + ",".join(str(int(x) * 1000) for x in v) + ",A,,,20260102000000,",
                         "200,NMI1,E1B1Q1,3,Q1,N1,S1,kVArh,30,", "300,20260101," + ",".join(v) + ",A,,,20260102000000,", "900"]))
brisbane = datetime(2025, 12, 31, 14, tzinfo=timezone.utc)
for i, x in enumerate(v):
    if i != 46:
        case.books("NMI1/E1", brisbane + timedelta(minutes=30 * i), 1800, int(x))
    case.books("NMI1/B1", brisbane + timedelta(minutes=30 * i), 1800, int(x))
case.finds("value-missing", 3, "NMI1/E1").finds("substituted-value", 3, "NMI1/E1").finds("not-energy", 10).finds("interval-gap", 3, "NMI1/E1").rejects(49)
case = Case("nem12-contradiction", "NEM12: 48 values under a stream of 15 minutes, and a day cut short")
case.meters = {}
case.meter("NMI1/E1", "grid_import", interval="PT15M")
case.file("a.csv", text(["100,NEM12,202601020000,MDP,RET", "200,NMI1,E1,1,E1,N1,S1,kWh,15,", "300,20260101," + ",".join(v) + ",A,,,20260102000000,",
                         "300,20260102,V,,,20260102000000,", "300,20260103," + ",".join(v + v) + ",A,,,20260104000000,", "900"]))
for i, x in enumerate(v + v):
    case.books("NMI1/E1", brisbane + timedelta(days=2, minutes=15 * i), 900, int(x))
case.finds("row-length", 3).finds("row-length", 4).rejects(49)
case = Case("preset-by-header", "a header that a preset knows").only().meter("phase_a", unit="Wh", interval="PT10M").meter("phase_a/returned", "grid_export", unit="Wh", interval="PT10M")
case.file("phase_a.csv", text(["Date/time UTC,Active energy Wh (A),Returned energy Wh (A)"] + [f"2026-01-01 00:{10 * i:02d},{v}.50,0.25" for i, v in enumerate(V1)]))
for i, v in enumerate(V1):
    at = datetime(2026, 1, 1, 0, 10 * i, tzinfo=timezone.utc)
    case.books("phase_a", at, 600, Fraction(f"{v}.50"), "Wh").books("phase_a/returned", at, 600, Fraction("0.25"), "Wh")
case.finds("preset-used", 1)
case = Case("green-button", "Green Button CSV: a preamble, date and time, units").only().meter("home", interval="PT1H")
case.file("home.csv", text(["Name,A", 'Address,"B, C"', "Account Number,1", "Service,Electric", "", "TYPE,DATE,START TIME,END TIME,USAGE,UNITS,COST,NOTES"] + [f"Electric usage,2026-01-01,0{i}:00,0{i}:59,{v},kWh,$0.03," for i, v in enumerate(V1)]))
case.hourly("home", V1).finds("preset-used", 6)
Case("one-file-a-meter", "several files, each one meter").file("m1.csv", text([r.replace(",m1", "") for r in ["timestamp,m1,value"] + rows()])).file(
    "m2.csv", text([r.replace(",m2", "") for r in ["timestamp,m2,value"] + rows(V2, "m2")])).hourly("m1", V1).hourly("m2", V2)

Case("other-case-headers", "headers in other case, with blanks and brackets").file(
    "a.csv", text(["TIME STAMP,Meter ID,VALUE (kWh)"] + both()[1:])).hourly("m1", V1).hourly("m2", V2)
case = Case("prefix-headers", "names of columns that begin alike")
case.meters = {}
case.meter("Diesel").meter("Diesel #2", "it")
case.file("a.csv", text(["timestamp,Diesel #2,Diesel"] + [f"2026-01-01 0{i}:00,{b},{a}" for i, (a, b) in enumerate(zip(V1, V2))]))
case.hourly("Diesel", V1).hourly("Diesel #2", V2)
case = Case("repeated-rows", "each row three times").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + [r for r in rows() for _ in range(3)])).hourly("m1", V1).finds("duplicate-row", 3, "m1", 12)
case = Case("both-ends", "start and end, across the end of a month, and one within another").only().meter("m1", interval="")
stamp = lambda at: at.strftime("%Y-%m-%d %H:%M")
spans = [(T0 - timedelta(hours=2), 4 * 3600, 8), (T0 + timedelta(hours=2), 7200, 4), (T0 + timedelta(hours=4), 3600, 3)]
case.file("a.csv", text(["start,end,meter_id,value"] + [f"{stamp(a)},{stamp(a + timedelta(seconds=n))},m1,{v}" for a, n, v in spans] + [f"{stamp(T0)},{stamp(T0 + timedelta(hours=1))},m1,9"]))
for a, n, v in spans:
    case.books("m1", a, n, v)
case.finds("overlap-partial", 5, "m1").rejects(1)
case = Case("minutes-among-quarters", "one-minute rows among rows of a quarter hour").only().meter("m1", interval="")
quarters = [(T0 + timedelta(minutes=15 * i), 900, 15 + i) for i in range(4)]
minutes = [(T0 + timedelta(minutes=60 + i), 60, i % 3 + 1) for i in range(15)]
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{stamp(a)},m1,{v}" for a, _, v in quarters + minutes]))
for a, n, v in quarters + minutes:
    case.books("m1", a, n, v)
case.finds("interval-from-data", "", "m1")
case = Case("clock-set-back", "a clock that was set back an hour: its second pass says other things, and stands").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows([1, 2, 3, 4]) + rows([6, 7, 8], start=T0 + timedelta(hours=2))))
case.hourly("m1", [1, 2, 6, 7, 8]).finds("duplicate-conflict", 6, "m1", 2)
case = Case("own-ledger", "the journal of this program, read again").only("m1", "m2")
case.file("ledger.csv", text(["site_id,meter_id,account,hour_start_utc,energy_kwh,quality,method,batch"] + [
    f"s1,{m},{a},{(T0 + timedelta(hours=i)).astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')},{v}.000000000,measured,,1" for m, a, vs in (("m1", "grid_import", V1), ("m2", "it", V2)) for i, v in enumerate(vs)]))
case.hourly("m1", V1).hourly("m2", V2).finds("preset-used", 1)
case = Case("interval-of-layout", "hours for a meter of quarter hours").only().meter("m1", interval="PT15M")
case.file("a.csv", text(["timestamp,meter_id,value"] + rows())).layout("own", 'files: ["a.csv"]\ninterval: PT1H\n').hourly("m1", V1)

# ---------------------------------------------------------------- begin and end, hours and numbers in a column of their own

def span(at, minutes=60, dash="-", last=24, form="%H:%M"):
    """00:00-01:00; the day ends with 24:00 or with 00:00."""
    end = at + timedelta(minutes=minutes)
    stop = end.strftime(form) if end.date() == at.date() else ("24:00" if last == 24 else "00:00")
    return at.strftime(form) + dash + stop


BERLIN = "Europe/Berlin"
YEAR_DAY = [7 + i % 5 for i in range(24)]
for name, about, dash, last in (("date-and-range", "a date, and the range of the hour beside it, to 24:00", "-", 24),
                                ("date-and-range-tilde", "the range with a full-width tilde, to 00:00", "～", 0),
                                ("date-and-range-words", "the range with 至", "至", 24)):
    case = Case(name, about).only().meter("a", interval="")
    ats = [T0 + timedelta(hours=i) for i in range(48)]
    case.file("a.csv", text(["日期,时段,电量(kWh)"] + [f"{a:%Y-%m-%d},{span(a, 60, dash, last)},{YEAR_DAY[i % 24]}" for i, a in enumerate(ats)]))
    case.hourly("a", YEAR_DAY * 2)
case = Case("date-and-range-quarters", "quarters of an hour, 0:00-0:15, for two meters").only("m1", "m2")
quarters = [T0 + timedelta(minutes=15 * i) for i in range(96)]
plainly = lambda at: f"{at.hour}:{at:%M}"
case.file("a.csv", text(["日期,时段,计量点,数值"] + [f"{a:%Y/%m/%d},{plainly(a)}-{plainly(a + timedelta(minutes=15))},{m},{v + i % 3}" for m, v in (("m1", 8), ("m2", 4)) for i, a in enumerate(quarters)]))
for m, v in (("m1", 8), ("m2", 4)):
    for i, a in enumerate(quarters):
        case.books(m, a, 900, v + i % 3)
case = Case("date-and-range-inclusive", "ranges that name the last minute of the hour").only().meter("a", interval="")
case.file("a.csv", text(["日期,时间段,电量(kWh)"] + [f"{a:%Y-%m-%d},{a:%H}:00-{a:%H}:59,{YEAR_DAY[i]}" for i, a in enumerate(ats[:24])])).hourly("a", YEAR_DAY)
case = Case("range-behind-date", "the range behind the date in one cell, which looks like an offset").only().meter("a", interval="")
case.file("a.csv", text(["时间,电量(kWh)"] + [f"{a:%Y-%m-%d} {span(a)},{YEAR_DAY[i]}" for i, a in enumerate(ats[:24])])).hourly("a", YEAR_DAY)
case = Case("clock-with-offset", "a time with its offset beside the date is no range", BERLIN).only().meter("a")
case.file("a.csv", text(["日期,时间,电量(kWh)"] + [f"2026-01-01,{h:02d}:00-01:00,{YEAR_DAY[h]}" for h in range(24)]))
case.hourly("a", YEAR_DAY, start=datetime(2026, 1, 1, 1, tzinfo=timezone.utc))
case = Case("range-of-23-hours", "ranges over a day of 23 hours: one ends when clocks are set forward", BERLIN).only().meter("a", interval="")
begin = local(BERLIN, 2026, 3, 29).astimezone(timezone.utc)
hours = [begin + timedelta(hours=i) for i in range(23)]
there = lambda at: at.astimezone(ZoneInfo(BERLIN))
case.file("a.csv", text(["日期,时段,电量(kWh)"] + [f"2026-03-29,{there(a):%H:%M}-{'02:00' if i == 1 else '24:00' if i == 22 else format(there(a + timedelta(hours=1)), '%H:%M')},{10 + i}" for i, a in enumerate(hours)]))
case.hourly("a", [10 + i for i in range(23)], start=begin)
case = Case("range-of-25-hours", "ranges over a day of 25 hours: 02:00-03:00 stands twice", BERLIN).only().meter("a", interval="")
begin = local(BERLIN, 2026, 10, 25).astimezone(timezone.utc)
hours = [begin + timedelta(hours=i) for i in range(25)]
label = lambda at: f"{there(at).hour:02d}:00-{there(at).hour + 1:02d}:00"
case.file("a.csv", text(["日期,时段,电量(kWh)"] + [f"2026-10-25,{label(a)},{10 + i}" for i, a in enumerate(hours)]))
case.hourly("a", [10 + i for i in range(25)], start=begin)
case.finds("time-repeated-hour", 3, "a")
case = Case("date-and-hour-numbers", "hours from 1 to 24 beside the date: each ends with its number").only().meter("a")
case.file("a.csv", text(["日期,小时,电量(kWh)"] + [f"{a:%Y-%m-%d},{a.hour + 1},{YEAR_DAY[i % 24]}" for i, a in enumerate(ats)])).hourly("a", YEAR_DAY * 2)
case = Case("date-and-hours-from-0", "hours from 0 to 23 beside the date").only().meter("a")
case.file("a.csv", text(["日期,小时,电量(kWh)"] + [f"{a:%Y-%m-%d},{a.hour},{YEAR_DAY[i % 24]}" for i, a in enumerate(ats)])).hourly("a", YEAR_DAY * 2)
case = Case("date-and-digits", "0000 to 2345 beside the date").only().meter("a", interval="PT15M")
case.file("a.csv", text(["日期,时间,电量(kWh)"] + [f"{a:%Y-%m-%d},{a:%H%M},{3 + i % 4}" for i, a in enumerate(quarters)]))
for i, a in enumerate(quarters):
    case.books("a", a, 900, 3 + i % 4)
case = Case("date-and-points", "points 1 to 96 beside the date").only().meter("a", interval="PT15M")
case.file("a.csv", text(["日期,时间点,电量(kWh)"] + [f"{a:%Y/%m/%d},{i + 1},{3 + i % 4}" for i, a in enumerate(quarters)]))
for i, a in enumerate(quarters):
    case.books("a", a, 900, 3 + i % 4)
case = Case("date-and-numbers-open", "numbers 1 to 20 beside the date: hours or not, counted from 0 or 1").only().meter("a")
case.file("a.csv", text(["日期,小时,电量(kWh)"] + [f"2026-01-0{d},{i},{i}" for d in (1, 2) for i in range(1, 21)]))
case.finds("no-layout").is_refused("which hour a number means is not known")
case = Case("date-and-digits-bare", "0, 15, 30, 45, 100: a spreadsheet ate the zeros of 0000").only().meter("a")
case.file("a.csv", text(["日期,时间,电量(kWh)"] + [f"{a:%Y-%m-%d},{int(f'{a:%H%M}')},{3 + i % 4}" for i, a in enumerate(quarters)]))
case.finds("no-layout").is_refused("15 may be a quarter past midnight or three in the afternoon")

# ---------------------------------------------------------------- days and months of the calendar

def calendar_days(case, zone, first, count):
    """100 kWh and some on each local day, whatever its length."""
    lines, midnight = ["date,meter_id,kWh"], lambda n: local(zone, *(first + timedelta(days=n)).timetuple()[:3])
    for n in range(count):
        a, b = midnight(n).astimezone(timezone.utc), midnight(n + 1).astimezone(timezone.utc)
        lines.append(f"{first + timedelta(days=n):%Y-%m-%d},m1,{100 + n}")
        case.books("m1", a, int((b - a).total_seconds()), 100 + n)
    return lines


for name, first in (("days-in-spring", datetime(2026, 3, 26)), ("days-in-autumn", datetime(2026, 10, 22))):
    for interval in ("P1D", ""):
        case = Case(name + ("-declared" if interval else ""), "days of one row each, of which one has 23 or 25 hours", BERLIN).only().meter("m1", interval=interval)
        case.file("a.csv", text(calendar_days(case, BERLIN, first, 7)))
        if not interval:
            case.finds("interval-from-data", "", "m1")
case = Case("days-end-labels", "days that are labelled by their end, over a day of 23 hours", BERLIN).only().meter("m1", interval="P1D", label="end")
lines = calendar_days(case, BERLIN, datetime(2026, 3, 26), 7)
case.file("a.csv", text([lines[0]] + [f"{datetime(2026, 3, 27) + timedelta(days=n):%Y-%m-%d},m1,{100 + n}" for n in range(7)]))
months = [local(BERLIN, 2026 + m // 12, m % 12 + 1, 1).astimezone(timezone.utc) for m in range(6)]
for name, interval, label in (("months-declared", "P1M", "start"), ("months-from-data", "", "start"), ("months-end-labels", "P1M", "end")):
    case = Case(name, "months of one row each, whatever their length", BERLIN).only().meter("m1", interval=interval, label=label)
    named = months[1:] if label == "end" else months[:-1]
    case.file("a.csv", text(["date,meter_id,kWh"] + [f"{there(a):%Y-%m-%d},m1,{7000 + i}" for i, a in enumerate(named)]))
    for i, (a, b) in enumerate(zip(months, months[1:])):
        case.books("m1", a, int((b - a).total_seconds()), 7000 + i)
    if not interval:
        case.finds("interval-from-data", "", "m1")

# Months that are named by their last day: 31 January, 28 February.
for name, interval, label, form, about in (
        ("months-last-days", "P1M", "start", "%Y-%m-%d", "declared"), ("months-last-days-end-labels", "P1M", "end", "%Y-%m-%d", "declared, labels name ends"),
        ("months-last-days-from-data", "", "start", "%Y-%m-%d", "found"), ("months-last-minute", "P1M", "start", "%Y-%m-%d 23:59", "their last minute"),
        ("months-last-second", "", "end", "%Y-%m-%d 23:59:59", "their last second, found")):
    case = Case(name, "months that are named by their last day, " + about, BERLIN).only().meter("m1", interval=interval, label=label)
    case.file("a.csv", text(["date,meter_id,kWh"] + [f"{there(b) - timedelta(days=1):{form}},m1,{7000 + i}" for i, b in enumerate(months[1:])]))
    for i, (a, b) in enumerate(zip(months, months[1:])):
        case.books("m1", a, int((b - a).total_seconds()), 7000 + i)
    if not interval:
        case.finds("interval-from-data", "", "m1")
case = Case("months-last-days-in-files", "a file for each month, each of which is named by its last day", BERLIN).only().meter("m1", interval="P1M")
for i, (a, b) in enumerate(zip(months, months[1:])):
    case.file(f"{i + 1}.csv", text(["date,meter_id,kWh", f"{there(b) - timedelta(days=1):%Y-%m-%d},m1,{7000 + i}"]))
    case.books("m1", a, int((b - a).total_seconds()), 7000 + i)
case = Case("months-read-on-last-days", "read at eight in the morning of the last day of each month", BERLIN).only().meter("m1", interval="P1M", label="end")
read = [local(BERLIN, *(there(b) - timedelta(days=1)).timetuple()[:3], 8).astimezone(timezone.utc) for b in months]
case.file("a.csv", text(["date,meter_id,kWh"] + [f"{there(b):%Y-%m-%d %H:%M},m1,{7000 + i}" for i, b in enumerate(read[1:])]))
for i, (a, b) in enumerate(zip(read, read[1:])):
    case.books("m1", a, int((b - a).total_seconds()), 7000 + i)
case = Case("years-last-days", "years that are named by their last day", BERLIN).only().meter("m1", interval="P1Y")
years = [local(BERLIN, 2023 + i, 1, 1).astimezone(timezone.utc) for i in range(3)]
case.file("a.csv", text(["date,meter_id,kWh"] + [f"{2023 + i}-12-31,m1,{80000 + i}" for i in range(2)]))
for i, (a, b) in enumerate(zip(years, years[1:])):
    case.books("m1", a, int((b - a).total_seconds()), 80000 + i)

# ---------------------------------------------------------------- zones that a file names

def zoned(case, header, seconds, form="%Y-%m-%d %H:%M", row="{at},a,{v}", first=datetime(2026, 3, 28, 22, tzinfo=timezone.utc), count=30, above=(), mark=";"):
    """Hours over the change of the clock in Berlin, written at an offset; the meter is in Berlin."""
    case.only().meter("a")
    lines = []
    for i in range(count):
        at = first + timedelta(hours=i)
        lines.append(row.format(at=f"{at + timedelta(seconds=seconds):{form}}", v=i % 7 + 1, z=f"{at:%Y-%m-%dT%H:%M:%SZ}", d=f"{at + timedelta(seconds=seconds):%Y-%m-%d}", t=f"{at + timedelta(seconds=seconds):%H:%M}"))
        case.books("a", at, 3600, i % 7 + 1)
    return case.file("a.csv", text(list(above) + [header] + lines))


zoned(Case("zone-in-brackets", "Zeit (UTC), as a meter of Berlin would not show it", BERLIN), "Zeit (UTC);a", 0, "%d.%m.%Y %H:%M", "{at};{v}").finds("zone-settled", 1)
zoned(Case("zone-in-the-name", "timestamp_utc", BERLIN), "timestamp_utc,meter_id,value", 0).finds("zone-settled", 1)
zoned(Case("zone-in-one-word", "TimestampUTC", BERLIN), "TimestampUTC,meter_id,value", 0).finds("zone-settled", 1)
zoned(Case("zone-with-hours", "Time (UTC+8)", BERLIN), "Time (UTC+8),meter_id,value", 28800).finds("zone-settled", 1)
zoned(Case("zone-with-minutes", "GMT-03:30 behind the name", BERLIN), "Time GMT-03:30,meter_id,value", -12600).finds("zone-settled", 1)
zoned(Case("zone-beijing", "北京时间 in a meter of Berlin", BERLIN), "北京时间,meter_id,value", 28800).finds("zone-settled", 1)
zoned(Case("zone-beside-offsets", "the header says UTC, and so does every stamp", BERLIN), "timestamp_utc,meter_id,value", 0, "%Y-%m-%dT%H:%M:%SZ")
zoned(Case("zone-of-a-clock", "a time of day in UTC beside its date", BERLIN), "Date,Time (UTC),meter_id,value", 0, row="{d},{t},a,{v}").finds("zone-settled", 1)
zoned(Case("zone-above-the-header", "时区：UTC+8 above the header", BERLIN), "timestamp,meter_id,value", 28800, above=["Export of power", "时区：UTC+8", ""]).finds("zone-settled", 2)
zoned(Case("zone-column-of-two-times", "a local time without a name, and utc", BERLIN), "local,utc,meter_id,value", 0, row="{at},{z},a,{v}")
case = zoned(Case("zone-of-both-ends", "start_utc and end_utc", BERLIN), "start_utc,end_utc,meter_id,value", 0, row="{at},{z},a,{v}", count=0).meter("a", interval="")
lines = []
for i in range(30):
    at = datetime(2026, 3, 28, 22, tzinfo=timezone.utc) + timedelta(hours=i)
    lines.append(f"{at:%Y-%m-%d %H:%M},{at + timedelta(hours=1):%Y-%m-%d %H:%M},a,{i % 7 + 1}")
    case.books("a", at, 3600, i % 7 + 1)
case.file("a.csv", text(["start_utc,end_utc,meter_id,value"] + lines)).finds("zone-settled", 1)
zoned(Case("zone-of-rows", "a column says UTC of every row", BERLIN), "timestamp,timezone,meter_id,value", 0, row="{at},UTC,a,{v}")
for name, column, words in (("zone-of-a-building", "Zone", "ABZ"), ("offset-of-values", "offset", ("0", "+10", "-5"))):
    case = Case(name, "a column that has to do with no time", BERLIN).only().meter("a")
    lines = []
    for i in range(30):
        at = datetime(2026, 2, 28, 22, tzinfo=timezone.utc) + timedelta(hours=i)
        lines.append(f"{words[i % 3]},{there(at):%Y-%m-%d %H:%M},a,{i % 7 + 1}")
        case.books("a", at, 3600, i % 7 + 1)
    case.file("a.csv", text([column + ",timestamp,meter_id,value"] + lines))
zoned(Case("zone-of-rows-by-short-name", "zone and offsets in full", BERLIN), "timestamp,zone,meter_id,value", 28800, row="{at},UTC+08:00,a,{v}")
zoned(Case("zone-of-rows-as-number", "a column of whole hours", BERLIN), "timestamp,utc_offset,meter_id,value", 28800, row="{at},8,a,{v}")
case = Case("zone-of-rows-in-turn", "rows of two offsets", BERLIN).only().meter("a")
lines = []
for i in range(30):
    at, hours = datetime(2026, 3, 28, 22, tzinfo=timezone.utc) + timedelta(hours=i), (0, 8)[i % 2]
    lines.append(f"{at + timedelta(hours=hours):%Y-%m-%d %H:%M},{('UTC', '+08:00')[i % 2]},a,{i % 7 + 1}")
    case.books("a", at, 3600, i % 7 + 1)
case.file("a.csv", text(["timestamp,timezone,meter_id,value"] + lines))
case = Case("zone-named-as-its-own", "the meter's own zone by its name, above and in a column", BERLIN).only().meter("a").meter("b")
lines = [[], []]
for i in range(30):
    at = datetime(2026, 10, 24, 22, tzinfo=timezone.utc) + timedelta(hours=i)
    for n, name in enumerate("ab"):
        lines[n].append(f"{there(at):%Y-%m-%d %H:%M}," + ("Europe/Berlin," if n else "") + f"{name},{i % 7 + 1}")
        case.books(name, at, 3600, i % 7 + 1)
case.file("a.csv", text(["Time (Europe/Berlin),meter_id,value"] + lines[0])).file("b.csv", text(["Time,time zone,meter_id,value"] + lines[1]))
case = Case("zone-named-as-another", "the name of another zone than the meter's, and a word that is none", BERLIN).only().meter("a")
case.file("a.csv", text(["timestamp,timezone,meter_id,value", "2026-01-01 00:00,Asia/Tokyo,a,1", "2026-01-01 01:00,CET,a,2", "2026-01-01 02:00,,a,3", "2026-01-01 03:00,Europe/Berlin,a,4", "2026-01-01T03:00:00Z,CET,a,5"]))
case.books("a", local(BERLIN, 2026, 1, 1, 3), 3600, 4).books("a", local(BERLIN, 2026, 1, 1, 4), 3600, 5).rejects(3)
for line in (2, 3, 4):
    case.finds("zone-unusable", line, "a")
case = Case("zone-of-the-header-another", "the header names another zone than the meter's", BERLIN).only().meter("a")
case.file("a.csv", text(["Time (Asia/Tokyo),a", "2026-01-01 00:00,1", "2026-01-01 01:00,2", "2026-01-01T01:00:00Z,3"])).books("a", local(BERLIN, 2026, 1, 1, 2), 3600, 3)
case.finds("zone-settled", 1).finds("zone-unusable", 2, "a").finds("zone-unusable", 3, "a").rejects(2)
Case("zone-open", "MEZ is an hour ahead all year, or the clock of Berlin", BERLIN).only().meter("a").file("a.csv", text(["Zeit (MEZ),a", "2026-01-01 00:00,1"])).finds("form-ambiguous", 1).is_refused("an abbreviation is an offset to some and a clock to others")
case = zoned(Case("zone-open-declared", "MEZ by a layout that says what it is", BERLIN), "Zeit (MEZ),meter_id,value", 3600)
case.meter("a", layout="cet").layout("cet", "files: [\"a.csv\"]\ntimestamp: Zeit (MEZ)\nmeter_id: meter_id\nvalue: value\nutc_offset: \"+01:00\"\n")
case = Case("zone-passed-over-by-layout", "the header says UTC, a layout that it is the clock of the meter", BERLIN).only().meter("a", layout="own")
case.file("a.csv", text(["Time (UTC),meter_id,value", "2026-07-01 00:00,a,1", "2026-07-01 01:00,a,2"])).layout("own", "files: [\"a.csv\"]\ntimestamp: 1\nmeter_id: meter_id\nvalue: value\nutc_offset: local\n")
for i in range(2):
    case.books("a", local(BERLIN, 2026, 7, 1, i), 3600, i + 1)
for name, header, extra, offset in (("zone-of-day-rows", "date_utc", "", 0), ("offset-of-day-rows", "date", "+08:00", 8)):
    case = Case(name, "days that begin elsewhere", BERLIN).only().meter("a", layout="days" if extra else "")
    lines = []
    for d in range(3):
        day = datetime(2026, 3, 28 + d, tzinfo=timezone.utc)
        lines.append(f"{day:%Y-%m-%d},a," + ",".join(str(h % 5 + 1) for h in range(24)))
        for h in range(24):
            case.books("a", day + timedelta(hours=h - offset), 3600, h % 5 + 1)
    case.file("a.csv", text([header + ",meter_id," + ",".join(f"P{h + 1}" for h in range(24))] + lines))
    if extra:
        case.layout("days", f"files: [\"a.csv\"]\nshape: day_row\ntimestamp: date\nmeter_id: meter_id\nutc_offset: \"{extra}\"\n")
    else:
        case.finds("zone-settled", 1)

# ---------------------------------------------------------------- clocks that run early or late

LATE = [0, 2, 1, 0, 0, 1, 2, 2, 0, 1, 0, 2]


def late(case, meter, step, label="start", count=60, by=lambda i: LATE[i * 7 % 12]):
    """Readings whose stamps come seconds late; the ledger is that of the grid."""
    lines = []
    for i in range(count):
        at = T0 + timedelta(seconds=step * i)
        named = at + timedelta(seconds=by(i) + (step if label == "end" else 0))
        lines.append(f"{named:%Y-%m-%d %H:%M:%S},{meter},{i % 7 + 1}")
        case.books(meter, at, step, i % 7 + 1)
    return case.file("a.csv", text(["timestamp,meter_id,value"] + lines)).finds("clock-drift", "", meter)


late(Case("late-by-seconds", "five minutes, up to two seconds late").only().meter("m1", interval="PT5M"), "m1", 300)
late(Case("late-by-seconds-found", "the same, the interval found").only().meter("m1", interval=""), "m1", 300).finds("interval-from-data", "", "m1")
late(Case("late-by-seconds-at-ends", "the same, labels name ends").only().meter("m1", interval="PT5M", label="end"), "m1", 300, "end")
late(Case("late-minutes", "minutes, up to two seconds late").only().meter("m1", interval="PT1M"), "m1", 60, count=120)
late(Case("early-and-late-hours", "hours, up to five seconds early and late").only("m1"), "m1", 3600, count=24, by=lambda i: i * 5 % 11 - 5)
case = Case("drifting-quarters", "a clock that loses a second in each quarter of an hour").only().meter("m1", interval="PT15M")
stamps = [T0 + timedelta(seconds=901 * i) for i in range(21)]
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{at:%Y-%m-%d %H:%M:%S},m1,{i + 1}" for i, at in enumerate(stamps)]))
# Up to ten seconds are none; from the eleventh on a reading reaches to the next.
starts = [T0 + timedelta(seconds=900 * i + (i if i > 10 else 0)) for i in range(21)]
for i, at in enumerate(starts):
    end = starts[i + 1] if i < 20 else at + timedelta(seconds=900)
    case.books("m1", at, int((end - at).total_seconds()), i + 1)
case.finds("clock-drift", "", "m1")
case = Case("clock-set-right", "half a minute late, then set right").only().meter("m1", interval="PT15M")
starts = [T0 + timedelta(seconds=900 * i + (30 if i < 10 else 0)) for i in range(20)]
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{at:%Y-%m-%d %H:%M:%S},m1,{i + 1}" for i, at in enumerate(starts)]))
for i, at in enumerate(starts):
    end = starts[i + 1] if i < 19 else at + timedelta(seconds=900)
    case.books("m1", at, int((end - at).total_seconds()), i + 1)
case.finds("clock-drift", "", "m1")
case = Case("ends-of-last-seconds", "ends that name the last second of their interval").only().meter("m1", interval="")
lines = []
for i in range(8):
    at = T0 + timedelta(seconds=900 * i)
    lines.append(f"{at:%Y-%m-%d %H:%M:%S},{at + timedelta(seconds=899):%Y-%m-%d %H:%M:%S},m1,{i + 1}")
    case.books("m1", at, 900 if i < 7 else 899, i + 1)
case.file("a.csv", text(["start,end,meter_id,value"] + lines)).finds("clock-drift", "", "m1")

# ---------------------------------------------------------------- sums, blocks and kinds of rows

case = Case("totals-as-meter", "a row of 合计 for each hour beside the meters whose sum it is").only("m1", "m2")
lines = []
for i, (a, b) in enumerate(zip(V1, V2)):
    at = f"{T0 + timedelta(hours=i):%Y-%m-%d %H:%M}"
    lines += [f"{at},m1,{a}", f"{at},m2,{b}", f"{at},合计,{a + b}"]
case.file("a.csv", text(["时间,计量点,用电量(kWh)"] + lines)).hourly("m1", V1).hourly("m2", V2).finds("totals-row", 4, "", 6).rejects(6)

case = Case("blocks-of-meters", "two blocks in one file, each under the name of its meter").only().meter("a")
block = lambda name, values: [f"表号：{name}", "时间,有功电量(kWh)"] + [f"{T0 + timedelta(hours=i):%Y-%m-%d %H:%M},{v}" for i, v in enumerate(values)]
case.file("a.csv", text(block("1001", V1) + [""] + block("1002", V2)))
case.is_refused("whose rows they are is said by a row of its own").finds("no-layout", 10)
case = Case("block-of-one-meter", "the name of the meter above its rows, and again on the next page").only().meter("a")
lines = block("1001", V1)
case.file("a.csv", text(lines[:5] + [""] + lines[:2] + lines[5:])).hourly("a", V1).finds("not-a-reading", 7, "", 2)

def kinds(case, header, rows):
    return case.file("a.csv", text([header + "," + ",".join(f"P{i + 1}" for i in range(96))] + rows))


def curve(case, meter, base):
    """96 mean powers in kW, each of which is a quarter of an hour."""
    values = [base + i % 7 for i in range(96)]
    for i, v in enumerate(values):
        case.books(meter, T0 + timedelta(minutes=15 * i), 900, Fraction(v, 4))
    return ",".join(map(str, values))


case = Case("day-row-kinds", "active and reactive power of each meter, a row each").only().meter("M1", "it", "power", "kW", "PT15M").meter("M2", "it", "power", "kW", "PT15M")
active = [f"T9,{m},20260101,有功功率,{curve(case, m, b)}" for m, b in (("M1", 10), ("M2", 20))]
reactive = [f"T9,{m},20260101,无功功率,{','.join(['3'] * 96)}" for m in ("M1", "M2")]
kinds(case, "终端,表号,日期,数据类型", active + reactive).finds("not-a-reading", 4, "", 2)
case = Case("day-row-one-kind", "rows of active power alone").only().meter("M1", "it", "power", "kW", "PT15M")
kinds(case, "表号,日期,数据类型", [f"M1,2026/1/1,有功功率,{curve(case, 'M1', 10)}"])
case = Case("day-row-kinds-open", "two kinds of energy in the rows of one meter").only().meter("M1", "grid_import", "interval", "kWh", "PT15M")
kinds(case, "表号,日期,数据类型", [f"M1,2026/1/1,{k},{','.join(['3'] * 96)}" for k in ("正向有功电量", "反向有功电量")])
case.is_refused("which of the two is the meter's is not known").finds("no-layout")
case = Case("day-row-power-as-energy", "rows of active power for a meter that reads kWh: read, and doubted").only().meter("M1", "it", "interval", "kWh", "PT15M")
kinds(case, "表号,日期,数据类型", [f"M1,2026/1/1,有功功率,{','.join(['8'] * 96)}"]).finds("unit-doubtful", "", "M1")
for i in range(96):
    case.books("M1", T0 + timedelta(minutes=15 * i), 900, 8)
case = Case("years-of-two-digits", "26/01/02 may be the second of January or the first of February, in one year or another").only().meter("a")
case.file("a.csv", text(["时间,电量(kWh)"] + [f"26/01/02 0{i}:00,{v}" for i, v in enumerate(V1)])).is_refused("the day is not known").finds("no-layout")

# ---------------------------------------------------------------- columns that say what a row is

case = Case("registers-in-rows", "import and export of one meter, a row each, told apart by a column").only().meter("A", "grid_import", "register")
case.file("a.csv", text(["timestamp;meter;obis;value"] + [f"2026-01-01 0{h}:00;A;1-1:{o}.8.0;{v + h}" for h in range(4) for o, v in ((1, 1000), (2, 500))]))
case.is_refused("which of the two is the meter's is not known").finds("no-layout")
case = Case("tariffs-in-rows", "two tariffs of one meter, a row each").only().meter("A")
case.file("a.csv", text(["时间,表号,费率,电量(kWh)"] + [f"2026-01-01 0{h}:00,A,{t},{h + 1}" for h in range(4) for t in ("峰", "谷")]))
case.is_refused("they add up, or one of them is the meter's; nothing says which").finds("no-layout")
case = Case("register-column-of-one", "a column of registers that holds one a meter").only("m1", "m2")
case.file("a.csv", text(["timestamp,meter_id,obis,value"] + [f"2026-01-01 0{h}:00,{m},{o},{v[h]}" for h in range(6) for m, o, v in (("m1", "1.8.0", V1), ("m2", "2.8.0", V2))]))
case.hourly("m1", V1).hourly("m2", V2)
case = Case("mended-wide-rows", "rejected rows of a wide file that were mended: the columns of reasons are no part of them").only("m1", "m2")
case.file("a.csv", text(["timestamp,m1,m2", "2026-01-01 00:00,10,5", "2026-01-01 01:00,11,x"]))
case.file("b.csv", text(["rejected_file,rejected_line,rejected_column,rejected_code,rejected_reason,rejected_remedy,timestamp,m1,m2", "readings/a.csv,3,m2,number-unreadable,why,how,2026-01-01 01:00,11,6"]))
case.hourly("m1", V1[:2]).hourly("m2", V2[:2]).finds("value-unreadable", 3, "m2").finds("duplicate-row", 2, "m1").rejects(1)
for word in ("Stunde", "Hora", "HourEnding", "Viertelstunde"):
    parts, length = (96, 900) if word == "Viertelstunde" else (24, 3600)
    case = Case(f"hours-called-{word.lower()}", "the hour, or its quarter, in a column of its own").only().meter("a", interval="PT15M" if parts == 96 else "PT1H")
    lines = [f"{T0 + timedelta(days=d):%Y-%m-%d},{i + 1},{1 + (d + i) % 5}" for d in range(2) for i in range(parts)]
    for d in range(2):
        for i in range(parts):
            case.books("a", T0 + timedelta(days=d, seconds=i * length), length, 1 + (d + i) % 5)
    case.file("a.csv", text([f"Datum,{word},a"] + lines))
def numbered(name, about, days, wide=False, parts=24, meters=("m1", "m2")):
    """Parts of days in Berlin by number, below a date; `days`: (date, {meter: (numbers in the file, elapsed part of each)})."""
    case = Case(name, about, zone="Europe/Berlin").only()
    length = 86400 // parts
    for n, meter in enumerate(meters):
        case.meter(meter, "it" if n else "grid_import", interval={3600: "PT1H", 900: "PT15M"}[length])
    lines = ["Datum,Stunde," + ",".join(meters)] if wide else ["Datum,Stunde,Zähler,kWh"]
    for n, (date, of) in enumerate(days):
        day = datetime.strptime(date, "%Y-%m-%d")
        midnight = local("Europe/Berlin", day.year, day.month, day.day).astimezone(timezone.utc)
        amount = lambda meter, number: 1 + (number + 2 * meters.index(meter) + n) % 7
        for meter, (numbers, places) in of.items():
            for number, place in zip(numbers, places):
                if place is not None:
                    case.books(meter, midnight + timedelta(seconds=place * length), length, amount(meter, number))
                if not wide:
                    lines.append(f"{date},{number},{meter},{amount(meter, number)}")
        if wide:
            most = max(max(numbers) for numbers, _ in of.values())
            for number in range(1, most + 1):
                cells = [str(amount(m, number)) if number in of[m][0] else "" for m in meters]
                lines.append(f"{date},{number}," + ",".join(cells))
    case.file("a.csv", text(lines))
    return case


def counted(n):
    return (list(range(1, n + 1)), list(range(n)))


SPRING, AUTUMN = ["2026-03-28", "2026-03-29", "2026-03-30"], ["2025-10-25", "2025-10-26", "2025-10-27"]
both_of = lambda n: {"m1": counted(n), "m2": counted(n)}
numbered("numbers-1-23", "1 to 23 on the day of 23 hours: the numbers count time that passed", [(d, both_of(23 if d == SPRING[1] else 24)) for d in SPRING])
numbered("numbers-1-25", "1 to 25 on the day of 25 hours", [(d, both_of(25 if d == AUTUMN[1] else 24)) for d in AUTUMN])
numbered("numbers-1-92-wide", "1 to 92 beside two meters in columns", [(d, both_of(92 if d == SPRING[1] else 96)) for d in SPRING], wide=True, parts=96)
numbered("numbers-1-100-wide", "1 to 100 beside two meters in columns", [(d, both_of(100 if d == AUTUMN[1] else 96)) for d in AUTUMN], wide=True, parts=96)
shown = (list(range(1, 25)), [0, 1, None] + list(range(2, 23)))
numbered("numbers-1-24-of-23", "1 to 24 on the day of 23 hours: times on the clock, one of which none showed",
         [(d, {"m1": shown if d == SPRING[1] else counted(24)}) for d in SPRING], meters=("m1",)).finds("time-nonexistent", 28, "m1").rejects(1)
shown = (list(range(1, 25)), [0, 1, 2] + list(range(4, 25)))
numbered("numbers-1-24-of-25", "1 to 24 on the day of 25 hours: times on the clock, or the last hour is missing; said aloud",
         [(d, {"m1": shown if d == AUTUMN[1] else counted(24)}) for d in AUTUMN], meters=("m1",)).finds("parts-of-day-open", 26, "m1").finds(
    "time-repeated-hour", 28, "m1").finds("interval-gap", 29, "m1")
numbered("numbers-proven-by-others", "one meter's 25 proves that the other's 24 count time that passed",
         [(d, {"m1": counted(25 if d == AUTUMN[1] else 24), "m2": counted(24)}) for d in AUTUMN]).finds("interval-gap", 123, "m2")
case = numbered("numbers-end-label", "a meter whose stamps are ends of intervals: a part by its number has its own", [(d, both_of(24)) for d in ("2026-01-01", "2026-01-02")])
case.meter("m1", label="end").meter("m2", "it", label="end")
case = numbered("numbers-25-of-24", "a number that no common day has", [("2026-01-01", {"m1": (list(range(1, 26)), list(range(24)) + [None])}), ("2026-01-02", {"m1": counted(24)}), ("2026-01-03", {"m1": counted(24)})], meters=("m1",))
case.finds("timestamp-unreadable", 26, "m1").rejects(1)
MANY = [f"n{i:03d}" for i in range(450)]


def many(case, header, row):
    """Rows of one time after the other, each of 450 meters, of which two are known."""
    lines = [header]
    for d in range(3):
        for h in range(24):
            for m in MANY + ["m1", "m2"]:
                lines.append(row(d, h, m, 1 + (h + d + (m == "m2")) % 5))
                if m.startswith("m"):
                    case.books(m, T0 + timedelta(days=d, hours=h), 3600, 1 + (h + d + (m == "m2")) % 5)
    case.file("a.csv", text(lines))
    for d in range(3):
        for h in range(24):
            case.finds("unknown-meter", 2, "", 450)
    return case.rejects(450 * 72)


many(Case("numbers-far-apart", "more than 400 rows of one hour before the next one begins").only("m1", "m2"), "Datum,Stunde,meter_id,kWh",
     lambda d, h, m, v: f"2026-01-0{d + 1},{h + 1},{m},{v}")
many(Case("ranges-far-apart", "the same with ranges of times, which look like a time with an offset").only("m1", "m2"), "Datum,Zeit,meter_id,kWh",
     lambda d, h, m, v: f"2026-01-0{d + 1},{h:02d}:00-{h + 1:02d}:00,{m},{v}")
case = Case("numbers-of-wide-rows", "24 rows fill what is looked at first, and the day has 96 parts").only().meter("a", interval="PT15M")
names = [f"c{i}" for i in range(1500)]
case.file("a.csv", text(["Datum,Stunde,a," + ",".join(names)] + [f"2026-01-0{d + 1},{i + 1},{1 + (d + i) % 5}" + (",1.25" * 1500 if 96 * d + i < 30 else "") for d in range(3) for i in range(96)]))
for d in range(3):
    for i in range(96):
        case.books("a", T0 + timedelta(days=d, minutes=15 * i), 900, 1 + (d + i) % 5)
case.finds("unknown-meter", 2, "", 30 * 1500).rejects(30 * 1500)
case = Case("registers-sorted", "export follows import, far behind the first rows").only().meter("A", "grid_import", "register")
case.file("a.csv", text(["timestamp;meter;obis;value"] + [f"{T0 + timedelta(hours=h):%Y-%m-%d %H:%M};A;1-1:{o}.8.0;{v + h}" for o, v in ((1, 1000), (2, 500)) for h in range(600)]))
case.is_refused("which of the two is the meter's is not known").finds("no-layout", 602)
case = Case("registers-sorted-of-one", "one register a meter, whose names are numbers, far behind the first rows").only().meter("1001").meter("1002", "it")
case.file("a.csv", text(["timestamp;meter;obis;value"] + [f"{T0 + timedelta(hours=h):%Y-%m-%d %H:%M};{m};1-1:{o}.8.0;{o + h % 5}" for o, m in ((1, "1001"), (2, "1002")) for h in range(600)]))
for o, m in ((1, "1001"), (2, "1002")):
    for h in range(600):
        case.books(m, T0 + timedelta(hours=h), 3600, o + h % 5)
case = Case("tariff-of-each-hour", "a column tells in which tariff an hour lies; each stands once").only().meter("A")
case.file("a.csv", text(["日期,小时,表号,费率,电量(kWh)"] + [f"{T0 + timedelta(days=d):%Y-%m-%d},{h + 1},A,{'峰' if 8 <= h < 20 else '谷'},{1 + h % 4}" for d in range(40) for h in range(24)]))
for d in range(40):
    for h in range(24):
        case.books("A", T0 + timedelta(days=d, hours=h), 3600, 1 + h % 4)

# ---------------------------------------------------------------- exports that were joined or cut

day = lambda d, cells: [f"2026-01-0{d} {h:02d}:00,{cells}" for h in range(24)]
Case("header-with-columns-swapped", "two exports joined; the second names the columns in another order").only("m1", "m2").file(
    "a.csv", text(["timestamp,m1,m2"] + day(1, "10,1") + ["timestamp,m2,m1"] + day(2, "1,10"))).finds("no-layout", 26).is_refused("m1 would be taken for m2")
Case("header-with-another-unit", "two exports joined; the second is in MWh").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value (kWh)"] + day(1, "m1,10") + ["timestamp,meter_id,value (MWh)"] + day(2, "m1,0.01"))).finds("no-layout", 26).is_refused("MWh would be taken for kWh")
case = Case("header-repeated-in-two-rows", "a header of two rows that is repeated").only()
case.meter("A/import").meter("B/import", "it")
head = ["time,A,,B,", ",import,export,import,export"]
case.file("a.csv", text(head + day(1, "10,1,5,2") + head + day(2, "10,3,5,4")))
case.hourly("A/import", [10] * 48).hourly("B/import", [5] * 48).finds("not-a-reading", 27, "", 2).finds("unknown-meter", 3, "", 96).rejects(96)
case = Case("hour-and-minute", "hours and minutes in columns of their own").only().meter("a", interval="PT15M")
case.file("a.csv", text(["date,hour,minute,a"] + [f"2026-01-0{d + 1},{i // 4},{i % 4 * 15},{1 + (d + i) % 5}" for d in range(2) for i in range(96)]))
for d in range(2):
    for i in range(96):
        case.books("a", T0 + timedelta(days=d, minutes=15 * i), 900, 1 + (d + i) % 5)
Case("hours-from-1-and-minutes", "hours from 1 beside minutes: nothing tells what 24 and 45 are").only().meter("a", interval="PT15M").file(
    "a.csv", text(["date,hour,minute,a"] + [f"2026-01-0{d + 1},{i // 4 + 1},{i % 4 * 15},1" for d in range(2) for i in range(96)])).finds("no-layout").is_refused("the hours begin with 1")
for name, last in (("minute", timedelta(minutes=14)), ("second", timedelta(minutes=14, seconds=59))):
    case = Case(f"ends-a-{name}-short", f"ends that are the last {name} of what the interval holds").only().meter("a", interval="PT15M")
    at = [T0 + timedelta(minutes=15 * i) for i in range(96)]
    case.file("a.csv", text(["start,end,meter_id,value"] + [f"{t:%Y-%m-%d %H:%M:%S},{t + last:%Y-%m-%d %H:%M:%S},a,{1 + i % 5}" for i, t in enumerate(at)]))
    for i, t in enumerate(at):
        case.books("a", t, 900, 1 + i % 5)
    if name == "second":
        case.finds("clock-drift", "", "a")
Case("ends-alone", "the only column of times names the ends of intervals").only("m1").file(
    "a.csv", text(["interval end,meter_id,value"] + [f"2026-01-01 {h + 1:02d}:00,m1,{h}" for h in range(20)])).finds("no-layout").is_refused("when an interval begins is not said")
Case("decimal-comma-cut", "10,5 without quotes, below a header that ends with a comma: half a kilowatt-hour would be lost in each row").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value,"] + ["2026-01-01 00:00,m1,7,"] + [f"2026-01-01 0{h}:00,m1,10,5" for h in range(1, 6)])).hourly("m1", [7]).finds("row-length", 3, "", 5).rejects(5)
Case("remarks-without-name", "remarks below no name are no part of a number").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value,"] + [f"2026-01-01 0{h}:00,m1,{v},{'checked' if h == 2 else ''}" for h, v in enumerate(V1)])).hourly("m1", V1)
case = Case("status-of-each-row", "a column of states that says which readings are good").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value,status"] + [f"2026-01-01 0{h}:00,m1,{v},{'Bad' if h == 2 else 'Good'}" for h, v in enumerate(V1)])).hourly("m1", V1).finds("quality-unknown", 4, "m1")

case = Case("dates-of-a-spreadsheet", "a spreadsheet took 5 January for 1 May and left 13 January as it was").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{f'1/{d}/2026 {h}:00' if d <= 12 else f'{d}/01/2026 {h:02d}:00'},m1,{1 + h % 5}" for d in range(5, 16) for h in range(24)]))
case.finds("no-layout", 194).is_refused("under the order that 13 January proves, 5 January would be 1 May")
case = Case("dates-of-both-orders", "two exports joined, one with the day first and one with the month").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{d:02d}/01/2026 {h:02d}:00,m1,1" for d in range(10, 15) for h in range(24)] + [f"01/{d:02d}/2026 {h:02d}:00,m1,1" for d in range(15, 17) for h in range(24)]))
case.finds("no-layout", 122).is_refused("days and months would be exchanged in one of the two")
case = Case("days-without-zero", "d/MM/yyyy: days without a zero, months with one").only("m1")
case.file("a.csv", text(["timestamp,meter_id,value"] + [f"{d}/01/2026 {h:02d}:00,m1,{1 + h % 5}" for d in range(5, 16) for h in range(24)]))
case.hourly("m1", [1 + h % 5 for _ in range(11) for h in range(24)], local(SHANGHAI, 2026, 1, 5)).finds("form-settled", 194)
Case("marks-of-both-forms", "1,5 and 2.25 in one column: 1.500 may be either").only("m1").file(
    "a.csv", text(["timestamp;meter_id;value"] + [f"2026-01-01 0{h}:00;m1;{v}" for h, v in enumerate(["1,5", "2,5", "2.25", "1.500", "7"])])).finds("form-ambiguous", 5).is_refused("1.500 may be one and a half or a thousand and a half")
Case("tables-side-by-side", "two tables beside each other, each with its own times").only("m1", "m2").file(
    "a.csv", text(["time,m1,time,m2"] + [f"2026-01-01 {h:02d}:00,10,2026-01-02 {h:02d}:00,20" for h in range(24)])).finds("no-layout").is_refused("m2 would be booked at the times of m1")
Case("two-values", "two columns named value with other numbers").only("m1").file(
    "a.csv", text(["timestamp,meter_id,value,value"] + [f"2026-01-01 0{h}:00,m1,{v},{v + 1}" for h, v in enumerate(V1)])).finds("no-layout").is_refused("one of the two would be lost")
case = Case("value-and-remark", "a second column named value that holds no numbers").only("m1")
case.file("a.csv", text(["timestamp,meter_id,reading,value"] + [f"2026-01-01 0{h}:00,m1,{v},checked" for h, v in enumerate(V1)])).hourly("m1", V1)

# ---------------------------------------------------------------- mended rows

REASONS = "rejected_file,rejected_line,rejected_column,rejected_code,rejected_reason,rejected_remedy,"


def mended(name, about, original, bad, header, row):
    """A file with a row that is no reading, and that row mended in a file of another name."""
    case = Case(name, about).only("m1", "m2")
    case.file("a.csv", original)
    case.file("mended.csv", text([REASONS + header, f"readings/a.csv,{bad},x,value-unreadable,why,how,{row}"]))
    return case


def german(values, bad):
    return text(["Zeit;Zähler;Wert"] + [f"{(T0 + timedelta(hours=i)):%d.%m.%Y %H:%M};m1;{v if i != bad else 'x'}" for i, v in enumerate(values)])


values = ["1.000,5", "1.234", "10,25", "2.345", "7", "8"]
case = mended("mended-thousands", "1.234 alone would be a little more than one; in its file it is a thousand and more", german(values, 1), 3, "Zeit,Zähler,Wert", "01.01.2026 01:00,m1,1.234")
case.hourly("m1", [Fraction("1000.5"), 1234, Fraction("10.25"), 2345, 7, 8]).finds("form-settled", 2, "").finds("value-unreadable", 3, "m1").rejects(1)
lines = ["timestamp,meter_id,value"] + [f"{d:02d}/02/2026 00:00,m1,{d % 7 + 1}" for d in range(1, 29)]
lines[5] = "05/02/2026 00:00,m1,x"
case = mended("mended-order", "05/02/2026 is the 5 February, as in its file", text(lines), 6, "timestamp,meter_id,value", "05/02/2026 00:00,m1,6")
case.meter("m1", interval="P1D")
for d in range(1, 29):
    case.books("m1", local(SHANGHAI, 2026, 2, d), 86400, d % 7 + 1)
case.finds("form-settled", 14).finds("value-unreadable", 6, "m1").rejects(1)
case = mended("mended-layout", "the layout of its file turns MWh and adds an offset", text(["t;m;v", "2026-01-01 00:00;m1;0,25", "2026-01-01 01:00;m1;x"]), 3, "t,m,v", '2026-01-01 01:00,m1,"0,75"')
case.layout("own", 'files: ["a.csv"]\ntimestamp: t\nmeter_id: m\nvalue: v\nunit: MWh\ndecimal: comma\nutc_offset: "+00:00"\n')
for h, v in ((0, 250), (1, 750)):
    case.books("m1", datetime(2026, 1, 1, h, tzinfo=timezone.utc), 3600, v)
case.finds("value-unreadable", 3, "m1").rejects(1)
case = Case("mended-parts", "hours by number: of one row alone nobody could tell").only("m1")
case.file("a.csv", text(["Datum,Stunde,Zähler,kWh"] + [f"2026-01-0{d + 1},{h + 1},m1,{'x' if (d, h) == (1, 4) else 1 + h % 5}" for d in range(2) for h in range(24)]))
case.file("mended.csv", text([REASONS + "Datum,Stunde,Zähler,kWh", "readings/a.csv,30,kWh,value-unreadable,why,how,2026-01-02,5,m1,5"]))
for d in range(2):
    for h in range(24):
        case.books("m1", T0 + timedelta(days=d, hours=h), 3600, 1 + h % 5)
case.finds("value-unreadable", 30, "m1").rejects(1)
case = Case("mended-day-file", "a file of days that is itself the meter").only("m1")
hours = ",".join(f"{h:02d}:00" for h in range(24))
day = lambda bad: ",".join("x" if h == bad else str(1 + h % 5) for h in range(24))
case.file("m1.csv", text(["date," + hours, "2026-01-01," + day(3), "2026-01-02," + day(-1)]))
case.file("mended.csv", text([REASONS + "date," + hours, "readings/m1.csv,2,03:00,value-unreadable,why,how,2026-01-01," + day(-1)]))
for d in range(2):
    for h in range(24):
        case.books("m1", T0 + timedelta(days=d, hours=h), 3600, 1 + h % 5)
case.finds("value-unreadable", 2, "m1").finds("duplicate-row", 2, "m1", 23).rejects(1)
case = Case("mended-unknown", "the file in which they stood is not known").only("m1")
case.file("mended.csv", text([REASONS + "timestamp,meter_id,value", "readings/gone.csv,3,value,value-unreadable,why,how,2026-01-01 01:00,m1,1.234"]))
case.finds("mended-rows-unclear", 1).is_refused("how its numbers are written is not known")
case = Case("mended-of-two", "rows of two files that are read otherwise").only("m1")
case.file("a.csv", german(values, 1)).file("b.csv", text(["Zeit,Zähler,Wert", "2026-01-02 00:00,m1,1.5", "2026-01-02 01:00,m1,x"] + [f"2026-01-02 0{h}:00,m1,1.5" for h in range(2, 9)]))
case.file("mended.csv", text([REASONS + "Zeit,Zähler,Wert", "readings/a.csv,3,Wert,value-unreadable,why,how,01.01.2026 01:00,m1,1.234",
                              "readings/b.csv,3,Wert,value-unreadable,why,how,2026-01-02 01:00,m1,1.234"]))
case.finds("mended-rows-unclear", 1).is_refused("one of the two would be read wrongly")
case = mended("mended-columns-moved", "a spreadsheet in between put the columns in another order, and semicolons between them", german(values, 1), 3, "", "")
case.files["readings/mended.csv"] = text(["rejected_file;Wert;Zähler;Zeit", "readings/a.csv;1.234;m1;01.01.2026 01:00"]).encode()
case.hourly("m1", [Fraction("1000.5"), 1234, Fraction("10.25"), 2345, 7, 8]).finds("form-settled", 2, "").finds("value-unreadable", 3, "m1").rejects(1)
case = mended("mended-column-gone", "a column that is needed is gone", german(values, 1), 3, "Zeit,Wert", "01.01.2026 01:00,1.234")
case.finds("mended-rows-unclear", 1).is_refused("whose value it is, is not said")
case = Case("totals-column", "a column named Total beside those that it sums up, all three declared").only().meter("A", "it").meter("B", "it").meter("Total", "it")
case.file("a.csv", text(["timestamp,A,B,Total"] + [f"2026-01-01 0{h}:00,{V1[h]},{V2[h]},{V1[h] + V2[h]}" for h in range(6)]))
case.hourly("A", V1).hourly("B", V2).hourly("Total", [a + b for a, b in zip(V1, V2)]).finds("totals-meter", "", "Total")
case = Case("totals-column-of-supply", "the same where Total is what supplies the others").only().meter("A", "it").meter("B", "cooling").meter("Total")
case.file("a.csv", text(["timestamp,A,B,Total"] + [f"2026-01-01 0{h}:00,{V1[h]},{V2[h]},{V1[h] + V2[h]}" for h in range(6)]))
case.hourly("A", V1).hourly("B", V2).hourly("Total", [a + b for a, b in zip(V1, V2)])
case = Case("times-as-parts-of-a-day", "a spreadsheet's time without its form, beside the date").only().meter("a", interval="PT15M")
lines = []
for d in range(2):
    for i in range(96):
        part = f"{i / 96:.10f}".rstrip("0").rstrip(".")
        lines.append(f"{T0 + timedelta(days=d):%Y-%m-%d},{part},{1 + (d + i) % 5}")
        case.books("a", T0 + timedelta(days=d, minutes=15 * i), 900, 1 + (d + i) % 5)
case.file("a.csv", text(["Date,Time,a"] + lines))
for name, header, about in (("serial-days-and-parts", "Date,Time,a", "days of a spreadsheet and parts of a day in two columns"),
                            ("parts-before-serial-days", "Time,Date,a", "the same, the parts first")):
    case = Case(name, about).only().meter("a", interval="PT15M")
    lines = []
    for d in range(2):
        for i in range(96):
            day, part = str(46023 + d), f"{i / 96:.10f}".rstrip("0").rstrip(".")
            first, second = (day, part) if header.startswith("Date") else (part, day)
            lines.append(f"{first},{second},{1 + (d + i) % 5}")
            case.books("a", T0 + timedelta(days=d, minutes=15 * i), 900, 1 + (d + i) % 5)
    case.file("a.csv", text([header] + lines))
case = Case("serial-days-and-hours", "days of a spreadsheet beside the hours of the day").only().meter("a")
lines = []
for d in range(2):
    for h in range(24):
        lines.append(f"{46023 + d},{h},{1 + (d + h) % 5}")
        case.books("a", T0 + timedelta(days=d, hours=h), 3600, 1 + (d + h) % 5)
case.file("a.csv", text(["Date,Hour,a"] + lines))
case = Case("serial-days-of-values", "days of a spreadsheet, a value of a whole day each").only().meter("a", interval="P1D")
case.file("a.csv", text(["Date,a"] + [f"{46023 + d},{100 + d}" for d in range(5)]))
for d in range(5):
    case.books("a", T0 + timedelta(days=d), 86400, 100 + d)

# ---------------------------------------------------------------- names of months, quarters and weeks

PERIODS = [local(BERLIN, 2026, m, 1).astimezone(timezone.utc) for m in (1, 2, 3, 4)]
MONTHS = ("januar", "februar", "märz")


def periods(name, about, lines, edges, found=True, line=2):
    """Whole months, quarters or weeks under their names, each from its first day to the first day of the next."""
    case = Case(name, about, BERLIN).only().meter("a", interval="", label="end")
    case.file("a.csv", text(lines))
    for i, (a, b) in enumerate(zip(edges, edges[1:])):
        case.books("a", a, int((b - a).total_seconds()), 7000 + i)
    return case.finds("form-settled", line)


for name, header, form, about in (
        ("months-by-number", "Month,kWh", "2026-{m:02d}", "2026-01"), ("months-by-slash", "Month,kWh", "2026/{m}", "2026/1"),
        ("months-before-years", "Month,kWh", "{m:02d}/2026", "01/2026"), ("months-in-chinese", "月份,电量(kWh)", "2026年{m}月", "2026年1月"),
        ("months-by-name", "Month,kWh", "{e} 2026", "Jan 2026"), ("months-by-german-name", "Monat,kWh", "{g} 2026", "Januar 2026"),
        ("months-of-a-spreadsheet", "Month,kWh", "{e}-26", "Jan-26, where the number of all months is one"), ("months-as-digits", "账期,电量(kWh)", "2026{m:02d}", "202601")):
    write = lambda m: form.format(m=m, e=("Jan", "Feb", "Mar")[m - 1], g=MONTHS[m - 1].capitalize())
    periods(name, about + ": a month, whatever the label of the meter", [header] + [f"{write(m)},{6999 + m}" for m in (1, 2, 3)], PERIODS)
QUARTERS = [local(BERLIN, 2025 + m // 12, m % 12 + 1, 1).astimezone(timezone.utc) for m in (0, 3, 6, 9)]
for name, form in (("quarters", "2025-Q{q}"), ("quarters-before-years", "Q{q} 2025"), ("quarters-in-chinese", "2025年第{q}季度")):
    periods(name, form.format(q=1), ["Quarter,kWh"] + [f"{form.format(q=q)},{6999 + q}" for q in (1, 2, 3)], QUARTERS)
WEEKS = [local(BERLIN, *d).astimezone(timezone.utc) for d in ((2025, 12, 22), (2025, 12, 29), (2026, 1, 5), (2026, 1, 12))]
periods("weeks", "weeks of ISO 8601: the first of 2026 begins on 29 December", ["week,kWh", "2025-W52,7000", "2026-W01,7001", "2026-W02,7002"], WEEKS)
for name, header, form in (("months-and-years", "Year,Month,kWh", "2026,{m}"), ("months-and-years-in-chinese", "年份,月份,用电量", "2026年,{m}月"), ("months-and-years-by-name", "Month,Year,kWh", "{e},2026")):
    periods(name, "the year in one column and the month in another", [header] + [f"{form.format(m=m, e=('January', 'February', 'March')[m - 1])},{6999 + m}" for m in (1, 2, 3)], PERIODS)
case = periods("months-and-a-total", "a total below few months", ["Month,kWh"] + [f"2026-{m:02d},{6999 + m}" for m in (1, 2, 3)] + ["Total,21003"], PERIODS)
case.finds("totals-row", 5).rejects(1)
periods("months-and-their-bills", "the day of the bill stands beside the month", ["Billing Month,kWh,Read Date"] + [f"2026-{m:02d},{6999 + m},2026-{m + 1:02d}-03" for m in (1, 2, 3)], PERIODS)
case = periods("months-with-a-day", "a moment among months has no length", ["Month,kWh"] + [f"2026-{m:02d},{6999 + m}" for m in (1, 2, 3, 4, 5)] + ["2026-06-01 00:00,9"], months)
case.finds("timestamp-unreadable", 7).rejects(1)
case = Case("months-of-a-register", "a month is no moment at which a register is read", BERLIN).only().meter("a", quantity="register", interval="").meter("m1")
case.file("a.csv", text(["Month,kWh", "2026-01,100", "2026-02,220"])).file("b.csv", text(["timestamp,meter_id,value", "2026-01-01 00:00,m1,5"]))
case.finds("period-of-register", 2, "a", 2).finds("form-settled", 2).rejects(2).books("m1", local(BERLIN, 2026, 1, 1), 3600, 5)

# ---------------------------------------------------------------- ends that belong to the interval


def ends(name, about, rows, edges=None, found=None, header="from,to,kWh", interval=""):
    case = Case(name, about, BERLIN).only().meter("a", interval=interval)
    case.file("a.csv", text([header] + rows))
    for i, (a, b) in enumerate(edges or ()):
        case.books("a", a, int((b - a).total_seconds()), 900 + i)
    return case.finds("form-settled", found) if found else case


day = lambda m, d: local(BERLIN, 2026, m, d).astimezone(timezone.utc)
ends("ends-included-of-days", "begin and end of a day are the same date", [f"2026-03-{d},2026-03-{d},{900 + d - 28}" for d in (28, 29, 30)], [(day(3, d), day(3, d + 1)) for d in (28, 29, 30)], 2, "date,end date,kWh")
ends("ends-included-of-months", "01.01. to 31.01., a month, and nothing after it", ["01.01.2026,31.01.2026,900"], [(day(1, 1), day(2, 1))], 2, "von,bis,kWh")
ends("ends-included-of-bills", "the next bill begins the day after", ["2026-01-05,2026-02-03,900", "2026-02-04,2026-03-05,901"], [(day(1, 5), day(2, 4)), (day(2, 4), day(3, 6))], 2)
ends("ends-excluded", "the next bill begins on the day that ends the one before", ["2026-01-05,2026-02-03,900", "2026-02-03,2026-03-05,901"], [(day(1, 5), day(2, 3)), (day(2, 3), day(3, 5))])
ends("ends-excluded-of-midnights", "midnights are moments", ["2026-01-05 00:00,2026-02-03 00:00,900"], [(day(1, 5), day(2, 3))])
ends("ends-open", "a bill alone: its last day may belong to it", ["2026-01-05,2026-02-03,900"]).finds("form-ambiguous", 2).is_refused("the last day or the day after")
case = ends("ends-declared", "the same, and a layout that says so", ["2026-01-05,2026-02-03,900"], [(day(1, 5), day(2, 4))])
case.layout("own", 'files: ["a.csv"]\ntimestamp: from\nend: to\nend_inclusive: true\nmeter_id: {file_name: true}\nvalue: kWh\n')

# ---------------------------------------------------------------- digits behind a decimal comma, multiples of units

Case("decimals-in-the-comment", "12,5 in a row that is no longer than the header").only("m1").meter("a").file(
    "a.csv", text(["time,value,comment", "2026-01-01 00:00,12,5", "2026-01-01 01:00,13,"])).finds("form-ambiguous", 2).is_refused("12 and a comment, or 12.5")
Case("decimals-in-the-comment-late", "the same behind the first rows").only().meter("a").file(
    "a.csv", text(["time,value,comment"] + [f"{T0 + timedelta(hours=i):%Y-%m-%d %H:%M},{i % 9}," for i in range(600)] + ["2026-02-01 00:00,12,5"])).finds("form-ambiguous", 602).is_refused("12 and a comment, or 12.5")
Case("decimals-in-the-comment-of-wide-rows", "12,5,7 may be 12, 5 and a comment, or 12 and 5.7").file(
    "a.csv", text(["time,m1,m2,comment", "2026-01-01 00:00,12,5,7", "2026-01-01 01:00,13,6,"])).finds("form-ambiguous", 2).is_refused("which number was cut is not known")
case = Case("decimals-in-the-status", "many codes beside whole numbers").only().meter("a")
case.file("a.csv", text(["time,value,status"] + [f"2026-01-01 0{i}:00,{v},{c}" for i, (v, c) in enumerate(zip(V1, (5, 25, 75, 3, 8, 1)))])).hourly("a", V1).finds("decimals-cut", 2)
case = Case("codes-in-the-status", "a few codes beside whole numbers").only().meter("a")
case.file("a.csv", text(["time,value,status"] + [f"2026-01-01 0{i}:00,{v},{c}" for i, (v, c) in enumerate(zip(V1, (0, 0, 192, 0, 1, 0)))])).hourly("a", V1)
case = Case("digits-in-the-comment-declared", "a layout says that the comment is one").only().meter("a")
case.file("a.csv", text(["time,value,comment", "2026-01-01 00:00,12,5"])).layout("own", 'files: ["a.csv"]\ntimestamp: time\nvalue: value\nmeter_id: {file_name: true}\ndecimal: point\n').hourly("a", [12])
for name, header in (("multiple-behind", "kWh x10"), ("multiple-by-star", "kWh*100"), ("multiple-before", "x10 kWh"), ("multiple-alone", "10 kWh"), ("multiple-of-a-tenth", "0.1kWh"), ("multiple-in-brackets", "Energy (100kWh)")):
    case = Case(name, f"the header says {header}: nothing is multiplied, aloud").only().meter("a")
    case.file("a.csv", text([f"time,{header}"] + [f"2026-01-01 0{i}:00,{v}" for i, v in enumerate(V1)])).hourly("a", V1).finds("multiplier-in-file", 1, "a")
case = Case("multiple-above", "倍率 above the header: nothing is multiplied, aloud").only().meter("a")
case.file("a.csv", text(["电表倍率：40", "时间,电量(kWh)"] + [f"2026-01-01 0{i}:00,{v}" for i, v in enumerate(V1)])).hourly("a", V1).finds("multiplier-in-file", 1, "a")
case = Case("multiple-in-a-name", "Meter 10 kWh is the name of a column").only().meter("a")
case.file("a.csv", text(["time,Meter 10 kWh"] + [f"2026-01-01 0{i}:00,{v}" for i, v in enumerate(V1)])).hourly("a", V1)
case = Case("zone-by-its-other-names", "names of one zone, and of zones whose clocks show the same then").only().meter("a")
zones = ["PRC", "Asia/Chongqing", "Asia/Shanghai", "Etc/GMT-8", "Asia/Taipei", "Asia/Tokyo"]
case.file("a.csv", text(["time,timezone,value"] + [f"2026-01-01 0{i}:00,{z},{v}" for i, (z, v) in enumerate(zip(zones, V1))])).hourly("a", V1[:5]).finds("zone-unusable", 7, "a").rejects(1)
case = Case("estimate-after-measured", "an estimate below what was measured: the later row counts, aloud").only().meter("a")
case.file("a.csv", text(["time,value,quality", "2026-01-01 00:00,12,measured", "2026-01-01 01:00,13,measured", "2026-01-01 00:00,15,estimated"])).hourly("a", [15, 13])
case.finds("duplicate-conflict", 4, "a").finds("estimate-over-measured", 4, "a").finds("substituted-value", 4, "a")
case = Case("estimate-before-measured", "what was measured came later").only().meter("a")
case.file("a.csv", text(["time,value,quality", "2026-01-01 00:00,15,estimated", "2026-01-01 01:00,13,measured", "2026-01-01 00:00,12,measured"])).hourly("a", [12, 13])
case.finds("duplicate-conflict", 4, "a").finds("substituted-value", 2, "a")
case = Case("two-spikes-among-few", "two high values among sixty hide each other from the rule of the highest but one").only().meter("a")
values = [5000 if i in (10, 40) else 10 for i in range(60)]
case.file("a.csv", text(["time,value"] + [f"{T0 + timedelta(hours=i):%Y-%m-%d %H:%M},{v}" for i, v in enumerate(values)])).hourly("a", values).finds("spikes-among-few", 12, "a", 2)

# ---------------------------------------------------------------- exports of systems, with what is odd about each

BERLIN_DAY = local(BERLIN, 2026, 1, 5).astimezone(timezone.utc)


def export(name, about, lines, values, step=3600, zone=BERLIN, unit="kWh", start=None, meter="a", **more):
    """A file of one meter from midnight of 5 January on; its rows are given as they stand."""
    case = Case(name, about, zone).only().meter(meter, interval="", **({"unit": unit} | more))
    case.file(("a" if meter != "a" else meter) + ".csv", text(lines))
    at = start or local(zone, 2026, 1, 5).astimezone(timezone.utc)
    for i, v in enumerate(values):
        case.books(meter, at + timedelta(seconds=i * step), step, v)
    return case


def at5(i, step=3600, form="%Y-%m-%d %H:%M"):
    return (datetime(2026, 1, 5) + timedelta(seconds=i * step)).strftime(form)


DAY24 = [10 + i % 5 for i in range(24)]
case = export("offset-in-minutes", "EcoStruxure: a column of offsets in minutes, -300 is five hours and not three", ["Device Name,UTC Offset (minutes),Local Time Stamp,Active energy (kWh)"]
              + [f"a,-300,{at5(i)},{v}" for i, v in enumerate(DAY24)], DAY24, start=datetime(2026, 1, 5, 5, tzinfo=timezone.utc)).finds("interval-from-data", "", "a")
case = Case("offset-of-three-digits", "-300 may be three hours or five", BERLIN).only().meter("a", interval="").meter("m1")
case.file("b.csv", text(["timestamp,meter_id,value", "2026-01-05 00:00,m1,5"])).books("m1", BERLIN_DAY, 3600, 5)
case.file("a.csv", text(["time,utc_offset,value"] + [f"{at5(i)},-300,{v}" for i, v in enumerate(DAY24[:3])])).finds("zone-unusable", 2, "a", 3).rejects(3)
export("end-in-two-columns", "Fluvius: date and time of begin and of end in four columns, the number of a customer beside them",
       ["Van (datum);Van (tijdstip);Tot (datum);Tot (tijdstip);EAN-code;Meter;Volume;Eenheid"]
       + [f"{at5(i, 900, '%Y-%m-%d;%H:%M:%S')};{at5(i + 1, 900, '%Y-%m-%d;%H:%M:%S')};541448;a;{v},5;kWh" for i, v in enumerate(DAY24)],
       [v + Fraction(1, 2) for v in DAY24], 900).finds("form-settled", 2)
export("range-in-one-cell", "SCE: begin and end in one cell, `to` between them", ["Energy consumption time period,Usage(Real energy in kilowatt-hours)"]
       + [f'"{at5(i)}:00 to {at5(i + 1)}:00","{v}"' for i, v in enumerate(DAY24)], DAY24).finds("form-settled", 2)
dmy = lambda i: (datetime(2026, 1, 12, 12) + timedelta(hours=i)).strftime("%d/%m/%Y %H:%M")
export("range-of-two-dates", "ENTSO-E: both with the day first, which a 13 proves", ["MTU (CET/CEST),a"] + [f"{dmy(i)} - {dmy(i + 1)},{v}" for i, v in enumerate(DAY24)],
       DAY24, start=local(BERLIN, 2026, 1, 12, 12).astimezone(timezone.utc)).finds("form-settled", 2, "", 2)
export("range-with-tilde", "iManager: `2026-01-05 10:00~11:00`", ["统计周期：小时", "统计时间,a"] + [f"{at5(i)}~{at5(i + 1, form='%H:%M')},{v}" for i, v in enumerate(DAY24)],
       DAY24, zone=SHANGHAI).finds("form-settled", 3)
export("range-of-iso", "an interval of ISO 8601", ["interval,kWh"] + [f"{at5(i, form='%Y-%m-%dT%H:%MZ')}/{at5(i + 1, form='%Y-%m-%dT%H:%MZ')},{v}" for i, v in enumerate(DAY24)],
       DAY24, start=datetime(2026, 1, 5, tzinfo=timezone.utc)).finds("form-settled", 2)
export("annotated-of-influx", "InfluxDB: the range of the query stands beside the time of each value", ["#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string",
       ",result,table,_start,_stop,_time,_value,meter"] + [f",,0,2026-01-05T00:00:00Z,2026-01-06T00:00:00Z,{at5(i, form='%Y-%m-%dT%H:%M:%SZ')},{v},a" for i, v in enumerate(DAY24)],
       DAY24, start=datetime(2026, 1, 5, tzinfo=timezone.utc)).finds("interval-from-data", "", "a")
export("date-of-the-export", "every row says when it was exported", ["Export Date,Timestamp,kWh"] + [f"2026-02-01 10:00,{at5(i)},{v}" for i, v in enumerate(DAY24)], DAY24).finds("interval-from-data", "", "a")
case = export("units-in-cells", "Grafana: each cell has a unit of its own", ["Time,a"] + [f"{at5(i)},{w}" for i, w in enumerate(["950 W", "1.05 kW", "2 kW", "0.5 MW"])],
              [Fraction(95, 100), Fraction(105, 100), 2, 500], quantity="power", unit="kW").finds("interval-from-data", "", "a")
export("unit-column-of-another-language", "Einheit says Wh", ["Zeitstempel;Zähler;Wert;Einheit"] + [f"{at5(i)};a;{v};Wh" for i, v in enumerate(DAY24)],
       [Fraction(v, 1000) for v in DAY24]).finds("interval-from-data", "", "a")
export("hours-with-am-and-pm", "12 AM, 1 AM, ... in a column of hours", ["Date,Hour,kWh"] + [f"2026-01-05,{at5(i, form='%-I %p')},{v}" for i, v in enumerate(DAY24)], DAY24).finds("interval-from-data", "", "a")
export("hours-in-polish", "Godzina from 1 to 24", ["Data;Godzina;Zużycie kWh"] + [f"2026-01-05;{i + 1};{v}" for i, v in enumerate(DAY24)], DAY24)
export("time-with-a-point", "a spreadsheet of Finland: 5.1.2026 23.00", ["Aika;kWh"] + [f"{at5(i, form='%-d.%-m.%Y %-H.%M')};{v}" for i, v in enumerate(DAY24)], DAY24).finds("interval-from-data", "", "a")
export("years-of-two-digits-behind-names", "05-Jan-26: the name of the month says which is the day", ["Timestamp,kWh"] + [f"{at5(i, form='%d-%b-%y %-I:%M:%S %p')},{v}" for i, v in enumerate(DAY24)], DAY24).finds("interval-from-data", "", "a")
export("months-in-german", "05. Jan. 2026", ["Zeit,kWh"] + [f"{at5(i, form='%d. Jan. %Y %H:%M')},{v}" for i, v in enumerate(DAY24)], DAY24).finds("interval-from-data", "", "a")
export("days-of-the-week", "Mon, 05 Jan 2026 00:00:00 +0000", ["Timestamp,kWh"] + [f'"{at5(i, form="%a, %d %b %Y %H:%M:%S +0000")}",{v}' for i, v in enumerate(DAY24)],
       DAY24, start=datetime(2026, 1, 5, tzinfo=timezone.utc)).finds("interval-from-data", "", "a")
case = export("half-hours-by-name", "HH01 to HH48, and the number of the meter", ["MPAN,Date," + ",".join(f"HH{i:02d}" for i in range(1, 49)), "12000,2026-01-05," + ",".join(str(10 + i % 5) for i in range(48))],
              [10 + i % 5 for i in range(48)], 1800, meter="12000")
export("numbers-beside-the-value", "the numbers of the row, the customer and the meter, the least and the greatest", ["序号,用户编号,测点名称,数据时间,最小值,平均值,最大值,倍率"]
       + [f"{i + 1},030,a,{at5(i)},1,{v},99,1" for i, v in enumerate(DAY24)], DAY24, zone=SHANGHAI).finds("interval-from-data", "", "a")
Case("words-apart", "import and export of one meter at one time, in a column that no word names").only().meter("a").file(
    "a.csv", text(["time,meter,what,value"] + [f"{at5(i)},a,{w},{v}" for i in range(4) for w, v in (("bought", 10 + i), ("sold", 3))])).finds("no-layout").is_refused("one would replace the other")
case = Case("words-apart-said-twice", "each row twice, of two exports").only().meter("a")
case.file("a.csv", text(["time,meter,export,value"] + [f"2026-01-01 0{i}:00,a,{w},{v}" for i, v in enumerate(V1) for w in ("first", "second")])).hourly("a", V1).finds("duplicate-row", 3, "a", 6)
Case("dates-with-several-rows", "24 rows a day, and nothing that is understood says which").only().meter("a").file(
    "a.csv", text(["Date,Slot,kWh"] + [f"2026-01-0{d},S{h:02d}x,{h}" for d in (5, 6) for h in range(24)])).finds("no-layout").is_refused("one row a day would be left")

# ---------------------------------------------------------------- names of meters

case = Case("name-by-case", "a name that differs by case and blanks").only("m1", "m2")
case.file("a.csv", text(both(names=("m1", "M 2")))).hourly("m1", V1).finds("unknown-meter", 8, "", 6).rejects(6)
case = Case("name-without-zeros", "a spreadsheet ate the leading zeros").only("m1").meter("00123", "it")
case.file("a.csv", text(both(names=("m1", "123")))).hourly("m1", V1).finds("unknown-meter", 8, "", 6).rejects(6)
case = Case("name-as-exponent", "a spreadsheet made a number of a name").only("m1").meter("120000000017", "it")
case.file("a.csv", text(both(names=("m1", "1.2E+11")))).hourly("m1", V1).finds("unknown-meter", 8, "", 6).rejects(6)
case = Case("formula-names", "names that a spreadsheet would take for formulas").only("m1").meter("@SUM(A1)", "it")
case.file("a.csv", text(both(names=("m1", "@SUM(A1)")))).hourly("m1", V1).hourly("@SUM(A1)", V2)


def main():
    wrong = []
    wanted = {}
    del CASES["register-that-falls"]  # its ledger is the registers' own matter; Tests/Findings has it
    for name, case in CASES.items():
        for file, data in case.written().items():
            wanted[os.path.join(name, file)] = data
    for path, data in sorted(wanted.items()):
        full = os.path.join(HERE, path)
        if CHECK:
            if not os.path.exists(full) or open(full, "rb").read() != data:
                wrong.append(path)
            continue
        os.makedirs(os.path.dirname(full), exist_ok=True)
        open(full, "wb").write(data)
    for folder, _, files in os.walk(HERE):
        for file in files:
            path = os.path.relpath(os.path.join(folder, file), HERE)
            if os.sep in path and path not in wanted and "__pycache__" not in path:
                wrong.append(path) if CHECK else os.remove(os.path.join(HERE, path))
    print(f"{len(CASES)} cases" + (f", {len(wrong)} files differ: {wrong[:10]}" if CHECK else ""))
    return 1 if wrong else 0


sys.exit(main())
