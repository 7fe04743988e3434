"""Datasets that hold a kind of identifier, as candidates for a join: about some areas, or any.

The statements are made once: making them takes longer than asking them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, or_, select

from catalogue.joins.facts import from_columns
from catalogue.joins.ranking import Candidate
from catalogue.ledger.columns_schema import dataset_identifiers, dataset_tables
from catalogue.ledger.holders import has_copy_before
from catalogue.ledger.schema import cluster_members, entries

_HELD, _FACTS, _MEMBERS = dataset_identifiers.c, dataset_tables.c, cluster_members.c

Given = Mapping[str, Any]
"""With what datasets are to join: `own`, the identifier of one, `cluster`, that of its copies, and the `kind`."""


def candidates_in(
    connection: Connection, given: Given, areas: Collection[str], *, limit: int
) -> list[Candidate]:
    """Those whose first area is one of some."""
    return _read(connection, _IN_AREAS, {**given, "areas": list(areas), "most": limit})


def count_in(connection: Connection, given: Given, areas: Collection[str], *, most: int) -> int:
    """How many those are, at most so many."""
    counted = select(func.count()).select_from(_IN_AREAS.subquery())
    return int(connection.scalar(counted, {**given, "areas": list(areas), "most": most}) or 0)


def candidates_beside(
    connection: Connection, given: Given, known: Collection[str], *, limit: int, offset: int = 0
) -> list[Candidate]:
    """Any but those that are known, in the order of their areas."""
    wanted = {**given, "known": list(known), "from": offset, "most": limit}
    return _read(connection, _REST, wanted)


def candidates_named(connection: Connection, given: Given, names: Collection[str]) -> list[Candidate]:
    """Those of some that hold the kind."""
    return _read(connection, _NAMED, {**given, "names": list(names), "most": len(names)})


def _read(connection: Connection, wanted: Select[Any], given: Given) -> list[Candidate]:
    return [_candidate(tuple(row)) for row in connection.execute(wanted, dict(given))]


def _candidate(row: Sequence[Any]) -> Candidate:
    return Candidate(
        id=row[0],
        title=row[1],
        portal=row[2],
        column=row[3],
        file=row[4],
        confidence=row[5],
        cautious=bool(row[6]),
        facts=from_columns(row[7], row[8:]),
    )


def _candidates() -> Select[Any]:
    """Neither the dataset itself nor a copy of it, and of the copies of another only the first that holds the kind."""
    joined = (
        dataset_identifiers.join(entries, entries.c.id == _HELD.entry_id)
        .outerjoin(dataset_tables, _FACTS.entry_id == _HELD.entry_id)
        .outerjoin(cluster_members, _MEMBERS.entry_id == _HELD.entry_id)
    )
    own = (_HELD.entry_id, entries.c.title, _HELD.portal, _HELD.column, _HELD.file, _HELD.confidence)
    told = (_FACTS.areas, _FACTS.years, _FACTS.themes, _FACTS.licence, _FACTS.openness, _FACTS.modified)
    alone = or_(_MEMBERS.cluster.is_(None), _MEMBERS.cluster == "")
    copied = (_MEMBERS.cluster != bindparam("cluster")) & ~has_copy_before()
    return (
        select(
            *own,
            func.coalesce(_FACTS.caution, ""),
            _HELD.publisher,
            *(func.coalesce(one, "") for one in told),
        )
        .select_from(joined)
        .where(
            _HELD.kind == bindparam("kind"),
            _HELD.entry_id != bindparam("own"),
            entries.c.state != "withdrawn",
            or_(alone, copied),
        )
        .limit(bindparam("most"))
    )


_IN_AREAS: Final = _candidates().where(_HELD.area.in_(bindparam("areas", expanding=True)))
_NAMED: Final = _candidates().where(_HELD.entry_id.in_(bindparam("names", expanding=True)))
_REST: Final = (
    _candidates()
    .where(_HELD.entry_id.not_in(bindparam("known", expanding=True)))
    .order_by(_HELD.area, _HELD.entry_id)
    .offset(bindparam("from"))
)
