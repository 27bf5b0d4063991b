"""Ten times the rows: does Regn need more than ten times as long? And does it finish when memory is short?"""

import dataclasses
import math
from dataclasses import dataclass, field

import data
import questions_ledger as ledger
from engines import LIMIT
from measure import from_file
from processes import median
from questions import Question
from report import amount

ASKED = ["sum by municipality", "by two keys", "median", "distinct amounts"]
MEMORY = "256MB"

# More than MEMORY holds, whatever the engine's packing: ten million groups, all rows in order, a large side
# of a join, many different rows.
LARGE = [
    Question(
        "group-by",
        "ledger | summarize total = sum(amount) by amount, municipality, function, art, dranst | count",
        "select count(*) from (select sum(amount) from ledger"
        " group by amount, municipality, function, art, dranst)",
    ),
    Question(
        "sort",
        "ledger | sort by amount asc, municipality asc, function asc, art asc, dranst asc, year asc"
        " | extend place = row_number() | where place % 1000000 == 1"
        " | project amount, municipality, function, art, dranst, year",
        "select amount, municipality, function, art, dranst, year from (select *, row_number() over"
        " (order by amount, municipality, function, art, dranst, year) as place from ledger)"
        " where place % 1000000 = 1",
    ),
    Question(
        "join",
        "ledger | join kind=inner (ledger | where dranst == 1 | summarize one = count()"
        " by amount, municipality, function, art) on amount, municipality, function, art"
        " | summarize sum(one)",
        "select sum(one) from ledger join (select amount, municipality, function, art, count(*) as one"
        " from ledger where dranst = 1 group by all) using (amount, municipality, function, art)",
    ),
    Question(
        "distinct",
        "ledger | distinct municipality, function, art, amount | count",
        "select count(*) from (select distinct municipality, function, art, amount from ledger)",
    ),
]


@dataclass
class Growth:
    """One question at each size: Regn's seconds and megabytes."""

    suite: str
    question: str
    seconds: dict = field(default_factory=dict)
    peak_mb: dict = field(default_factory=dict)
    problem: str = ""

    def factor(self, values):
        """The worst step from one size to the next, over the step in rows: 1 is linear."""
        sizes = sorted(values)
        steps = [
            values[large] / values[small] / (large / small)
            for small, large in zip(sizes, sizes[1:]) if values[small] > 0
        ]
        return max(steps, default=math.nan)


def table(rows, path):
    return dataclasses.replace(ledger.TABLE, file=path.name)


def measure(engines, tables, runs):
    """Lines for the file and for memory; `tables` has the ledger of each size by its rows."""
    asked = [question for question in ledger.LEDGER if question.name in ASKED]
    file = {question.name: Growth("growth", f"{question.name}, file") for question in asked}
    memory = {question.name: Growth("growth", f"{question.name}, memory") for question in asked}
    load = Growth("growth", "load")
    for rows, one in sorted(tables.items()):
        # Ten times the rows may take ten times as long.
        limit = LIMIT * max(1, rows // 10_000_000)
        for question in asked:
            ran = [engines.ask("regn", question, [one], limit=limit) for _ in range(runs)]
            keep(file[question.name], rows, ran[0], [run.seconds for run in ran], ran[0].peak_bytes)
        try:
            data.check_memory(rows)
        except data.NoRoom as why:
            load.problem = load.problem or str(why)
            continue
        ran, answers = engines.script(asked, [one], runs, limit=limit)
        answers.unlink(missing_ok=True)
        keep(load, rows, ran, list(ran.loads.values()), ran.load_peak)
        for place, question in enumerate(asked):
            of = slice(place * runs, (place + 1) * runs)
            keep(memory[question.name], rows, ran, ran.results[of], ran.peak_of(of))
    return list(file.values()) + [load] + list(memory.values())


def keep(line, rows, ran, seconds, peak):
    if ran.status != 0:
        line.problem = line.problem or f"{rows:,} rows: {ran.complaint}"
    elif seconds:
        line.seconds[rows] = median(seconds)
        line.peak_mb[rows] = peak / 1e6


def show(report, lines, sizes):
    labels = [f"{rows // 1_000_000} M" for rows in sizes]
    columns = ["question"] + labels + ["factor"] + [f"{label} MB" for label in labels] + ["factor"]
    widths = [0] + [10] * len(sizes) + [8] + [10] * len(sizes) + [8]
    report.row(columns, widths)
    for line in lines:
        factors = [line.factor(line.seconds), line.factor(line.peak_mb)]
        times = [amount(line.seconds.get(rows)) for rows in sizes]
        peaks = [f"{line.peak_mb[rows]:.0f}" if line.peak_mb.get(rows) else "–" for rows in sizes]
        told = ["–" if math.isnan(factor) else f"{factor:.2f}" for factor in factors]
        report.row([line.question] + times + told[:1] + peaks + told[1:], widths)
        report.problem(line)
    for what, values in [("time", "seconds"), ("memory", "peak_mb")]:
        known = [line for line in lines if not math.isnan(line.factor(getattr(line, values)))]
        if known:
            worst = max(known, key=lambda line: line.factor(getattr(line, values)))
            factor = worst.factor(getattr(worst, values))
            report.say(f"  worst growth of {what} {factor:.2f}, {worst.question}; linear is 1.00")
            report.aim(f"growth: {what}, {worst.question}", factor, 1.0, len(known), len(lines))


def short_of_memory(engines, one):
    """Questions that need more memory than they may have: Regn and DuckDB with the same limit."""
    yield from from_file(engines, "limit", LARGE, [one], 1, MEMORY)


