"""Makes the small Parquet files that RegnFileFormatsTests reads, by other programs than Regn, and beside each
what a reader must find in it: its columns with their types, then its rows, as texts joined by `|`.

    .venv/bin/python Tests/Parquet/make.py

Several files hold the same rows, in every encoding and compression; they share one text, `rows.txt`.
"""

import datetime
import decimal
import json
import os
import uuid

import duckdb
import fastparquet
import numpy
import pandas
import polars
import pyarrow
import pyarrow.parquet

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "files")
NULL = "∅"


def path(name):
    return os.path.join(FOLDER, name)


def clock(ticks):
    """A length of time in ticks of 100 ns as KQL writes it."""
    sign = "-" if ticks < 0 else ""
    seconds, fraction = divmod(abs(ticks), 10_000_000)
    days, seconds = divmod(seconds, 86_400)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return sign + (f"{days}." if days else "") + text + (f".{fraction:07}" if fraction else "")


def instant(value, ticks=None):
    """An instant as KQL writes it; `ticks` stand for what its fraction of a second is, where it is finer."""
    fraction = value.microsecond * 10 if ticks is None else ticks
    return f"{value:%Y-%m-%dT%H:%M:%S}.{fraction:07}Z"


def text(value):
    if value is None:
        return NULL
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return instant(value)
    if isinstance(value, datetime.date):
        return instant(datetime.datetime(value.year, value.month, value.day))
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def expect(name, columns, rows):
    """Writes what is to be found: `columns` are names with types, `rows` values, or texts as they are."""
    lines = [", ".join(columns)] + ["|".join(text(value) for value in row) for row in rows]
    with open(path(name), "w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(lines) + "\n")


# The same rows for every encoding and compression.

NAMES = ["København", "Ærø", "Aarhus", "", "Frederiksberg, which is no part of København"]
ROWS = [
    (
        number,
        None if number % 7 == 3 else number * 1_000_003 - 40_000_000,
        number % 3 == 0,
        None if number % 5 == 4 else number / 8 - 2,
        NAMES[number * number % 5],
        datetime.datetime(2024, 1, 1) + datetime.timedelta(days=number * 31, microseconds=number * 1001),
    )
    for number in range(60)
]
COLUMNS = ["n", "big", "flag", "share", "name", "at"]
TYPES = ["int", "long", "bool", "real", "string", "datetime"]


def common():
    expect("rows.txt", [f"{name} {kind}" for name, kind in zip(COLUMNS, TYPES)], ROWS)
    table = pyarrow.table(
        list(zip(*ROWS)),
        schema=pyarrow.schema([
            pyarrow.field("n", pyarrow.int32(), nullable=False), ("big", pyarrow.int64()),
            ("flag", pyarrow.bool_()), ("share", pyarrow.float64()), ("name", pyarrow.string()),
            ("at", pyarrow.timestamp("us")),
        ]))
    plain = dict(use_dictionary=False, write_statistics=False, store_schema=False)
    for codec in ["none", "snappy", "gzip", "zstd", "lz4"]:
        for version in ["1.0", "2.0"]:
            pyarrow.parquet.write_table(
                table, path(f"rows-{codec}-{version[0]}.parquet"), compression=codec,
                data_page_version=version, use_dictionary=version == "1.0", store_schema=False,
                row_group_size=25, write_page_checksum=codec == "snappy")
    pyarrow.parquet.write_table(
        table, path("rows-delta.parquet"), compression="none", **plain,
        column_encoding={
            "n": "DELTA_BINARY_PACKED", "big": "DELTA_BINARY_PACKED", "at": "DELTA_BINARY_PACKED",
            "name": "DELTA_LENGTH_BYTE_ARRAY", "share": "BYTE_STREAM_SPLIT", "flag": "RLE"})
    pyarrow.parquet.write_table(
        table, path("rows-split.parquet"), compression="snappy", **plain, data_page_version="2.0",
        data_page_size=64, write_batch_size=8,
        column_encoding={
            "n": "BYTE_STREAM_SPLIT", "big": "BYTE_STREAM_SPLIT", "at": "BYTE_STREAM_SPLIT",
            "name": "DELTA_BYTE_ARRAY", "share": "PLAIN", "flag": "PLAIN"})
    # A dictionary that grows too large is given up within a group of rows.
    pyarrow.parquet.write_table(
        table, path("rows-fallback.parquet"), compression="none", store_schema=False,
        dictionary_pagesize_limit=40, data_page_size=40, write_batch_size=7)
    frame = polars.DataFrame(
        ROWS, orient="row",
        schema={
            "n": polars.Int32, "big": polars.Int64, "flag": polars.Boolean, "share": polars.Float64,
            "name": polars.String, "at": polars.Datetime("us")})
    frame.write_parquet(path("rows-polars.parquet"), row_group_size=20)
    duckdb.register("common", table)
    for version in ["V1", "V2"]:
        duckdb.sql(
            f"copy common to '{path('rows-duckdb-' + version.lower() + '.parquet')}' (format parquet, "
            f"parquet_version {version}, compression {'snappy' if version == 'V1' else 'zstd'})")
    frame = table.to_pandas()
    frame["at"] = frame["at"].astype("datetime64[ns]")
    frame["big"] = pandas.array([row[1] for row in ROWS], dtype="Int64")
    fastparquet.write(
        path("rows-fastparquet.parquet"), frame, compression="GZIP", row_group_offsets=[0, 30],
        has_nulls=True, times="int96")
    fastparquet.write(
        path("rows-categories.parquet"), frame.assign(name=frame["name"].astype("category")),
        compression="SNAPPY", has_nulls=True)


# Types.

DAY = datetime.date(2024, 12, 31)
AT = datetime.datetime(2024, 12, 31, 23, 59, 59, 123456)


def numbers():
    """Whole and exact numbers of every width."""
    rows = []
    columns = []
    for bits, kind in [(8, "int"), (16, "int"), (32, "int"), (64, "long")]:
        columns.append((f"i{bits}", kind, getattr(pyarrow, f"int{bits}")(),
                        [-(2 ** (bits - 1)), None, 2 ** (bits - 1) - 1]))
    for bits, kind in [(8, "int"), (16, "int"), (32, "long")]:
        columns.append((f"u{bits}", kind, getattr(pyarrow, f"uint{bits}")(), [0, None, 2**bits - 1]))
    columns.append(("u64", "long", pyarrow.uint64(), [0, None, 2**63 - 1]))
    for precision, scale in [(5, 2), (12, 0), (18, 4), (25, 6), (34, 10)]:
        largest = decimal.Decimal(10**precision - 1).scaleb(-scale, decimal.Context(prec=40))
        columns.append((f"d{precision}", "decimal", pyarrow.decimal128(precision, scale),
                        [largest.copy_negate(), None, decimal.Decimal(1).scaleb(-scale)]))
    rows = list(zip(*(column[3] for column in columns)))
    expect("numbers.txt", [f"{name} {kind}" for name, kind, _, _ in columns], rows)
    table = pyarrow.table(
        [column[3] for column in columns], schema=pyarrow.schema([(c[0], c[2]) for c in columns]))
    for name, options in [
        ("numbers-1.parquet", dict(use_dictionary=False)),
        ("numbers-2.parquet", dict(store_decimal_as_integer=True, data_page_version="2.0")),
        ("numbers-3.parquet", dict(use_dictionary=False, column_encoding={
            **{f"d{p}": "BYTE_STREAM_SPLIT" for p in (5, 12, 18, 25)}, "d34": "DELTA_BYTE_ARRAY"})),
    ]:
        pyarrow.parquet.write_table(table, path(name), compression="none", store_schema=False, **options)
    # Beyond 64 bits a column is exact still.
    wide = pyarrow.table([pyarrow.array([1, 2**64 - 1], pyarrow.uint64())], ["u64"])
    pyarrow.parquet.write_table(wide, path("unsigned.parquet"), store_schema=False)
    expect("unsigned.txt", ["u64 decimal"], [[1], [2**64 - 1]])
    # 38 digits are more than KQL's decimal has.
    long = pyarrow.table(
        [pyarrow.array([decimal.Decimal("12345678901234567890123456789012345.678"), decimal.Decimal("1.5")],
                       pyarrow.decimal128(38, 3))], ["d"])
    pyarrow.parquet.write_table(long, path("digits.parquet"), store_schema=False)
    expect("digits.txt", ["d real"], [[float("12345678901234567890123456789012345.678")], [1.5]])


def times():
    """Dates, times and instants in every unit."""
    columns = [
        ("day", "datetime", pyarrow.date32(), [DAY, None, datetime.date(1, 1, 1)],
         [DAY, None, "0001-01-01T00:00:00.0000000Z"]),
        ("ms", "datetime", pyarrow.timestamp("ms"),
         [AT.replace(microsecond=123000), None, datetime.datetime(1969, 12, 31, 23, 59, 59, 999000)], None),
        ("us", "datetime", pyarrow.timestamp("us", "UTC"),
         [AT, None, datetime.datetime(1815, 6, 18, 11, 35)], None),
        ("ns", "datetime", pyarrow.timestamp("ns"), [1735689599123456789, None, -1],
         [instant(AT, 1234567), None, "1969-12-31T23:59:59.9999999Z"]),
        ("t32", "timespan", pyarrow.time32("ms"), [datetime.time(1, 2, 3, 4000), None, datetime.time(0)],
         [clock(37230040000), None, clock(0)]),
        ("t64", "timespan", pyarrow.time64("us"),
         [datetime.time(23, 59, 59, 999999), None, datetime.time(12)],
         [clock(863999999990), None, clock(432000000000)]),
        ("t64n", "timespan", pyarrow.time64("ns"), [1100, None, 86_399_999_999_900],
         [clock(11), None, clock(863999999999)]),
    ]
    expect(
        "times.txt", [f"{name} {kind}" for name, kind, *_ in columns],
        list(zip(*((shown or values) for _, _, _, values, shown in columns))))
    table = pyarrow.table([c[3] for c in columns], schema=pyarrow.schema([(c[0], c[2]) for c in columns]))
    pyarrow.parquet.write_table(table, path("times-1.parquet"), store_schema=False)
    pyarrow.parquet.write_table(
        table, path("times-2.parquet"), store_schema=False, use_dictionary=False, data_page_version="2.0",
        compression="zstd")
    old = pyarrow.table([[AT, None, datetime.datetime(1815, 6, 18, 11, 35)]], ["at"])
    pyarrow.parquet.write_table(old, path("int96.parquet"), use_deprecated_int96_timestamps=True)
    expect("int96.txt", ["at datetime"], [[AT], [None], [datetime.datetime(1815, 6, 18, 11, 35)]])
    far = pyarrow.table([pyarrow.array([0, 2**60, -(2**60)], pyarrow.timestamp("us"))], ["at"])
    pyarrow.parquet.write_table(far, path("far.parquet"), store_schema=False)
    expect("far.txt", ["at datetime"], [[datetime.datetime(1970, 1, 1)], [None], [None]])


def others():
    """Reals of other widths, identifiers, bytes, JSON."""
    guid = uuid.UUID("00112233-4455-6677-8899-aabbccddeeff")
    columns = [
        ("half", "real", pyarrow.float16(), [numpy.float16(1.5), None, numpy.float16(-0.000061)],
         ["1.5", None, float(numpy.float16(-0.000061))]),
        ("single", "real", pyarrow.float32(), [0.5, None, 16777216.0], None),
        ("double", "real", pyarrow.float64(), [0.1, None, float("inf")], None),
        ("id", "guid", pyarrow.uuid(), [guid.bytes, None, bytes(16)], [str(guid), None, str(uuid.UUID(int=0))]),
        ("raw", "string", pyarrow.binary(), ["æ".encode(), None, b"abc"], ["æ", "", "abc"]),
        ("bytes", "string", pyarrow.binary(), [b"\xff\x00", None, b"abc"], ["/wA=", "", "YWJj"]),
        ("four", "string", pyarrow.binary(4), [b"abcd", None, b"\x00\x01\x02\x03"],
         ["YWJjZA==", "", "AAECAw=="]),
        ("json", "dynamic", pyarrow.json_(), ['{"a": [1, null, "æ"]}', None, "2"],
         ['{"a":[1,null,"æ"]}', None, "2"]),
        ("none", "int", pyarrow.null(), [None, None, None], None),
    ]
    expect(
        "others.txt", [f"{name} {kind}" for name, kind, *_ in columns],
        list(zip(*((shown or values) for _, _, _, values, shown in columns))))
    table = pyarrow.table([c[3] for c in columns], schema=pyarrow.schema([(c[0], c[2]) for c in columns]))
    pyarrow.parquet.write_table(table, path("others-1.parquet"), store_schema=False)
    pyarrow.parquet.write_table(
        table, path("others-2.parquet"), store_schema=False, use_dictionary=False, compression="gzip",
        data_page_version="2.0")
    duckdb.sql(f"""
      copy (select * from (values
          (uuid '00112233-4455-6677-8899-aabbccddeeff', interval 36 hour, 'a'::enum('a', 'b'),
            time '01:02:03.5', timestamptz '2024-12-31 12:00:00+01', 1.5::decimal(30, 3),
            '\\xAA\\xBB'::blob, '[1]'::json),
          (null, null, null, null, null, null, null, null)
        ) t(id, span, kind, clock, moment, amount, raw, doc))
      to '{path('duckdb.parquet')}' (format parquet)""")
    expect(
        "duckdb.txt",
        ["id guid", "span timespan", "kind string", "clock timespan", "moment datetime", "amount decimal",
         "raw string", "doc dynamic"],
        [[guid, "1.12:00:00", "a", "01:02:03.5000000", "2024-12-31T11:00:00.0000000Z", "1.500", "qrs=", "[1]"],
         [None, None, "", None, None, None, "", None]])


NESTED = [
    {"list": [1, None, 3], "deep": [[1], [], [2, 3]], "place": {"lat": 55.5, "name": "Ærø"},
     "map": {"a": 1, "b": None}, "people": [{"name": "A", "tags": ["x", "y"]}, {"name": None, "tags": None}]},
    {"list": [], "deep": [], "place": {"lat": None, "name": None}, "map": {}, "people": []},
    {"list": None, "deep": None, "place": None, "map": None, "people": None},
    {"list": [4], "deep": [[None]], "place": {"lat": 1.5, "name": ""}, "map": {"c": 7}, "people": [None]},
]


def nested():
    """Lists, groups and maps, within one another."""
    kind = pyarrow.schema([
        ("list", pyarrow.list_(pyarrow.int32())), ("deep", pyarrow.list_(pyarrow.list_(pyarrow.int64()))),
        ("place", pyarrow.struct([("lat", pyarrow.float64()), ("name", pyarrow.string())])),
        ("map", pyarrow.map_(pyarrow.string(), pyarrow.int32())),
        ("people", pyarrow.list_(pyarrow.struct([
            ("name", pyarrow.string()), ("tags", pyarrow.list_(pyarrow.string()))]))),
    ])
    rows = NESTED * 3
    expect("nested.txt", [f"{name} dynamic" for name in kind.names], [list(row.values()) for row in rows])
    table = pyarrow.table(
        [[None if row[name] is None else list(row[name].items()) if name == "map" else row[name] for row in rows]
         for name in kind.names], schema=kind)
    pyarrow.parquet.write_table(table, path("nested-1.parquet"), store_schema=False, row_group_size=5)
    pyarrow.parquet.write_table(
        table, path("nested-2.parquet"), store_schema=False, data_page_version="2.0", compression="zstd",
        use_dictionary=False)
    # Lists as they were written before there were rules: a repeated column in place of three levels.
    pyarrow.parquet.write_table(
        table, path("nested-3.parquet"), store_schema=False, use_compliant_nested_type=False,
        data_page_size=16, write_batch_size=2, compression="lz4")
    duckdb.register("nested", table)
    duckdb.sql(f"copy nested to '{path('nested-duckdb.parquet')}' (format parquet)")
    polars.from_arrow(table.drop(["map"])).write_parquet(path("nested-polars.parquet"))
    expect(
        "nested-polars.txt", [f"{name} dynamic" for name in kind.names if name != "map"],
        [[row[name] for name in kind.names if name != "map"] for row in rows])


def refused():
    """What is answered with a message."""
    table = pyarrow.table([["a", "b"], [1, 2]], ["name", "n"])
    pyarrow.parquet.write_table(table, path("brotli.parquet"), compression="brotli", store_schema=False)
    pyarrow.parquet.write_table(table.slice(0, 0), path("empty.parquet"), store_schema=False)
    expect("empty.txt", ["name string", "n long"], [])


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    for make in (common, numbers, times, others, nested, refused):
        make()
