"""What the scripts in queries/ must answer, worked out here from data/*.csv without Regn.

    python3 Tests/Scripts/queries/expected.py

writes NAME.csv beside this file for every queries/NAME.kql: for each result a line `name:type,…` and its
rows, results parted by a line `--`. Where a script's order leaves ties open, the rows here are in the order
that its sort columns give. Needs nothing but Python 3.
"""

import csv
import io
import sys
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))


def read(name):
    with open(ROOT / "data" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rounded(number, places):
    """A fraction rounded half away from zero, as the shortest text that a double reads back."""
    number = Fraction(number)
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return repr(float(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))


def percentile(values, share):
    """Nearest rank: the smallest value with at least `share` percent of the values at or below it."""
    values = sorted(values)
    return values[max(1, ceil(Fraction(share) / 100 * len(values))) - 1]


def grouped(rows, key):
    groups = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


TOWNS = {row["code"]: row for row in read("municipalities")}
PEOPLE = {(row["code"], int(row["year"])): int(row["population"]) for row in read("population")}
COSTS = []
for row in read("regk31_costs"):
    year, kr, people = int(row["year"]), int(row["kr_per_inhabitant"]), PEOPLE[row["code"], int(row["year"])]
    COSTS.append(
        {
            "year": year,
            "code": row["code"],
            "town": row["municipality"],
            "function": row["function"],
            "name": row["function_name"],
            "kr": kr,
            "people": people,
            "amount": kr * people,
            "group": TOWNS[row["code"]]["municipality_group"],
            "region": TOWNS[row["code"]]["region"],
        }
    )
OF_2024 = [row for row in COSTS if row["year"] == 2024]
ADMINISTRATION = [row for row in OF_2024 if row["function"] == "6.45.51"]


def total(rows, field):
    return sum(row[field] for row in rows)


def result(columns, rows):
    text = io.StringIO()
    text.write(columns + "\n")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def total_answer():
    amount, people = total(ADMINISTRATION, "amount"), total(ADMINISTRATION, "people")
    return result(
        "year:int,function:string,function_name:string,municipalities:long,amount:long,inhabitants:long,"
        "billion_kr:real,kr_per_inhabitant:real",
        [
            [2024, "6.45.51", ADMINISTRATION[0]["name"], len(ADMINISTRATION), amount, people]
            + [rounded(Fraction(amount, 10**9), 2), rounded(Fraction(amount, people), 1)]
        ],
    )


def split_answer():
    everything = total(OF_2024, "amount")
    rows = []
    for (function, name), part in grouped(OF_2024, lambda r: (r["function"], r["name"])).items():
        amount = total(part, "amount")
        rows.append(
            [function, name, amount, rounded(Fraction(100 * amount, everything), 1)]
            + [rounded(Fraction(amount, total(part, "people")), 0)]
        )
    rows.sort(key=lambda r: -r[2])
    return result(
        "function:string,function_name:string,amount:long,percent:real,kr_per_inhabitant:real", rows
    )


def per_inhabitant_answer():
    rows = []
    for group, part in grouped(ADMINISTRATION, lambda r: r["group"]).items():
        amount, people = total(part, "amount"), total(part, "people")
        rows.append([group, len(part), amount, people, rounded(Fraction(amount, people), 1)])
    rows.sort(key=lambda r: -float(r[4]))
    return result(
        "place:string,municipalities:long,amount:long,inhabitants:long,per_inhabitant:real", rows
    )


def potential_answer():
    rows = []
    for group, part in grouped(ADMINISTRATION, lambda r: r["group"]).items():
        best = percentile([r["kr"] for r in part], 25)
        rows.append([group, len(part), sum(max(0, r["kr"] - best) * r["people"] for r in part)])
    rows.sort(key=lambda r: -r[2])
    return result("municipality_group:string,municipalities:long,potential:long", rows)


def potential_report_answer():
    above = []
    for group, part in grouped(ADMINISTRATION, lambda r: r["group"]).items():
        best = percentile([r["kr"] for r in part], 25)
        above += [(group, r["town"], max(0, r["kr"] - best), r["people"]) for r in part]
    spent = total(ADMINISTRATION, "amount")
    potential = sum(kr * people for _, _, kr, people in above)
    answers = [
        result(
            "spent:long,potential:long,percent_of_spent:real",
            [[spent, potential, rounded(Fraction(100 * potential, spent), 1)]],
        )
    ]
    groups = {}
    for group, _, kr, people in above:
        groups[group] = groups.get(group, 0) + kr * people
    rows = sorted(groups.items(), key=lambda r: -r[1])
    answers.append(result("municipality_group:string,potential:long", [list(r) for r in rows]))
    towns = sorted(([town, kr] for _, town, kr, _ in above), key=lambda r: (-r[1], r[0].encode()))
    answers.append(result("municipality:string,per_inhabitant:long", towns))
    lines = it_potential_modelled_answer().rstrip("\n").split("\n")[1:]
    rows = [[line.split(",")[0], line.split(",")[2]] for line in lines]
    answers.append(result("category:string,modelled_potential:long", rows))
    return "--\n".join(answers)


def ranking_answer():
    country = Fraction(total(ADMINISTRATION, "amount"), total(ADMINISTRATION, "people"))
    first = sorted(ADMINISTRATION, key=lambda r: (-r["kr"], r["town"]))[:10]
    return result(
        "place:long,municipality:string,inhabitants:long,kr_per_inhabitant:long,index:real",
        [
            [place, r["town"], r["people"], r["kr"], rounded(100 * r["kr"] / country, 0)]
            for place, r in enumerate(first, 1)
        ],
    )


def spread_answer():
    rows = []
    for group, part in grouped(ADMINISTRATION, lambda r: r["group"]).items():
        values = [r["kr"] for r in part]
        low, middle, high = (percentile(values, share) for share in (25, 50, 75))
        rows.append([group, len(part), min(values), low, middle, high, max(values), high - low])
    rows.sort(key=lambda r: -r[7])
    return result(
        "municipality_group:string,municipalities:long,lowest:long,p25:long,p50:long,p75:long,highest:long,"
        "from_p25_to_p75:long",
        rows,
    )


def change_answer():
    rows = []
    for (function, name), part in grouped(COSTS, lambda r: (r["function"], r["name"])).items():
        means = []
        for year in (2018, 2024):
            of_year = [r for r in part if r["year"] == year]
            means.append(rounded(Fraction(total(of_year, "amount"), total(of_year, "people")), 0))
        change = Fraction(means[1]) - Fraction(means[0])
        percent = rounded(100 * change / Fraction(means[0]), 1) if float(means[0]) else "NaN"
        rows.append([function, name, *means, rounded(change, 0), percent])
    rows.sort(key=lambda r: (-float(r[4]), r[0]))
    return result(
        "function:string,function_name:string,first:real,last:real,change:real,change_percent:real", rows
    )


def procurement_trend_answer():
    years = {}
    for row in read("regk11_procurement"):
        if row["code"] != "000":
            people = PEOPLE[row["code"], int(row["year"])]
            known = years.setdefault(int(row["year"]), [0, 0])
            known[0] += int(row["kr_per_inhabitant"]) * people
            known[1] += people
    rows, before = [], None
    for year in sorted(years):
        amount, people = years[year]
        mean = rounded(Fraction(amount, people), 0)
        now = Fraction(mean)
        rows.append([year, amount, mean, rounded(100 * (now - before) / before, 1) if before else ""])
        before = now
    return result("year:int,amount:long,kr_per_inhabitant:real,change_percent:real", rows)


def outliers_answer():
    islands = {"Bornholm", "Fanø", "Læsø", "Samsø", "Ærø"}
    rows = []
    for group, part in grouped(ADMINISTRATION, lambda r: r["group"]).items():
        values = [r["kr"] for r in part]
        low, high = percentile(values, 25), percentile(values, 75)
        fences = [low - Fraction(3, 2) * (high - low), high + Fraction(3, 2) * (high - low)]
        for r in part:
            if not fences[0] <= r["kr"] <= fences[1]:
                island = str(r["town"] in islands).lower()
                ends = [repr(float(fence)) for fence in fences]
                rows.append([r["town"], island, r["people"], group, r["kr"], *ends])
    rows.sort(key=lambda r: -r[4])
    return result(
        "municipality:string,island:bool,inhabitants:long,municipality_group:string,kr_per_inhabitant:long,"
        "lower:real,upper:real",
        rows,
    )


def municipality_answer():
    town = next(t for t in TOWNS.values() if t["name"] == "Aarhus")
    first = result(
        "municipality:string,region:string,landsdel:string,municipality_group:string,population:long,"
        "area_km2:decimal",
        [
            [town["name"], town["region"], town["landsdel"], town["municipality_group"]]
            + [town["population_2026"], town["area_km2"]]
        ],
    )
    peers = [r for r in OF_2024 if r["group"] == town["municipality_group"]]
    rows = []
    for r in peers:
        if r["town"] == "Aarhus":
            median = percentile([p["kr"] for p in peers if p["function"] == r["function"]], 50)
            more = r["kr"] - median
            rows.append([r["function"], r["name"], r["kr"], median, more, more * r["people"]])
    rows.sort(key=lambda r: (-r[4], r[0]))
    return first + "--\n" + result(
        "function:string,function_name:string,kr_per_inhabitant:long,median:long,difference:long,"
        "in_kroner:long",
        rows,
    )


def it_potential_modelled_answer():
    import dataset_model as model

    path = ROOT / "scripts" / "make-dataset.py"
    space = {"__name__": "make_dataset", "__file__": str(path)}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), space)
    amounts = model.amounts(space["Data"]())
    rows = []
    for category, by_code in amounts.items():
        costs = []
        for code, amount in by_code.items():
            people = PEOPLE[code, 2022]
            kr = (2 * amount + people) // (2 * people)
            costs.append({"group": TOWNS[code]["municipality_group"], "kr": kr, "people": people})
        potential = 0
        for part in grouped(costs, lambda r: r["group"]).values():
            best = percentile([r["kr"] for r in part], 25)
            potential += sum(max(0, r["kr"] - best) * r["people"] for r in part)
        amount = sum(by_code.values())
        rows.append([category, amount, potential, rounded(Fraction(100 * potential, amount), 1)])
    rows.sort(key=lambda r: -r[2])
    return result("category:string,modelled_amount:long,modelled_potential:long,percent:real", rows)


def it_published_answer():
    rows = []
    for r in read("it_facts"):
        what = r["what"]
        elsewhere = what.startswith(("REGIONS", "County", "Municipalities' share")) or "264 public" in what
        if not elsewhere:
            rows.append([r["year"], what, r["value"] and str(Decimal(r["value"])), r["unit"]])
    rows.sort(key=lambda r: (r[0] == "", r[0], r[1].encode()))
    return result("year:int,what:string,value:decimal,unit:string", rows)


def region_barchart_answer():
    rows = []
    for region, part in grouped(ADMINISTRATION, lambda r: r["region"]).items():
        amount, people = total(part, "amount"), total(part, "people")
        rows.append([region, amount, people, rounded(Fraction(amount, people), 1)])
    rows.sort(key=lambda r: -float(r[3]))
    return result("region:string,amount:long,inhabitants:long,per_inhabitant:real", rows)


for script in sorted((ROOT / "queries").glob("*.kql")):
    answer = globals()[f"{script.stem}_answer"]()
    (HERE / f"{script.stem}.csv").write_text(answer, encoding="utf-8")
    print(f"{script.stem}: {answer.count(chr(10))} lines")
