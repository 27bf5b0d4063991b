#!/usr/bin/env python3
"""Measures how well messy files are read: makes a clean table messy in every way that the Pollock benchmark
does (Vitagliano et al., "Pollock: A Data Loading Benchmark", VLDB 2023), reads each file, and compares what was
read with what the file means. docs/messy-files.md tells of the measure.

    Tests/MessyFiles/messy.py --regn .build/release/regn            the score, and what was not read right
    Tests/MessyFiles/messy.py --regn … --peers                      other readers on the same files, too
    Tests/MessyFiles/messy.py --regn … --step 7                     fewer files: every seventh row and column
    Tests/MessyFiles/messy.py --regn … --below 9.5                  status 1 when the score is below
"""

import argparse
import collections
import csv
import io
import os
import re
import subprocess
import sys
import tempfile

csv.field_size_limit(1 << 30)
TOWNS = ["Ærø", "Læsø", "Høje-Taastrup", "Aabenraa", "Lyngby-Taarbæk", "Køge", "Sønderborg", "Vejle"]
CODES = ["0492", "0825", "0169", "0580", "0173", "0259", "0540", "0630"]
ACCOUNTS = ["6.45.51", "2.22.01", "5.30.26", "4.62.85", "0.22.05"]
TEXTS = [
    "Rengøring, uge 12", "Vikar", "Møbler til skole", 'Skilt "Gågade"', "Asfalt; lapning", "IT-drift",
    "Kørsel, handicappede", "Leje af lokaler",
]
NAMES = ["Dato", "Klokken", "Kommunenr", "Kommune", "Konto", "Antal", "Beløb", "Tekst", "Link"]
ROWS = 83


def source():
    """The clean table: a ledger of modelled figures, 83 rows under 9 names."""
    rows = []
    for n in range(ROWS):
        amount = (n * 7919 + 131) % 900_000 / 100 * (-1 if n % 11 == 3 else 1)
        whole, cents = f"{abs(amount):.2f}".split(".")
        grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
        rows.append([
            f"{n % 28 + 1:02}-{n % 12 + 1:02}-2024", f"{n % 24:02}:{n * 7 % 60:02}", CODES[n % 8], TOWNS[n % 8],
            ACCOUNTS[n % 5], str(n * n % 97), f"{'-' if amount < 0 else ''}{grouped},{cents}",
            TEXTS[n * 3 % 8], f"https://example.org/bilag/{1000 + n}",
        ])
    return NAMES, rows


class Form:
    """How a table is written."""

    def __init__(self, delimiter=";", quote='"', escape='"', end="\r\n", every=False):
        self.delimiter, self.quote, self.escape, self.end, self.every = delimiter, quote, escape, end, every

    def cell(self, text, delimiter=None):
        delimiter = delimiter or self.delimiter
        special = [delimiter, self.quote, "\n", "\r"] + [" "] * (delimiter == " ")
        if not self.every and not any(s in text for s in special):
            return text
        return self.quote + text.replace(self.quote, self.escape + self.quote) + self.quote

    def row(self, cells, delimiter=None):
        delimiter = delimiter or self.delimiter
        return delimiter.join(self.cell(c, delimiter) for c in cells)

    def text(self, rows):
        return "".join(self.row(r) + self.end for r in rows)


