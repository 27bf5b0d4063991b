#!/usr/bin/env python3
"""Packs data/*.csv into Sources/CRegnDataset/tables.c, the built-in tables.

    scripts/make-dataset.py           write the file
    scripts/make-dataset.py --check   say whether the file is what would be written (exit status 1 when not)
    scripts/make-dataset.py --model   print how the modelled IT costs come out

A column is packed by itself: text as a dictionary of its distinct values and narrow codes, numbers as narrow
unsigned offsets from the smallest, products as the places of their two factors. Nothing depends on time or
place: the same inputs give the same bytes.
"""

import csv
import sys
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "Sources" / "CRegnDataset" / "tables.c"
sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

import dataset_model as model
import dataset_tables

TYPES = {"int": 0, "long": 1, "real": 2, "decimal": 3, "string": 4}
#: The files whose content decides the output, in the order in which the checksum reads them.
SOURCES = ["dataset_model.py", "dataset_tables.py", "make-dataset.py"]
FILES = [
  "arter",
  "it_facts",
  "kontoplan",
  "municipalities",
  "population",
  "regk11_procurement",
  "regk31_costs",
  "regk31_national",
  "tilegrid",
]


class Data:
  """The CSV files, with the look-ups that several tables need."""

  def __init__(self):
    self.municipalities = self.read("municipalities")
    self.names = {row["code"]: row["name"] for row in self.municipalities}
    self.area = {row["code"]: row["area_km2"] for row in self.municipalities}
    self.population = {(r["code"], int(r["year"])): int(r["population"]) for r in self.read("population")}
    self.costs = {
      (r["code"], int(r["year"]), r["function"]): int(r["kr_per_inhabitant"])
      for r in self.read("regk31_costs")
    }
    self.costs_national = {
      (int(r["year"]), r["function"]): int(r["kr_per_inhabitant"]) for r in self.read("regk31_national")
    }
    self.procurement = {
      (r["code"], int(r["year"])): int(r["kr_per_inhabitant"]) for r in self.read("regk11_procurement")
    }

  def read(self, name):
    with open(ROOT / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
      return list(csv.DictReader(file))


def checksum():
  """FNV-1a, 64 bits, over the generator and the CSV files: a test computes it again without Python."""
  value = 0xCBF29CE484222325
  paths = [ROOT / "scripts" / name for name in SOURCES] + [ROOT / "data" / f"{name}.csv" for name in FILES]
  for path in paths:
    for byte in path.read_bytes():
      value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
  return value


def c_string(text):
  return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def c_bytes(data):
  """Bytes as C strings, 32 a line; octal escapes of three digits never run into what follows."""
  if not data:
    return '  ""'
  return "\n".join(
    '  "' + "".join(f"\\{byte:03o}" for byte in data[at : at + 32]) + '"' for at in range(0, len(data), 32)
  )


def narrow(numbers):
  """The smallest width in bytes (0 for all equal, 1, 2, 4, 8), the base, and the packed offsets from it."""
  base = min(numbers)
  top = max(numbers) - base
  width = next(w for w in (0, 1, 2, 4, 8) if top < 1 << (8 * w))
  return width, base, b"".join((n - base).to_bytes(width, "little") for n in numbers)


class Writer:
  def __init__(self):
    self.lines = []
    self.dictionaries = []

  def dictionary(self, texts):
    """The place of a dictionary; columns of the same texts share one, so that they join by number."""
    if texts not in self.dictionaries:
      number = len(self.dictionaries)
      ends, end = [], 0
      for text in texts:
        end += len(text.encode())
        ends.append(end)
      body = "\n".join(f"  {c_string(text)}" for text in texts)
      self.lines.append(
        f"static const uint32_t dictionary_{number}_ends[] = {{{', '.join(map(str, ends))}}};"
      )
      self.lines.append(f"static const char dictionary_{number}_text[] =\n{body};")
      self.dictionaries.append(texts)
    return self.dictionaries.index(texts)

  def list(self, prefix, texts):
    """An array of C strings; returns the struct's fields for it."""
    if not texts:
      return {f"{prefix[1]}_count": 0}
    name = "_".join(prefix)
    self.lines.append(f"static const char *const {name}s[] = {{{', '.join(map(c_string, texts))}}};")
    return {f"{prefix[1]}s": f"{name}s", f"{prefix[1]}_count": len(texts)}

  def column(self, table, column, names, rows):
    """Writes the column's arrays; returns the initialiser of its struct."""
    prefix = f"{table.name}_{column.name}"
    fields = {
      "name": c_string(column.name),
      "unit": c_string(column.unit),
      "description": c_string(column.description),
      "source": c_string(column.source),
      "type": TYPES[column.type],
      "scale": column.scale,
      "is_computed": int(column.computed),
    }
    if column.product:
      left, right = (names.index(name) for name in column.product)
      fields |= {"encoding": 1, "left": left, "right": right}
      return fields
    assert len(column.values) == rows, f"{prefix}: {len(column.values)} values, {rows} rows"
    if column.type == "string":
      dictionary = sorted(set(column.values), key=lambda text: text.encode())
      number = {text: at for at, text in enumerate(dictionary)}
      numbers = [number[text] for text in column.values]
      fields |= {"dictionary": self.dictionary(dictionary)}
    else:
      scaled = [None if value is None else Decimal(value).scaleb(column.scale) for value in column.values]
      assert all(value is None or value == int(value) for value in scaled), (
        f"{prefix}: more decimals than its scale"
      )
      present = [int(value) for value in scaled if value is not None]
      if column.type == "real":
        assert max(map(abs, present)) < 1 << 53, f"{prefix}: beyond exact doubles"
      numbers = [min(present) if value is None else int(value) for value in scaled]
      if len(present) < rows:
        bits = bytearray((rows + 7) // 8)
        for at, value in enumerate(scaled):
          if value is not None:
            bits[at // 8] |= 1 << (at % 8)
        self.lines.append(f"static const char {prefix}_validity[] =\n{c_bytes(bits)};")
        fields |= {"validity": f"(const unsigned char *){prefix}_validity"}
    width, base, packed = narrow(numbers)
    if width:
      self.lines.append(f"static const char {prefix}_values[] =\n{c_bytes(packed)};")
      fields |= {"values": f"(const unsigned char *){prefix}_values"}
    fields |= {"width": width, "base": f"INT64_C({base})"}
    return fields

  def table(self, table):
    rows = next(len(column.values) for column in table.columns if not column.product)
    names = [column.name for column in table.columns]
    initialisers = [self.column(table, column, names, rows) for column in table.columns]
    self.lines.append(f"static const struct regn_dataset_column {table.name}_columns[] = {{")
    for fields in initialisers:
      self.lines.append("  {" + ", ".join(f".{name} = {value}" for name, value in fields.items()) + "},")
    self.lines.append("};")
    texts = ("name", "title", "description", "publisher", "licence", "period", "retrieved", "unit")
    fields = {name: c_string(getattr(table, name)) for name in texts}
    fields |= {
      "is_modelled": int(table.modelled),
      "row_count": rows,
      "column_count": len(names),
      "columns": f"{table.name}_columns",
    }
    fields |= self.list((table.name, "table_id"), table.table_ids)
    fields |= self.list((table.name, "note"), table.notes)
    fields |= self.list((table.name, "caveat"), table.caveats)
    self.lines.append("")
    return "  {" + ",\n   ".join(f".{name} = {value}" for name, value in fields.items()) + "},"


def render(data):
  writer = Writer()
  tables = [writer.table(table) for table in dataset_tables.all_tables(data)]
  head = [
    "// Written by scripts/make-dataset.py from data/*.csv. Do not edit: change the inputs and run it again.",
    '#include "CRegnDataset.h"',
    "",
  ]
  tail = [
    "const struct regn_dataset_table regn_dataset_tables[] = {",
    *tables,
    "};",
    f"const uint32_t regn_dataset_table_count = {len(tables)};",
    "const struct regn_dataset_dictionary regn_dataset_dictionaries[] = {",
    *(
      f"  {{dictionary_{at}_text, dictionary_{at}_ends, {len(texts)}}},"
      for at, texts in enumerate(writer.dictionaries)
    ),
    "};",
    f"const uint32_t regn_dataset_dictionary_count = {len(writer.dictionaries)};",
    f"const uint64_t regn_dataset_inputs_checksum = UINT64_C(0x{checksum():016x});",
    "",
  ]
  return "\n".join(head + writer.lines + tail)


def print_model(data):
  """What a teacher wants to see after changing an assumption."""
  amounts = model.amounts(data)
  whole = {code: sum(by_code[code] for by_code in amounts.values()) for code in data.names}
  heads = {code: whole[code] / data.population[code, model.YEAR] for code in whole}
  order = sorted(heads, key=heads.get)
  total = sum(whole.values())
  print(
    f"total {total:,} kr, {total / sum(data.population[c, model.YEAR] for c in whole):.0f} per inhabitant"
  )
  for category, by_code in amounts.items():
    each = [by_code[code] / data.population[code, model.YEAR] for code in whole]
    print(
      f"  {category:40} {sum(by_code.values()):>14,} kr, {min(each):6.0f} to {max(each):6.0f} per inhabitant"
    )
  band = sum(1000 <= head <= 1500 for head in heads.values())
  print(
    f"between 1,000 and 1,500 kr per inhabitant: {band}; below {sum(h < 1000 for h in heads.values())};"
    f" above {sum(h > 1500 for h in heads.values())}"
  )
  for code in order[:5] + order[len(order) // 2 : len(order) // 2 + 1] + order[-5:]:
    print(f"  {data.names[code]:20} {heads[code]:6.0f}")


def main():
  data = Data()
  if sys.argv[1:] == ["--model"]:
    print_model(data)
    return 0
  text = render(data)
  if sys.argv[1:] == ["--check"]:
    if OUTPUT.exists() and OUTPUT.read_text(encoding="utf-8") == text:
      return 0
    print(
      f"{OUTPUT.relative_to(ROOT)} is not what scripts/make-dataset.py would write: run it", file=sys.stderr
    )
    return 1
  if sys.argv[1:]:
    print(__doc__, file=sys.stderr)
    return 2
  OUTPUT.write_text(text, encoding="utf-8")
  return 0


if __name__ == "__main__":
  sys.exit(main())
