"""Which columns of a table hold identifiers: by their names, then by their values, then by the lists that we hold.

The two steps are those of csv-detective: a name proposes, values decide. Where values are at hand that contradict a
name, nothing is told; a weak kind is told by values alone only if a neighbour makes it sure.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.columns.table import Detection
from catalogue.identifiers.seeing import Seen, Table
from catalogue.identifiers.telling import by_both, by_name, by_values
from vocab import Vocabulary

__all__ = ["Seen", "detect"]


def detect(columns: Sequence[Seen], vocabulary: Vocabulary) -> tuple[tuple[Detection, ...], ...]:
    """For each column the kinds of identifier that it holds, the surest first: mostly none or one."""
    table = Table(columns, vocabulary)
    named = [_named(place, table) for place in range(len(columns))]
    once = _by_values(named, table)
    found = _by_values(once, table) if once != named else once  # what values told makes a neighbour sure
    return tuple((one,) if one else () for one in found)


def _by_values(found: Sequence[Detection | None], table: Table) -> list[Detection | None]:
    """What was found, and of the other columns what their values tell beside it."""
    told = frozenset(one.kind for one in found if one)
    return [one or by_values(place, table, told) for place, one in enumerate(found)]


def _named(place: int, table: Table) -> Detection | None:
    """What the name tells: with values only if they bear it out, without them only if the name is enough."""
    if not table.hints[place]:
        return None
    return by_both(place, table) if table.values[place] else by_name(place, table)
