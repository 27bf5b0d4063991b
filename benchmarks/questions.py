"""A question in the languages of the engines, and a table that questions are put to.

In `sql` and in `polars` tables have the names they have in KQL; in `polars` they are lazy frames, and the
module is pl. Every answer is a table whose columns come in the same order; rows may come in any order.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Question:
    name: str
    kql: str
    sql: str
    # Empty when the question is not put to polars.
    polars: str = ""
    # In the short set, not only in the full one.
    short: bool = True


@dataclass(frozen=True)
class Table:
    name: str
    # Under benchmarks/data.
    file: str
    # What DuckDB and polars are told of the file; Regn finds out by itself.
    duckdb: list = field(default_factory=list)
    polars: dict = field(default_factory=dict)
