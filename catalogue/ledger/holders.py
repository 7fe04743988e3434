"""The datasets that hold a kind of identifier: how many, which, and whose they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, true

from catalogue.ledger.columns_schema import dataset_identifiers
from catalogue.ledger.schema import cluster_members, entries

_HELD, _MEMBERS = dataset_identifiers.c, cluster_members.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """How many datasets hold each kind: all of them, and those with copies `once`."""

    datasets: Mapping[str, int] = field(default_factory=dict)
    once: Mapping[str, int] = field(default_factory=dict)


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


def count_holders(connection: Connection) -> Holders:
    """How many datasets hold each kind. Whoever shows it often keeps it: it looks at every copy."""
    all_of_them = dict(_counted(connection, select(_HELD.kind, func.count()).group_by(_HELD.kind)))
    again = (
        select(_HELD.kind, func.count())
        .join(cluster_members, _MEMBERS.entry_id == _HELD.entry_id)
        .where(_MEMBERS.standing > 0, _MEMBERS.cluster != "", has_copy_before())
        .group_by(_HELD.kind)
    )
    copies = dict(_counted(connection, again))
    once = {kind: count - copies.get(kind, 0) for kind, count in all_of_them.items()}
    return Holders(datasets=all_of_them, once=once)


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


def has_copy_before() -> ColumnElement[bool]:
    """Whether a copy that stands before one in their cluster holds the same kind."""
    first, member = dataset_identifiers.alias(), cluster_members.alias()
    return exists(
        select(first.c.entry_id)
        .join(member, member.c.entry_id == first.c.entry_id)
        .where(
            member.c.cluster == _MEMBERS.cluster,
            member.c.standing < _MEMBERS.standing,
            first.c.kind == _HELD.kind,
        )
    )


def _by(publisher: str) -> ColumnElement[bool]:
    return _HELD.publisher == publisher if publisher else true()


def _counted(connection: Connection, wanted: Select[Any]) -> list[tuple[str, int]]:
    return [(kind, int(count)) for kind, count in connection.execute(wanted)]
