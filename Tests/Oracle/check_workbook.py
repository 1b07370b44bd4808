#!/usr/bin/env python3
"""Reckons every formula of a workbook anew and holds it against the value that is stored beside it.

    check_workbook.py FILE

Prints one line of counts. Ends with 1 and a line for each fault otherwise. Knows the formulas that the
report writes and no others: A-B, A-B-C, A+B, A/B, (A-B)/B, (A-B)*100, SUM(A:B). The reckoning is in fractions of the
doubles that the cells hold.
"""
import re
import sys
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


def main(path):
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
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
