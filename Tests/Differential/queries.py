"""Queries by chance, in KQL and SQL side by side.

KQL's rules for nulls are not SQL's: `==` and `!=` between a null and a value are false and true, texts are
never null, `sum` of nothing is 0, descending order puts nulls last and ascending order first.
The SQL is written so that it says the same.
"""

import random
from dataclasses import dataclass, field

MACROS = """
CREATE MACRO kql_equal(a, b) AS CASE WHEN a IS NULL AND b IS NULL THEN NULL
  WHEN a IS NULL OR b IS NULL THEN false ELSE a = b END;
CREATE MACRO kql_unequal(a, b) AS CASE WHEN a IS NULL AND b IS NULL THEN NULL
  WHEN a IS NULL OR b IS NULL THEN true ELSE a <> b END;
CREATE MACRO kql_modulo(a, b) AS ((a % b) + b) % b;
CREATE MACRO kql_bin(a, b) AS a - ((a % b) + b) % b;
CREATE MACRO kql_has(s, term) AS
  regexp_matches(s, '(^|[^\\p{L}\\p{N}])' || term || '($|[^\\p{L}\\p{N}])');
CREATE MACRO kql_prefix(s, term) AS regexp_matches(s, '(^|[^\\p{L}\\p{N}])' || term);
CREATE MACRO kql_suffix(s, term) AS regexp_matches(s, term || '($|[^\\p{L}\\p{N}])');
"""

TERMS = ["kommune", "ærø", "a", "it", "drift", "Ø", "x", "mere", "12", "og", "AARHUS"]
PARTS = TERMS + ["ko", "ær", "-", " ", "%", "bytes er", "end tolv", "øjvind"]


def text(value):
    """A text as a literal of either language."""
    return "'" + value.replace("'", "''") + "'"


