"""Makes the workbooks of Tests/Scripts/formats/files with other programs than Regn.

    python Tests/Workbooks/make.py

openpyxl writes prices.xlsx, XlsxWriter visits.xlsx; where LibreOffice is, it makes prices-libreoffice.xlsx
of the first (through its own format, so that every part is its own).
"""

import datetime
import pathlib
import shutil
import subprocess
import tempfile

import openpyxl
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

FILES = pathlib.Path(__file__).parent.parent / "Scripts" / "formats" / "files"


def prices(path):
    """A title, an empty row, names, rows of every kind of cell, a remark below; other sheets."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Priser"
    sheet.append(["Prisliste"])
    sheet.append([])
    sheet.append(["kode", "vare", "pris", "fra", "andel", "aktiv"])
    sheet.append(["0101", "Æbler", 12.5, datetime.date(2024, 1, 1), 0.25, True])
    sheet.append(["0147", "Pærer & nødder", 7, datetime.datetime(2024, 2, 29, 12, 30), 0.5, False])
    bold = CellRichText("Rød", TextBlock(InlineFont(b=True), "løg"))
    sheet.append(["0751", bold, 0.29, None, None, None])
    for row in range(4, 7):
        sheet.cell(row, 5).number_format = "0.0%"
    sheet.append([])
    sheet.append(["Kilde: et regneark"])
    book.create_sheet("Tom")
    hidden = book.create_sheet("Skjult")
    hidden.sheet_state = "hidden"
    hidden.append(["a"])
    hidden.append([1])
    # openpyxl computes nothing: the formula has no result.
    formulas = book.create_sheet("Formler og tal")
    formulas.append(["x", "y"])
    formulas.append([1, "a"])
    formulas.append(["=1+1", "b"])
    book.save(path)


def visits(path):
    """Names in two rows that are merged, cells merged down, codes, dates, durations, an error."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Besøg")
    code = book.add_format({"num_format": "0000"})
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    hours = book.add_format({"num_format": "[h]:mm"})
    sheet.merge_range("A1:A2", "område")
    sheet.merge_range("B1:C1", 2023)
    sheet.merge_range("D1:E1", 2024)
    for column, name in enumerate(["mænd", "kvinder"] * 2):
        sheet.write(1, 1 + column, name)
    for column, name in zip("FGHI", ["kode", "dag", "tid", "pr. dag"]):
        sheet.merge_range(f"{column}1:{column}2", name)
    sheet.merge_range("A3:A4", "Nord")
    sheet.write("A5", "Syd")
    for row in range(2, 5):
        for column in range(1, 5):
            sheet.write(row, column, row * 10 + column)
        sheet.write(row, 5, row, code)
        sheet.write(row, 6, datetime.date(2024, 1, row), day)
        sheet.write(row, 7, 0.75 * row, hours)
        sheet.write_formula(row, 8, "=1/0", None, "#DIV/0!" if row == 3 else 7)
    book.close()


def by_libreoffice(source, path):
    """The same workbook as LibreOffice writes it."""
    with tempfile.TemporaryDirectory() as folder:
        for target in ["ods", "xlsx"]:
            subprocess.run(
                ["soffice", "--headless", "--convert-to", target, "--outdir", folder, source],
                check=True, capture_output=True)
            source = pathlib.Path(folder) / (pathlib.Path(source).stem + "." + target)
        shutil.copy(source, path)


if __name__ == "__main__":
    prices(FILES / "prices.xlsx")
    visits(FILES / "visits.xlsx")
    if shutil.which("soffice"):
        by_libreoffice(FILES / "prices.xlsx", FILES / "prices-libreoffice.xlsx")
