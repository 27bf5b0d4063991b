"""What the built-in tables are: their columns, rows, descriptions, units and sources."""

from dataclasses import dataclass, field
from decimal import Decimal

import dataset_model as model

DST = "Statistics Denmark"
CC = "CC BY 4.0"
QUOTED_NAMES = "CC BY 4.0 for Statistics Denmark's names; others quoted"
COMPUTED = "amount is computed: kr_per_inhabitant × inhabitants"
FOLK1A = "Statistics Denmark, FOLK1A"
REGK31 = "Statistics Denmark, REGK31"
REGK11 = "Statistics Denmark, REGK11"
MODEL = "Regn's teaching model (docs/model-it-costs.md)"
COPY = "Taken from a public repository's copy of StatBank (docs/data-sources.md), not from StatBank itself."
CURRENT_PRICES = "Current prices: a change between years holds inflation."
NOT_OVER_MUNICIPALITIES = (
  "kr_per_inhabitant may be summed over functions, never over municipalities: sum amount and divide by"
  " inhabitants."
)


@dataclass
class Column:
  """One column: values are str, int, Decimal or None; a product names two other columns instead."""

  name: str
  type: str  # int, long, real, decimal, string
  unit: str
  description: str
  source: str
  values: list = field(default_factory=list)
  scale: int = 0
  computed: bool = False
  product: tuple = ()


@dataclass
class Table:
  name: str
  title: str
  description: str
  publisher: str
  table_ids: list
  licence: str
  period: str
  retrieved: str
  unit: str
  notes: list  # said in the source line, after publisher, table numbers and licence
  caveats: list  # what a user should beware of
  columns: list
  modelled: bool = False


def code_column(rows):
  return Column(
    "code",
    "string",
    "",
    "Municipality code, three digits: text, not a number",
    DST,
    [row["code"] for row in rows],
  )


def name_column(rows, names):
  return Column(
    "municipality", "string", "", "Municipality, its Danish name", DST, [names[row["code"]] for row in rows]
  )


def inhabitants_column(values, when="of the same year"):
  return Column("inhabitants", "long", "persons", f"Inhabitants on 1 January {when}", FOLK1A, values)


def amount_column():
  return Column(
    "amount",
    "long",
    "kr",
    "Computed: kr_per_inhabitant × inhabitants, so it carries the rounding of both",
    "computed from the other two columns",
    computed=True,
    product=("kr_per_inhabitant", "inhabitants"),
  )


def municipalities(data):
  rows = data.municipalities
  return Table(
    name="municipalities",
    title="Denmark's 98 municipalities",
    description=(
      "The 98 municipalities with region, landsdel, peer group, area, population and a point on the map"
    ),
    publisher=DST,
    table_ids=["FOLK1A", "ARE207", "KOMMUNEGRUPPER_V1_2018"],
    licence=CC,
    period="population 1 January 2026; area 2025; groups of 2018",
    retrieved="",
    unit="",
    notes=[],
    caveats=[
      (
        "Christiansø (78 to 93 persons in FOLK1A) is in no municipality: the sum of the 98 is not"
        " quite Denmark."
      ),
      "lon and lat are the middle of the largest polygon of the municipality, not its town hall.",
      COPY,
    ],
    columns=[
      code_column(rows),
      name_column(rows, data.names),
      Column(
        "region_code", "string", "", "Region code, 1081 to 1085: text", DST, [r["region_code"] for r in rows]
      ),
      Column("region", "string", "", "Region, one of five", DST, [r["region"] for r in rows]),
      Column(
        "landsdel",
        "string",
        "",
        "Landsdel (part of the country), one of eleven",
        DST,
        [r["landsdel"] for r in rows],
      ),
      Column(
        "municipality_group",
        "string",
        "",
        "Statistics Denmark's grouping of municipalities, one of five: the peer group",
        "Statistics Denmark, KOMMUNEGRUPPER_V1_2018",
        [r["municipality_group"] for r in rows],
      ),
      Column(
        "area_km2",
        "decimal",
        "km²",
        "Area",
        "Statistics Denmark, ARE207 (2025)",
        [Decimal(r["area_km2"]) for r in rows],
        1,
      ),
      Column(
        "population",
        "long",
        "persons",
        "Inhabitants on 1 January 2026",
        FOLK1A,
        [int(r["population_2026"]) for r in rows],
      ),
      Column(
        "lon",
        "real",
        "degrees east",
        "Longitude of a point inside the municipality",
        "computed from map polygons",
        [Decimal(r["lon"]) for r in rows],
        5,
      ),
      Column(
        "lat",
        "real",
        "degrees north",
        "Latitude of a point inside the municipality",
        "computed from map polygons",
        [Decimal(r["lat"]) for r in rows],
        5,
      ),
    ],
  )


