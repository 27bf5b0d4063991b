"""Compares the answers of two engines, given as CSV.

Rows may come in any order. Texts must be equal, numbers equal to nine digits: the peers add reals where
Regn adds exact decimals, and write 3.0 where it writes 3. Columns are compared by place, not by name.
"""

import io

import polars

TOLERANCE = 1e-9
# A day without a time is a datetime in KQL.
MIDNIGHT = "T00:00:00.0000000Z"


def difference(mine, theirs, headers=(True, True)):
    """Why two answers, given as bytes, are not the same; empty when they are."""
    try:
        one, other = (frame(text, header) for text, header in zip((mine, theirs), headers))
    except polars.exceptions.PolarsError as error:
        return f"not readable as CSV: {str(error).splitlines()[0]}"
    if one.height != other.height:
        return f"{one.height} rows, not {other.height}"
    if one.height == 0:
        return ""
    if one.width != other.width:
        return f"{one.width} columns, not {other.width}"
    pairs = [alike(a, b) for a, b in zip(one, other)]
    # Reals differ in their last digits: rows are put in order by all else first.
    order = sorted(range(len(pairs)), key=lambda place: pairs[place][0].dtype.is_float())
    names = [f"c{place}" for place in range(len(pairs))]
    keys = [names[place] for place in order]
    left, right = (
        polars.DataFrame([pair[side].alias(name) for pair, name in zip(pairs, names)]).sort(keys)
        for side in (0, 1)
    )
    for name in names:
        a, b = left[name], right[name]
        same = a.eq_missing(b)
        if a.dtype.is_float():
            bound = polars.max_horizontal(a.abs(), b.abs()) * TOLERANCE + TOLERANCE
            near = polars.select((a - b).abs() <= bound).to_series().fill_null(False)
            same = same | near
        if not same.all():
            place = same.arg_min()
            return f"{a[place]!r}, not {b[place]!r}"
    return ""


def frame(text, header):
    """An answer as columns: whole numbers, reals, or text with empty for null."""
    if not text.strip():
        return polars.DataFrame()
    for sample in (1000, None):
        try:
            read = polars.read_csv(io.BytesIO(text), has_header=header, infer_schema_length=sample)
            break
        except polars.exceptions.ComputeError:
            # Later rows were not like the first ones.
            if sample is None:
                raise
    texts = polars.col(polars.String)
    return read.with_columns(texts.fill_null("").str.replace(MIDNIGHT, "", literal=True))


def alike(a, b):
    """Two columns brought to one type."""
    if a.dtype == b.dtype:
        return a, b
    if a.dtype.is_numeric() and b.dtype.is_numeric():
        return a.cast(polars.Float64), b.cast(polars.Float64)
    return tuple(column.cast(polars.String).fill_null("") for column in (a, b))


def sections(path, count):
    """The answers in a file that Regn wrote, one after another with an empty line between them."""
    with open(path, "rb") as file:
        text = file.read()
    parts = []
    start = 0
    for _ in range(count):
        end = text.find(b"\n\n", start)
        parts.append((start, len(text) if end < 0 else end + 1))
        start = end + 2 if end >= 0 else len(text)
    return text, parts
