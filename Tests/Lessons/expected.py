"""What the tasks of the course have as answers, worked out here from data/*.csv without Regn.

    python3 Tests/Lessons/expected.py

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


def with_amounts(rows):
    made = []
    for row in rows:
        year, kr = int(row["year"]), int(row["kr_per_inhabitant"])
        people = PEOPLE[row["code"], year]
        made.append(
            {
                "year": year, "code": row["code"], "name": row.get("function_name"),
                "town": TOWNS[row["code"]]["name"], "region": TOWNS[row["code"]]["region"],
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
    """The modelled amount of each category, the largest first."""
    totals = {}
    for category in dataset_model.CATEGORIES:
        totals[category] = dataset_model.category_total(category)
    return sorted(totals.items(), key=lambda pair: -pair[1])


def by(rows, key, value):
    return [[name, value(part)] for name, part in grouped(rows, lambda row: row[key]).items()]


def total(rows, column="amount"):
    return sum(row[column] for row in rows)


OF_2024 = [row for row in COSTS if row["year"] == 2024]
SCHOOLS = costs(2024, "3.22.01")
SCHOOLS_BY_REGION = grouped(SCHOOLS, lambda row: row["region"])
DAY_CARE = sorted(row["kr"] for row in costs(2024, "5.25.14"))
WITH_SCHOOL = [name for name in NAMES.values() if "skole" in name.lower()]
RURAL = BY_GROUP["Landkommuner"]
MAINLAND = [row for row in RURAL if row["town"] not in ISLANDS]
BOUGHT_2025 = [row for row in BOUGHT if row["year"] == 2025]
BEST, MEDIAN = group_percentile(25), group_percentile(50)
POTENTIAL = potential(ADMIN, lambda row: BEST[row["group"]])
AT_MEDIAN = potential(ADMIN, lambda row: MEDIAN[row["group"]])


def town_rows(rows):
    return [
        [row["year"], row["code"], row["town"], row["function"], row["name"], row["kr"], row["people"],
         row["amount"]]
        for row in rows
    ]


ANSWERS = {
    "count": [[len(COSTS)]],
    "where": town_rows(costs(2018, "6.45.51")),
    "text": [[len(WITH_SCHOOL)]],
    "project": [[row["town"], Fraction(row["amount"], 10**6)] for row in ADMIN],
    "summarize": by(OF_2024, "function", total),
    "top": sorted(
        ([row["name"], int(row["population_2026"])] for row in TOWNS.values()), key=lambda row: row[1])[:5],
    "lookup": by(ADMIN, "region", total),
    "weights": by(SCHOOLS, "region", weighted),
    "zero": [[min(kr for kr in DAY_CARE if kr > 0)]],
    "prices": [[fixed_prices()[0]]],
    "let": [[100 * Fraction(total(SCHOOLS), total(OF_2024))]],
    "percentile": [[group, BEST[group]] for group in BEST],
    "islands": [[weighted(MAINLAND)]],
    "country": [[weighted(BOUGHT_2025), COUNTRY_BOUGHT[2025]]],
    "potential": [[POTENTIAL]],
    "report": [list(pair) for pair in modelled()],
}

# What a lesson may say in words, beside the figures of its queries and their answers.
CLAIMS = {
    "where": [len(costs(2018, "6.45.51"))],
    "summarize": [len({row["function"] for row in OF_2024})],
    "top": [len(TOWNS)],
    "weights": [
        min(row["people"] for row in ADMIN), max(row["people"] for row in ADMIN),
        round(plain(ADMIN) - weighted(ADMIN)), round(max(map(weighted, SCHOOLS_BY_REGION.values()))),
        round(max(map(plain, SCHOOLS_BY_REGION.values()))),
        round(sorted(map(weighted, SCHOOLS_BY_REGION.values()))[1]),
    ],
    "prices": [117, 100, COUNTRY[2024, "6.45.51"] - COUNTRY[2018, "6.45.51"],
               -round(COUNTRY[2024, "6.45.51"] - COUNTRY[2018, "6.45.51"] * Fraction(117, 100)),
               *fixed_prices()],
    "islands": [
        min(row["people"] for row in ADMIN), len(RURAL), len(MAINLAND),
        round(weighted(RURAL) - weighted(MAINLAND)), round(plain(RURAL) - plain(MAINLAND)),
    ],
    "country": [len(TOWNS), round(COUNTRY_BOUGHT[2025] - weighted(BOUGHT_2025), 1)],
    "potential": [round(Fraction(POTENTIAL, 10**9), 1), round(Fraction(AT_MEDIAN, 10**9), 1), len(TOWNS)],
    "percentile": [len(TOWNS), len(BY_GROUP["Storbykommuner"])],
}


def shown(value):
    return repr(float(value)) if isinstance(value, Fraction) else value


def main():
    (HERE / "answers").mkdir(exist_ok=True)
    for name, rows in ANSWERS.items():
        with open(HERE / "answers" / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([shown(value) for value in row] for row in rows)
    with open(HERE / "claims.csv", "w", encoding="utf-8", newline="") as file:
        rows = [[name, shown(value)] for name, values in CLAIMS.items() for value in values]
        csv.writer(file, lineterminator="\n").writerows(rows)
    # What the lessons say of their answers without a figure.
    smallest = [name for name, _ in ANSWERS["top"]]
    assert set(smallest) < set(ISLANDS)
    regions = {region: weighted(rows) for region, rows in SCHOOLS_BY_REGION.items()}
    assert max(regions, key=regions.get) == "Region Nordjylland"
    averages = {region: plain(rows) for region, rows in SCHOOLS_BY_REGION.items()}
    assert max(averages, key=averages.get) == "Region Hovedstaden"
    assert sorted(regions, key=regions.get)[1] == "Region Hovedstaden"
    assert [row["town"] for row in costs(2024, "5.25.14") if row["kr"] == 0] == ["Samsø"]
    assert [row["town"] for row in costs(2024, "5.25.14") if row["kr"] == ANSWERS["zero"][0][0]] == ["Langeland"]
    assert max(row["people"] for row in ADMIN) == PEOPLE["101", 2024]
    assert not any("borg" in row["name"].lower().replace("-", " ").split() for row in TOWNS.values())
    assert len(BY_GROUP["Storbykommuner"]) == 3
    assert BEST["Storbykommuner"] == min(row["kr"] for row in BY_GROUP["Storbykommuner"])


if __name__ == "__main__":
    main()
