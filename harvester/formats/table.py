"""A table written as text: CSV and its like, in whatever encoding, with whatever stands between the cells.

Beyond RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180): other delimiters, a bare carriage return inside of a cell, a
mark at the start, UTF-16, Windows-1252.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeAlias

from harvester.formats.native import as_utf8, refuse_web_page
from harvester.formats.workbook import is_workbook, read_workbook
from harvester.record import PageUnreadable

Row: TypeAlias = tuple[str, ...]
Known: TypeAlias = Callable[[Row], int]

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 40  # rows; a table's head stands well before
_END = "\ufdd0"  # no character of any text (Unicode, noncharacters)
_RETURN = "\ufdd1"
_SET_ASIDE = ("\0", _END, _RETURN)
_BARE_RETURN = re.compile("\r(?!\n)")
_ZEROES = 0.2  # of a text in UTF-16 without a mark, a good part of the bytes is zero


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One table: its name ("" for a text), and its rows with their numbers as a person counts them, from 1."""

    name: str
    rows: Iterator[tuple[int, Row]]

    def back(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Puts rows that were taken in front of the others again."""
        self.rows = chain(rows, self.rows)


def read_sheets(body: bytes, *, known: Known, expected: str) -> Iterator[Sheet]:
    """The tables of a document: one of a text, each sheet of a workbook.

    `known` says how many of a row's cells are names of columns that one looks for: the delimiter is the one by which
    most are found. Raises PageUnreadable for what is no table, and from its rows for one that ends early.
    """
    refuse_web_page(body, expected=expected)
    if not body.strip():
        raise PageUnreadable(f"expected {expected}, got an empty answer")
    if is_workbook(body):
        yield from (Sheet(name=name, rows=_numbered(rows)) for name, rows in read_workbook(body))
        return
    text = _text(body)
    if text.lstrip()[:1] in "{[<":
        raise PageUnreadable(f"expected {expected}, got text that begins {text.lstrip()[:40]!r}")
    yield Sheet(name="", rows=_numbered(_uncut(_rows(text, _delimiter(text, known)))))


def _text(body: bytes) -> str:
    """The body as text without a mark; bare carriage returns inside of cells set aside where lines end otherwise."""
    if b"\0" in body[:400] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = _marked(body)
    text = as_utf8(body).decode()
    for sign in _SET_ASIDE:  # one by one: a table of signs takes four bytes for each sign of the text
        text = text.replace(sign, "")
    if "\n" not in text:
        return text.replace("\r", "\n")
    return _BARE_RETURN.sub(_RETURN, text) if _BARE_RETURN.search(text) else text


def _marked(body: bytes) -> bytes:
    """UTF-16 that came without its mark, with it."""
    head = body[:400]
    if head.count(0) < len(head) * _ZEROES:
        return body
    return (b"\xff\xfe" if head[1::2].count(0) > head[0::2].count(0) else b"\xfe\xff") + body


def _delimiter(text: str, known: Known) -> str:
    return max(_DELIMITERS, key=lambda one: _fitness(text, one, known))


def _fitness(text: str, delimiter: str, known: Known) -> tuple[int, int]:
    """How well a delimiter cuts the first rows: names of columns found, then rows that are equally long."""
    try:
        rows = [row for row in islice(_rows(text[:200_000], delimiter), _LOOKED_AT) if any(row)]
    except PageUnreadable:
        rows = []
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    return max(map(known, rows), default=0), max(lengths.values(), default=0)


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows of trimmed cells. A cell whose quotation mark is never closed would swallow all that follows without a
    word: the sign put behind the last row then stands inside of it."""
    lines = chain(_lines(text), [_END + "\n"])
    done = 0
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            if row and row[-1].endswith(_END + "\n"):
                break
            if row == [_END]:
                return
            yield tuple(cell.replace(_RETURN, "\n").strip() for cell in row)
            done += 1
    except csv.Error as error:
        raise PageUnreadable(f"the table cannot be read after row {done}: {error}") from error
    raise PageUnreadable(
        f"the table ends inside of a cell that begins in row {done + 1} with a quotation mark"
    )


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one by one: a list of them takes several times its space."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    yield text[start:] + "\n"


def _uncut(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows. A last one without a line's end, and of fewer cells than the one before it, was cut off; of one cell it
    is a note."""
    before, held = 0, next(rows, ())
    for row in rows:
        yield held
        before, held = len(held), row
    if 1 < len(held) < before:
        raise PageUnreadable(f"the table ends inside of a row, which begins {held[0]!r}")
    yield held


def _numbered(rows: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    return ((number, row) for number, row in enumerate(rows, 1) if any(row))
