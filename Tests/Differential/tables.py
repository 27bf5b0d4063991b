"""Tables by chance, written as CSV in the ways that Danish files are written, and read by both engines."""

import random
from dataclasses import dataclass

WORDS = [
    "Ærø", "ærø", "AARHUS", "Aarhus Ø", "Holstebro kommune", "kommune", "a-b", "a b", "x", "Åse og Øjvind",
    "drift og anlæg", "IT", "it-drift", "100 %", "mere end tolv bytes er en lang tekst",
    "mere end tolv bytes er en anden tekst", "øre;kr", 'et "citat"', "linje\nskift", "o'clock",
]

# The columns of every table besides id: name, type. A name begins with the letter of its type everywhere.
COLUMNS = [
    ("l", "long"), ("l_few", "long"), ("d", "decimal"), ("r", "real"), ("s", "string"), ("s_few", "string"),
    ("t", "datetime"), ("b", "bool"),
]

SQL_TYPES = {
    "long": "BIGINT", "decimal": "DECIMAL(18,2)", "real": "DOUBLE", "string": "VARCHAR",
    "datetime": "TIMESTAMP", "bool": "BOOLEAN",
}


@dataclass
class Table:
    name: str
    path: str
    columns: list  # (name, type), id first
    delimiter: str
    decimal_mark: str

    def load(self, connection):
        """Reads the file into DuckDB. A missing text is an empty one, as in KQL."""
        types = ", ".join(f"'{name}': '{SQL_TYPES[kind]}'" for name, kind in self.columns)
        columns = ", ".join(
            f"coalesce({name}, '') AS {name}" if kind == "string" else name for name, kind in self.columns)
        connection.execute(
            f"CREATE TABLE {self.name} AS SELECT {columns} FROM read_csv('{self.path}', header = true, "
            f"delim = '{self.delimiter}', quote = '\"', escape = '\"', decimal_separator = "
            f"'{self.decimal_mark}', auto_detect = false, nullstr = '', columns = {{{types}}})")


def make(name, path, rows, chance: random.Random) -> Table:
    """Writes a table of so many rows; the first two rows show every column's type."""
    decimal_mark, delimiter = chance.choice([(",", ";"), (".", ","), (".", ";"), (".", "\t"), (",", "\t")])
    columns = [("id", "long")] + COLUMNS
    nulls = {column: chance.choice([0, 0, 0.1, 0.5]) for column, _ in COLUMNS}
    lines = [delimiter.join(column for column, _ in columns)]
    for row in range(rows):
        fields = [str(row)]
        for column, kind in COLUMNS:
            if row > 1 and chance.random() < nulls[column]:
                fields.append("")
            else:
                fields.append(field(column, kind, row, decimal_mark, chance))
        lines.append(delimiter.join(quoted(text, delimiter, chance) for text in fields))
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")
    return Table(name, path, columns, delimiter, decimal_mark)


def field(column, kind, row, decimal_mark, chance):
    if kind == "long":
        if column == "l_few":
            return str(chance.randint(-3, 4))
        # A column of nothing but long numbers would be taken for identifiers, and stay text.
        wide = row == 0 or (row > 1 and chance.random() < 0.1)
        return str(10**12 - chance.randint(0, 10**11) if wide else chance.randint(-1000, 1000))
    if kind == "decimal":
        return f"{chance.randint(-99999, 99999) / 100:.2f}".replace(".", decimal_mark)
    if kind == "real":
        # Quarters, so that sums do not depend on the order; an exponent shows that it is no decimal.
        return f"{chance.randint(-400, 400) / 4:.2f}".replace(".", decimal_mark) + "e0"
    if kind == "string":
        words = WORDS[:4] + WORDS[-6:] if column == "s_few" else WORDS
        return chance.choice(words) + (str(chance.randint(0, 30)) if column == "s" else "")
    if kind == "datetime":
        return (
            f"20{chance.randint(20, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            f"T{chance.choice([0, 0, 6, 23]):02}:{chance.randint(0, 59):02}:{chance.randint(0, 59):02}")
    return chance.choice(["true", "false"])


def quoted(text, delimiter, chance):
    if any(mark in text for mark in (delimiter, '"', "\n")) or (text and chance.random() < 0.05):
        return '"' + text.replace('"', '""') + '"'
    return text
