"""What happens to tables on their way: a spreadsheet's rounding, gaps, a line of totals, lines without anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from harvester.replay.files.table import Table

_LONG = re.compile(r"[1-9][0-9]{11}")
_EVERY = 7


def damaged(table: Table, damage: str) -> Table:
    """The table with the damage that `files.csv` names; as it is for "" and for what happens to bytes only."""
    change = _DAMAGES.get(damage)
    return change(table) if change else table


def _rounded(table: Table) -> Table:
    """Twelve digits as a spreadsheet shows them, and saves them as text: 9.9901E+11."""
    return _each_cell(table, lambda text, _: f"{float(text):.4E}" if _LONG.fullmatch(text) else text)


def _floats(table: Table) -> Table:
    """Numbers of properties as a data frame with gaps writes them: 999010245489.0."""
    return _each_cell(table, lambda text, _: f"{text}.0" if _LONG.fullmatch(text) else text)


def _gaps(table: Table) -> Table:
    """Each seventh property's number is missing."""
    return _each_cell(table, lambda text, n: "" if _LONG.fullmatch(text) and n % _EVERY == 0 else text)


def _totals(table: Table) -> Table:
    """A last line that is no row."""
    total = ("Total", *[""] * (len(table.head) - 2), str(len(table.rows)))
    return replace(table, rows=(*table.rows, total), shapes=(*table.shapes, None))


def _blanks(table: Table) -> Table:
    """Lines of nothing but separators at the end, as a sheet leaves them."""
    empty = ("",) * len(table.head)
    return replace(table, rows=(*table.rows, *[empty] * 5), shapes=(*table.shapes, *[None] * 5))


def _each_cell(table: Table, change: Callable[[str, int], str]) -> Table:
    rows = (tuple(change(text, n) for text in row) for n, row in enumerate(table.rows, start=1))
    return replace(table, rows=tuple(rows))


_DAMAGES: Mapping[str, Callable[[Table], Table]] = {
    "rounded": _rounded,
    "floats": _floats,
    "gaps": _gaps,
    "totals": _totals,
    "blanks": _blanks,
}
