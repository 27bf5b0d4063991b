"""Opens a workbook that Regn wrote with openpyxl, and compares it with what was asked.

    python Tests/Workbooks/check.py --regn .build/release/regn
"""

import argparse
import datetime
import pathlib
import subprocess
import sys
import tempfile

import openpyxl

SCRIPT = """
datatable(a: bool, b: int, c: long, d: real, e: decimal, f: string, g: datetime, h: timespan, i: dynamic) [
  true, 1, 1234567890123456789, 0.1, decimal(12.50), "=1+1", datetime(2024-12-31), 1d, dynamic({"k": 1}),
  false, -50000, 2, real(nan), decimal(0.125), " <æ> & \\"q\\"", datetime(2024-02-29 12:30:15.250), 90m,
  dynamic([]), bool(null), int(null), long(null), 1e20, decimal(null), "", datetime(1899-05-06), time(null),
  dynamic(null)] | as Values;
print year = 2024, kr = 1000
"""

VALUES = [
    ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
    [True, 1, "1234567890123456789", 0.1, 12.5, "=1+1", datetime.datetime(2024, 12, 31),
     datetime.timedelta(days=1), '{"k":1}'],
    [False, -50000, 2, "NaN", 0.125, ' <æ> & "q"', datetime.datetime(2024, 2, 29, 12, 30, 15, 250000),
     datetime.timedelta(minutes=90), "[]"],
    [None, None, None, 1e20, None, None, "1899-05-06T00:00:00.0000000Z", None, None],
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--regn", default=".build/release/regn")
    regn = parser.parse_args().regn
    with tempfile.TemporaryDirectory() as folder:
        paths = [pathlib.Path(folder) / name for name in ["one.xlsx", "two.xlsx"]]
        for path in paths:
            subprocess.run(
                [regn, "query", "-", "--format", "xlsx", "--output", path], input=SCRIPT, text=True,
                check=True)
        same = paths[0].read_bytes() == paths[1].read_bytes()
        book = openpyxl.load_workbook(paths[0])
    sheet = book.worksheets[0]
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    checks = {
        "the same bytes twice": same,
        "sheets": book.sheetnames == ["Values", "Result 2"],
        "values": found == VALUES,
        "text is no formula": sheet["F2"].data_type == "s",
        "names are bold": all(cell.font.b for cell in sheet[1]) and not sheet["A2"].font.b,
        "the row of names stays": sheet.freeze_panes == "A2",
        "formats": [sheet["B3"].number_format, sheet["E2"].number_format, sheet["G2"].number_format]
        == ["#,##0", "#,##0.00", "yyyy\\-mm\\-dd"],
        "years are not grouped": book.worksheets[1]["A2"].number_format == "General",
    }
    for name, holds in checks.items():
        if not holds:
            print(f"workbook: {name}: wrong\n  {found}")
    print(f"workbooks: {len(checks)} checks, {sum(not holds for holds in checks.values())} failed")
    sys.exit(0 if all(checks.values()) else 1)


if __name__ == "__main__":
    main()
