"""The datasets that hold a kind of identifier, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, true

from catalogue.ledger.columns_schema import dataset_identifiers
from catalogue.ledger.schema import entries

_HELD = dataset_identifiers.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A dataset that holds a kind: in which column, how sure that is (0 to 1) and why."""

    id: str
    title: str
    publisher: str
    column: str
    confidence: float
    rule: str
    reason: str


def list_holders(
    connection: Connection, kind: str, *, publisher: str = "", limit: int, offset: int = 0
) -> tuple[Holder, ...]:
    """Some of the datasets that hold a kind, by publisher; only those of one, where it is named."""
    wanted = (
        select(
            _HELD.entry_id.label("id"),
            entries.c.title,
            _HELD.publisher,
            _HELD.column,
            _HELD.confidence,
            _HELD.rule,
            _HELD.reason,
        )
        .join(entries, entries.c.id == _HELD.entry_id)
        .where(_HELD.kind == kind, _by(publisher), entries.c.state != "withdrawn")
        .order_by(_HELD.publisher, _HELD.entry_id)
        .limit(limit)
        .offset(offset)
    )
    return tuple(Holder(**row) for row in connection.execute(wanted).mappings())


def publishers_holding(connection: Connection, kind: str, *, limit: int) -> tuple[tuple[str, int], ...]:
    """The slugs of publishers with how many datasets of theirs hold a kind, most first."""
    count = func.count()
    wanted = (
        select(_HELD.publisher, count)
        .where(_HELD.kind == kind, _HELD.publisher != "")
        .group_by(_HELD.publisher)
        .order_by(count.desc(), _HELD.publisher)
        .limit(limit)
    )
    return tuple((slug, int(number)) for slug, number in connection.execute(wanted))


def count_publishers_holding(connection: Connection, kind: str) -> int:
    """How many publishers have a dataset that holds a kind."""
    wanted = select(func.count(_HELD.publisher.distinct())).where(_HELD.kind == kind, _HELD.publisher != "")
    return int(connection.scalar(wanted) or 0)


def count_held(connection: Connection, kind: str, publisher: str) -> int:
    """How many datasets of a publisher hold a kind."""
    wanted = select(func.count()).where(_HELD.kind == kind, _by(publisher))
    return int(connection.scalar(wanted) or 0)


def _by(publisher: str) -> ColumnElement[bool]:
    return _HELD.publisher == publisher if publisher else true()
