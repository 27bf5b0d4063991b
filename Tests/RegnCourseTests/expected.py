"""What the tasks of the course have as answers, worked out here from data/*.csv without Regn.

    python3 Tests/RegnCourseTests/expected.py

writes answers/NAME.csv beside this file for every lesson (the rows that the solution must give, in its order
where it has one) and claims.csv: the figures that the lessons tell in words, each with the lesson that may
tell it. Needs nothing but Python 3.
"""

import csv
import sys
from fractions import Fraction
from math import ceil
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
import dataset_model  # noqa: E402


def read(name):
    with open(ROOT / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def percentile(values, share):
    """Nearest rank: the smallest value with at least `share` percent of the values at or below it."""
    values = sorted(values)
    return values[max(1, ceil(Fraction(share) / 100 * len(values))) - 1]


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def weighted(rows):
    return Fraction(sum(row["amount"] for row in rows), sum(row["people"] for row in rows))


def plain(rows):
    return Fraction(sum(row["kr"] for row in rows), len(rows))


TOWNS = {row["code"]: row for row in read("municipalities")}
PEOPLE = {(row["code"], int(row["year"])): int(row["population"]) for row in read("population")}


def with_amounts(rows, **more):
    made = []
    for row in rows:
        year, kr = int(row["year"]), int(row["kr_per_inhabitant"])
        people = PEOPLE[row["code"], year]
        made.append(
            {
                "year": year, "town": TOWNS[row["code"]]["name"], "region": TOWNS[row["code"]]["region"],
                "group": TOWNS[row["code"]]["municipality_group"], "function": row.get("function"),
                "kr": kr, "people": people, "amount": kr * people,
            })
    return made


COSTS = with_amounts(read("regk31_costs"))
BOUGHT = with_amounts([row for row in read("regk11_procurement") if row["code"] != "000"])
COUNTRY_BOUGHT = {
    int(row["year"]): int(row["kr_per_inhabitant"])
    for row in read("regk11_procurement") if row["code"] == "000"
}
COUNTRY = {(int(row["year"]), row["function"]): int(row["kr_per_inhabitant"]) for row in read("regk31_national")}
# The table `functions` is the chart of accounts and the functions of the costs that it does not name.
NAMES = {row["code"]: row["name"] for row in read("kontoplan")}
for row in read("regk31_costs"):
    NAMES.setdefault(row["function"], row["function_name"])
ISLANDS = ["Bornholm", "Fanø", "Langeland", "Læsø", "Samsø", "Ærø"]


def costs(year, function):
    return [row for row in COSTS if row["year"] == year and row["function"] == function]


def potential(rows, benchmark):
    """Kroner above a benchmark, which a function gives for a row."""
    return sum(max(0, row["kr"] - benchmark(row)) * row["people"] for row in rows)


ADMIN = costs(2024, "6.45.51")
BY_GROUP = grouped(ADMIN, lambda row: row["group"])


def group_percentile(share):
    return {group: percentile([row["kr"] for row in rows], share) for group, rows in BY_GROUP.items()}


def fixed_prices():
    """Functions that cost less per inhabitant in 2024 than in 2018, as told and with prices raised by 17 %."""
    functions = sorted({function for year, function in COUNTRY if year == 2018})
    pairs = [(COUNTRY[2018, function], COUNTRY[2024, function]) for function in functions]
    return (
        sum(last * 100 < first * 117 for first, last in pairs), sum(last < first for first, last in pairs),
        len(pairs))


def modelled():
    totals = {}
    for row in dataset_model.costs():
        totals[row["category"]] = totals.get(row["category"], 0) + row["amount"]
    return sorted(totals.items(), key=lambda pair: -pair[1])


if __name__ == "__main__":
    best = group_percentile(25)
    rural = [row for row in ADMIN if row["group"] == "Landkommuner"]
    mainland = [row for row in rural if row["town"] not in ISLANDS]
    print("1", len(COSTS))
    print("2", len(costs(2018, "6.45.51")))
    skole = [name for name in NAMES.values() if "skole" in name.lower()]
    print("3", len(skole), len([n for n in skole if "skole" in n]), len(NAMES))
    print("8", {r: (float(weighted(x)), float(plain(x))) for r, x in grouped(costs(2024, "3.22.01"), lambda row: row["region"]).items()})
    print("8 country", float(weighted(ADMIN)), float(plain(ADMIN)))
    print("9", sorted((row["kr"], row["town"]) for row in costs(2024, "5.25.14"))[:4])
    print("10", fixed_prices())
    y = [row for row in COSTS if row["year"] == 2024]
    print("11", float(100 * Fraction(sum(r["amount"] for r in y if r["function"] == "3.22.01"), sum(r["amount"] for r in y))))
    print("12", best)
    print("13", float(weighted(rural)), float(weighted(mainland)), float(plain(rural)), float(plain(mainland)), len(rural), len(mainland))
    for yr in (2024, 2025):
        b = [row for row in BOUGHT if row["year"] == yr]
        print("14", yr, float(weighted(b)), float(plain(b)), COUNTRY_BOUGHT[yr])
    print("15", potential(ADMIN, lambda row: best[row["group"]]), potential(ADMIN, lambda row: group_percentile(50)[row["group"]]),
          potential(ADMIN, lambda row: percentile([r["kr"] for r in ADMIN], 25)), sum((row["kr"] - best[row["group"]]) * row["people"] for row in ADMIN), potential(ADMIN, lambda row: 3000))