def pollutions(step):
    """Each messy file: its name, its bytes, the names and the rows that it means."""
    names, rows = source()
    form = Form()
    table = [names] + rows
    width = len(names)

    def made(name, text, names=names, rows=rows, encoding="utf-8"):
        data = text if isinstance(text, bytes) else text.encode(encoding)
        return name, data, list(names), [list(r) for r in rows]

    # The whole file
    yield made("source", form.text(table))
    yield made("no_trailing_newline", form.text(table)[:-2])
    yield made("double_trailing_newline", form.text(table) + "\r\n")
    yield made("no_header", form.text(rows), [])
    yield made("header_only", form.text([names]), names, [])
    yield made("one_data_row", form.text(table[:2]), names, rows[:1])
    two = [[f"{n} nr." if i in (2, 5) else n for i, n in enumerate(names)]]
    second = ["" if i not in (2, 5, 6) else "nr." if i != 6 else "kr." for i in range(width)]
    joined = [f"{n} {s}".strip() for n, s in zip(names, second)]
    yield made("header_multirow_2", form.text([names, second] + rows), joined)
    third = ["" if i not in (5, 6) else "stk." if i == 5 else "netto" for i in range(width)]
    yield made("header_multirow_3", form.text([names, second, third] + rows),
               [f"{j} {t}".strip() for j, t in zip(joined, third)])
    notes = ["Udtræk af finansbilag", "Trukket 31-12-2024", "Beløb i kr."]
    yield made("preamble", "".join(n + "\r\n" for n in notes) + "\r\n" + form.text(table))
    yield made("preamble_without_blank", "".join(n + "\r\n" for n in notes) + form.text(table))
    padded = "".join(n + ";" * (width - 1) + "\r\n" for n in notes)
    yield made("preamble_delimited", padded + form.text(table))
    yield made("preamble_delimited_blank", padded + ";" * (width - 1) + "\r\n" + form.text(table))
    feet = ["Kilde: kommunernes regnskaber", "* foreløbige tal"]
    yield made("footnote", form.text(table) + "\r\n" + "".join(n + "\r\n" for n in feet))
    yield made("footnote_without_blank", form.text(table) + "".join(n + "\r\n" for n in feet))
    yield made("footnote_delimited", form.text(table) + "".join(n + ";" * (width - 1) + "\r\n" for n in feet))
    less = [["Kode", "Navn", "Folketal"]] + [[c, t, str(4000 + 31 * i)] for i, (c, t) in enumerate(zip(CODES, TOWNS))]
    more = [r + [n] for r, n in zip(table[:9], ["Note"] + ["ok"] * 8)]
    yield made("multitable_less", form.text(table) + "\r\n" + form.text(less))
    yield made("multitable_more", form.text(table) + "\r\n" + form.text(more))
    yield made("multitable_same", form.text(table) + "\r\n" + form.text([["b" + n for n in names]] + rows[:8]))
    for count in (1, 2, 40):
        cut = [r[:count] if count < width else r + r[-1:] * (count - width) for r in table]
        cut[0] = cut[0][:width] + [f"x{i}" for i in range(width, count)]
        yield made(f"columns_{count}", form.text(cut), cut[0], cut[1:])
    yield made("rows_5000", form.text([names] + rows * 61), names, rows * 61)

    # Characters of structure
    for delimiter in [",", "\t", "|", " ", ":", ", ", "\t\t", "||", "^", "~", "§", "\x1f"]:
        other = Form(delimiter)
        yield made(f"field_delimiter_{'_'.join(hex(ord(c)) for c in delimiter)}",
                   "".join(delimiter.join(other.cell(c, delimiter[0]) for c in r) + "\r\n" for r in table))
    yield made("quotation_0x27", Form(quote="'", escape="'").text(table))
    yield made("quotation_all", Form(every=True).text(table))
    yield made("quotation_all_0x27", Form(quote="'", escape="'", every=True).text(table))
    yield made("escape_0x5c", Form(escape="\\").text(table))
    yield made("escape_none", Form(escape="").text(table))
    yield made("record_0xa", Form(end="\n").text(table))
    yield made("record_0xd", Form(end="\r").text(table))
    for encoding in ("utf-8-sig", "cp1252", "utf-16-le", "utf-16-be", "utf-16"):
        yield made(f"encoding_{encoding}", form.text(table), encoding=encoding)
    yield made("nul_at_end", form.text(table).encode() + b"\0" * 3)

    # One row
    lines = [form.row(r) for r in table]

    def with_line(number, line, end="\r\n"):
        parts = [l + "\r\n" for l in lines]
        parts[number] = line + end
        return "".join(parts)

    def with_row(number, cells):
        return [cells if i == number else r for i, r in enumerate(table)]

    for row in range(0, len(table), step):
        split = table[row]
        meant = with_row(row, split)
        line = " ".join(f'"{c}"' if " " in c or '"' in c else c for c in split).replace('Skilt "Gågade"', 'Skilt ""Gågade""')
        yield made(f"row_field_delimiter_{row}_0x20", with_line(row, line), meant[0], meant[1:])
        for end, what in (("\n", "0xa"), ("\r", "0xd")):
            yield made(f"row_record_delimiter_{row}_{what}", with_line(row, lines[row], end))
        if row:
            yield made(f"row_empty_{row}", with_line(row, ""), names, rows[:row - 1] + rows[row:])
        for column in range(0, width, max(1, step // 3)):
            cells = [form.cell(c) for c in split]
            if column:
                joined_cells = cells[:column - 1] + [cells[column - 1] + cells[column]] + cells[column + 1:]
                plain = split[:column - 1] + [split[column - 1] + split[column]] + split[column + 1:]
                meant = with_row(row, plain)
                yield made(f"row_less_sep_row{row}_col{column}", with_line(row, ";".join(joined_cells)),
                           meant[0], meant[1:])
            meant = with_row(row, split[:column] + [""] + split[column:])
            yield made(f"row_more_sep_row{row}_col{column}",
                       with_line(row, ";".join(cells[:column] + [""] + cells[column:])), meant[0], meant[1:])
            stray = list(cells)
            inner = cells[column]
            stray[column] = '"' + inner if not inner.startswith('"') else '""' + inner[1:]
            meant = with_row(row, split[:column] + ['"' + split[column]] + split[column + 1:])
            yield made(f"row_extra_quote{row}_col{column}", with_line(row, ";".join(stray)), meant[0], meant[1:])


# MARK: - The measure


def normal(cell):
    """A cell in one form: numbers, dates and marks of missing values alike however they are written."""
    text = cell.strip().lower()
    if text in ("", "..", "null", "nan", "none"):
        return ""
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[t ]00:00:00(?:\.0+)?z?)?", text)
    if date:
        return "-".join(date.groups())
    date = re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", text)
    if date:
        return "-".join(reversed(date.groups()))
    time = re.fullmatch(r"(\d\d:\d\d):00", text)
    if time:
        return time[1]
    if re.fullmatch(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+", text):
        text = text.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return repr(float(text))
    return text


def measures(meant, read):
    """Precision, recall and F1 of two lists as bags."""
    if not meant:
        return [1.0, 1.0, 1.0]
    common = sum((collections.Counter(meant) & collections.Counter(read)).values())
    if not common:
        return [0.0, 0.0, 0.0]
    first, second = common / len(meant), common / len(read)
    return [first, second, 2 * first * second / (first + second)]


def score(names, rows, read):
    """The ten measures of a file: read at all; header, records, cells, each by precision, recall and F1."""
    if read is None:
        return [0.0] * 10
    head, body = (read[0], read[1:]) if read else ([], [])
    meant_rows = ["".join(map(normal, r)) for r in rows]
    read_rows = ["".join(map(normal, r)) for r in body]
    cells = [normal(c) for r in [names] + rows for c in r]
    read_cells = [normal(c) for r in (read if names else body) for c in r]
    return [1.0] + measures([normal(n) for n in names], [normal(n) for n in head]) \
        + measures(meant_rows, read_rows) + measures(cells, read_cells)


# MARK: - Readers


def read_regn(program):
    def read(path):
        run = subprocess.run([program, "query", "t", "--table", f"t={path}", "--format", "csv"],
                             capture_output=True)
        if run.returncode != 0:
            return None
        return list(csv.reader(io.StringIO(run.stdout.decode(), newline="")))
    return read


def decoded(path):
    data = open(path, "rb").read()
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding)
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252")


def read_python(path):
    text = decoded(path)
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text)))


