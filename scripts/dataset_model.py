"""The teaching model of municipal IT purchases: assumptions and arithmetic.

Read docs/model-it-costs.md first. Everything that a teacher may want to change stands in the tables at the
top: the total, its split by category, the drivers, and how much each driver counts in each category. After a
change run `python3 scripts/make-dataset.py`.

The arithmetic is decimal (28 digits), not binary, so the result is the same on every machine.
"""

from decimal import Decimal, getcontext

getcontext().prec = 28

#: The year modelled, and its published total in kr: it_facts.csv, "IT bought by municipalities", 5.0 bn kr.
YEAR = 2022
TOTAL = 5_000_000_000

#: The size, in inhabitants, at which a municipality carries half of a full set-up by itself (ASSUMPTION).
SHARED_SETUP = 20_000

#: The weight of 2024 when the task levels of 2018 and 2024 are interpolated to YEAR: (2022 - 2018) / 6.
INTERPOLATION = Decimal(4) / Decimal(6)

SCHOOL_FUNCTIONS = ("3.22.01", "3.22.05", "3.22.08")
CARE_FUNCTIONS = ("5.30.26", "5.30.27", "5.30.28")
ADMINISTRATION_FUNCTION = "6.45.51"

#: Driver: what it is.
DRIVERS = {
  "setup": "one IT set-up each, shared with others when small: inhabitants / (inhabitants + 20,000)",
  "population": "inhabitants on 1 January 2022",
  "administration": "cost of administration in 2022: REGK31 6.45.51, kr per inhabitant × inhabitants",
  "schools": "level of school costs (3.22.01 + 3.22.05 + 3.22.08) against the country, 2018 and 2024"
  " interpolated to 2022, × inhabitants",
  "care": "level of elderly care costs (5.30.26 + 5.30.27 + 5.30.28) against the country, 2018 and 2024"
  " interpolated to 2022, × inhabitants",
  "procurement": "goods and services bought in 2022: REGK11, kr per inhabitant × inhabitants",
  "extent": "square root of inhabitants × km²: more people on more land have more sites to connect",
}

#: Category: its share of the total in percent, and the weight of each driver in percent (ASSUMPTIONS).
CATEGORIES = {
  "Software licences and subscriptions": (
    20,
    {"setup": 45, "administration": 30, "schools": 15, "population": 10},
  ),
  "Operations and hosting": (20, {"setup": 65, "population": 20, "procurement": 15}),
  "Specialist systems: administration": (14, {"setup": 70, "administration": 30}),
  "Specialist systems: schools": (8, {"setup": 60, "schools": 40}),
  "Specialist systems: care and health": (8, {"setup": 60, "care": 40}),
  "Hardware and devices": (14, {"setup": 30, "administration": 30, "schools": 30, "care": 10}),
  "Consultancy and development": (10, {"setup": 70, "procurement": 30}),
  "Telephony and data networks": (6, {"setup": 40, "extent": 40, "population": 20}),
}


def driver_values(data):
  """Driver -> municipality code -> its value as a Decimal, all above zero."""
  codes = [row["code"] for row in data.municipalities]
  people = {code: Decimal(data.population[code, YEAR]) for code in codes}

  def level(functions, code):
    """Spending on the functions against the country's, so that inflation between the two years drops out."""

    def at(year):
      own = sum(Decimal(data.costs[code, year, function]) for function in functions)
      return own / sum(Decimal(data.costs_national[year, function]) for function in functions)

    return at(2018) * (1 - INTERPOLATION) + at(2024) * INTERPOLATION

  rules = {
    "setup": lambda code: people[code] / (people[code] + SHARED_SETUP),
    "population": lambda code: people[code],
    "administration": lambda code: people[code] * data.costs[code, YEAR, ADMINISTRATION_FUNCTION],
    "schools": lambda code: people[code] * level(SCHOOL_FUNCTIONS, code),
    "care": lambda code: people[code] * level(CARE_FUNCTIONS, code),
    "procurement": lambda code: people[code] * data.procurement[code, YEAR],
    "extent": lambda code: (people[code] * Decimal(data.area[code])).sqrt(),
  }
  return {name: {code: rules[name](code) for code in codes} for name in DRIVERS}


def shares(values):
  """Driver -> code -> the municipality's share of the country's sum of that driver."""
  result = {}
  for name, by_code in values.items():
    whole = sum(by_code.values())
    result[name] = {code: value / whole for code, value in by_code.items()}
  return result


def whole_kroner(exact, total):
  """Round to whole kroner by the largest remainder, so that the sum is the total to the krone."""
  floors = {code: int(value) for code, value in exact.items()}
  missing = total - sum(floors.values())
  by_remainder = sorted(exact, key=lambda code: (-(exact[code] - floors[code]), code))
  for code in by_remainder[:missing]:
    floors[code] += 1
  return floors


def category_total(category):
  """Kroner of the whole country for one category."""
  return TOTAL * CATEGORIES[category][0] // 100


def amounts(data):
  """Category -> code -> whole kroner. Each category and the whole agree with TOTAL exactly."""
  assert sum(percent for percent, _ in CATEGORIES.values()) == 100, "the split must add up to 100 %"
  part = shares(driver_values(data))
  result = {}
  for category, (_, weights) in CATEGORIES.items():
    assert sum(weights.values()) == 100, f"the weights of {category} must add up to 100 %"
    total = category_total(category)
    exact = {
      row["code"]: total * sum(part[name][row["code"]] * weight / 100 for name, weight in weights.items())
      for row in data.municipalities
    }
    result[category] = whole_kroner(exact, total)
  return result