def population(data):
  rows = data.read("population")
  return Table(
    name="population",
    title="Inhabitants by municipality and year",
    description="Inhabitants of each municipality on 1 January, 2015 to 2026",
    publisher=DST,
    table_ids=["FOLK1A"],
    licence=CC,
    period="1 January 2015 to 1 January 2026",
    retrieved="2026-09-30",
    unit="persons",
    notes=[],
    caveats=[
      "First quarter of each year.",
      "Christiansø (78 to 93 persons) is outside the 98 municipalities.",
      COPY,
    ],
    columns=[
      code_column(rows),
      name_column(rows, data.names),
      Column(
        "year", "int", "year", "Year; the count is of 1 January", FOLK1A, [int(r["year"]) for r in rows]
      ),
      Column(
        "population",
        "long",
        "persons",
        "Inhabitants on 1 January",
        FOLK1A,
        [int(r["population"]) for r in rows],
      ),
    ],
  )


def costs(data):
  rows = data.read("regk31_costs")
  return Table(
    name="costs",
    title="Net costs by municipality and function",
    description=(
      "What each municipality spends net on 25 functions in 2018 and 2024, and on administration"
      " (6.45.51) in every year 2016 to 2024"
    ),
    publisher=DST,
    table_ids=["REGK31", "FOLK1A"],
    licence=CC,
    period="accounts 2016 to 2024",
    retrieved="",
    unit="kr, current prices",
    notes=[COMPUTED],
    caveats=[
      (
        "Zero is a booking, not a missing figure (Samsø books day care elsewhere); a negative figure"
        " is a repayment or a correction."
      ),
      NOT_OVER_MUNICIPALITIES,
      CURRENT_PRICES,
      "Reforms move tasks between functions: a trend in a function may be a change of law.",
      "Small islands are outliers of scale: compare within municipality_group.",
      "The copy does not state its dranst; running costs are presumed.",
      COPY,
    ],
    columns=[
      Column("year", "int", "year", "Year of the accounts", REGK31, [int(r["year"]) for r in rows]),
      code_column(rows),
      name_column(rows, data.names),
      Column(
        "function",
        "string",
        "",
        "Function in the authorised chart of accounts (kontoplan)",
        REGK31,
        [r["function"] for r in rows],
      ),
      Column(
        "function_name",
        "string",
        "",
        "The function's Danish name",
        REGK31,
        [r["function_name"] for r in rows],
      ),
      Column(
        "kr_per_inhabitant",
        "long",
        "kr per inhabitant",
        "Net cost per inhabitant, current prices, as published",
        REGK31,
        [int(r["kr_per_inhabitant"]) for r in rows],
      ),
      inhabitants_column([data.population[r["code"], int(r["year"])] for r in rows]),
      amount_column(),
    ],
  )


