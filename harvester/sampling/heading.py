"""The row that names the columns: below titles, above the values, in two rows where a first one groups the second, or
nowhere.

A row names columns where it differs from what stands below: words above numbers, no digits above codes. Of a table of
nothing but words nobody can tell, and the first row is taken at its word unless its words come again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from harvester.sampling.separating import Line
from harvester.sampling.values import datatype_of, is_missing, kind_of

_FAR = 30  # rows within which a table begins
_BELOW = 60  # rows that are compared with one above them
_FULL = 0.75  # of the cells of the fullest row, a row that names columns has so many
_LONG = 120  # letters; a name has fewer
_NUMBERS = ("integer", "gYear", "decimal")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headed:
    """A table with its columns named: `header` is the number of the line that names them, 0 where none does."""

    names: tuple[str, ...]
    header: int
    rows: tuple[Row, ...]


def head(lines: Sequence[Line]) -> Headed:
    """The table within some rows. Columns that neither have a name nor say anything are left out."""
    lines = [line for line in lines if any(line[1])]
    if not lines:
        return Headed(names=(), header=0, rows=())
    first = _first_full(lines)
    at = _named_at(lines, first)
    if at is None:
        return _shaped((), 0, lines[first:])
    upper, at = _grouped(lines, at)
    names = lines[at][1]
    return _shaped(_joined(upper, names) if upper else names, lines[at][0], lines[at + 1 :])


def _first_full(lines: Sequence[Line]) -> int:
    """The first row that is about as full as any: titles and notes above a table fill a cell or two."""
    fill = [_filled(row) for _, row in lines[:_FAR]]
    return next(place for place, filled in enumerate(fill) if filled >= max(fill) * _FULL)


def _named_at(lines: Sequence[Line], first: int) -> int | None:
    """Where the columns are named: the first full row, or a later one that stands apart from all below it."""
    if _names(lines, first):
        return first
    for place in range(first + 1, min(first + 8, len(lines) - 1)):
        score, typed = _apart(lines, place)
        if typed and score >= typed and _filled(lines[place][1]) >= _filled(lines[first][1]):
            return place
    return None


def _names(lines: Sequence[Line], place: int) -> bool:
    score, _ = _apart(lines, place)
    told = [cell for cell in lines[place][1] if cell]
    if score:
        return score > 0
    kinds = {kind_of(cell) for cell in told}
    words = kinds <= {"string"} or ("string" in kinds and _is_counted(told))
    return words and len(set(told)) == len(told) and all(len(cell) <= _LONG for cell in told)


def _apart(lines: Sequence[Line], place: int) -> tuple[int, int]:
    """How much a row differs from what stands below it, and how many columns have a type that shows it."""
    row = lines[place][1]
    below = [other for _, other in lines[place + 1 : place + 1 + _BELOW]]
    counted = _is_counted(row)
    score = typed = 0
    for column, cell in enumerate(row):
        values = [other[column] for other in below if len(other) > column and not is_missing(other[column])]
        datatype = datatype_of(values)
        typed += datatype not in ("", "string")
        score += _differs(cell, values, datatype, counted=counted) if cell else 0
    return score, typed


def _differs(cell: str, values: Sequence[str], datatype: str, *, counted: bool) -> int:
    """1 where a cell is other than the values below it, -1 where it could be one of them."""
    kind = kind_of(cell)
    if datatype in ("", "string"):
        if cell in values:
            return -1
        codes = bool(values) and all(any(letter.isdigit() for letter in value) for value in values)
        return int(codes and not any(letter.isdigit() for letter in cell))
    if kind in _NUMBERS and datatype in _NUMBERS:
        return 0 if counted else -1
    return 1 if kind != datatype else -1


def _is_counted(row: Sequence[str]) -> bool:
    """Whether the numbers in a row go up by one, as years and hours do that name columns."""
    numbers = [int(cell) for cell in row if cell.isascii() and cell.isdigit() and len(cell) < 6]
    return len(numbers) > 1 and all(abs(after - before) == 1 for before, after in pairwise(numbers))


def _grouped(lines: Sequence[Line], at: int) -> tuple[Row, int]:
    """The row of groups above the names, () where there is none, and where the names are."""
    if at + 1 < len(lines) - 1 and _is_group(lines[at][1], lines[at + 1][1]):
        score, typed = _apart(lines, at + 1)
        if typed and score >= typed:
            return lines[at][1], at + 1
    if at and lines[at][0] - lines[at - 1][0] == 1 and _is_group(lines[at - 1][1], lines[at][1]):
        return lines[at - 1][1], at
    return (), at


def _is_group(upper: Row, lower: Row) -> bool:
    """Whether the cells of a row stand each above several of the next: with gaps between, as merged cells leave."""
    filled = [place for place, cell in enumerate(upper) if cell]
    words = all(kind_of(cell) in ("string", "gYear") for cell in upper if cell)
    gaps = any(after - before > 1 for before, after in pairwise(filled)) or (bool(filled) and filled[0] > 0)
    return words and gaps and len(filled) > 1 and len(filled) < _filled(lower)


def _joined(upper: Row, lower: Row) -> Row:
    """Each name with that of its group before it; a group goes on until the next one begins."""
    joined, group = [], ""
    for place, name in enumerate(lower):
        group = (upper[place] if place < len(upper) else "") or group
        joined.append(" ".join((group, name)) if group and name and group != name else name or group)
    return tuple(joined)


def _shaped(names: Row, header: int, lines: Sequence[Line]) -> Headed:
    """Names and rows of one width: a row that is longer than most are has lost its quotation marks."""
    rows = _without_notes([row for _, row in lines])
    widths = Counter(len(row) for row in rows)
    width = max([_extent(names), *(widths and [widths.most_common(1)[0][0]])])
    rows = [row[:width] + ("",) * (width - len(row)) for row in rows]
    names = names[:width] + ("",) * (width - len(names))
    kept = [place for place, name in enumerate(names) if name or any(row[place] for row in rows)]
    return Headed(
        names=_told_apart([names[place] or f"_col.{place + 1}" for place in kept]),
        header=header,
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
    )


def _without_notes(rows: list[Row]) -> list[Row]:
    """The rows without the notes below them: one cell each, in a table of three columns and more."""
    if max(map(_filled, rows), default=0) < 3:
        return rows
    end = len(rows)
    while end and _filled(rows[end - 1]) == 1 and rows[end - 1][0]:
        end -= 1
    return rows[:end]


def _told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which no two are the same; CSVW wants that, and a column without one is `_col.` and its number."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    taken = set(names)
    for name in (" ".join(name.split())[:200] for name in names):
        seen[name] += 1
        other, number = name, seen[name]
        while number > 1 and (other := f"{name}_{number}") in taken:
            number += 1
        taken.add(other)
        told.append(other)
    return tuple(told)


def _filled(row: Row) -> int:
    return sum(bool(cell) for cell in row)


def _extent(row: Row) -> int:
    """How far a row is filled."""
    return max((place + 1 for place, cell in enumerate(row) if cell), default=0)
