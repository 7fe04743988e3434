"""From the first bytes of a file to its columns with their values; pure, and never more than the bytes that it got.

What a file is is told by its bytes: names and media types are wrong too often, and a page that asks people to sign in
is served under both.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import dataclass, replace

from harvester.formats.native import refuse_web_page
from harvester.record import PageUnreadable
from harvester.sampling.books import read_book, read_open_document
from harvester.sampling.decoding import decode
from harvester.sampling.features import columns_of, is_geojson, read_features
from harvester.sampling.heading import Headed, head
from harvester.sampling.packing import first_table, is_book, is_gzip, is_open_document, is_zip, unzipped
from harvester.sampling.pieces import NotAtHand, Piece, Pieces, Wanted
from harvester.sampling.separating import cut

ROWS = 200
"""Rows that are looked at, where nothing else is said."""

_EXPECTED = "a table"
_TITLES = 40  # rows that may stand above those that count
_REACH = 32_768  # bytes of a further piece
_BEYOND = "is a workbook that is longer than what is read of a file"
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
    """The first rows of a table. `form` is "csv", "geojson", "xlsx" or "ods"; the others are as
    catalogue.columns.table has them."""

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
    found = read_pieces([(0, body)], size=len(body) if whole else None, rows=rows)
    return Unfit(reason=_BEYOND) if isinstance(found, Wanted) else found


def read_pieces(pieces: Sequence[Piece], *, size: int | None, rows: int = ROWS) -> Read | Unfit | Wanted:
    """The same of the pieces of a file that are at hand, its beginning first; Wanted where a further one is needed,
    which only workbooks do. `size` is how many bytes the file has, None where nobody says."""
    try:
        return _read(pieces, size=size, rows=rows)
    except PageUnreadable as error:
        return Unfit(reason=str(error))
    except NotAtHand as missing:
        return missing.wanted


def _read(pieces: Sequence[Piece], *, size: int | None, rows: int) -> Read:
    body, whole = pieces[0][1], size == len(pieces[0][1])
    if not body.strip():
        raise PageUnreadable("is empty")
    for mark, what in _BINARY:
        if body.startswith(mark):
            raise PageUnreadable(f"is {what}")
    if is_zip(body) and is_book(body):
        if size is None:
            raise PageUnreadable(_BEYOND)
        return _read_book(Pieces(pieces, size, reach=_REACH), whole=whole, rows=rows)
    if is_zip(body) and is_open_document(body):
        if not whole:
            raise PageUnreadable(_BEYOND)
        return _told(head(read_open_document(body, most=rows + _TITLES)), "ods", whole=True, rows=rows)
    if is_zip(body):
        return _read_plain(*first_table(body, whole=whole), rows)
    if is_gzip(body):
        return _read_plain(*unzipped(body, whole=whole), rows)
    return _read_plain(body, whole, rows)


def _read_plain(body: bytes, whole: bool, rows: int) -> Read:
    if not body.strip():
        raise PageUnreadable("is empty")
    _refuse_page(body)
    if is_geojson(unmarked := body.removeprefix(BOM_UTF8)):
        return _read_features(unmarked, whole=whole, rows=rows)
    return _read_text(body, whole=whole, rows=rows)


def _read_features(body: bytes, *, whole: bool, rows: int) -> Read:
    found = read_features(body, most=rows + 1)
    columns = tuple(ReadColumn(name=name, values=values) for name, values in columns_of(found[:rows]))
    kept = min(len(found), rows)
    return Read(
        form="geojson", columns=columns, encoding="utf-8", rows=kept, whole=whole and kept == len(found)
    )


def _read_book(file: Pieces, *, whole: bool, rows: int) -> Read:
    """The first sheet that holds a table: covers and notes may stand before it."""
    tables = [head(lines) for lines in read_book(file, most=rows + _TITLES)]
    fit = [one for one in tables if len(one.names) > 1 and one.rows] or [one for one in tables if one.names]
    if not fit:
        raise PageUnreadable("is a workbook without a table")
    return _told(fit[0], "xlsx", whole=whole, rows=rows)


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
    if not decoded.encoding.startswith("utf") and len(text.encode("ascii", "ignore")) < len(text) / 2:
        raise PageUnreadable("is no text")
    table = cut(text, whole=whole, most=rows + _TITLES)
    headed = head(table.lines)
    if not headed.names:
        raise PageUnreadable(
            "begins with a row that is longer than what is read of a file" if not whole else "is empty"
        )
    if _is_remark(headed) or (not table.separator and _is_writing(headed.rows)):
        raise PageUnreadable("is text without columns")
    return replace(
        _told(headed, "csv", whole=whole, rows=rows), encoding=decoded.encoding, separator=table.separator
    )


def _told(headed: Headed, form: str, *, whole: bool, rows: int) -> Read:
    kept = headed.rows[:rows]
    return Read(
        form=form,
        columns=tuple(
            ReadColumn(name=name, values=tuple(row[place] for row in kept))
            for place, name in enumerate(headed.names)
        ),
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


def _is_remark(headed: Headed) -> bool:
    """Whether there is one line of words: an excuse, not the names of columns without a row."""
    if headed.rows:
        return False
    return len(headed.names) < 2 or any(
        one.count(" ") > 5 or one.endswith((".", "!")) for one in headed.names
    )


def _is_writing(rows: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the only column holds sentences."""
    long = sum(cell.count(" ") > 6 for row in rows for cell in row)
    return bool(rows) and long > len(rows) / 2