def kql_text(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + escaped + '"'


def rounded(average, kind):
    """Of reals the two engines may differ in the last digit."""
    return f"round({average}, 6)" if kind == "real" else average


def no_number(average, kind):
    """An average that is null, not NaN, where there are no values: DuckDB takes NaN for a number greater than
    all others, KQL for none."""
    return f"iff(isnan({average}), real(null), {rounded(average, kind)})"


@dataclass
class Expression:
    kql: str
    sql: str
    type: str


@dataclass
class Query:
    """A tabular expression in both languages."""
    kql: str
    sql: str
    columns: list  # (name, type)
    #: Columns that together are unique, and what the rows are ordered by now; empty when not known.
    unique: list = field(default_factory=list)
    order: list = field(default_factory=list)  # SQL terms that give a total order, or nothing

    def of_type(self, *types):
        return [name for name, kind in self.columns if kind in types]

    def type_of(self, name):
        return dict(self.columns)[name]


class Generator:
    def __init__(self, tables, chance: random.Random):
        self.tables = tables
        self.chance = chance
        self.names = 0

    def fresh(self, kind):
        self.names += 1
        return f"{kind[0]}_{self.names}"

    def one_in(self, times):
        return self.chance.randrange(times) == 0

    # Expressions

    def literal(self, kind):
        chance = self.chance
        if kind == "long":
            number = chance.choice([chance.randint(-5, 5), chance.randint(-1000, 1000)])
            return Expression(f"({number})", f"({number})", kind)
        if kind == "real":
            number = chance.randint(-40, 40) / 4
            return Expression(f"({number})", f"({number}::DOUBLE)", kind)
        if kind == "decimal":
            number = f"{chance.randint(-9999, 9999) / 100:.2f}"
            return Expression(f"decimal({number})", f"({number}::DECIMAL(18,2))", kind)
        if kind == "string":
            value = chance.choice(PARTS + ["Ærø", ""])
            return Expression(kql_text(value), text(value), kind)
        if kind == "datetime":
            day = f"20{chance.randint(20, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            return Expression(f"datetime({day})", f"TIMESTAMP '{day}'", kind)
        if kind == "timespan":
            hours = chance.randint(-50, 5000)
            return Expression(f"({hours} * 1h)", f"({hours * 3_600_000_000}::BIGINT)", kind)
        value = chance.choice(["true", "false"])
        return Expression(value, value, kind)

    def column(self, query, kind):
        names = query.of_type(kind)
        if not names:
            return self.literal(kind)
        name = self.chance.choice(names)
        return Expression(name, name, kind)

    def value(self, query, kind, depth=1):
        """An expression of a type."""
        if self.one_in(6):
            return self.literal(kind)
        if depth <= 0 or (query.of_type(kind) and not self.one_in(3)):
            return self.column(query, kind)
        return self.computed(query, kind, depth - 1)

    def computed(self, query, kind, depth):
        def get(other):
            return self.value(query, other, depth)

        def make(kql, sql):
            return Expression(kql, sql, kind)

        chance = self.chance
        if kind not in ("bool", "timespan") and self.one_in(6):
            return self.choice_of(query, kind, depth)
        small = chance.randint(2, 7)
        if kind == "long":
            a, b, s, t = get("long"), get("long"), get("string"), get("datetime")
            part, sql_part = chance.choice([
                ("getyear({})", "year({})"), ("monthofyear({})", "month({})"), ("dayofmonth({})", "day({})"),
                ("hourofday({})", "hour({})"), ("dayofyear({})", "dayofyear({})"),
                ("week_of_year({})", "week({})"), ("datetime_part('quarter', {})", "quarter({})"),
            ])
            unit = chance.choice(["day", "month", "year", "hour", "quarter"])
            t2 = get("datetime")
            needle = chance.choice(PARTS)
            return chance.choice([
                make(f"({a.kql} + {b.kql})", f"({a.sql} + {b.sql})"),
                make(f"({a.kql} - {b.kql})", f"({a.sql} - {b.sql})"),
                make(f"({a.kql} * {small})", f"({a.sql} * {small})"),
                make(f"({a.kql} / {small})", f"({a.sql} // {small})"),
                make(f"({a.kql} % {small})", f"kql_modulo({a.sql}, {small})"),
                make(f"bin({a.kql}, {small})", f"kql_bin({a.sql}, {small})"),
                make(f"abs({a.kql})", f"abs({a.sql})"),
                make(f"(-{a.kql})", f"(-{a.sql})"),
                make(f"sign({a.kql})", f"sign({a.sql})::BIGINT"),
                make(f"strlen({s.kql})", f"length({s.sql})"),
                make(f"indexof({s.kql}, {kql_text(needle)})", f"(strpos({s.sql}, {text(needle)}) - 1)"),
                make(
                    f"countof({s.kql}, 'e')", f"(length({s.sql}) - length(replace({s.sql}, 'e', '')))"),
                make(f"coalesce({a.kql}, {b.kql}, 0)", f"coalesce({a.sql}, {b.sql}, 0)"),
                make(part.format(t.kql), sql_part.format(t.sql)),
                make(
                    f"datetime_diff('{unit}', {t.kql}, {t2.kql})",
                    f"date_diff('{unit}', {t2.sql}, {t.sql})"),
            ])
        if kind == "real":
            a, b, number = get("real"), get("real"), get("long")
            return chance.choice([
                make(f"({a.kql} + {b.kql})", f"({a.sql} + {b.sql})"),
                make(f"({a.kql} * {small}.5)", f"({a.sql} * {small}.5::DOUBLE)"),
                make(f"({a.kql} / 4.0)", f"({a.sql} / 4.0::DOUBLE)"),
                make(f"({a.kql} - {number.kql})", f"({a.sql} - {number.sql})"),
                make(f"todouble({number.kql})", f"({number.sql})::DOUBLE"),
                make(f"(todouble({number.kql}) / {small})", f"(({number.sql})::DOUBLE / {small})"),
                make(f"bin({a.kql}, 0.5)", f"(floor({a.sql} / 0.5) * 0.5)"),
                make(f"floor({a.kql}, 2.0)", f"(floor({a.sql} / 2.0::DOUBLE) * 2.0)"),
                make(f"ceiling({a.kql})", f"ceil({a.sql})"),
                make(f"round({a.kql})", f"round({a.sql})"),
                make(f"abs({a.kql})", f"abs({a.sql})"),
            ])
        if kind == "decimal":
            a, b, number = get("decimal"), get("decimal"), get("long")
            return chance.choice([
                make(f"({a.kql} + {b.kql})", f"({a.sql} + {b.sql})"),
                make(f"({a.kql} - {b.kql})", f"({a.sql} - {b.sql})"),
                make(f"({a.kql} * {small})", f"({a.sql} * {small})"),
                make(f"({a.kql} * decimal(0.25))", f"(({a.sql})::DECIMAL(22,4) * 0.25::DECIMAL(3,2))"),
                make(f"abs({a.kql})", f"abs({a.sql})"),
                make(f"todecimal({number.kql})", f"({number.sql})::DECIMAL(24,2)"),
            ])
        if kind == "string":
            s, other, number = get("string"), get("string"), get("long")
            start, count = chance.randint(0, 5), chance.randint(0, 8)
            old, new = chance.choice(PARTS), chance.choice(PARTS)
            t = get("datetime")
            return chance.choice([
                make(f"toupper({s.kql})", f"upper({s.sql})"),
                make(f"tolower({s.kql})", f"lower({s.sql})"),
                make(f"strcat({s.kql}, '/', {other.kql})", f"({s.sql} || '/' || {other.sql})"),
                make(f"substring({s.kql}, {start}, {count})", f"substr({s.sql}, {start + 1}, {count})"),
                make(
                    f"replace_string({s.kql}, {kql_text(old)}, {kql_text(new)})",
                    f"replace({s.sql}, {text(old)}, {text(new)})"),
                make(f"tostring({number.kql})", f"coalesce(({number.sql})::VARCHAR, '')"),
                make(f"reverse({s.kql})", f"reverse({s.sql})"),
                make(f"translate('aeio', 'oiea', {s.kql})", f"translate({s.sql}, 'aeio', 'oiea')"),
                make(
                    f"extract('([a-zæøå]+) ([a-z]+)', 2, {s.kql})",
                    f"regexp_extract({s.sql}, '([a-zæøå]+) ([a-z]+)', 2)"),
                make(
                    f"format_datetime({t.kql}, 'yyyy-MM-dd HH:mm')",
                    f"coalesce(strftime({t.sql}, '%Y-%m-%d %H:%M'), '')"),
            ])
        if kind == "datetime":
            t, span = get("datetime"), self.literal("timespan")
            unit = chance.choice(["month", "year", "day", "hour"])
            return chance.choice([
                make(f"startofday({t.kql})", f"date_trunc('day', {t.sql})"),
                make(f"startofmonth({t.kql})", f"date_trunc('month', {t.sql})"),
                make(f"startofyear({t.kql})", f"date_trunc('year', {t.sql})"),
                make(
                    f"startofweek({t.kql})",
                    f"(date_trunc('day', {t.sql}) - to_days(dayofweek({t.sql})::INTEGER))"),
                make(f"bin({t.kql}, 1d)", f"date_trunc('day', {t.sql})"),
                make(f"bin({t.kql}, 1h)", f"date_trunc('hour', {t.sql})"),
                make(f"({t.kql} + {span.kql})", f"({t.sql} + to_microseconds({span.sql}))"),
                make(
                    f"datetime_add('{unit}', {small}, {t.kql})",
                    f"({t.sql} + INTERVAL {small} {unit})"),
            ])
        if kind == "timespan":
            a, b, span = get("datetime"), get("datetime"), self.literal("timespan")
            return chance.choice([
                make(f"({a.kql} - {b.kql})", f"(epoch_us({a.sql}) - epoch_us({b.sql}))"),
                make(
                    f"({a.kql} - {b.kql} + {span.kql})",
                    f"(epoch_us({a.sql}) - epoch_us({b.sql}) + {span.sql})"),
                make(f"dayofweek({a.kql})", f"(dayofweek({a.sql}) * 86400000000)"),
            ])
        return self.simple_predicate(query)

    def choice_of(self, query, kind, depth):
        condition = self.simple_predicate(query)
        yes, no = self.value(query, kind, depth), self.value(query, kind, depth)
        if self.one_in(2):
            return Expression(
                f"iff({condition.kql}, {yes.kql}, {no.kql})",
                f"CASE WHEN {condition.sql} THEN {yes.sql} ELSE {no.sql} END", kind)
        second, other = self.simple_predicate(query), self.value(query, kind, 0)
        return Expression(
            f"case({condition.kql}, {yes.kql}, {second.kql}, {other.kql}, {no.kql})",
            f"CASE WHEN {condition.sql} THEN {yes.sql} WHEN {second.sql} THEN {other.sql} "
            f"ELSE {no.sql} END", kind)

    # Predicates

    def simple_predicate(self, query):
        kind = self.chance.choice(["long", "decimal", "datetime"])
        a, b = self.column(query, kind), self.literal(kind)
        symbol = self.chance.choice(["<", "<=", ">", ">="])
        return Expression(f"({a.kql} {symbol} {b.kql})", f"({a.sql} {symbol} {b.sql})", "bool")

    def predicate(self, query, depth=2):
        chance = self.chance
        if depth > 0 and not self.one_in(3):
            left, right = self.predicate(query, depth - 1), self.predicate(query, depth - 1)
            word = chance.choice(["and", "or", "not"])
            if word == "not":
                return Expression(f"not({left.kql})", f"(NOT {left.sql})", "bool")
            return Expression(
                f"({left.kql} {word} {right.kql})", f"({left.sql} {word.upper()} {right.sql})", "bool")
        return chance.choice([
            self.comparison, self.comparison, self.text_test, self.text_test, self.any_term, self.membership,
            self.between, self.null_test, self.bool_column,
        ])(query)

    def bool_column(self, query):
        return self.column(query, "bool")

    def comparison(self, query):
        kind = self.chance.choice(["long", "long", "real", "decimal", "datetime", "timespan", "string"])
        a, b = self.value(query, kind), self.value(query, kind)
        if self.one_in(3):
            # Numbers of different types compare by value.
            if kind == "long":
                b = self.value(query, self.chance.choice(["real", "decimal"]))
        symbol = self.chance.choice(["==", "!=", "<", "<=", ">", ">="])
        if kind == "string":
            symbol = self.chance.choice(["==", "!="])
        if symbol in ("==", "!="):
            name = "kql_equal" if symbol == "==" else "kql_unequal"
            return Expression(f"({a.kql} {symbol} {b.kql})", f"{name}({a.sql}, {b.sql})", "bool")
        return Expression(f"({a.kql} {symbol} {b.kql})", f"({a.sql} {symbol} {b.sql})", "bool")

    def text_test(self, query):
        s = self.value(query, "string")
        name, sql, is_term = self.chance.choice([
            ("contains", "contains(lower({s}), lower({x}))", False),
            ("contains_cs", "contains({s}, {x})", False),
            ("startswith", "starts_with(lower({s}), lower({x}))", False),
            ("startswith_cs", "starts_with({s}, {x})", False),
            ("endswith", "ends_with(lower({s}), lower({x}))", False),
            ("endswith_cs", "ends_with({s}, {x})", False),
            ("has", "kql_has(lower({s}), lower({x}))", True),
            ("has_cs", "kql_has({s}, {x})", True),
            ("hasprefix", "kql_prefix(lower({s}), lower({x}))", True),
            ("hassuffix", "kql_suffix(lower({s}), lower({x}))", True),
            ("=~", "(lower({s}) = lower({x}))", False),
            ("!~", "(lower({s}) <> lower({x}))", False),
            ("matches regex", "regexp_matches({s}, {x})", True),
        ])
        needle = self.chance.choice(TERMS if is_term else PARTS + ["Ærø", "IT"])
        sql = sql.format(s=s.sql, x=text(needle))
        if name not in ("=~", "!~", "matches regex") and self.one_in(3):
            name, sql = "!" + name, f"(NOT {sql})"
        return Expression(f"({s.kql} {name} {kql_text(needle)})", sql, "bool")

    def any_term(self, query):
        s = self.value(query, "string")
        terms = [self.chance.choice(TERMS) for _ in range(self.chance.randint(1, 3))]
        name, word = self.chance.choice([("has_any", " OR "), ("has_all", " AND ")])
        tests = word.join(f"kql_has(lower({s.sql}), lower({text(term)}))" for term in terms)
        return Expression(
            f"({s.kql} {name} ({', '.join(kql_text(term) for term in terms)}))", f"({tests})", "bool")

    def membership(self, query):
        kind = self.chance.choice(["long", "string", "string_insensitive", "datetime", "decimal"])
        base = kind.split("_")[0]
        value = self.value(query, base)
        items = [self.literal(base) for _ in range(self.chance.randint(1, 4))]
        negated = self.one_in(3)
        kql = ("!in" if negated else "in") + ("~" if kind == "string_insensitive" else "")
        if kind == "string_insensitive":
            sql = f"lower({value.sql}) IN ({', '.join(f'lower({item.sql})' for item in items)})"
        else:
            sql = f"{value.sql} IN ({', '.join(item.sql for item in items)})"
        sql = f"coalesce({sql}, false)"
        return Expression(
            f"({value.kql} {kql} ({', '.join(item.kql for item in items)}))",
            f"(NOT {sql})" if negated else f"({sql})", "bool")

    def between(self, query):
        kind = self.chance.choice(["long", "real", "decimal", "datetime"])
        value, low, high = self.value(query, kind), self.literal(kind), self.literal(kind)
        negated = self.one_in(3)
        return Expression(
            f"({value.kql} {'!' if negated else ''}between ({low.kql} .. {high.kql}))",
            f"({value.sql} {'NOT ' if negated else ''}BETWEEN {low.sql} AND {high.sql})", "bool")

    def null_test(self, query):
        kind = self.chance.choice(["long", "real", "decimal", "datetime", "bool", "string"])
        value = self.value(query, kind)
        negated = self.one_in(2)
        if kind == "string":
            name = "isnotempty" if negated else "isempty"
            return Expression(
                f"{name}({value.kql})", f"({value.sql} {'<>' if negated else '='} '')", "bool")
        name = "isnotnull" if negated else "isnull"
        return Expression(
            f"{name}({value.kql})", f"({value.sql} IS {'NOT ' if negated else ''}NULL)", "bool")

    # Tables

    def base(self):
        table = self.chance.choice(self.tables)
        return Query(table.name, f"SELECT * FROM {table.name}", list(table.columns), ["id"], ["id"])

    def query(self, length):
        query = self.base()
        for _ in range(self.chance.randint(1, length)):
            query = self.step(query)
        return query

    def step(self, query, depth=1):
        steps = [self.where] * 3 + [self.extend, self.project, self.sort, self.top, self.summarize,
                                    self.summarize, self.distinct, self.window, self.take, self.expand]
        if depth > 0:
            steps += [self.join, self.join, self.lookup, self.union, self.in_query, self.scalar_query,
                      self.count, self.away, self.rename]
        return self.chance.choice(steps)(query)

    def where(self, query):
        condition = self.predicate(query)
        return Query(
            f"{query.kql}\n| where {condition.kql}",
            f"SELECT * FROM ({query.sql}) WHERE {condition.sql}", query.columns, query.unique, query.order)

    def extend(self, query):
        kind = self.chance.choice(["long", "real", "decimal", "string", "datetime", "timespan", "bool"])
        value, name = self.value(query, kind, 2), self.fresh(kind)
        return Query(
            f"{query.kql}\n| extend {name} = {value.kql}",
            f"SELECT *, {value.sql} AS {name} FROM ({query.sql})", query.columns + [(name, kind)],
            query.unique, query.order)

    def project(self, query):
        kept = [column for column in query.columns if column[0] in query.unique or not self.one_in(3)]
        kept = kept or query.columns[:1]
        kind = self.chance.choice(["long", "string", "decimal"])
        value, name = self.value(query, kind, 2), self.fresh(kind)
        names = [column for column, _ in kept]
        keeps = all(column in names for column in query.unique)
        return Query(
            f"{query.kql}\n| project {', '.join(names)}, {name} = {value.kql}",
            f"SELECT {', '.join(names)}, {value.sql} AS {name} FROM ({query.sql})", kept + [(name, kind)],
            query.unique if keeps else [], query.order if keeps and self.known(query.order, names) else [])

    def known(self, order, names):
        return all(term.split(" ")[0] in names for term in order)

    def sort_keys(self, query):
        names = [name for name, kind in query.columns if kind not in ("list", "set")] or [query.columns[0][0]]
        keys = [self.chance.choice(names) for _ in range(self.chance.randint(1, 2))] + query.unique
        kql, sql = [], []
        for name in dict.fromkeys(keys):
            direction, nulls = self.chance.choice([
                ("asc", "FIRST"), ("desc", "LAST"), ("asc nulls last", "LAST"), ("desc nulls first", "FIRST")])
            kql.append(f"{name} {direction}")
            sql.append(f"{name} {direction.split(' ')[0].upper()} NULLS {nulls}")
        return kql, sql

    def sort(self, query):
        if all(kind in ("list", "set") for _, kind in query.columns):
            return self.where(query)
        kql, sql = self.sort_keys(query)
        return Query(
            f"{query.kql}\n| sort by {', '.join(kql)}", query.sql, query.columns, query.unique,
            sql if query.unique else [])

    def take(self, query):
        if not query.order:
            return self.where(query)
        count = self.chance.randint(0, 40)
        return Query(
            f"{query.kql}\n| take {count}",
            f"SELECT * FROM ({query.sql}) ORDER BY {', '.join(query.order)} LIMIT {count}", query.columns,
            query.unique, query.order)

    def top(self, query):
        if not query.unique or all(kind in ("list", "set") for _, kind in query.columns):
            return self.where(query)
        kql, sql = self.sort_keys(query)
        count = self.chance.randint(0, 30)
        return Query(
            f"{query.kql}\n| top {count} by {', '.join(kql)}",
            f"SELECT * FROM ({query.sql}) ORDER BY {', '.join(sql)} LIMIT {count}", query.columns,
            query.unique, sql)

    def count(self, query):
        return Query(
            f"{query.kql}\n| count", f"SELECT count(*) AS Count FROM ({query.sql})", [("Count", "long")],
            ["Count"], ["Count"])

    def distinct(self, query):
        names = [name for name, kind in query.columns if kind not in ("list", "set")]
        if not names:
            return self.count(query)
        chosen = list(dict.fromkeys(self.chance.choice(names) for _ in range(self.chance.randint(1, 2))))
        return Query(
            f"{query.kql}\n| distinct {', '.join(chosen)}",
            f"SELECT DISTINCT {', '.join(chosen)} FROM ({query.sql})",
            [(name, query.type_of(name)) for name in chosen], chosen, [])

    def group_keys(self, query):
        keys = []
        for _ in range(self.chance.randint(0, 2)):
            name, kind = self.chance.choice(query.columns)
            if kind in ("list", "set"):
                continue
            key = self.fresh(kind)
            if kind == "long" and self.one_in(2):
                keys.append((key, Expression(f"bin({name}, 100)", f"kql_bin({name}, 100)", kind)))
            elif kind == "datetime":
                keys.append((key, Expression(f"startofmonth({name})", f"date_trunc('month', {name})", kind)))
            else:
                keys.append((key, Expression(name, name, kind)))
        return keys

    def aggregate(self, query):
        chance = self.chance
        name, kind = chance.choice([column for column in query.columns if column[1] not in ("list", "set")] or [("1", "long")])
        condition = self.predicate(query, 0)
        filtered = f"FILTER (WHERE {condition.sql})"
        choices = [
            ("count()", "count(*)", "long"),
            (f"countif({condition.kql})", f"count(*) {filtered}", "long"),
            (f"dcount({name})", f"count(DISTINCT {name})", "long"),
            (f"dcountif({name}, {condition.kql})", f"count(DISTINCT {name}) {filtered}", "long"),
        ]
        empty = "''" if kind == "string" else "NULL"
        if kind != "bool":
            choices += [
                (f"min({name})", f"coalesce(min({name}), {empty})", kind),
                (f"max({name})", f"coalesce(max({name}), {empty})", kind),
                (f"maxif({name}, {condition.kql})", f"coalesce(max({name}) {filtered}, {empty})", kind),
                (f"minif({name}, {condition.kql})", f"coalesce(min({name}) {filtered}, {empty})", kind),
                (f"make_set({name})", f"coalesce(list(DISTINCT {name}) FILTER (WHERE {name} IS NOT NULL), [])",
                 "set") if kind in ("long", "string") else ("count()", "count(*)", "long"),
                (f"count_distinct({name})", f"count(DISTINCT {name})", "long"),
            ]
        if kind in ("long", "real", "decimal"):
            choices += [
                (f"sum({name})", f"coalesce(sum({name}), 0)", kind),
                (f"sumif({name}, {condition.kql})", f"coalesce(sum({name}) {filtered}, 0)", kind),
                (
                    f"percentile({name}, 30)",
                    f"list_sort(list({name}) FILTER (WHERE {name} IS NOT NULL))"
                    f"[greatest(1, ceil(0.3 * count({name})))::BIGINT]", kind),
            ]
        if kind in ("long", "real"):
            choices += [
                (no_number(f"avg({name})", kind), rounded(f"avg({name})", kind), "real"),
                (no_number(f"avgif({name}, {condition.kql})", kind),
                 rounded(f"avg({name}) {filtered}", kind), "real"),
            ]
        if kind == "real":
            choices += [
                (f"round(stdev({name}), 6)", f"round(coalesce(stddev_samp({name}), 0), 6)", "real"),
                (f"round(variancep({name}), 6)", f"round(var_pop({name}), 6)", "real"),
            ]
        if query.order and kind in ("long", "string"):
            order = ", ".join(query.order)
            choices += [
                (f"make_list({name})",
                 f"coalesce(list({name} ORDER BY {order}) FILTER (WHERE {name} IS NOT NULL), [])", "list"),
            ]
        if query.unique and kind != "bool":
            other, other_kind = chance.choice(query.columns)
            other_empty = "''" if other_kind == "string" else "NULL"
            order = ", ".join(query.order or query.unique)
            if query.order and kind in ("long", "real", "decimal", "datetime"):
                # The value itself is computed apart, as maximum of another name.
                choices += [(
                    f"arg_max({name}, {other})",
                    f"coalesce(first({other} ORDER BY {name} DESC NULLS LAST, {order}), {other_empty})",
                    ("arg", name, other, other_kind))]
        return chance.choice(choices)

    def summarize(self, query):
        keys = self.group_keys(query)
        kql, sql, columns = [], [], [(name, key.type) for name, key in keys]
        for _ in range(self.chance.randint(1, 3)):
            call, term, kind = self.aggregate(query)
            if isinstance(kind, tuple):
                _, name, other, other_kind = kind
                first, second = self.fresh(query.type_of(name)), self.fresh(other_kind)
                kql.append(f"({first}, {second}) = {call}")
                sql.append(f"max({name}) AS {first}")
                sql.append(f"{term} AS {second}")
                columns += [(first, query.type_of(name)), (second, other_kind)]
                continue
            column = self.fresh("x" if kind in ("list", "set") else kind)
            kql.append(f"{column} = {call}")
            sql.append(f"{term} AS {column}")
            columns.append((column, kind))
        by_kql = f" by {', '.join(f'{name} = {key.kql}' for name, key in keys)}" if keys else ""
        terms = [f"{key.sql} AS {name}" for name, key in keys] + sql
        group = f" GROUP BY {', '.join(key.sql for _, key in keys)}" if keys else ""
        return Query(
            f"{query.kql}\n| summarize {', '.join(kql)}{by_kql}",
            f"SELECT {', '.join(terms)} FROM ({query.sql}){group}", columns, [name for name, _ in keys], [])

    def window(self, query):
        if not query.unique or not query.of_type("long"):
            return self.extend(query)
        kql, sql = self.sort_keys(query)
        name = self.chance.choice(query.of_type("long"))
        over = f"OVER (ORDER BY {', '.join(sql)})"
        call, term = self.chance.choice([
            ("row_number()", f"row_number() {over}"), (f"prev({name})", f"lag({name}) {over}"),
            (f"next({name})", f"lead({name}) {over}"), (f"prev({name}, 2)", f"lag({name}, 2) {over}"),
            (f"row_cumsum(coalesce({name}, 0))", f"sum(coalesce({name}, 0)) {over}"),
        ])
        column = self.fresh("long")
        return Query(
            f"{query.kql}\n| sort by {', '.join(kql)}\n| extend {column} = {call}",
            f"SELECT *, {term} AS {column} FROM ({query.sql})", query.columns + [(column, "long")],
            query.unique, sql)

    def expand(self, query):
        if not query.of_type("string") or len(query.columns) > 12:
            return self.where(query)
        name, column = self.chance.choice(query.of_type("string")), self.fresh("string")
        return Query(
            f"{query.kql}\n| extend {column} = split({name}, ' ')\n| mv-expand {column} to typeof(string)",
            f"SELECT *, unnest(string_split({name}, ' ')) AS {column} FROM ({query.sql})",
            query.columns + [(column, "string")], [], [])

    def small(self):
        query = self.base()
        for _ in range(self.chance.randint(0, 2)):
            query = self.step(query, depth=0)
        return query

    def in_query(self, query):
        other = self.small()
        pairs = [
            (left, right) for left, kind in query.columns for right, other_kind in other.columns
            if kind == other_kind and kind in ("long", "string", "datetime", "decimal")]
        if not pairs:
            return self.where(query)
        left, right = self.chance.choice(pairs)
        return Query(
            f"{query.kql}\n| where {left} in (({other.kql} | project {right}))",
            f"SELECT * FROM ({query.sql}) WHERE {left} IN "
            f"(SELECT {right} FROM ({other.sql}) WHERE {right} IS NOT NULL)",
            query.columns, query.unique, query.order)

    def scalar_query(self, query):
        other = self.small()
        names = other.of_type("long")
        if not names:
            return self.where(query)
        inner, name = self.chance.choice(names), self.fresh("long")
        call = self.chance.choice(["max", "min"])
        return Query(
            f"{query.kql}\n| extend {name} = toscalar({other.kql} | summarize {call}({inner}))",
            f"SELECT *, (SELECT {call}({inner}) FROM ({other.sql})) AS {name} FROM ({query.sql})",
            query.columns + [(name, "long")], query.unique, query.order)

    def away(self, query):
        gone = [name for name, _ in query.columns if name not in query.unique and self.one_in(3)]
        kept = [column for column in query.columns if column[0] not in gone]
        if not gone or not kept or not self.known(query.order, [name for name, _ in kept]):
            return self.where(query)
        return Query(
            f"{query.kql}\n| project-away {', '.join(gone)}",
            f"SELECT {', '.join(name for name, _ in kept)} FROM ({query.sql})", kept, query.unique, query.order)

    def rename(self, query):
        old, kind = self.chance.choice(query.columns)
        if old in query.unique or not self.known(query.order, [n for n, _ in query.columns if n != old]):
            return self.where(query)
        new = self.fresh(kind)
        return Query(
            f"{query.kql}\n| project-rename {new} = {old}",
            f"SELECT * RENAME ({old} AS {new}) FROM ({query.sql})",
            [(new if name == old else name, kind) for name, kind in query.columns], query.unique, query.order)

    def lookup(self, query):
        table = self.chance.choice(self.tables)
        pairs = [(left, "l_few") for left, kind in query.columns if kind == "long"]
        if not pairs:
            return self.where(query)
        left, right = self.chance.choice(pairs)
        kind, word = self.chance.choice([("", "LEFT JOIN"), (" kind=inner", "JOIN")])
        long_name, text_name = self.fresh("long"), self.fresh("string")
        other = f"{table.name} | project {right}, {long_name} = l, {text_name} = s_few"
        condition = left if left == right else f"$left.{left} == $right.{right}"
        names = ", ".join(f"a.{name}" for name, _ in query.columns)
        return Query(
            f"{query.kql}\n| lookup{kind} ({other}) on {condition}",
            f"SELECT {names}, b.l AS {long_name}, coalesce(b.s_few, '') AS {text_name} "
            f"FROM ({query.sql}) a {word} {table.name} b ON a.{left} = b.{right}",
            query.columns + [(long_name, "long"), (text_name, "string")], [], [])

    def union(self, query):
        other = self.small()
        names = dict(query.columns)
        columns = query.columns + [column for column in other.columns if column[0] not in names]
        if any(names.get(name, kind) != kind for name, kind in other.columns):
            return self.where(query)

        def part(source):
            known = dict(source.columns)

            def missing(kind):
                if kind == "string":
                    return "''"
                return {"timespan": "NULL::BIGINT", "long": "NULL::BIGINT"}.get(kind, "NULL")

            return ", ".join(
                name if name in known else f"{missing(kind)} AS {name}" for name, kind in columns)

        return Query(
            f"{query.kql}\n| union ({other.kql})",
            f"SELECT {part(query)} FROM ({query.sql}) UNION ALL SELECT {part(other)} FROM ({other.sql})",
            columns, [], [])

    def join(self, query):
        other = self.small()
        pairs = [
            (left, right) for left, kind in query.columns for right, other_kind in other.columns
            if kind == other_kind and kind not in ("list", "set", "bool", "real")]
        if not pairs or len(query.columns) + len(other.columns) > 40:
            return self.where(query)
        chosen = list(dict.fromkeys(self.chance.choice(pairs) for _ in range(self.chance.randint(1, 2))))
        kinds = ["inner", "leftouter", "rightouter", "fullouter", "leftsemi", "leftanti", "rightsemi",
                 "rightanti"]
        # The first row of each key is known only where the order of the left side is.
        if query.order:
            kinds.append("innerunique")
        kind = self.chance.choice(kinds)
        # Columns of the right side that the left side has get other names.
        left_names = {name for name, _ in query.columns}
        renamed = {}
        for name, _ in other.columns:
            number, new = 1, name
            while new in left_names or new in renamed.values() or (
                    new != name and new in dict(other.columns)):
                new, number = f"{name}{number}", number + 1
            renamed[name] = new
        on_kql = ", ".join(
            left if left == right else f"$left.{left} == $right.{right}" for left, right in chosen)
        on_sql = " AND ".join(f"a.{left} = b.{right}" for left, right in chosen)
        shown = "" if kind == "innerunique" and self.one_in(2) else f" kind={kind}"
        kql = f"{query.kql}\n| join{shown} ({other.kql}) on {on_kql}"
        left_sql = query.sql
        if kind == "innerunique":
            keys = ", ".join(dict.fromkeys(left for left, _ in chosen))
            left_sql = (
                f"SELECT * EXCLUDE (kql_place) FROM (SELECT *, row_number() OVER (PARTITION BY {keys} ORDER BY "
                f"{', '.join(query.order)}) AS kql_place FROM ({query.sql})) WHERE kql_place = 1")
        if kind in ("leftsemi", "leftanti"):
            word = "EXISTS" if kind == "leftsemi" else "NOT EXISTS"
            return Query(
                kql,
                f"SELECT * FROM ({query.sql}) a WHERE {word} (SELECT 1 FROM ({other.sql}) b WHERE {on_sql})",
                query.columns, query.unique, query.order)
        if kind in ("rightsemi", "rightanti"):
            word = "EXISTS" if kind == "rightsemi" else "NOT EXISTS"
            return Query(
                kql,
                f"SELECT * FROM ({other.sql}) b WHERE {word} (SELECT 1 FROM ({query.sql}) a WHERE {on_sql})",
                other.columns, other.unique, [])

        def term(side, name, column_kind, alias):
            plain = f"{side}.{name}"
            return f"coalesce({plain}, '') AS {alias}" if column_kind == "string" else f"{plain} AS {alias}"

        terms = [term("a", name, column_kind, name) for name, column_kind in query.columns]
        terms += [term("b", name, column_kind, renamed[name]) for name, column_kind in other.columns]
        word = {"inner": "JOIN", "innerunique": "JOIN", "leftouter": "LEFT JOIN", "rightouter": "RIGHT JOIN",
                "fullouter": "FULL JOIN"}[kind]
        columns = query.columns + [(renamed[name], column_kind) for name, column_kind in other.columns]
        return Query(
            kql, f"SELECT {', '.join(terms)} FROM ({left_sql}) a {word} ({other.sql}) b ON {on_sql}", columns,
            [], [])