def costs_national(data):
  rows = data.read("regk31_national")
  names = {r["function"]: r["function_name"] for r in data.read("regk31_costs")}
  return Table(
    name="costs_national",
    title="Net costs of the whole country by function",
    description="The published row Hele landet to the table costs, by year and function",
    publisher=DST,
    table_ids=["REGK31"],
    licence=CC,
    period="accounts 2016 to 2024",
    retrieved="",
    unit="kr per inhabitant, current prices",
    notes=[],
    caveats=[
      "Kept apart from costs so that no sum over municipalities counts the country twice.",
      CURRENT_PRICES,
      COPY,
    ],
    columns=[
      Column("year", "int", "year", "Year of the accounts", REGK31, [int(r["year"]) for r in rows]),
      Column(
        "function",
        "string",
        "",
        "Function in the authorised chart of accounts (kontoplan)",
        REGK31,
        [r["function"] for r in rows],
      ),
      Column(
        "function_name",
        "string",
        "",
        "The function's Danish name",
        REGK31,
        [names[r["function"]] for r in rows],
      ),
      Column(
        "kr_per_inhabitant",
        "long",
        "kr per inhabitant",
        "Net cost per inhabitant, the whole country, as published",
        REGK31,
        [int(r["kr_per_inhabitant"]) for r in rows],
      ),
    ],
  )


PROCUREMENT_CAVEATS = [
  (
    "A sum of REGK11 figures made by the copy's author: dranst 1, arts 2.2, 2.3, 2.7, 2.9, 4.0, 4.5, 4.9,"
    " main accounts 0 to 8 without 1 (utilities)."
  ),
  (
    "Goods and services of every kind, not IT. Without wages, payments to public bodies (4.6 to 4.8), land,"
    " buildings and investment."
  ),
]


def procurement(data):
  rows = [r for r in data.read("regk11_procurement") if r["code"] != "000"]
  return Table(
    name="procurement",
    title="Goods and services bought, by municipality and year",
    description="What each municipality buys of goods and services for running costs, 2015 to 2025",
    publisher=DST,
    table_ids=["REGK11", "FOLK1A"],
    licence=CC,
    period="accounts 2015 to 2025",
    retrieved="2026-09-30",
    unit="kr, current prices",
    notes=["kr_per_inhabitant is a sum of chosen arts", COMPUTED],
    caveats=PROCUREMENT_CAVEATS + [NOT_OVER_MUNICIPALITIES, CURRENT_PRICES, COPY],
    columns=[
      code_column(rows),
      name_column(rows, data.names),
      Column("year", "int", "year", "Year of the accounts", REGK11, [int(r["year"]) for r in rows]),
      Column(
        "kr_per_inhabitant",
        "long",
        "kr per inhabitant",
        "Goods and services per inhabitant, current prices: a sum of published figures of chosen arts",
        REGK11,
        [int(r["kr_per_inhabitant"]) for r in rows],
        computed=True,
      ),
      inhabitants_column([data.population[r["code"], int(r["year"])] for r in rows]),
      amount_column(),
    ],
  )


def procurement_national(data):
  rows = [r for r in data.read("regk11_procurement") if r["code"] == "000"]
  return Table(
    name="procurement_national",
    title="Goods and services bought, the whole country",
    description="The row for the whole country (code 000) to the table procurement, by year",
    publisher=DST,
    table_ids=["REGK11"],
    licence=CC,
    period="accounts 2015 to 2025",
    retrieved="2026-09-30",
    unit="kr per inhabitant, current prices",
    notes=["kr_per_inhabitant is a sum of chosen arts"],
    caveats=PROCUREMENT_CAVEATS
    + [
      "Kept apart from procurement so that no sum over municipalities counts the country twice.",
      CURRENT_PRICES,
      COPY,
    ],
    columns=[
      Column("year", "int", "year", "Year of the accounts", REGK11, [int(r["year"]) for r in rows]),
      Column(
        "kr_per_inhabitant",
        "long",
        "kr per inhabitant",
        "Goods and services per inhabitant, the whole country",
        REGK11,
        [int(r["kr_per_inhabitant"]) for r in rows],
        computed=True,
      ),
    ],
  )


