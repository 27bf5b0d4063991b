"""The 22 questions of TPC-H at scale 1, with the parameters of its validation run: tpch/qNN.kql and qNN.sql.

The SQL is laid out anew, with the meaning of TPC-H's; the KQL says the same as an analyst would, step by
step. The amounts are decimals with two places in both engines, as TPC-H defines them.
"""

from pathlib import Path

from questions import Question, Table

HERE = Path(__file__).resolve().parent
AMOUNTS = {
    "customer": ["c_acctbal"],
    "lineitem": ["l_quantity", "l_extendedprice", "l_discount", "l_tax"],
    "nation": [],
    "orders": ["o_totalprice"],
    "part": ["p_retailprice"],
    "partsupp": ["ps_supplycost"],
    "region": [],
    "supplier": ["s_acctbal"],
}


def table(name, amounts):
    types = ", ".join(f"'{amount}': 'decimal(15, 2)'" for amount in amounts)
    return Table(
        name, f"tpch/{name}.csv", duckdb=[f"types={{{types}}}"] if amounts else [],
        polars={"try_parse_dates": True},
    )


def question(path):
    sql = path.with_suffix(".sql").read_text(encoding="utf-8")
    title = sql.splitlines()[0].removeprefix("-- ")
    return Question(f"{path.stem} {title}", path.read_text(encoding="utf-8").strip(), sql)


TABLES = [table(name, amounts) for name, amounts in AMOUNTS.items()]
QUESTIONS = [question(path) for path in sorted((HERE / "tpch").glob("q*.kql"))]
