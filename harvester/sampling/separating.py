"""Rows of a table that is written as text, and what stands between its cells: told by the text, never by its name.

The standard library's Sniffer goes by the regularity of single letters and takes "e" for a separator; here each
separator that is in use cuts the rows, and the one that cuts them most evenly into plain cells has it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import TypeAlias

from harvester.record import PageUnreadable
from harvester.sampling.values import kind_of

Line: TypeAlias = tuple[int, tuple[str, ...]]
"""A row of trimmed cells with the number of the line that it begins in, from 1."""

SEPARATORS = ("\t", "|", ";", ",")  # of two that do as well, the one that texts hold more seldom
_LOOKED_AT = 60  # rows
_NONE = "\x1f"  # separates nothing in any text of ours
_ENOUGH = 4  # rows, of which one can be missed
_MOST = 1000  # columns
_LONGEST = 1000  # letters of a cell that are kept
_EVEN = 0.5  # at least so many rows are cut alike, or the text is no table of several columns
_NOT_AT_ALL = (0.0, 0.0, False, 0)
_BARE_RETURN = re.compile("\r(?!\n)")
_TOLD = re.compile(r'\s*"?sep=(.)"?[,;\t|]*\r?\n', re.IGNORECASE)  # Excel's own way to say it
_ANY = re.compile(r"[,\t;|]")
_SWALLOWED = 5  # lines in one row, at the end, that are more than all before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The rows of a text, and what separates their cells: "" where it has one column."""

    lines: tuple[Line, ...]
    separator: str


def cut(text: str, *, whole: bool, most: int) -> Cut:
    """The first rows, at most so many. A last one that may be cut off is left out. PageUnreadable for one that cannot
    be read at all."""
    text = _one_kind_of_line(text.replace("\0", ""))
    told = _TOLD.match(text)
    text, skipped = (text[told.end() :], 1) if told else (text, 0)
    separator = told[1] if told else separator_of(text)
    rows = list(islice(_rows(text, separator or _NONE, quoted=True), most + 1))
    if len(rows) <= most and _is_swallowed(rows, text):
        rows = list(islice(_rows(text, separator or _NONE, quoted=False), most + 1))
    if not whole and len(rows) <= most:
        rows = rows[:-1]
    return Cut(lines=tuple((number + skipped, row) for number, row in rows[:most]), separator=separator)


def separator_of(text: str) -> str:
    """What stands between the cells of the first rows; "" where there is one column."""
    best = max(SEPARATORS, key=lambda one: _evenness(text, one))
    return best if _evenness(text, best)[0] >= _EVEN else ""


def _evenness(text: str, separator: str) -> tuple[float, float, bool, int]:
    """How evenly a separator cuts the rows, how plain the cells then are, whether it stands close, and how many cells
    there are in a row."""
    if separator not in text:
        return _NOT_AT_ALL
    rows = [row for _, row in islice(_rows(text, separator, quoted=True), _LOOKED_AT) if any(row)]
    rows = rows[:-1] if len(rows) > _ENOUGH else rows  # the last may be cut off
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return _NOT_AT_ALL
    width = max(widths, key=lambda one: (widths[one], one))
    cells = [cell for row in rows if len(row) == width for cell in row]
    plain = sum(_is_plain(cell) for cell in cells) / len(cells)
    share = widths[width] / len(rows)
    close = text.count(separator + " ") < text.count(separator) / 2
    if not close and separator in ",;" and len(rows[0]) == 1:
        share /= 3  # as between words, in rows below a first one that has none
    return round(share, 2), round(plain, 2), close, width


def _is_plain(cell: str) -> bool:
    """Whether a cell is of some type, or at least holds nothing that could be a separator, nor half of a quotation."""
    return kind_of(cell) != "string" or not (_ANY.search(cell) or cell.count('"') % 2)


def _rows(text: str, separator: str, *, quoted: bool) -> Iterator[Line]:
    reader = csv.reader(
        StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    begins = 1
    try:
        for row in reader:
            yield begins, tuple(_trimmed(cell, quoted=quoted) for cell in row[:_MOST])
            begins = reader.line_num + 1
    except csv.Error as error:
        raise PageUnreadable(f"has rows that cannot be read after line {begins - 1}: {error}") from error


def _trimmed(cell: str, *, quoted: bool) -> str:
    cell = cell.strip()
    if not quoted and len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    return cell[:_LONGEST]


def _is_swallowed(rows: list[Line], text: str) -> bool:
    """Whether a quotation mark that is never closed has made most of the text one cell."""
    if not rows:
        return False
    lines = text.count("\n") or 1
    last = lines - rows[-1][0]
    return last >= _SWALLOWED and last > lines / 2


def _one_kind_of_line(text: str) -> str:
    """Lines that end in one way: a carriage return alone ends them where nothing else does, and is else a gap."""
    if "\n" not in text:
        return text.replace("\r", "\n")
    return _BARE_RETURN.sub(" ", text)