def read_clevercsv(path):
    import clevercsv
    text = decoded(path)
    dialect = clevercsv.Sniffer().sniff(text)
    return [list(r) for r in clevercsv.reader(io.StringIO(text, newline=""), dialect)]


def read_duckdb(path):
    import duckdb
    connection = duckdb.connect()
    extra = {}
    text = decoded(path)
    if text.encode() != open(path, "rb").read():
        # It finds no encodings: it is given UTF-8.
        path = path + ".utf8"
        open(path, "w", newline="").write(text)
    relation = connection.read_csv(path, strict_mode=False, ignore_errors=True, null_padding=True, **extra)
    rows = [["" if c is None else str(c) for c in r] for r in relation.fetchall()]
    return [relation.columns] + rows


def read_polars(path):
    import polars
    text = decoded(path)
    frame = polars.read_csv(io.BytesIO(text.encode()), infer_schema=False, truncate_ragged_lines=True,
                            separator=csv.Sniffer().sniff(text).delimiter)
    return [frame.columns] + [["" if c is None else c for c in r] for r in frame.rows()]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--regn", default=".build/release/regn")
    options.add_argument("--step", type=int, default=1)
    options.add_argument("--below", type=float, default=0)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--worst", type=int, default=12)
    options.add_argument("--keep", help="a folder that the files are written to")
    arguments = options.parse_args()
    readers = {"Regn": read_regn(arguments.regn)}
    if arguments.peers:
        readers |= {"CleverCSV": read_clevercsv, "DuckDB": read_duckdb, "Python": read_python,
                    "polars": read_polars}
    scores = {name: [] for name in readers}
    fewer = {name: 0 for name in readers}
    failures = []
    folder = arguments.keep or tempfile.mkdtemp()
    os.makedirs(folder, exist_ok=True)
    for name, data, names, rows in pollutions(arguments.step):
        path = os.path.join(folder, name + ".csv")
        with open(path, "wb") as file:
            file.write(data)
        for reader, read in readers.items():
            try:
                outcome = read(path)
            except Exception:
                outcome = None
            result = score(names, rows, outcome)
            scores[reader].append(result)
            fewer[reader] += len(outcome or []) - bool(names) < len(rows)
            if reader == "Regn" and sum(result) < 9.999:
                failures.append((sum(result), name, result))
        if not arguments.keep:
            os.remove(path)
    kinds = collections.defaultdict(list)
    for total, name, _ in failures:
        kinds[re.sub(r"\d.*", "", name)].append(total)
    for total, name, result in sorted(failures)[:arguments.worst]:
        print(f"{total:6.3f}  {name}  {' '.join(f'{m:.2f}' for m in result)}")
    print()
    print(f"{'reader':<10} {'score':>6}  read  header  records  cells  files with rows lost")
    for reader, results in scores.items():
        mean = [sum(column) / len(results) for column in zip(*results)]
        print(f"{reader:<10} {sum(mean):6.3f}  {mean[0]:.3f}  {mean[3]:.3f}   {mean[6]:.3f}    {mean[9]:.3f}  {fewer[reader]}")
    files = len(scores["Regn"])
    total = sum(map(sum, scores["Regn"])) / files
    print(f"messy files: {total:.3f} of 10 over {files} files")
    return 1 if total < arguments.below else 0


if __name__ == "__main__":
    sys.exit(main())