def functions(data):
  rows = data.read("kontoplan")
  known = {r["code"] for r in rows}
  for cost in data.read("regk31_costs"):
    function = cost["function"]
    if function not in known:
      known.add(function)
      rows.append(
        {
          "level": "funktion",
          "code": function,
          "hovedkonto": function[0],
          "hovedfunktion": function[:4],
          "name": cost["function_name"],
          "source": "StatBank REGK31, the texts of the table costs",
        }
      )
  rows.sort(key=lambda r: r["code"])
  return Table(
    name="functions",
    title="Functions of the municipal chart of accounts",
    description=(
      "Main accounts 0 to 9 and those functions whose name a public source gives; every function of"
      " costs is here"
    ),
    publisher="Statistics Denmark and the pages named in the column source",
    table_ids=["REGK11", "REGK31", "BUDK32"],
    licence=QUOTED_NAMES,
    period="as quoted; names change with the years",
    retrieved="",
    unit="",
    notes=[],
    caveats=[
      (
        "Not the whole chart: 6.45.50 and 6.45.52 to 6.45.58 (6.45.52 is IT) are missing because no"
        " source at hand names them."
      )
    ],
    columns=[
      Column(
        "level",
        "string",
        "",
        "hovedkonto (main account) or funktion (function)",
        "kontoplan",
        [r["level"] for r in rows],
      ),
      Column(
        "function",
        "string",
        "",
        "Code, as in costs.function; a main account has one digit",
        "kontoplan",
        [r["code"] for r in rows],
      ),
      Column("function_name", "string", "", "Danish name", "the column source", [r["name"] for r in rows]),
      Column(
        "main_account",
        "string",
        "",
        "The main account (hovedkonto), one digit",
        "kontoplan",
        [r["hovedkonto"] for r in rows],
      ),
      Column(
        "main_function",
        "string",
        "",
        "The main function (hovedfunktion), empty for a main account",
        "kontoplan",
        [r["hovedfunktion"] for r in rows],
      ),
      Column(
        "source", "string", "", "Where the name was seen", "noted with the name", [r["source"] for r in rows]
      ),
    ],
  )


def arts(data):
  rows = data.read("arter")
  return Table(
    name="arts",
    title="Kinds of booking: dranst, arts, units",
    description=(
      "Codes with which StatBank's REGK tables cut municipal accounts: dranst, art totals, main arts,"
      " arts, price units, group areas"
    ),
    publisher="Statistics Denmark and the pages named in the column source",
    table_ids=["REGK11", "REGK31", "BUDK32"],
    licence=QUOTED_NAMES,
    period="as quoted",
    retrieved="",
    unit="",
    notes=[],
    caveats=[
      "An empty name: the exact wording was not verified.",
      "Art 4.7 is paid to other municipalities: summed over municipalities it counts twice.",
    ],
    columns=[
      Column(
        "kind",
        "string",
        "",
        "What the code belongs to: dranst, statbank_art, hovedart, art, prisenhed, statbank_omrade",
        "StatBank",
        [r["kind"] for r in rows],
      ),
      Column(
        "code", "string", "", "The code itself (not a municipality's)", "StatBank", [r["code"] for r in rows]
      ),
      Column(
        "name",
        "string",
        "",
        "Danish name; empty when not verified",
        "the column source",
        [r["name"] for r in rows],
      ),
      Column(
        "source", "string", "", "Where the name was seen", "noted with the name", [r["source"] for r in rows]
      ),
    ],
  )


def fact_scope(what):
  """Whom a quoted IT figure concerns: regions and counties must not be mistaken for municipalities."""
  if what.startswith("REGIONS"):
    return "regions"
  if what.startswith("County"):
    return "counties"
  if "264 public bodies" in what or what.startswith("Municipalities' share"):
    return "public bodies"
  return "municipalities"


