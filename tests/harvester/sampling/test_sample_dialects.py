"""Tables made by rule, written in every dialect that we could think of and cut anywhere: what was written is read."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harvester.sampling.reading import Read, Unfit, Wanted, read_pieces, read_table
from harvester.sampling.values import datatype_of

# A name, the values that follow from a row's number, and the type that they are.
COLUMNS = {
    "UPRN": (lambda n: str(10_000_000_000 + 7 * n), "integer"),
    "Ward name": (lambda n: ("Ash", "Elm Park", "St Mary's", 'The "Mount"')[n % 4], "string"),
    "Amount £": (lambda n: f"{n}.{n % 90 + 10}", "decimal"),
    "Date paid": (lambda n: f"{n % 28 + 1:02}/{n % 12 + 1:02}/2021", "date"),
    "Address": (lambda n: f"{n} Fern Lane, Fernley; upper floor", "string"),
    "Notes": (lambda n: f"first line {n}\nsecond, line" if n % 5 == 0 else "", "string"),
    "Open": (lambda n: "Yes" if n % 3 else "No", "boolean"),
    "Tŷ": (lambda n: f"Llŷn {n}", "string"),
    "Recorded": (lambda n: f"2021-04-{n % 28 + 1:02}T10:{n % 60:02}:00", "dateTime"),
    "Website": (lambda n: f"https://fernley.example/a/{n}?b=1,2", "anyURI"),
}
NUMBERED = ("UPRN", "Amount £", "Date paid", "Recorded")  # of which a table without names can be told


BEGINNINGS = (
    b"PK\x03\x04", b"\x1f\x8b\x08\x00", b'{"type":"FeatureCollection","features":[', b"sep=", b"\xff\xfe", b'a,"',
)  # fmt: skip


@dataclass(frozen=True)
class Dialect:
    """How a table is written."""

    separator: str
    quoting: int
    line: str
    encoding: str
    titles: int
    says_so: bool
    named: bool


dialects = st.builds(
    Dialect,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    line=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso8859-14"]),
    titles=st.integers(0, 3),
    says_so=st.booleans(),
    named=st.booleans(),
)
names = st.lists(st.sampled_from(sorted(COLUMNS)), min_size=2, max_size=8, unique=True).filter(
    lambda chosen: any(name in NUMBERED for name in chosen)
)


def written(chosen: list[str], rows: int, dialect: Dialect) -> tuple[bytes, list[list[str]]]:
    """The file, and the cells that stand in it."""
    cells = [[COLUMNS[name][0](n) for name in chosen] for n in range(rows)]
    target = io.StringIO(newline="")
    out = csv.writer(
        target, delimiter=dialect.separator, quoting=dialect.quoting, lineterminator=dialect.line
    )  # type: ignore[arg-type]
    if dialect.says_so:
        target.write(f"sep={dialect.separator}{dialect.line}")
    for number in range(dialect.titles if dialect.named else 0):
        out.writerow([f"Spending of Fernley, part {number}", *[""] * (len(chosen) - 1)])
    out.writerows(([chosen] if dialect.named else []) + cells)
    return target.getvalue().encode(dialect.encoding, "replace"), cells


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    chosen=names, rows=st.integers(12, 60), dialect=dialects, cut=st.floats(0.5, 1.0), packed=st.booleans()
)
def test_what_was_written_is_read(
    chosen: list[str], rows: int, dialect: Dialect, cut: float, packed: bool
) -> None:
    if dialect.encoding == "cp1252":
        assume("Tŷ" not in chosen)
    body, cells = written(chosen, rows, dialect)
    whole = cut > 0.9
    body = body if whole else body[: int(len(body) * cut)]
    found = read_table(gzip.compress(body) if packed else body, whole=whole)

    assert isinstance(found, Read), (found, body[:200])
    assert found.separator == dialect.separator
    told = [column.name for column in found.columns]
    filled = [
        place
        for place, name in enumerate(chosen)
        if dialect.named or any(row[place] for row in cells[: found.rows])
    ]
    if dialect.named:
        assert [name.replace("?", "") for name in told] == [name.replace("?", "") for name in chosen]
    else:
        assert told == [f"_col.{place + 1}" for place in filled]
    assert found.rows >= rows * 0.5 - 8 if not whole else found.rows == rows
    for column, place in zip(found.columns, filled, strict=True):
        given_values = [" ".join(row[place].split()) for row in cells[: found.rows]]
        assert [" ".join(value.split()) for value in column.values] == given_values
        assert datatype_of(column.values, chosen[place]) in (COLUMNS[chosen[place]][1], "")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    body=st.binary(max_size=400) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
    whole=st.booleans(),
)
def test_whatever_a_file_holds_is_read_or_unfit(body: bytes, whole: bool) -> None:
    assert isinstance(read_table(body, whole=whole), Read | Unfit)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    start=st.sampled_from(BEGINNINGS),
    rest=st.binary(max_size=300),
    size=st.none() | st.integers(1, 100_000),
)  # fmt: skip
def test_what_begins_as_something_and_is_not_is_unfit_at_worst(
    start: bytes, rest: bytes, size: int | None
) -> None:
    assert isinstance(read_pieces([(0, start + rest)], size=size), Read | Unfit | Wanted)
