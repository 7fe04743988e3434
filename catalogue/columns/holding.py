"""Which kinds of identifier the tables of a dataset hold, and in which column each is the surest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.columns.table import Rule, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A kind of identifier that a dataset holds: `file` and `column` are where it is the surest, as its tables name
    them; `sketch` the keyed digests of its sampled values, () where none were sampled."""

    kind: str
    file: str
    column: str
    confidence: float
    rule: Rule
    reason: str
    sketch: tuple[int, ...] = ()


def held_in(tables: Iterable[Table]) -> tuple[Held, ...]:
    """Each kind once, the surest first; of columns as sure as each other one whose values were sampled, else the
    first."""
    best: dict[str, Held] = {}
    for table in tables:
        for column in table.columns:
            for found in column.detections:
                held = Held(
                    kind=found.kind,
                    file=table.file,
                    column=column.name,
                    confidence=found.confidence,
                    rule=found.rule,
                    reason=found.reason,
                    sketch=found.sketch,
                )
                if found.kind not in best or _rank(held) > _rank(best[found.kind]):
                    best[found.kind] = held
    return tuple(sorted(best.values(), key=lambda one: -one.confidence))


def _rank(held: Held) -> tuple[float, bool]:
    return held.confidence, bool(held.sketch)
