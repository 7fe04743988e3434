"""From the first bytes of a file to its columns with their values; pure, and never more than the bytes that it got.

What a file is is told by its bytes: names and media types are wrong too often, and a page that asks people to sign in
is served under both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvester.formats.native import refuse_web_page
from harvester.record import PageUnreadable
from harvester.sampling.decoding import decode
from harvester.sampling.heading import head
from harvester.sampling.separating import cut

ROWS = 200
"""Rows that are looked at, where nothing else is said."""

_EXPECTED = "a table"
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel file of before 2007 (.xls), which is not read"),
    (b"SQLite format 3\x00", "a database (SQLite or GeoPackage)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive, which is not opened"),
    (b"Rar!", "a RAR archive, which is not opened"),
    (b"{\\rtf", "a text document (RTF)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """A column with what it holds, a value for each row as text, "" where it is empty."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The first rows of a table. `form` is "csv", "geojson" or "xlsx"; the others are as in catalogue.columns.table."""

    form: str
    columns: tuple[ReadColumn, ...]
    encoding: str = ""
    separator: str = ""
    header: int = 0
    rows: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """That a file shows no table that is read; `reason` is the end of a sentence that begins "The file"."""

    reason: str


def read_table(
    body: bytes,
    *,
    media_type: str = "",  # noqa: ARG001 - what a server says stays beside what it sent
    url: str = "",  # noqa: ARG001 - and so does the name
    whole: bool,
    rows: int = ROWS,
) -> Read | Unfit:
    """The table that a file begins with. `whole` says that the body is all of the file."""
    try:
        return _read(body, whole=whole, rows=rows)
    except PageUnreadable as error:
        return Unfit(reason=str(error))


def _read(body: bytes, *, whole: bool, rows: int) -> Read:
    if not body.strip():
        raise PageUnreadable("is empty")
    for mark, what in _BINARY:
        if body.startswith(mark):
            raise PageUnreadable(f"is {what}")
    _refuse_page(body)
    return _read_text(body, whole=whole, rows=rows)


def _refuse_page(body: bytes) -> None:
    try:
        refuse_web_page(body, expected=_EXPECTED)
    except PageUnreadable as error:
        shown = str(error).partition("got ")[2]
        raise PageUnreadable(f"is {shown}") from error


def _read_text(body: bytes, *, whole: bool, rows: int) -> Read:
    decoded = decode(body, whole=whole)
    text = decoded.text
    _refuse_others(text)
    table = cut(text, whole=whole, most=rows + 40)  # titles stand above the rows that count
    headed = head(table.lines)
    if not headed.names:
        raise PageUnreadable(
            "begins with a row that is longer than what is read of a file" if not whole else "is empty"
        )
    if not table.separator and _is_writing(headed.rows):
        raise PageUnreadable("is text without columns")
    kept = headed.rows[:rows]
    return Read(
        form="csv",
        columns=tuple(
            ReadColumn(name=name, values=tuple(row[place] for row in kept))
            for place, name in enumerate(headed.names)
        ),
        encoding=decoded.encoding,
        separator=table.separator,
        header=headed.header,
        rows=len(kept),
        whole=whole and len(kept) == len(headed.rows),
    )


def _refuse_others(text: str) -> None:
    """Raises PageUnreadable for text that is no table."""
    if _JSON.match(text):
        raise PageUnreadable("is JSON that is no GeoJSON")
    if text.lstrip().startswith("<"):
        raise PageUnreadable("is XML")
    if len(_CONTROLS.findall(text)) > len(text) / 100 or text.count("\ufffd") > len(text) / 20:
        raise PageUnreadable("is no text")


def _is_writing(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the only column holds sentences."""
    long = sum(cell.count(" ") > 6 for row in rows for cell in row)
    return bool(rows) and long > len(rows) / 2