def it_facts(data):
  rows = data.read("it_facts")
  return Table(
    name="it_facts",
    title="Published figures on municipal IT",
    description=(
      "Figures on what municipalities spend on IT, as quoted by the press and by IT-Branchen:"
      " different years, methods and scopes"
    ),
    publisher="IT-Branchen and Computerworld",
    table_ids=[],
    licence="figures quoted; the pages are under their owners' copyright",
    period="2006 to 2023, see the column year",
    retrieved="",
    unit="see the column unit",
    notes=["see the columns quote and source"],
    caveats=[
      "The figures do not measure the same thing: do not add or compare them without reading quote.",
      "Figures about regions and counties are marked in the column scope.",
      "No figure here is one municipality's IT spend.",
    ],
    columns=[
      Column(
        "year",
        "int",
        "year",
        "The year the figure is about; null when not known",
        "the column source",
        [int(r["year"]) if r["year"] else None for r in rows],
      ),
      Column(
        "scope",
        "string",
        "",
        "Whom the figure is about: municipalities, public bodies, regions or counties",
        "read from what",
        [fact_scope(r["what"]) for r in rows],
      ),
      Column("what", "string", "", "What the figure says", "the column source", [r["what"] for r in rows]),
      Column(
        "value",
        "decimal",
        "see the column unit",
        "The figure; null for a statement without one",
        "the column source",
        [Decimal(r["value"]) if r["value"] else None for r in rows],
        2,
      ),
      Column(
        "unit",
        "string",
        "",
        "bn kr, kr, kr per inhabitant, percent, purchases or statement",
        "the column source",
        [r["unit"] for r in rows],
      ),
      Column(
        "quote",
        "string",
        "",
        "Who says it, and in which words",
        "the column source",
        [r["source_text"] for r in rows],
      ),
      Column(
        "source", "string", "", "Address of the page", "noted with the figure", [r["source"] for r in rows]
      ),
    ],
  )


def tile_grid(data):
  rows = data.read("tilegrid")
  return Table(
    name="tile_grid",
    title="Tile map of the municipalities",
    description="One square for each municipality: 16 columns, 13 rows, row 0 in the north",
    publisher="Regn",
    table_ids=[],
    licence="own layout, free to use",
    period="",
    retrieved="",
    unit="",
    notes=[],
    caveats=[
      "A layout for maps in which each municipality is the same size; neighbours mostly stay neighbours."
    ],
    columns=[
      code_column(rows),
      name_column(rows, data.names),
      Column(
        "column",
        "int",
        "tiles",
        "Column, 0 in the west to 15 in the east",
        "own layout",
        [int(r["col"]) for r in rows],
      ),
      Column(
        "row",
        "int",
        "tiles",
        "Row, 0 in the north to 12 in the south",
        "own layout",
        [int(r["row"]) for r in rows],
      ),
    ],
  )


MODEL_CAVEATS = [
  "MODELLED for teaching: no figure here was measured in, or published by, a municipality.",
  (
    "The whole country's sum is the published 5.0 bn kr of 2022 (IT-Branchen, Mercell); every split of"
    " it is an assumption."
  ),
  "Purchased IT only: own staff's wages are not in the published total.",
]
MODEL_PUBLISHER = "Regn's teaching model from Statistics Denmark"
MODEL_INPUTS = ["REGK31", "REGK11", "FOLK1A", "ARE207"]
MODEL_NOTES = ["the country's total of 2022 is IT-Branchen's and Mercell's, every split of it is assumed"]


