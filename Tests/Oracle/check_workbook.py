#!/usr/bin/env python3
"""Reckons every formula of a workbook anew and holds it against the value that is stored beside it.

    check_workbook.py FILE [--office]

Prints one line of counts. Ends with 1 and a line for each fault otherwise. Knows the formulas that the
report writes and no others: A-B, A-B-C, A+B, A/B, (A-B)/B, (A-B)*100, SUM(A:B). The reckoning is in fractions of the
doubles that the cells hold. With --office the values are also taken out and LibreOffice has to find them again.
"""
import re
import subprocess
import sys
import tempfile
from fractions import Fraction

import openpyxl

CELL = r"[A-Z]{1,3}[0-9]+"
FORMULA = re.compile(rf"^=(SUM\({CELL}:{CELL}\)|\({CELL}-{CELL}\)(/{CELL}|\*100)|{CELL}([-+/]{CELL})+)$")


def number(sheet, name):
    value = sheet[name].value
    return Fraction(value) if isinstance(value, (int, float)) else Fraction(0)


def reckon(sheet, formula):
    """The value of a formula, and the largest value that goes into it."""
    names = re.findall(CELL, formula)
    if formula.startswith("=SUM"):
        cells = [c for row in sheet[f"{names[0]}:{names[1]}"] for c in row]
        values = [Fraction(c.value) for c in cells if isinstance(c.value, (int, float))]
        return sum(values, Fraction(0)), max([abs(v) for v in values], default=Fraction(0))
    values = [number(sheet, name) for name in names]
    largest = max(abs(v) for v in values)
    if formula.endswith(")*100"):
        return (values[0] - values[1]) * 100, 100 * largest
    if formula.startswith("=("):
        return (values[0] - values[1]) / values[2], Fraction(1)
    result = values[0]
    for sign, value in zip(re.findall(rf"[-+/](?={CELL})", formula), values[1:]):
        result = result - value if sign == "-" else result + value if sign == "+" else result / value
    return result, largest


def office(path, values):
    """Lets LibreOffice reckon a copy without values; gives what it finds otherwise."""
    bare = openpyxl.load_workbook(path)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        bare.save(f"{folder}/bare.xlsx")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
             "--outdir", f"{folder}/out", f"{folder}/bare.xlsx"], check=True, capture_output=True, timeout=300)
        found = openpyxl.load_workbook(f"{folder}/out/bare.xlsx", data_only=True)
        count = 0
        for sheet in bare:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type != "f":
                        continue
                    count += 1
                    now, was = found[sheet.title][cell.coordinate].value, values[sheet.title][cell.coordinate].value
                    if not isinstance(now, (int, float)) or abs(now - was) > 1e-8 * max(abs(was), 1):
                        faults.append(f"{sheet.title}!{cell.coordinate}: LibreOffice finds {now!r}, stored {was!r}")
    print(f"{count} formulas reckoned by LibreOffice, {len(faults)} differ")
    return faults


def main(path, in_office):
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    faults, reckoned, texts, charts = [], 0, 0, 0
    for sheet in formulas:
        stored = values[sheet.title]
        charts += len(sheet._charts)
        if sheet is not formulas.worksheets[0]:
            if sheet.freeze_panes != "B4":
                faults.append(f"{sheet.title}: its header does not stay")
            if sheet.max_row > 4 and sheet["A4"].value is not None and not sheet.auto_filter.ref:
                faults.append(f"{sheet.title}: no filter")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    if not FORMULA.match(str(cell.value)):
                        faults.append(f"{sheet.title}!{cell.coordinate}: {cell.value!r}")
                        continue
                    result, scale = reckon(stored, cell.value)
                    value = Fraction(stored[cell.coordinate].value)
                    if abs(result - value) > max(scale, abs(value)) * Fraction(1, 10**8):
                        faults.append(
                            f"{sheet.title}!{cell.coordinate}: {cell.value} is {float(result)!r}, "
                            f"stored {float(value)!r}")
                    reckoned += 1
                elif isinstance(cell.value, str):
                    texts += cell.value[:1] in "=+-@"
    print(f"{len(formulas.worksheets)} sheets, {reckoned} formulas, {charts} charts, "
          f"{texts} texts that begin like formulas")
    if in_office:
        faults += office(path, values)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--office" in sys.argv))
