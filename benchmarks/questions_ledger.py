"""The questions on the ledger, and those that have next to nothing to do."""

from questions import Question, Table

TABLE = Table(
    "ledger", "ledger.csv", duckdb=["delim=';'", "decimal_separator=','"],
    polars={"separator": ";", "decimal_comma": True},
)

LEDGER = [
    Question(
        "count",
        "ledger | count",
        "select count(*) from ledger",
        "ledger.select(pl.len())",
    ),
    Question(
        "sum by municipality",
        "ledger | summarize total = sum(amount) by municipality",
        "select municipality, sum(amount) from ledger group by all",
        "ledger.group_by('municipality').agg(pl.col('amount').sum())",
    ),
    Question(
        "filter and sum",
        "ledger | where year == 2024 and dranst == 1 | summarize total = sum(amount)",
        "select sum(amount) from ledger where year = 2024 and dranst = 1",
        "ledger.filter((pl.col('year') == 2024) & (pl.col('dranst') == 1)).select(pl.col('amount').sum())",
    ),
    Question(
        "median",
        "ledger | summarize median = percentile(amount, 50)",
        "select quantile_disc(amount, 0.5) from ledger",
        # Of an even number of rows the lower of the two in the middle, as the nearest rank is.
        "ledger.select(pl.col('amount').quantile(0.5, interpolation='lower'))",
    ),
    Question(
        "distinct",
        "ledger | distinct municipality, function",
        "select distinct municipality, function from ledger",
        "ledger.select('municipality', 'function').unique()",
    ),
    Question(
        "by two keys",
        "ledger | summarize total = sum(amount), bookings = count() by municipality, function",
        "select municipality, function, sum(amount), count(*) from ledger group by all",
        "ledger.group_by('municipality', 'function').agg(pl.col('amount').sum(), pl.len())",
    ),
    Question(
        "text, group, top",
        'ledger | where municipality contains "ø" | summarize total = sum(amount) by function, art'
        " | top 10 by total",
        "select function, art, sum(amount) as total from ledger where municipality ilike '%ø%'"
        " group by all order by total desc limit 10",
        "ledger.filter(pl.col('municipality').str.to_lowercase().str.contains('ø', literal=True))"
        ".group_by('function', 'art').agg(pl.col('amount').sum()).sort('amount', descending=True).head(10)",
    ),
    Question(
        "distinct amounts",
        "ledger | summarize amounts = count_distinct(amount)",
        "select count(distinct amount) from ledger",
        "ledger.select(pl.col('amount').n_unique())",
        short=False,
    ),
    Question(
        "largest bookings",
        "ledger | top 100 by amount desc | project amount",
        "select amount from ledger order by amount desc limit 100",
        "ledger.select('amount').top_k(100, by='amount')",
        short=False,
    ),
    Question(
        "median by function",
        "ledger | summarize median = percentile(amount, 50), highest = max(amount) by function",
        "select function, quantile_disc(amount, 0.5), max(amount) from ledger group by all",
        "ledger.group_by('function').agg(pl.col('amount').quantile(0.5, interpolation='lower'),"
        " pl.col('amount').max().alias('highest'))",
        short=False,
    ),
]

# What a command costs before it has read anything of the user's. The peers have no built-in data: they answer
# from the table's CSV in data/.
START = [
    Question("print 1", "print 1", "select 1", "pl.LazyFrame({'x': [1]})"),
    Question(
        "a built-in question",
        "costs | where year == 2024 and function == '6.45.51'"
        " | summarize total = sum(kr_per_inhabitant) by municipality | top 5 by total",
        "select municipality, sum(kr_per_inhabitant) as total from 'data/regk31_costs.csv'"
        " where year = 2024 and function = '6.45.51' group by all order by total desc limit 5",
        "pl.scan_csv('data/regk31_costs.csv')"
        ".filter((pl.col('year') == 2024) & (pl.col('function') == '6.45.51'))"
        ".group_by('municipality').agg(pl.col('kr_per_inhabitant').sum())"
        ".sort('kr_per_inhabitant', descending=True).head(5)",
    ),
]