def it_costs_modelled(data):
  amounts = model.amounts(data)
  keys = [(row["code"], category) for category in model.CATEGORIES for row in data.municipalities]
  rows = [{"code": code} for code, _ in keys]
  people = [data.population[code, model.YEAR] for code, _ in keys]
  kroner = [amounts[category][code] for code, category in keys]
  half_up = [(2 * k + p) // (2 * p) for k, p in zip(kroner, people)]
  return Table(
    name="it_costs_modelled",
    title="IT costs by municipality and category, modelled",
    description=(
      "MODELLED for teaching, not measured: IT bought by each municipality in 2022, by category, so"
      " that the sum is the published total"
    ),
    publisher=MODEL_PUBLISHER,
    table_ids=MODEL_INPUTS,
    licence=CC,
    period=f"{model.YEAR}",
    retrieved="",
    unit="kr, current prices",
    notes=MODEL_NOTES,
    caveats=MODEL_CAVEATS + [NOT_OVER_MUNICIPALITIES],
    columns=[
      Column("year", "int", "year", "Year modelled", MODEL, [model.YEAR] * len(keys)),
      code_column(rows),
      name_column(rows, data.names),
      Column(
        "category", "string", "", "Kind of IT bought, one of eight", MODEL, [category for _, category in keys]
      ),
      Column(
        "kr_per_inhabitant",
        "long",
        "kr per inhabitant",
        "Modelled: amount / inhabitants, rounded to whole kroner",
        MODEL,
        half_up,
        computed=True,
      ),
      inhabitants_column(people, "2022"),
      Column("amount", "long", "kr", "Modelled cost", MODEL, kroner, computed=True),
    ],
    modelled=True,
  )


def it_model_drivers(data):
  values = model.driver_values(data)
  part = model.shares(values)
  keys = [(row["code"], driver) for driver in model.DRIVERS for row in data.municipalities]
  rows = [{"code": code} for code, _ in keys]
  return Table(
    name="it_model_drivers",
    title="The IT model's drivers by municipality",
    description="MODELLED: the seven drivers behind it_costs_modelled and each municipality's share of them",
    publisher=MODEL_PUBLISHER,
    table_ids=MODEL_INPUTS,
    licence=CC,
    period=f"{model.YEAR}",
    retrieved="",
    unit="",
    notes=[],
    caveats=MODEL_CAVEATS[:1] + [f"{name}: {text}." for name, text in model.DRIVERS.items()],
    columns=[
      code_column(rows),
      name_column(rows, data.names),
      Column("driver", "string", "", "Name of the driver", MODEL, [driver for _, driver in keys]),
      Column(
        "value",
        "real",
        "the driver's own",
        "The driver's value in the municipality, to four decimals",
        MODEL,
        [values[driver][code].quantize(Decimal("1e-4")) for code, driver in keys],
        4,
        computed=True,
      ),
      Column(
        "share",
        "real",
        "of the country",
        "The municipality's part of the driver's sum over the country",
        MODEL,
        [part[driver][code].quantize(Decimal("1e-12")) for code, driver in keys],
        12,
        computed=True,
      ),
    ],
    modelled=True,
  )


def it_model_weights(data):
  keys = [(category, driver) for category, (_, weights) in model.CATEGORIES.items() for driver in weights]
  return Table(
    name="it_model_weights",
    title="The IT model's weights by category",
    description=(
      "MODELLED: the national amount of each category and how much each driver counts in dividing it"
    ),
    publisher="Regn's teaching model",
    table_ids=[],
    licence="free to use",
    period=f"{model.YEAR}",
    retrieved="",
    unit="",
    notes=MODEL_NOTES,
    caveats=MODEL_CAVEATS[:2],
    columns=[
      Column(
        "category", "string", "", "Kind of IT bought, one of eight", MODEL, [category for category, _ in keys]
      ),
      Column(
        "category_amount",
        "long",
        "kr",
        "The category's amount for the whole country: its assumed part of 5.0 bn kr",
        MODEL,
        [model.category_total(category) for category, _ in keys],
        computed=True,
      ),
      Column("driver", "string", "", "Name of the driver", MODEL, [driver for _, driver in keys]),
      Column(
        "weight_percent",
        "int",
        "percent",
        "Weight of the driver in the category; they add up to 100",
        MODEL,
        [model.CATEGORIES[category][1][driver] for category, driver in keys],
      ),
    ],
    modelled=True,
  )


def all_tables(data):
  """Every table, sorted by name."""
  tables = [
    make(data)
    for make in (
      municipalities,
      population,
      costs,
      costs_national,
      procurement,
      procurement_national,
      functions,
      arts,
      it_facts,
      tile_grid,
      it_costs_modelled,
      it_model_drivers,
      it_model_weights,
    )
  ]
  return sorted(tables, key=lambda table: table.name)
